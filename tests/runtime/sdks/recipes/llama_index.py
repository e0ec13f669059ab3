"""llama-index: models over openai's client."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

from llmlint.runtime.usage import Usage

from ..ways import Surface

DISTRIBUTION = "llama-index-llms-openai"
ENVIRONMENTS = (("llama-index-llms-openai-like==0.8.1",),)


def surfaces() -> dict[str, Surface]:
    from llama_index.llms.openai_like import OpenAILike

    def make(url: str, model: str, **options: Any) -> Any:
        return OpenAILike(model=model, api_base=f"{url}/v1", api_key="k", is_chat_model=True, **options)

    def ask(url: str, model: str) -> Any:
        return make(url, model).complete("Great soup.")

    def stream(url: str, model: str) -> Iterator[Any]:
        made: Iterator[Any] = make(url, model).stream_complete("Great soup.")
        return made

    async def ask_async(url: str, model: str) -> Any:
        return await make(url, model).acomplete("Great soup.")

    async def stream_async(url: str, model: str) -> AsyncIterator[Any]:
        made: AsyncIterator[Any] = await make(url, model).astream_complete("Great soup.")
        return made

    def over(url: str, model: str) -> Any:
        return make(url, model, max_tokens=900).complete("Great soup.")

    used = Usage(input=7, cached_input=2, output=5, reasoning=3)
    return {
        "openai": Surface(
            ask, stream, ask_async, stream_async, over=over, used=used, used_by_stream=Usage(), closes=False, places=False
        )
    }
