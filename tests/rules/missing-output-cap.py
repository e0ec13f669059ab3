"""A bookshop's recommendations, reviews and mails, written by a model within limits, mostly."""

import asyncio
import json
from typing import Any, Optional

import anthropic
import instructor
import openai
from langsmith.wrappers import wrap_openai
from openai import NOT_GIVEN, AsyncOpenAI, AzureOpenAI, OpenAI
from pydantic import BaseModel
from twilio.rest import Client as Twilio

client = OpenAI(timeout=30)
aclient = AsyncOpenAI(timeout=30)
azure = AzureOpenAI(api_version="2024-06-01", timeout=30)
claude = anthropic.Anthropic(timeout=30)
twilio = Twilio()
MAX_TOKENS = 400
CAPPED = {"temperature": 0.2, "max_tokens": 300}
UNCAPPED = {"temperature": 0.2, "top_p": 0.9}


def recommend(book: str) -> str:
    completion = client.chat.completions.create(  # fail: missing-output-cap
        model="gpt-4o", messages=[{"role": "user", "content": f"Books like {book}?"}], temperature=0.7
    )
    return completion.choices[0].message.content


def recommend_three(book: str) -> str:
    completion = client.chat.completions.create(  # ok: missing-output-cap
        model="gpt-4o", messages=[{"role": "user", "content": f"Three books like {book}?"}], max_tokens=MAX_TOKENS
    )
    return completion.choices[0].message.content


def think(question: str) -> str:
    # ok: missing-output-cap
    completion = client.chat.completions.create(
        model="o3", messages=[{"role": "user", "content": question}], max_completion_tokens=4000
    )
    return completion.choices[0].message.content


def respond(question: str) -> str:
    return client.responses.create(model="gpt-4o", input=question).output_text  # fail: missing-output-cap


def respond_within(question: str) -> str:
    return client.responses.create(model="gpt-4o", input=question, max_output_tokens=500).output_text  # ok: missing-output-cap


def none_is_no_cap(question: str) -> str:
    # sent as null, which the provider takes for its own maximum
    return client.responses.create(model="gpt-4o", input=question, max_output_tokens=None).output_text  # fail: missing-output-cap


def not_given(question: str) -> Any:
    # fail: missing-output-cap
    return client.chat.completions.create(
        model="gpt-4o", messages=[{"role": "user", "content": question}], max_tokens=NOT_GIVEN
    )


def the_parameter_of_another_method(question: str) -> Any:
    # the SDK refuses max_tokens here, so nothing caps this call
    # fail: missing-output-cap
    return client.responses.create(model="gpt-4o", input=question, extra_body={"max_tokens": 100})


def in_the_body(question: str) -> Any:
    # ok: missing-output-cap
    return client.responses.create(model="gpt-4o", input=question, extra_body={"max_output_tokens": 100})


def embed(texts: list[str]) -> Any:
    # nothing is generated
    return client.embeddings.create(model="text-embedding-3-small", input=texts)  # ok: missing-output-cap


def cover(title: str) -> Any:
    return client.images.generate(model="gpt-image-1", prompt=f"A book cover for {title}")  # ok: missing-output-cap


def spread(messages: list[dict[str, str]]) -> Any:
    return client.chat.completions.create(model="gpt-4o", messages=messages, **CAPPED)  # ok: missing-output-cap


def spread_without(messages: list[dict[str, str]]) -> Any:
    return client.chat.completions.create(model="gpt-4o", messages=messages, **UNCAPPED)  # fail: missing-output-cap


def overruled(messages: list[dict[str, str]]) -> Any:
    # fail: missing-output-cap
    return client.chat.completions.create(**{"model": "gpt-4o", "messages": messages, **CAPPED, "max_tokens": None})


def built(messages: list[dict[str, str]], short: bool) -> Any:
    kwargs: dict[str, Any] = {"model": "gpt-4o", "messages": messages}
    if short:
        kwargs["max_tokens"] = 100
    return client.chat.completions.create(**kwargs)  # possible: missing-output-cap


def built_always(messages: list[dict[str, str]], short: bool) -> Any:
    kwargs: dict[str, Any] = {"model": "gpt-4o", "messages": messages}
    kwargs.update(max_tokens=100 if short else 500)
    kwargs.setdefault("temperature", 0)
    return client.chat.completions.create(**kwargs)  # ok: missing-output-cap


def optional(messages: list[dict[str, str]], max_tokens: Optional[int] = None) -> Any:
    # possible: missing-output-cap
    return client.chat.completions.create(model="gpt-4o", messages=messages, max_tokens=max_tokens)


def optional_with_a_number(messages: list[dict[str, str]], max_tokens: Optional[int] = None) -> Any:
    # undecided: missing-output-cap (0 and None become 256, anything else stays)
    return client.chat.completions.create(model="gpt-4o", messages=messages, max_tokens=max_tokens or 256)


def at_most(messages: list[dict[str, str]], wanted: int) -> Any:
    # ok: missing-output-cap
    return client.chat.completions.create(model="gpt-4o", messages=messages, max_tokens=min(wanted, 1000))


