"""What does a snapshot of a published package look like?

A header that says what was read and by which licence, then one record a line: the difference between two releases is the lines
that changed.  Nothing in it depends on the day or the machine it is made on.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from llmlint.knowledge.refresh.wheels import Pin, Unavailable, WrongWheel, cache, fetch

FOLDER: Final = Path(__file__).parent.parent / "snapshots"

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Source:
    """A published wheel and how to read it.

    `pinned` is a day on which this release was the newest (ISO): its prices were in force.  Wheels carry no date of their own.
    """

    pin: Pin
    pinned: str
    licence: str
    copyright: str
    command: str
    """The module that makes the snapshot anew."""
    extract: Callable[[Path], Sequence[Record]]
    """The records out of the wheel at a path; raises WrongWheel where it is not as it was."""

    @property
    def file(self) -> str:
        return f"{self.pin.name.replace('-', '_')}.json"


def render(source: Source, wheel: Path) -> str:
    """The text of the snapshot that is taken from `wheel`."""
    header = {
        "source": source.pin.name,
        "version": source.pin.version,
        "pinned": source.pinned,
        "wheel": source.pin.file,
        "sha256": source.pin.sha256,
        "licence": source.licence,
        "copyright": source.copyright,
        "made_by": f"python -m {source.command}",
    }
    records = ",\n".join(json.dumps(record, ensure_ascii=False) for record in source.extract(wheel))
    return f'{json.dumps(header, indent=1).removesuffix("}").rstrip()},\n "records": [\n{records}\n ]\n}}\n'


def main(sources: Sequence[Source]) -> int:
    """Write the snapshots of `sources` anew; the status of the process."""
    try:
        wheels = fetch([source.pin for source in sources], cache())
        for source in sources:
            (FOLDER / source.file).write_text(render(source, wheels[source.pin.name]), encoding="utf-8")
    except (Unavailable, WrongWheel) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def read(name: str, folder: Path = FOLDER) -> dict[str, Any]:
    """The snapshot of the package `name`: its header, and its `records`."""
    snapshot: dict[str, Any] = json.loads((folder / f"{name.replace('-', '_')}.json").read_text(encoding="utf-8"))
    return snapshot
