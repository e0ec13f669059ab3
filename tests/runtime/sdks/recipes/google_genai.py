"""google-genai: models, and chats, which send by the same way."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

from llmlint.runtime.usage import Usage

from ..ways import Surface

DISTRIBUTION = "google-genai"
ENVIRONMENTS = (
    ("google-genai==1.20.0",),
    ("google-genai==1.75.0",),
    ("google-genai==2.34.0",),
    ("google-genai==3.4.0",),
)


def surfaces() -> dict[str, Surface]:
    from google import genai
    from google.genai import types

    kept: list[Any] = []

    def client(url: str, **options: Any) -> Any:
        # A client closes its connections when it is forgotten, whoever is still reading.
        kept[:] = [genai.Client(api_key="k", http_options=types.HttpOptions(base_url=url, **options))]
        return kept[0]

    def ask(url: str, model: str) -> Any:
        return client(url).models.generate_content(model=model, contents="Great soup.", config={"max_output_tokens": 9}).text

    def stream(url: str, model: str) -> Iterator[Any]:
        made: Iterator[Any] = client(url).models.generate_content_stream(model=model, contents="Great soup.")
        return made

    async def ask_async(url: str, model: str) -> Any:
        return (await client(url).aio.models.generate_content(model=model, contents="Great soup.")).text

    async def stream_async(url: str, model: str) -> AsyncIterator[Any]:
        made: AsyncIterator[Any] = await client(url).aio.models.generate_content_stream(model=model, contents="Great soup.")
        return made

    def say(url: str, model: str) -> Any:
        return client(url).chats.create(model=model).send_message("Great soup.").text

    def say_stream(url: str, model: str) -> Iterator[Any]:
        made: Iterator[Any] = client(url).chats.create(model=model).send_message_stream("Great soup.")
        return made

    async def say_async(url: str, model: str) -> Any:
        return (await client(url).aio.chats.create(model=model).send_message("Great soup.")).text

    async def say_stream_async(url: str, model: str) -> AsyncIterator[Any]:
        made: AsyncIterator[Any] = await client(url).aio.chats.create(model=model).send_message_stream("Great soup.")
        return made

    def embed(url: str, model: str) -> Any:
        return client(url).models.embed_content(model=model, contents="Great soup.").embeddings

    async def embed_async(url: str, model: str) -> Any:
        return (await client(url).aio.models.embed_content(model=model, contents="Great soup.")).embeddings

    def repeated(url: str, model: str) -> Any:
        again = types.HttpRetryOptions(attempts=5, initial_delay=0.01, max_delay=0.02, jitter=0.01)
        return client(url, retry_options=again).models.generate_content(model=model, contents="Great soup.")

    def over(url: str, model: str) -> Any:
        return client(url).models.generate_content(model=model, contents="Great soup.", config={"max_output_tokens": 900})

    used = Usage(input=7, cached_input=2, output=5, reasoning=3)
    can_repeat = hasattr(types, "HttpRetryOptions") and "retry_options" in types.HttpOptions.model_fields
    return {
        "models": Surface(
            ask, stream, ask_async, stream_async, repeated if can_repeat else None, over, used, closed_async="abandoned"
        ),
        "chats": Surface(say, say_stream, say_async, say_stream_async, None, None, used, closed_async="abandoned"),
        "embeddings": Surface(embed, None, embed_async),
    }
