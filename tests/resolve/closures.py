"""Functions within functions, lambdas, and what they see around them."""

import functools
from typing import Any, Callable

from openai import AsyncOpenAI, OpenAI

outer_client = OpenAI(timeout=1)


def build(timeout: float = 2) -> Callable[[str], Any]:
    client = OpenAI(timeout=3)
    limit = 50

    def ask(text: str) -> Any:
        # value: timeout = Known(3, client)
        # value: max_output_tokens = Known(50, call)
        return client.responses.create(model="gpt-4o", input=text, max_output_tokens=limit)

    def ask_slowly(text: str) -> Any:
        # value: timeout = OneOf(Known(2, call), Unknown(parameter))
        return client.responses.create(model="gpt-4o", input=text, timeout=timeout)

    def ask_deeper(text: str) -> Any:
        def again() -> Any:
            # value: timeout = Known(3, client)
            return client.responses.create(model="gpt-4o", input=text)

        return again()

    ask_slowly("Hi")
    ask_deeper("Hi")
    return ask


def rebound() -> None:
    timeout = 4

    def change() -> None:
        nonlocal timeout
        timeout = 5

    change()
    # todo-value: timeout = Known(5, call)
    outer_client.responses.create(model="gpt-4o", input="Hi", timeout=timeout)


def bound_later() -> None:
    def ask() -> Any:
        # value: timeout = Known(6, call)
        return outer_client.responses.create(model="gpt-4o", input="Hi", timeout=timeout)

    timeout = 6
    ask()


def lambdas() -> None:
    ask = lambda text, timeout=7: outer_client.responses.create(model="gpt-4o", input=text, timeout=timeout)  # noqa: E731  # value: timeout = OneOf(Known(7, call), Unknown(parameter))
    ask("Hi")
    options = lambda: {"timeout": 8}  # noqa: E731
    # value: timeout = Known(8, call)
    outer_client.responses.create(model="gpt-4o", input="Hi", **options())


def helper(text: str, timeout: float) -> Any:
    # value: timeout = Unknown(parameter)
    return outer_client.responses.create(model="gpt-4o", input=text, timeout=timeout)


def calls_helper() -> None:
    helper("Hi", 9)


def decorated_by_us(function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        return function(*args, **kwargs)

    return wrapper


@decorated_by_us
def make() -> OpenAI:
    return OpenAI(timeout=10)


def uses_a_decorated_factory() -> None:
    # value: timeout = Known(10, client)
    make().responses.create(model="gpt-4o", input="Hi")


class Tools:
    def __init__(self) -> None:
        self.llm = AsyncOpenAI(timeout=11)

    async def run(self, texts: list[str]) -> list[Any]:
        async def one(text: str) -> Any:
            # value: timeout = Known(11, client)
            return await self.llm.responses.create(model="gpt-4o", input=text)

        return [await one(text) for text in texts]

    def handlers(self) -> dict[str, Any]:
        # value: timeout = Known(11, client)
        return {"ask": lambda text: self.llm.responses.create(model="gpt-4o", input=text)}


def recursive(text: str, depth: int = 0) -> Any:
    if depth > 3:
        return None
    # value: timeout = Known(1, client)
    outer_client.responses.create(model="gpt-4o", input=text)
    return recursive(text, depth + 1)


def mutually(text: str) -> OpenAI:
    return other(text) if text else OpenAI(timeout=12)


def other(text: str) -> OpenAI:
    return mutually(text[1:])


def recursive_factories(text: str) -> None:
    # todo-value: timeout = Known(12, client)
    mutually(text).responses.create(model="gpt-4o", input=text)
