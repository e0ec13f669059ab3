"""A help desk's code that talks to models, collected from its services, scripts and a notebook or two."""

import asyncio
import functools
import logging
import os
from contextlib import asynccontextmanager
from typing import Any, Optional

import anthropic
import anyio
import httpx
import instructor
import openai
from anthropic import Anthropic, AsyncAnthropic
from fastapi import Depends, FastAPI
from openai import NOT_GIVEN, AsyncAzureOpenAI, AsyncOpenAI, AzureOpenAI, OpenAI
from pydantic import BaseModel
from twilio.rest import Client as TwilioClient

log = logging.getLogger(__name__)
SYSTEM = "You are the help desk of a bicycle shop."
TIMEOUT = 20
DEFAULTS = {"temperature": 0, "timeout": 15}
BARE_DEFAULTS = {"temperature": 0}

client = OpenAI()
patient = OpenAI(timeout=TIMEOUT)
azure = AzureOpenAI(api_version="2024-06-01", azure_endpoint=os.environ["AZURE_ENDPOINT"])
claude = Anthropic(timeout=httpx.Timeout(30.0, connect=5.0))


# -- plain calls ----------------------------------------------------------------------------------------------------------


def greet(name: str) -> str:
    response = client.chat.completions.create(  # fail: missing-timeout
        model="gpt-4o-mini",
        messages=[{"role": "system", "content": SYSTEM}, {"role": "user", "content": f"Say hello to {name}"}],
        max_tokens=60,
    )
    return response.choices[0].message.content


def greet_patiently(name: str) -> str:
    # ok: missing-timeout
    response = patient.chat.completions.create(
        model="gpt-4o-mini", messages=[{"role": "user", "content": f"Say hello to {name}"}], max_tokens=60
    )
    return response.choices[0].message.content


def embed(texts: list[str]) -> list[list[float]]:
    vectors = client.embeddings.create(model="text-embedding-3-small", input=texts)  # fail: missing-timeout
    return [item.embedding for item in vectors.data]


def on_azure(question: str) -> str:
    answer = azure.chat.completions.create(  # fail: missing-timeout
        model="chat-prod", messages=[{"role": "user", "content": question}], max_tokens=200
    )
    return answer.choices[0].message.content


def quickly(question: str) -> str:
    return client.responses.create(model="gpt-4o-mini", input=question, max_output_tokens=50, timeout=3).output_text  # ok: missing-timeout


def with_claude(question: str) -> str:
    message = claude.messages.create(  # ok: missing-timeout
        model="claude-3-5-haiku-20241022", max_tokens=300, messages=[{"role": "user", "content": question}]
    )
    return message.content[0].text


# -- derived clients, spreads, markers ------------------------------------------------------------------------------------


def derived(question: str) -> str:
    # ok: missing-timeout
    return client.with_options(timeout=5, max_retries=0).responses.create(model="gpt-4o", input=question, max_output_tokens=9)


def derived_for_something_else(question: str) -> str:
    # fail: missing-timeout
    return client.with_options(max_retries=0).responses.create(model="gpt-4o", input=question, max_output_tokens=9)


def spread(messages: list[dict[str, str]]) -> Any:
    return client.chat.completions.create(model="gpt-4o", messages=messages, **DEFAULTS)  # ok: missing-timeout


def spread_without(messages: list[dict[str, str]]) -> Any:
    return client.chat.completions.create(model="gpt-4o", messages=messages, **BARE_DEFAULTS)  # fail: missing-timeout


def marker(messages: list[dict[str, str]]) -> Any:
    return client.chat.completions.create(model="gpt-4o", messages=messages, timeout=NOT_GIVEN)  # fail: missing-timeout


def marker_above_a_client(messages: list[dict[str, str]]) -> Any:
    return patient.chat.completions.create(model="gpt-4o", messages=messages, timeout=NOT_GIVEN)  # ok: missing-timeout


def no_limit_is_another_rule(messages: list[dict[str, str]]) -> Any:
    return client.chat.completions.create(model="gpt-4o", messages=messages, timeout=None)  # ok: missing-timeout


def forwarded(messages: list[dict[str, str]], **options: Any) -> Any:
    # undecided: missing-timeout (the caller may pass one)
    return client.chat.completions.create(model="gpt-4o", messages=messages, **options)


def optional(messages: list[dict[str, str]], timeout: Optional[float] = None) -> Any:
    options: dict[str, Any] = {"model": "gpt-4o", "messages": messages}
    if timeout is not None:
        options["timeout"] = timeout
    return client.chat.completions.create(**options)  # possible: missing-timeout


def forwarded_value(messages: list[dict[str, str]], timeout: float) -> Any:
    # a number, says the annotation, whichever
    return client.chat.completions.create(model="gpt-4o", messages=messages, timeout=timeout)  # ok: missing-timeout


