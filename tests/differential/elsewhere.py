"""How are programs executed in the environment of their SDK?  This module is what runs there, too.

`python -m tests.differential.elsewhere FOLDER` executes the cases in a folder and leaves there what was decided.
"""

from __future__ import annotations

import os
import pickle
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import wrapt

from llmlint.facts import CallFacts
from llmlint.policy.evaluate import Outcome
from tests.drift.environments import Environment
from tests.loopback import Provider, Request

from .cases import Case, Truth
from .executing import executed

ROOT = Path(__file__).parents[2]
PATIENCE = 600
Executed = tuple[CallFacts, tuple[Outcome, ...], Request]
"""What the guard knew and said of the one call of a program, and what was sent."""


def executed_elsewhere(
    cases: Sequence[Case], folder: Path, bundles: Mapping[str, Path], environment: Environment
) -> list[Executed]:
    """Each of `cases` run in `environment`, which has its SDK.  Raises RuntimeError where one does not make one call."""
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        # As plain data: these modules may be known there by other names.
        (work / "cases").write_bytes(pickle.dumps(([asdict(case) for case in cases], folder, dict(bundles))))
        # The one library that the guard itself needs.
        shutil.copytree(Path(wrapt.__file__).parent, work / "lib" / "wrapt")
        environ = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(work / "lib")])}
        command = [str(environment.python), "-W", "ignore", "-m", "tests.differential.elsewhere", str(work)]
        done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=PATIENCE, check=False)
        if done.returncode:
            raise RuntimeError(done.stderr.strip()[-3000:] or f"status {done.returncode}")
        found: list[Executed] = pickle.loads((work / "executed").read_bytes())
        return found


def main(work: Path) -> None:
    given, folder, bundles = pickle.loads((work / "cases").read_bytes())
    cases = [Case(**{**data, "truth": Truth(**data["truth"])}) for data in given]
    found: list[Executed] = []
    with Provider().serving() as provider:
        for case in cases:
            try:
                ((decision,), (request,)) = executed(case, folder, bundles[case.policy], provider), provider.requests
            except Exception as error:
                raise RuntimeError(f"case {case.number}\n{case.source}") from error
            found.append((decision.facts, decision.outcomes, request))
    (work / "executed").write_bytes(pickle.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
