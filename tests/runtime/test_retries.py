"""Are the SDK's own retries governed, and does the provider's error survive?"""

from __future__ import annotations

import asyncio
import random
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import anthropic
import openai
import pytest

from llmlint import guard
from llmlint.runtime.retries import retry_after
from tests.loopback import Provider

from .calls import MESSAGES, anthropic_client, async_openai_client, openai_client
from .conftest import PolicyOf


@pytest.fixture
def naps(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """The waits before retries, none of which is waited for."""
    waits: list[float] = []
    monkeypatch.setattr(time, "sleep", waits.append)
    yield waits


def ask(client: Any) -> Any:
    return client.chat.completions.create(model="m", messages=MESSAGES)


def ask_claude(client: Any) -> Any:
    return client.messages.create(model="m", messages=MESSAGES, max_tokens=5)


CLIENTS = {
    "openai": (openai_client, ask, openai.RateLimitError),
    "anthropic": (anthropic_client, ask_claude, anthropic.RateLimitError),
}
each_client = pytest.mark.parametrize("sdk", CLIENTS)


@each_client
@pytest.mark.parametrize(("written", "allowed", "sent"), [(9, 4, 4), (1, 4, 2), (9, 1, 1)])
def test_attempts_are_cut_to_what_the_policy_allows(
    sdk: str, written: int, allowed: int, sent: int, provider: Provider, policy: PolicyOf, naps: list[float]
) -> None:
    make, send, error = CLIENTS[sdk]
    guard.install(policy(f"limits.attempts = {allowed}"))
    provider.answers.extend([429] * 20)
    with make(provider.url, max_retries=written) as client, pytest.raises(error):
        send(client)
    assert len(provider.requests) == sent


@each_client
def test_without_a_policy_on_it_the_sdk_retries_as_it_does(
    sdk: str, provider: Provider, policy: PolicyOf, naps: list[float]
) -> None:
    make, send, error = CLIENTS[sdk]
    guard.install(policy(""))
    provider.answers.extend([429] * 20)
    with make(provider.url, max_retries=4) as client, pytest.raises(error):
        send(client)
    assert len(provider.requests) == 5


@each_client
@pytest.mark.parametrize(("asked", "limit", "sent"), [("90000", "", 1), ("50", "guard.retries.max_wait = 20", 1), ("5", "", 3)])
def test_what_the_provider_asks_to_wait_is_capped(
    sdk: str, asked: str, limit: str, sent: int, provider: Provider, policy: PolicyOf, naps: list[float]
) -> None:
    make, send, error = CLIENTS[sdk]
    guard.install(policy(limit))
    provider.answers.extend([429] * 20)
    provider.headers = {"retry-after-ms": "none", "retry-after": asked}
    with make(provider.url) as client, pytest.raises(error):
        send(client)
    assert len(provider.requests) == sent
    assert all(5 <= nap <= 5.5 for nap in naps)


@each_client
def test_no_retry_when_its_time_is_over(sdk: str, provider: Provider, policy: PolicyOf, naps: list[float]) -> None:
    make, send, error = CLIENTS[sdk]
    guard.install(policy("guard.retries.max_time = 3"))
    provider.answers.extend([429] * 20)
    provider.headers = {"retry-after-ms": "none", "retry-after": "5"}
    with make(provider.url, max_retries=9) as client, pytest.raises(error):
        send(client)
    assert len(provider.requests) == 1


@each_client
@pytest.mark.parametrize("reachable", [True, False])
def test_nor_where_no_answer_comes(sdk: str, reachable: bool, provider: Provider, policy: PolicyOf, naps: list[float]) -> None:
    make, send, _ = CLIENTS[sdk]
    guard.install(policy("guard.retries.max_time = 0.0001"))
    provider.hold = threading.Event()
    library = anthropic if sdk == "anthropic" else openai
    error = library.APITimeoutError if reachable else library.APIConnectionError
    url = provider.url if reachable else "http://127.0.0.1:9"
    with make(url, max_retries=9, timeout=0.05) as client, pytest.raises(error) as caught:
        send(client)
    provider.hold.set()
    assert type(caught.value.__cause__).__name__ == ("ReadTimeout" if reachable else "ConnectError")
    assert naps == []
    assert len(provider.requests) == reachable


def test_waits_have_full_jitter(provider: Provider, policy: PolicyOf, naps: list[float]) -> None:
    guard.install(policy(""))
    random.seed(4)
    provider.headers = {"retry-after-ms": "none"}
    with openai_client(provider.url, max_retries=1) as client:
        for _ in range(40):
            provider.answers.append(503)
            ask(client)
    # The SDK itself waits 0.375 to 0.5 s before the first retry.
    assert len(naps) == 40
    assert min(naps) < 0.1
    assert max(naps) <= 0.5


def test_awaited_calls_too(provider: Provider, policy: PolicyOf) -> None:
    async def main() -> None:
        async with async_openai_client(provider.url, max_retries=9) as client:
            await ask(client)

    guard.install(policy("limits.attempts = 3"))
    provider.answers.extend([429] * 20)
    with pytest.raises(openai.RateLimitError):
        asyncio.run(main())
    assert len(provider.requests) == 3


def test_only_enforcing_cuts(provider: Provider, policy: PolicyOf, naps: list[float]) -> None:
    guard.install(policy("limits.attempts = 2"), mode="observe")
    provider.answers.extend([429] * 20)
    with openai_client(provider.url, max_retries=4) as client, pytest.raises(openai.RateLimitError):
        ask(client)
    assert len(provider.requests) == 5


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "12"}, 12),
        ({"retry-after-ms": "1500", "retry-after": "9"}, 1.5),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "-3"}, None),
        ({"retry-after": format_datetime(datetime.now(UTC) - timedelta(hours=1))}, 0),
    ],
)
def test_retry_after(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(headers) == seconds
    assert retry_after(None) is None


def test_retry_after_a_date() -> None:
    asked = retry_after({"retry-after": format_datetime(datetime.now(UTC) + timedelta(seconds=90))})
    assert asked is not None and 85 < asked <= 90
