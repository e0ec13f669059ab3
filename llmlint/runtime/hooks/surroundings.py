"""How are the timeouts of asyncio around a call seen, and how does a context get into a thread?"""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from types import ModuleType
from typing import Any

from llmlint.runtime.context import bind
from llmlint.runtime.deadlines import entering, leaving
from llmlint.runtime.hooks.patch import Patches


def hook(module: ModuleType, patches: Patches) -> None:
    """Note every `asyncio.timeout` that is entered and left."""
    patches.wrap(module.Timeout, "__aenter__", entering)
    patches.wrap(module.Timeout, "__aexit__", leaving)


def propagate(patches: Patches) -> None:
    """Have threads and thread pools run with the task and deadlines of whoever starts them, as if `guard.bind` were written."""
    patches.wrap(threading.Thread, "start", _start)
    patches.wrap(ThreadPoolExecutor, "submit", _submit)


def _start(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> Any:
    instance.run = bind(instance.run)
    return wrapped(*args, **kwargs)


def _submit(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> Any:
    work, *rest = args
    return wrapped(bind(work), *rest, **kwargs)
