"""What does llmlint say of a folder with and without its gates, and what does each file cost?

A file that the gate does not admit is not looked at, a definition that the skeleton does not mark is not interpreted.  Both are
meant to save time and nothing else.  The gates are opened, and the stages measured, from outside: llmlint knows nothing of it.
"""

from __future__ import annotations

import ast
import contextlib
import enum
import gc
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

from llmlint import engine
from llmlint.commands.selection import lint, select
from llmlint.findings import FileResult
from llmlint.static import gate, scan, skeleton, summary
from llmlint.static.link.linker import MAX_STEPS, Linker
from llmlint.static.skeleton import Scope, Unit
from llmlint.static.summary import ModuleSummary

from .expectation import POLICIES


class Gates(enum.Enum):
    """What is let through."""

    SHUT = "gated"
    OPEN = "every file"
    NONE = "every definition"


@dataclass
class Cost:
    """What one file cost: seconds of the processor in all, in `ast` and in LibCST, what was compiled, the steps of the linker.

    `modules` counts the files that were summarised on account of it.  `heaviest` is the candidate that took the longest, as
    (seconds, line, steps); `spent` are the lines of candidates that used up all the steps one may take.
    """

    path: str
    lines: int = 0
    seconds: float = 0.0
    modules: int = 0
    parsing: float = 0.0
    definitions: int = 0
    compiling: float = 0.0
    steps: int = 0
    heaviest: tuple[float, int, int] = (0.0, 0, 0)
    spent: list[int] = field(default_factory=list)
    crash: str = ""


@dataclass
class Run:
    """A folder, linted: results and costs by path, and the seconds of the processor for the whole."""

    results: dict[str, FileResult]
    costs: dict[str, Cost]
    seconds: float


def run(folder: Path, gates: Gates) -> Run:
    """Lint the files in `folder`, as the command line finds them.  What a file raises is noted in its cost."""
    meter = _Meter()
    with contextlib.chdir(folder), ExitStack() as stack:
        selection = select((), POLICIES[-1], ())
        _open(stack, gates)
        meter.attach(stack)
        gc.collect()
        started = time.process_time()
        report = lint(selection)
        return Run({result.path: result for result in report.results}, meter.costs, time.process_time() - started)


def _open(stack: ExitStack, gates: Gates) -> None:
    if gates is Gates.SHUT:
        return
    for name in ("admits", "admits_notebook", "may_hold_keys", "may_hold_directives"):
        stack.enter_context(patch.object(gate, name, lambda data: True))
    # The engine asks once more of a notebook's cells; the skeleton has the function under a name of its own.
    stack.enter_context(patch.object(gate, "places", lambda text: [0]))
    if gates is Gates.NONE:
        stack.enter_context(patch.object(skeleton, "_mark", _mark_all))


def _mark_all(text: str, scopes: list[Scope], notes: object) -> None:
    for scope in scopes:
        for unit in scope.units:
            unit.calls = not isinstance(unit.nodes[0], ast.ClassDef)


class _Meter:
    """Counts what happens on account of the file that is being linted."""

    def __init__(self) -> None:
        self.costs: dict[str, Cost] = {}
        self._cost = Cost("")

    def attach(self, stack: ExitStack) -> None:
        """Measure until `stack` is unwound."""
        self._around(stack, engine, "lint_bytes", self._file)
        self._around(stack, summary, "skeleton", self._parsed)
        self._around(stack, scan, "scan", self._compiled)
        self._around(stack, Linker, "_unit", self._linked)
        self._around(stack, Linker, "spend", self._spent)

    def _around(self, stack: ExitStack, owner: Any, name: str, measured: Callable[..., Any]) -> None:
        """Have `measured` called in place of the function `name` of `owner`, with that as its first argument."""
        original = getattr(owner, name)
        stack.enter_context(patch.object(owner, name, lambda *args, **options: measured(original, *args, **options)))

    def _file(self, original: Callable[..., FileResult], path: str, data: bytes, *rest: Any) -> FileResult:
        cost = self._cost = self.costs[path] = Cost(path, data.count(b"\n"))
        started = time.process_time()
        try:
            return original(path, data, *rest)
        except Exception as error:  # it is told with the differences, and the run goes on to find the next
            cost.crash = f"{type(error).__name__}: {error}"
            return FileResult(path)
        finally:
            cost.seconds = time.process_time() - started

    def _parsed(self, original: Callable[..., Any], text: str) -> Any:
        with self._clock("parsing"):
            self._cost.modules += 1
            return original(text)

    def _compiled(self, original: Callable[..., Any], *rest: Any) -> Any:
        with self._clock("compiling"):
            self._cost.definitions += 1
            return original(*rest)

    def _linked(self, original: Callable[..., None], linker: Linker, module: ModuleSummary, scope: Scope, unit: Unit) -> None:
        cost = self._cost
        before, started = cost.steps, time.process_time()
        original(linker, module, scope, unit)
        steps = cost.steps - before
        cost.heaviest = max(cost.heaviest, (time.process_time() - started, unit.start, steps))
        if steps >= MAX_STEPS:
            cost.spent.append(unit.start)

    def _spent(self, original: Callable[..., bool], linker: Linker, steps: int) -> bool:
        self._cost.steps += steps
        return original(linker, steps)

    @contextlib.contextmanager
    def _clock(self, name: str) -> Iterator[None]:
        started = time.process_time()
        try:
            yield
        finally:
            setattr(self._cost, name, getattr(self._cost, name) + time.process_time() - started)
