"""ollama: clients, and the module's own functions, which send through a client that is made at the import."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any
from unittest import mock

from llmlint.runtime.usage import Usage

from ..ways import Surface

DISTRIBUTION = "ollama"
ENVIRONMENTS = (("ollama==0.3.3",), ("ollama==0.4.9",), ("ollama==0.6.3",))

_MESSAGES = [{"role": "user", "content": "Great soup."}]


def surfaces() -> dict[str, Surface]:
    import ollama

    def ask(url: str, model: str) -> Any:
        return ollama.Client(url).chat(model, _MESSAGES, options={"num_predict": 9})

    def stream(url: str, model: str) -> Iterator[Any]:
        made: Iterator[Any] = ollama.Client(url).chat(model, _MESSAGES, stream=True)
        return made

    async def ask_async(url: str, model: str) -> Any:
        return await ollama.AsyncClient(url).chat(model, _MESSAGES)

    async def stream_async(url: str, model: str) -> AsyncIterator[Any]:
        made: AsyncIterator[Any] = await ollama.AsyncClient(url).chat(model, _MESSAGES, stream=True)
        return made

    def generate(url: str, model: str) -> Any:
        return ollama.Client(url).generate(model, "Great soup.")

    def generate_stream(url: str, model: str) -> Iterator[Any]:
        made: Iterator[Any] = ollama.Client(url).generate(model, "Great soup.", stream=True)
        return made

    def of_the_module(url: str, then: Callable[[], Any]) -> Any:
        with mock.patch.object(ollama._client, "_client", ollama.Client(url)._client):
            return then()

    def module(url: str, model: str) -> Any:
        return of_the_module(url, lambda: ollama.chat(model, _MESSAGES))

    def embed(url: str, model: str) -> Any:
        return ollama.Client(url).embed(model, "Great soup.")

    async def embed_async(url: str, model: str) -> Any:
        return await ollama.AsyncClient(url).embed(model, "Great soup.")

    used = Usage(input=7, output=5)
    return {
        "chat": Surface(ask, stream, ask_async, stream_async, used=used),
        "generate": Surface(generate, generate_stream, used=used),
        "module": Surface(module, used=used),
        "embed": Surface(embed, None, embed_async, used=Usage(input=1)),
    }
