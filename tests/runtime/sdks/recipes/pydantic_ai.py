"""pydantic-ai: agents over the clients of openai and anthropic."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from llmlint.runtime.usage import Usage

from ..ways import Surface

DISTRIBUTION = "pydantic-ai-slim"
ENVIRONMENTS = (("pydantic-ai-slim[openai,anthropic,google,groq]==2.68.0",),)


def surfaces() -> dict[str, Surface]:
    from pydantic_ai import Agent
    from pydantic_ai.models.anthropic import AnthropicModel
    from pydantic_ai.models.openai import OpenAIChatModel
    from pydantic_ai.providers.anthropic import AnthropicProvider
    from pydantic_ai.providers.openai import OpenAIProvider

    def openai(url: str, model: str, **settings: Any) -> Any:
        made = OpenAIChatModel(model, provider=OpenAIProvider(base_url=f"{url}/v1", api_key="k"))
        return Agent(made, model_settings=settings)  # type: ignore[arg-type]

    def anthropic(url: str, model: str) -> Any:
        return Agent(AnthropicModel(model, provider=AnthropicProvider(base_url=url, api_key="k")))

    def over(url: str, model: str) -> Any:
        return openai(url, model, max_tokens=900).run_sync("Great soup.")

    return {
        "openai": _agents(openai, Usage(input=7, cached_input=2, output=5, reasoning=3), over=over),
        "anthropic": _agents(anthropic, Usage(input=7, cached_input=2, output=5)),
    }


def _agents(make: Any, used: Usage, **more: Any) -> Surface:
    def ask(url: str, model: str) -> Any:
        return make(url, model).run_sync("Great soup.")

    async def ask_async(url: str, model: str) -> Any:
        return await make(url, model).run("Great soup.")

    async def stream_async(url: str, model: str) -> AsyncIterator[Any]:
        return _texts(make(url, model))

    async def _texts(agent: Any) -> AsyncIterator[str]:
        async with agent.run_stream("Great soup.") as result:
            async for text in result.stream_text():
                yield text

    return Surface(ask, None, ask_async, stream_async, used=used, closed_async="ok", places=False, **more)
