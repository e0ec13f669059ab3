"""Models of agent frameworks: the constructor carries the options, the agent that is given the model sends."""

import os

import dspy
import instructor
from agno.agent import Agent as AgnoAgent
from agno.models.anthropic import Claude
from agno.models.openai import OpenAIChat
from autogen_agentchat.agents import AssistantAgent
from autogen_ext.models.anthropic import AnthropicChatCompletionClient
from autogen_ext.models.openai import AzureOpenAIChatCompletionClient, OpenAIChatCompletionClient
from crewai import LLM, Agent
from haystack.components.generators.chat import OpenAIChatGenerator
from openai import AsyncOpenAI
from phi.model.openai import OpenAIChat as PhiChat
from pydantic import BaseModel
from pydantic_ai import Agent as PydanticAgent
from pydantic_ai.models.openai import OpenAIModel as PydanticModel
from pydantic_ai.providers.openai import OpenAIProvider
from pydantic_ai.settings import ModelSettings
from semantic_kernel.connectors.ai.open_ai import OpenAIChatCompletion
from smolagents import CodeAgent, InferenceClientModel, OpenAIServerModel
from strands.models import BedrockModel
from strands.models.openai import OpenAIModel as StrandsModel

# value: model = Known("gpt-4o", call)
# value: timeout = Known(600, sdk_default)
# value: max_output_tokens = Absent
researcher = Agent(role="Researcher", goal="Find out", backstory="", llm=LLM("gpt-4o", temperature=0.2))
# value: timeout = Known(120, call)
# value: max_output_tokens = Known(4096, call)
bedrock = LLM(model="bedrock/anthropic.claude-3-5-sonnet-20241022-v2:0", timeout=120, max_tokens=4096)

# value: model = Known("openai/gpt-4o-mini", call)
# value: max_retries = OneOf(Known(3, sdk_default), Known(6, sdk_default))
# value: max_output_tokens = Known(2000, call)
dspy.configure(lm=dspy.LM("openai/gpt-4o-mini", max_tokens=2000))
# value: max_output_tokens = Known(300, call)
dspy.settings.configure(lm=dspy.OpenAI(model="gpt-3.5-turbo", max_tokens=300))
# value: model = Known("openai/text-embedding-3-small", call)
embedder = dspy.Embedder("openai/text-embedding-3-small")

# value: timeout = Known(600, sdk_default)
# value: max_retries = Known(0, call)
helper = AssistantAgent("helper", model_client=OpenAIChatCompletionClient(model="gpt-4o", max_retries=0))
# value: model = Known("chat", call)
# value: timeout = Known(30, call)
azure = AzureOpenAIChatCompletionClient(azure_deployment="chat", model="gpt-4o", timeout=30, api_version="2024-06-01")
# value: max_output_tokens = Known(1000, call)
claude = AnthropicChatCompletionClient(model="claude-3-5-sonnet-20241022", max_tokens=1000)

# value: model = Known("gpt-4o-mini", call)
# value: timeout = Known(15, call)
answering = AgnoAgent(model=OpenAIChat(id="gpt-4o-mini", timeout=15))
# value: max_output_tokens = OneOf(Known(4096, sdk_default), Known(8192, sdk_default))
writing = AgnoAgent(model=Claude("claude-3-7-sonnet-latest"))
# value: max_output_tokens = Known(500, call)
former = PhiChat(id="gpt-4o", max_tokens=500)

# value: timeout = Known(25, call)
# value: max_output_tokens = Known(700, call)
careful = PydanticAgent(PydanticModel("gpt-4o", settings=ModelSettings(max_tokens=700, timeout=25)))
# value: timeout = Known(35, call)
given_client = PydanticModel("gpt-4o", provider=OpenAIProvider(openai_client=AsyncOpenAI(timeout=35)))

# three tries of the framework's, each with the client's two retries
# value: timeout = Known(20, call)
# value: max_output_tokens = Known(800, call)
# value: max_retries = Known(2, sdk_default)
# value: attempts = Known(9, sdk_default)
coder = CodeAgent(tools=[], model=OpenAIServerModel(model_id="gpt-4o", max_tokens=800, client_kwargs={"timeout": 20}))
# value: max_retries = Known(0, call)
# value: attempts = Known(3, call)
patient = OpenAIServerModel(model_id="gpt-4o", client_kwargs={"max_retries": 0})
# value: timeout = Known(120, sdk_default)
hosted = InferenceClientModel(model_id="Qwen/Qwen2.5-Coder-32B-Instruct")

# value: timeout = Known(30, sdk_default)
# value: max_retries = Known(5, sdk_default)
# value: max_output_tokens = Known(256, call)
generator = OpenAIChatGenerator(model="gpt-4o-mini", generation_kwargs={"max_completion_tokens": 256})

# value: timeout = Known(600, sdk_default)
kernel_service = OpenAIChatCompletion(ai_model_id="gpt-4o", service_id="chat")
# value: timeout = Known(40, call)
# value: max_retries = Known(1, call)
bounded_service = OpenAIChatCompletion("gpt-4o", async_client=AsyncOpenAI(timeout=40, max_retries=1))

# value: timeout = Known(50, call)
# value: max_output_tokens = Known(900, call)
strand = StrandsModel(client_args={"api_key": os.environ["KEY"], "timeout": 50}, model_id="gpt-4o", params={"max_tokens": 900})
# value: timeout = Known(120, sdk_default)
local_strand = BedrockModel(model_id="us.anthropic.claude-sonnet-4-20250514-v1:0", max_tokens=2048)

client = instructor.from_provider("openai/gpt-4o-mini", timeout=45)


class Person(BaseModel):
    name: str


async def extract(text: str) -> Person:
    messages = [{"role": "user", "content": text}]
    # value: model = Known("openai/gpt-4o-mini", client)
    # value: timeout = Known(45, client)
    # value: max_output_tokens = Known(300, call)
    person = client.chat.completions.create(response_model=Person, messages=messages, max_tokens=300)
    # value: timeout = Known(5, call)
    # value: max_output_tokens = Absent
    return client.create(response_model=Person, messages=[*messages, person], timeout=5)
