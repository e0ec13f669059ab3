"""When does a stream of litellm end, and what did it tell?

litellm's streams are read through `__next__` and `__anext__` of their classes, which are hooked when the first such stream comes.
What the provider tells of usage litellm keeps aside and does not hand on.
"""

from __future__ import annotations

import weakref
from typing import Any, Final

from llmlint.runtime.hooks.patch import Patches
from llmlint.runtime.streams import ending, watched
from llmlint.runtime.ticket import Ticket, sending


class _Watch:
    """What is known of a stream that is read."""

    __slots__ = ("reading", "seen", "ticket")

    def __init__(self, ticket: Ticket) -> None:
        self.ticket = ticket
        self.reading = False
        self.seen = 0


_WATCHES: Final[weakref.WeakKeyDictionary[Any, _Watch]] = weakref.WeakKeyDictionary()


def watch(stream: Any, ticket: Ticket, patches: Patches) -> Any:
    """Settle `ticket` with `stream`; gives what the caller gets in its place."""
    owners = {name: _owner(type(stream), name) for name in ("__next__", "__anext__", "close", "aclose")}
    if owners["__next__"] is None and owners["__anext__"] is None:
        pieces = watched(stream, ticket)
        weakref.finalize(pieces, ticket.abandoned).atexit = False
        return pieces
    for name, owner in owners.items():
        if owner is not None:
            patches.wrap(owner, name, _WRAPPERS[name])
    _WATCHES[stream] = _Watch(ticket)
    weakref.finalize(stream, ticket.abandoned).atexit = False
    return stream


def _owner(kind: type, name: str) -> type | None:
    """The class that defines `name`, if it is one of litellm's own that lasts: some are made anew for each stream."""
    for base in kind.__mro__:
        if name in vars(base):
            lasts = base.__module__.partition(".")[0] == "litellm" and "<locals>" not in base.__qualname__
            return base if lasts else None
    return None


def _next(wrapped: Any, stream: Any, args: Any, kwargs: Any) -> Any:
    watching = _WATCHES.get(stream)
    if watching is None:
        return wrapped(*args, **kwargs)
    ticket = watching.ticket
    # A stream may send its request when it is first read.
    mark = sending.set(ticket)
    ticket.open = watching.reading = True
    try:
        item = wrapped(*args, **kwargs)
    except BaseException as error:
        _over(stream, watching, error)
        raise
    finally:
        ticket.open = watching.reading = False
        sending.reset(mark)
    _told(stream, watching, item)
    return item


async def _anext(wrapped: Any, stream: Any, args: Any, kwargs: Any) -> Any:
    watching = _WATCHES.get(stream)
    if watching is None:
        return await wrapped(*args, **kwargs)
    ticket = watching.ticket
    mark = sending.set(ticket)
    ticket.open = watching.reading = True
    try:
        item = await wrapped(*args, **kwargs)
    except BaseException as error:
        _over(stream, watching, error)
        raise
    finally:
        ticket.open = watching.reading = False
        sending.reset(mark)
    _told(stream, watching, item)
    return item


def _close(wrapped: Any, stream: Any, args: Any, kwargs: Any) -> Any:
    try:
        return wrapped(*args, **kwargs)
    finally:
        _closed(stream)


async def _aclose(wrapped: Any, stream: Any, args: Any, kwargs: Any) -> Any:
    try:
        return await wrapped(*args, **kwargs)
    finally:
        _closed(stream)


_WRAPPERS: Final = {"__next__": _next, "__anext__": _anext, "close": _close, "aclose": _aclose}


def _closed(stream: Any) -> None:
    watching = _WATCHES.get(stream)
    if watching is not None and not watching.reading:
        watching.ticket.settle("closed")


def _over(stream: Any, watching: _Watch, error: BaseException) -> None:
    _told(stream, watching, None)
    if isinstance(error, StopIteration | StopAsyncIteration):
        watching.ticket.settle("ok")
    else:
        watching.ticket.settle(ending(error), error)


def _told(stream: Any, watching: _Watch, item: Any) -> None:
    """Read what has come: the chunks that the stream keeps, which say what the provider told, then what it hands on.

    A usage that is handed on and in no chunk is litellm's own estimate.
    """
    source = stream if hasattr(stream, "chunks") else getattr(stream, "completion_stream", None)
    chunks = getattr(source, "chunks", None)
    if not isinstance(chunks, list):
        if item is not None:
            watching.ticket.saw(item)
        return
    if len(chunks) < watching.seen:
        watching.seen = 0
    for chunk in chunks[watching.seen :]:
        watching.ticket.saw(chunk)
    watching.seen = len(chunks)
    if item is not None and getattr(item, "usage", None) is None:
        watching.ticket.saw(item)
