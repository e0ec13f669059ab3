"""Which file does a module name mean, and what is known of it?

A run's files are linked against the project they belong to: imports are looked up from the importing file's folder, from every
folder above it up to the root, and from `src` folders there.  Modules are summarised on demand, each once.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

from llmlint.knowledge.loader import knowledge
from llmlint.knowledge.narrowed import narrowed
from llmlint.static.link.linker import Linker
from llmlint.static.source import UnreadableSource, read
from llmlint.static.summary import ModuleSummary, summarise
from llmlint.static.versions.choice import Around, Versions

MARKERS: Final = ("pyproject.toml", "llmlint.toml", "setup.py", "setup.cfg", ".git")
"""What the root of a project holds."""
MAX_BYTES: Final = 2_000_000
"""Larger modules are generated tables; nothing is followed into them."""


_OUTSIDE: Final = sys.stdlib_module_names | {name.partition(".")[0] for name in knowledge().clients}
"""A project's own `llms/openai.py` or `json.py` does not stand for these: absolute imports find the real ones."""


class Project:
    """The files a run links against; `root` is where paths in reports and policy patterns are relative to."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self._summaries: dict[Path, ModuleSummary | None] = {}
        self.versions = Versions(self.root)
        self._linkers: dict[tuple[Around, tuple[tuple[str, str], ...]], Linker] = {}

    def linker_of(self, path: str, stated: Mapping[str, str]) -> Linker:
        """What links the module at `path`, with the versions `stated` by distribution, else those that files around it name."""
        around = self.versions.around(self.root / path)
        key = (around, tuple(sorted(stated.items())))
        if key not in self._linkers:
            known = narrowed(knowledge(), self.versions.in_use(around, stated)) if around or stated else knowledge()
            self._linkers[key] = Linker(known, self)
        return self._linkers[key]

    def add(self, summary: ModuleSummary) -> None:
        """Take `summary` for its file: an editor's unsaved text, or what has been read already."""
        self._summaries[self.root / summary.source.path] = summary

    def imported(self, importer: ModuleSummary, path: str) -> tuple[ModuleSummary, str | None] | None:
        """The module that dotted `path` means in `importer`, and the name in it, None for the module itself."""
        file = self.root / importer.source.path
        level = len(path) - len(path.lstrip("."))
        if level == 0 and path.partition(".")[0] in _OUTSIDE:
            return None
        parts = [part for part in path[level:].split(".") if part]
        folders = [file.parents[level - 1]] if 0 < level <= len(file.parents) else self._folders(file)
        for folder in folders if level == 0 or level <= len(file.parents) else ():
            found = self._in_folder(folder, parts, least=0 if level else 1)
            if found is not None:
                return found
        return None

    def _in_folder(self, folder: Path, parts: list[str], least: int) -> tuple[ModuleSummary, str | None] | None:
        """`least` parts name a module: `from . import x` may mean a name in the package itself, `import x` never does."""
        for length in (len(parts), len(parts) - 1):
            if length < least or not parts:
                continue
            summary = self._module(folder, tuple(parts[:length]))
            if summary is not None:
                return summary, None if length == len(parts) else parts[length]
        return None

    def _folders(self, file: Path) -> list[Path]:
        return _folders(file.parent, self.root)

    def _module(self, folder: Path, parts: tuple[str, ...]) -> ModuleSummary | None:
        base = folder.joinpath(*parts)
        candidates = [base / "__init__.py"] if not parts else [base.with_name(base.name + ".py"), base / "__init__.py"]
        for candidate in candidates:
            summary = self._summary(candidate)
            if summary is not None:
                return summary
        return None

    def _summary(self, file: Path) -> ModuleSummary | None:
        if file not in self._summaries:
            self._summaries[file] = self._read(file)
        return self._summaries[file]

    def _read(self, file: Path) -> ModuleSummary | None:
        """The summary of a file that is linked against; a file that cannot be read is as good as outside the project."""
        try:
            if not file.is_file() or file.stat().st_size > MAX_BYTES or not file.is_relative_to(self.root):
                return None
            relative = file.relative_to(self.root).as_posix()
            return summarise("", read(relative, file.read_bytes()))
        except (OSError, UnreadableSource):
            return None


@lru_cache(maxsize=4096)
def _folders(start: Path, root: Path) -> list[Path]:
    """Where an absolute import of a file in `start` is looked up, nearest first."""
    folders: list[Path] = []
    for folder in (start, *start.parents):
        if not (folder / "__init__.py").is_file() or folder == root:  # inside a package, its own modules need dots
            folders.append(folder)
        if (folder / "src").is_dir():
            folders.append(folder / "src")
        if folder == root or not folder.is_relative_to(root):
            break
    return folders


def root_of(path: Path) -> Path:
    """The root of the project that `path` belongs to: the nearest folder above with a marker, else its own folder."""
    start = path if path.is_dir() else path.parent
    return next((folder for folder in (start, *start.parents) if any((folder / marker).exists() for marker in MARKERS)), start)
