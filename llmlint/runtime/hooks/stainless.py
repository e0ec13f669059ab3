"""How does the gate come before the requests of a client that Stainless generated (openai, anthropic)?

Every method of such a client, raw and streaming and parsing ones too, ends in `request` of one of two base classes: once for a
call, above the loop that retries, before any connection is opened.  Resources look it up on the class at each call, so clients
and bound methods that are older than the hook pass it as well.
"""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

from llmlint.knowledge.loader import Sdk
from llmlint.runtime.hooks.patch import Patches
from llmlint.runtime.observe import computed_timeout

Admit = Callable[..., None]
"""`Gate.admit` of the gate in force, or nothing where none is."""


def hook(module: ModuleType, sdk: Sdk, admit: Admit, patches: Patches) -> None:
    """Bring `admit` before the requests of the clients whose base classes `module` holds."""

    def request(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> Any:
        admit(sdk, instance, _options(args, kwargs), is_async=False, stream=kwargs.get("stream", False))
        return wrapped(*args, **kwargs)

    async def async_request(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> Any:
        admit(sdk, instance, _options(args, kwargs), is_async=True, stream=kwargs.get("stream", False))
        return await wrapped(*args, **kwargs)

    def calculate(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> Any:
        timeout = wrapped(*args, **kwargs)
        computed_timeout.set(timeout)
        return timeout

    patches.wrap(module.SyncAPIClient, "request", request)
    patches.wrap(module.AsyncAPIClient, "request", async_request)
    if "_calculate_nonstreaming_timeout" in vars(module.BaseClient):
        patches.wrap(module.BaseClient, "_calculate_nonstreaming_timeout", calculate)


def _options(args: Any, kwargs: Any) -> Any:
    return args[1] if len(args) > 1 else kwargs["options"]
