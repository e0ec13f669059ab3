"""What a test leaves possible."""

from typing import Any, Optional

from openai import OpenAI

client = OpenAI()


def is_none(text: str, timeout: Optional[float] = None) -> None:
    if timeout is None:
        timeout = 30
    # value: timeout = OneOf(Known(30, call), Unknown(parameter))
    client.responses.create(model="gpt-4o", input=text, timeout=timeout)


def is_none_of_two(text: str, long: bool) -> None:
    timeout = 60 if long else None
    if timeout is None:
        timeout = 30
    # value: timeout = OneOf(Known(30, call), Known(60, call))
    client.responses.create(model="gpt-4o", input=text, timeout=timeout)


def is_not_none(text: str, long: bool) -> None:
    timeout = 60 if long else None
    if timeout is not None:
        # value: timeout = Known(60, call)
        client.responses.create(model="gpt-4o", input=text, timeout=timeout)
    else:
        # value: timeout = Known(UNBOUNDED, call)
        client.responses.create(model="gpt-4o", input=text, timeout=timeout)


def falsy(text: str, long: bool) -> None:
    timeout = 60 if long else None
    if not timeout:
        return
    # value: timeout = Known(60, call)
    client.responses.create(model="gpt-4o", input=text, timeout=timeout)


def compared(text: str, model: str) -> None:
    if model == "o3":
        # value: model = Known("o3", call)
        client.responses.create(model=model, input=text)
    elif model != "gpt-4o":
        # value: model = Unknown(parameter)
        client.responses.create(model=model, input=text)
    else:
        # value: model = Known("gpt-4o", call)
        client.responses.create(model=model, input=text)


def one_of(text: str, model: str) -> None:
    if model in ("o3", "o1"):
        # todo-value: model = OneOf(Known("o1", call), Known("o3", call))
        client.responses.create(model=model, input=text)


def conditional_expression(text: str, timeout: Optional[float] = None) -> None:
    # value: timeout = OneOf(Known(31, call), Unknown(parameter))
    client.responses.create(model="gpt-4o", input=text, timeout=31 if timeout is None else timeout)


def both(text: str, timeout: Optional[float] = None, limit: Optional[int] = None) -> None:
    if timeout is not None and limit is not None:
        # value: timeout = Unknown(parameter)
        # value: max_output_tokens = Unknown(parameter)
        client.responses.create(model="gpt-4o", input=text, timeout=timeout, max_output_tokens=limit)


def walrus(text: str, options: dict[str, Any]) -> None:
    if (timeout := 5) and text:
        # value: timeout = Known(5, call)
        client.responses.create(model="gpt-4o", input=text, timeout=timeout)
    while (limit := 20) > 10:
        # value: max_output_tokens = Known(20, call)
        client.responses.create(model="gpt-4o", input=text, max_output_tokens=limit)
        break
    # value: model = Known("gpt-4o", call)
    client.responses.create(model=(model := "gpt-4o"), input=text)
    # value: model = Known("gpt-4o", call)
    client.responses.create(model=model, input=text)
    # value: timeout = Unknown(parameter)
    client.responses.create(model="gpt-4o", input=text, timeout=given) if (given := options.get("timeout")) else None


def asserted(text: str, long: bool) -> None:
    timeout = 60 if long else None
    assert timeout is not None
    # value: timeout = Known(60, call)
    client.responses.create(model="gpt-4o", input=text, timeout=timeout)


def checked(text: str, timeout: object) -> None:
    if isinstance(timeout, float):
        # value: timeout = Unknown(parameter)
        client.responses.create(model="gpt-4o", input=text, timeout=timeout)


def capped(text: str, timeout: float, limit: int) -> None:
    if timeout > 30:
        timeout = 30
    # todo-value: timeout = Bounded(None, 30, call)
    client.responses.create(model="gpt-4o", input=text, timeout=timeout)
    # value: max_output_tokens = Bounded(None, 500, call)
    client.responses.create(model="gpt-4o", input=text, max_output_tokens=min(limit, 500))
    # value: max_output_tokens = Bounded(16, None, call)
    client.responses.create(model="gpt-4o", input=text, max_output_tokens=max(limit, 16))
    # value: max_output_tokens = Bounded(16, 500, call)
    client.responses.create(model="gpt-4o", input=text, max_output_tokens=min(500, max(16, limit)))
    # value: max_output_tokens = Known(100, call)
    client.responses.create(model="gpt-4o", input=text, max_output_tokens=min(100, 200))


class Service:
    def __init__(self, client: Optional[OpenAI] = None) -> None:
        self.client = client or OpenAI(timeout=7)
        self.timeout: Optional[float] = None

    def ask(self, text: str) -> None:
        # value: timeout = OneOf(Known(7, client), Unknown(parameter))
        self.client.responses.create(model="gpt-4o", input=text)

    def ask_in_time(self, text: str) -> None:
        if self.timeout is None:
            self.timeout = 8
        # value: timeout = Known(8, call)
        self.client.responses.create(model="gpt-4o", input=text, timeout=self.timeout)
