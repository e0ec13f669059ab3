"""Does llmlint say of six real packages what it is expected to say?

    python -m tests.ecosystem.run [--update] [--wheels DIR] [PACKAGE…]

Every pinned package (or those named) is fetched, unpacked into a scratch folder, linted and compared with what is written down in
expected/; differences are printed by rule and file.  --update writes down what llmlint says now.  The exit status is 1 where
anything differs and was not written down, 2 where a wheel cannot be had or is not the one that is pinned.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from llmlint.knowledge.refresh.wheels import Pin, Unavailable, WrongWheel, cache, fetch
from llmlint.report.terminal import count
from tests.golden import TODAY

from .comparison import Change, Malformed, compare, counted, parse, show
from .expectation import EXPECTED, Section, file_of, linted, render, sections
from .wheels import pins, unpack


def found_in(wheel: Path, scratch: Path) -> list[Section]:
    """What llmlint says of `wheel` now."""
    return sections(linted(unpack(wheel, scratch)))


def differences(pin: Pin, found: Sequence[Section], folder: Path = EXPECTED) -> list[Change]:
    """How `found` differs from what is written down; all of it does where nothing is.  Raises Malformed."""
    file = file_of(pin, folder)
    return compare(parse(file.read_text(encoding="utf-8")) if file.exists() else [], found)


def write(pin: Pin, found: Sequence[Section], folder: Path = EXPECTED) -> None:
    """Write `found` down as what is expected of a package."""
    folder.mkdir(exist_ok=True)
    file_of(pin, folder).write_text(render(pin, found), encoding="utf-8")


def main(arguments: Sequence[str] | None = None, folder: Path = EXPECTED) -> int:
    """Run the command."""
    known = pins()
    parser = argparse.ArgumentParser(prog="python -m tests.ecosystem.run", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("packages", nargs="*", metavar="PACKAGE", help=f"default: all of {', '.join(known)}")
    parser.add_argument("--update", action="store_true", help="write down what llmlint says now")
    parser.add_argument(
        "--wheels", type=Path, default=cache(), metavar="DIR", help="where wheels are kept (default: %(default)s)"
    )
    options = parser.parse_args(arguments)
    os.environ["SOURCE_DATE_EPOCH"] = TODAY
    for name in options.packages:
        if name not in known:
            parser.error(f"{name} is not pinned; there are {', '.join(known)}")
    chosen = [known[name] for name in options.packages or known]
    try:
        wheels = fetch(chosen, options.wheels)
        changes = [change for pin in chosen for change in _one(pin, wheels[pin.name], folder, update=options.update)]
    except (Unavailable, WrongWheel, Malformed) as error:
        parser.exit(2, f"{parser.prog}: {error}\n")
    written = ", written down" if changes and options.update else ""
    print(f"{count(len(chosen), 'package')}: {counted(changes)}{written}")
    return int(bool(changes) and not options.update)


def _one(pin: Pin, wheel: Path, folder: Path, *, update: bool) -> list[Change]:
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as scratch:
        found = found_in(wheel, Path(scratch))
    changes = differences(pin, found, folder)
    told = ", ".join(f"{len(part.lines)} {part.name}" for part in found)
    print(f"{pin.name} {pin.version}: {told} in {time.perf_counter() - started:.1f} s: {counted(changes)}")
    for line in show(changes):
        print(line)
    if update:
        write(pin, found, folder)
    return changes


if __name__ == "__main__":
    sys.exit(main())
