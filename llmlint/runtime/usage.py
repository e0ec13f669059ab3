"""What did a call use, as the provider counts it?

Where an answer tells is knowledge (`[usage]` of an SDK's entry): dotted paths through objects and mappings.  Streams tell in
pieces; of several tellings the last counts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

from llmlint.knowledge.loader import UsagePaths


@dataclass(slots=True)
class Usage:
    """Tokens by kind, None where nothing was told.

    `input` holds `cached_input` and `cache_write`, `output` holds `reasoning`, whatever the provider's own way of counting.
    """

    input: int | None = None
    cached_input: int | None = None
    cache_write: int | None = None
    output: int | None = None
    reasoning: int | None = None

    @property
    def told(self) -> bool:
        return self.input is not None or self.output is not None


_KINDS = tuple(field.name for field in fields(Usage))


class Reader:
    """Reads answers of one SDK, whole or in pieces."""

    __slots__ = ("_raw", "_told", "_where", "error", "finish")

    def __init__(self, where: UsagePaths) -> None:
        self._where = where
        self._raw: dict[str, int] = {}
        self._told = _steps(where)
        self.finish: str | None = None
        self.error: str | None = None
        """The error that came as a piece of the answer."""

    def read(self, item: Any) -> None:
        """Take what `item`, an answer or a piece of one, tells."""
        for head, tellings in self._told:
            inner = _get(item, head)
            if inner is None:
                continue
            for kind, rest in tellings:
                found = _follow(inner, rest)
                if kind in ("finish", "error"):
                    if found is not None:
                        setattr(self, kind, str(getattr(found, "value", found)))
                elif isinstance(found, int) and not isinstance(found, bool) and (found or kind not in self._raw):
                    # Some tell of the output only in the last piece, and 0 for the rest.
                    self._raw[kind] = found
                elif (isinstance(found, float) and found.is_integer()) or (isinstance(found, str) and found.isdecimal()):
                    self._raw[kind] = int(found)  # headers tell it as text

    @property
    def truncated(self) -> bool | None:
        """Whether the answer was cut off at its cap; None where nothing was told."""
        return None if self.finish is None else self.finish in self._where.truncated

    def usage(self) -> Usage:
        usage = Usage(**{kind: self._raw.get(kind) for kind in _KINDS})
        if self._where.input_without_cache and usage.input is not None:
            usage.input += (usage.cached_input or 0) + (usage.cache_write or 0)
        if self._where.output_without_reasoning and usage.output is not None:
            usage.output += usage.reasoning or 0
        return usage


@lru_cache(maxsize=64)
def _steps(where: UsagePaths) -> tuple[tuple[str, tuple[tuple[str, tuple[str, ...]], ...]], ...]:
    """The paths by their first step, so that a piece that tells nothing costs one look for each."""
    by_head: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for kind in (*_KINDS, "finish", "error"):
        for path in getattr(where, kind):
            head, *rest = path.split(".")
            by_head.setdefault(head, []).append((kind, tuple(rest)))
    return tuple((head, tuple(tellings)) for head, tellings in by_head.items())


def _follow(item: Any, steps: Sequence[str]) -> Any:
    for step in steps:
        item = _get(item, step)
        if item is None:
            return None
    return item


def _get(item: Any, step: str) -> Any:
    if isinstance(item, Mapping):
        return item.get(step)
    if isinstance(item, bytes):
        return _within(item, step)
    if step.isdigit():
        return item[int(step)] if isinstance(item, list | tuple) and int(step) < len(item) else None
    return getattr(item, step, None)


def _within(text: bytes, step: str) -> Any:
    """What JSON text holds at its top; it is only read if it looks like it."""
    if f'"{step}"'.encode() not in text:
        return None
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found.get(step) if isinstance(found, dict) else None
