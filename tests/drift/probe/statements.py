"""Which statements of an entry hold, and how is each known?"""

from __future__ import annotations

import importlib.util
from dataclasses import asdict, dataclass
from fnmatch import fnmatchcase
from typing import Any


@dataclass(frozen=True)
class Statement:
    """One statement: the key of the entry that says it, where it was tried, what is said and what was seen.

    `state` is executed, introspected, source (nobody looked: `note` says why and how it is known instead), absent (this version
    has not got it, as the recipe says) or DRIFT.
    """

    key: str
    fact: str
    state: str
    stated: str = ""
    observed: str = ""
    at: str = ""
    note: str = ""


class Ledger:
    """Takes the statements of one entry; knows which of them the recipe leaves out and which belong to other versions."""

    def __init__(self, skip: dict[str, str], only_elsewhere: list[str], needs: dict[str, list[str]] | None = None) -> None:
        self._skip = skip
        for module, patterns in (needs or {}).items():
            if not _there(module):
                self._skip = self._skip | dict.fromkeys(patterns, f"{module} is not in this environment")
        self._elsewhere = only_elsewhere
        self.statements: list[Statement] = []
        self.skipped: set[str] = set()

    def leaves_out(self, key: str, fact: str, at: str = "") -> bool:
        """Whether the recipe or the version takes `key` out; says so in a statement."""
        for pattern, reason in self._skip.items():
            if _matches(pattern, key, at):
                self.skipped.add(pattern)
                self.statements.append(Statement(key, fact, "source", at=at, note=reason))
                return True
        return False

    def executed(self, key: str, fact: str, holds: bool, stated: Any, observed: Any, at: str = "") -> None:
        self._add(key, fact, "executed" if holds else "DRIFT", stated, observed, at)

    def introspected(self, key: str, fact: str, holds: bool, stated: Any, observed: Any, at: str = "") -> None:
        self._add(key, fact, "introspected" if holds else "DRIFT", stated, observed, at)

    def source(self, key: str, fact: str, note: str, at: str = "") -> None:
        self._add(key, fact, "source", "", "", at, note)

    def _add(self, key: str, fact: str, state: str, stated: Any, observed: Any, at: str, note: str = "") -> None:
        if state == "DRIFT" and any(_matches(pattern, key, at) for pattern in self._elsewhere):
            state = "absent"
        self.statements.append(Statement(key, fact, state, str(stated), str(observed), at, note))

    def as_data(self) -> list[dict[str, str]]:
        return [asdict(statement) for statement in self.statements]


def _there(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def _matches(pattern: str, key: str, at: str) -> bool:
    return fnmatchcase(key, pattern) or fnmatchcase(f"{key} @ {at}", pattern)
