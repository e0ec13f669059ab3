"""When does a stream end that is a bare generator?

The program gets a proxy, which passes for the generator: read to the end, failed, or closed it settles its ticket, and forgotten
it is left to the garbage collector with the generator in it.
"""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING, Any

import wrapt

from llmlint.runtime.streams import Told, watched
from llmlint.runtime.ticket import passing

if TYPE_CHECKING:
    _Proxy = wrapt.ObjectProxy[Any]
else:
    # Before wrapt 2 it takes no type.
    _Proxy = wrapt.ObjectProxy


def generated(pieces: Any, ticket: Told) -> Any:
    """The generator `pieces`, of either colour, which may send its request only when it is first read."""
    found: Any = (_AsyncGenerated if hasattr(pieces, "__anext__") else _Generated)(pieces)
    found._self_ticket = ticket
    found._self_watched = watched(pieces, ticket)
    weakref.finalize(found, ticket.abandoned).atexit = False
    return found


class _Generated(_Proxy):
    """A generator that blocks."""

    def __iter__(self) -> Any:
        return self

    def __next__(self) -> Any:
        seen = passing.set(True)
        try:
            return next(self._self_watched)
        finally:
            passing.reset(seen)

    def send(self, value: Any) -> Any:
        """As the generators here, which take no values, answer it."""
        return next(self)

    def close(self) -> None:
        """End it early."""
        self.__wrapped__.close()
        self._self_ticket.settle("closed")


class _AsyncGenerated(_Proxy):
    """A generator that is awaited."""

    def __aiter__(self) -> Any:
        return self

    async def __anext__(self) -> Any:
        seen = passing.set(True)
        try:
            return await anext(self._self_watched)
        finally:
            passing.reset(seen)

    async def asend(self, value: Any) -> Any:
        """As the generators here, which take no values, answer it."""
        return await anext(self)

    async def aclose(self) -> None:
        """End it early."""
        await self.__wrapped__.aclose()
        self._self_ticket.settle("closed")
