"""A paper mill's catalogue: caps that were chosen for one model and stayed when the model was changed."""

import os

import anthropic
from openai import AsyncOpenAI, AzureOpenAI, OpenAI

CAP = 32_000
client = OpenAI(timeout=120)
claude = anthropic.Anthropic(timeout=120)
azure = AzureOpenAI(azure_endpoint="https://mill.openai.azure.com", api_version="2024-10-21", timeout=120)


def describe(sheet: str):
    messages = [{"role": "user", "content": sheet}]
    return client.chat.completions.create(model="gpt-4", messages=messages, max_tokens=8192)  # fail: context-overflow


def describe_with_room(sheet: str):
    messages = [{"role": "user", "content": sheet}]
    return client.chat.completions.create(model="gpt-4", messages=messages, max_tokens=4000)  # ok: context-overflow


def describe_at_length(sheet: str):
    messages = [{"role": "user", "content": sheet}]
    return client.chat.completions.create(model="gpt-4", messages=messages, max_tokens=CAP)  # fail: context-overflow


def describe_by_turbo(sheet: str):
    messages = [{"role": "user", "content": sheet}]
    return client.chat.completions.create(model="gpt-3.5-turbo", messages=messages, max_tokens=16_385)  # fail: context-overflow


def describe_by_4o(sheet: str):
    messages = [{"role": "user", "content": sheet}]
    return client.chat.completions.create(model="gpt-4o", messages=messages, max_tokens=CAP)  # ok: context-overflow (refused for another reason)


def describe_endlessly(sheet: str):
    messages = [{"role": "user", "content": sheet}]
    return client.chat.completions.create(model="gpt-4o", messages=messages, max_completion_tokens=128_000)  # fail: context-overflow


def describe_by_the_new(sheet: str):
    return client.responses.create(model="gpt-5.4", input=sheet, max_output_tokens=CAP)  # ok: context-overflow


def describe_without_cap(sheet: str):
    return client.responses.create(model="gpt-4", input=sheet)  # ok: context-overflow (the server's own applies)


def price(sheet: str):
    messages = [{"role": "user", "content": sheet}]
    return claude.messages.create(model="claude-3-5-haiku-20241022", max_tokens=200_000, messages=messages)  # fail: context-overflow


def price_briefly(sheet: str):
    messages = [{"role": "user", "content": sheet}]
    return claude.messages.create(model="claude-3-5-haiku-20241022", max_tokens=2_000, messages=messages)  # ok: context-overflow


def price_on_azure(sheet: str):
    messages = [{"role": "user", "content": sheet}]
    return azure.chat.completions.create(model="grist", messages=messages, max_tokens=10_000)  # fail: context-overflow


def price_on_azure_briefly(sheet: str):
    messages = [{"role": "user", "content": sheet}]
    return azure.chat.completions.create(model="grist", messages=messages, max_tokens=1_000)  # ok: context-overflow


def price_unmapped(sheet: str):
    messages = [{"role": "user", "content": sheet}]
    return azure.chat.completions.create(model="flour", messages=messages, max_tokens=10_000)  # undecided: context-overflow (deployment)


def price_unmapped_briefly(sheet: str):
    messages = [{"role": "user", "content": sheet}]
    return azure.chat.completions.create(model="flour", messages=messages, max_tokens=1_000)  # ok: context-overflow (every model has as much)


async def labels(sheets: list[str]):
    client = AsyncOpenAI(timeout=30)
    for sheet in sheets:
        messages = [{"role": "user", "content": sheet}]
        await client.chat.completions.create(model="gpt-4-0613", messages=messages, max_tokens=9_000)  # fail: context-overflow


async def labels_of_another(sheets: list[str]):
    client = AsyncOpenAI(timeout=30)
    for sheet in sheets:
        messages = [{"role": "user", "content": sheet}]
        await client.chat.completions.create(model="gpt-4.1", messages=messages, max_tokens=9_000)  # ok: context-overflow


def find(sheets: list[str]):
    return client.embeddings.create(model="text-embedding-3-small", input=sheets)  # ok: context-overflow (nothing is generated)


def as_configured(sheet: str):
    return client.responses.create(model=os.environ["MODEL"], input=sheet, max_output_tokens=CAP)  # undecided: context-overflow (environment)


def as_told(sheet: str, cap: int):
    return client.responses.create(model="gpt-4", input=sheet, max_output_tokens=cap)  # undecided: context-overflow (parameter)


def as_told_by_others(sheet: str, model: str):
    return client.responses.create(model=model, input=sheet, max_output_tokens=5_000)  # undecided: context-overflow (parameter)


def either(sheet: str, modern: bool):
    model = "gpt-5.4" if modern else "gpt-4"
    return client.responses.create(model=model, input=sheet, max_output_tokens=CAP)  # possible: context-overflow


def smaller(sheet: str):
    messages = [{"role": "user", "content": sheet}]
    return client.chat.completions.create(model="gpt-3.5-turbo-0613", messages=messages, max_tokens=CAP)  # fail: context-overflow
