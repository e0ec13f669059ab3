"""openrouter: chats, responses and embeddings, by a client that Speakeasy generated."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

from llmlint.runtime.usage import Usage

from ..ways import Surface, Told, closable

DISTRIBUTION = "openrouter"
ENVIRONMENTS = (("openrouter==0.10.0",), ("openrouter==1.3.84",))

_MESSAGES = [{"role": "user", "content": "Great soup."}]


def surfaces() -> dict[str, Surface]:
    from openrouter import OpenRouter, utils

    def client(url: str, **options: Any) -> Any:
        return OpenRouter(api_key="k", server_url=url, **options)

    def ask(url: str, model: str) -> Any:
        return client(url).chat.send(model=model, messages=_MESSAGES, max_tokens=9)

    def stream(url: str, model: str) -> Iterator[Any]:
        made: Iterator[Any] = closable(client(url).chat.send(model=model, messages=_MESSAGES, stream=True))
        return made

    async def ask_async(url: str, model: str) -> Any:
        return await client(url).chat.send_async(model=model, messages=_MESSAGES)

    async def stream_async(url: str, model: str) -> AsyncIterator[Any]:
        made: AsyncIterator[Any] = closable(await client(url).chat.send_async(model=model, messages=_MESSAGES, stream=True))
        return made

    def repeated(url: str, model: str) -> Any:
        again = utils.RetryConfig("backoff", utils.BackoffStrategy(10, 20, 1.1, 300), False)
        return client(url, retry_config=again).chat.send(model=model, messages=_MESSAGES)

    def over(url: str, model: str) -> Any:
        return client(url).chat.send(model=model, messages=_MESSAGES, max_tokens=900)

    def embed(url: str, model: str) -> Any:
        return client(url).embeddings.generate(model=model, input="Great soup.")

    async def embed_async(url: str, model: str) -> Any:
        return await client(url).embeddings.generate_async(model=model, input="Great soup.")

    used = Usage(input=7, output=5)
    return {
        "chat": Surface(ask, stream, ask_async, stream_async, repeated, over, used=used, used_by_stream=Usage(), error=500),
        "embeddings": Surface(embed, None, embed_async, used=Usage(input=1)),
    }


def readings() -> dict[str, Told]:
    from openrouter import VERSION, OpenRouter

    def asked(options: dict[str, Any] | None = None, **given: Any) -> Any:
        return lambda url: OpenRouter(api_key="k", server_url=url, **(options or {})).chat.send(
            **{"model": "m", "messages": _MESSAGES, **given}
        )

    recent = tuple(int(part) for part in VERSION.split(".")[:2]) >= (0, 11)
    return {
        "nothing given": Told(
            asked(), {"model": "m", "timeout": 5 if recent else None, "max_output_tokens": None, "stream": False}
        ),
        "a timeout": Told(asked({"timeout_ms": 7500}), {"timeout": 7.5}, {"timeout": "client"}),
        "a timeout of the call": Told(asked({"timeout_ms": 7500}, timeout_ms=2500), {"timeout": 2.5}, {"timeout": "call"}),
        "a cap": Told(asked(max_tokens=9), {"max_output_tokens": 9, "kind": "generation"}),
        "the other cap": Told(asked(max_completion_tokens=9), {"max_output_tokens": 9}),
    }
