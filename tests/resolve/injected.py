"""Clients and options that someone else hands in."""

from dataclasses import dataclass
from typing import Annotated, Any, Optional, Protocol, Union

import anthropic
import openai
from fastapi import Depends
from openai import AsyncOpenAI, AzureOpenAI, OpenAI


def annotated(client: OpenAI, text: str) -> None:
    # value: timeout = Unknown(parameter)
    # value: max_retries = Unknown(parameter)
    # value: model = Known("gpt-4o", call)
    client.responses.create(model="gpt-4o", input=text)
    # value: timeout = Known(1, call)
    client.responses.create(model="gpt-4o", input=text, timeout=1)
    # value: timeout = Known(2, derived)
    client.with_options(timeout=2).responses.create(model="gpt-4o", input=text)


def quoted(client: "openai.OpenAI", text: str) -> None:
    # value: timeout = Unknown(parameter)
    client.responses.create(model="gpt-4o", input=text)


def optional(client: Optional[AsyncOpenAI], text: str) -> None:
    # value: timeout = Unknown(parameter)
    client.responses.create(model="gpt-4o", input=text)


def united(client: Union[OpenAI, AzureOpenAI], other: "OpenAI | anthropic.Anthropic", text: str) -> None:
    # value: timeout = Unknown(parameter)
    client.responses.create(model="gpt-4o", input=text)
    # value: timeout = Unknown(parameter)
    other.messages.create(model="claude-3-5-haiku-20241022", max_tokens=9, messages=[{"role": "user", "content": text}])


def with_metadata(client: Annotated[OpenAI, Depends(annotated)], text: str) -> None:
    # value: timeout = Unknown(parameter)
    client.responses.create(model="gpt-4o", input=text)


def with_a_default(text: str, client: OpenAI = OpenAI(timeout=3)) -> None:  # noqa: B008
    # value: timeout = OneOf(Known(3, client), Unknown(parameter))
    client.responses.create(model="gpt-4o", input=text)


def with_a_default_of_none(text: str, client: Optional[OpenAI] = None) -> None:
    client = client or OpenAI(timeout=4)
    # value: timeout = OneOf(Known(4, client), Unknown(parameter))
    client.responses.create(model="gpt-4o", input=text)


def with_a_default_of_none_tested(text: str, client: Optional[OpenAI] = None) -> None:
    if client is None:
        client = OpenAI(timeout=5)
    # value: timeout = OneOf(Known(5, client), Unknown(parameter))
    client.responses.create(model="gpt-4o", input=text)


def by_shape(llm: Any, text: str) -> None:
    # value: timeout = Unknown(parameter)
    llm.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": text}])


def by_shape_within(settings: Any, text: str) -> None:
    # value: timeout = Unknown(parameter)
    # value: model = Unknown(parameter)
    settings.llm.chat.completions.create(model=settings.model, messages=[{"role": "user", "content": text}])


class Service:
    def __init__(self, client: AsyncOpenAI, fast: Any, timeout: Optional[float] = None) -> None:
        self._client = client
        self.fast = fast
        self.timed = client.with_options(timeout=6)
        self.timeout = timeout or 7

    async def ask(self, text: str) -> None:
        # value: timeout = Known(9, client)
        await self._client.responses.create(model="gpt-4o", input=text)
        # value: timeout = Unknown(parameter)
        await self.fast.chat.completions.create(model="gpt-4o", messages=[])
        # value: timeout = Known(6, derived)
        await self.timed.responses.create(model="gpt-4o", input=text)
        # value: timeout = OneOf(Known(7, call), Unknown(parameter))
        await self._client.responses.create(model="gpt-4o", input=text, timeout=self.timeout)


@dataclass
class Deps:
    client: OpenAI
    model: str = "gpt-4o"

    def ask(self, text: str) -> None:
        # value: timeout = Unknown(parameter)
        # value: model = OneOf(Known("gpt-4o", call), Unknown(parameter))
        self.client.responses.create(model=self.model, input=text)


def wired(text: str) -> None:
    deps = Deps(OpenAI(timeout=8))
    # value: timeout = Known(8, client)
    deps.client.responses.create(model=deps.model, input=text)
    service = Service(AsyncOpenAI(timeout=9), fast=None, timeout=10)
    # value: timeout = Known(10, call)
    service._client.responses.create(model="gpt-4o", input=text, timeout=service.timeout)


class HasClient(Protocol):
    client: OpenAI


def by_protocol(holder: HasClient, text: str) -> None:
    # value: timeout = Unknown(parameter)
    holder.client.responses.create(model="gpt-4o", input=text)


def subclassed() -> None:
    class House(OpenAI):
        """The house's client, with its own defaults."""

    # value: timeout = Known(11, client)
    House(timeout=11).chat.completions.create(model="gpt-4o", messages=[])


class Shop(OpenAI):
    def __init__(self) -> None:
        super().__init__(timeout=12)

    def ask(self, text: str) -> None:
        # todo-value: timeout = Known(12, client)
        self.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": text}])
