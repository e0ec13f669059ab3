"""What does a streamed answer tell, line by line?

For SDKs that read a response in generators of their own, where nobody can look on: the bytes are watched on their way to them.
"""

from __future__ import annotations

import weakref
from typing import Any, Final

from llmlint.runtime.streams import after, watched
from llmlint.runtime.ticket import Status, Ticket

_DATA: Final = b"data:"
_DONE: Final = b"[DONE]"


class Lines:
    """Tells `ticket` of the lines that hold JSON, bare or as the data of an event, whatever the pieces in which they come."""

    __slots__ = ("_begun", "_ticket", "done")

    def __init__(self, ticket: Ticket) -> None:
        self._ticket = ticket
        self._begun = b""
        self.done = False
        """Whether the line has come that says that nothing comes after it: some SDKs read no further."""

    def saw(self, piece: bytes) -> None:
        """The next piece of the text has come."""
        *whole, self._begun = (self._begun + piece).split(b"\n")
        for line in whole:
            self.told(line)

    def told(self, line: bytes) -> None:
        """A line is whole."""
        text = line.strip().removeprefix(_DATA).lstrip()
        if text == _DONE:
            self.done = True
        elif text.startswith(b"{"):
            self._ticket.saw(text)

    def settle(self, status: Status, error: BaseException | str | None = None) -> None:
        """The text has ended."""
        self.told(self._begun)
        self._ticket.settle(status, error)

    def abandoned(self) -> None:
        """Nobody reads the text any more; called by finalizers."""
        self._ticket.abandoned()


def tapped(response: Any, ticket: Ticket) -> Lines:
    """Settle `ticket` with an HTTP response that has not been read yet: with the end of its bytes, or when it is closed."""
    lines = Lines(ticket)
    plain, awaited = response.iter_bytes, response.aiter_bytes
    watching: list[Any] = []

    def read(*size: Any, **sizes: Any) -> Any:
        watching.append(watched(plain(*size, **sizes), lines))
        return watching[-1]

    def aread(*size: Any, **sizes: Any) -> Any:
        watching.append(watched(awaited(*size, **sizes), lines))
        return watching[-1]

    def closed() -> None:
        # While it is being read its end, or its error, is near.
        if not any(each.reading for each in watching):
            ticket.settle("closed")

    response.iter_bytes, response.aiter_bytes = read, aread
    after(response, ("close", "aclose"), closed)
    weakref.finalize(response, lines.abandoned).atexit = False
    return lines
