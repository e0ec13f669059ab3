"""What do llmlint and its peers report at the labelled places?"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from llmlint import __version__
from tests.accuracy.run import PATIENCE, Lint, LintFailed, lint_rows
from tests.accuracy.score import POLICIES, Call, Finding, Outcome, Row, errors, score, verdict

from .adapters import Peer, Report

Execute = Callable[[Peer, Path], str]
"""(peer, folder of the labelled files) → its stdout; raises LintFailed."""

VERSION = "import importlib.metadata, sys; print(importlib.metadata.version(sys.argv[1]))"


@dataclass(frozen=True)
class Measured:
    """What one tool reported on every row, and what of it can be scored."""

    name: str
    version: str
    date: str
    command: str
    calls: Sequence[Call]
    findings: Sequence[Finding]
    failed: Mapping[str, str]  # repository → why the tool gave no answer
    policies: frozenset[str]
    lists_calls: bool
    names_models: bool
    notebooks: bool

    def outcomes(self, rows: Sequence[Row]) -> list[Outcome]:
        """The score of these rows. A tool that lists no calls is asked at each labelled one: no finding is a pass."""
        if self.lists_calls:
            return score(rows, self.calls, self.findings)
        asked = [_call_at(row) for row in rows if row.is_llm_call and row.repo not in self.failed]
        return score(rows, asked, self.findings)

    def flagged(self, rows: Sequence[Row], policy: str) -> int:
        """How many of these rows are look-alikes that a rule of the policy is reported at."""
        look_alikes = [row for row in rows if not row.is_llm_call]
        return sum(verdict(policy, _call_at(row), self.findings)[0] == "fail" for row in look_alikes)

    def wrong(self, rows: Sequence[Row]) -> list[dict[str, str]]:
        """The wrong answers to what the tool answers at all."""
        answered = {*self.policies, *["call"] * self.lists_calls, *["model"] * self.names_models}
        return [error for error in errors(self.outcomes(rows)) if error["what"] in answered]


def _call_at(row: Row) -> Call:
    return Call(row.repo, row.path, row.cell, row.line, None, row.line, row.api, "request")


def measure_llmlint(rows: Sequence[Row], sources: Path, date: str, lint: Lint) -> Measured:
    """llmlint, run as the accuracy run does."""
    calls, findings, failed = lint_rows(rows, sources, lint)
    command = "llmlint calls FILES --format json; llmlint check FILES --format json"
    return Measured("llmlint", __version__, date, command, calls, findings, failed, frozenset(POLICIES), True, True, True)


def measure_peer(peer: Peer, version: str, rows: Sequence[Row], sources: Path, date: str, execute: Execute) -> Measured:
    """One peer, run once a repository on a copy of the labelled files: each of them judges a file by itself."""
    calls: list[Call] = []
    findings: list[Finding] = []
    failed: dict[str, str] = {}
    for repo in sorted({row.repo for row in rows}):
        files = sorted({row.path for row in rows if row.repo == repo})
        try:
            report = _report(peer, repo, sources / repo.replace("/", "__"), files, execute)
        except LintFailed as error:
            failed[repo] = str(error)
        else:
            calls += report.calls
            findings += report.findings
    command = " ".join("…" if "\n" in argument else argument for argument in peer.command)
    marks = (peer.policies, peer.lists_calls, peer.names_models, peer.notebooks)
    return Measured(peer.name, version, date, command, calls, findings, failed, *marks)


def _report(peer: Peer, repo: str, source: Path, files: Sequence[str], execute: Execute) -> Report:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for file in files:
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source / file, folder / file)
        for name, text in peer.files.items():
            (folder / name).write_text(text, encoding="utf-8")
        output = execute(peer, folder)
    try:
        return peer.read(repo, output)
    except (ValueError, KeyError, TypeError) as error:
        raise LintFailed(f"output not understood ({error!r}): {output[:200]!r}") from error


def executor(folder: Path) -> Execute:
    """Runs the executables of a peer's environment, whose `bin` is `folder`."""

    def execute(peer: Peer, cwd: Path) -> str:
        # Safe path: a labelled repository's json.py or llm.py is not to be imported.
        environment = {**os.environ, "PYTHONSAFEPATH": "1", "NO_COLOR": "1", **peer.environment}
        environment.pop("PYTHONPATH", None)
        return _run([str(folder / peer.command[0]), *peer.command[1:]], cwd, environment)

    return execute


def version_of(distribution: str, folder: Path) -> str:
    """The version installed in that environment; raises LintFailed."""
    return _run([str(folder / "python"), "-c", VERSION, distribution], folder, {**os.environ, "PYTHONSAFEPATH": "1"}).strip()


def _run(command: Sequence[str], cwd: Path, environment: Mapping[str, str]) -> str:
    try:
        done = subprocess.run(
            command, cwd=cwd, env=environment, capture_output=True, encoding="utf-8", timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise LintFailed(f"no answer in {PATIENCE} s") from error
    except OSError as error:
        raise LintFailed(str(error)) from error
    if done.returncode != 0:
        raise LintFailed(f"exit {done.returncode}: {done.stderr.strip()[-400:]}")
    return done.stdout
