"""How does the gate come before the requests of huggingface_hub's inference clients?

Everything ends in `_inner_post` of `InferenceClient` or `AsyncInferenceClient`, with the request as it will be sent.  What
streams gives lines there, of which a function of the module makes what the program reads.
"""

from __future__ import annotations

from types import ModuleType
from typing import Any, Final

from llmlint.knowledge.loader import Sdk
from llmlint.runtime.generators import generated
from llmlint.runtime.hooks.huggingface_call import HuggingFaceCall, read_by
from llmlint.runtime.hooks.patch import Patches
from llmlint.runtime.sending import Admit, send, send_async

_STREAMS: Final = ("_stream_", "_async_stream_")
"""How the names of the functions begin that are given lines."""


def hook(module: ModuleType, sdk: Sdk, admit: Admit, patches: Patches) -> None:
    """Bring `admit` before the requests of the client that `module` holds."""

    def post(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> Any:
        return send(admit, HuggingFaceCall(sdk, wrapped, instance, args, kwargs, is_async=False))

    async def async_post(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> Any:
        return await send_async(admit, HuggingFaceCall(sdk, wrapped, instance, args, kwargs, is_async=True))

    for name, wrapper in (("InferenceClient", post), ("AsyncInferenceClient", async_post)):
        # Before 0.28 there was another one.
        if "_inner_post" in vars(vars(module).get(name, object)):
            patches.wrap(vars(module)[name], "_inner_post", wrapper)
    for name in [each for each in vars(module) if each.startswith(_STREAMS)]:
        patches.wrap(module, name, _stream)


def _stream(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> Any:
    made = wrapped(*args, **kwargs)
    reader = read_by(next(iter((*args, *kwargs.values())), None))
    return made if reader is None else generated(made, reader)
