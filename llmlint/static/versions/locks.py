"""Which versions of a distribution does a lock file name?

Locks are large and written by machines: only the entries of the distribution are parsed.  uv.lock, poetry.lock and pdm.lock hold
`[[package]]` tables and pylock.toml `[[packages]]`, one after the other, each with its name in a line of its own; a distribution
that differs by platform has several.  Pipfile.lock is JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

import tomli
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from llmlint.knowledge.specifiers import NoSpecifier, specifier
from llmlint.static.versions.files import Damaged
from llmlint.static.versions.names import spellings

_CONFLICT: Final = (b"\n<<<<<<< ", b"\n>>>>>>> ")
_PIPFILE: Final = "Pipfile.lock"
_AT: Final = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)")


def locked(name: str, data: bytes, distribution: str) -> tuple[SpecifierSet, ...]:
    """The versions of `distribution` (its canonical name) in the lock file `name`.  Raises Damaged."""
    return tuple(dict.fromkeys(_in_json(data, distribution) if name == _PIPFILE else _in_entries(data, distribution)))


def check(name: str, data: bytes) -> None:
    """Raises Damaged for the lock file `name` if it was not written to its end, or merged and not settled."""
    for mark in _CONFLICT:
        at = data.find(mark)
        if at >= 0:
            raise Damaged("holds a merge conflict", data.count(b"\n", 0, at) + 2)
    if name == _PIPFILE:
        _json(data)
        return
    entry = b"\n[[packages]]" if name.startswith("pylock") else b"\n[[package]]"
    _toml(data, 0, data.find(entry))
    _toml(data, max(data.rfind(entry), 0), -1)


def _in_entries(data: bytes, distribution: str) -> Iterator[SpecifierSet]:
    for match in _naming(distribution).finditer(data):
        start = data.rfind(b"\n[[", 0, match.end())
        for entries in _toml(data, max(start, 0), data.find(b"\n[", match.end())).values():
            entry = entries[0] if isinstance(entries, list) and entries else None
            if isinstance(entry, dict) and isinstance(entry.get("version"), str):  # a member of the workspace has none
                yield _exactly(entry["version"])


@lru_cache(maxsize=64)
def _naming(distribution: str) -> re.Pattern[bytes]:
    return re.compile(rb"\nname[ \t]*=[ \t]*[\"'](?i:%s)[\"']" % spellings(distribution).encode())


def _in_json(data: bytes, distribution: str) -> Iterator[SpecifierSet]:
    for section in _json(data).values():
        for name, entry in section.items() if isinstance(section, dict) else ():
            if canonicalize_name(name) == distribution and isinstance(entry, dict) and isinstance(entry.get("version"), str):
                yield _exactly(entry["version"])


def _exactly(version: str) -> SpecifierSet:
    try:
        return specifier(version)
    except NoSpecifier as error:
        raise Damaged(f"names a version {version!r}") from error


def _toml(data: bytes, start: int, end: int) -> dict[str, Any]:
    """The document that stands in `data` from `start` to `end` (-1: to the end of it)."""
    part = data[start:] if end < 0 else data[start : end + 1]
    try:
        return tomli.loads(part.decode("utf-8-sig").replace("\r\n", "\n"))
    except tomli.TOMLDecodeError as error:
        found = _AT.search(str(error))
        line = part.count(b"\n") + 1 if found is None or found.group(1) is None else int(found.group(1))
        raise Damaged(f"is not TOML: {_AT.sub('', str(error))}", data.count(b"\n", 0, start) + line) from error
    except (ValueError, RecursionError) as error:
        raise Damaged(f"cannot be read as TOML: {error}") from error


def _json(data: bytes) -> dict[str, Any]:
    try:
        document = json.loads(data)
    except json.JSONDecodeError as error:
        raise Damaged(f"is not JSON: {error.msg}", error.lineno) from error
    except (ValueError, RecursionError) as error:
        raise Damaged(f"cannot be read as JSON: {error}") from error
    if not isinstance(document, dict):
        raise Damaged("holds no table of packages")
    return document
