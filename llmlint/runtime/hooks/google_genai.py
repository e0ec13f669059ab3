"""How does the gate come before the requests of google-genai?

Every method of a client, of its chats and of its asynchronous half ends in `_request` or `_async_request` of one class: once for
a request, above the loop of tenacity that repeats it, with URL, body and timeout as they will be sent.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any, Final

from llmlint.knowledge.loader import Sdk
from llmlint.runtime.begun import Begun, around, calling, note
from llmlint.runtime.hooks.google_genai_call import GoogleCall, expected
from llmlint.runtime.hooks.patch import Patches
from llmlint.runtime.retries import Headers, may_retry, wait
from llmlint.runtime.sending import Admit, send, send_async
from llmlint.runtime.streams import watched
from llmlint.runtime.ticket import sending

_GENERATORS: Final = {
    "models": (("Models", "AsyncModels"), "generate_content_stream"),
    "chats": (("Chat", "AsyncChat"), "send_message_stream"),
}
"""Methods that send when their answer is first read, by module: (classes, method)."""


def holder(client: Any) -> Any:
    """The object that sends for a client."""
    return client._api_client


def hook(module: ModuleType, sdk: Sdk, admit: Admit, patches: Patches) -> None:
    """Bring `admit` before the requests of the class `BaseApiClient` that `module` holds, or note what its generators begin."""
    name = module.__name__.rpartition(".")[2]
    if name in _GENERATORS:
        kinds, method = _GENERATORS[name]
        for kind in kinds:
            patches.wrap(vars(module)[kind], method, _async_generator if kind.startswith("Async") else _generator)
        return

    def request(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> Any:
        call = GoogleCall(sdk, wrapped, instance, args, kwargs, is_async=False)
        return send(_where_it_began(admit, call), call)

    async def async_request(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> Any:
        call = GoogleCall(sdk, wrapped, instance, args, kwargs, is_async=True)
        return await send_async(_where_it_began(admit, call), call)

    sender = getattr(module, "BaseApiClient", None) or module.ApiClient  # its name before 1.2
    patches.wrap(sender, "_request", request)
    patches.wrap(sender, "_async_request", async_request)
    patches.wrap(module.HttpResponse, "segments", _segments)
    if "async_segments" in vars(module.HttpResponse):
        patches.wrap(module.HttpResponse, "async_segments", _segments)
    if hasattr(module, "retry_args"):
        patches.wrap(module, "retry_args", _retry_args)


def _where_it_began(admit: Admit, call: GoogleCall) -> Admit:
    """`admit` in the context in which the program asked for a stream; the request is sent where it is first read."""
    call.begun = around(sys._getframe(2)) if call.stream else None
    if call.begun is None:
        return admit
    context = call.begun.context.copy()
    return lambda each: context.run(admit, each)


def _generator(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> Any:
    begun = Begun(calling("google.genai"))
    made = wrapped(*args, **kwargs)
    if begun.caller is not None:
        note(made, begun)
    return made


def _async_generator(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> Any:
    begun = Begun(calling("google.genai"))

    async def call() -> Any:
        made = await wrapped(*args, **kwargs)
        if begun.caller is not None:
            note(made, begun)
        return made

    return call()


def _segments(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> Any:
    """The pieces of a response, once it is read."""
    pieces, ticket = wrapped(*args, **kwargs), expected(instance)
    return pieces if ticket is None else watched(pieces, ticket)


def _retry_args(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> Any:
    """How tenacity is to repeat a request; what is made for one call (`GoogleCall.send` sees to that) asks the policy as well."""
    found = wrapped(*args, **kwargs)
    if sending.get() is None or not {"retry", "wait", "stop"} <= found.keys():
        return found
    retry, pause, stop = found["retry"], found["wait"], found["stop"]
    return {
        **found,
        "retry": lambda state: retry(state) and may_retry(_headers(state)),
        # tenacity asks how long to wait before it asks whether to stop.
        "wait": lambda state: 0.0 if stop(state) else wait(pause(state), _headers(state)),
    }


def _headers(state: Any) -> Headers | None:
    failed: Any = state.outcome is not None and state.outcome.exception()
    return getattr(getattr(failed, "response", None), "headers", None)
