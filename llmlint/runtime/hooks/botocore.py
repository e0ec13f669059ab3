"""How does the gate come before the requests of Bedrock's client, which botocore makes from a description of the service?

Every method of every AWS client ends in `_make_api_call` of one class: once for a call, above the loop that retries.  Clients of
other services pass with one comparison.  aiobotocore has classes of its own below these, whose methods are awaited.
"""

from __future__ import annotations

import importlib
from functools import partial
from types import ModuleType
from typing import Any

from llmlint.knowledge.loader import Sdk
from llmlint.runtime.errors import GuardError
from llmlint.runtime.hooks.botocore_call import BotocoreCall, expected, most_retries, note_config, services
from llmlint.runtime.hooks.patch import Patches
from llmlint.runtime.retries import may_retry
from llmlint.runtime.sending import Admit, send, send_async
from llmlint.runtime.streams import watched
from llmlint.runtime.ticket import sending


def holder(client: Any) -> Any:
    """The client itself.  Raises GuardError for one of another service."""
    from llmlint.knowledge.loader import knowledge

    service = client.meta.service_model.service_name
    if not any(service in services(knowledge().sdks[sdk]) for sdk, hook in knowledge().hooks.items() if hook.kind == "botocore"):
        raise GuardError(f"guard.wrap takes a client of a service that answers with models, not of {service}")
    return client


def hook(module: ModuleType, sdk: Sdk, admit: Admit, patches: Patches) -> None:
    """Bring `admit` before the requests of the clients whose base class `module` holds, botocore's or aiobotocore's."""
    ours = services(sdk)

    def call(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> Any:
        if instance.meta.service_model.service_name not in ours:
            return wrapped(*args, **kwargs)
        return send(admit, BotocoreCall(sdk, wrapped, instance, args, kwargs, is_async=False))

    def async_call(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> Any:
        if instance.meta.service_model.service_name not in ours:
            return wrapped(*args, **kwargs)
        return send_async(admit, BotocoreCall(sdk, wrapped, instance, args, kwargs, is_async=True))

    def create(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> Any:
        client = wrapped(*args, **kwargs)
        if client.meta.service_model.service_name in ours:
            note_config(client, args, kwargs)
        return client

    async def async_create(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> Any:
        client = await wrapped(*args, **kwargs)
        if client.meta.service_model.service_name in ours:
            note_config(client, args, kwargs)
        return client

    package = module.__name__.partition(".")[0]
    endpoint, eventstream = (importlib.import_module(f"{package}.{name}") for name in ("endpoint", "eventstream"))
    if package == "aiobotocore":
        patches.wrap(module.AioBaseClient, "_make_api_call", async_call)
        patches.wrap(module.AioClientCreator, "create_client", async_create)
        patches.wrap(endpoint.AioEndpoint, "_needs_retry", partial(_needs_retry_async, ours))
        patches.wrap(eventstream.AioEventStream, "__aiter__", _pieces)
    else:
        patches.wrap(module.BaseClient, "_make_api_call", call)
        patches.wrap(module.ClientCreator, "create_client", create)
        patches.wrap(endpoint.Endpoint, "_needs_retry", partial(_needs_retry, ours))
        patches.wrap(eventstream.EventStream, "__iter__", _pieces)
        patches.wrap(eventstream.EventStream, "close", _closed)


def _needs_retry(ours: frozenset[str], wrapped: Any, instance: Any, args: Any, kwargs: Any) -> bool:
    """Asked after each attempt; it waits, too.  When this says no, the provider's error reaches the caller."""
    if not _is_governed(ours, args, kwargs):
        return bool(wrapped(*args, **kwargs))
    return _may_retry(args, kwargs) and _counted(wrapped(*args, **kwargs))


async def _needs_retry_async(ours: frozenset[str], wrapped: Any, instance: Any, args: Any, kwargs: Any) -> bool:
    if not _is_governed(ours, args, kwargs):
        return bool(await wrapped(*args, **kwargs))
    return _may_retry(args, kwargs) and _counted(await wrapped(*args, **kwargs))


def _is_governed(ours: frozenset[str], args: Any, kwargs: Any) -> bool:
    """Whether it is the call that is being sent: credentials are fetched meanwhile, from other services."""
    model = args[1] if len(args) > 1 else kwargs["operation_model"]
    return sending.get() is not None and model.service_model.service_name in ours


def _may_retry(args: Any, kwargs: Any) -> bool:
    attempts, limit = args[0] if args else kwargs["attempts"], most_retries.get()
    response = args[3] if len(args) > 3 else kwargs.get("response")
    return (limit is None or attempts <= limit) and may_retry(None if response is None else response[0].headers)


def _counted(again: Any) -> bool:
    ticket = sending.get()
    if again and ticket is not None:
        ticket.retries += 1
    return bool(again)


def _pieces(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> Any:
    """The events of a stream; it may be read in several goes."""
    pieces, ticket = wrapped(*args, **kwargs), expected(instance)
    return pieces if ticket is None else watched(pieces, ticket)


def _closed(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> Any:
    answer, ticket = wrapped(*args, **kwargs), expected(instance)
    if ticket is not None:
        ticket.settle("closed")
    return answer
