"""Which versions of a distribution may the code in a folder run with?

The nearest folder that says anything is heard, since a repository may hold many programs.  In a folder lock files are believed
before requirements, and requirements before what only declares; several files of one kind may each be right.  Where a folder only
declares, the lock of a workspace further up says which of the declared versions it is.  A name without a version says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from packaging.specifiers import SpecifierSet

from llmlint.findings import Unreadable
from llmlint.knowledge.loader import Sdk
from llmlint.knowledge.specifiers import admits, examples
from llmlint.static.versions.files import Damaged, Speaking

if TYPE_CHECKING:
    from llmlint.static.versions.requirements import Lines

Allowed = tuple[SpecifierSet, ...]
"""The versions that any of these admits; empty where nothing is said."""


def in_use(sdk: Sdk, allowed: Allowed) -> Sdk | None:
    """`sdk` as it is in the versions of its distribution that are allowed; None where it speaks of none of them."""
    if not allowed:
        return sdk
    eras = {era.versions for option in sdk.options.values() for era in option.history}
    return sdk.among(examples(allowed, frozenset({sdk.versions, *eras})))


class Contents:
    """The files of a project, each read once; those that cannot be understood are named in `unreadable`."""

    def __init__(self, root: Path) -> None:
        self.unreadable: list[Unreadable] = []
        self._root = root
        self._read: dict[Path, bytes | None] = {}

    def of(self, file: Path) -> bytes | None:
        """The content of `file`; None where it cannot be read, was damaged, or is not the project's."""
        if file not in self._read:
            self._read[file] = self._bytes(file)
        return self._read[file]

    def damaged(self, file: Path, why: str, line: int | None = None) -> None:
        """Take `file` for one that says nothing, and tell."""
        self._read[file] = None
        name = file.relative_to(self._root) if file.is_relative_to(self._root) else file
        self.unreadable.append(Unreadable(name.as_posix(), f"says nothing of versions: {why}", line))

    def _bytes(self, file: Path) -> bytes | None:
        try:
            ours = file.is_file() and file.resolve().is_relative_to(self._root)
            return file.read_bytes() if ours else None
        except OSError as error:
            self.damaged(file, f"cannot be opened: {error.strerror or error}")
            return None


class Folder:
    """What the files of one folder say; what reads them is imported when there are such files."""

    def __init__(self, speaking: Speaking, contents: Contents) -> None:
        self._speaking, self._contents = speaking, contents

    def locked(self, distribution: str) -> Allowed:
        """The versions that lock files name."""
        if not self._sound_locks:
            return ()
        from llmlint.static.versions.locks import locked

        return _either(self._asked(locked, file, distribution) for file in self._sound_locks)

    def required(self, distribution: str) -> Allowed:
        """What requirements say, as far as constraints allow it."""
        if not (self._speaking.requirements or self._speaking.constraints):
            return ()
        from llmlint.static.versions.requirements import said

        found = _either([tuple(said(self._lines.required, distribution))])
        constraints = _either([tuple(said(self._lines.constrained, distribution))])
        return _either([tuple(each & constraint for each in found or (SpecifierSet(),) for constraint in constraints)]) or found

    def declared(self, distribution: str) -> Allowed:
        """What the files say that only declare."""
        if not self._speaking.declaring:
            return ()
        from llmlint.static.versions.declared import declared

        return _either(self._asked(declared, file, distribution) for file in self._speaking.declaring)

    def _asked(self, ask: Callable[[str, bytes, str], Allowed], file: Path, distribution: str) -> Allowed:
        data = self._contents.of(file)
        try:
            return () if data is None else ask(file.name, data, distribution)
        except Damaged as error:
            self._contents.damaged(file, str(error), error.line)
            return ()

    @cached_property
    def _sound_locks(self) -> tuple[Path, ...]:
        return tuple(file for file in self._speaking.locks if self._is_sound(file))

    def _is_sound(self, file: Path) -> bool:
        from llmlint.static.versions.locks import check

        data = self._contents.of(file)
        try:
            if data is not None:
                check(file.name, data)
        except Damaged as error:
            self._contents.damaged(file, str(error), error.line)
            return False
        return data is not None

    @cached_property
    def _lines(self) -> Lines:
        from llmlint.static.versions.requirements import lines

        return lines(self._speaking.requirements, self._speaking.constraints, self._contents.of)


def allowed(folders: Sequence[Folder], distribution: str) -> Allowed:
    """What `folders`, the nearest first, say of `distribution` (its canonical name)."""
    for index, folder in enumerate(folders):
        found = folder.locked(distribution) or folder.required(distribution)
        if found:
            return found
        found = folder.declared(distribution)
        if found:
            chosen = (each for outer in folders[index + 1 :] for each in outer.locked(distribution) if admits(found, each))
            return tuple(chosen) or found
    return ()


def _either(said: Iterable[Allowed]) -> Allowed:
    """All that is said and can be: any version at all, and none, are nothing said."""
    distinct = dict.fromkeys(each for several in said for each in several)
    return tuple(each for each in distinct if len(each) and examples((each,)))
