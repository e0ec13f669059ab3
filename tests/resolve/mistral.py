"""Mistral from 2 on: milliseconds, a method of its own for coroutines and streams, and a timeout that came with the versions."""

import os

from mistralai.client import Mistral
from mistralai.client.utils import BackoffStrategy, RetryConfig

client = Mistral(api_key=os.environ["MISTRAL_API_KEY"], timeout_ms=20_000)
MODEL = "mistral-small-latest"


def ask(text: str) -> None:
    # value: sdk = Known("mistralai")
    # value: timeout = Known(20, client)
    # value: max_retries = Known(0, sdk_default)
    # value: max_output_tokens = Known(300, call)
    # value: model = Known("mistral-small-latest", call)
    # value: provider = Known("mistral")
    client.chat.complete(model=MODEL, messages=[{"role": "user", "content": text}], max_tokens=300)
    # value: timeout = Known(1.5, call)
    client.chat.complete(model=MODEL, messages=[], timeout_ms=1500)
    # None switches the client's retries off
    # value: max_retries = Known(0, call)
    # value: attempts = Known(1, call)
    Mistral(retry_config=RetryConfig("backoff", BackoffStrategy(1, 50, 1.1, 100), False)).chat.complete(
        model=MODEL, messages=[], retries=None
    )
    # None is as good as nothing
    # value: timeout = Known(20, client)
    # value: max_output_tokens = Absent
    client.chat.complete(model=MODEL, messages=[], timeout_ms=None, max_tokens=None)
    # value: stream = Known(True)
    # value: timeout = Known(20, client)
    client.chat.stream(model=MODEL, messages=[])
    # bounded by time: how often it sends is not told
    # value: max_retries = Unknown(unsupported)
    # value: attempts = Unknown(unsupported)
    client.chat.parse(dict, model=MODEL, messages=[], retries=RetryConfig("backoff", BackoffStrategy(1, 50, 1.1, 100), False))
    # value: max_output_tokens = Known(64, call)
    client.fim.complete(model="codestral-latest", prompt="def f(", suffix="return a", max_tokens=64)
    # value: max_output_tokens = Known(99, call)
    # value: model = Known("mistral-small-latest", call)
    client.beta.conversations.start(model=MODEL, inputs=text, completion_args={"max_tokens": 99})
    # value: model = Known("mistral-embed", call)
    client.embeddings.create(model="mistral-embed", inputs=[text])


async def elsewhere(text: str) -> None:
    async with Mistral() as other:
        # none before 2.3, half a minute before 2.5
        # value: timeout = OneOf(Absent, Known(30, sdk_default), Known(300, sdk_default))
        # value: async = Known(True)
        await other.chat.complete_async(model=MODEL, messages=[])
        # value: timeout = Known(7, call)
        # value: stream = Known(True)
        async for part in await other.chat.stream_async(model=MODEL, messages=[], timeout_ms=7000):
            print(part)


def unlike(self, given) -> None:
    # what only Mistral has
    # value: sdk = Known("mistralai")
    # value: timeout = Unknown(parameter)
    self.client.chat.complete(model=MODEL, messages=[])
    given.chat.complete("x")
    given.beta.conversations.start(inputs=[])
