"""What does a lint cost: milliseconds per 1,000 admitted lines, and modules loaded?

    python benchmarks/cost.py FOLDER [FOLDER …]

Prints, per folder: the admitted files and lines; processor time per 1,000 admitted lines for the scan (skeleton, and LibCST on
the definitions that could hold a call), for the whole lint with each file linked by itself, and with its project; and, in the
same run over the same lines, what `ast` and LibCST take to parse them.
Then what a process loads for `--version`, for a check of one file without LLM calls, and for `from llmlint import guard`.
"""

from __future__ import annotations

import ast
import gc
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import libcst

from llmlint.engine import lint_bytes
from llmlint.policy.compiled import CompiledPolicy
from llmlint.policy.load import default
from llmlint.static import gate
from llmlint.static.project import Project
from llmlint.static.source import read
from llmlint.static.summary import summarise

BUDGET = 35.0  # ms per 1,000 lines of admitted code
WATCHED = ("libcst", "click", "pydantic", "rich", "tomli", "tiktoken", "llmlint", "wrapt", "openai", "dataclasses", "inspect")


class Admitted(NamedTuple):
    path: str
    data: bytes


def main(folders: list[str]) -> int:
    if not folders:
        print(__doc__, file=sys.stderr)
        return 2
    columns = "".join(f"{name:>9}" for name in ("files", "lines", "scan", "alone", "linked", "ast", "LibCST"))
    print(f"{'':24}{columns}   ms per 1,000 lines; budget {BUDGET:g} for the scan")
    for folder in folders:
        _folder(Path(folder))
    print()
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "plain.py"
        plain.write_text("def add(left: int, right: int) -> int:\n    return left + right\n", encoding="utf-8")
        _modules("llmlint --version", ["-m", "llmlint", "--version"])
        _modules("check of a file without LLM calls", ["-m", "llmlint", "check", str(plain)])
        _modules("from llmlint import guard", ["-c", "from llmlint import guard"])
    return 0


def _folder(root: Path) -> None:
    sources = [Admitted(path.relative_to(root).as_posix(), path.read_bytes()) for path in sorted(root.rglob("*.py"))]
    files = [file for file in sources if gate.admits(file.data)]
    lines = sum(file.data.count(b"\n") for file in files)
    if not lines:
        print(f"{root.name:24}{0:>9}{0:>9}")
        return
    policy = default()
    figures = [
        _per_thousand(lines, lambda: _scan(files)),
        _per_thousand(lines, lambda: _lint(root, files, policy, linked=False)),
        _per_thousand(lines, lambda: _lint(root, files, policy, linked=True)),
        _per_thousand(lines, lambda: [ast.parse(file.data) for file in files]),
        _per_thousand(lines, lambda: _parse(files)),
    ]
    print(f"{root.name:24}{len(files):>9}{lines:>9}" + "".join(f"{figure:>9.1f}" for figure in figures))


def _scan(files: list[Admitted]) -> None:
    for file in files:
        summary = summarise("", read(file.path, file.data))
        for scope in (summary.skeleton.module, *summary.skeleton.classes.values()):
            for unit in scope.units:
                if unit.calls:
                    summary.statements(scope, unit)


def _lint(root: Path, files: list[Admitted], policy: CompiledPolicy, *, linked: bool) -> None:
    project = Project(root)
    if not linked:
        project.imported = lambda importer, path: None  # type: ignore[method-assign]
    for file in files:
        lint_bytes(file.path, file.data, project, policy)


def _parse(files: list[Admitted]) -> None:
    for file in files:
        libcst.parse_module(file.data)


def _per_thousand(lines: int, work: Callable[[], object]) -> float:
    """Processor milliseconds per 1,000 lines, the better of two runs."""
    best = float("inf")
    for _ in range(2):
        gc.collect()
        gc.disable()
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
        gc.enable()
    return best * 1_000_000 / lines


def _modules(what: str, arguments: list[str]) -> None:
    """Runs Python with `-X importtime` and counts what it imports."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", *arguments], capture_output=True, text=True, check=False, timeout=120
    )
    rows = [line.split("|") for line in done.stderr.splitlines() if line.startswith("import time:") and "|" in line]
    loaded = [row[2].strip() for row in rows[1:]]
    microseconds = sum(int(row[0].removeprefix("import time:")) for row in rows[1:])
    heavy = sorted({name.partition(".")[0] for name in loaded} & set(WATCHED))
    print(f"{what:36}{len(loaded):>5} modules, {microseconds / 1000:>6.0f} ms importing: {json.dumps(heavy)}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
