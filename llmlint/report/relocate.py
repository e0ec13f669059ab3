"""What is a report seen from another folder: the same, with every path written from there?"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from llmlint.facts import Trail
from llmlint.findings import FileResult
from llmlint.values import Place

Rename = Callable[[str], str]


def seen_from(folder: Path, root: Path) -> Rename:
    """How a path relative to `root` is written from `folder`: relative to it, with `..` where it lies elsewhere.

    A path in angle brackets (`<stdin>`) names no file and stays.
    """

    @cache
    def rename(path: str) -> str:
        if path.startswith("<"):
            return path
        whole = os.path.normpath(root / path)
        try:
            return Path(os.path.relpath(whole, folder)).as_posix()
        except ValueError:  # on another drive
            return Path(whole).as_posix()

    return rename


def relocate(result: FileResult, rename: Rename) -> FileResult:
    """`result` with every path renamed, those among the facts included."""
    moved: FileResult = _moved(result, rename)
    unreadable = tuple(replace(each, path=rename(each.path)) for each in moved.unreadable)
    return replace(moved, path=rename(result.path), unreadable=unreadable)


def moved(trails: Mapping[Place, Trail], rename: Rename) -> dict[Place, Trail]:
    """`trails` (by the place of the call) with every path renamed."""
    return {_moved(call, rename): _moved(trail, rename) for call, trail in trails.items()}


def _moved(thing: Any, rename: Rename) -> Any:
    if isinstance(thing, Place):
        return replace(thing, path=rename(thing.path))
    if isinstance(thing, tuple):
        return tuple(_moved(each, rename) for each in thing)
    if isinstance(thing, Mapping):
        return {key: _moved(each, rename) for key, each in thing.items()}
    if is_dataclass(thing) and not isinstance(thing, type):
        return replace(thing, **{each.name: _moved(getattr(thing, each.name), rename) for each in fields(thing)})
    return thing
