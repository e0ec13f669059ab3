"""A clinic's front desk: somebody stands there and waits."""

import asyncio
import os

import anthropic
import openai
from openai import AsyncOpenAI, OpenAI
from tenacity import retry, stop_after_attempt, wait_random_exponential

thirty = OpenAI(timeout=30)
once = OpenAI(timeout=30, max_retries=0)
twice = OpenAI(timeout=30, max_retries=1)
claude = anthropic.Anthropic(timeout=20)
quick = AsyncOpenAI(timeout=10, max_retries=5)


def greet(name: str):
    return thirty.responses.create(model="gpt-5.4-mini", input=name, max_output_tokens=40)  # fail: call-time-over-limit


def greet_once(name: str):
    return once.responses.create(model="gpt-5.4-mini", input=name, max_output_tokens=40)  # ok: call-time-over-limit


def greet_twice(name: str):
    return twice.responses.create(model="gpt-5.4-mini", input=name, max_output_tokens=40)  # ok: call-time-over-limit


def greet_for_long(name: str):
    return once.responses.create(model="gpt-5.4-mini", input=name, timeout=61)  # fail: call-time-over-limit


def greet_by_default(name: str):
    return OpenAI().responses.create(model="gpt-5.4-mini", input=name)  # fail: call-time-over-limit (half an hour)


def triage(note: str):
    messages = [{"role": "user", "content": note}]
    return claude.messages.create(model="claude-opus-4-8", max_tokens=40, messages=messages)  # ok: call-time-over-limit


def triage_again(note: str):
    messages = [{"role": "user", "content": note}]
    stubborn = claude.with_options(max_retries=3)
    return stubborn.messages.create(model="claude-opus-4-8", max_tokens=40, messages=messages)  # fail: call-time-over-limit


@retry(stop=stop_after_attempt(3), wait=wait_random_exponential(max=5))
def translate(note: str):
    return twice.responses.create(model="gpt-5.4-mini", input=note)  # fail: call-time-over-limit


@retry(stop=stop_after_attempt(2), wait=wait_random_exponential(max=5))
def translate_gently(note: str):
    return once.responses.create(model="gpt-5.4-mini", input=note)  # ok: call-time-over-limit


def remind(note: str):
    for _ in range(4):
        try:
            return once.responses.create(model="gpt-5.4-mini", input=note)  # fail: call-time-over-limit
        except openai.APIError:
            continue


async def letters(names: list[str]):
    for name in names:
        await quick.responses.create(model="gpt-5.4-mini", input=name)  # ok: call-time-over-limit


async def letters_slowly(names: list[str]):
    patient = quick.with_options(timeout=15)
    for name in names:
        await patient.responses.create(model="gpt-5.4-mini", input=name)  # fail: call-time-over-limit


async def answer(question: str):
    async with asyncio.timeout(45):
        return await AsyncOpenAI().responses.create(model="gpt-5.4-mini", input=question)  # ok: call-time-over-limit


async def answer_at_last(question: str):
    call = AsyncOpenAI(timeout=5, max_retries=0).responses.create(model="gpt-5.4-mini", input=question)  # ok: call-time-over-limit
    return await asyncio.wait_for(call, 30)


async def answer_too_late(question: str):
    async with asyncio.timeout(90):
        return await AsyncOpenAI().responses.create(model="gpt-5.4-mini", input=question)  # fail: call-time-over-limit


async def answer_long_before(question: str):
    async with asyncio.timeout(90):
        short = AsyncOpenAI(timeout=5, max_retries=1)
        return await short.responses.create(model="gpt-5.4-mini", input=question)  # ok: call-time-over-limit (ten seconds)


async def answer_in_time_whatever(question: str, timeout: float):
    async with asyncio.timeout(45):
        return await AsyncOpenAI().responses.create(model="gpt-5.4-mini", input=question, timeout=timeout)  # ok: call-time-over-limit


async def answer_maybe_too_late(question: str, timeout: float):
    async with asyncio.timeout(90):
        return await AsyncOpenAI().responses.create(model="gpt-5.4-mini", input=question, timeout=timeout)  # undecided: call-time-over-limit (parameter)


def monthly_report(notes: str):
    return thirty.responses.create(model="gpt-5.5", input=notes, timeout=200)  # ok: call-time-over-limit (three times 200)


def yearly_report(notes: str):
    return thirty.responses.create(model="gpt-5.5", input=notes, timeout=300)  # fail: call-time-over-limit


def ask(note: str, timeout: float):
    return once.responses.create(model="gpt-5.4-mini", input=note, timeout=timeout)  # undecided: call-time-over-limit (parameter)


def ask_as_configured(note: str):
    client = OpenAI(timeout=5, max_retries=int(os.environ["LLM_RETRIES"]))
    return client.responses.create(model="gpt-5.4-mini", input=note)  # undecided: call-time-over-limit (environment)


def ask_somebody(note: str, client: OpenAI):
    return client.responses.create(model="gpt-5.4-mini", input=note)  # undecided: call-time-over-limit (the caller's client)
