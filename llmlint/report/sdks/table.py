"""Which SDKs are known, and what does each do where nobody says anything?  For a person, one row an SDK."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from llmlint.report.sdks import words
from llmlint.report.sdks.entry import Entry
from llmlint.report.terminal import Style, columns, pad

HEADINGS: Final[tuple[str, ...]] = ("SDK", "VERSIONS", "TIMEOUT", "UNIT", "NONE IS", "ON A 429", "CAP", "KNOWN")
NARROW: Final[tuple[str, ...]] = ("SDK", "TIMEOUT", "UNIT", "NONE IS", "429", "CAP", "KNOWN")
LEAST: Final = 16
"""Columns that a name gets, however narrow the terminal; what is longer stands on a line of its own."""
LEGEND: Final = (
    "TIMEOUT: in force where nobody sets one; none: the call may hang forever. UNIT: of a timeout; -: none can be given.",
    "NONE IS: what timeout=None means. 429: requests that one call sends to a server that answers nothing else; ? not known.",
    "CAP: on generated tokens where nobody sets one. |: between versions, the newest first.",
    "KNOWN: executed, introspected (the names are there) or source (by reading only): the weakest fact of the row.",
)
_Row = tuple[str, ...]


def render(entries: Sequence[Entry], style: Style) -> Iterator[str]:
    """The lines of the table: with versions in words where that fits, else in as few columns as there are."""
    rows = [(entry, _long(entry)) for entry in entries]
    headings, widths = HEADINGS, _widths(HEADINGS, [row for _, row in rows])
    if style.width is not None and _total(widths) > style.width:
        rows = [(entry, _short(entry)) for entry in entries]
        headings, widths = NARROW, _widths(NARROW, [row for _, row in rows])
        widths = (max(min(widths[0], style.width - _total(widths) + widths[0]), LEAST), *widths[1:])
    for index, (is_framework, group) in enumerate(groupby(rows, lambda row: row[0].is_framework)):
        yield from [""] if index else []
        yield style.paint("Frameworks: objects that carry the options, and send later" if is_framework else "SDKs", "bold")
        yield style.paint(_line(headings, widths), "dim")
        for _, row in group:
            yield from _painted(headings, row, widths, style)
    yield ""
    yield from (style.paint(line, "dim") for told in LEGEND for line in style.wrap(told, "", "  "))
    unlimited = sum(any(each.value is None for each in entry.timeouts) for entry in entries)
    told = f"{len(entries)} entries, {unlimited} of them without a limit on the wait; llmlint sdks NAME tells more"
    yield from style.wrap(told, "", "  ")


def _long(entry: Entry) -> _Row:
    cells = (
        words.timeout(entry),
        words.unit(entry),
        words.none(entry),
        words.requests(entry),
        words.cap(entry),
        words.known(entry),
    )
    return (entry.title, words.versions(entry), *cells)


def _short(entry: Entry) -> _Row:
    state = {"introspected": "introsp.", None: "not yet"}.get(entry.state, entry.state) or ""
    values = (words.timeout(entry, short=True).replace(" s|", "|"), words.unit(entry), words.none(entry))
    sent, cap = words.requests(entry, short=True), words.cap(entry, short=True)
    return (f"{entry.title} {entry.sdk.versions}".rstrip(), *values, sent, cap, state)


def _widths(headings: _Row, rows: Sequence[_Row]) -> tuple[int, ...]:
    return tuple(max(map(columns, cells)) for cells in zip(headings, *rows, strict=True))


def _total(widths: Sequence[int]) -> int:
    return sum(widths) + 2 * (len(widths) - 1)


def _line(cells: _Row, widths: Sequence[int]) -> str:
    return "  ".join(pad(cell, room) for cell, room in zip(cells, widths, strict=True)).rstrip()


def _painted(headings: _Row, row: _Row, widths: Sequence[int], style: Style) -> Iterator[str]:
    """The row, on two lines where the name has no room."""
    name, *cells = row
    if columns(name) > widths[0]:
        yield style.paint(name, "bold")
        name = ""
    painted = [style.paint(name, "bold") + " " * (widths[0] - columns(name))]
    for heading, cell, room in zip(headings[1:], cells, widths[1:], strict=True):
        alarming = heading == "TIMEOUT" and "none" in cell
        painted.append((style.paint(cell, "red", "bold") if alarming else cell) + " " * (room - columns(cell)))
    yield "  ".join(painted).rstrip()
