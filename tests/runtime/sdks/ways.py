"""In which ways is an SDK called?  What a recipe tells, one `Surface` for each part of the SDK with requests of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from llmlint.runtime.usage import Usage
from tests.loopback import Provider


@dataclass(frozen=True)
class Surface:
    """Each way takes the provider's URL and a model, and makes one call; ways that the SDK has not got are None.

    `ask` and `ask_async` return once the answer is there; `stream` and `stream_async` return what is iterated over.  `repeated`
    is `ask` by a client that sends five times or more on `error`, a status, without long waits; `over` is `ask` with a cap of 900
    tokens; `raw` is `ask` whose response is left as it came, `used` is what the answers of the loopback tell.
    `changing` are headers, in lower case, that differ from call to call; `closed_async` is how a stream is settled that is
    awaited and closed early (where the SDK's own generators stand between, that cannot be told from forgetting it), empty where
    the SDK does not let it be closed.  Without
    `closes` the library forgets a stream that is closed early.  Without `places` it sends in tasks and generators of its own: the
    program's line is not on their stack.
    """

    ask: Callable[[str, str], Any]
    stream: Callable[[str, str], Iterator[Any]] | None = None
    ask_async: Callable[[str, str], Awaitable[Any]] | None = None
    stream_async: Callable[[str, str], Awaitable[AsyncIterator[Any]]] | None = None
    repeated: Callable[[str, str], Any] | None = None
    over: Callable[[str, str], Any] | None = None
    used: Usage = field(default_factory=Usage)
    used_by_stream: Usage | None = None
    changing: frozenset[str] = frozenset()
    closed_async: str = "closed"
    error: int = 429
    raw: Callable[[str, str], Any] | None = None
    closes: bool = True
    places: bool = True


@dataclass(frozen=True)
class Told:
    """A call, and what the guard must read of it: by fact its value, None for nothing, a reason for what is not known.

    Of several values the first counts; `unbounded` is a value, too.  `layers` says who gives it.
    """

    call: Callable[[str], Any]
    facts: Mapping[str, object]
    layers: Mapping[str, str] = field(default_factory=dict)


Scenario = Callable[[Provider, Mapping[str, Path]], None]
"""Something else that must hold, given a provider and the policies by name; fails by AssertionError."""


def closable(stream: Any) -> Any:
    """A stream that can be closed: older clients of Speakeasy's have only its response for that."""
    if not hasattr(stream, "close"):
        stream.close = stream.response.aclose if hasattr(stream, "__anext__") else stream.response.close
    return stream


def awaited(way: Callable[[str, str], Awaitable[Any]]) -> Callable[[str, str], Any]:
    """A way that is awaited, as one that blocks."""
    import asyncio

    async def main(url: str, model: str) -> Any:
        return await way(url, model)

    return lambda url, model: asyncio.run(main(url, model))


def read(way: Callable[[str, str], Iterator[Any]]) -> Callable[[str, str], Any]:
    """A way that streams, read to the end."""
    return lambda url, model: list(way(url, model))


def read_async(way: Callable[[str, str], Awaitable[AsyncIterator[Any]]]) -> Callable[[str, str], Any]:
    async def main(url: str, model: str) -> Any:
        return [piece async for piece in await way(url, model)]

    return awaited(main)
