"""Volcengine Ark: openai's methods, but a call's None and 0 change nothing."""

import httpx
from volcenginesdkarkruntime import Ark, AsyncArk

client = Ark(api_key="...", timeout=120, max_retries=1)
MODEL = "doubao-1-5-pro-32k-250115"


def ask(text: str) -> None:
    # value: sdk = Known("volcengine-ark")
    # value: timeout = Known(120, client)
    # value: max_retries = Known(1, client)
    # value: max_output_tokens = Known(300, call)
    # value: provider = Known("volcengine")
    client.chat.completions.create(model=MODEL, messages=[{"role": "user", "content": text}], max_tokens=300)
    # value: timeout = Known(120, client)
    client.chat.completions.create(model=MODEL, messages=[], timeout=None, stream=True)
    # value: timeout = Known(8, call)
    client.bot_chat.completions.create(model="bot-1", messages=[], timeout=8)
    # value: max_output_tokens = Known(40, call)
    client.responses.create(model=MODEL, input=text, max_output_tokens=40)
    # its timeout is not asked for
    # value: timeout = Known(600, sdk_default)
    Ark(http_client=httpx.Client(timeout=9)).images.generate(model="doubao-seedream-3-0-t2i-250415", prompt=text)


async def later() -> None:
    # value: timeout = Known(600, sdk_default)
    # value: max_retries = Known(2, sdk_default)
    # value: async = Known(True)
    await AsyncArk(base_url="https://ark.ap-southeast.bytepluses.com/api/v3").embeddings.create(model="m", input=["a"])
