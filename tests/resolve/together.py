"""Together: without a version that is known, either of two SDKs that wait and repeat differently."""

import asyncio
import os

import together
from together import AsyncTogether, Together

client = Together(api_key=os.environ.get("TOGETHER_API_KEY"), timeout=30, max_retries=1)
MODEL = "meta-llama/Llama-3.3-70B-Instruct-Turbo"


def ask(text: str) -> None:
    # value: timeout = Known(30, client)
    # value: max_retries = Known(1, client)
    # value: max_output_tokens = Known(512, call)
    # value: provider = Known("together")
    client.chat.completions.create(model=MODEL, messages=[{"role": "user", "content": text}], max_tokens=512)
    # the older one forgets None, and has no timeout of a call
    # value: timeout = OneOf(Known(60, sdk_default), Known(600, sdk_default))
    # value: max_retries = OneOf(Known(2, sdk_default), Known(5, sdk_default))
    Together().chat.completions.create(model=MODEL, messages=[])
    # value: timeout = OneOf(Known(UNBOUNDED, client), Known(600, sdk_default))
    Together(timeout=None).chat.completions.create(model=MODEL, messages=[])
    # value: timeout = OneOf(Known(8, call), Known(30, client))
    client.chat.completions.create(model=MODEL, messages=[], timeout=8)
    # value: model = Known("togethercomputer/m2-bert-80M-8k-retrieval", call)
    client.embeddings.create(model="togethercomputer/m2-bert-80M-8k-retrieval", input=text)
    # value: timeout = Known(30, client)
    client.images.generate(model="black-forest-labs/FLUX.1-schnell", prompt=text, steps=4)
    # only the newer one
    # value: timeout = Known(60, sdk_default)
    together.Together().completions.create(model=MODEL, prompt=text, max_tokens=9)


async def several(texts: list[str]) -> None:
    client = AsyncTogether(timeout=12)
    # value: timeout = Known(12, client)
    await asyncio.gather(*[client.chat.completions.create(model=MODEL, messages=[text], stream=True) for text in texts])
