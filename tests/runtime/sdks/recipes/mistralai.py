"""mistralai: chats and embeddings, by clients that Speakeasy generated."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

from llmlint.runtime.usage import Usage

from ..ways import Surface, Told, closable

DISTRIBUTION = "mistralai"
ENVIRONMENTS = (("mistralai==1.12.4",), ("mistralai==2.0.0",), ("mistralai==2.4.0",), ("mistralai==3.7.0",))

_MESSAGES = [{"role": "user", "content": "Great soup."}]


def surfaces() -> dict[str, Surface]:
    try:
        from mistralai.client import Mistral, utils
    except ImportError:
        from mistralai import Mistral, utils

    def client(url: str, **options: Any) -> Any:
        return Mistral(api_key="k", server_url=url, **options)

    def ask(url: str, model: str) -> Any:
        return client(url).chat.complete(model=model, messages=_MESSAGES, max_tokens=9)

    def stream(url: str, model: str) -> Iterator[Any]:
        made: Iterator[Any] = closable(client(url).chat.stream(model=model, messages=_MESSAGES))
        return made

    async def ask_async(url: str, model: str) -> Any:
        return await client(url).chat.complete_async(model=model, messages=_MESSAGES)

    async def stream_async(url: str, model: str) -> AsyncIterator[Any]:
        made: AsyncIterator[Any] = closable(await client(url).chat.stream_async(model=model, messages=_MESSAGES))
        return made

    def repeated(url: str, model: str) -> Any:
        again = utils.RetryConfig("backoff", utils.BackoffStrategy(10, 20, 1.1, 300), False)
        return client(url, retry_config=again).chat.complete(model=model, messages=_MESSAGES)

    def over(url: str, model: str) -> Any:
        return client(url).chat.complete(model=model, messages=_MESSAGES, max_tokens=900)

    def embed(url: str, model: str) -> Any:
        return client(url).embeddings.create(model=model, inputs=["Great soup."])

    async def embed_async(url: str, model: str) -> Any:
        return await client(url).embeddings.create_async(model=model, inputs=["Great soup."])

    used = Usage(input=7, output=5)
    return {
        "chat": Surface(ask, stream, ask_async, stream_async, repeated, over, used=used, used_by_stream=Usage()),
        "embeddings": Surface(embed, None, embed_async, used=Usage(input=1)),
    }


def readings() -> dict[str, Told]:
    try:
        from mistralai.client import Mistral, utils
    except ImportError:
        from mistralai import Mistral, utils

    def asked(options: dict[str, Any] | None = None, **given: Any) -> Any:
        return lambda url: Mistral(api_key="k", server_url=url, **(options or {})).chat.complete(
            **{"model": "m", "messages": _MESSAGES, **given}
        )

    again = utils.RetryConfig("backoff", utils.BackoffStrategy(10, 20, 1.1, 300), False)
    return {
        "nothing given": Told(
            asked(), {"model": "m", "max_retries": 0, "max_output_tokens": None, "stream": False}, {"max_retries": "sdk_default"}
        ),
        "a timeout": Told(asked({"timeout_ms": 7500}), {"timeout": 7.5}, {"timeout": "client"}),
        "a timeout of the call": Told(asked({"timeout_ms": 7500}, timeout_ms=2500), {"timeout": 2.5}, {"timeout": "call"}),
        "a time for retries": Told(asked({"retry_config": again}), {"max_retries": "unsupported"}, {"max_retries": "client"}),
        "a time for retries of the call": Told(asked(retries=again), {"max_retries": "unsupported"}),
        "a cap": Told(asked(max_tokens=9), {"max_output_tokens": 9, "kind": "generation"}),
    }
