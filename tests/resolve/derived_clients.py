"""Copies of a client with other options, and what else gives a client back."""

import functools
from typing import Any, cast

import instructor
from braintrust import wrap_openai as traced_by_braintrust
from langsmith.wrappers import wrap_openai
from openai import AsyncOpenAI, OpenAI

client = OpenAI(timeout=10, max_retries=1)
quick = client.with_options(timeout=2)
quicker = quick.with_options(timeout=1).with_options(max_retries=0)
duplicate = client.copy(timeout=3)

quick.responses.create(model="gpt-4o", input="Hi")  # value: timeout = Known(2, derived)
# value: timeout = Known(1, derived)
# value: max_retries = Known(0, derived)
quicker.responses.create(model="gpt-4o", input="Hi")
duplicate.responses.create(model="gpt-4o", input="Hi")  # value: timeout = Known(3, derived)
client.responses.create(model="gpt-4o", input="Hi")  # value: timeout = Known(10, client)
# value: timeout = Known(10, client)
# value: max_retries = Known(5, derived)
client.with_options(max_retries=5).responses.create(model="gpt-4o", input="Hi")
# value: timeout = Known(4, call)
client.with_options(timeout=5).responses.create(model="gpt-4o", input="Hi", timeout=4)
# value: timeout = Known(UNBOUNDED, derived)
client.with_options(timeout=None).responses.create(model="gpt-4o", input="Hi")


def options(**kwargs: Any) -> None:
    # value: timeout = Unknown(parameter)
    client.with_options(**kwargs).responses.create(model="gpt-4o", input="Hi")


# raw and streaming views
# value: timeout = Known(10, client)
client.responses.with_raw_response.create(model="gpt-4o", input="Hi")
# value: timeout = Known(6, call)
client.chat.completions.with_raw_response.create(model="gpt-4o", messages=[], timeout=6)
# value: timeout = Known(10, client)
client.with_raw_response.chat.completions.create(model="gpt-4o", messages=[])
# value: timeout = Known(10, client)
with client.chat.completions.with_streaming_response.create(model="gpt-4o", messages=[]) as response:
    print(response.headers)

# wrappers keep the client
structured = instructor.from_openai(client)
patched = instructor.patch(OpenAI(timeout=7))
traced = wrap_openai(OpenAI(timeout=8))
both = traced_by_braintrust(instructor.from_openai(OpenAI(timeout=9), mode=instructor.Mode.JSON))
structured.chat.completions.create(model="gpt-4o", messages=[], response_model=dict)  # value: timeout = Known(10, client)
patched.chat.completions.create(model="gpt-4o", messages=[], response_model=dict)  # value: timeout = Known(7, client)
traced.chat.completions.create(model="gpt-4o", messages=[])  # value: timeout = Known(8, client)
both.chat.completions.create(model="gpt-4o", messages=[])  # value: timeout = Known(9, client)

# names for a part of a client
completions = client.chat.completions
create = client.with_options(timeout=11).chat.completions.create
completions.create(model="gpt-4o", messages=[])  # value: timeout = Known(10, client)
create(model="gpt-4o", messages=[])  # value: timeout = Known(11, derived)
ask = functools.partial(client.responses.create, model="gpt-4o", timeout=12)
# value: timeout = Known(12, call)
# value: model = Known("gpt-4o", call)
ask(input="Hi")
# value: timeout = Known(13, call)
ask(input="Hi", timeout=13)
cast(OpenAI, client).responses.create(model="gpt-4o", input="Hi")  # value: timeout = Known(10, client)
cast("Any", client).responses.create(model="gpt-4o", input="Hi")  # value: timeout = Known(10, client)


class Bound:
    def __init__(self) -> None:
        self.client = OpenAI(timeout=14)
        self._create = self.client.responses.create
        self._ask = functools.partial(self._create, model="gpt-4o")

    def ask(self, text: str) -> None:
        self._create(model="gpt-4o", input=text)  # value: timeout = Known(14, client)
        self._ask(input=text)  # value: model = Known("gpt-4o", call)


with OpenAI(timeout=15) as entered:
    entered.responses.create(model="gpt-4o", input="Hi")  # value: timeout = Known(15, client)

with client as same, client.with_options(timeout=16) as other:
    same.responses.create(model="gpt-4o", input="Hi")  # value: timeout = Known(10, client)
    other.responses.create(model="gpt-4o", input="Hi")  # value: timeout = Known(16, derived)


async def main() -> None:
    async with AsyncOpenAI(timeout=17) as entered:
        await entered.responses.create(model="gpt-4o", input="Hi")  # value: timeout = Known(17, client)
        async with entered.responses.stream(model="gpt-4o", input="Hi") as stream:  # value: stream = Known(True)
            print(stream)


def in_a_stack() -> None:
    import contextlib

    with contextlib.ExitStack() as stack:
        held = stack.enter_context(OpenAI(timeout=18))
        # value: timeout = Known(18, client)
        held.responses.create(model="gpt-4o", input="Hi")
    with contextlib.closing(OpenAI(timeout=19)) as closed:
        # value: timeout = Known(19, client)
        closed.responses.create(model="gpt-4o", input="Hi")


def changed_in_place() -> None:
    own = OpenAI(timeout=20)
    own.timeout = 21
    # value: timeout = Known(21, client)
    own.responses.create(model="gpt-4o", input="Hi")


def getattr_by_name() -> None:
    # value: timeout = Known(10, client)
    getattr(client, "responses").create(model="gpt-4o", input="Hi")


def in_lists_and_dicts() -> None:
    clients = [OpenAI(timeout=22), OpenAI(timeout=23)]
    named = {"a": OpenAI(timeout=24)}
    clients[0].responses.create(model="gpt-4o", input="Hi")  # value: timeout = Known(22, client)
    named["a"].responses.create(model="gpt-4o", input="Hi")  # value: timeout = Known(24, client)
    for each in clients:
        # value: timeout = OneOf(Known(22, client), Known(23, client))
        each.responses.create(model="gpt-4o", input="Hi")
    for each in named.values():
        # value: timeout = Known(24, client)
        each.responses.create(model="gpt-4o", input="Hi")
    [(lambda one: one)(each).responses.create(model="gpt-4o", input="Hi") for each in clients]  # value: timeout = OneOf(Known(22, client), Known(23, client))
