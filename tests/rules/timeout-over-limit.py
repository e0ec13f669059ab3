"""A newsroom's calls to models: people wait for labels and headlines, nobody for the weekly report."""

import asyncio
import os
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import httpx
import instructor
import openai
from anthropic import Anthropic, AsyncAnthropic
from openai import AsyncOpenAI, AzureOpenAI, OpenAI
from pydantic import BaseModel

MINUTE = 60
LIMITS = {"headline": 10, "story": 2 * MINUTE}
slow = OpenAI(timeout=120)
fast = OpenAI(timeout=15.0)
claude = Anthropic(timeout=5 * MINUTE)
plain = OpenAI()


def headline(story: str) -> str:
    answer = slow.responses.create(model="gpt-4o", input=story, max_output_tokens=30)  # fail: timeout-over-limit
    return answer.output_text


def headline_in_time(story: str) -> str:
    answer = fast.responses.create(model="gpt-4o", input=story, max_output_tokens=30)  # ok: timeout-over-limit
    return answer.output_text


def exactly_at_the_limit(story: str) -> Any:
    return slow.responses.create(model="gpt-4o", input=story, max_output_tokens=30, timeout=30)  # ok: timeout-over-limit


def just_above(story: str) -> Any:
    return fast.responses.create(model="gpt-4o", input=story, max_output_tokens=30, timeout=30.5)  # fail: timeout-over-limit


def teaser(story: str) -> str:
    message = claude.messages.create(  # fail: timeout-over-limit
        model="claude-3-5-haiku-20241022", max_tokens=80, messages=[{"role": "user", "content": story}]
    )
    return message.content[0].text


def nobody_chose(story: str) -> Any:
    # that nobody set one is what missing-timeout says
    return plain.responses.create(model="gpt-4o", input=story, max_output_tokens=30)  # ok: timeout-over-limit


def by_table(story: str) -> Any:
    return plain.responses.create(model="gpt-4o", input=story, max_output_tokens=30, timeout=LIMITS["headline"])  # ok: timeout-over-limit


def by_table_too_long(story: str) -> Any:
    # fail: timeout-over-limit
    return plain.responses.create(model="gpt-4o", input=story, max_output_tokens=30, timeout=LIMITS["story"])


def phases(story: str) -> Any:
    # the read phase is what waits for the answer
    # ok: timeout-over-limit
    return plain.responses.create(
        model="gpt-4o", input=story, max_output_tokens=30, timeout=httpx.Timeout(100, read=20.0, connect=60.0)
    )


def phases_too_long(story: str) -> Any:
    # fail: timeout-over-limit
    return plain.responses.create(
        model="gpt-4o", input=story, max_output_tokens=30, timeout=httpx.Timeout(20, read=100.0, connect=5.0)
    )


def capped(story: str, seconds: float) -> Any:
    # ok: timeout-over-limit
    return plain.responses.create(model="gpt-4o", input=story, max_output_tokens=30, timeout=min(seconds, 20))


def capped_too_high(story: str, seconds: float) -> Any:
    # undecided: timeout-over-limit (anything up to 90 s)
    return plain.responses.create(model="gpt-4o", input=story, max_output_tokens=30, timeout=min(seconds, 90))


def at_least(story: str, seconds: float) -> Any:
    # fail: timeout-over-limit
    return plain.responses.create(model="gpt-4o", input=story, max_output_tokens=30, timeout=max(seconds, 45))


# -- tasks ----------------------------------------------------------------------------------------------------------------


def weekly_report(stories: list[str]) -> str:
    answer = slow.responses.create(model="o3", input="\n".join(stories), max_output_tokens=4000)  # ok: timeout-over-limit
    return answer.output_text


def yearly_report(stories: list[str]) -> str:
    # fail: timeout-over-limit
    return slow.with_options(timeout=900).responses.create(model="o3", input="\n".join(stories), max_output_tokens=4000)


def label_story(story: str) -> str:
    answer = fast.responses.create(model="gpt-4o-mini", input=story, max_output_tokens=5)  # fail: timeout-over-limit
    return answer.output_text


def label_story_quickly(story: str) -> str:
    # ok: timeout-over-limit
    return fast.responses.create(model="gpt-4o-mini", input=story, max_output_tokens=5, timeout=4).output_text


def by_hand(stories: list[str]) -> Any:
    # llmlint: task=reports
    return slow.responses.create(model="o3", input="\n".join(stories), max_output_tokens=4000)  # ok: timeout-over-limit


# -- one way or the other -------------------------------------------------------------------------------------------------


def by_length(story: str) -> Any:
    timeout = 60 if len(story) > 10_000 else 20
    # possible: timeout-over-limit
    return plain.responses.create(model="gpt-4o", input=story, max_output_tokens=30, timeout=timeout)


