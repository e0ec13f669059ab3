"""Mistral before 2, told by where it is imported from: 1.x waits forever, 0.x counts seconds."""

from mistralai import Mistral
from mistralai.async_client import MistralAsyncClient
from mistralai.client import MistralClient
from mistralai.models.chat_completion import ChatMessage

client = Mistral("key")
older = MistralClient(api_key="...", timeout=60)


def ask(text: str) -> None:
    # value: sdk = Known("mistralai-v1")
    # value: timeout = Absent
    client.chat.complete(model="mistral-tiny", messages=[])
    # value: timeout = Known(30, call)
    client.chat.complete(model="mistral-tiny", messages=[], timeout_ms=30 * 1000, max_tokens=9)
    # value: timeout = Known(5, client)
    Mistral(timeout_ms=5000).chat.stream(model="mistral-tiny", messages=[])
    # value: sdk = Known("mistralai-v0")
    # value: timeout = Known(60, client)
    # value: max_retries = Known(4, sdk_default)
    # value: max_output_tokens = Known(100, call)
    older.chat(model="mistral-tiny", messages=[ChatMessage(role="user", content=text)], max_tokens=100)
    # value: stream = Known(True)
    # value: timeout = Known(120, sdk_default)
    for part in MistralClient("key").chat_stream([ChatMessage(role="user", content=text)], "mistral-tiny"):
        print(part)
    # value: model = Known("mistral-embed", call)
    older.embeddings("mistral-embed", [text])


async def later() -> None:
    # value: async = Known(True)
    # value: timeout = Known(UNBOUNDED, client)
    await MistralAsyncClient(timeout=None).chat(model="mistral-tiny", messages=[])
