"""Does a refusal pass through a framework that raises an error of its own for whatever fails?"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from types import ModuleType

import pytest

from llmlint import guard
from llmlint.knowledge.loader import knowledge
from llmlint.runtime.hooks import passage
from llmlint.runtime.hooks.patch import Patches

SDK = knowledge().sdks["instructor"]
ERRORS: list[Exception] = [guard.PolicyViolation("model-not-allowed", "no"), ValueError("the answer is no JSON")]
"""A refused call, and an answer that does not fit."""


class GaveUp(Exception):
    """Stands for all that failed."""


def retry_sync(attempts: list[Exception]) -> None:
    try:
        for error in attempts:
            try:
                raise error
            except ValueError:
                continue
    except Exception as error:
        raise GaveUp from error
    raise GaveUp


async def retry_async(attempts: list[Exception]) -> None:
    retry_sync(attempts)


@pytest.fixture
def framework() -> Iterator[ModuleType]:
    module = ModuleType("framework")
    vars(module).update(retry_sync=retry_sync, retry_async=retry_async)
    patches = Patches()
    passage.hook(module, SDK, lambda call: None, patches)
    yield module
    patches.restore()
    assert vars(module)["retry_sync"] is retry_sync


@pytest.mark.parametrize("attempts", [ERRORS[:1], ERRORS[::-1]], ids=["at once", "when it asks again"])
def test_a_refusal_passes(framework: ModuleType, attempts: list[Exception]) -> None:
    with pytest.raises(guard.PolicyViolation) as caught:
        framework.retry_sync(attempts)
    assert caught.value is ERRORS[0]
    with pytest.raises(guard.PolicyViolation):
        asyncio.run(framework.retry_async(attempts))


def test_what_is_no_refusal_stays_the_frameworks_error(framework: ModuleType) -> None:
    with pytest.raises(GaveUp):
        framework.retry_sync(ERRORS[1:])
    with pytest.raises(GaveUp):
        asyncio.run(framework.retry_async(ERRORS[1:]))
