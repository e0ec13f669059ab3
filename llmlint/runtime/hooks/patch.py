"""Which attributes have been replaced, and how are they put back?"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

import wrapt


class Patches:
    """Wrappers around methods of classes and functions of modules; `restore` puts back exactly what was found.

    A wrapper that somebody else has wrapped since cannot be taken out: it stays, lets everything through as long as no gate is in
    force, and is not laid on a second time.
    """

    def __init__(self) -> None:
        self._found: dict[tuple[type | ModuleType, str], tuple[Any, Any]] = {}

    def wrap(self, owner: type | ModuleType, name: str, wrapper: Callable[..., Any]) -> None:
        """Lay `wrapper(wrapped, instance, args, kwargs)` around what `owner`, a class or a module, defines itself, once."""
        if (owner, name) in self._found:
            return
        found = vars(owner)[name]
        wrapped = wrapt.FunctionWrapper(found, wrapper)
        self._found[owner, name] = (found, wrapped)
        setattr(owner, name, wrapped)

    def restore(self) -> None:
        """Take out every wrapper that lies on top."""
        for (owner, name), (found, wrapped) in list(self._found.items()):
            if vars(owner).get(name) is wrapped:
                setattr(owner, name, found)
                del self._found[owner, name]


def when_imported(name: str, then: Callable[[ModuleType], None]) -> None:
    """Call `then` with the module `name`: now if it is loaded, else right after its import, whenever that is."""
    if name in sys.modules:
        # Not from `sys.modules`: another thread may be in the middle of importing it.
        then(importlib.import_module(name))
    else:
        wrapt.register_post_import_hook(then, name)
