"""A weather app's texts; each layer retries a little, and together they retry a lot."""

import os
import time
from functools import cache
from typing import Any, Optional

import anthropic
import backoff
import litellm
import openai
import stamina
from anthropic import AsyncAnthropic
from llama_index.llms.openai import OpenAI as FromIndex
from openai import AsyncOpenAI, AzureOpenAI, OpenAI
from tenacity import AsyncRetrying, Retrying, retry, stop_after_attempt, stop_after_delay, wait_exponential, wait_fixed

ATTEMPTS = 3
plain = OpenAI(timeout=10)
stubborn = OpenAI(timeout=10, max_retries=5)
once = OpenAI(timeout=10, max_retries=0)
aclaude = AsyncAnthropic(timeout=10, max_retries=0)
azure = AzureOpenAI(api_version="2024-06-01", timeout=10, max_retries=10)

plain.responses.create(model="gpt-4o", input="Rain?", max_output_tokens=9)  # ok: retry-over-limit
stubborn.responses.create(model="gpt-4o", input="Rain?", max_output_tokens=9)  # fail: retry-over-limit
once.responses.create(model="gpt-4o", input="Rain?", max_output_tokens=9)  # ok: retry-over-limit
azure.responses.create(model="gpt-4o", input="Rain?", max_output_tokens=9)  # fail: retry-over-limit
plain.with_options(max_retries=8).responses.create(model="gpt-4o", input="Rain?", max_output_tokens=9)  # fail: retry-over-limit
stubborn.with_options(max_retries=1).responses.create(model="gpt-4o", input="Rain?", max_output_tokens=9)  # ok: retry-over-limit
stubborn.copy(timeout=3).responses.create(model="gpt-4o", input="Rain?", max_output_tokens=9)  # fail: retry-over-limit


@retry(stop=stop_after_attempt(3))
def three_times_three(city: str) -> Any:
    return plain.responses.create(model="gpt-4o", input=city, max_output_tokens=90)  # fail: retry-over-limit


@retry(stop=stop_after_attempt(2), wait=wait_fixed(1))
def twice_three(city: str) -> Any:
    return plain.responses.create(model="gpt-4o", input=city, max_output_tokens=90)  # ok: retry-over-limit


@retry(stop=stop_after_attempt(ATTEMPTS + 2), wait=wait_exponential())
def five_times_one(city: str) -> Any:
    return once.responses.create(model="gpt-4o", input=city, max_output_tokens=90)  # ok: retry-over-limit


@retry(stop=stop_after_attempt(10))
def ten_times_one(city: str) -> Any:
    return once.responses.create(model="gpt-4o", input=city, max_output_tokens=90)  # fail: retry-over-limit


@retry(stop=stop_after_attempt(4))
def nightly_summary(city: str) -> Any:
    # twelve are allowed at night
    return plain.responses.create(model="gpt-4o", input=city, max_output_tokens=90)  # ok: retry-over-limit


@retry(stop=stop_after_attempt(5))
def nightly_outlook(city: str) -> Any:
    return plain.responses.create(model="gpt-4o", input=city, max_output_tokens=90)  # fail: retry-over-limit


@backoff.on_exception(backoff.expo, openai.APIError, max_tries=4)
def backs_off(city: str) -> Any:
    return plain.responses.create(model="gpt-4o", input=city, max_output_tokens=90)  # fail: retry-over-limit


@backoff.on_exception(backoff.expo, openai.APIError, max_tries=4)
def backs_off_alone(city: str) -> Any:
    return once.responses.create(model="gpt-4o", input=city, max_output_tokens=90)  # ok: retry-over-limit


@stamina.retry(on=openai.APIError)
def ten_by_default(city: str) -> Any:
    return once.responses.create(model="gpt-4o", input=city, max_output_tokens=90)  # fail: retry-over-limit


@stamina.retry(on=openai.APIError, attempts=3)
def three_of_stamina(city: str) -> Any:
    return once.responses.create(model="gpt-4o", input=city, max_output_tokens=90)  # ok: retry-over-limit


@retry(stop=stop_after_delay(30))
def for_half_a_minute(city: str) -> Any:
    # undecided: retry-over-limit (half a minute holds any number of attempts)
    return once.responses.create(model="gpt-4o", input=city, max_output_tokens=90)


@retry(stop=stop_after_attempt(int(os.environ["ATTEMPTS"])))
def as_often_as_told(city: str) -> Any:
    # undecided: retry-over-limit (the variable is set elsewhere)
    return once.responses.create(model="gpt-4o", input=city, max_output_tokens=90)


def for_three_rounds(city: str) -> Optional[str]:
    for attempt in range(ATTEMPTS):
        try:
            return plain.responses.create(model="gpt-4o", input=city, max_output_tokens=90).output_text  # fail: retry-over-limit
        except openai.APIError:
            time.sleep(2**attempt)
    return None


def for_two_rounds(city: str) -> Optional[str]:
    for _ in range(1, 3):
        try:
            return plain.responses.create(model="gpt-4o", input=city, max_output_tokens=90).output_text  # ok: retry-over-limit
        except openai.APIError:
            continue
    return None


