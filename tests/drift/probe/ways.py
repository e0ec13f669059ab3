"""What is one call given, and what became of it?"""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .server import Received
from .transports import Sent
from .values import ABSENT

PATIENCE = 20
"""Seconds until a call that comes to no end is given up."""


class Refused(Exception):
    """No client, no method: nothing could be sent."""


@dataclass
class Attempt:
    """What became of one call."""

    requests: list[Received] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)
    error: str = ""
    awaited: bool = False

    @property
    def timeout(self) -> Any:
        """Seconds for one read where the last request left; ABSENT if nothing left."""
        return self.sent[-1].timeout if self.sent else ABSENT

    @property
    def refused(self) -> str:
        """What the SDK said before anything was sent."""
        return "" if self.requests or self.sent else self.error or "nothing was sent"

    @property
    def broken(self) -> str:
        """What the SDK said of its arguments, before anything was sent or when it came to use them."""
        return self.refused or (self.error if self.error.startswith(("TypeError", "ValueError")) else "")

    def __str__(self) -> str:
        return self.broken or f"{len(self.requests)} requests"


@dataclass
class Way:
    """One call: by which client and method, and what each layer is given by dotted name."""

    client: str
    path: str
    globally: dict[str, Any] = field(default_factory=dict)
    made_with: dict[str, Any] = field(default_factory=dict)
    called_with: dict[str, Any] = field(default_factory=dict)
    derive: str = ""
    derived_with: dict[str, Any] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return ".".join(part for part in (self.client or "module", self.derive, self.path) if part)

    def spot(self, layer: str, name: str) -> str:
        """The call with the name of what is given, behind what it is given to."""
        parts = {"client": self.client or "module", "derive": self.derive, "call": self.path}
        to = "derive" if self.derive and layer == "client" else layer
        given = {part: f"{text}({name})" if part == to else text for part, text in parts.items() if text}
        return f"{'.'.join(given.values())}" + (f" (module's {name})" if layer == "global" else "")


@contextlib.contextmanager
def patience() -> Iterator[None]:
    def give_up(number: int, frame: Any) -> None:
        raise TimeoutError(f"no end within {PATIENCE} s")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(PATIENCE)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
