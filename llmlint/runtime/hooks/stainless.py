"""How does the gate come before the requests of a client that Stainless generated (openai, anthropic)?

Every method of such a client, raw and streaming and parsing ones too, ends in `request` of one of two base classes: once for a
call, above the loop that retries, before any connection is opened.  Resources look it up on the class at each call, so clients
and bound methods that are older than the hook pass it as well.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any

from llmlint.knowledge.loader import Sdk
from llmlint.runtime.hooks.patch import Patches
from llmlint.runtime.hooks.stainless_call import StainlessCall, computed_timeout
from llmlint.runtime.retries import Headers, may_retry, wait
from llmlint.runtime.sending import Admit, send, send_async
from llmlint.runtime.streams import claim


def hook(module: ModuleType, sdk: Sdk, admit: Admit, patches: Patches) -> None:
    """Bring `admit` before the requests of the clients whose base classes `module` holds."""

    def request(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> Any:
        return send(admit, StainlessCall(sdk, wrapped, instance, args, kwargs, is_async=False))

    async def async_request(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> Any:
        return await send_async(admit, StainlessCall(sdk, wrapped, instance, args, kwargs, is_async=True))

    def retry_timeout(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> Any:
        """Asked before each retry, in clients of both colours; and nothing is asked before, where no response has come."""
        headers: Headers | None = args[2] if len(args) > 2 else kwargs.get("response_headers")
        failed = sys.exception()
        if headers is None and failed is not None and not may_retry(None):
            _give_up(failed, package)
        return wait(wrapped(*args, **kwargs), headers)

    package = module.__name__.rpartition(".")[0]
    patches.wrap(module.SyncAPIClient, "request", request)
    patches.wrap(module.AsyncAPIClient, "request", async_request)
    patches.wrap(module.BaseClient, "_should_retry", _should_retry)
    patches.wrap(module.BaseClient, "_calculate_retry_timeout", retry_timeout)
    if "_calculate_nonstreaming_timeout" in vars(module.BaseClient):
        patches.wrap(module.BaseClient, "_calculate_nonstreaming_timeout", _nonstreaming_timeout)
    streaming = importlib.import_module(f"{package}._streaming")
    for name in ("Stream", "AsyncStream"):
        patches.wrap(vars(streaming)[name], "__init__", _stream_made)


def _should_retry(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> Any:
    """Asked once a response tells that the call has failed: when this says no, the provider's error reaches the caller."""
    response = args[0] if args else kwargs["response"]
    return wrapped(*args, **kwargs) and may_retry(response.headers)


def _give_up(failed: BaseException, package: str) -> None:
    """Raise what the SDK raises when it has no retries left: its own error, or what the HTTP library's is to it."""
    errors = importlib.import_module(f"{package}._exceptions")
    if isinstance(failed, errors.APIConnectionError):
        raise failed
    timed_out = "Timeout" in type(failed).__name__
    # An error that another HTTP library raises knows no request, and cannot be told as the SDK tells it.
    request = vars(failed).get("_request")
    if request is not None:
        raise (errors.APITimeoutError if timed_out else errors.APIConnectionError)(request=request) from failed


def _nonstreaming_timeout(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> Any:
    timeout = wrapped(*args, **kwargs)
    computed_timeout.set(timeout)
    return timeout


def _stream_made(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> None:
    """A stream may be made of a raw response long after the call has returned."""
    wrapped(*args, **kwargs)
    claim(instance, instance.response)
