"""Is a bare generator still one for the program, and when does it settle?"""

from __future__ import annotations

import asyncio
import gc
import inspect
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from llmlint.runtime.generators import generated
from llmlint.runtime.ticket import drain, passing


class Slip:
    """What a generator needs of a ticket."""

    def __init__(self) -> None:
        self.seen: list[Any] = []
        self.ends: list[str] = []

    def saw(self, item: Any) -> None:
        self.seen.append(item)

    def settle(self, status: str, error: BaseException | None = None) -> None:
        self.ends = self.ends or [status]

    def abandoned(self) -> None:
        self.ends = self.ends or ["abandoned"]


def pieces() -> Iterator[int]:
    assert passing.get()
    yield 1
    yield 2


async def async_pieces() -> AsyncIterator[int]:
    assert passing.get()
    yield 1
    yield 2


def made(source: Any) -> tuple[Any, Slip]:
    slip = Slip()
    return generated(source, slip), slip  # type: ignore[arg-type]


def test_it_passes_for_a_generator() -> None:
    assert inspect.isgenerator(made(pieces())[0])
    assert inspect.isasyncgen(made(async_pieces())[0])


def test_read_to_the_end() -> None:
    def through() -> Iterator[int]:
        yield from stream

    stream, slip = made(pieces())
    assert list(through()) == [1, 2] == slip.seen
    assert slip.ends == ["ok"]
    assert not passing.get()


@pytest.mark.parametrize("read", [0, 1])
def test_closed_early(read: int) -> None:
    stream, slip = made(pieces())
    for _ in range(read):
        stream.send(None)
    stream.close()
    assert slip.ends == ["closed"]
    assert list(stream) == []


def test_forgotten() -> None:
    stream, slip = made(pieces())
    next(stream)
    del stream
    gc.collect()
    drain()
    assert slip.ends == ["abandoned"]


def test_awaited() -> None:
    async def main() -> None:
        stream, slip = made(async_pieces())
        assert [piece async for piece in stream] == [1, 2]
        assert slip.ends == ["ok"]
        stream, slip = made(async_pieces())
        assert await stream.asend(None) == 1
        await stream.aclose()
        assert slip.ends == ["closed"]

    asyncio.run(main())
