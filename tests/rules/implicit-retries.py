"""A library's search: who wrote how often a request is sent again?"""

import os

import anthropic
import litellm
from anthropic import AnthropicBedrock
from google import genai
from openai import AsyncOpenAI, AzureOpenAI, OpenAI

plain = OpenAI(timeout=30)
chosen = OpenAI(timeout=30, max_retries=1)
claude = anthropic.Anthropic(timeout=30)
OPTIONS = {"timeout": 30, "max_retries": 0}


def search(question: str):
    return plain.responses.create(model="gpt-5.4-mini", input=question, max_output_tokens=40)  # fail: implicit-retries


def search_as_chosen(question: str):
    return chosen.responses.create(model="gpt-5.4-mini", input=question, max_output_tokens=40)  # ok: implicit-retries


def search_with_options(question: str):
    again = plain.with_options(max_retries=2)
    return again.responses.create(model="gpt-5.4-mini", input=question, max_output_tokens=40)  # ok: implicit-retries (the default, said)


def search_with_other_options(question: str):
    slower = plain.with_options(timeout=40)
    return slower.responses.create(model="gpt-5.4-mini", input=question, max_output_tokens=40)  # fail: implicit-retries


def sort(titles: str):
    messages = [{"role": "user", "content": titles}]
    return claude.messages.create(model="claude-opus-4-8", max_tokens=40, messages=messages)  # fail: implicit-retries


def sort_once(titles: str):
    messages = [{"role": "user", "content": titles}]
    client = anthropic.Anthropic(**OPTIONS)
    return client.messages.create(model="claude-opus-4-8", max_tokens=40, messages=messages)  # ok: implicit-retries


def sort_on_bedrock(titles: str):
    messages = [{"role": "user", "content": titles}]
    client = AnthropicBedrock(timeout=30)
    return client.messages.create(model="anthropic.claude-opus-4-8", max_tokens=40, messages=messages)  # fail: implicit-retries


def embed(titles: list[str]):
    return plain.embeddings.create(model="text-embedding-3-small", input=titles)  # fail: implicit-retries


def embed_as_chosen(titles: list[str]):
    return chosen.embeddings.create(model="text-embedding-3-small", input=titles)  # ok: implicit-retries


async def summarise(book: str):
    async with AsyncOpenAI(timeout=30) as client:
        return await client.responses.create(model="gpt-5.4-mini", input=book, max_output_tokens=400)  # fail: implicit-retries


async def summarise_as_chosen(book: str):
    async with AsyncOpenAI(timeout=30, max_retries=3) as client:
        return await client.responses.create(model="gpt-5.4-mini", input=book, max_output_tokens=400)  # ok: implicit-retries


def ask_azure(question: str):
    client = AzureOpenAI(azure_endpoint="https://library.openai.azure.com", api_version="2024-10-21", timeout=30)
    messages = [{"role": "user", "content": question}]
    return client.chat.completions.create(model="search", max_tokens=40, messages=messages)  # fail: implicit-retries


def ask_azure_once(question: str):
    client = AzureOpenAI(azure_endpoint="https://library.openai.azure.com", api_version="2024-10-21", timeout=30, max_retries=0)
    messages = [{"role": "user", "content": question}]
    return client.chat.completions.create(model="search", max_tokens=40, messages=messages)  # ok: implicit-retries


def ask_gemini(question: str):
    client = genai.Client(http_options={"timeout": 30_000})
    return client.models.generate_content(model="gemini-2.5-flash", contents=question)  # ok: implicit-retries (it sends once)


def ask_litellm(question: str):
    messages = [{"role": "user", "content": question}]
    return litellm.completion(model="gpt-5.4-mini", messages=messages, max_tokens=40, timeout=30, num_retries=2)  # ok: implicit-retries


def ask_module(question: str):
    import openai

    return openai.responses.create(model="gpt-5.4-mini", input=question, max_output_tokens=40, timeout=30)  # fail: implicit-retries


def ask_with(question: str, client: OpenAI):
    return client.responses.create(model="gpt-5.4-mini", input=question, max_output_tokens=40)  # undecided: implicit-retries (the caller's client)


def ask_as_configured(question: str, **options):
    client = OpenAI(timeout=30, **options)
    return client.responses.create(model="gpt-5.4-mini", input=question, max_output_tokens=40)  # undecided: implicit-retries (parameter)


def ask_often(question: str, retries: int):
    client = OpenAI(timeout=30, max_retries=retries)
    return client.responses.create(model="gpt-5.4-mini", input=question, max_output_tokens=40)  # ok: implicit-retries (somebody says it)


def ask_as_told(question: str):
    client = OpenAI(timeout=30, max_retries=int(os.environ["RETRIES"]))
    return client.responses.create(model="gpt-5.4-mini", input=question, max_output_tokens=40)  # ok: implicit-retries (somebody says it)


def ask_maybe(question: str, careful: bool):
    client = chosen if careful else plain
    return client.responses.create(model="gpt-5.4-mini", input=question, max_output_tokens=40)  # possible: implicit-retries


class Shelf:
    def __init__(self, client: anthropic.Anthropic) -> None:
        self.client = client

    def order(self, titles: str):
        messages = [{"role": "user", "content": titles}]
        return self.client.messages.create(model="claude-opus-4-8", max_tokens=40, messages=messages)  # undecided: implicit-retries (the caller's client)