def whatever_the_caller_says(messages: list[dict[str, str]], **kwargs: Any) -> Any:
    # undecided: missing-output-cap (the caller may pass one)
    return client.chat.completions.create(model="gpt-4o", messages=messages, **kwargs)


def from_a_file(messages: list[dict[str, str]], path: str) -> Any:
    with open(path) as handle:
        options = json.load(handle)
    # undecided: missing-output-cap (the file may say)
    return client.chat.completions.create(model="gpt-4o", messages=messages, **options)


def the_callers_number(messages: list[dict[str, str]], limit: int) -> Any:
    # a number, says the annotation, whichever
    # ok: missing-output-cap
    return client.chat.completions.create(model="gpt-4o", messages=messages, max_tokens=limit)


# -- the other makers -----------------------------------------------------------------------------------------------------


def review(text: str) -> str:
    message = claude.messages.create(  # ok: missing-output-cap
        model="claude-3-5-haiku-20241022", max_tokens=1024, messages=[{"role": "user", "content": text}]
    )
    return message.content[0].text


def review_streaming(text: str) -> str:
    # ok: missing-output-cap
    with claude.messages.stream(
        model="claude-3-5-haiku-20241022", max_tokens=1024, messages=[{"role": "user", "content": text}]
    ) as stream:
        return stream.get_final_text()


def review_refused(text: str) -> Any:
    # anthropic refuses the call without max_tokens, so nothing without a cap is ever sent
    # undecided: missing-output-cap (if the call works, max_tokens is given in a way that is not seen)
    return claude.messages.create(model="claude-3-5-haiku-20241022", messages=[{"role": "user", "content": text}])


def review_sometimes_refused(text: str, short: bool) -> Any:
    kwargs: dict[str, Any] = {"model": "claude-3-5-haiku-20241022"}
    if short:
        kwargs["max_tokens"] = 100
    # ok: missing-output-cap
    return claude.messages.create(messages=[{"role": "user", "content": text}], **kwargs)


def on_azure(text: str) -> Any:
    # fail: missing-output-cap
    return azure.chat.completions.create(model="chat-prod", messages=[{"role": "user", "content": text}])


def raw(text: str) -> Any:
    # fail: missing-output-cap
    return client.chat.completions.with_raw_response.create(model="gpt-4o", messages=[{"role": "user", "content": text}])


def as_it_was(text: str) -> Any:
    # fail: missing-output-cap
    return openai.ChatCompletion.create(model="gpt-3.5-turbo", messages=[{"role": "user", "content": text}])


def completes(text: str) -> Any:
    # fail: missing-output-cap
    return openai.Completion.create(engine="davinci", prompt=text, temperature=0)


def completes_within(text: str) -> Any:
    return openai.Completion.create(engine="davinci", prompt=text, max_tokens=50)  # ok: missing-output-cap


class Book(BaseModel):
    title: str
    author: str


def parse(text: str) -> Optional[Book]:
    completion = client.beta.chat.completions.parse(  # fail: missing-output-cap
        model="gpt-4o", messages=[{"role": "user", "content": text}], response_format=Book
    )
    return completion.choices[0].message.parsed


def with_instructor(text: str) -> Book:
    reader = instructor.patch(OpenAI(timeout=20))
    # fail: missing-output-cap
    return reader.chat.completions.create(model="gpt-4o", response_model=Book, messages=[{"role": "user", "content": text}])


traced = wrap_openai(OpenAI(timeout=20))


def with_tracing(text: str) -> Any:
    # ok: missing-output-cap
    return traced.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": text}], max_tokens=80)


# -- services -------------------------------------------------------------------------------------------------------------


class Mailer:
    max_tokens = 600

    def __init__(self, llm: AsyncOpenAI, style: Optional[str] = None) -> None:
        self.llm = llm
        self.style = style
        self.options = {"model": "gpt-4o", "max_tokens": self.max_tokens}

    async def write(self, topic: str) -> str:
        completion = await self.llm.chat.completions.create(  # ok: missing-output-cap
            messages=[{"role": "user", "content": topic}], **self.options
        )
        return completion.choices[0].message.content

    async def subject(self, topic: str) -> str:
        # fail: missing-output-cap
        completion = await self.llm.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": topic}])
        return completion.choices[0].message.content

    async def both(self, topic: str) -> list[str]:
        return list(await asyncio.gather(self.write(topic), self.subject(topic)))


def run_assistant(thread_id: str, assistant_id: str) -> Any:
    # fail: missing-output-cap
    return client.beta.threads.runs.create_and_poll(thread_id=thread_id, assistant_id=assistant_id)


def add_message(thread_id: str, text: str) -> Any:
    # ok: missing-output-cap (no call: a message is stored, no model answers)
    return client.beta.threads.messages.create(thread_id, role="user", content=text)


def text_message(number: str, text: str) -> Any:
    return twilio.messages.create(body=text, from_="+493012345", to=number)  # ok: missing-output-cap (no call: Twilio)
