"""When does a stream end, and what did it tell?

A stream is watched where it is read, and where its connection is closed: it may be read to the end, closed early, cancelled, fail
midway, or be forgotten.  Whatever comes first settles the ticket.
"""

from __future__ import annotations

import asyncio
import json
import weakref
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, Protocol

from llmlint.runtime.ticket import Status, Ticket

_KEPT: Final = "llmlint"
"""The extension of an HTTP response under which its ticket waits for what is made of the response."""
_WATCHED: Final = "llmlint_watched"
"""The extension under which stands what is made of it: some SDKs make one stream of a response, and then another."""


def watch(stream: Any, ticket: Ticket, response: Any, reads: str = "_iterator") -> None:
    """Settle `ticket` with `stream`, an object that reads its attribute `reads`; closing the HTTP `response` ends it, too.

    Where another stream of the same response was watched, this one takes its place.
    """
    watching = watched(getattr(stream, reads), ticket)
    setattr(stream, reads, watching)
    forgotten = weakref.finalize(stream, ticket.abandoned)
    forgotten.atexit = False
    earlier: _Watch | None = response.extensions.get(_WATCHED)
    if earlier is not None:
        earlier.forgotten.detach()
        earlier.watching, earlier.forgotten = watching, forgotten
        return
    watch = response.extensions[_WATCHED] = _Watch(ticket, watching, forgotten)

    def closed() -> None:
        # While the stream is being read its end, or its error, is near.
        if not watch.watching.reading:
            ticket.settle("closed")

    after(response, ("close", "aclose"), closed)


@dataclass(slots=True)
class _Watch:
    """Who reads a response, and whose being forgotten ends it."""

    ticket: Ticket
    watching: _Watched | _AsyncWatched
    forgotten: weakref.finalize[Any, Any]


class Told(Protocol):
    """A ticket, or what stands between one and the pieces."""

    def saw(self, item: Any) -> None: ...

    def settle(self, status: Status, error: BaseException | str | None = None) -> None: ...

    def abandoned(self) -> None: ...


def watched(pieces: Any, ticket: Told) -> _Watched | _AsyncWatched:
    """The same pieces, of either colour; the end of them, or an error among them, settles `ticket`."""
    return _AsyncWatched(pieces, ticket) if hasattr(pieces, "__anext__") else _Watched(pieces, ticket)


def keep(response: Any, ticket: Ticket) -> None:
    """Leave `ticket` with an HTTP response: read already, it settles; else when it is read or closed, or a stream claims it."""
    if response.is_closed:
        ticket.saw(_content(response))
        ticket.settle("ok")
        return
    response.extensions[_KEPT] = ticket
    weakref.finalize(response, ticket.abandoned).atexit = False

    def read() -> None:
        if response.extensions.get(_KEPT) is ticket:
            ticket.saw(_content(response))
            ticket.settle("ok")

    def closed() -> None:
        # Reading closes before it has the content; a body that was iterated over is gone.
        if response.extensions.get(_KEPT) is ticket and not at_it:
            ticket.settle("ok" if response.is_stream_consumed else "closed")

    at_it = after(response, ("read", "aread"), read)
    after(response, ("close", "aclose"), closed)


def answered(response: Any, ticket: Ticket) -> None:
    """As `keep`, of an HTTP response that may say that the request was refused."""
    if response.is_error:
        ticket.settle("error", f"{response.status_code} {response.reason_phrase}".strip())
    else:
        keep(response, ticket)


def claim(stream: Any, response: Any, reads: str = "_iterator") -> None:
    """A stream is made of `response`: if a ticket waits there, the stream settles it."""
    ticket = _left_with(response)
    if ticket is not None:
        watch(stream, ticket, response, reads)


@contextmanager
def reading(response: Any) -> Iterator[Callable[[str], None]]:
    """While the text of `response` is read piece by piece; the function given is to be told the whole.

    If a ticket waits there, it is settled in the end.
    """
    ticket = _left_with(response)
    if ticket is None:
        yield lambda text: None
        return
    try:
        yield lambda text: ticket.saw(_parsed(lambda: json.loads(text)))
    except BaseException as error:
        ticket.settle(ending(error), error)
        raise
    ticket.settle("ok")


def _left_with(response: Any) -> Ticket | None:
    extensions = getattr(response, "extensions", {})
    found: Ticket | None = extensions.pop(_KEPT, None)
    if found is None and _WATCHED in extensions:
        found = extensions[_WATCHED].ticket
    return found


def after(response: Any, names: tuple[str, str], then: Callable[[], None]) -> list[None]:
    """Have `then` called after a method of this response, in either colour; the list is not empty while one runs."""
    plain, awaited = (getattr(response, name) for name in names)
    running: list[None] = []

    def call() -> Any:
        running.append(None)
        try:
            return plain()
        finally:
            running.pop()
            then()

    async def await_() -> Any:
        running.append(None)
        try:
            return await awaited()
        finally:
            running.pop()
            then()

    for name, replacement in zip(names, (call, await_), strict=True):
        setattr(response, name, replacement)
    return running


def _content(response: Any) -> Any:
    """The body as JSON; None where it was not read, or is none."""
    return _parsed(response.json) if hasattr(response, "_content") else None


def _parsed(parse: Callable[[], Any]) -> Any:
    try:
        return parse()
    except ValueError:
        return None


class _Watched:
    """The pieces of a stream."""

    __slots__ = ("__weakref__", "_inner", "_ticket", "reading")

    def __init__(self, inner: Iterator[Any], ticket: Told) -> None:
        self._inner = inner
        self._ticket = ticket
        self.reading = False

    def __iter__(self) -> _Watched:
        return self

    def __next__(self) -> Any:
        self.reading = True
        try:
            item = next(self._inner)
        except StopIteration:
            self._ticket.settle("ok")
            raise
        except BaseException as error:
            self._ticket.settle(ending(error), error)
            raise
        finally:
            self.reading = False
        self._ticket.saw(item)
        return item

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


class _AsyncWatched:
    """The pieces of a stream that is awaited."""

    __slots__ = ("__weakref__", "_inner", "_ticket", "reading")

    def __init__(self, inner: AsyncIterator[Any], ticket: Told) -> None:
        self._inner = inner
        self._ticket = ticket
        self.reading = False

    def __aiter__(self) -> _AsyncWatched:
        return self

    async def __anext__(self) -> Any:
        self.reading = True
        try:
            item = await anext(self._inner)
        except StopAsyncIteration:
            self._ticket.settle("ok")
            raise
        except BaseException as error:
            self._ticket.settle(ending(error), error)
            raise
        finally:
            self.reading = False
        self._ticket.saw(item)
        return item

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


def ending(error: BaseException) -> Status:
    """How a stream ends with this error."""
    return "error" if isinstance(error, Exception) and not isinstance(error, asyncio.CancelledError) else "cancelled"
