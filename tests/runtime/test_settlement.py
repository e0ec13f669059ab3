"""Is every call settled exactly once, whatever becomes of its answer?"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Iterator
from typing import Any

import openai
import pytest

from llmlint import guard
from llmlint.policy.compiled import CompiledPolicy
from llmlint.runtime.events import Event
from llmlint.runtime.usage import Usage
from tests.loopback import Provider, httpx

from .calls import MESSAGES, PROMPT, WAYS, anthropic_client, async_anthropic_client, async_openai_client, openai_client

USED = Usage(input=7, cached_input=2, output=5, reasoning=3)
"""What the loopback provider tells of each call."""
USED_OF_CLAUDE = Usage(input=7, cached_input=2, output=5)


@pytest.fixture
def events(provider: Provider) -> Iterator[list[Event]]:
    told: list[Event] = []
    with guard.install(CompiledPolicy(base={}), on_event=told.append):
        yield told


def chat_stream(client: Any) -> Any:
    return client.chat.completions.create(model="m", messages=MESSAGES, stream=True, stream_options={"include_usage": True})


def claude_stream(client: Any) -> Any:
    return client.messages.create(model="m", messages=MESSAGES, max_tokens=5, stream=True)


def responses_stream(client: Any) -> Any:
    return client.responses.create(model="m", input=PROMPT, stream=True)


STREAMS = {
    "chat": (openai_client, async_openai_client, chat_stream, USED),
    "responses": (openai_client, async_openai_client, responses_stream, USED),
    "messages": (anthropic_client, async_anthropic_client, claude_stream, USED_OF_CLAUDE),
}
every_stream = pytest.mark.parametrize("kind", STREAMS)


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_once_for_each_way(way: Any, provider: Provider, events: list[Event]) -> None:
    assert way(provider.url, model="m") == "yes"
    gc.collect()
    guard.install(CompiledPolicy(base={}))
    (event,) = events
    assert event.status == "ok"
    assert event.latency > 0
    assert event.retries == 0


@every_stream
def test_read_to_the_end(kind: str, provider: Provider, events: list[Event]) -> None:
    make, _, start, used = STREAMS[kind]
    with make(provider.url) as client:
        stream = start(client)
        assert events == []
        list(stream)
        (event,) = events
        stream.close()
        del stream
        gc.collect()
        client.models.list()
    assert event.status == "ok"
    assert event.usage == used
    assert event.truncated is False or kind == "responses"
    assert event.first_byte is not None and 0 < event.first_byte <= event.latency
    assert len(events) == 1


@every_stream
def test_closed_early(kind: str, provider: Provider, events: list[Event]) -> None:
    make, _, start, _ = STREAMS[kind]
    with make(provider.url) as client, start(client) as stream:
        next(stream)
        stream.close()
        (event,) = events
    assert event.status == "closed"
    assert len(events) == 1


@every_stream
def test_left_by_a_break(kind: str, provider: Provider, events: list[Event]) -> None:
    make, _, start, _ = STREAMS[kind]
    with make(provider.url) as client:
        with start(client) as stream:
            for _ in stream:
                break
        (event,) = events
    assert event.status == "closed"


@every_stream
@pytest.mark.parametrize("begun", [False, True])
def test_abandoned(kind: str, begun: bool, provider: Provider, events: list[Event]) -> None:
    make, _, start, _ = STREAMS[kind]
    with make(provider.url) as client:
        stream = start(client)
        if begun:
            next(stream)
        del stream
        gc.collect()
        # Finalizers only leave a note: the next call settles.
        assert [event.status for event in events] in ([], ["closed"])
        list(start(client))
    assert sorted(event.status for event in events) in (["abandoned", "ok"], ["closed", "ok"])


@every_stream
def test_error_midway(kind: str, provider: Provider, events: list[Event]) -> None:
    make, _, start, _ = STREAMS[kind]
    provider.breaks_after = 1
    with make(provider.url) as client:
        with pytest.raises(Exception, match=r"incomplete|closed|Connection|peer"):
            list(start(client))
        (event,) = events
    assert event.status == "error"
    assert event.error is not None
    assert len(events) == 1


@every_stream
def test_async_endings(kind: str, provider: Provider, events: list[Event]) -> None:
    _, make, start, used = STREAMS[kind]

    async def read() -> None:
        async with make(provider.url) as client:
            async for _ in await start(client):
                pass

    async def close() -> None:
        async with make(provider.url) as client, await start(client) as stream:
            await anext(stream)

    async def cancelled() -> None:
        async with make(provider.url) as client:
            async with asyncio.timeout(0.2):
                stream = await start(client)
                await anext(stream)
                stream._iterator._inner = _Never()
                await anext(stream)

    asyncio.run(read())
    assert (events[-1].status, events[-1].usage) == ("ok", used)
    asyncio.run(close())
    assert events[-1].status == "closed"
    with pytest.raises(TimeoutError):
        asyncio.run(cancelled())
    assert events[-1].status == "cancelled"
    assert len(events) == 3


class _Never:
    """A stream in which nothing more comes."""

    async def __anext__(self) -> Any:
        await asyncio.sleep(60)

    async def aclose(self) -> None:
        """Nothing to close."""


def test_cancelled_while_it_is_sent(provider: Provider, events: list[Event]) -> None:
    async def main() -> None:
        async with async_openai_client(provider.url) as client, asyncio.timeout(0.2):
            await client.chat.completions.create(model="m", messages=MESSAGES)

    import threading

    provider.hold = threading.Event()
    with pytest.raises(TimeoutError):
        asyncio.run(main())
    provider.hold.set()
    assert [event.status for event in events] == ["cancelled"]


def test_raw_and_never_parsed(provider: Provider, events: list[Event]) -> None:
    with openai_client(provider.url) as client:
        client.chat.completions.with_raw_response.create(model="m", messages=MESSAGES)
    (event,) = events
    assert (event.status, event.usage) == ("ok", USED)


@pytest.mark.parametrize("read", [False, True])
def test_a_streamed_response(read: bool, provider: Provider, events: list[Event]) -> None:
    with openai_client(provider.url) as client:
        with client.chat.completions.with_streaming_response.create(model="m", messages=MESSAGES) as response:
            if read:
                response.read()
        (event,) = events
    assert event.status == ("ok" if read else "closed")
    assert event.usage == (USED if read else Usage())


def test_a_raw_stream(provider: Provider, events: list[Event]) -> None:
    with openai_client(provider.url) as client:
        raw = client.chat.completions.with_raw_response.create(
            model="m", messages=MESSAGES, stream=True, stream_options={"include_usage": True}
        )
        assert events == []
        list(raw.parse())
        (event,) = events
    assert (event.status, event.usage) == ("ok", USED)


def test_lines_of_a_stream(provider: Provider, events: list[Event]) -> None:
    with openai_client(provider.url) as client:
        with client.chat.completions.with_streaming_response.create(model="m", messages=MESSAGES, stream=True) as response:
            assert list(response.iter_lines())
        (event,) = events
    assert event.status in ("ok", "closed")


def test_errors_of_the_provider(provider: Provider, events: list[Event]) -> None:
    provider.answers.extend([429, 429, 429])
    with openai_client(provider.url) as client, pytest.raises(openai.RateLimitError):
        client.chat.completions.create(model="m", messages=MESSAGES)
    (event,) = events
    assert (event.status, event.error, event.retries) == ("error", "RateLimitError", 2)


def test_answers_that_were_retried_for(provider: Provider, events: list[Event]) -> None:
    provider.answers.append(500)
    with openai_client(provider.url) as client:
        client.chat.completions.create(model="m", messages=MESSAGES)
    (event,) = events
    assert (event.status, event.retries, event.usage) == ("ok", 1, USED)


def test_no_server(events: list[Event]) -> None:
    with openai_client("http://127.0.0.1:9", max_retries=0) as client, pytest.raises(openai.APIConnectionError):
        client.chat.completions.create(model="m", messages=MESSAGES)
    (event,) = events
    assert (event.status, event.error) == ("error", "APIConnectionError")


def test_an_http_client_of_the_program(provider: Provider, events: list[Event]) -> None:
    with httpx.Client() as http_client, openai_client(provider.url, http_client=http_client) as client:
        list(chat_stream(client))
    assert [event.usage for event in events] == [USED]
