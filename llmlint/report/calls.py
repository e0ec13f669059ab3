"""Which calls are there, and what is in force for each?  For a person, as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from llmlint.facts import CallFacts
from llmlint.findings import AnalysedCall, Report
from llmlint.report.terminal import Style, columns, count, fit, pad, printable
from llmlint.values import UNBOUNDED, Absent, Alternative, Bounded, Known, Layer, Unknown, Value, alternatives

HEADINGS: Final = ("", "CALL", "MODEL", "TIMEOUT", "CAP", "RETRIES", "TASK")
LEAST: Final = 7
"""Columns below which a cell says nothing any more."""


def render(report: Report, style: Style) -> Iterator[str]:
    """The lines of the table, file by file.

    `-` is not set, `?` not known, `*` the SDK's default; alternatives are joined with `|`.
    """
    tables = [(result.path, [_row(call) for call in result.calls]) for result in report.results if result.calls]
    widths = _widths([row for _, rows in tables for row in rows], style.width)
    for path, rows in tables:
        yield style.paint(printable(path), "bold")
        yield style.paint(_line(HEADINGS, widths), "dim")
        for row in rows:
            yield _line(row, widths)
        yield ""
    if tables:
        yield style.paint("- not set   ? not known from source   * the SDK's default", "dim")
    yield f"{count(len(report.calls), 'call')} in {count(len(report.results), 'file')}"


def _row(call: AnalysedCall) -> tuple[str, ...]:
    facts = call.facts
    place = facts.place
    where = f"{place.line}:{place.column}" if place.cell is None else f"cell {place.cell}:{place.line}:{place.column}"
    values = [_value(facts.effective(name)) for name in ("model", "timeout", "max_output_tokens", "max_retries", "task")]
    return (where, _call(facts), *values)


def _call(facts: CallFacts) -> str:
    form = {"request": "", "constructor": " (constructor)", "derived": f" (through {facts.via})"}[facts.form]
    return f"{facts.sdk} {facts.api}{form}"


def _value(value: Value) -> str:
    return printable("|".join(_alternative(each) for each in alternatives(value)))


def _alternative(value: Alternative) -> str:
    match value:
        case Known(value=scalar, origin=origin):
            text = "no limit" if scalar is UNBOUNDED else f"{scalar:g}" if isinstance(scalar, float) else str(scalar)
            return f"{text}*" if origin is not None and origin.layer is Layer.SDK_DEFAULT else text
        case Absent():
            return "-"
        case Bounded(minimum=low, maximum=high):
            return f"{'' if low is None else f'{low:g}'}..{'' if high is None else f'{high:g}'}"
        case Unknown():
            return "?"


def _widths(rows: Sequence[Sequence[str]], width: int | None) -> list[int]:
    """Columns for each cell: what the widest takes, the widest of all made narrower until a line fits `width`."""
    widths = [max(columns(cell) for cell in cells) for cells in zip(HEADINGS, *rows, strict=True)]
    if width is None:
        return widths
    while sum(widths) + 2 * len(widths) > width and max(widths[1:]) > LEAST:
        widest = max(range(1, len(widths)), key=lambda index: widths[index])
        widths[widest] -= 1
    return widths


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    # The end of a method's path tells more than its start.
    shown = [
        pad(fit(cell, room, keep="end" if index == 1 else "start"), room)
        for index, (cell, room) in enumerate(zip(cells, widths, strict=True))
    ]
    return ("  " + "  ".join(shown)).rstrip()
