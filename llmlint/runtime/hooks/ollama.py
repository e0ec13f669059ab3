"""How does the gate come before the requests of ollama?

Everything ends in `_request` of one of two classes, with the body as it is sent; so do the module's own functions, which are
methods of a client.  Before 0.4 what may stream ends in `_request_stream`.
"""

from __future__ import annotations

from types import ModuleType
from typing import Any, Final

from llmlint.knowledge.loader import Sdk
from llmlint.runtime.hooks.ollama_call import OllamaCall
from llmlint.runtime.hooks.patch import Patches
from llmlint.runtime.sending import Admit, send, send_async

_SENDERS: Final = ("_request", "_request_stream")


def hook(module: ModuleType, sdk: Sdk, admit: Admit, patches: Patches) -> None:
    """Bring `admit` before the requests of the classes `Client` and `AsyncClient` that `module` holds."""

    def request(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> Any:
        return send(admit, OllamaCall(sdk, wrapped, instance, args, kwargs, is_async=False))

    async def async_request(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> Any:
        return await send_async(admit, OllamaCall(sdk, wrapped, instance, args, kwargs, is_async=True))

    for kind, wrapper in ((module.Client, request), (module.AsyncClient, async_request)):
        for name in _SENDERS:
            if name in vars(kind):
                patches.wrap(kind, name, wrapper)
