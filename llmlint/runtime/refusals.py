"""What happens when the same call is refused again and again?

A retry loop that catches everything would turn a refusal into a busy loop: identical refusals at a site are logged once, counted,
and slowed down to one a second.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Final

from llmlint.runtime.errors import Refused

PACE: Final = 1.0
"""Seconds between identical refusals at a site."""
_REMEMBERED: Final = 4096


@dataclass(frozen=True, slots=True)
class Refusal:
    """A call that is not to be sent: wait so many seconds, then raise the error."""

    error: Refused
    wait: float = 0.0


class Pace:
    """How often each refusal has happened, and when it may happen again."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._known: dict[tuple[str, int, str], tuple[int, float]] = {}

    def forked(self) -> None:
        """Take a new lock in a forked process."""
        self._lock = threading.Lock()

    def again(self, path: str, line: int, rule: str) -> tuple[int, float]:
        """(how often this refusal has happened now, seconds until it may be told)."""
        now = self._clock()
        with self._lock:
            count, last = self._known.get((path, line, rule), (0, now - PACE))
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            # Many threads at one site each wait a pace at most: they are slowed down, not queued up.
            self._known[path, line, rule] = (count + 1, now)
        return count + 1, min(max(last + PACE - now, 0.0), PACE)
