"""By which steps did linking come to what it says of the calls of a file?"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from llmlint.facts import Trail
from llmlint.values import Place


def trails(file: Path, root: Path, versions: Mapping[str, str]) -> Mapping[Place, Trail]:
    """The trail of every call of `file` by its place, paths as seen from the working directory.

    The file is linked once more, with a linker that writes its steps down: a run that reports pays nothing for them.  `versions`
    are those that the policy states.  Nothing for a file that cannot be read, which the report names.
    """
    from llmlint.commands.selection import project_at
    from llmlint.report.relocate import moved, seen_from
    from llmlint.static.link.recording.linker import RecordingLinker
    from llmlint.static.source import UnreadableSource, read
    from llmlint.static.summary import summarise

    project = project_at(root)
    file = file.resolve()
    path = file.relative_to(project.root).as_posix() if file.is_relative_to(project.root) else file.as_posix()
    try:
        summary = summarise("", read(path, file.read_bytes()))
    except (OSError, UnreadableSource):
        return {}
    project.add(summary)
    linker = RecordingLinker(project.linker_of(path, versions).knowledge, project)
    with _deeper():
        found = {call.place: linker.trail(call.place) for call in linker.calls(summary)}
    return moved(found, seen_from(Path.cwd(), project.root))


@contextmanager
def _deeper() -> Iterator[None]:
    """Room for what the run could follow: writing a step down takes a frame more than taking it."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(2 * limit)
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)
