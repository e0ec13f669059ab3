"""cohere: chats of both generations, embeddings and reranking, by clients that Fern generated."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

from llmlint.runtime.usage import Usage

from ..ways import Surface, Told

DISTRIBUTION = "cohere"
ENVIRONMENTS = (("cohere==5.11.0",), ("cohere==5.21.1",), ("cohere==7.3.1", "boto3==1.44.5"))

_MESSAGES: Any = [{"role": "user", "content": "Great soup."}]
_TEXTS = ["Great soup."]


def surfaces() -> dict[str, Surface]:
    import cohere
    import cohere.base_client

    def older(url: str) -> Any:
        return cohere.Client("k", base_url=url)

    def older_async(url: str) -> Any:
        return cohere.AsyncClient("k", base_url=url)

    def newer(url: str) -> Any:
        return cohere.ClientV2("k", base_url=url)

    def newer_async(url: str) -> Any:
        return cohere.AsyncClientV2("k", base_url=url)

    def say(url: str, model: str) -> Any:
        return older(url).chat(model=model, message="Great soup.", max_tokens=9)

    def say_stream(url: str, model: str) -> Iterator[Any]:
        made: Iterator[Any] = older(url).chat_stream(model=model, message="Great soup.")
        return made if closes else map(_same, made)

    async def say_async(url: str, model: str) -> Any:
        return await older_async(url).chat(model=model, message="Great soup.")

    async def say_stream_async(url: str, model: str) -> AsyncIterator[Any]:
        made: AsyncIterator[Any] = older_async(url).chat_stream(model=model, message="Great soup.")
        return made

    def ask(url: str, model: str) -> Any:
        return newer(url).chat(model=model, messages=_MESSAGES, max_tokens=9)

    def stream(url: str, model: str) -> Iterator[Any]:
        made: Iterator[Any] = newer(url).chat_stream(model=model, messages=_MESSAGES)
        return made if closes else map(_same, made)

    async def ask_async(url: str, model: str) -> Any:
        return await newer_async(url).chat(model=model, messages=_MESSAGES)

    async def stream_async(url: str, model: str) -> AsyncIterator[Any]:
        made: AsyncIterator[Any] = newer_async(url).chat_stream(model=model, messages=_MESSAGES)
        return made

    def repeated(url: str, model: str) -> Any:
        return newer(url).chat(model=model, messages=_MESSAGES, request_options={"max_retries": 4})

    def over(url: str, model: str) -> Any:
        return newer(url).chat(model=model, messages=_MESSAGES, max_tokens=900)

    def over_added(url: str, model: str) -> Any:
        added: Any = {"additional_body_parameters": {"max_tokens": 900}}
        return older(url).chat(model=model, message="Great soup.", request_options=added)

    def embed(url: str, model: str) -> Any:
        return older(url).embed(model=model, texts=_TEXTS, input_type="search_query")

    async def embed_async(url: str, model: str) -> Any:
        return await older_async(url).embed(model=model, texts=_TEXTS, input_type="search_query")

    def embed_newer(url: str, model: str) -> Any:
        return newer(url).embed(model=model, texts=_TEXTS, input_type="search_query", embedding_types=["float"])

    async def embed_newer_async(url: str, model: str) -> Any:
        client = newer_async(url)
        return await client.embed(model=model, texts=_TEXTS, input_type="search_query", embedding_types=["float"])

    def rerank(url: str, model: str) -> Any:
        return older(url).rerank(model=model, query="soup", documents=_TEXTS)

    async def rerank_async(url: str, model: str) -> Any:
        return await newer_async(url).rerank(model=model, query="soup", documents=_TEXTS)

    # Early releases catch whatever is raised while they hand out a piece, what closes their generators, too.
    closes = hasattr(cohere.base_client.BaseCohere, "with_raw_response")
    closed = "closed" if closes else ""
    used = Usage(input=7, output=5)
    counted = Usage(input=1)
    return {
        "Client.chat": Surface(say, say_stream, say_async, say_stream_async, None, over_added, used=used, closed_async=closed),
        "ClientV2.chat": Surface(ask, stream, ask_async, stream_async, repeated, over, used=used, closed_async=closed),
        "Client.embed": Surface(embed, None, embed_async, used=counted),
        "ClientV2.embed": Surface(embed_newer, None, embed_newer_async, used=counted),
        "rerank": Surface(rerank, None, rerank_async),
    }


def _same(piece: Any) -> Any:
    return piece


def readings() -> dict[str, Told]:
    import cohere
    import httpx

    def asked(options: dict[str, Any] | None = None, **given: Any) -> Any:
        return lambda url: cohere.ClientV2("k", base_url=url, **(options or {})).chat(
            **{"model": "m", "messages": _MESSAGES, **given}
        )

    version = tuple(int(part) for part in cohere.__version__.split(".")[:2])
    readings = {
        "nothing given": Told(
            asked(),
            {"model": "m", "timeout": 300, "max_retries": 2 if version >= (5, 21) else 0, "max_output_tokens": None},
            {"timeout": "sdk_default", "max_retries": "sdk_default"},
        ),
        "a timeout": Told(asked({"timeout": 7.5}), {"timeout": 7.5}, {"timeout": "client"}),
        "a timeout of the call": Told(
            asked({"timeout": 7.5}, request_options={"timeout_in_seconds": 2.5}), {"timeout": 2.5}, {"timeout": "call"}
        ),
        "retries of the call": Told(asked(request_options={"max_retries": 1}), {"max_retries": 1}, {"max_retries": "call"}),
        "a cap": Told(asked(max_tokens=9), {"max_output_tokens": 9, "kind": "generation", "stream": False}),
        "what is added": Told(
            asked(max_tokens=9, request_options={"additional_body_parameters": {"max_tokens": 90}}), {"max_output_tokens": 90}
        ),
        "an http client without a timeout": Told(
            asked({"httpx_client": httpx.Client(timeout=None)}), {"timeout": "unbounded" if version >= (7, 0) else None}
        ),
        "an embedding": Told(
            lambda url: cohere.Client("k", base_url=url).embed(model="m", texts=_TEXTS, input_type="search_query"),
            {"kind": "embedding", "model": "m"},
        ),
        "documents": Told(
            lambda url: cohere.Client("k", base_url=url).rerank(model="m", query="soup", documents=_TEXTS), {"kind": "rerank"}
        ),
    }
    if version >= (7, 0):
        readings["another name for it"] = Told(asked(request_options={"timeout": 2.5}), {"timeout": 2.5}, {"timeout": "call"})
        readings["retries of the client"] = Told(asked({"max_retries": 1}), {"max_retries": 1}, {"max_retries": "client"})
        readings["an http client"] = Told(
            asked({"httpx_client": httpx.Client(timeout=8)}), {"timeout": 8}, {"timeout": "http_client"}
        )

        def through_bedrock(url: str) -> Any:
            keys: Any = {"aws_access_key": "a", "aws_secret_key": "b", "aws_region": "us-east-1"}
            client = cohere.BedrockClient(**keys)
            hooks: Any = client._client_wrapper.httpx_client.httpx_client.event_hooks
            hooks["request"].append(lambda request: setattr(request, "url", httpx.URL(f"{url}{request.url.path}")))
            return client.chat(model="m", message="Great soup.", max_tokens=9)

        facts = {"provider": "bedrock", "model": "m", "timeout": None, "max_retries": 2, "max_output_tokens": 9}
        readings["through Bedrock"] = Told(through_bedrock, facts)
    return readings
