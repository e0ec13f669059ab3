"""langchain: models whose SDKs have hooks of their own, so that each call is seen there, and once."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

from llmlint.runtime.usage import Usage

from ..ways import Surface

DISTRIBUTION = "langchain"
ENVIRONMENTS = (
    (
        "langchain==1.4.7",
        "langchain-openai==1.7.3",
        "langchain-anthropic==1.7.7",
        "langchain-google-genai==4.4.2",
        "langchain-deepseek==1.1.1",
        "langchain-groq==1.1.3",
        "langchain-mistralai==1.1.6",
        "langchain-ollama==1.1.0",
        "langchain-fireworks==1.7.1",
        "langchain-together==0.4.0",
        "langchain-xai==1.3.0",
        "langchain-aws==1.9.1",
        "langchain-cohere==0.6.0",
        "langchain-huggingface==1.2.3",
    ),
)
"""That of the drift run: one for all models."""


def surfaces() -> dict[str, Surface]:
    from langchain_anthropic import ChatAnthropic
    from langchain_anthropic import _client_utils as anthropic_utils
    from langchain_google_genai import ChatGoogleGenerativeAI
    from langchain_ollama import ChatOllama
    from langchain_openai import ChatOpenAI, OpenAIEmbeddings
    from langchain_openai.chat_models import _client_utils

    def openai(url: str, model: str, **options: Any) -> Any:
        # A connection of an event loop that has ended is kept for the next.
        _client_utils._cached_async_httpx_client.cache_clear()
        return ChatOpenAI(model=model, base_url=f"{url}/v1", api_key="k", stream_usage=True, **options)

    def anthropic(url: str, model: str) -> Any:
        anthropic_utils._get_default_async_httpx_client.cache_clear()
        return ChatAnthropic(model=model, base_url=url, api_key="k", max_tokens=10)

    def repeated(url: str, model: str) -> Any:
        return openai(url, model, max_retries=4).invoke("Great soup.")

    def over(url: str, model: str) -> Any:
        return openai(url, model, max_tokens=900).invoke("Great soup.")

    def embed(url: str, model: str) -> Any:
        made = OpenAIEmbeddings(model=model, base_url=f"{url}/v1", api_key="k", check_embedding_ctx_length=False)
        return made.embed_query("Great soup.")

    return {
        "openai": _chats(openai, Usage(input=7, cached_input=2, output=5, reasoning=3), repeated=repeated, over=over),
        "anthropic": _chats(anthropic, Usage(input=7, cached_input=2, output=5), closes=False),
        "google": _chats(
            lambda url, model: ChatGoogleGenerativeAI(model=model, base_url=url, api_key="k"),
            Usage(input=7, cached_input=2, output=5, reasoning=3),
            closed_async="abandoned",
        ),
        "ollama": _chats(
            lambda url, model: ChatOllama(model=model, base_url=url), Usage(input=7, output=5), closed_async="abandoned"
        ),
        "embeddings": Surface(embed, used=Usage(input=1)),
    }


def _chats(make: Any, used: Usage, **more: Any) -> Surface:
    def ask(url: str, model: str) -> Any:
        return make(url, model).invoke("Great soup.")

    def stream(url: str, model: str) -> Iterator[Any]:
        made: Iterator[Any] = make(url, model).stream("Great soup.")
        return made

    async def ask_async(url: str, model: str) -> Any:
        return await make(url, model).ainvoke("Great soup.")

    async def stream_async(url: str, model: str) -> AsyncIterator[Any]:
        made: AsyncIterator[Any] = make(url, model).astream("Great soup.")
        return made

    return Surface(ask, stream, ask_async, stream_async, used=used, places=False, **more)
