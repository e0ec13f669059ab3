"""Whom a call goes to: told by the host, by the class of the client, by the name of the model, by a parameter."""

import os
from typing import Any

import anthropic
import boto3
import dspy
import instructor
import litellm
import ollama
import openai
from agents import OpenAIChatCompletionsModel
from autogen_ext.models.azure import AzureAIChatCompletionClient
from autogen_ext.models.openai import OpenAIChatCompletionClient
from crewai import LLM
from google import genai
from huggingface_hub import InferenceClient
from langchain.chat_models import init_chat_model
from langchain_openai import AzureChatOpenAI, ChatOpenAI
from openai import AsyncAzureOpenAI, AsyncOpenAI, AzureOpenAI, OpenAI
from pydantic_ai.models.openai import OpenAIChatModel
from pydantic_ai.providers.deepseek import DeepSeekProvider
from pydantic_ai.providers.openai import OpenAIProvider

client = OpenAI(api_key="k")
azure = AzureOpenAI(azure_endpoint=os.environ["ENDPOINT"], api_version="1")
prod = AzureOpenAI(azure_endpoint="https://acme.openai.azure.com", azure_deployment="chat-prod", api_version="1")
router = litellm.Router(model_list=[])


def by_client(messages: Any, options: dict[str, Any], host: str) -> None:
    client.chat.completions.create(model="gpt-4o", messages=messages)  # value: provider = Known("openai")
    azure.chat.completions.create(model="chat-prod", messages=messages)  # value: provider = Known("azure")
    anthropic.AnthropicBedrock().messages.create(  # value: provider = Known("bedrock")
        model="anthropic.claude-x", max_tokens=9, messages=messages
    )
    anthropic.AnthropicVertex(base_url=host, region="r").messages.create(  # value: provider = Known("vertex")
        model="claude-x@1", max_tokens=9, messages=messages
    )
    ollama.Client(host=host).chat(model="llama3", messages=messages)  # value: provider = Known("ollama")
    ollama.Client("http://localhost:11434").chat(model="llama3", messages=messages)  # value: provider = Known("ollama")
    boto3.client("bedrock-runtime", endpoint_url=host).converse(modelId="m", messages=[])  # value: provider = Known("bedrock")
    genai.Client(vertexai=True).models.generate_content(model="g", contents="x")  # value: provider = Known("vertex")
    genai.Client().models.generate_content(model="g", contents="x")  # value: provider = Known("google")
    # value: provider = OneOf(Known("google"), Known("vertex"))
    genai.Client(vertexai=bool(host)).models.generate_content(model="g", contents="x")


def by_host(messages: Any, host: str) -> None:
    # value: provider = Known("azure")
    OpenAI(base_url="https://acme.openai.azure.com/openai/v1/").chat.completions.create(model="m", messages=messages)
    # value: provider = Known("llm.acme.example")
    OpenAI(base_url="https://LLM.acme.example:8443/v1").chat.completions.create(model="m", messages=messages)
    # value: provider = Known("vllm:8000")
    OpenAI(base_url="http://vllm:8000/v1").chat.completions.create(model="m", messages=messages)
    # value: provider = Known("github")
    AzureAIChatCompletionClient(endpoint="https://models.inference.ai.azure.com", model="m")
    AzureAIChatCompletionClient(endpoint="https://llm.acme.example", model="m")  # value: provider = Known("llm.acme.example")
    AzureAIChatCompletionClient(endpoint=host, model="m")  # value: provider = Unknown(parameter)
    ChatOpenAI(base_url="https://api.deepseek.com", model="m")  # value: provider = Known("deepseek")
    AzureChatOpenAI(azure_deployment="chat-prod")  # value: provider = Known("azure")
    AzureChatOpenAI(azure_endpoint=host, azure_deployment="chat-prod")  # value: provider = Known("azure")


