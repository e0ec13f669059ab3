"""Which SDKs does somebody mean by a name?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from llmlint.report.sdks.entry import Entry

NEAREST: Final = 3
"""Names that are told for one that is not known."""


@dataclass(frozen=True, slots=True)
class Found:
    """The entries that a name means, and the names of others that have it in their names."""

    entries: tuple[Entry, ...]
    others: tuple[str, ...]


def find(name: str, entries: Sequence[Entry]) -> Found:
    """What `name` means: by a whole name, else the beginning of one, else a class, else a part of a name.

    Case, and what stands between words, do not count.
    """
    wanted = _plain(name)
    whole = [entry for entry in entries if wanted in map(_plain, entry.names)]
    begun = [entry for entry in entries if wanted and any(_plain(each).startswith(wanted) for each in entry.names)]
    module, _, last = name.rpartition(".")
    classes = [entry for entry in entries if last in entry.classes and module in ("", *entry.sdk.roots, *entry.sdk.mirrors)]
    inside = [entry for entry in entries if wanted and any(wanted in _plain(each) for each in entry.names)]
    chosen = whole or begun or classes or inside
    others = [entry.sdk.id for entry in inside if entry not in chosen] if len(wanted) > 1 else []
    return Found(tuple(chosen), tuple(others))


def nearest(name: str, entries: Sequence[Entry]) -> list[str]:
    """The names most like one that means nothing."""
    known = {_plain(each): each for entry in entries for each in reversed(entry.names)}
    return [known[each] for each in get_close_matches(_plain(name), known, n=NEAREST)]


def _plain(name: str) -> str:
    return "".join(character for character in name.casefold() if character.isalnum())
