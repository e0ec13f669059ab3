"""Where in the project was this call made?

The site is the innermost frame that belongs neither to the SDK nor to llmlint, the standard library or an installed package.  A
coroutine that asyncio runs as a task of its own has no such frame: its site is unknown.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from inspect import CO_ASYNC_GENERATOR, CO_COROUTINE, CO_GENERATOR, CO_ITERABLE_COROUTINE
from pathlib import Path
from types import CodeType, FrameType
from typing import Final

from llmlint.runtime.begun import Frozen, caller, handed

UNKNOWN: Final = "<unknown>"
_OWN: Final = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 -- compared with co_filename
_STANDARD: Final = os.path.dirname(os.__file__)  # noqa: PTH120
_COROUTINE: Final = CO_COROUTINE | CO_ITERABLE_COROUTINE | CO_ASYNC_GENERATOR
_REMEMBERED: Final = 10_000
"""Sites kept; a program that makes more code than this at run time has them found anew."""


@dataclass(frozen=True, slots=True)
class Site:
    """A place in the project; `names` are the enclosing definitions, innermost first, `method` the SDK's method called there."""

    path: str = UNKNOWN
    line: int = 0
    names: tuple[str, ...] = ()
    method: str = ""


class Sites:
    """Finds sites; paths are posix and relative to `root`, as the policy's patterns are."""

    def __init__(self, root: Path) -> None:
        self._root = str(root)
        self._paths: dict[str, tuple[str, bool]] = {}
        self._names: dict[CodeType, tuple[str, ...]] = {}

    def find(self, frame: FrameType | Frozen | None, package: str, methods: Sequence[str] = ()) -> Site:
        """The site of the call on whose stack `frame` stands; `package` is the SDK's, `methods` may have been called."""
        site, in_project = self._find(frame, package, methods)
        before = None if in_project else handed.get()
        return site if before is None else self._find(before, package, methods)[0]

    def _find(self, frame: FrameType | Frozen | None, package: str, methods: Sequence[str]) -> tuple[Site, bool]:
        """(the site, whether it is in the project)."""
        method = ""
        installed: Site | None = None
        awaiting = False
        while frame is not None:
            code = frame.f_code
            if awaiting and not code.co_flags & (_COROUTINE | CO_GENERATOR):
                # Below a coroutine that nobody awaits stands the event loop, and below that whoever started the loop.
                break
            awaiting = bool(code.co_flags & _COROUTINE)
            owner = frame.f_globals.get("__name__", "").partition(".")[0]
            if owner == package:
                # Of the SDK's own frames the outermost is the method that was called, or a generator inside it.
                if code.co_name in methods:
                    method = code.co_name
                elif "<locals>" in code.co_qualname:
                    outer = code.co_qualname.partition(".<locals>")[0].rpartition(".")[2]
                    method = outer if outer in methods else method
            elif owner != "wrapt":
                path, in_project = self._path(code.co_filename)
                if in_project:
                    return Site(path, frame.f_lineno, self._definitions(code), method), True
                if path and installed is None:
                    installed = Site(path, frame.f_lineno, self._definitions(code), method)
            below = caller(frame)
            # What made a generator called it by no coroutine of the event loop's.
            awaiting = awaiting and below is frame.f_back
            frame = below
        return installed or Site(method=method), False

    def _path(self, filename: str) -> tuple[str, bool]:
        """How the file is called, and whether it belongs to the project; "" for one of the interpreter or of llmlint."""
        known = self._paths.get(filename)
        if known is None:
            if len(self._paths) >= _REMEMBERED:
                self._paths.clear()
            known = self._paths[filename] = self._classify(filename)
        return known

    def _classify(self, filename: str) -> tuple[str, bool]:
        if filename.startswith("<frozen"):
            return "", False
        posix = filename.replace(os.sep, "/")
        for folder in ("/site-packages/", "/dist-packages/"):
            if folder in posix:
                return posix.rpartition(folder)[2], False
        if filename.startswith((_STANDARD + os.sep, _OWN + os.sep)):
            return "", False
        if filename.startswith("<"):
            return filename, True
        absolute = os.path.abspath(filename)  # noqa: PTH100 -- links stay as they are written
        for base in (self._root, os.getcwd()):  # noqa: PTH109
            if absolute.startswith(base.rstrip(os.sep) + os.sep):
                return os.path.relpath(absolute, base).replace(os.sep, "/"), True
        return absolute.replace(os.sep, "/"), True

    def _definitions(self, code: CodeType) -> tuple[str, ...]:
        known = self._names.get(code)
        if known is None:
            if len(self._names) >= _REMEMBERED:
                self._names.clear()
            parts = reversed(code.co_qualname.split("."))
            known = self._names[code] = tuple(part for part in parts if not part.startswith("<"))
        return known
