"""A carrier's dispatch: routes are planned by a model that thinks for a minute, labels by one that answers at once."""

import os

import httpx
from anthropic import Anthropic, AsyncAnthropic
from openai import AsyncOpenAI, OpenAI

PATIENCE = 90
hasty = OpenAI(timeout=2)
steady = OpenAI(timeout=30)
patient = OpenAI(timeout=PATIENCE)
claude = Anthropic(timeout=httpx.Timeout(1.5))
plain = OpenAI()


def label(parcel: str) -> str:
    answer = hasty.responses.create(model="gpt-5.4-mini", input=parcel, max_output_tokens=16)  # fail: timeout-under-limit
    return answer.output_text


def label_steadily(parcel: str) -> str:
    return steady.responses.create(model="gpt-5.4-mini", input=parcel, max_output_tokens=16).output_text  # ok: timeout-under-limit


def label_in_a_hurry(parcel: str):
    return steady.responses.create(model="gpt-5.4-mini", input=parcel, timeout=1)  # fail: timeout-under-limit


def label_at_the_minimum(parcel: str):
    return steady.responses.create(model="gpt-5.4-mini", input=parcel, timeout=5)  # ok: timeout-under-limit


def label_by_claude(parcel: str):
    messages = [{"role": "user", "content": parcel}]
    return claude.messages.create(model="claude-opus-4-8", max_tokens=16, messages=messages)  # fail: timeout-under-limit


def label_with_options(parcel: str):
    return patient.with_options(timeout=4.9).responses.create(model="gpt-5.4-mini", input=parcel)  # fail: timeout-under-limit


def label_by_default(parcel: str):
    return plain.responses.create(model="gpt-5.4-mini", input=parcel)  # ok: timeout-under-limit (ten minutes)


def label_without_end(parcel: str):
    return plain.responses.create(model="gpt-5.4-mini", input=parcel, timeout=None)  # ok: timeout-under-limit


def plan_route(stops: str):
    return steady.responses.create(model="gpt-5.5", input=stops, max_output_tokens=8000)  # fail: timeout-under-limit


def plan_week(stops: str):
    return patient.responses.create(model="gpt-5.5", input=stops, max_output_tokens=8000)  # ok: timeout-under-limit


def plan_in_time(stops: str):
    return patient.responses.create(model="gpt-5.5", input=stops, timeout=2 * PATIENCE)  # ok: timeout-under-limit


def plan_again(stops: str):
    return patient.responses.create(model="gpt-5.5", input=stops, timeout=PATIENCE / 2)  # fail: timeout-under-limit


async def plan_with_claude(stops: str):
    client = AsyncAnthropic(timeout=20)
    messages = [{"role": "user", "content": stops}]
    return await client.messages.create(model="claude-opus-4-8", max_tokens=8000, messages=messages)  # fail: timeout-under-limit


def embed(parcels: list[str]):
    return OpenAI(timeout=0.5).embeddings.create(model="text-embedding-3-small", input=parcels)  # fail: timeout-under-limit


def embed_all(parcels: list[str]):
    return steady.embeddings.create(model="text-embedding-3-small", input=parcels)  # ok: timeout-under-limit


def ask(parcel: str, timeout: float):
    return plain.responses.create(model="gpt-5.4-mini", input=parcel, timeout=timeout)  # undecided: timeout-under-limit (parameter)


def ask_as_configured(parcel: str):
    client = OpenAI(timeout=float(os.environ["LLM_TIMEOUT"]))
    return client.responses.create(model="gpt-5.4-mini", input=parcel)  # undecided: timeout-under-limit (environment)


def plan_as_configured(stops: str, client: AsyncOpenAI):
    return client.responses.create(model="gpt-5.5", input=stops)  # undecided: timeout-under-limit (the caller's client)


def ask_when_busy(parcel: str, busy: bool):
    timeout = 2 if busy else 20
    return plain.responses.create(model="gpt-5.4-mini", input=parcel, timeout=timeout)  # possible: timeout-under-limit


def label_by_patient(parcel: str):
    return patient.responses.create(model="gpt-5.4-mini", input=parcel)  # ok: timeout-under-limit
