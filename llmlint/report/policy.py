"""What is in force for a path, and which line of the policy says so?"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, Final

from llmlint.findings import Severity
from llmlint.knowledge import models
from llmlint.policy.compiled import InForce, Operand, Setting
from llmlint.policy.rulefile import RulePage
from llmlint.report.terminal import Style, columns, count, pad
from llmlint.report.text import COLOURS

SCHEMA: Final = 1
_FEW: Final = 4
_NOT_SHOWN: Final = ("rules", "sdks", "exclude")


def render(policy: InForce, pages: Iterable[RulePage], style: Style) -> Iterator[str]:
    """The settings by table, then the rules that are on; patterns of models with the known models that they admit."""
    settings = sorted(
        (table, key, setting) for (table, key), setting in _tables(policy).items() if table.split(".")[0] not in _NOT_SHOWN
    )
    width = max((columns(key) for _, key, _ in settings), default=0)
    for table, rows in groupby(settings, lambda row: row[0]):
        yield style.paint(f"[{table}]", "bold")
        for _, key, setting in rows:
            yield from style.wrap(f"{_shown(setting.value)}  {setting.place}", f"  {pad(key, width)}  ", " " * (width + 4))
            for pattern in _patterns(key, setting):
                yield from style.wrap(admits(pattern), f"    {pattern}: ", "      ")
        yield ""
    on = [page for page in sorted(pages, key=lambda page: page.rule.id) if policy.severity(page.rule) is not Severity.OFF]
    width = max((len(page.rule.id) for page in on), default=0)
    yield style.paint("rules", "bold")
    for page in on:
        severity = policy.severity(page.rule)
        said = policy.settings.get(f"rules.{page.rule.id}.severity")
        shown = style.paint(pad(severity.value, 7), COLOURS[severity])
        yield f"  {shown}  {pad(page.rule.id, width)}  {'' if said is None else said.place}".rstrip()


def admits(pattern: str) -> str:
    """The known models that a pattern of the policy admits, in words."""
    names = _admitted(pattern)
    if not names:
        return "no model that is known"
    more = len(names) - _FEW
    return f"{count(len(names), 'known model')}: {', '.join(names[:_FEW])}{f' and {more} more' if more > 0 else ''}"


def as_json(policy: InForce, path: str, source: str, pages: Iterable[RulePage]) -> str:
    """As `render`, for a program; with all the models that a pattern admits, as `provider/model`."""
    settings: list[dict[str, Any]] = [
        {"key": key, "value": list(value) if isinstance(value := setting.value, tuple) else value, "place": setting.place}
        for key, setting in sorted(policy.settings.items())
    ]
    patterns = {pattern for (_, key), setting in _tables(policy).items() for pattern in _patterns(key, setting)}
    admitted = {pattern: [f"{each.provider}/{each.name}" for each in models.matching(pattern)] for pattern in sorted(patterns)}
    return json.dumps(
        {
            "schema": SCHEMA,
            "path": path,
            "policy": source,
            "environment": policy.environment,
            "settings": settings,
            "models": admitted,
            "rules": {page.rule.id: policy.severity(page.rule).value for page in sorted(pages, key=lambda page: page.rule.id)},
        },
        indent=2,
    )


def _tables(policy: InForce) -> dict[tuple[str, str], Setting]:
    """Settings by table and key, as the file has them: `tasks.labels` and `timeout.max`."""
    found = {}
    for dotted, setting in policy.settings.items():
        parts = dotted.split(".")
        depth = 2 if parts[0] == "tasks" else 1
        found[".".join(parts[:depth]), ".".join(parts[depth:])] = setting
    return found


def _patterns(key: str, setting: Setting) -> tuple[str, ...]:
    return tuple(map(str, setting.value)) if key == "models" and isinstance(setting.value, tuple) else ()


def _admitted(pattern: str) -> list[str]:
    """Names as their vendors write them, each once."""
    return sorted(dict.fromkeys(each.canonical for each in models.matching(pattern)))


def _shown(value: Operand) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