def forwarded_without_a_word(messages: list[dict[str, str]], timeout) -> Any:
    # undecided: missing-timeout (whoever calls may pass NOT_GIVEN)
    return client.chat.completions.create(model="gpt-4o", messages=messages, timeout=timeout)


# -- whose client it is ---------------------------------------------------------------------------------------------------


class Triage:
    def __init__(self, api_key: str | None = None) -> None:
        self.client = OpenAI(api_key=api_key)
        self.fast = self.client.with_options(timeout=4)

    def label(self, text: str) -> str:
        answer = self.client.responses.create(model="gpt-4o-mini", input=text, max_output_tokens=8)  # fail: missing-timeout
        return answer.output_text

    def urgent(self, text: str) -> bool:
        answer = self.fast.responses.create(model="gpt-4o-mini", input=text, max_output_tokens=8)  # ok: missing-timeout
        return answer.output_text == "yes"


class Injected:
    def __init__(self, client: OpenAI) -> None:
        self.client = client

    def label(self, text: str) -> str:
        # undecided: missing-timeout (the client is made elsewhere)
        return self.client.responses.create(model="gpt-4o-mini", input=text, max_output_tokens=8).output_text


def annotated(llm: "AsyncOpenAI | None", text: str) -> Any:
    # undecided: missing-timeout (the client is made elsewhere)
    return llm.responses.create(model="gpt-4o-mini", input=text, max_output_tokens=8)


def duck_typed(llm: Any, messages: list[dict[str, str]]) -> Any:
    # undecided: missing-timeout (the client is made elsewhere)
    return llm.chat.completions.create(model="gpt-4o-mini", messages=messages, max_tokens=8)


def duck_typed_with_a_limit(llm: Any, messages: list[dict[str, str]]) -> Any:
    return llm.chat.completions.create(model="gpt-4o-mini", messages=messages, max_tokens=8, timeout=10)  # ok: missing-timeout


@functools.lru_cache
def get_client() -> AsyncOpenAI:
    return AsyncOpenAI(base_url="https://api.deepseek.com", api_key=os.environ["DEEPSEEK_API_KEY"])


async def with_the_cached_one(question: str) -> str:
    answer = await get_client().chat.completions.create(  # fail: missing-timeout
        model="deepseek-chat", messages=[{"role": "user", "content": question}], max_tokens=100
    )
    return answer.choices[0].message.content


def pick(production: bool) -> OpenAI:
    if production:
        return OpenAI(timeout=10)
    return OpenAI()


def picked(question: str, production: bool) -> str:
    answer = pick(production).responses.create(model="gpt-4o", input=question, max_output_tokens=9)  # possible: missing-timeout
    return answer.output_text


# -- async handlers, deadlines --------------------------------------------------------------------------------------------

app = FastAPI()
aclient = AsyncOpenAI()
aclaude = AsyncAnthropic()


@app.post("/ask")
async def ask(question: str) -> dict[str, str]:
    answer = await aclient.chat.completions.create(  # fail: missing-timeout
        model="gpt-4o-mini", messages=[{"role": "user", "content": question}], max_tokens=200
    )
    return {"answer": answer.choices[0].message.content}


@app.post("/ask-with-a-deadline")
async def ask_with_a_deadline(question: str) -> dict[str, str]:
    async with asyncio.timeout(12):
        # ok: missing-timeout
        answer = await aclient.chat.completions.create(
            model="gpt-4o-mini", messages=[{"role": "user", "content": question}], max_tokens=200
        )
    return {"answer": answer.choices[0].message.content}


@app.post("/summarise")
async def summarise(text: str) -> str:
    message = await asyncio.wait_for(
        # ok: missing-timeout
        aclaude.messages.create(model="claude-3-5-haiku-20241022", max_tokens=300, messages=[{"role": "user", "content": text}]),
        timeout=30,
    )
    return message.content[0].text


async def with_anyio(text: str) -> Any:
    with anyio.fail_after(10):
        # ok: missing-timeout
        return await aclaude.messages.create(model="claude-3-5-haiku-20241022", max_tokens=9, messages=[{"role": "user", "content": text}])


async def wait_without_end(text: str) -> Any:
    return await asyncio.wait_for(
        # fail: missing-timeout
        aclaude.messages.create(model="claude-3-5-haiku-20241022", max_tokens=9, messages=[{"role": "user", "content": text}]),
        timeout=None,
    )


async def stream(question: str) -> Any:
    # fail: missing-timeout
    async with aclaude.messages.stream(
        model="claude-3-5-haiku-20241022", max_tokens=900, messages=[{"role": "user", "content": question}]
    ) as events:
        async for text in events.text_stream:
            yield text


async def everyone(questions: list[str]) -> list[Any]:
    return await asyncio.gather(
        # fail: missing-timeout
        *(aclient.responses.create(model="gpt-4o-mini", input=question, max_output_tokens=50) for question in questions)
    )


