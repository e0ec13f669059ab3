"""What is a case: a program, and what is in force for its one call?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

UNBOUNDED: Final = "unbounded"


@dataclass(frozen=True)
class Truth:
    """What is in force for the call when the program runs; a timeout is in seconds or `UNBOUNDED`; None is none, or no cap.

    `named` is the model of the request's body, which a deployment in the URL makes idle.  A loop around the client's own may
    send `further` times.
    """

    model: str
    named: str
    timeout: float | str | None
    cap: float | None
    retries: int
    stream: bool
    further: int = 0


@dataclass(frozen=True)
class Case:
    """One program; `run()` makes its call.  `plain` programs hide nothing: the static side must decide as the live side does."""

    number: int
    path: str
    source: str
    environ: dict[str, str]
    policy: str
    environment: str | None
    is_async: bool
    truth: Truth
    disguises: frozenset[str]
    plain: bool


def written(source: str, policy: str, number: int = 0) -> Case:
    """A case around a program that is written by hand; nothing is claimed of its truth."""
    nothing = Truth(model="", named="", timeout=0, cap=None, retries=0, stream=False)
    return Case(number, "app.py", source, {}, policy, None, is_async=False, truth=nothing, disguises=frozenset(), plain=False)
