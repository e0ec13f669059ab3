"""How are the timeouts of asyncio around a call seen?"""

from __future__ import annotations

from types import ModuleType

from llmlint.runtime.deadlines import entering, leaving
from llmlint.runtime.hooks.patch import Patches


def hook(module: ModuleType, patches: Patches) -> None:
    """Note every `asyncio.timeout` that is entered and left."""
    patches.wrap(module.Timeout, "__aenter__", entering)
    patches.wrap(module.Timeout, "__aexit__", leaving)
