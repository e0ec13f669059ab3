"""A museum's guide: written over three years, with the models of each."""

import os

import anthropic
import litellm
from google import genai
from openai import AzureOpenAI, OpenAI

SMALL = "gpt-3.5-turbo-0613"
MODELS = {"short": "gpt-5.4-mini", "long": "gpt-5.5", "oldest": "gpt-4-32k"}
client = OpenAI(timeout=30)
local = OpenAI(base_url="http://localhost:8000/v1", api_key="none", timeout=30)
claude = anthropic.Anthropic(timeout=30)


def label(picture: str):
    messages = [{"role": "user", "content": picture}]
    return client.chat.completions.create(model=SMALL, messages=messages, max_tokens=60)  # fail: deprecated-model


def label_anew(picture: str):
    return client.responses.create(model="gpt-5.4-mini", input=picture, max_output_tokens=60)  # ok: deprecated-model


def label_by_hand(picture: str):
    messages = [{"role": "user", "content": picture}]
    return client.chat.completions.create(model=MODELS["oldest"], messages=messages, max_tokens=60)  # fail: deprecated-model


def label_at_length(picture: str):
    return client.responses.create(model=MODELS["long"], input=picture, max_output_tokens=600)  # ok: deprecated-model


def think(question: str):
    return client.responses.create(model="o1-mini", input=question, max_output_tokens=600)  # fail: deprecated-model


def preview(question: str):
    messages = [{"role": "user", "content": question}]
    return client.chat.completions.create(model="gpt-4-0125-preview", messages=messages, max_tokens=60)  # fail: deprecated-model


def tell(question: str):
    messages = [{"role": "user", "content": question}]
    return claude.messages.create(model="claude-3-opus-20240229", max_tokens=60, messages=messages)  # fail: deprecated-model


def tell_anew(question: str):
    messages = [{"role": "user", "content": question}]
    return claude.messages.create(model="claude-opus-4-8", max_tokens=60, messages=messages)  # ok: deprecated-model


def tell_of_old(question: str):
    messages = [{"role": "user", "content": question}]
    return claude.messages.create(model="claude-3-5-sonnet-20240620", max_tokens=60, messages=messages)  # fail: deprecated-model


def tell_of_the_oldest(question: str):
    messages = [{"role": "user", "content": question}]
    return claude.messages.create(model="claude-1.3", max_tokens=60, messages=messages)  # fail: deprecated-model


def tour(question: str):
    return genai.Client().models.generate_content(model="gemini-3.1-flash-lite-preview", contents=question)  # fail: deprecated-model


def tour_anew(question: str):
    return genai.Client().models.generate_content(model="gemini-2.5-flash", contents=question)  # ok: deprecated-model (no end is announced)


def find(texts: list[str]):
    return client.embeddings.create(model="text-embedding-3-small", input=texts)  # ok: deprecated-model


def guide(question: str):
    azure = AzureOpenAI(azure_endpoint="https://museum.openai.azure.com", api_version="2024-10-21", timeout=30)
    messages = [{"role": "user", "content": question}]
    return azure.chat.completions.create(model="guide", messages=messages, max_tokens=60)  # ok: deprecated-model


def guide_of_old(question: str):
    azure = AzureOpenAI(azure_endpoint="https://museum.openai.azure.com", api_version="2024-10-21", timeout=30)
    messages = [{"role": "user", "content": question}]
    return azure.chat.completions.create(model="old-guide", messages=messages, max_tokens=60)  # fail: deprecated-model


def guide_unmapped(question: str):
    azure = AzureOpenAI(azure_endpoint="https://museum.openai.azure.com", api_version="2024-10-21", timeout=30)
    messages = [{"role": "user", "content": question}]
    return azure.chat.completions.create(model="staff", messages=messages, max_tokens=60)  # undecided: deprecated-model (deployment)


def archive_label(picture: str):
    messages = [{"role": "user", "content": picture}]
    return client.chat.completions.create(model="gpt-4.1-mini", messages=messages, max_tokens=60)  # fail: deprecated-model


def keep_label(picture: str):
    messages = [{"role": "user", "content": picture}]
    return client.chat.completions.create(model="gpt-4.1-mini", messages=messages, max_tokens=60)  # ok: deprecated-model (not within a month)


def ours(question: str):
    messages = [{"role": "user", "content": question}]
    return client.chat.completions.create(model="ft:gpt-5.4-mini:museum::9x", messages=messages, max_tokens=60)  # ok: deprecated-model


def at_home(question: str):
    messages = [{"role": "user", "content": question}]
    return local.chat.completions.create(model="claude-2.1", messages=messages, max_tokens=60)  # ok: deprecated-model (nobody lists what is served there)


def as_configured(question: str):
    return client.responses.create(model=os.environ["MODEL"], input=question)  # undecided: deprecated-model (environment)


def as_told(question: str, model: str):
    messages = [{"role": "user", "content": question}]
    return litellm.completion(model=model, messages=messages, timeout=30)  # undecided: deprecated-model (parameter)


def either(question: str, brief: bool):
    model = "gpt-5.4-mini" if brief else "gpt-4-32k"
    return client.responses.create(model=model, input=question)  # possible: deprecated-model
