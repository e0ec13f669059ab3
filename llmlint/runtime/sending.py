"""How does a call pass the guard, in both colours?

A hook makes a `LiveCall` and passes it to one of these two.  They ask for admission, raise or wait as it says, mark the call as
the one that is being sent, and see to it that its ticket is settled if no answer comes.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable
from typing import Any

from llmlint.runtime.call import LiveCall
from llmlint.runtime.refusals import Refusal
from llmlint.runtime.ticket import Ticket, passing, sending

Admit = Callable[[LiveCall], Ticket | Refusal | None]
"""`Gate.admit` of the gate in force; None lets a call pass that is nobody's business."""


def send(admit: Admit, call: LiveCall) -> Any:
    """What the caller gets for a call that blocks.  Raises what the guard or the SDK raises."""
    ticket = admit(call)
    if ticket is None:
        seen = passing.set(True)
        try:
            return call.send()
        finally:
            passing.reset(seen)
    if isinstance(ticket, Refusal):
        if ticket.wait:
            time.sleep(ticket.wait)
        raise ticket.error
    mark = sending.set(ticket)
    try:
        answer = call.send()
    except BaseException as error:
        ticket.settle("error" if isinstance(error, Exception) else "cancelled", error)
        raise
    finally:
        ticket.open = False
        sending.reset(mark)
    return call.received(ticket, answer)


async def send_async(admit: Admit, call: LiveCall) -> Any:
    """As `send`, for a call that is awaited."""
    ticket = admit(call)
    if ticket is None:
        seen = passing.set(True)
        try:
            return await call.send()
        finally:
            passing.reset(seen)
    if isinstance(ticket, Refusal):
        if ticket.wait:
            await _sleep(ticket.wait)
        raise ticket.error
    mark = sending.set(ticket)
    try:
        answer = await call.send()
    except BaseException as error:
        ticket.settle("error" if isinstance(error, Exception) else "cancelled", error)
        raise
    finally:
        ticket.open = False
        sending.reset(mark)
    return call.received(ticket, answer)


async def _sleep(seconds: float) -> None:
    # Under trio there is no loop of asyncio; what can run there has loaded anyio.
    anyio: Any = sys.modules.get("anyio")
    await (anyio.sleep(seconds) if anyio is not None else asyncio.sleep(seconds))
