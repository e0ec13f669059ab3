"""What do the lines of requirements files say of a distribution?"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from llmlint.knowledge.specifiers import NoSpecifier, specifier
from llmlint.static.versions.names import naming

_CONTINUED: Final = re.compile(r"\\\r?\n")
_COMMENT: Final = re.compile(r"(?:^|\s)#.*")
_OPTIONS: Final = re.compile(r"\s--?\w.*")
_INCLUDE: Final = re.compile(r"(?:-r|--requirement|-c|--constraint)(?:\s*=\s*|\s+|(?=[^\s-]))(\S.*)")
_MARKS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))

Read = Callable[[Path], bytes | None]
"""The content of a file; None for one that cannot be read, or is not the project's."""


@dataclass(frozen=True, slots=True)
class Lines:
    """The requirements of several files and of those that they include, and what constrains them."""

    required: tuple[str, ...]
    constrained: tuple[str, ...]


def lines(required: Iterable[Path], constrained: Iterable[Path], read: Read) -> Lines:
    """The lines of all these files, includes followed; each file is read once."""
    seen: set[tuple[Path, bool]] = set()
    found: dict[bool, list[str]] = {False: [], True: []}

    def follow(file: Path, constrains: bool) -> None:
        if (file, constrains) in seen:
            return
        seen.add((file, constrains))
        for line in _logical(text(read(file) or b"")):
            include = _INCLUDE.fullmatch(line)
            if include is not None:
                follow(_beside(file, include.group(1)), constrains or line.startswith(("-c", "--c")))
            elif not line.startswith("-"):
                found[constrains].append(line)

    for file in required:
        follow(file, False)
    for file in constrained:
        follow(file, True)
    return Lines(tuple(found[False]), tuple(found[True]))


def said(requirements: Iterable[str], distribution: str) -> Iterator[SpecifierSet]:
    """What requirements (PEP 508) say of `distribution`, which has its canonical name; what is no requirement says nothing.

    Markers are passed over: where the program will run is not known here.
    """
    named = naming(distribution)
    for each in requirements:
        if named.match(each):
            try:
                requirement = Requirement(each)
                told = specifier(str(requirement.specifier))
            except (InvalidRequirement, NoSpecifier, RecursionError):
                continue
            if canonicalize_name(requirement.name) == distribution:
                yield told


def text(data: bytes) -> str:
    """The text of a file; what a Windows shell redirects into one is UTF-16."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.removeprefix(mark).decode(encoding, errors="replace")
    return data.decode("utf-8", errors="replace")


def _logical(written: str) -> Iterator[str]:
    for line in _CONTINUED.sub(" ", written).splitlines():
        line = (_COMMENT.sub("", line) if "#" in line else line).strip()
        if line:
            yield _OPTIONS.sub("", line) if " -" in line and not line.startswith("-") else line


def _beside(file: Path, name: str) -> Path:
    return file.parent / name.strip().strip("\"'")
