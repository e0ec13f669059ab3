"""In which ways can a call be made?

Each way takes the provider's URL and what to pass on; it makes one call and returns the words of the answer.  `WAYS` maps names
to ways, so that a test runs through all of them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import anthropic
import openai
from pydantic import BaseModel

MESSAGES: Any = [{"role": "user", "content": "Is this review positive or negative? Great soup."}]
PROMPT = MESSAGES[0]["content"]
KEY = "sk-test-0123456789"


class Sentiment(BaseModel):
    positive: bool


def openai_client(url: str, **options: Any) -> openai.OpenAI:
    return openai.OpenAI(api_key=KEY, base_url=f"{url}/v1", **options)


def async_openai_client(url: str, **options: Any) -> openai.AsyncOpenAI:
    return openai.AsyncOpenAI(api_key=KEY, base_url=f"{url}/v1", **options)


def anthropic_client(url: str, **options: Any) -> anthropic.Anthropic:
    return anthropic.Anthropic(api_key=KEY, base_url=url, **options)


def async_anthropic_client(url: str, **options: Any) -> anthropic.AsyncAnthropic:
    return anthropic.AsyncAnthropic(api_key=KEY, base_url=url, **options)


def chat(url: str, **given: Any) -> object:
    with openai_client(url) as client:
        return client.chat.completions.create(messages=MESSAGES, **given).choices[0].message.content


def chat_stream(url: str, **given: Any) -> object:
    with openai_client(url) as client, client.chat.completions.create(messages=MESSAGES, stream=True, **given) as stream:
        return "".join(chunk.choices[0].delta.content or "" for chunk in stream)


def chat_stream_manager(url: str, **given: Any) -> object:
    with openai_client(url) as client, client.chat.completions.stream(messages=MESSAGES, **given) as stream:
        return stream.get_final_completion().choices[0].message.content


def chat_raw(url: str, **given: Any) -> object:
    with openai_client(url) as client:
        raw = client.chat.completions.with_raw_response.create(messages=MESSAGES, **given)
        return raw.parse().choices[0].message.content


def chat_streaming_response(url: str, **given: Any) -> object:
    with (
        openai_client(url) as client,
        client.chat.completions.with_streaming_response.create(messages=MESSAGES, **given) as response,
    ):
        return response.parse().choices[0].message.content


def chat_with_options(url: str, **given: Any) -> object:
    with openai_client(url) as client:
        return client.with_options(max_retries=1).chat.completions.create(messages=MESSAGES, **given).choices[0].message.content


def responses(url: str, **given: Any) -> object:
    with openai_client(url) as client:
        return client.responses.create(input=PROMPT, **given).output_text


def responses_stream(url: str, **given: Any) -> object:
    with openai_client(url) as client:
        events = list(client.responses.create(input=PROMPT, stream=True, **given))
        return "yes" if events[-1].type == "response.completed" else events[-1].type


def embeddings(url: str, **given: Any) -> object:
    with openai_client(url) as client:
        return "yes" if client.embeddings.create(input=PROMPT, **given).data else "no"


def messages(url: str, **given: Any) -> object:
    with anthropic_client(url) as client:
        return client.messages.create(messages=MESSAGES, max_tokens=10, **given).content[0].text


def messages_stream(url: str, **given: Any) -> object:
    with anthropic_client(url) as client, client.messages.stream(messages=MESSAGES, max_tokens=10, **given) as stream:
        return stream.get_final_text()


def messages_raw(url: str, **given: Any) -> object:
    with anthropic_client(url) as client:
        return client.messages.with_raw_response.create(messages=MESSAGES, max_tokens=10, **given).parse().content[0].text


def _run(way: Callable[..., Awaitable[object]]) -> Callable[..., object]:
    return lambda url, **given: asyncio.run(_awaited(way, url, given))


async def _awaited(way: Callable[..., Awaitable[object]], url: str, given: dict[str, Any]) -> object:
    return await way(url, **given)


async def async_chat(url: str, **given: Any) -> object:
    async with async_openai_client(url) as client:
        return (await client.chat.completions.create(messages=MESSAGES, **given)).choices[0].message.content


async def async_chat_stream(url: str, **given: Any) -> object:
    async with async_openai_client(url) as client:
        stream = await client.chat.completions.create(messages=MESSAGES, stream=True, **given)
        return "".join([chunk.choices[0].delta.content or "" async for chunk in stream])


async def async_chat_raw(url: str, **given: Any) -> object:
    async with async_openai_client(url) as client:
        raw = await client.chat.completions.with_raw_response.create(messages=MESSAGES, **given)
        return raw.parse().choices[0].message.content


async def async_messages(url: str, **given: Any) -> object:
    async with async_anthropic_client(url) as client:
        return (await client.messages.create(messages=MESSAGES, max_tokens=10, **given)).content[0].text


async def async_messages_stream(url: str, **given: Any) -> object:
    async with (
        async_anthropic_client(url) as client,
        client.messages.stream(messages=MESSAGES, max_tokens=10, **given) as stream,
    ):
        return await stream.get_final_text()


WAYS: dict[str, Callable[..., object]] = {
    **{
        way.__name__: way
        for way in (
            chat,
            chat_stream,
            chat_stream_manager,
            chat_raw,
            chat_streaming_response,
            chat_with_options,
            responses,
            responses_stream,
            embeddings,
            messages,
            messages_stream,
            messages_raw,
        )
    },
    **{way.__name__: _run(way) for way in (async_chat, async_chat_stream, async_chat_raw, async_messages, async_messages_stream)},
}
