"""Cohere: two generations of classes with one behaviour, and a call's options in a dict."""

import cohere
import httpx
from cohere.core import RequestOptions

co = cohere.ClientV2(api_key="...", timeout=30)
older = cohere.Client("...")


def ask(text: str) -> None:
    # value: timeout = Known(30, client)
    # value: max_output_tokens = Known(200, call)
    # value: provider = Known("cohere")
    co.chat(model="command-r-plus-08-2024", messages=[{"role": "user", "content": text}], max_tokens=200)
    # value: timeout = Known(5, call)
    # value: max_retries = Known(0, call)
    co.chat(model="command-r", messages=[], request_options={"timeout_in_seconds": 5, "max_retries": 0})
    # which is heeded since 7.0.6 only
    # value: timeout = OneOf(Known(30, client), Known(4, call))
    co.chat(model="command-r", messages=[], request_options=RequestOptions(timeout=4))
    # value: stream = Known(True)
    for event in co.chat_stream(model="command-r", messages=[]):
        print(event)
    # none before 5.20.5, three before 5, when the timeout was another too
    # value: timeout = OneOf(Known(120, sdk_default), Known(300, sdk_default))
    # value: max_retries = OneOf(Known(0, sdk_default), Known(2, sdk_default), Known(3, sdk_default))
    # value: model = Absent
    older.chat(message=text)
    # value: timeout = Known(8, client)
    cohere.Client(api_key="...", timeout=8).v2.chat(model="command-r", messages=[])
    # value: max_output_tokens = Known(10, call)
    older.generate(prompt=text, max_tokens=10)
    # value: kind = Known("embedding")
    # value: model = Known("embed-english-v3.0", call)
    co.embed(texts=[text], model="embed-english-v3.0", input_type="search_query", embedding_types=["float"])
    # value: kind = Known("rerank")
    co.rerank(model="rerank-v3.5", query=text, documents=[])


async def later(text: str) -> None:
    # None means the default
    # value: async = Known(True)
    # value: timeout = Known(300, sdk_default)
    await cohere.AsyncClientV2(timeout=None).chat(model="command-r", messages=[])


def unlike(store, bot) -> None:
    """Nobody's `chat` and `embed` are anybody's."""
    store.embed(texts=["a"], model="b")
    bot.chat(model="a", messages=[])


def through_a_http_client(text: str) -> None:
    patient = cohere.ClientV2(api_key="k", httpx_client=httpx.Client(timeout=20))
    # value: timeout = Known(20, http_client)
    patient.chat(model="command-r", messages=[{"role": "user", "content": text}])
