"""Which entries of the knowledge hold for a module: what does the policy say of versions, and the files around it?"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from llmlint.findings import Unreadable
from llmlint.knowledge.loader import Sdk
from llmlint.knowledge.narrowed import InUse
from llmlint.static.versions.files import Speaking, speaking

if TYPE_CHECKING:
    from llmlint.static.versions.said import Allowed, Contents, Folder

Around = tuple[Speaking, ...]
"""The files that may speak of versions, by folder, the nearest first."""


class Versions:
    """What the files of a project say of versions; each is looked for once, and read when an SDK is met."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._speaking: dict[Path, Speaking | None] = {}
        self._folders: dict[Speaking, Folder] = {}
        self._found: dict[tuple[Around, str], Allowed] = {}

    def around(self, file: Path) -> Around:
        """The files that may speak for `file`: in its folder, and in those above it up to the root."""
        found: list[Speaking] = []
        for folder in file.parents:
            if not folder.is_relative_to(self._root):
                break
            if folder not in self._speaking:
                self._speaking[folder] = speaking(folder)
            here = self._speaking[folder]
            if here is not None:
                found.append(here)
        return tuple(found)

    def in_use(self, around: Around, stated: Mapping[str, str]) -> InUse:
        """Which entries hold where the policy states the versions `stated`, by distribution, and `around` tells of the others."""

        def chosen(sdk: Sdk) -> Sdk | None:
            # Imported here: a run that meets no SDK does without them.
            from llmlint.knowledge.specifiers import specifier
            from llmlint.static.versions.said import in_use

            if sdk.distribution in stated:
                return in_use(sdk, (specifier(stated[sdk.distribution]),))
            return in_use(sdk, self._allowed(around, sdk.distribution))

        return chosen

    def _allowed(self, around: Around, distribution: str) -> Allowed:
        from packaging.utils import canonicalize_name

        from llmlint.static.versions.said import allowed

        key = (around, canonicalize_name(distribution))
        if key not in self._found:
            self._found[key] = allowed([self._folder(each) for each in around], key[1])
        return self._found[key]

    def take_unreadable(self) -> list[Unreadable]:
        """The files that were found damaged since the last time that somebody asked."""
        if not self._folders:
            return []
        told, self._contents.unreadable = self._contents.unreadable, []
        return told

    def _folder(self, files: Speaking) -> Folder:
        from llmlint.static.versions.said import Folder

        if files not in self._folders:
            self._folders[files] = Folder(files, self._contents)
        return self._folders[files]

    @cached_property
    def _contents(self) -> Contents:
        from llmlint.static.versions.said import Contents

        return Contents(self._root)
