"""How is each fact of an SDK's entry known?  What the drift run wrote down, read without any SDK.

`evidence.json` is written by `python -m tests.drift.run --update` and by nothing else:

    {"entries": {"openai": {
        "date": "2026-11-21",
        "versions": [{"version": "3.54.0", "requests_on_429": 3, "default_timeout": 600}],
        "facts": {"timeout.default": {"state": "executed", "statements": 9}}}}}

A fact is one or more statements of the entry under one name, which is the name that `sources` of the entry uses: of the
options (`timeout`, `max_retries`, `api_key`, `base_url`, `http_client`, `max_output_tokens`, `stream`)
`timeout.default`, `timeout.unit`, `timeout.none`, `timeout.zero`, `timeout.call`, `timeout.client`, `timeout.global`,
`timeout.environment`, `timeout.decoys`; and `clients`, `methods`, `parameters`, `positional`, `derive`, `retrying`,
`views`, `not_given`, `timeout_types`, `http_client_types`, `bodies`, `mirrors`, `wrappers`, `hook`, `provider`. Its
state is that of its weakest statement.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal

FILE: Final = Path(__file__).parent / "evidence.json"

State = Literal["executed", "introspected", "source"]
"""`executed`: the SDK was run and did it; `introspected`: the installed SDK has the name; `source`: read by people only."""

STATES: Final[tuple[State, ...]] = ("source", "introspected", "executed")
"""The weakest first."""


@dataclass(frozen=True, slots=True)
class Fact:
    """How one fact is known."""

    state: State
    statements: int
    """How many statements of the entry, over all versions, this sums up."""
    note: str = ""
    """Why a statement was not executed, and how it is known instead."""


@dataclass(frozen=True, slots=True)
class Version:
    """What one version of the SDK did where nothing was given."""

    version: str
    requests_on_429: int | None
    """Requests that one call sends to a server that always answers 429; None: not counted."""
    default_timeout: float | Literal["none", "unknown"]
    """Seconds for one read; `none`: it waits for ever; `unknown`: not read."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the drift run knows of one entry; versions in their order, the newest last."""

    date: str
    versions: tuple[Version, ...]
    facts: Mapping[str, Fact]

    @property
    def counts(self) -> Mapping[State, int]:
        """Facts by state."""
        return {state: sum(fact.state == state for fact in self.facts.values()) for state in STATES}


@lru_cache(maxsize=1)
def evidence() -> Mapping[str, Evidence]:
    """By the entry's id; an entry that was never run is not there."""
    return parse(json.loads(FILE.read_text(encoding="utf-8")))


def parse(data: Mapping[str, Any]) -> Mapping[str, Evidence]:
    """Evidence from the data of the file."""
    return {
        entry: Evidence(
            given["date"],
            tuple(
                Version(each["version"], each.get("requests_on_429"), each.get("default_timeout", "unknown"))
                for each in given["versions"]
            ),
            {name: Fact(fact["state"], fact["statements"], fact.get("note", "")) for name, fact in given["facts"].items()},
        )
        for entry, given in data["entries"].items()
    }
