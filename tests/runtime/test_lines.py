"""When does a stream settle that an SDK reads in generators of its own, and what do its lines tell?"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from llmlint.runtime.lines import Lines, tapped


class Slip:
    """What is needed of a ticket."""

    def __init__(self) -> None:
        self.seen: list[Any] = []
        self.ends: list[str] = []

    def saw(self, item: Any) -> None:
        self.seen.append(item)

    def settle(self, status: str, error: BaseException | None = None) -> None:
        self.ends = self.ends or [status]

    def abandoned(self) -> None:
        self.ends = self.ends or ["abandoned"]


class Response:
    """What is needed of an HTTP response."""

    def __init__(self, *pieces: bytes, error: Exception | None = None) -> None:
        self.pieces = pieces
        self.error = error

    def iter_bytes(self, chunk_size: int | None = None) -> Iterator[bytes]:
        yield from self.pieces
        if self.error is not None:
            raise self.error
        self.close()

    async def aiter_bytes(self, chunk_size: int | None = None) -> AsyncIterator[bytes]:
        for piece in self.pieces:
            yield piece

    def close(self) -> None:
        """As if a connection were given back."""

    async def aclose(self) -> None:
        """As if a connection were given back."""


def tap(response: Response) -> tuple[Lines, Slip]:
    slip = Slip()
    return tapped(response, slip), slip  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "pieces",
    [
        (b'event: a\ndata: {"a": 1}\n\ndata:{"b": 2}\r\n\n',),
        (b'event: a\ndata: {"a', b'": 1}\n', b'\ndata:{"b": 2}'),
        (b'{"a": 1}\n{"b": 2}\n',),
    ],
)
def test_lines_are_told_whatever_the_pieces(pieces: tuple[bytes, ...]) -> None:
    response = Response(*pieces)
    lines, slip = tap(response)
    assert tuple(response.iter_bytes()) == pieces
    assert (slip.seen, slip.ends, lines.done) == ([b'{"a": 1}', b'{"b": 2}'], ["ok"], False)


def test_the_last_event_does_not_end_it_as_long_as_it_is_read() -> None:
    response = Response(b'data: {"a": 1}\n\ndata: [DONE]\n\n', b"")
    lines, slip = tap(response)
    pieces = response.iter_bytes()
    next(pieces)
    assert (lines.done, slip.ends) == (True, [])
    response.close()
    assert slip.ends == ["closed"]


def test_an_error_midway() -> None:
    response = Response(b'data: {"a": 1}\n', error=ConnectionError())
    _, slip = tap(response)
    with pytest.raises(ConnectionError):
        list(response.iter_bytes(chunk_size=5))
    assert (slip.seen, slip.ends) == ([b'{"a": 1}'], ["error"])


def test_forgotten() -> None:
    _, slip = tap(Response(b""))
    gc.collect()
    assert slip.ends == ["abandoned"]


def test_awaited() -> None:
    async def read(response: Response) -> list[bytes]:
        return [piece async for piece in response.aiter_bytes()]

    async def close(response: Response) -> None:
        await anext(aiter(response.aiter_bytes()))
        await response.aclose()

    response = Response(b'data: {"a": 1}\n')
    _, slip = tap(response)
    assert asyncio.run(read(response)) == [b'data: {"a": 1}\n']
    assert (slip.seen, slip.ends) == ([b'{"a": 1}'], ["ok"])
    response = Response(b'data: {"a": 1}\n', b"")
    _, slip = tap(response)
    asyncio.run(close(response))
    assert slip.ends == ["closed"]
