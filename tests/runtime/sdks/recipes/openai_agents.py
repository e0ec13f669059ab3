"""openai-agents: runs of an agent, over openai's chats and responses."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from llmlint.runtime.usage import Usage

from ..ways import Surface

DISTRIBUTION = "openai-agents"
ENVIRONMENTS = (("openai-agents==0.24.0", "openai==3.54.0"),)


def surfaces() -> dict[str, Surface]:
    import agents
    import openai

    agents.set_tracing_disabled(True)

    def of(make: Any) -> Any:
        def agent(url: str, model: str) -> Any:
            return agents.Agent(name="a", model=make(model, openai.AsyncOpenAI(api_key="k", base_url=f"{url}/v1")))

        return agent

    return {
        "chat": _runs(agents, of(agents.OpenAIChatCompletionsModel), Usage()),
        "responses": _runs(agents, of(agents.OpenAIResponsesModel)),
    }


def _runs(agents: Any, make: Any, used_by_stream: Usage | None = None) -> Surface:
    def ask(url: str, model: str) -> Any:
        return agents.Runner.run_sync(make(url, model), "Great soup.")

    async def ask_async(url: str, model: str) -> Any:
        return await agents.Runner.run(make(url, model), "Great soup.")

    async def stream_async(url: str, model: str) -> AsyncIterator[Any]:
        made: AsyncIterator[Any] = agents.Runner.run_streamed(make(url, model), "Great soup.").stream_events()
        return made

    used = Usage(input=7, cached_input=2, output=5, reasoning=3)
    return Surface(ask, None, ask_async, stream_async, used=used, used_by_stream=used_by_stream, closed_async="ok", places=False)
