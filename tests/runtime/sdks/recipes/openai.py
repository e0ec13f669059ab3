"""openai: chats, responses, embeddings and the module's own client, in four generations of the SDK."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

from llmlint.runtime.usage import Usage

from ..ways import Surface

DISTRIBUTION = "openai"
ENVIRONMENTS = (("openai==1.30.5", "httpx<0.28"), ("openai==1.109.1",), ("openai==2.54.0",), ("openai==3.54.0",))

_MESSAGES: Any = [{"role": "user", "content": "Great soup."}]
_TOLD = {"include_usage": True}
_CHANGING = frozenset({"idempotency-key"})


def surfaces() -> dict[str, Surface]:
    import openai

    def client(url: str, **options: Any) -> Any:
        return openai.OpenAI(api_key="k", base_url=f"{url}/v1", **options)

    def async_client(url: str) -> Any:
        return openai.AsyncOpenAI(api_key="k", base_url=f"{url}/v1")

    def ask(url: str, model: str) -> Any:
        return client(url).chat.completions.create(model=model, messages=_MESSAGES, max_tokens=9)

    def stream(url: str, model: str) -> Iterator[Any]:
        made: Iterator[Any] = client(url).chat.completions.create(
            model=model, messages=_MESSAGES, stream=True, stream_options=_TOLD
        )
        return made

    async def ask_async(url: str, model: str) -> Any:
        return await async_client(url).chat.completions.create(model=model, messages=_MESSAGES)

    async def stream_async(url: str, model: str) -> AsyncIterator[Any]:
        made: AsyncIterator[Any] = await async_client(url).chat.completions.create(
            model=model, messages=_MESSAGES, stream=True, stream_options=_TOLD
        )
        return made

    def repeated(url: str, model: str) -> Any:
        return client(url, max_retries=4).chat.completions.create(model=model, messages=_MESSAGES)

    def over(url: str, model: str) -> Any:
        return client(url).chat.completions.create(model=model, messages=_MESSAGES, max_tokens=900)

    def raw(url: str, model: str) -> Any:
        return client(url).chat.completions.with_raw_response.create(model=model, messages=_MESSAGES)

    def module(url: str, model: str) -> Any:
        openai.api_key, openai.base_url = "k", f"{url}/v1/"
        openai._reset_client()  # type: ignore[attr-defined]
        return openai.chat.completions.create(model=model, messages=_MESSAGES)

    def respond(url: str, model: str) -> Any:
        return client(url).responses.create(model=model, input="Great soup.")

    def respond_stream(url: str, model: str) -> Iterator[Any]:
        made: Iterator[Any] = client(url).responses.create(model=model, input="Great soup.", stream=True)
        return made

    async def respond_async(url: str, model: str) -> Any:
        return await async_client(url).responses.create(model=model, input="Great soup.")

    async def respond_stream_async(url: str, model: str) -> AsyncIterator[Any]:
        made: AsyncIterator[Any] = await async_client(url).responses.create(model=model, input="Great soup.", stream=True)
        return made

    def embed(url: str, model: str) -> Any:
        return client(url).embeddings.create(model=model, input="Great soup.")

    async def embed_async(url: str, model: str) -> Any:
        return await async_client(url).embeddings.create(model=model, input="Great soup.")

    used = Usage(input=7, cached_input=2, output=5, reasoning=3)
    found = {
        "chat": Surface(ask, stream, ask_async, stream_async, repeated, over, raw=raw, used=used, changing=_CHANGING),
        "module": Surface(module, used=used, changing=_CHANGING),
        "embeddings": Surface(embed, None, embed_async, used=Usage(input=1), changing=_CHANGING),
    }
    if hasattr(openai.OpenAI, "responses"):
        found["responses"] = Surface(respond, respond_stream, respond_async, respond_stream_async, used=used, changing=_CHANGING)
    return found
