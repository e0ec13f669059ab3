"""Which attributes have been replaced, and how are they put back?"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from inspect import iscoroutinefunction
from types import CodeType, FunctionType, ModuleType
from typing import Any, Final

import wrapt

_HERE: Final = "what is called, in the place of this text"


class Patches:
    """Wrappers around methods of classes and functions of modules; `restore` puts back exactly what was found.

    A wrapper that somebody else has wrapped since cannot be taken out: it stays, lets everything through as long as no gate is in
    force, and is not laid on a second time.
    """

    def __init__(self) -> None:
        self._found: dict[tuple[type | ModuleType, str], tuple[Any, Any]] = {}
        self._codes: dict[FunctionType, tuple[CodeType, CodeType]] = {}

    def wrap(self, owner: type | ModuleType, name: str, wrapper: Callable[..., Any]) -> None:
        """Lay `wrapper(wrapped, instance, args, kwargs)` around what `owner`, a class or a module, defines itself, once."""
        if (owner, name) in self._found:
            return
        found = vars(owner)[name]
        wrapped = wrapt.FunctionWrapper(found, wrapper)
        self._found[owner, name] = (found, wrapped)
        setattr(owner, name, wrapped)

    def relay(self, function: FunctionType, wrapper: Callable[..., Any]) -> None:
        """Have `wrapper(wrapped, None, args, kwargs)` run in place of `function`, once, whoever holds it and since when.

        A name that was imported before (`from litellm import completion`) is the function itself: its code is exchanged.
        """
        if function in self._codes:
            return
        found = function.__code__
        wrapped = FunctionType(found, function.__globals__, function.__name__, function.__defaults__, function.__closure__)
        wrapped.__kwdefaults__ = function.__kwdefaults__
        wrapped.__dict__.update(vars(function))

        def relayed(args: Any, kwargs: Any) -> Any:
            return wrapper(wrapped, None, args, kwargs)

        template = (_awaited if iscoroutinefunction(function) else _plain).__code__
        code = template.replace(
            co_consts=tuple(relayed if each == _HERE else each for each in template.co_consts),
            co_freevars=found.co_freevars,  # a function keeps its closure, and its code must be for one of that size
            co_name=function.__name__,
            co_qualname=function.__qualname__,
        )
        function.__code__ = code
        self._codes[function] = (found, code)

    def restore(self) -> None:
        """Take out every wrapper that lies on top."""
        for (owner, name), (found, wrapped) in list(self._found.items()):
            if vars(owner).get(name) is wrapped:
                setattr(owner, name, found)
                del self._found[owner, name]
        for function, (code, relayed) in list(self._codes.items()):
            if function.__code__ is relayed:
                function.__code__ = code
                del self._codes[function]


def _plain(*args: Any, **kwargs: Any) -> Any:
    relayed: Any = "what is called, in the place of this text"
    return relayed(args, kwargs)


async def _awaited(*args: Any, **kwargs: Any) -> Any:
    relayed: Any = "what is called, in the place of this text"
    return await relayed(args, kwargs)


def when_imported(name: str, then: Callable[[ModuleType], None]) -> None:
    """Call `then` with the module `name`: now if it is loaded, else right after its import, whenever that is."""
    if name in sys.modules:
        # Not from `sys.modules`: another thread may be in the middle of importing it.
        then(importlib.import_module(name))
    else:
        wrapt.register_post_import_hook(then, name)
