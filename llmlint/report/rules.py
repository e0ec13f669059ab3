"""Which rules are there, and which of them are on?"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Final

from llmlint.findings import Severity
from llmlint.policy.compiled import InForce
from llmlint.policy.rulefile import RulePage
from llmlint.report.terminal import Style, count, fit, pad
from llmlint.report.text import COLOURS

SCHEMA: Final = 1


def table(pages: Sequence[RulePage], policy: InForce, source: str, style: Style) -> Iterator[str]:
    """One line a rule: severity under `policy` (called `source`), id, summary."""
    ordered = sorted(pages, key=lambda page: page.rule.id)
    width = max(len(page.rule.id) for page in ordered)
    for page in ordered:
        severity = policy.severity(page.rule)
        room = 10**6 if style.width is None else max(style.width - width - 11, 20)
        shown, name = style.paint(pad(severity.value, 7), COLOURS[severity]), style.paint(pad(page.rule.id, width), "bold")
        yield f"{shown}  {name}  {fit(page.rule.summary, room)}"
    on = sum(policy.severity(page.rule) is not Severity.OFF for page in ordered)
    yield ""
    yield f"{count(len(ordered), 'rule')}, {on} on by {source}; llmlint explain RULE tells more"


def as_json(pages: Sequence[RulePage], policy: InForce) -> str:
    """As `table`, for a program; `severity` is the one in force, `default_severity` the one in the rule's file."""
    rules = [
        {
            "id": page.rule.id,
            "summary": page.rule.summary,
            "subject": page.rule.subject,
            "group": page.rule.group,
            "rank": page.rule.rank,
            "severity": policy.severity(page.rule).value,
            "default_severity": page.rule.severity.value,
            "packs": list(page.packs),
        }
        for page in sorted(pages, key=lambda page: page.rule.id)
    ]
    return json.dumps({"schema": SCHEMA, "rules": rules}, indent=2)
