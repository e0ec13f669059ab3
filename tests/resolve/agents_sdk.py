"""OpenAI's Agents SDK and magentic: models that send with a client made before, and models without a timeout."""

from agents import Agent, ModelSettings, OpenAIChatCompletionsModel, OpenAIResponsesModel, Runner, set_default_openai_client
from magentic import OpenaiChatModel, prompt
from openai import AsyncOpenAI

client = AsyncOpenAI(base_url="https://api.deepseek.com", timeout=20, max_retries=0)

# value: sdk = Known("openai-agents")
# value: model = Known("deepseek-chat", call)
# value: timeout = Known(20, call)
# value: max_retries = Known(0, call)
# value: provider = Known("deepseek")
writer = OpenAIChatCompletionsModel(model="deepseek-chat", openai_client=client)
# value: timeout = Known(600, sdk_default)
# value: max_retries = Known(2, sdk_default)
reader = OpenAIResponsesModel("gpt-4o", AsyncOpenAI())
# value: timeout = Known(UNBOUNDED, call)
patient = OpenAIResponsesModel("gpt-4o", openai_client=AsyncOpenAI(timeout=None))
# value: sdk = Known("magentic")
# value: max_output_tokens = Known(64, call)
# value: timeout = Known(600, sdk_default)
small = OpenaiChatModel("gpt-4o-mini", max_tokens=64)


async def unlike(text: str) -> None:
    """An agent and its run name a model, if that; the model sends."""
    set_default_openai_client(client)
    agent = Agent(name="Writer", instructions="Write.", model=writer, model_settings=ModelSettings(max_tokens=100))
    await Runner.run(agent, text)
    Runner.run_sync(Agent(name="Reader", model="gpt-4o"), text)


@prompt("Say hello to {name}")
def hello(name: str) -> str: ...
