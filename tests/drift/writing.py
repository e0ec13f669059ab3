"""What is written to `evidence.json`?  Statements summed up by fact, over all versions that were tried."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from packaging.version import Version

from llmlint.knowledge.evidence import FILE, STATES

from .probing import Found, Result


def update(results: Iterable[Result], date: str) -> None:
    """Writes the entries of `results` anew and leaves the others as they are; an entry that drifts is left out."""
    data = json.loads(FILE.read_text(encoding="utf-8"))
    by_entry = sorted(results, key=lambda result: (result.entry, Version(result.version)))
    for name, several in groupby(by_entry, key=lambda result: result.entry):
        together = list(several)
        if any(result.drift for result in together):
            data["entries"].pop(name, None)
        else:
            data["entries"][name] = summed_up(together, date)
    data["entries"] = dict(sorted(data["entries"].items()))
    FILE.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def summed_up(results: list[Result], date: str) -> dict[str, Any]:
    """One entry, whose results are in the order of versions."""
    seen = {(each.key, each.at) for result in results for each in result.found if each.state in ("executed", "introspected")}
    found = [
        each
        for result in results
        for each in result.found
        if each.state != "absent" and (each.state != "source" or (each.key, each.at) not in seen)
    ]
    by_fact = sorted(found, key=lambda each: each.fact)
    return {
        "date": date,
        "versions": [{"version": result.version, **dict(sorted(result.observed.items()))} for result in results],
        "facts": {fact: _fact(list(several)) for fact, several in groupby(by_fact, key=lambda each: each.fact)},
    }


def _fact(found: list[Found]) -> dict[str, Any]:
    state = next(state for state in STATES if any(each.state == state for each in found))
    notes = sorted({each.note for each in found if each.note})
    return {"state": state, "statements": len(found)} | ({"note": "; ".join(notes)} if notes else {})
