"""A data team's scripts, on SDKs that wait as long as it takes unless they are told not to."""

import asyncio
from typing import Any

import ollama
from google import genai
from google.genai import types
from langchain_openai import AzureChatOpenAI, ChatOpenAI, OpenAIEmbeddings
from ollama import AsyncClient
from ollama import Client as Ollama
from openrouter import OpenRouter
from together import Together
from vertexai.generative_models import GenerativeModel

gemini = genai.Client()
gemini_in_seconds = genai.Client(http_options=types.HttpOptions(timeout=30_000))
local = Ollama(host="http://gpu-1:11434")


def on_the_gpu(question: str) -> Any:
    return local.chat(model="llama3.1", messages=[{"role": "user", "content": question}])  # fail: missing-timeout


def with_the_module(question: str) -> Any:
    return ollama.generate(model="llama3.1", prompt=question, options={"num_predict": 90})  # fail: missing-timeout


async def on_the_gpu_and_async(question: str) -> Any:
    answer = AsyncClient().chat(model="llama3.1", messages=[{"role": "user", "content": question}])  # fail: missing-timeout
    return await answer


def with_a_limit(question: str) -> Any:
    return Ollama(timeout=20).chat(model="llama3.1", messages=[{"role": "user", "content": question}])  # ok: missing-timeout


async def with_a_deadline(question: str) -> Any:
    async with asyncio.timeout(20):
        # ok: missing-timeout
        return await AsyncClient().chat(model="llama3.1", messages=[{"role": "user", "content": question}])


def label(text: str) -> str:
    return gemini.models.generate_content(model="gemini-2.0-flash", contents=text).text  # fail: missing-timeout


def label_or_the_default(text: str) -> str:
    # None is the default, and the default is none
    options = types.GenerateContentConfig(max_output_tokens=9, http_options=types.HttpOptions(timeout=None))
    return gemini.models.generate_content(model="gemini-2.0-flash", contents=text, config=options).text  # fail: missing-timeout


def label_in_time(text: str) -> str:
    return gemini_in_seconds.models.generate_content(model="gemini-2.0-flash", contents=text).text  # ok: missing-timeout


def on_vertex(text: str) -> str:
    # fail: missing-timeout
    return GenerativeModel("gemini-1.5-pro").generate_content(text, generation_config={"max_output_tokens": 90}).text


def chain(question: str) -> Any:
    llm = ChatOpenAI(model="gpt-4o-mini", max_tokens=90)  # fail: missing-timeout
    return llm.invoke(question)


def chain_in_time(question: str) -> Any:
    llm = AzureChatOpenAI(azure_deployment="chat-prod", max_tokens=90, request_timeout=20)  # ok: missing-timeout
    return llm.invoke(question)


def vectors(texts: list[str]) -> Any:
    return OpenAIEmbeddings(model="text-embedding-3-small").embed_documents(texts)  # fail: missing-timeout


def some_versions_wait_a_minute_and_some_ten(question: str) -> Any:
    # fail: missing-timeout
    return Together().chat.completions.create(model="Qwen/Qwen2.5-7B", messages=[{"role": "user", "content": question}])


def some_versions_wait_for_ever(question: str) -> Any:
    return OpenRouter().chat.send(model="openai/gpt-4o", messages=[{"role": "user", "content": question}])  # fail: missing-timeout
