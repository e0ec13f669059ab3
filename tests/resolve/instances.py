"""What `self` has from `__init__` and from other methods."""

from typing import Any, Optional

from anthropic import AsyncAnthropic
from openai import AsyncOpenAI, OpenAI


class Chat:
    def __init__(self, model: str = "gpt-4o", timeout: float = 30, llm: Optional[OpenAI] = None) -> None:
        self.model = model
        self.timeout = timeout
        self.limit: int = 200
        self.client = OpenAI(timeout=12)
        self.given = llm
        self.options = {"temperature": 0, "max_output_tokens": 99}
        self._sync, self._async = OpenAI(timeout=1), AsyncOpenAI(timeout=2)

    def ask(self, text: str) -> Any:
        # value: timeout = Known(12, client)
        # value: model = OneOf(Known("gpt-4o", call), Unknown(parameter))
        # value: max_output_tokens = Known(200, call)
        return self.client.responses.create(model=self.model, input=text, max_output_tokens=self.limit)

    def ask_slowly(self, text: str) -> Any:
        # value: timeout = OneOf(Known(30, call), Unknown(parameter))
        return self.client.responses.create(model=self.model, input=text, timeout=self.timeout)

    def spread(self, text: str) -> Any:
        # value: max_output_tokens = Known(99, call)
        return self.client.responses.create(model=self.model, input=text, **self.options)

    def through_what_was_given(self, text: str) -> Any:
        # value: timeout = Unknown(parameter)
        return self.given.responses.create(model=self.model, input=text)

    async def unpacked(self, text: str) -> Any:
        # value: timeout = Known(2, client)
        return await self._async.responses.create(model=self.model, input=text)


class Connected:
    """Its client is made by another method."""

    client: AsyncAnthropic

    def connect(self) -> None:
        self.client = AsyncAnthropic(timeout=40)

    async def ask(self, text: str) -> Any:
        # value: timeout = Known(40, client)
        return await self.client.messages.create(model="claude-3-5-haiku-20241022", max_tokens=9, messages=[{"role": "user", "content": text}])


class Lazy:
    def __init__(self) -> None:
        self._client: Optional[OpenAI] = None

    def ensure(self) -> OpenAI:
        if self._client is None:
            self._client = OpenAI(timeout=41)
        return self._client

    def ask(self, text: str) -> Any:
        # value: timeout = Known(41, client)
        return self.ensure().responses.create(model="gpt-4o", input=text)

    def ask_directly(self, text: str) -> Any:
        self.ensure()
        # value: timeout = Known(41, client)
        return self._client.responses.create(model="gpt-4o", input=text)


class TwoWays:
    def __init__(self, fast: bool) -> None:
        if fast:
            self.client = OpenAI(timeout=5)
        else:
            self.client = OpenAI()

    def ask(self, text: str) -> Any:
        # value: timeout = OneOf(Known(5, client), Known(600, sdk_default))
        return self.client.responses.create(model="gpt-4o", input=text)


class Reconfigured:
    def __init__(self) -> None:
        self.client = OpenAI(timeout=5)

    def slow_down(self) -> None:
        self.client = self.client.with_options(timeout=50)

    def ask(self, text: str) -> Any:
        # either, by whether slow_down was called before
        # value: timeout = OneOf(Known(5, client), Known(50, derived))
        return self.client.responses.create(model="gpt-4o", input=text)


class Order:
    def __init__(self) -> None:
        self.timeout = 1
        self.client = OpenAI(timeout=self.timeout)
        self.timeout = 2

    def ask(self, text: str) -> Any:
        # value: timeout = Known(1, client)
        # value: max_output_tokens = Known(2, call)
        return self.client.responses.create(model="gpt-4o", input=text, max_output_tokens=self.timeout)


class WithHelper:
    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.setup()

    def setup(self) -> None:
        self.client = self.make(7)

    def make(self, timeout: float) -> OpenAI:
        return OpenAI(base_url=self.base_url, timeout=timeout)

    def ask(self, text: str) -> Any:
        # value: timeout = Known(7, client)
        # value: base_url = Unknown(parameter)
        return self.client.responses.create(model="gpt-4o", input=text)


class Nested:
    def __init__(self) -> None:
        self.chat = Chat(model="o3", timeout=9)

    def ask(self, text: str) -> Any:
        # value: timeout = Known(9, call)
        # value: model = Known("o3", call)
        return self.chat.client.responses.create(model=self.chat.model, input=text, timeout=self.chat.timeout)


def outside(text: str) -> Any:
    chat = Chat("gpt-4.1", timeout=3)
    # value: timeout = Known(3, call)
    # value: model = Known("gpt-4.1", call)
    # value: max_output_tokens = Known(200, call)
    return chat.client.responses.create(model=chat.model, input=text, timeout=chat.timeout, max_output_tokens=chat.limit)


def anyone(chat: Chat, text: str) -> Any:
    # value: timeout = Known(12, client)
    # value: max_output_tokens = Known(200, call)
    return chat.client.responses.create(model="o3", input=text, max_output_tokens=chat.limit)


class Adjustable:
    def __init__(self) -> None:
        self.client = OpenAI(timeout=60)
        self.cap = 100

    def ask(self, text: str) -> Any:
        # whoever holds the object may have set it, as `adjusted` does
        # value: max_output_tokens = OneOf(Known(100, call), Unknown(mutated))
        return self.client.responses.create(model="o3", input=text, max_output_tokens=self.cap)


def adjusted(text: str) -> Any:
    adjustable = Adjustable()
    adjustable.cap = 17
    # value: max_output_tokens = Known(17, call)
    return adjustable.client.responses.create(model="o3", input=text, max_output_tokens=adjustable.cap)


class Extended:
    cap = 300
    limit = 20

    def ask(self, text: str) -> Any:
        # what extends it is made, and set, in `tightened`
        # value: max_output_tokens = OneOf(Known(300, call), Unknown(mutated))
        # value: timeout = Known(20, call)
        return OpenAI().responses.create(model="o3", input=text, max_output_tokens=self.cap, timeout=self.limit)


class Extending(Extended):
    pass


def tightened(text: str) -> Any:
    extending = Extending()
    extending.cap = 18
    return extending.ask(text)
