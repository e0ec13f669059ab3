"""Is what llmlint says behind its gates what it says without them, and how long does the slowest file take?

    python -m tests.ecosystem.gated [--quick] [--slowest N] FOLDER…

Every folder is linted three times: as always, with every file admitted, and with every definition taken for a candidate (--quick
leaves that out).  Calls, findings and suppressions must be the same.  The exit status is 1 where they are not, or where a file
made llmlint crash.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from llmlint.findings import FileResult
from llmlint.report.terminal import count

from .expectation import call_line, finding_line
from .gates import Cost, Gates, Run, run

CONTEXT: Final = 120
"""Characters that are shown of what differs in a detail."""


def differences(before: Run, after: Run) -> list[str]:
    """What of the calls, findings and suppressions differs, file by file: - and + for what only one run has, ~ for details."""
    told: list[str] = []
    for path in sorted({*before.results, *after.results}):
        nothing = FileResult(path)
        old, new = (Counter(_told(each.results.get(path, nothing))) for each in (before, after))
        gone, come = _by_line(old - new), _by_line(new - old)
        for line in sorted({*gone, *come}):
            lost, found = gone.get(line, []), come.get(line, [])
            told += [f"~ {line}: {_apart(*pair)}" for pair in zip(lost, found, strict=False)]
            told += [f"- {line}"] * (len(lost) - len(found)) + [f"+ {line}"] * (len(found) - len(lost))
    return told


def _by_line(counts: Counter[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line, whole in sorted(counts.elements()):
        found.setdefault(line, []).append(whole)
    return found


def _apart(before: str, after: str) -> str:
    """Where two texts begin to differ, and how they go on."""
    apart = next((index for index, (one, other) in enumerate(zip(before, after, strict=False)) if one != other), 0)
    start = max(apart - CONTEXT // 2, 0)
    return f"…{before[start : start + CONTEXT]}… is …{after[start : start + CONTEXT]}…"


def crashes(done: Run) -> list[str]:
    """The files that made llmlint crash, and how."""
    return [f"! {cost.path}: {cost.crash}" for cost in done.costs.values() if cost.crash]


def _told(result: FileResult) -> Iterator[tuple[str, str]]:
    """Every call and finding as a line, and as all that is known of it."""
    for call in result.calls:
        yield call_line(call.facts), repr(call)
    for finding in result.findings:
        yield finding_line(finding), repr(finding)
    for finding in result.suppressed:
        yield f"{finding_line(finding)} (suppressed)", repr(finding)


def compared(folder: Path, modes: Sequence[Gates]) -> tuple[dict[Gates, Run], list[str]]:
    """The runs over `folder`, and how the later ones differ from the first."""
    runs = {mode: run(folder, mode) for mode in modes}
    first = runs[modes[0]]
    wrong: list[str] = []
    for mode, done in runs.items():
        wrong += [f"{line} [{mode.value}]" for line in [*crashes(done), *differences(first, done)]]
    return runs, wrong


def summary(folder: Path, runs: dict[Gates, Run], wrong: Sequence[str]) -> str:
    """One line about a folder."""
    first = runs[Gates.SHUT]
    lines = sum(cost.lines for cost in first.costs.values())
    calls = sum(len(result.calls) for result in first.results.values())
    read = sum(1 for cost in first.costs.values() if cost.modules)
    took = ", ".join(f"{mode.value} {done.seconds:.1f} s" for mode, done in runs.items())
    spent = ", ".join(f"{mode.value} {number}" for mode, done in runs.items() if (number := _spent(done)))
    out = f"; definitions out of steps: {spent}" if spent else ""
    told = f"{count(len(first.costs), 'file')} ({read} parsed), {count(lines, 'line')}, {count(calls, 'call')}"
    return f"{folder}: {told}; {took}; {count(len(wrong), 'difference')}{out}"


def _spent(done: Run) -> int:
    return sum(len(cost.spent) for cost in done.costs.values())


def slowest(costs: Sequence[tuple[Path, Cost]], number: int) -> Iterator[str]:
    """The files that took the longest, as a table."""
    headings = ("lines", "ast", "libcst", "link", "modules", "defs", "steps")
    yield f"{'ms':>8} {' '.join(f'{each:>8}' for each in headings)}  file; heaviest candidate"
    for folder, cost in sorted(costs, key=lambda each: -each[1].seconds)[:number]:
        rest = cost.seconds - cost.parsing - cost.compiling
        parts = (f"{1000 * seconds:.0f}" for seconds in (cost.parsing, cost.compiling, rest))
        columns = (cost.lines, *parts, cost.modules, cost.definitions, cost.steps)
        seconds, line, steps = cost.heaviest
        heaviest = f"line {line}: {1000 * seconds:.0f} ms, {steps} steps" if line else "none"
        yield f"{1000 * cost.seconds:>8.0f} {' '.join(f'{each:>8}' for each in columns)}  {folder / cost.path}; {heaviest}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m tests.ecosystem.gated", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--quick", action="store_true", help="do not take every definition for a candidate")
    parser.add_argument("--slowest", type=int, default=10, metavar="N", help="how many files to name (default: %(default)s)")
    options = parser.parse_args(arguments)
    modes = [mode for mode in Gates if not (options.quick and mode is Gates.NONE)]
    costs: dict[Gates, list[tuple[Path, Cost]]] = {mode: [] for mode in modes}
    failed = 0
    for folder in options.folders:
        if not folder.is_dir():
            parser.error(f"no such folder: {folder}")
    for folder in options.folders:
        runs, wrong = compared(folder, modes)
        failed += len(wrong)
        print(summary(folder, runs, wrong), flush=True)
        for line in wrong:
            print(f"  {line}", flush=True)
        for mode, done in runs.items():
            costs[mode] += [(folder, cost) for cost in done.costs.values()]
    for mode, found in costs.items():
        print(f"\nThe slowest files, {mode.value}:")
        for line in slowest(found, options.slowest):
            print(line)
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
