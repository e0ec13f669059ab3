"""Chats by a client that has `chat.completions.create` as openai's has it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

from llmlint.runtime.usage import Usage

from .ways import Surface

PLACE = __file__
"""Where the calls stand."""
_MESSAGES: Any = [{"role": "user", "content": "Great soup."}]


def chats(
    client: Callable[..., Any], async_client: Callable[[str], Any], used: Usage, used_by_stream: Usage | None = None
) -> Surface:
    """`client` takes the provider's URL and options, `async_client` the URL."""

    def ask(url: str, model: str) -> Any:
        return client(url).chat.completions.create(model=model, messages=_MESSAGES, max_tokens=9)

    def stream(url: str, model: str) -> Iterator[Any]:
        made: Iterator[Any] = client(url).chat.completions.create(model=model, messages=_MESSAGES, stream=True)
        return made

    async def ask_async(url: str, model: str) -> Any:
        return await async_client(url).chat.completions.create(model=model, messages=_MESSAGES)

    async def stream_async(url: str, model: str) -> AsyncIterator[Any]:
        made: AsyncIterator[Any] = await async_client(url).chat.completions.create(model=model, messages=_MESSAGES, stream=True)
        return made

    def repeated(url: str, model: str) -> Any:
        return client(url, max_retries=4).chat.completions.create(model=model, messages=_MESSAGES)

    def over(url: str, model: str) -> Any:
        return client(url).chat.completions.create(model=model, messages=_MESSAGES, max_tokens=900)

    def raw(url: str, model: str) -> Any:
        return client(url).chat.completions.with_raw_response.create(model=model, messages=_MESSAGES)

    return Surface(ask, stream, ask_async, stream_async, repeated, over, raw=raw, used=used, used_by_stream=used_by_stream)
