"""What a document pipeline sends to models; its first version hung one Sunday and nobody noticed until Monday."""

import asyncio
import os
from typing import Any, Optional

import anthropic
import httpx
import openai
from anthropic import AsyncAnthropic
from google import genai
from openai import NOT_GIVEN, AsyncOpenAI, AzureOpenAI, OpenAI
from openai import Timeout as SdkTimeout

NO_LIMIT = None
WAIT: Optional[float] = None

forever = OpenAI(timeout=None)
bounded = OpenAI(timeout=30)
plain = OpenAI()
by_constant = OpenAI(timeout=WAIT)
hello = [{"role": "user", "content": "Hello"}]

forever.responses.create(model="gpt-4o", input="Hello", max_output_tokens=9)  # fail: unbounded-timeout
bounded.responses.create(model="gpt-4o", input="Hello", max_output_tokens=9)  # ok: unbounded-timeout
# ten minutes are long, and end
plain.responses.create(model="gpt-4o", input="Hello", max_output_tokens=9)  # ok: unbounded-timeout
by_constant.responses.create(model="gpt-4o", input="Hello", max_output_tokens=9)  # fail: unbounded-timeout
plain.responses.create(model="gpt-4o", input="Hello", max_output_tokens=9, timeout=None)  # fail: unbounded-timeout
plain.responses.create(model="gpt-4o", input="Hello", max_output_tokens=9, timeout=NO_LIMIT)  # fail: unbounded-timeout
forever.responses.create(model="gpt-4o", input="Hello", max_output_tokens=9, timeout=20)  # ok: unbounded-timeout
forever.responses.create(model="gpt-4o", input="Hello", max_output_tokens=9, timeout=NOT_GIVEN)  # fail: unbounded-timeout
forever.with_options(timeout=20).chat.completions.create(model="gpt-4o", messages=hello, max_tokens=9)  # ok: unbounded-timeout
bounded.with_options(timeout=None).chat.completions.create(model="gpt-4o", messages=hello, max_tokens=9)  # fail: unbounded-timeout


# -- timeout objects ------------------------------------------------------------------------------------------------------

phases = OpenAI(timeout=httpx.Timeout(None, connect=5.0))
phases_that_end = OpenAI(timeout=httpx.Timeout(30, connect=5.0))
read_without_end = anthropic.Anthropic(timeout=httpx.Timeout(30.0, read=None))
only_connect_without_end = anthropic.Anthropic(timeout=httpx.Timeout(30.0, connect=None))
of_the_sdk = OpenAI(timeout=SdkTimeout(None))

phases.responses.create(model="gpt-4o", input="Hello", max_output_tokens=9)  # fail: unbounded-timeout
phases_that_end.responses.create(model="gpt-4o", input="Hello", max_output_tokens=9)  # ok: unbounded-timeout
read_without_end.messages.create(model="claude-3-5-haiku-20241022", max_tokens=9, messages=hello)  # fail: unbounded-timeout
only_connect_without_end.messages.create(model="claude-3-5-haiku-20241022", max_tokens=9, messages=hello)  # ok: unbounded-timeout
of_the_sdk.responses.create(model="gpt-4o", input="Hello", max_output_tokens=9)  # fail: unbounded-timeout


# -- http clients ---------------------------------------------------------------------------------------------------------

unbounded_http = OpenAI(http_client=httpx.Client(timeout=None))
overruled_http = OpenAI(http_client=httpx.Client(timeout=None), timeout=30)
async_http = AsyncOpenAI(http_client=httpx.AsyncClient(timeout=None, limits=httpx.Limits(max_connections=20)))

unbounded_http.responses.create(model="gpt-4o", input="Hello", max_output_tokens=9)  # fail: unbounded-timeout
overruled_http.responses.create(model="gpt-4o", input="Hello", max_output_tokens=9)  # ok: unbounded-timeout


async def through_http(question: str) -> Any:
    return await async_http.responses.create(model="gpt-4o", input=question, max_output_tokens=9)  # fail: unbounded-timeout


# -- deadlines ------------------------------------------------------------------------------------------------------------

aclaude = AsyncAnthropic(timeout=None)


async def bounded_from_outside(text: str) -> Any:
    return await asyncio.wait_for(
        # ok: unbounded-timeout
        aclaude.messages.create(model="claude-3-5-haiku-20241022", max_tokens=9, messages=[{"role": "user", "content": text}]), 20
    )


async def bounded_by_a_block(text: str) -> Any:
    async with asyncio.timeout(20):
        # ok: unbounded-timeout
        return await aclaude.messages.create(
            model="claude-3-5-haiku-20241022", max_tokens=9, messages=[{"role": "user", "content": text}]
        )


