"""Are refusals that come again and again cheap, quiet, and slow?"""

from __future__ import annotations

import asyncio
import logging
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from llmlint import guard
from llmlint.runtime.refusals import Pace
from tests.loopback import Provider

from .calls import MESSAGES, async_openai_client, chat, openai_client
from .conftest import PolicyOf

ONLY_SMALL = "limits.models = ['small-*']"


def test_pace() -> None:
    now = [100.0]
    pace = Pace(lambda: now[0])
    assert pace.again("a.py", 3, "rule") == (1, 0.0)
    assert pace.again("a.py", 3, "rule") == (2, 1.0)
    assert pace.again("a.py", 4, "rule") == (1, 0.0)
    assert pace.again("a.py", 3, "other") == (1, 0.0)
    now[0] += 0.75
    assert pace.again("a.py", 3, "rule") == (3, 0.25)
    now[0] += 5
    assert pace.again("a.py", 3, "rule") == (4, 0.0)


def test_identical_refusals_are_logged_once_counted_and_slowed(
    provider: Provider, policy: PolicyOf, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    naps: list[float] = []
    monkeypatch.setattr(time, "sleep", naps.append)
    guard.install(policy(ONLY_SMALL))
    counts = []
    with caplog.at_level(logging.WARNING, "llmlint.guard"):
        for _ in range(5):
            with pytest.raises(guard.PolicyViolation) as caught:
                chat(provider.url, model="large-1")
            counts.append(caught.value.count)
    assert counts == [1, 2, 3, 4, 5]
    assert sum("refused: " in told for told in caplog.messages) == 1
    assert len(naps) == 4
    assert all(0.5 < nap <= 1 for nap in naps)


def test_a_loop_that_catches_everything_is_no_busy_loop(provider: Provider, policy: PolicyOf) -> None:
    guard.install(policy(ONLY_SMALL))
    tries = 0
    start = time.monotonic()
    while time.monotonic() - start < 1.5:
        try:
            chat(provider.url, model="large-1")
        except Exception:
            tries += 1
    assert tries <= 4


def test_an_event_loop_goes_on_meanwhile(provider: Provider, policy: PolicyOf) -> None:
    guard.install(policy(ONLY_SMALL))

    async def refused() -> None:
        async with async_openai_client(provider.url) as client:
            with pytest.raises(guard.PolicyViolation):
                await client.chat.completions.create(model="large-1", messages=MESSAGES)

    async def main() -> float:
        start = time.monotonic()
        await asyncio.gather(*(refused() for _ in range(20)))
        return time.monotonic() - start

    # One after the other they would take 19 seconds.
    assert asyncio.run(main()) < 15


def test_threads_are_slowed_and_not_queued(provider: Provider, policy: PolicyOf) -> None:
    guard.install(policy(ONLY_SMALL))

    def refused(_: int) -> None:
        with openai_client(provider.url) as client, pytest.raises(guard.PolicyViolation):
            client.chat.completions.create(model="large-1", messages=MESSAGES)

    start = time.monotonic()
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(refused, range(16)))
    # One after the other they would take 15 seconds.
    assert time.monotonic() - start < 12
