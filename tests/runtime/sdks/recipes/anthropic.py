"""anthropic: messages, and the manager of their streams, in four generations of the SDK."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

from llmlint.runtime.usage import Usage

from ..ways import Surface

DISTRIBUTION = "anthropic"
ENVIRONMENTS = (("anthropic==0.30.1", "httpx<0.28"), ("anthropic==0.125.0",), ("anthropic==1.17.0",), ("anthropic==2.12.0",))

_GIVEN: Any = {"messages": [{"role": "user", "content": "Great soup."}], "max_tokens": 10}


def surfaces() -> dict[str, Surface]:
    import anthropic

    def client(url: str, **options: Any) -> Any:
        return anthropic.Anthropic(api_key="k", base_url=url, **options)

    def async_client(url: str) -> Any:
        return anthropic.AsyncAnthropic(api_key="k", base_url=url)

    def ask(url: str, model: str) -> Any:
        return client(url).messages.create(model=model, **_GIVEN)

    def stream(url: str, model: str) -> Iterator[Any]:
        made: Iterator[Any] = client(url).messages.create(model=model, stream=True, **_GIVEN)
        return made

    async def ask_async(url: str, model: str) -> Any:
        return await async_client(url).messages.create(model=model, **_GIVEN)

    async def stream_async(url: str, model: str) -> AsyncIterator[Any]:
        made: AsyncIterator[Any] = await async_client(url).messages.create(model=model, stream=True, **_GIVEN)
        return made

    def repeated(url: str, model: str) -> Any:
        return client(url, max_retries=4).messages.create(model=model, **_GIVEN)

    def over(url: str, model: str) -> Any:
        return client(url).messages.create(model=model, **{**_GIVEN, "max_tokens": 900})

    def raw(url: str, model: str) -> Any:
        return client(url).messages.with_raw_response.create(model=model, **_GIVEN)

    def managed(url: str, model: str) -> Any:
        with client(url).messages.stream(model=model, **_GIVEN) as made:
            return made.get_final_message()

    async def managed_async(url: str, model: str) -> Any:
        async with async_client(url).messages.stream(model=model, **_GIVEN) as made:
            return await made.get_final_message()

    used = Usage(input=7, cached_input=2, output=5)
    return {
        "messages": Surface(ask, stream, ask_async, stream_async, repeated, over, raw=raw, used=used),
        "stream manager": Surface(managed, None, managed_async, used=used),
    }
