"""On which line of a TOML file does each key stand?

`tomllib` gives values without positions.  This scanner follows a text that `tomllib` has accepted, and so needs to understand
only where tables, keys and values begin and end, never whether they are right.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import Final

Key = tuple[str | int, ...]
"""The way to a value: names of tables and keys, and the indices of arrays."""

_SKIPPED: Final = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BLANK: Final = re.compile(r"[ \t]*")
_PART: Final = re.compile(r'[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'')
_SCALAR: Final = re.compile(
    r'"""(?:[^"\\]|\\[\s\S]|"{1,2}(?!"))*"{3,5}'
    r"|'''(?:[^']|'{1,2}(?!'))*'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'"
    r"|[^,\]}#\n]+"
)


def locate(text: str) -> Mapping[Key, int]:
    """The 1-based line of every table, key and array element in `text`, which must be valid TOML."""
    scanner = _Scanner(text)
    scanner.document()
    return scanner.lines


def line_of(lines: Mapping[Key, int], key: Key) -> int:
    """The line of `key`, or of the nearest thing around it that has one."""
    for length in range(len(key), 0, -1):
        if key[:length] in lines:
            return lines[key[:length]]
    return 1


class _Scanner:
    def __init__(self, text: str) -> None:
        self.lines: dict[Key, int] = {}
        self._text = text
        self._at = 0
        self._line = 1
        self._elements: dict[Key, int] = {}

    def document(self) -> None:
        table: Key = ()
        while self._skip(_SKIPPED):
            if self._peek("[["):
                self._move(2)
                table = self._table(self._key(), element=True)
                self._move(2)
            elif self._peek("["):
                self._move(1)
                table = self._table(self._key(), element=False)
                self._move(1)
            else:
                self._pair(table)

    def _table(self, parts: list[tuple[str, int]], *, element: bool) -> Key:
        """The key that a header means: a part that is an array of tables stands for its last element."""
        key: Key = ()
        for index, (part, line) in enumerate(parts):
            key = (*key, part)
            self.lines.setdefault(key, line)
            last = index == len(parts) - 1
            if last and element:
                self._elements[key] = self._elements.get(key, -1) + 1
            if key in self._elements:
                key = (*key, self._elements[key])
                self.lines.setdefault(key, line)
            elif last:
                # `[a]` may follow `[a.b]`: the header of its own is the better place.
                self.lines[key] = line
        return key

    def _pair(self, table: Key) -> None:
        key = table
        for part, line in self._key():
            key = (*key, part)
            self.lines.setdefault(key, line)
        self._move(1)  # =
        self._skip(_BLANK)
        self._value(key)

    def _key(self) -> list[tuple[str, int]]:
        parts: list[tuple[str, int]] = []
        while True:
            self._skip(_BLANK)
            part = self._take(_PART)
            parts.append((_unquoted(part), self._line))
            self._skip(_BLANK)
            if not self._peek("."):
                return parts
            self._move(1)

    def _value(self, key: Key) -> None:
        if self._peek("["):
            self._move(1)
            index = 0
            while self._skip(_SKIPPED) and not self._peek("]"):
                self.lines[(*key, index)] = self._line
                self._value((*key, index))
                self._comma()
                index += 1
            self._move(1)
        elif self._peek("{"):
            self._move(1)
            while self._skip(_SKIPPED) and not self._peek("}"):
                self._pair(key)
                self._comma()
            self._move(1)
        else:
            self._take(_SCALAR)

    def _comma(self) -> None:
        self._skip(_SKIPPED)
        if self._peek(","):
            self._move(1)

    def _peek(self, literal: str) -> bool:
        return self._text.startswith(literal, self._at)

    def _skip(self, pattern: re.Pattern[str]) -> bool:
        """Move past `pattern`; whether any text is left."""
        self._take(pattern)
        return self._at < len(self._text)

    def _take(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self._text, self._at)
        if found is None:
            raise ValueError(f"line {self._line} is not TOML")
        self._move(found.end() - self._at)
        return found.group()

    def _move(self, count: int) -> None:
        self._line += self._text.count("\n", self._at, self._at + count)
        self._at += count


def _unquoted(part: str) -> str:
    return next(iter(tomllib.loads(f"{part} = 0"))) if part[0] in "\"'" else part
