"""How does what a command has to say reach its reader?"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, TextIO

if TYPE_CHECKING:
    from rich.progress import Progress

PATIENCE: Final = 1.0
"""Seconds after which a run counts as long, and a terminal is shown how far it is."""


def emit(lines: Iterable[str]) -> None:
    """Print `lines`.  A reader that has gone away (`| head`) ends the output, not the command: its status still counts."""
    try:
        for line in lines:
            print(line)
        sys.stdout.flush()
    except BrokenPipeError:
        hang_up()


def hang_up() -> None:
    """Make what is still to be flushed at exit go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def warn(text: str) -> None:
    """Say `text` on stderr."""
    print(f"llmlint: {text}", file=sys.stderr)


def tolerate_any_text(*streams: TextIO) -> None:
    """Let file names that are no Unicode, and text the encoding of a stream lacks, be printed as escapes."""
    for stream in streams:
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


@contextmanager
def progress(total: int, clock: Callable[[], float] = time.monotonic) -> Iterator[Callable[[int], None] | None]:
    """A callback told how many of `total` files are done; it draws a bar on stderr, at a terminal, on long runs."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield None
        return
    started = clock()
    bar: Progress | None = None

    def tell(done: int) -> None:
        nonlocal bar
        if bar is None:
            if clock() - started < PATIENCE or done >= total:
                return
            bar = _bar(total)
        bar.update(bar.task_ids[0], completed=done)

    try:
        yield tell
    finally:
        if bar is not None:
            bar.stop()


def _bar(total: int) -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    bar = Progress(
        TextColumn("linting"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    bar.add_task("linting", total=total)
    bar.start()
    return bar
