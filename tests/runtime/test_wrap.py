"""Does a wrapped client have a gate of its own, and nobody else it?"""

from __future__ import annotations

import asyncio
import gc
from typing import Any

import openai
import pytest

from llmlint import guard
from tests.loopback import Provider

from .calls import MESSAGES, anthropic_client, async_openai_client, openai_client
from .conftest import PolicyOf

ONLY_SMALL = "limits.models = ['small-*']"
ONLY_LARGE = "limits.models = ['large-*']"


def refused(client: Any, model: str = "large-1") -> bool:
    try:
        client.chat.completions.create(model=model, messages=MESSAGES)
    except guard.PolicyViolation:
        return True
    return False


def test_only_this_client(provider: Provider, policy: PolicyOf) -> None:
    with openai_client(provider.url) as client, openai_client(provider.url) as other:
        assert guard.wrap(client, policy(ONLY_SMALL)) is client
        assert refused(client)
        assert not refused(client, "small-1")
        assert not refused(other)


def test_what_is_derived_from_it(provider: Provider, policy: PolicyOf) -> None:
    with openai_client(provider.url) as client:
        guard.wrap(client, policy(ONLY_SMALL))
        derived = client.with_options(timeout=3)
        assert refused(derived)
        assert refused(derived.copy().with_options(max_retries=1))
        assert refused(client.with_options(timeout=3))


def test_its_own_gate_comes_before_what_is_installed(provider: Provider, policy: PolicyOf) -> None:
    with openai_client(provider.url) as client, openai_client(provider.url) as other:
        guard.install(policy(ONLY_LARGE))
        guard.wrap(client, policy(ONLY_SMALL))
        assert refused(client)
        assert not refused(other)
        assert refused(other, "small-1")


def test_awaited(provider: Provider, policy: PolicyOf) -> None:
    async def main() -> None:
        async with guard.wrap(async_openai_client(provider.url), policy(ONLY_SMALL)) as client:
            with pytest.raises(guard.PolicyViolation):
                await client.with_options(timeout=3).chat.completions.create(model="large-1", messages=MESSAGES)

    asyncio.run(main())


def test_uninstall_unwraps(provider: Provider, policy: PolicyOf) -> None:
    with anthropic_client(provider.url) as client:
        guard.wrap(client, policy(ONLY_SMALL))
        guard.uninstall()
        client.messages.create(model="large-1", messages=MESSAGES, max_tokens=3)


def test_a_wrapped_client_may_go(provider: Provider, policy: PolicyOf) -> None:
    found = vars(openai._base_client.SyncAPIClient)["request"]
    client = guard.wrap(openai_client(provider.url), policy(ONLY_SMALL))
    assert vars(openai._base_client.SyncAPIClient)["request"] is not found
    client.close()
    del client
    gc.collect()
    with guard.install(policy("")):
        pass
    assert vars(openai._base_client.SyncAPIClient)["request"] is found


def test_wrapping_twice_takes_the_last(provider: Provider, policy: PolicyOf) -> None:
    with openai_client(provider.url) as client:
        guard.wrap(client, policy(ONLY_SMALL))
        guard.wrap(client, policy(ONLY_LARGE))
        assert not refused(client)
        assert refused(client, "small-1")
        assert not refused(client.with_options(timeout=3))


def test_what_is_no_client() -> None:
    with pytest.raises(guard.GuardError, match=r"takes a client of an SDK that the guard knows, not builtins\.dict"):
        guard.wrap({}, mode="off")
