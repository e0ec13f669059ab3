"""How does the gate come before the requests of clients that Speakeasy generated?

Every part of a client ends in `do_request` or `do_request_async` of `BaseSDK`, or of `AsyncBaseSDK` where there is one: once for
a request that is ready to be sent, above the loop that repeats it.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

from llmlint.knowledge.loader import Sdk
from llmlint.runtime.hooks.patch import Patches, when_imported
from llmlint.runtime.hooks.speakeasy_call import SpeakeasyCall, headers, of_client
from llmlint.runtime.retries import wait
from llmlint.runtime.sending import Admit, send, send_async
from llmlint.runtime.streams import claim, reading


def holder(client: Any) -> Any:
    """What all parts of a client share."""
    return of_client(client)


def hook(module: ModuleType, sdk: Sdk, admit: Admit, patches: Patches) -> None:
    """Bring `admit` before the requests of the classes that `module` holds."""

    def request(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> Any:
        return send(admit, SpeakeasyCall(sdk, wrapped, instance, args, kwargs, is_async=False))

    async def async_request(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> Any:
        return await send_async(admit, SpeakeasyCall(sdk, wrapped, instance, args, kwargs, is_async=True))

    def streams(loaded: ModuleType) -> None:
        for name in ("EventStream", "EventStreamAsync", "Stream", "AsyncStream"):
            if name in vars(loaded):
                patches.wrap(vars(loaded)[name], "__init__", _stream)

    def retries(loaded: ModuleType) -> None:
        if "_get_sleep_interval" in vars(loaded):
            patches.wrap(loaded, "_get_sleep_interval", _interval)

    def texts(loaded: ModuleType) -> None:
        for name, text in (("stream_to_text", _text), ("stream_to_text_async", _async_text)):
            if name in vars(loaded):
                patches.wrap(loaded, name, text)

    patches.wrap(module.BaseSDK, "do_request", request)
    patches.wrap(getattr(module, "AsyncBaseSDK", module.BaseSDK), "do_request_async", async_request)
    package = module.__name__.rpartition(".")[0]
    when_imported(f"{package}.utils.eventstreaming", streams)
    when_imported(f"{package}.utils.retries", retries)
    when_imported(f"{package}.utils.serializers", texts)


def _stream(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> None:
    wrapped(*args, **kwargs)
    if hasattr(instance, "generator"):
        claim(instance, instance.response, "generator")


def _text(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> Any:
    with reading(args[0]) as told:
        text = wrapped(*args, **kwargs)
        told(text)
    return text


async def _async_text(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> Any:
    with reading(args[0]) as told:
        text = await wrapped(*args, **kwargs)
        told(text)
    return text


def _interval(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> float:
    return wait(wrapped(*args, **kwargs), headers(sys.exception()))
