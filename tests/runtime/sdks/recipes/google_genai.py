"""google-genai: models, and chats, which send by the same way."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

from llmlint.runtime.usage import Usage

from ..ways import Surface, Told

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

    def interact(url: str, model: str) -> Any:
        return client(url).interactions.create(model=model, input="Great soup.")

    def interact_stream(url: str, model: str) -> Iterator[Any]:
        made: Iterator[Any] = client(url).interactions.create(model=model, input="Great soup.", stream=True)
        return made

    async def interact_async(url: str, model: str) -> Any:
        return await client(url).aio.interactions.create(model=model, input="Great soup.")

    async def interact_stream_async(url: str, model: str) -> AsyncIterator[Any]:
        made: AsyncIterator[Any] = await client(url).aio.interactions.create(model=model, input="Great soup.", stream=True)
        return made

    def interact_repeated(url: str, model: str) -> Any:
        again = types.HttpRetryOptions(attempts=5, initial_delay=0.01, max_delay=0.02, jitter=0.01)
        return client(url, retry_options=again).interactions.create(model=model, input="Great soup.")

    def interact_over(url: str, model: str) -> Any:
        given: Any = {"max_output_tokens": 900}
        return client(url).interactions.create(model=model, input="Great soup.", generation_config=given)

    used = Usage(input=7, cached_input=2, output=5, reasoning=3)
    can_repeat = hasattr(types, "HttpRetryOptions") and "retry_options" in types.HttpOptions.model_fields
    found = {
        "models": Surface(
            ask, stream, ask_async, stream_async, repeated if can_repeat else None, over, used, closed_async="abandoned"
        ),
        "chats": Surface(say, say_stream, say_async, say_stream_async, None, None, used, closed_async="abandoned"),
        "embeddings": Surface(embed, None, embed_async),
    }
    if int(genai.__version__.partition(".")[0]) >= 3:
        found["interactions"] = Surface(
            interact,
            interact_stream,
            interact_async,
            interact_stream_async,
            interact_repeated,
            interact_over,
            used=Usage(input=7, cached_input=2, output=5),
        )
    return found


def readings() -> dict[str, Told]:
    """What is particular to interactions; the rest has tests of its own."""
    from google import genai
    from google.genai import types

    if int(genai.__version__.partition(".")[0]) < 3:
        return {}

    def asked(options: dict[str, Any] | None = None, **given: Any) -> Any:
        def call(url: str) -> Any:
            client: Any = genai.Client(api_key="k", http_options=types.HttpOptions(base_url=url, **(options or {})))
            return client.interactions.create(model="m", input="Great soup.", **given)

        return call

    again = types.HttpRetryOptions(attempts=3)
    return {
        "nothing given": Told(
            asked(), {"model": "m", "timeout": None, "max_retries": 4, "max_output_tokens": None}, {"max_retries": "sdk_default"}
        ),
        "a timeout in milliseconds": Told(asked({"timeout": 7500}), {"timeout": 7.5}, {"timeout": "client"}),
        "attempts": Told(asked({"retry_options": again}), {"max_retries": 2}, {"max_retries": "client"}),
        "a cap": Told(asked(generation_config={"max_output_tokens": 9}), {"max_output_tokens": 9, "kind": "generation"}),
    }
