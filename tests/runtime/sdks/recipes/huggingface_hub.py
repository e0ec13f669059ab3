"""huggingface_hub: chats, also as openai's are called, text generation and features, at a URL that answers."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from typing import Any

from llmlint.runtime.usage import Usage

from ..ways import Surface, Told

DISTRIBUTION = "huggingface-hub"
ENVIRONMENTS = (("huggingface-hub==1.33.0",), ("huggingface-hub==2.4.0",))

_MESSAGES: Any = [{"role": "user", "content": "Great soup."}]
_TOLD: Any = {"include_usage": True}
_CHANGING = frozenset({"x-amzn-trace-id"})


def surfaces() -> dict[str, Surface]:
    from huggingface_hub import AsyncInferenceClient, InferenceClient

    kept: list[Any] = []

    def made_by(kind: Any, **options: Any) -> Any:
        # A client closes its responses when it is forgotten, whoever is still reading.
        kept[:] = [kind(token="k", **options)]
        return kept[0]

    def client(url: str) -> Any:
        return made_by(InferenceClient, base_url=url)

    def async_client(url: str) -> Any:
        return made_by(AsyncInferenceClient, base_url=url)

    def ask(url: str, model: str) -> Any:
        return client(url).chat_completion(_MESSAGES, model=model, max_tokens=9)

    def stream(url: str, model: str) -> Iterator[Any]:
        made: Iterator[Any] = client(url).chat_completion(_MESSAGES, model=model, stream=True, stream_options=_TOLD)
        return made

    async def ask_async(url: str, model: str) -> Any:
        return await async_client(url).chat_completion(_MESSAGES, model=model)

    async def stream_async(url: str, model: str) -> AsyncIterator[Any]:
        made: AsyncIterator[Any] = await async_client(url).chat_completion(
            _MESSAGES, model=model, stream=True, stream_options=_TOLD
        )
        return made

    def over(url: str, model: str) -> Any:
        return client(url).chat_completion(_MESSAGES, model=model, max_tokens=900)

    def create(url: str, model: str) -> Any:
        return client(url).chat.completions.create(messages=_MESSAGES, model=model)

    def write(url: str, model: str) -> Any:
        return made_by(InferenceClient).text_generation("Great soup.", model=f"{url}/models/{model}", max_new_tokens=9)

    def write_stream(url: str, model: str) -> Iterator[Any]:
        made: Any = made_by(InferenceClient).text_generation("Great soup.", model=f"{url}/models/{model}", stream=True)
        return iter(made)

    async def write_async(url: str, model: str) -> Any:
        return await made_by(AsyncInferenceClient).text_generation("Great soup.", model=f"{url}/models/{model}")

    async def write_stream_async(url: str, model: str) -> AsyncIterator[Any]:
        client = made_by(AsyncInferenceClient)
        made: Any = await client.text_generation("Great soup.", model=f"{url}/models/{model}", stream=True, details=True)
        return aiter(made)

    def write_over(url: str, model: str) -> Any:
        return made_by(InferenceClient).text_generation("Great soup.", model=f"{url}/models/{model}", max_new_tokens=900)

    # What comes back is made an array of, once it is there, for which numpy must be installed.
    def features(url: str, model: str) -> Any:
        with suppress(ImportError):
            return made_by(InferenceClient).feature_extraction("Great soup.", model=_features(url, model))

    async def features_async(url: str, model: str) -> Any:
        with suppress(ImportError):
            return await made_by(AsyncInferenceClient).feature_extraction("Great soup.", model=_features(url, model))

    used = Usage(input=7, cached_input=2, output=5, reasoning=3)
    counted = Usage(input=7, output=5)
    return {
        "chat": Surface(ask, stream, ask_async, stream_async, None, over, used=used, changing=_CHANGING),
        "chat.completions": Surface(create, used=used, changing=_CHANGING),
        "text generation": Surface(
            write, write_stream, write_async, write_stream_async, None, write_over, used=counted, changing=_CHANGING
        ),
        "features": Surface(features, None, features_async, changing=_CHANGING),
    }


def _features(url: str, model: str) -> str:
    return f"{url}/models/{model}/pipeline/feature-extraction"


def readings() -> dict[str, Told]:
    from huggingface_hub import InferenceClient

    def asked(options: dict[str, Any] | None = None, **given: Any) -> Any:
        return lambda url: InferenceClient(base_url=url, token="k", **(options or {})).chat_completion(
            _MESSAGES, **{"model": "m", **given}
        )

    def features(url: str) -> None:
        with suppress(ImportError):
            InferenceClient(token="k").feature_extraction("Great soup.", model=_features(url, "m"))

    return {
        "nothing given": Told(
            asked(), {"model": "m", "timeout": None, "max_retries": 0, "max_output_tokens": None}, {"max_retries": "sdk_default"}
        ),
        "a timeout": Told(asked({"timeout": 7.5}), {"timeout": 7.5}, {"timeout": "client"}),
        "a cap": Told(asked(max_tokens=9), {"max_output_tokens": 9, "kind": "generation", "stream": False}),
        "an extra body": Told(asked(extra_body={"max_tokens": 90}), {"max_output_tokens": 90}),
        "a cap of text": Told(
            lambda url: InferenceClient(f"{url}/models/m", token="k").text_generation("Great soup.", max_new_tokens=9),
            {"max_output_tokens": 9, "provider": "local"},
        ),
        "features": Told(features, {"kind": "embedding", "max_output_tokens": None}),
    }