def by_branch(story: str, patient: bool) -> Any:
    if patient:
        llm = slow
    else:
        llm = fast
    return llm.responses.create(model="gpt-4o", input=story, max_output_tokens=30)  # possible: timeout-over-limit


def both_too_long(story: str, patient: bool) -> Any:
    timeout = 90 if patient else 60
    return plain.responses.create(model="gpt-4o", input=story, max_output_tokens=30, timeout=timeout)  # fail: timeout-over-limit


def from_outside(story: str, timeout: float = 20) -> Any:
    # undecided: timeout-over-limit (the caller may ask for more)
    return plain.responses.create(model="gpt-4o", input=story, max_output_tokens=30, timeout=timeout)


def from_outside_too_long(story: str, timeout: float = 60) -> Any:
    # possible: timeout-over-limit
    return plain.responses.create(model="gpt-4o", input=story, max_output_tokens=30, timeout=timeout)


def from_the_environment(story: str) -> Any:
    timeout = float(os.getenv("LLM_TIMEOUT", "90"))
    # possible: timeout-over-limit
    return plain.responses.create(model="gpt-4o", input=story, max_output_tokens=30, timeout=timeout)


def from_the_environment_alone(story: str) -> Any:
    timeout = float(os.environ["LLM_TIMEOUT"])
    # undecided: timeout-over-limit (the variable is set elsewhere)
    return plain.responses.create(model="gpt-4o", input=story, max_output_tokens=30, timeout=timeout)


# -- deadlines ------------------------------------------------------------------------------------------------------------

aslow = AsyncOpenAI(timeout=120)
aclaude = AsyncAnthropic(timeout=120)


async def short_deadline(story: str) -> Any:
    async with asyncio.timeout(20):
        return await aslow.responses.create(model="gpt-4o", input=story, max_output_tokens=30)  # ok: timeout-over-limit


async def long_deadline(story: str) -> Any:
    async with asyncio.timeout(60):
        return await aslow.responses.create(model="gpt-4o", input=story, max_output_tokens=30)  # fail: timeout-over-limit


async def waits(story: str) -> Any:
    return await asyncio.wait_for(
        # ok: timeout-over-limit
        aclaude.messages.create(model="claude-3-5-haiku-20241022", max_tokens=9, messages=[{"role": "user", "content": story}]),
        timeout=10,
    )


async def streams(story: str) -> Any:
    # fail: timeout-over-limit
    async with aclaude.messages.stream(
        model="claude-3-5-haiku-20241022", max_tokens=900, messages=[{"role": "user", "content": story}]
    ) as stream:
        return await stream.get_final_text()


# -- classes, settings ----------------------------------------------------------------------------------------------------


class Desk:
    timeout = 90

    @cached_property
    def llm(self) -> OpenAI:
        return OpenAI(timeout=self.timeout)

    def rewrite(self, story: str) -> str:
        answer = self.llm.responses.create(model="gpt-4o", input=story, max_output_tokens=900)  # fail: timeout-over-limit
        return answer.output_text

    def shorten(self, story: str) -> str:
        # ok: timeout-over-limit
        return self.llm.responses.create(model="gpt-4o", input=story, max_output_tokens=300, timeout=25).output_text


@dataclass
class Settings:
    model: str = "gpt-4o"
    timeout: float = 45.0


settings = Settings()


def by_settings(story: str) -> Any:
    # fail: timeout-over-limit
    return plain.responses.create(model=settings.model, input=story, max_output_tokens=30, timeout=settings.timeout)


def by_settings_handed_in(story: str, settings: Settings) -> Any:
    # possible: timeout-over-limit
    return plain.responses.create(model=settings.model, input=story, max_output_tokens=30, timeout=settings.timeout)


class Fact(BaseModel):
    claim: str


def facts(story: str) -> list[Fact]:
    reader = instructor.from_openai(AzureOpenAI(api_version="2024-06-01", timeout=75))
    return reader.chat.completions.create(  # fail: timeout-over-limit
        model="chat-prod", response_model=list[Fact], messages=[{"role": "user", "content": story}], max_tokens=500
    )


def through_http(story: str) -> Any:
    llm = OpenAI(http_client=httpx.Client(timeout=60.0))
    return llm.responses.create(model="gpt-4o", input=story, max_output_tokens=30)  # fail: timeout-over-limit


def forever(story: str) -> Any:
    # unbounded-timeout says so
    return plain.responses.create(model="gpt-4o", input=story, max_output_tokens=30, timeout=None)  # ok: timeout-over-limit


def as_it_was(story: str) -> Any:
    return openai.ChatCompletion.create(  # fail: timeout-over-limit
        model="gpt-3.5-turbo", messages=[{"role": "user", "content": story}], timeout=5, request_timeout=60, max_tokens=30
    )


def a_mail(service: Any, body: str) -> Any:
    return service.emails.messages.create(to="desk@example.org", body=body, timeout=600)  # ok: timeout-over-limit (no call: mail)
