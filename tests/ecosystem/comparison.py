"""What differs between two expectations, by rule and then by file?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from .expectation import CALLS, UNREADABLE, Section

_SECTION: Final = re.compile(r"\[(?P<name>\S+)\]")
_LINE: Final = re.compile(r"(?P<path>.+?):(?P<place>(?:cell \d+:)?\d+:\d+) (?P<told>.+)")


class Malformed(Exception):
    """A line that is none of an expectation."""


@dataclass(frozen=True, order=True)
class Where:
    """What a line is about: `topic` is what it is shown under, `numbers` its cell, line and column, `at` the same in words."""

    topic: str
    path: str
    numbers: tuple[int, ...]
    at: str


@dataclass(frozen=True)
class Change:
    """What is said of one place: `before` is gone and `after` has come; one of them may be empty."""

    where: Where
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def kind(self) -> str:
        return "changed" if self.before and self.after else "removed" if self.before else "added"


def parse(text: str) -> list[Section]:
    """The sections of a written expectation.  Raises Malformed for lines outside of one."""
    found: list[tuple[str, list[str]]] = []
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        section = _SECTION.fullmatch(line)
        if section is not None:
            found.append((section["name"], []))
        elif found:
            found[-1][1].append(line)
        else:
            raise Malformed(f"outside of every section: {line}")
    return [Section(name, tuple(lines)) for name, lines in found]


def compare(before: Sequence[Section], after: Sequence[Section]) -> list[Change]:
    """The changes from `before` to `after`, sorted by topic, file and place.  Raises Malformed."""
    old, new = Counter(_told(before)), Counter(_told(after))
    gone, come = _by_place(old - new), _by_place(new - old)
    return [Change(where, tuple(gone.get(where, ())), tuple(come.get(where, ()))) for where in sorted({*gone, *come})]


def show(changes: Sequence[Change]) -> Iterator[str]:
    """The changes as lines: topics, below them files, below them what is gone (-) and what has come (+)."""
    topic = path = ""
    for change in changes:
        where = change.where
        if where.topic != topic:
            topic, path = where.topic, ""
            yield f"  {topic}"
        if where.path != path:
            path = where.path
            yield f"    {path}"
        yield from (f"      - {where.at} {words}" for words in change.before)
        yield from (f"      + {where.at} {words}" for words in change.after)


def counted(changes: Sequence[Change]) -> str:
    """How many of each kind, in words."""
    kinds = Counter(change.kind for change in changes)
    return ", ".join(f"{kinds[kind]} {kind}" for kind in ("added", "removed", "changed") if kinds[kind]) or "no differences"


def _told(sections: Sequence[Section]) -> Iterator[tuple[Where, str]]:
    """Every line, taken apart."""
    for section in sections:
        for line in section.lines:
            match = _LINE.fullmatch(line)
            if match is None:
                raise Malformed(f"[{section.name}]: {line}")
            rule, _, words = match["told"].partition(" ")
            plain = section.name in (CALLS, UNREADABLE)
            numbers = tuple(int(number) for number in re.findall(r"\d+", match["place"]))
            topic = section.name if plain else f"{rule} ({section.name})"
            yield Where(topic, match["path"], numbers, match["place"]), match["told"] if plain else words


def _by_place(lines: Counter[tuple[Where, str]]) -> dict[Where, list[str]]:
    found: dict[Where, list[str]] = {}
    for where, words in sorted(lines.elements()):
        found.setdefault(where, []).append(words)
    return found
