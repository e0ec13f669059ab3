"""Which hook is there for an SDK, and on which of its objects does it see the calls of a client?

A kind of hook, as the knowledge names it, is a module of this package with a function `hook`; one that sees calls elsewhere than
on the client itself has a function `holder`, too.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any, Final

from llmlint.knowledge.loader import knowledge
from llmlint.runtime.errors import GuardError

_SHARED: Final = frozenset({"google"})
"""Packages that libraries of many makes share."""


def layer(kind: str) -> Callable[..., None]:
    """The function that lays hooks of this kind."""
    found: Callable[..., None] = _module(kind).hook
    return found


def holder(client: Any) -> tuple[Any, tuple[str, ...]]:
    """(the object on which the hook sees the calls of `client`, the methods of `client` that derive others from it).

    Raises GuardError for an object of a library that the guard has no hook for.
    """
    modules = [f"{base.__module__}." for base in type(client).__mro__]
    for sdk, hook in knowledge().hooks.items():
        # Below the folder of the hooked module, or that of its library: `google` holds libraries of many makes.
        homed = hook.module if hook.kind != "passage" else None
        homes = () if homed is None else (homed.rpartition(".")[0], homed.partition(".")[0])
        if any(module.startswith(f"{home}.") for home in homes if home not in _SHARED for module in modules):
            found = getattr(_module(hook.kind), "holder", _itself)(client)
            return found, tuple(name for name in sorted(knowledge().sdks[sdk].derive) if hasattr(client, name))
    given = f"{type(client).__module__}.{type(client).__qualname__}"
    raise GuardError(f"guard.wrap takes a client of an SDK that the guard knows, not {given}; llmlint sdks lists them")


def _module(kind: str) -> Any:
    return importlib.import_module(f"llmlint.runtime.hooks.{kind}")


def _itself(client: Any) -> Any:
    return client
