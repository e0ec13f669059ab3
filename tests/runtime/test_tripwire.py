"""Is it noticed when a call goes past every hook?"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from llmlint import guard
from llmlint.policy.compiled import CompiledPolicy
from tests.loopback import Provider, httpx, led_to

from .calls import MESSAGES, anthropic_client, chat, messages_stream

URL = "https://api.openai.com/v1/chat/completions"


@pytest.fixture
def told(provider: Provider, caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    with guard.install(CompiledPolicy(base={})), led_to(provider), caplog.at_level(logging.WARNING, "llmlint.guard"):
        yield caplog


def test_a_request_by_hand(told: pytest.LogCaptureFixture) -> None:
    for _ in range(3):
        httpx.post(f"{URL}?key=secret", json={"model": "m", "messages": MESSAGES})
    (one,) = told.messages
    assert one.startswith("tests/runtime/test_tripwire.py:29: a call to openai went past the guard, by httpx")
    assert one.endswith(URL)


def test_one_that_is_awaited(told: pytest.LogCaptureFixture) -> None:
    async def main() -> None:
        async with httpx.AsyncClient() as client:
            await client.post("https://api.anthropic.com/v1/messages", json={"model": "m"})

    asyncio.run(main())
    (one,) = told.messages
    assert "a call to anthropic went past the guard" in one


def test_what_hooks_see_is_no_news(told: pytest.LogCaptureFixture, provider: Provider) -> None:
    chat("https://api.openai.com", model="m")
    messages_stream("https://api.anthropic.com", model="m")
    with anthropic_client("https://api.anthropic.com") as client:
        client.models.list()
    assert told.messages == []


@pytest.mark.parametrize(
    ("method", "url"),
    [
        ("GET", "https://api.openai.com/v1/models"),
        ("POST", "https://api.openai.com/v1/files"),
        ("GET", URL),
        ("POST", "https://example.com/v1/chat/completions"),
    ],
)
def test_other_business(method: str, url: str, told: pytest.LogCaptureFixture) -> None:
    httpx.request(method, url)
    assert told.messages == []


def test_nothing_is_refused_and_nothing_stays(provider: Provider) -> None:
    found = vars(httpx.Client)["send"]
    with guard.install(CompiledPolicy(base={})), led_to(provider):
        assert vars(httpx.Client)["send"] is not found
        assert httpx.post(URL, json={"model": "m"}).status_code == 200
    assert vars(httpx.Client)["send"] is found


def test_websockets(told: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    client = pytest.importorskip("websockets.sync.client")
    with pytest.raises(OSError):
        client.connect("wss://api.openai.com/v1/realtime?model=m", sock=_Closed())
    (one,) = told.messages
    assert "a call to openai went past the guard, by a websocket: wss://api.openai.com/v1/realtime" in one


class _Closed:
    """A socket that cannot be used."""

    def __getattr__(self, name: str) -> Any:
        raise OSError("closed")