def for_rounds_from_outside(city: str, rounds: int = 2) -> Optional[str]:
    for _ in range(rounds):
        try:
            # undecided: retry-over-limit (the caller may ask for more)
            return plain.responses.create(model="gpt-4o", input=city, max_output_tokens=90).output_text
        except openai.APIError:
            continue
    return None


def for_too_many_rounds_from_outside(city: str, rounds: int = 5) -> Optional[str]:
    for _ in range(rounds):
        try:
            # possible: retry-over-limit
            return plain.responses.create(model="gpt-4o", input=city, max_output_tokens=90).output_text
        except openai.APIError:
            continue
    return None


def in_a_loop_of_tenacity(city: str) -> Any:
    for attempt in Retrying(stop=stop_after_attempt(4), reraise=True):
        with attempt:
            return plain.responses.create(model="gpt-4o", input=city, max_output_tokens=90)  # fail: retry-over-limit


async def in_a_loop_of_tenacity_alone(city: str) -> Any:
    async for attempt in AsyncRetrying(stop=stop_after_attempt(4), reraise=True):
        with attempt:
            # ok: retry-over-limit
            return await aclaude.messages.create(
                model="claude-3-5-haiku-20241022", max_tokens=90, messages=[{"role": "user", "content": city}]
            )


@retry(stop=stop_after_attempt(2))
def layers_of_every_kind(city: str) -> Any:
    for _ in range(2):
        try:
            # two of the loop, two of the decorator, three of the SDK
            return plain.responses.create(model="gpt-4o", input=city, max_output_tokens=90)  # fail: retry-over-limit
        except openai.RateLimitError:
            time.sleep(1)


def going_through(cities: list[str]) -> list[str]:
    answers = []
    for city in cities:
        try:
            # ok: retry-over-limit
            answers.append(plain.responses.create(model="gpt-4o", input=city, max_output_tokens=90).output_text)
        except openai.APIError:
            answers.append("")
    return answers


def helper_of_a_retried_one(city: str) -> Any:
    return plain.responses.create(model="gpt-4o", input=city, max_output_tokens=90)  # todo: retry-over-limit fail (callers are not asked)


@retry(stop=stop_after_attempt(5))
def retried(city: str) -> Any:
    return helper_of_a_retried_one(city)


def retried_as_a_call(city: str) -> Any:
    @retry(stop=stop_after_attempt(5))
    def ask() -> Any:
        return plain.responses.create(model="gpt-4o", input=city, max_output_tokens=90)  # fail: retry-over-limit

    return ask()


def either(city: str, night: bool) -> Any:
    llm = OpenAI(timeout=10, max_retries=8 if night else 2)
    return llm.responses.create(model="gpt-4o", input=city, max_output_tokens=90)  # possible: retry-over-limit


def handed_in(llm: AsyncOpenAI, city: str) -> Any:
    # undecided: retry-over-limit (the client is made elsewhere)
    return llm.responses.create(model="gpt-4o", input=city, max_output_tokens=90)


class Forecast:
    retries = 4

    def __init__(self) -> None:
        self.llm = anthropic.Anthropic(timeout=10, max_retries=self.retries)

    def text(self, city: str) -> str:
        message = self.llm.messages.create(  # fail: retry-over-limit
            model="claude-3-5-haiku-20241022", max_tokens=90, messages=[{"role": "user", "content": city}]
        )
        return message.content[0].text


@cache
def shared() -> OpenAI:
    return OpenAI(timeout=10, max_retries=int(os.getenv("RETRIES", "9")))


def with_the_shared_one(city: str) -> Any:
    return shared().responses.create(model="gpt-4o", input=city, max_output_tokens=90)  # possible: retry-over-limit


def as_it_was(city: str) -> Any:
    # the old SDK sends once
    return openai.ChatCompletion.create(  # ok: retry-over-limit
        model="gpt-3.5-turbo", messages=[{"role": "user", "content": city}], max_tokens=90
    )


# the framework sends three times what the SDK repeats three times
FromIndex(model="gpt-4o", timeout=10, max_tokens=90)  # fail: retry-over-limit
FromIndex(model="gpt-4o", timeout=10, max_tokens=90, max_retries=1)  # ok: retry-over-limit


def with_further_ones(city: str) -> Any:
    # what the inner client repeats, litellm itself repeats as often again with some providers
    litellm.completion("gpt-4o", city, timeout=9, max_tokens=90, num_retries=1)  # ok: retry-over-limit
    litellm.completion("gpt-4o", city, timeout=9, max_tokens=90, num_retries=2)  # possible: retry-over-limit
    litellm.completion("gpt-4o", city, timeout=9, max_tokens=90, num_retries=4)  # fail: retry-over-limit


@retry(stop=stop_after_attempt(50))
def publish(channel: Any, text: str) -> Any:
    return channel.channels.messages.create(body=text)  # ok: retry-over-limit (no call: a message board)
