"""How do the figures of several tools read side by side?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.accuracy.run import json_group, share
from tests.accuracy.score import FILE_POLICIES, POLICIES, PolicyTally, Row, groups, tally

from .measure import Measured

RESOLUTIONS = ("same-expression", "same-function", "same-file", "cross-file", "undecidable")
MARKED = re.compile(r"(<!-- table: (?P<what>[^>]*?) -->\n).*?(<!-- /table -->)", re.DOTALL)
NONE = "n/a"


class UnknownTable(Exception):
    """A marker names no view, or selects rows by something else than `sdk=` and `notebooks=no`."""


@dataclass(frozen=True)
class Selection:
    """Which rows a table is about; no SDK means all."""

    sdks: frozenset[str] = frozenset()
    notebooks: bool = True

    def of(self, rows: Iterable[Row]) -> list[Row]:
        return [row for row in rows if (not self.sdks or row.sdk in self.sdks) and (self.notebooks or row.cell is None)]


def tools(measured: Sequence[Measured], rows: Sequence[Row]) -> list[str]:
    """What was run, and what it answers."""
    lines = _head(
        "tool", "version", "measured", "command", "lists calls", "labelled policies it has a rule for", "reads notebooks"
    )
    for tool in measured:
        answered = ", ".join(policy for policy in POLICIES if policy in tool.policies) or "none"
        lines.append(
            _line(tool.name, tool.version, tool.date, f"`{tool.command}`", _yes(tool.lists_calls), answered, _yes(tool.notebooks))
        )
    return lines


def calls(measured: Sequence[Measured], rows: Sequence[Row]) -> list[str]:
    """Which labelled LLM calls are found, which look-alikes taken for one."""
    lines = _head("tool", "recall", "precision", "look-alikes reported", "literal model named")
    for tool in measured:
        if not tool.lists_calls:
            lines.append(_line(tool.name, NONE, NONE, NONE, NONE))
            continue
        total = tally(tool.outcomes(rows))
        found = total.matched_positives
        lines.append(
            _line(
                tool.name,
                share(found, total.positives),
                share(found, found + total.matched_negatives),
                share(total.matched_negatives, total.negatives),
                share(total.model_right, total.model_rows) if tool.names_models else NONE,
            )
        )
    return lines


def policies(measured: Sequence[Measured], rows: Sequence[Row]) -> list[str]:
    """Each policy's verdicts against the labels; one line for the tools without a rule for it."""
    columns = ("precision", "recall", "recall on found calls", "decided", "undecidable reported", "look-alikes reported")
    lines = _head("policy", "tool", *columns)
    labelled = [row for row in rows if row.is_llm_call]
    look_alikes = len(rows) - len(labelled)
    for policy in POLICIES:
        undecidable = sum(row.policies[policy] == "undecidable" for row in labelled)
        for tool in measured:
            if policy not in tool.policies:
                continue
            f = tally(tool.outcomes(rows)).policies[policy].figures()
            lines.append(
                _line(
                    policy,
                    tool.name,
                    share(f["tp"], f["reported"]),
                    share(f["tp"], f["yes_all"]),
                    share(f["tp"], f["yes"]),
                    share(f["decided"], f["decidable"]),
                    share(f["undecidable_fail"], undecidable),
                    # A key is labelled for its file: a finding anywhere in it says nothing of a look-alike.
                    NONE if policy in FILE_POLICIES else f"{tool.flagged(rows, policy)} of {look_alikes}",
                )
            )
        without = ", ".join(tool.name for tool in measured if policy not in tool.policies)
        if without:
            lines.append(_line(policy, without, *[NONE] * len(columns)))
    return lines


def resolution(measured: Sequence[Measured], rows: Sequence[Row]) -> list[str]:
    """The same by the widest scope a reader had to look at: found of labelled, then what was reported wrongly."""
    lines = _head("what", "tool", *RESOLUTIONS)
    by_tool = {tool.name: groups(tool.outcomes(rows)) for tool in measured}
    for what in ("calls", *POLICIES):
        for tool in measured:
            if not (tool.lists_calls if what == "calls" else what in tool.policies):
                continue
            cells = []
            for name in RESOLUTIONS:
                total = by_tool[tool.name].get(f"resolution {name}", tally([]))
                if what == "calls":
                    cells.append(_cell(total.matched_positives, total.positives, look_alikes=total.matched_negatives))
                else:
                    cells.append(_policy_cell(total.policies[what]))
            lines.append(_line(what, tool.name, *cells))
    return lines


def _policy_cell(table: PolicyTally) -> str:
    f = table.figures()
    return _cell(f["tp"], f["yes_all"], wrong=f["fp"], undecidable=f["undecidable_fail"])


def _cell(found: int, labelled: int, **wrong: int) -> str:
    extra = [f"{number} {kind.replace('_', '-')}" for kind, number in wrong.items() if number]
    return ", ".join([f"{found} of {labelled}", *extra])


View = Callable[[Sequence[Measured], Sequence[Row]], list[str]]
VIEWS: Mapping[str, View] = {"tools": tools, "calls": calls, "policies": policies, "resolution": resolution}


def everything(measured: Sequence[Measured], rows: Sequence[Row]) -> str:
    """Every view of these rows."""
    return "\n\n".join("\n".join(view(measured, rows)) for view in VIEWS.values())


def updated(document: str, measured: Sequence[Measured], rows: Sequence[Row]) -> str:
    """The document with what stands between `<!-- table: VIEW … -->` and `<!-- /table -->` written anew.

    After the view, `sdk=a,b` and `notebooks=no` select the rows. Raises UnknownTable.
    """

    def table(match: re.Match[str]) -> str:
        view, selection = _marker(match["what"])
        lines = "\n".join(view(measured, selection.of(rows)))
        return f"{match[1]}\n{lines}\n\n{match[3]}"  # blank lines: Markdown ends a table at one

    text, number = MARKED.subn(table, document)
    if not number:
        raise UnknownTable("no <!-- table: … --> in it")
    return text


def _marker(what: str) -> tuple[View, Selection]:
    name, *words = what.split()
    if name not in VIEWS:
        raise UnknownTable(f"no table {name!r}; there are {', '.join(VIEWS)}")
    selection = Selection()
    for word in words:
        key, _, value = word.partition("=")
        if key == "sdk" and value:
            selection = Selection(frozenset(value.split(",")), selection.notebooks)
        elif word == "notebooks=no":
            selection = Selection(selection.sdks, False)
        else:
            raise UnknownTable(f"{word!r} selects no rows; there are sdk=a,b and notebooks=no")
    return VIEWS[name], selection


def document(measured: Sequence[Measured], rows: Sequence[Row], with_errors: bool) -> dict[str, Any]:
    """The counts of every tool, without those of what it does not answer."""
    shown = {}
    for tool in measured:
        by_group: dict[str, Any] = {}
        for name, total in groups(tool.outcomes(rows)).items():
            counts = json_group(total)
            counts["policies"] = {policy: f for policy, f in counts["policies"].items() if policy in tool.policies}
            by_group[name] = counts
        entry: dict[str, Any] = {"version": tool.version, "date": tool.date, "lists_calls": tool.lists_calls}
        entry |= {"failed": dict(tool.failed), "groups": by_group}
        if with_errors:
            entry["errors"] = tool.wrong(rows)
        shown[tool.name] = entry
    return {"schema": 1, "tools": shown}


def _head(*cells: str) -> list[str]:
    return [_line(*cells), _line(*["---"] * len(cells))]


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _yes(answer: bool) -> str:
    return "yes" if answer else "no"
