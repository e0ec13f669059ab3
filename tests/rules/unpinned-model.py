"""A court's minutes: what was evaluated must be what answers."""

import os

import anthropic
from anthropic import AnthropicBedrock
from openai import AsyncOpenAI, AzureOpenAI, OpenAI

PINNED = "gpt-5.4-mini-2026-03-17"
FLOATING = "gpt-5.4-mini"
client = OpenAI(timeout=30)
claude = anthropic.Anthropic(timeout=30)
azure = AzureOpenAI(azure_endpoint="https://court.openai.azure.com", api_version="2024-10-21", timeout=30)


def minutes(talk: str):
    return client.responses.create(model=PINNED, input=talk, max_output_tokens=400)  # ok: unpinned-model


def minutes_of_today(talk: str):
    return client.responses.create(model=FLOATING, input=talk, max_output_tokens=400)  # fail: unpinned-model


def minutes_of_the_latest(talk: str):
    messages = [{"role": "user", "content": talk}]
    return client.chat.completions.create(model="gpt-5.5-chat-latest", messages=messages, max_tokens=400)  # fail: unpinned-model


def minutes_of_2024(talk: str):
    messages = [{"role": "user", "content": talk}]
    return client.chat.completions.create(model="gpt-4o-2024-08-06", messages=messages, max_tokens=400)  # ok: unpinned-model


def minutes_of_some_4o(talk: str):
    messages = [{"role": "user", "content": talk}]
    return client.chat.completions.create(model="gpt-4o", messages=messages, max_tokens=400)  # fail: unpinned-model


def think(case: str):
    return client.responses.create(model="o3", input=case, max_output_tokens=4000)  # fail: unpinned-model


def think_pinned(case: str):
    return client.responses.create(model="o3-2025-04-16", input=case, max_output_tokens=4000)  # ok: unpinned-model


def letter(case: str):
    messages = [{"role": "user", "content": case}]
    return claude.messages.create(model="claude-3-5-sonnet-latest", max_tokens=400, messages=messages)  # fail: unpinned-model


def letter_pinned(case: str):
    messages = [{"role": "user", "content": case}]
    return claude.messages.create(model="claude-3-5-sonnet-20241022", max_tokens=400, messages=messages)  # ok: unpinned-model


def letter_of_sonnet(case: str):
    messages = [{"role": "user", "content": case}]
    return claude.messages.create(model="claude-sonnet-4-5", max_tokens=400, messages=messages)  # fail: unpinned-model


def letter_on_bedrock(case: str):
    messages = [{"role": "user", "content": case}]
    client = AnthropicBedrock(timeout=30)
    return client.messages.create(model="anthropic.claude-3-5-sonnet-20241022-v2:0", max_tokens=400, messages=messages)  # ok: unpinned-model


def on_azure(talk: str):
    messages = [{"role": "user", "content": talk}]
    return azure.chat.completions.create(model="minutes", messages=messages, max_tokens=400)  # ok: unpinned-model


def on_azure_floating(talk: str):
    messages = [{"role": "user", "content": talk}]
    return azure.chat.completions.create(model="letters", messages=messages, max_tokens=400)  # fail: unpinned-model


def on_azure_unmapped(talk: str):
    messages = [{"role": "user", "content": talk}]
    return azure.chat.completions.create(model="verdicts", messages=messages, max_tokens=400)  # undecided: unpinned-model (deployment)


async def many(talks: list[str]):
    client = AsyncOpenAI(timeout=30)
    for talk in talks:
        await client.responses.create(model="gpt-5.5", input=talk, max_output_tokens=400)  # fail: unpinned-model


async def many_pinned(talks: list[str]):
    client = AsyncOpenAI(timeout=30)
    for talk in talks:
        await client.responses.create(model="gpt-5.5-2026-04-23", input=talk, max_output_tokens=400)  # ok: unpinned-model


def find(texts: list[str]):
    return client.embeddings.create(model="text-embedding-3-small", input=texts)  # ok: unpinned-model (nobody says whether it moves)


def as_configured(talk: str):
    return client.responses.create(model=os.environ["MODEL"], input=talk)  # undecided: unpinned-model (environment)


def as_told(talk: str, model: str):
    return client.responses.create(model=model, input=talk)  # undecided: unpinned-model (parameter)


def either(talk: str, trial: bool):
    return client.responses.create(model=FLOATING if trial else PINNED, input=talk)  # possible: unpinned-model
