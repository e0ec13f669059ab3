"""OpenRouter's own client: milliseconds, no timeout at all before 0.11, and an hour of retries since 0.9."""

import os

from openrouter import OpenRouter
from openrouter.utils import BackoffStrategy, RetryConfig


def ask(text: str) -> None:
    with OpenRouter(api_key=os.environ["OPENROUTER_API_KEY"], timeout_ms=45000) as client:
        # value: timeout = Known(45, client)
        # value: provider = Known("openrouter")
        # value: max_output_tokens = Known(50, call)
        # value: model = Known("anthropic/claude-sonnet-4.5", call)
        client.chat.send(model="anthropic/claude-sonnet-4.5", messages=[{"role": "user", "content": text}], max_tokens=50)
        # value: timeout = Known(3, call)
        # value: max_output_tokens = Known(20, call)
        client.beta.responses.send(model="openai/gpt-5", input=text, max_output_tokens=20, timeout_ms=3000)
        # value: max_retries = Known(0, call)
        # value: attempts = Known(1, call)
        client.chat.send(model="openai/gpt-5", messages=[], retries=None)
        # value: attempts = Unknown(unsupported)
        client.chat.send(model="openai/gpt-5", messages=[], retries=RetryConfig("backoff", BackoffStrategy(1, 5, 1.5, 30_000), True))
    # value: timeout = OneOf(Absent, Known(5, sdk_default))
    # value: max_retries = OneOf(Known(0, sdk_default), Unknown(unsupported))
    # value: attempts = OneOf(Known(1, sdk_default), Unknown(unsupported))
    # value: model = Known("qwen/qwen3-embedding-8b", call)
    OpenRouter().embeddings.generate(model="qwen/qwen3-embedding-8b", input=[text])


async def stream() -> None:
    async with OpenRouter() as client:
        # value: stream = Known(True, call)
        # value: async = Known(True)
        await client.chat.send_async(model="openai/gpt-5", messages=[], stream=True)
