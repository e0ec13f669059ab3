"""Cerebras: a root of three names."""

import cerebras.cloud.sdk
from cerebras.cloud.sdk import AsyncCerebras, Cerebras

client = Cerebras(api_key="...", timeout=15, warm_tcp_connection=False)


def ask(text: str) -> None:
    # value: timeout = Known(15, client)
    # value: max_retries = Known(2, sdk_default)
    # value: max_output_tokens = Known(200, call)
    # value: provider = Known("cerebras")
    client.chat.completions.create(model="llama3.1-8b", messages=[], max_completion_tokens=200)
    # value: timeout = Known(4, call)
    # value: max_output_tokens = Known(10, call)
    client.completions.create(model="llama3.1-8b", prompt=text, max_tokens=10, timeout=4)
    # value: timeout = Known(60, sdk_default)
    # value: max_output_tokens = Absent
    cerebras.cloud.sdk.Cerebras().chat.completions.create(model="llama3.1-8b", messages=[])


async def stream() -> None:
    # value: timeout = Known(UNBOUNDED, client)
    # value: stream = Known(True, call)
    await AsyncCerebras(timeout=None).chat.completions.create(model="llama3.1-8b", messages=[], stream=True)
