"""May the SDK send the call again, and when?

Asked by hooks at the SDK's own decision point, so that the provider's error reaches the caller when the answer is no.  The
attempts of a call are capped before it is sent; here it is about time.
"""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from time import monotonic, time
from typing import Final

from llmlint.runtime.ticket import Ticket, sending

Headers = Mapping[str, str]

MAX_WAIT: Final = 60.0
"""Seconds that a provider may ask to wait before a retry, where the policy does not say (`guard.retries.max_wait`).

anthropic 2.11 slept 90,000 s when it was told to; openai obeys up to 120 s.
"""


def may_retry(headers: Headers | None) -> bool:
    """Whether the call that is being sent may be sent again after a response with `headers`."""
    ticket = sending.get()
    if ticket is None:
        return True
    asked = retry_after(headers)
    if asked is not None and asked > _max_wait(ticket):
        return False
    limit = ticket.decision.max_time
    return limit is None or monotonic() - ticket.started + (asked or 0.0) < limit


def wait(chosen: float, headers: Headers | None) -> float:
    """Seconds to wait before a retry for which the SDK has chosen `chosen`: with full jitter, and within the policy's bounds."""
    ticket = sending.get()
    if ticket is None:
        return chosen
    ticket.retries += 1
    asked = retry_after(headers)
    if asked is None or asked > _max_wait(ticket):
        return random.uniform(0, min(chosen, _max_wait(ticket)))
    # Whoever was told the same moment comes back spread over a tenth more.
    return asked * random.uniform(1, 1.1)


def retry_after(headers: Headers | None) -> float | None:
    """Seconds that a response asks to wait; None where it does not."""
    if headers is None:
        return None
    for name, unit in (("retry-after-ms", 1000.0), ("retry-after", 1.0)):
        text = headers.get(name)
        if text is not None:
            try:
                seconds = float(text) / unit
            except ValueError:
                continue
            return seconds if math.isfinite(seconds) and seconds >= 0 else None
    try:
        date = parsedate_to_datetime(headers.get("retry-after", ""))
    except (TypeError, ValueError):
        return None
    return max(date.timestamp() - time(), 0.0)


def _max_wait(ticket: Ticket) -> float:
    return ticket.decision.max_wait
