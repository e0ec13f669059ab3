"""Functions that make a client, or what a call needs."""

import functools
import os
from contextlib import contextmanager
from functools import cache, cached_property, lru_cache
from typing import Any, Iterator, Optional

import anthropic
from openai import AsyncOpenAI, OpenAI

_client: Optional[OpenAI] = None


def make() -> OpenAI:
    return OpenAI(timeout=1)


def make_with(timeout: float = 2, **options: Any) -> OpenAI:
    return OpenAI(timeout=timeout, **options)


@lru_cache(maxsize=1)
def make_once() -> OpenAI:
    return OpenAI(timeout=3)


@cache
def make_for(model: str) -> OpenAI:
    if model.startswith("o"):
        return OpenAI(timeout=400)
    return OpenAI(timeout=4)


def get_client() -> OpenAI:
    global _client
    if _client is None:
        _client = OpenAI(timeout=5)
    return _client


def get_or_none() -> Optional[OpenAI]:
    if "OPENAI_API_KEY" not in os.environ:
        return None
    return OpenAI(timeout=6)


def by_name(name: str) -> Any:
    if name == "anthropic":
        return anthropic.Anthropic(timeout=7)
    elif name == "deepseek":
        return OpenAI(timeout=8, base_url="https://api.deepseek.com")
    raise ValueError(name)


async def make_async() -> AsyncOpenAI:
    return AsyncOpenAI(timeout=9)


@contextmanager
def session() -> Iterator[OpenAI]:
    client = OpenAI(timeout=10)
    try:
        yield client
    finally:
        client.close()


def pair() -> tuple[OpenAI, str]:
    return OpenAI(timeout=11), "gpt-4o"


def options(short: bool = False) -> dict[str, Any]:
    kwargs: dict[str, Any] = {"model": "gpt-4o", "timeout": 12}
    if short:
        kwargs["max_output_tokens"] = 10
    return kwargs


make().responses.create(model="gpt-4o", input="Hi")  # value: timeout = Known(1, client)
make_with().responses.create(model="gpt-4o", input="Hi")  # value: timeout = Known(2, client)
make_with(20).responses.create(model="gpt-4o", input="Hi")  # value: timeout = Known(20, client)
make_with(timeout=21).responses.create(model="gpt-4o", input="Hi")  # value: timeout = Known(21, client)
make_with(22, max_retries=5).responses.create(model="gpt-4o", input="Hi")  # value: max_retries = Known(5, client)
make_once().responses.create(model="gpt-4o", input="Hi")  # value: timeout = Known(3, client)
# value: timeout = OneOf(Known(4, client), Known(400, client))
make_for(os.environ["MODEL"]).responses.create(model="gpt-4o", input="Hi")
get_client().responses.create(model="gpt-4o", input="Hi")  # value: timeout = Known(5, client)
get_or_none().responses.create(model="gpt-4o", input="Hi")  # value: timeout = Known(6, client)
# value: timeout = Known(8, client)
# value: provider = Known("deepseek")
by_name("deepseek").responses.create(model="gpt-4o", input="Hi")
client, model = pair()
# value: timeout = Known(11, client)
# value: model = Known("gpt-4o", call)
client.responses.create(model=model, input="Hi")
# value: timeout = Known(12, call)
# value: max_output_tokens = Absent
client.responses.create(input="Hi", **options())
# value: max_output_tokens = Known(10, call)
client.responses.create(input="Hi", **options(short=True))


async def awaited() -> None:
    made = await make_async()
    # value: timeout = Known(9, client)
    await made.responses.create(model="gpt-4o", input="Hi")


def in_a_session() -> None:
    with session() as made:
        # todo-value: timeout = Known(10, client)
        made.responses.create(model="gpt-4o", input="Hi")


def global_directly() -> None:
    get_client()
    # value: timeout = Known(5, client)
    _client.responses.create(model="gpt-4o", input="Hi")


class Service:
    def __init__(self, timeout: float = 30) -> None:
        self.timeout = timeout
        self._made: Optional[OpenAI] = None

    @property
    def client(self) -> OpenAI:
        return OpenAI(timeout=13)

    @cached_property
    def cached(self) -> OpenAI:
        return OpenAI(timeout=14)

    @functools.cached_property
    def cached_by_module(self) -> OpenAI:
        return OpenAI(timeout=15)

    @property
    def lazy(self) -> OpenAI:
        if self._made is None:
            self._made = OpenAI(timeout=16)
        return self._made

    def make(self, timeout: Optional[float] = None) -> OpenAI:
        return OpenAI(timeout=timeout or 17)

    def options(self, **extra: Any) -> dict[str, Any]:
        return {"model": "gpt-4o", "timeout": 18, **extra}

    def ask(self, text: str) -> None:
        self.client.responses.create(model="gpt-4o", input=text)  # value: timeout = Known(13, client)
        self.cached.responses.create(model="gpt-4o", input=text)  # value: timeout = Known(14, client)
        self.cached_by_module.responses.create(model="gpt-4o", input=text)  # value: timeout = Known(15, client)
        self.lazy.responses.create(model="gpt-4o", input=text)  # value: timeout = Known(16, client)
        self.make().responses.create(model="gpt-4o", input=text)  # value: timeout = Known(17, client)
        self.make(170).responses.create(model="gpt-4o", input=text)  # value: timeout = Known(170, client)
        self.client.responses.create(input=text, **self.options())  # value: timeout = Known(18, call)
        self.client.responses.create(input=text, **self.options(timeout=180))  # value: timeout = Known(180, call)

    @classmethod
    def create(cls) -> "Service":
        return cls(timeout=19)


def made_by_the_class() -> None:
    service = Service.create()
    # value: timeout = Known(19, call)
    service.client.responses.create(model="gpt-4o", input="Hi", timeout=service.timeout)


make_quickly = lambda: OpenAI(timeout=23)  # noqa: E731
make_quickly().responses.create(model="gpt-4o", input="Hi")  # value: timeout = Known(23, client)