async def not_bounded_at_all(text: str) -> Any:
    async with asyncio.timeout(None):
        # fail: unbounded-timeout
        return await aclaude.messages.create(
            model="claude-3-5-haiku-20241022", max_tokens=9, messages=[{"role": "user", "content": text}]
        )


# -- pipelines ------------------------------------------------------------------------------------------------------------


class Pipeline:
    def __init__(self, timeout: Optional[float] = None, llm: Optional[OpenAI] = None) -> None:
        self.timeout = timeout
        self.llm = llm or OpenAI(timeout=timeout)

    def summarise(self, text: str) -> str:
        # possible: unbounded-timeout
        return self.llm.responses.create(model="gpt-4o", input=text, max_output_tokens=200).output_text

    def title(self, text: str) -> str:
        # possible: unbounded-timeout
        return self.llm.responses.create(model="gpt-4o", input=text, max_output_tokens=20, timeout=self.timeout).output_text

    def tags(self, text: str) -> str:
        timeout = self.timeout if self.timeout is not None else 30
        # whatever number the caller gave, where it is not None
        # ok: unbounded-timeout
        return self.llm.responses.create(model="gpt-4o", input=text, max_output_tokens=20, timeout=timeout).output_text


def batch(texts: list[str], slow: bool) -> list[Any]:
    options = {"model": "gpt-4o", "max_output_tokens": 100}
    if slow:
        options["timeout"] = None
    return [plain.responses.create(input=text, **options) for text in texts]  # possible: unbounded-timeout


def whatever_is_said(text: str, seconds) -> Any:
    # undecided: unbounded-timeout (the caller may pass None)
    return plain.responses.create(model="gpt-4o", input=text, max_output_tokens=100, timeout=seconds)


def from_the_environment(text: str) -> Any:
    seconds = os.getenv("LLM_TIMEOUT")
    llm = OpenAI(timeout=float(seconds) if seconds else None)
    return llm.responses.create(model="gpt-4o", input=text, max_output_tokens=100)  # possible: unbounded-timeout


def from_the_environment_with_a_default(text: str) -> Any:
    llm = OpenAI(timeout=float(os.environ.get("LLM_TIMEOUT", "30")))
    # a number, though which one is not known
    # ok: unbounded-timeout
    return llm.responses.create(model="gpt-4o", input=text, max_output_tokens=100)


def from_the_environment_where_0_means_none(text: str) -> Any:
    llm = genai.Client(http_options={"timeout": int(os.environ.get("LLM_TIMEOUT_MS", "30000"))})
    # undecided: unbounded-timeout (environment)
    return llm.models.generate_content(model="gemini-2.5-flash", contents=text, config={"max_output_tokens": 100})


def handed_in(llm: OpenAI, text: str) -> Any:
    # undecided: unbounded-timeout (the client is made elsewhere)
    return llm.responses.create(model="gpt-4o", input=text, max_output_tokens=100)


def options_handed_in(text: str, **options: Any) -> Any:
    # undecided: unbounded-timeout (the caller may pass None)
    return bounded.responses.create(model="gpt-4o", input=text, **options)


def options_handed_in_below_a_value(text: str, **options: Any) -> Any:
    # ok: unbounded-timeout
    return bounded.responses.create(**{"model": "gpt-4o", **options, "timeout": 20, "input": text})


def on_azure(text: str) -> Any:
    llm = AzureOpenAI(
        api_version="2024-06-01",
        azure_endpoint="https://acme.openai.azure.com",
        timeout=None,
    )
    return llm.chat.completions.create(  # fail: unbounded-timeout
        model="chat-prod", messages=[{"role": "user", "content": text}], max_tokens=100
    )


# -- the module as a client -----------------------------------------------------------------------------------------------


def through_the_module(text: str) -> Any:
    openai.timeout = None
    return openai.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": text}], max_tokens=9)  # fail: unbounded-timeout


def as_it_was(text: str) -> Any:
    # None was the default in the old SDK: ten minutes
    return openai.ChatCompletion.create(  # ok: unbounded-timeout
        model="gpt-3.5-turbo", messages=[{"role": "user", "content": text}], request_timeout=None, max_tokens=9
    )


def number_in_words(text: str) -> Any:
    # fail: unbounded-timeout
    return plain.responses.create(model="gpt-4o", input=text, max_output_tokens=9, timeout=float("inf"))


def tickets(service: Any) -> Any:
    return service.threads.messages.create(thread_id="t1", content="Hi", timeout=None)  # ok: unbounded-timeout (no call: a thread)
