"""Fireworks: Anthropic's messages beside openai's completions."""

import fireworks.client
from fireworks import AsyncFireworks, Fireworks

client = Fireworks(timeout=25)
MODEL = "accounts/fireworks/models/llama-v3p1-8b-instruct"


def ask(text: str) -> None:
    # value: timeout = Known(25, client)
    # value: max_output_tokens = Known(100, call)
    # value: provider = Known("fireworks")
    client.chat.completions.create(model=MODEL, messages=[{"role": "user", "content": text}], max_tokens=100)
    # value: timeout = Known(2, call)
    # value: max_output_tokens = Known(10, call)
    client.completions.create(model=MODEL, prompt=text, max_completion_tokens=10, timeout=2)
    # value: timeout = Known(60, sdk_default)
    # value: max_output_tokens = Absent
    Fireworks().messages.create(model=MODEL, messages=[])


async def stream() -> None:
    # value: max_retries = Known(0, client)
    # value: stream = Known(True, call)
    await AsyncFireworks(max_retries=0).chat.completions.create(model=MODEL, messages=[], stream=True)


def of_another_make(given) -> None:
    # value: sdk = Known("anthropic")
    # value: max_output_tokens = Known(9, call)
    # value: timeout = Unknown(parameter)
    given.messages.create(model="claude-sonnet-4-5", messages=[], max_tokens=9)


def as_it_was(text: str) -> None:
    # kept by later versions under the same name
    # value: timeout = OneOf(Known(60, sdk_default), Known(600, sdk_default))
    fireworks.client.Fireworks().chat.completions.create(model=MODEL, messages=[], max_tokens=10)
    # value: sdk = Known("fireworks-legacy")
    # value: timeout = Known(5, call)
    # value: max_retries = Known(0, sdk_default)
    fireworks.client.ChatCompletion.create(model=MODEL, messages=[{"role": "user", "content": text}], request_timeout=5)