def by_model(messages: Any, model: str) -> None:
    litellm.completion("groq/llama-3.3-70b-versatile", messages)  # value: provider = Known("groq")
    litellm.completion(model="gpt-4o", messages=messages)  # value: provider = Known("openai")
    litellm.completion(model="azure/chat-prod", messages=messages, api_base=model)  # value: provider = Known("azure")
    # value: provider = Known("local")
    litellm.completion(model="openai/mistral", messages=messages, api_base="http://localhost:4000")
    # value: provider = Known("ollama")
    litellm.completion(model="ollama/mistral", messages=messages, api_base="http://localhost:11434")
    litellm.completion(model=model, messages=messages)  # value: provider = Unknown(parameter)
    # value: provider = Unknown(parameter)
    litellm.completion(model=model, messages=messages, api_base="http://localhost:11434")
    # value: provider = Known("groq")
    litellm.completion(model=model, messages=messages, api_base="https://api.groq.com/openai/v1")
    litellm.completion(model="a-model", messages=messages)  # value: provider = Unknown(unsupported)
    # value: provider = Known("deepseek")
    litellm.completion(model="a-model", messages=messages, custom_llm_provider="deepseek")
    router.completion(model="gpt-4o", messages=messages)  # value: provider = Unknown(unsupported)
    dspy.LM("anthropic/claude-sonnet-4-5")  # value: provider = Known("anthropic")
    LLM(model="openrouter/anthropic/claude-3.5-sonnet")  # value: provider = Known("openrouter")
    LLM(model="claude-sonnet-4-5", provider="snowflake")  # value: provider = Known("snowflake")
    init_chat_model("openai:gpt-4o")  # value: provider = Known("openai")
    init_chat_model("gpt-4o", model_provider="azure_openai")  # value: provider = Known("azure")
    init_chat_model("claude-sonnet-4-5")  # value: provider = Known("anthropic")
    init_chat_model("gpt-4o" if model else "claude-sonnet-4-5")  # value: provider = OneOf(Known("anthropic"), Known("openai"))
    instructor.from_provider("google/gemini-2.5-pro").create(messages=messages)  # value: provider = Known("google")
    OpenAIChatCompletionClient(model="gpt-4o")  # value: provider = Known("openai")
    OpenAIChatCompletionClient(model="gemini-2.0-flash")  # value: provider = Known("google")
    OpenAIChatModel("gpt-4o")  # value: provider = Known("openai")
    OpenAIChatModel("grok-4", provider="grok")  # value: provider = Known("xai")
    OpenAIChatModel("deepseek-chat", provider=DeepSeekProvider(api_key="k"))  # value: provider = Known("deepseek")
    # value: provider = Known("azure")
    OpenAIChatCompletionsModel("chat-prod", openai_client=AsyncAzureOpenAI(azure_endpoint=model))
    # value: provider = Known("deepseek")
    OpenAIChatCompletionsModel("m", openai_client=AsyncOpenAI(base_url="https://api.deepseek.com"))
    # value: provider = Known("openrouter")
    OpenAIChatModel("openai/gpt-4o", provider=OpenAIProvider(base_url="https://openrouter.ai/api/v1"))
    InferenceClient().chat_completion(messages, model="m")  # value: provider = Known("huggingface")
    # value: provider = OneOf(Known("huggingface"), Known("together"))
    InferenceClient(provider="together").chat_completion(messages, model="m")


def deployments(messages: Any, name: str) -> None:
    # what stands in the URL is asked, whatever model the body names
    prod.chat.completions.create(model="gpt-4o", messages=messages)  # value: model = Known("chat-prod", client)
    prod.with_options(timeout=3).chat.completions.create(  # value: model = Known("chat-prod", client)
        model="gpt-4o", messages=messages
    )
    prod.responses.create(model="gpt-4o", input="Hi")  # value: model = Known("gpt-4o", call)
    azure.chat.completions.create(model="chat-prod", messages=messages)  # value: model = Known("chat-prod", call)
    # value: model = Unknown(parameter)
    AzureOpenAI(azure_deployment=name).chat.completions.create(model="gpt-4o", messages=messages)
    # value: model = OneOf(Known("gpt-4o", call), Unknown(parameter))
    AzureOpenAI(**dict(name)).chat.completions.create(model="gpt-4o", messages=messages)
    # value: model = Known("gpt-4o", call)
    OpenAI(**dict(name)).chat.completions.create(model="gpt-4o", messages=messages)
    # value: model = Known("chat-prod", client)
    OpenAI(base_url="https://llm.acme.example/openai/deployments/chat-prod").chat.completions.create(
        model="gpt-4o", messages=messages
    )
