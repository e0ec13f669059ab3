"""Which files around a module may say what versions it runs with?  Only their names are looked at."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_LOCK: Final = re.compile(r"(?:uv|poetry|pdm|Pipfile)\.lock|pylock(?:\.[^.]+)?\.toml")
_REQUIREMENTS: Final = re.compile(r"(?:.+[-_.])?requirements?\d*(?:[-_.].*)?\.txt", re.IGNORECASE)
_CONSTRAINTS: Final = re.compile(r"(?:.+[-_.])?constraints?\d*(?:[-_.].*)?\.txt", re.IGNORECASE)
_DECLARING: Final = re.compile(r"pyproject\.toml|Pipfile|setup\.cfg|environment[\w.-]*\.ya?ml")
_FOLDER: Final = "requirements"
"""A folder of requirements, whose files speak for the folder it is in."""


class Damaged(ValueError):
    """A file that is not what it should be; the message says why, `line` where, if that is known."""

    def __init__(self, why: str, line: int | None = None) -> None:
        super().__init__(why)
        self.line = line


@dataclass(frozen=True, slots=True)
class Speaking:
    """The files of one folder that may speak of versions; the first kind of them that does is believed."""

    locks: tuple[Path, ...]
    requirements: tuple[Path, ...]
    constraints: tuple[Path, ...]
    declaring: tuple[Path, ...]


def speaking(folder: Path) -> Speaking | None:
    """What `folder` holds of such files; None for nothing, and for a folder that cannot be listed."""
    names = _listed(folder)
    inside = [f"{_FOLDER}/{name}" for name in _listed(folder / _FOLDER) if name.endswith(".txt")] if _FOLDER in names else []
    found = Speaking(
        locks=_matching(folder, names, _LOCK),
        requirements=_matching(folder, names, _REQUIREMENTS)
        + tuple(folder / name for name in inside if not _CONSTRAINTS.fullmatch(name.rpartition("/")[2])),
        constraints=_matching(folder, [*names, *inside], _CONSTRAINTS),
        declaring=_matching(folder, names, _DECLARING),
    )
    return found if found != Speaking((), (), (), ()) else None


def _matching(folder: Path, names: Iterable[str], pattern: re.Pattern[str]) -> tuple[Path, ...]:
    return tuple(folder / name for name in names if pattern.fullmatch(name.rpartition("/")[2]))


def _listed(folder: Path) -> list[str]:
    try:
        return sorted(file.name for file in folder.iterdir())
    except OSError:
        return []
