"""How wide may a line of output be, which parts of it are coloured, and what of the source may reach a terminal?"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TextIO

TAB: Final = 4
LEAST: Final = 20
"""Columns that prose gets, however narrow the terminal."""
PIPED_EXCERPT: Final = 110
"""Columns of a source line shown where output is not a terminal's; prose is then not wrapped at all."""

_CODES: Final = {
    "bold": "1",
    "dim": "2",
    "red": "31",
    "green": "32",
    "yellow": "33",
    "blue": "34",
    "cyan": "36",
}


@dataclass(frozen=True, slots=True)
class Style:
    """`width` in columns, None where nothing limits it; `colour` whether ANSI colours are understood.

    Only a `terminal` gets a finding's first line wrapped: for a program that reads along, it is one line.
    """

    width: int | None = None
    colour: bool = False
    terminal: bool = False

    def paint(self, text: str, *codes: str) -> str:
        """`text` in the colours and weights named in `codes`, or as it is."""
        if not self.colour or not text:
            return text
        return f"\x1b[{';'.join(_CODES[code] for code in codes)}m{text}\x1b[0m"

    def wrap(self, text: str, first: str, rest: str) -> list[str]:
        """`text` in lines of at most `width` columns, `first` before the first line and `rest` before the others.

        Words stay whole, and one that is too long for a line of its own stands out.
        """
        if self.width is None:
            return [first + text]
        room = max(self.width, columns(rest) + LEAST)
        lines, line = [], first
        for index, word in enumerate(text.split(" ")):
            gap = "" if index == 0 or line == rest else " "
            if columns(line + gap + word) > room and line.strip() and line != rest:
                lines.append(line.rstrip())
                line, gap = rest, ""
            line += gap + word
        return [*lines, line]

    @property
    def excerpt_width(self) -> int:
        return PIPED_EXCERPT if self.width is None else self.width


def style_of(stream: TextIO, environment: Mapping[str, str] = os.environ) -> Style:
    """The style of output to `stream`: NO_COLOR beats FORCE_COLOR, which beats not being a terminal; COLUMNS gives a width."""
    terminal = stream.isatty()
    colour = terminal and environment.get("TERM") != "dumb"
    if environment.get("FORCE_COLOR"):
        colour = True
    if environment.get("NO_COLOR"):
        colour = False
    columns = environment.get("COLUMNS", "")
    if columns.isdigit() and int(columns) > 0:
        return Style(int(columns), colour, terminal)
    if not terminal:
        return Style(None, colour)
    try:
        return Style(os.get_terminal_size(stream.fileno()).columns or 80, colour, terminal)
    except (OSError, ValueError):
        return Style(80, colour, terminal)


def columns(text: str) -> int:
    """How many columns a terminal takes for `text` (printable, without tabs)."""
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Cf", "Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def printable(text: str) -> str:
    """`text` without what a terminal would obey: source may hold escape sequences and marks that reorder a line."""
    return "".join(character if _is_plain(character) else "\N{REPLACEMENT CHARACTER}" for character in text)


def _is_plain(character: str) -> bool:
    if character == "\N{ZERO WIDTH JOINER}":
        return True
    return unicodedata.category(character) not in ("Cc", "Cf", "Zl", "Zp")


def excerpt(line: str, column: int, end_column: int | None, width: int) -> tuple[str, str]:
    """A source line and the carets under it, both at most `width` columns wide.

    `column` and `end_column` are 1-based code points of `line`; without an end the carets run to the end of the line.  A line
    too long is cut around the carets.
    """
    line = line.rstrip("\r\n")
    start = min(max(column - 1, 0), len(line))
    stop = len(line.rstrip()) if end_column is None else min(end_column - 1, len(line))
    before, marked, after = line[:start], line[start : max(stop, start)], line[max(stop, start) :]
    before, marked, after = (printable(part.replace("\t", " " * TAB)) for part in (before, marked, after))
    room = max(width, 20)
    if columns(before) > room // 2 and columns(before + marked) > room:
        before = "…" + _last(before, room // 3)
    shown = _first(before + marked + after.rstrip(), room)
    length = min(max(columns(marked), 1), max(room - columns(before), 1))
    return shown, " " * columns(before) + "^" * length


def _first(text: str, room: int) -> str:
    if columns(text) <= room:
        return text
    taken = 0
    for index, character in enumerate(text):
        taken += _columns(character)
        if taken > room - 1:
            return text[:index] + "…"
    return text


def _last(text: str, room: int) -> str:
    taken = 0
    for index in range(len(text) - 1, -1, -1):
        taken += _columns(text[index])
        if taken > room - 1:
            return text[index + 1 :]
    return text


def fit(text: str, room: int, *, keep: str = "start") -> str:
    """`text` cut to `room` columns, keeping its start or its `end`."""
    if columns(text) <= room:
        return text
    return _first(text, room) if keep == "start" else "…" + _last(text, room)


def pad(text: str, room: int) -> str:
    """`text` filled up with blanks to `room` columns."""
    return text + " " * max(room - columns(text), 0)


def count(number: int, noun: str) -> str:
    """`1 call`, `2 calls`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
