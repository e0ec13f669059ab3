"""Which calls does litellm make of one, and how does a refusal get out of it?

litellm sends again, falls back to other models and wraps errors, all in `except Exception`.  What is to reach the caller from
inside goes through as a BaseException, up to where the program has called litellm.
"""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from time import monotonic
from typing import Any, Final

from llmlint.runtime.call import Reading
from llmlint.runtime.errors import Refused
from llmlint.runtime.hooks.litellm_call import LitellmCall, Through
from llmlint.runtime.refusals import Refusal
from llmlint.runtime.sending import Admit
from llmlint.runtime.ticket import Ticket, sending


class _Boundary:
    """Where the program has called litellm, as long as that call goes on."""

    __slots__ = ("open",)

    def __init__(self) -> None:
        self.open = True


_boundary: Final[ContextVar[_Boundary | None]] = ContextVar("llmlint_litellm_boundary", default=None)


class Scope:
    """A function of litellm that sends one call again, or asks other models in its place, while it runs.

    `above` is the call that is being sent already, if this is a part of it; `router` is whose calls these are.  With `final`
    nothing follows when it gives up.
    """

    __slots__ = ("above", "begun", "error", "final", "open", "reading", "router", "ticket")

    def __init__(self, above: Ticket | None, router: Any = None, *, final: bool = False) -> None:
        self.above = above
        self.router = router
        self.final = final
        # litellm's own loop is begun while the first error is being handled.
        self.error: BaseException | None = sys.exception() if final and above is not None else None
        self.reading: Reading | None = None
        self.ticket: Ticket | None = None
        """The call that may be sent again."""
        self.begun = False
        self.open = True

    def admit(self, admit: Admit, call: LitellmCall) -> Ticket | Refusal | None:
        """As the gate does it, but what is sent again has its ticket already.  Raises the last error where the policy ends it."""
        reading = call.read()
        if self.ticket is not None and self.ticket.status is None and reading == self.reading:
            self.again(self.ticket)
            self.error = None
            changes = dict(self.ticket.rewritten)
            if self.ticket.decision.max_retries is not None and self.ticket.attempts is not None:
                changes["max_retries"] = self.ticket.decision.max_retries
            if changes:
                call.change(changes)
            self.ticket.open = True
            return self.ticket
        self.release()
        begun, self.begun = self.begun, True
        if self.above is not None and reading is not None:
            if (self.final or not begun) and self.above.carries(reading, sys._getframe()):
                if self.final:
                    self.again(self.above)
                return None
            if self.error is not None:
                # Another one answers in its place.
                self.above.settle("error", self.error)
        ticket = admit(call)
        if isinstance(ticket, Ticket):
            ticket.held = True
            self.ticket, self.reading = ticket, reading
        return ticket

    def again(self, ticket: Ticket) -> None:
        """Count that a call is sent again.  Raises its last error if the policy allows no more."""
        limit = ticket.decision.max_time
        spent = ticket.attempts is not None and ticket.retries + 1 >= ticket.attempts
        if self.error is not None and (spent or (limit is not None and monotonic() - ticket.started >= limit)):
            raise Through(self.error) if self.final else self.error
        ticket.retries += 1

    def failed(self, error: BaseException) -> None:
        self.error = error

    def release(self) -> None:
        """Nothing is sent again of what was sent so far."""
        if self.ticket is not None:
            self.ticket.held = False
            if self.error is not None:
                self.ticket.settle("error", self.error)
            self.ticket = None

    def close(self) -> None:
        self.open = False
        self.release()


scope: Final[ContextVar[Scope | None]] = ContextVar("llmlint_litellm_scope", default=None)


def scope_of(*, inside: bool) -> Scope | None:
    """The scope in which litellm itself makes a call now."""
    found = scope.get()
    return found if inside and found is not None and found.open else None


def ticket_of(*, inside: bool) -> Ticket | None:
    """The call of which litellm itself makes another one now."""
    found = sending.get()
    return found if inside and found is not None and found.open and found.floors is not None else None


def bounded(send: Callable[[], Any], *, inside: bool) -> Any:
    """What `send` gives.  Inside of another call of litellm a refusal goes through to the program, which gets it there."""
    around = _boundary.get()
    if inside and around is not None and around.open:
        try:
            return send()
        except Refused as refusal:
            raise Through(refusal) from None
    boundary = _Boundary()
    mark = _boundary.set(boundary)
    try:
        return send()
    except Through as through:
        error = through.error
    finally:
        boundary.open = False
        _boundary.reset(mark)
    raise _bare(error)


async def bounded_async(send: Callable[[], Awaitable[Any]], *, inside: bool) -> Any:
    """As `bounded`, for a call that is awaited."""
    around = _boundary.get()
    if inside and around is not None and around.open:
        try:
            return await send()
        except Refused as refusal:
            raise Through(refusal) from None
    boundary = _Boundary()
    mark = _boundary.set(boundary)
    try:
        return await send()
    except Through as through:
        error = through.error
    finally:
        boundary.open = False
        _boundary.reset(mark)
    raise _bare(error)


def _bare(error: BaseException) -> BaseException:
    # A refusal has nothing to do with the errors that were being handled on its way.
    if isinstance(error, Refused):
        error.__context__ = None
    return error