@asynccontextmanager
async def session() -> Any:
    async with AsyncAzureOpenAI(api_version="2024-06-01", azure_endpoint="https://acme.openai.azure.com", timeout=25) as made:
        yield made


async def in_a_block(question: str) -> Any:
    async with AsyncOpenAI(timeout=25) as made:
        return await made.responses.create(model="gpt-4o", input=question, max_output_tokens=9)  # ok: missing-timeout


async def depends(question: str, llm: AsyncOpenAI = Depends(get_client)) -> Any:
    # the framework hands in what get_client makes
    # fail: missing-timeout
    return await llm.responses.create(model="gpt-4o", input=question, max_output_tokens=9)


# -- http clients ---------------------------------------------------------------------------------------------------------

proxied = OpenAI(http_client=httpx.Client(proxy="http://proxy:3128"))
proxied_with_a_limit = OpenAI(http_client=httpx.Client(proxy="http://proxy:3128", timeout=20))
default_in_words = OpenAI(http_client=httpx.Client(timeout=5))

proxied.responses.create(model="gpt-4o", input="Hello", max_output_tokens=9)  # fail: missing-timeout
proxied_with_a_limit.responses.create(model="gpt-4o", input="Hello", max_output_tokens=9)  # ok: missing-timeout
# httpx's own default: the SDK takes it for nobody's choice and keeps its ten minutes
default_in_words.responses.create(model="gpt-4o", input="Hello", max_output_tokens=9)  # fail: missing-timeout


# -- wrappers -------------------------------------------------------------------------------------------------------------


class Ticket(BaseModel):
    topic: str
    urgent: bool


structured = instructor.from_openai(OpenAI())
structured_patiently = instructor.from_openai(OpenAI(timeout=30))


def extract(text: str) -> Ticket:
    return structured.chat.completions.create(  # fail: missing-timeout
        model="gpt-4o-mini", response_model=Ticket, messages=[{"role": "user", "content": text}], max_tokens=200
    )


def extract_patiently(text: str) -> Ticket:
    return structured_patiently.chat.completions.create(  # ok: missing-timeout
        model="gpt-4o-mini", response_model=Ticket, messages=[{"role": "user", "content": text}], max_tokens=200
    )


# -- the module as a client, and its past ---------------------------------------------------------------------------------


def with_the_module(question: str) -> Any:
    # fail: missing-timeout
    return openai.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": question}], max_tokens=9)


def as_it_was(question: str) -> Any:
    # this timeout is how long a cold model may warm up; the request itself waits its ten minutes
    return openai.ChatCompletion.create(  # fail: missing-timeout
        model="gpt-3.5-turbo", messages=[{"role": "user", "content": question}], timeout=10, max_tokens=9
    )


def as_it_was_and_right(question: str) -> Any:
    return openai.ChatCompletion.create(  # ok: missing-timeout
        model="gpt-3.5-turbo", messages=[{"role": "user", "content": question}], request_timeout=10, max_tokens=9
    )


async def as_it_was_and_async(question: str) -> Any:
    return await openai.ChatCompletion.acreate(  # fail: missing-timeout
        model="gpt-3.5-turbo", messages=[{"role": "user", "content": question}], max_tokens=9
    )


# -- what only looks like it ----------------------------------------------------------------------------------------------

threads = OpenAI(timeout=10)
twilio = TwilioClient(os.environ["TWILIO_SID"], os.environ["TWILIO_TOKEN"])


def remember(thread: str, text: str) -> None:
    # ok: missing-timeout (no call: a message is stored, no model answers)
    client.beta.threads.messages.create(thread_id=thread, role="user", content=text)


def text_message(number: str, text: str) -> None:
    twilio.messages.create(to=number, from_="+4930123456", body=text)  # ok: missing-timeout (no call: Twilio)


def agent(letta: Any, agent_id: str, text: str) -> Any:
    # ok: missing-timeout (no call: Letta)
    return letta.agents.messages.create(agent_id=agent_id, messages=[{"role": "user", "content": text}])


def mail(service: Any, body: dict[str, str]) -> Any:
    return service.users().messages().send(userId="me", body=body).execute()  # ok: missing-timeout (no call: Gmail)


class Store:
    """The shop's own conversations, none of a model's business."""

    class completions:
        @staticmethod
        def create(**row: Any) -> None:
            log.info("stored %s", row)


def bookkeeping() -> None:
    Store.completions.create(model="bicycle", prompt="none")  # ok: missing-timeout (no call: a class of our own)


def suppressed(question: str) -> Any:
    return client.responses.create(  # ok: missing-timeout  # llmlint: ignore[missing-timeout] run by hand, watched
        model="gpt-4o", input=question, max_output_tokens=9
    )


if __name__ == "__main__":
    print(anthropic.Anthropic().messages.create(  # fail: missing-timeout
        model="claude-3-5-haiku-20241022", max_tokens=50, messages=[{"role": "user", "content": "Good morning"}]
    ))
