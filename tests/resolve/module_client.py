"""The module as a client, its globals, and the SDK before version 1."""

import os

import openai

openai.api_key = os.environ["OPENAI_API_KEY"]
openai.timeout = 20
openai.max_retries = 1


def ask(text: str) -> None:
    # another function sets it, before or after
    # value: timeout = OneOf(Known(20, global), Unknown(mutated))
    # value: max_retries = Known(1, global)
    openai.responses.create(model="gpt-4o", input=text)
    # value: timeout = Known(7, call)
    openai.chat.completions.create(model="gpt-4o", messages=[], timeout=7)
    # value: timeout = Known(8, client)
    openai.OpenAI(timeout=8).responses.create(model="gpt-4o", input=text)
    # its own client does not ask the module
    # value: timeout = Known(600, sdk_default)
    openai.OpenAI().responses.create(model="gpt-4o", input=text)


def ask_with_another(text: str) -> None:
    openai.timeout = 30
    # value: timeout = Known(30, global)
    openai.responses.create(model="gpt-4o", input=text)


def embed(text: str) -> None:
    # value: timeout = OneOf(Known(20, global), Unknown(mutated))
    openai.embeddings.create(model="text-embedding-3-small", input=text)


def as_it_was(text: str) -> None:
    # value: timeout = Known(600, sdk_default)
    # value: max_retries = Known(0, sdk_default)
    # value: model = Known("gpt-3.5-turbo", call)
    openai.ChatCompletion.create(model="gpt-3.5-turbo", messages=[], timeout=9)
    # value: timeout = Known(10, call)
    openai.ChatCompletion.create(model="gpt-3.5-turbo", messages=[], timeout=9, request_timeout=10)
    # connect, read
    # value: timeout = Known(11, call)
    openai.ChatCompletion.create(model="gpt-3.5-turbo", messages=[], request_timeout=(3, 11))
    # value: timeout = Known(600, sdk_default)
    openai.ChatCompletion.create(model="gpt-3.5-turbo", messages=[], request_timeout=None)
    # value: model = Known("deployed", call)
    openai.ChatCompletion.create(engine="deployed", messages=[])
    # value: model = Known("deployed", call)
    openai.Completion.create(deployment_id="deployed", prompt=text)


async def as_it_was_and_async(text: str) -> None:
    # value: timeout = Known(12, call)
    await openai.ChatCompletion.acreate(model="gpt-3.5-turbo", messages=[], request_timeout=12)
