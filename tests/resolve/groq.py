"""Groq: openai's methods on a client of its own, which waits for 60 seconds."""

import os

import groq
import instructor
from groq import NOT_GIVEN, AsyncGroq, Groq

client = Groq(api_key=os.environ["GROQ_API_KEY"], timeout=20, max_retries=1)
asynchronous = AsyncGroq()


def ask(text: str) -> None:
    # value: timeout = Known(20, client)
    # value: max_retries = Known(1, client)
    # value: max_output_tokens = Known(300, call)
    # value: model = Known("llama-3.1-8b-instant", call)
    # value: sdk = Known("groq")
    # value: provider = Known("groq")
    client.chat.completions.create(model="llama-3.1-8b-instant", messages=[], max_completion_tokens=300)
    # value: timeout = Known(5, call)
    # value: max_output_tokens = Known(100, call)
    client.chat.completions.create(model="llama-3.1-8b-instant", messages=[], max_tokens=100, timeout=5)
    # value: timeout = Known(UNBOUNDED, call)
    client.chat.completions.create(model="llama-3.1-8b-instant", messages=[], timeout=None)
    # value: timeout = Known(20, client)
    # value: max_output_tokens = Absent
    client.chat.completions.create(model="llama-3.1-8b-instant", messages=[], timeout=NOT_GIVEN, max_tokens=None)
    # value: timeout = Known(3, derived)
    # value: max_retries = Known(0, derived)
    client.with_options(timeout=3, max_retries=0).chat.completions.create(model="llama-3.1-8b-instant", messages=[])
    # value: max_output_tokens = Known(50, call)
    client.chat.completions.create(model="llama-3.1-8b-instant", messages=[], extra_body={"max_tokens": 50})
    # value: timeout = Known(20, client)
    client.embeddings.create(model="nomic-embed-text-v1.5", input=text)


async def stream() -> None:
    # value: timeout = Known(60, sdk_default)
    # value: max_retries = Known(2, sdk_default)
    # value: stream = Known(True, call)
    async for part in await asynchronous.chat.completions.create(model="qwen-qwq-32b", messages=[], stream=True):
        print(part)


def elsewhere() -> None:
    # value: timeout = Known(9, client)
    groq.Client(timeout=groq.Timeout(9)).chat.completions.create(model="llama-3.1-8b-instant", messages=[])
    # value: timeout = Known(20, client)
    instructor.from_groq(client).chat.completions.create(model="llama-3.1-8b-instant", messages=[], response_model=dict)
    # value: provider = Known("local")
    Groq(base_url="http://localhost:8000").chat.completions.create(model="llama-3.1-8b-instant", messages=[])


def handed_in(given: Groq, whatever) -> None:
    # value: timeout = Unknown(parameter)
    # value: provider = Unknown(parameter)
    given.chat.completions.create(model="llama-3.1-8b-instant", messages=[])
    # of nobody's make: the SDK that all of them copy
    # value: sdk = Known("openai")
    # value: timeout = Unknown(parameter)
    whatever.chat.completions.create(model="llama-3.1-8b-instant", messages=[])
