"""Does the guard keep its promises for every SDK?  `python -m tests.runtime.sdks.run [SDK…]` asks in an environment of each.

The environments are those of the drift run (tests/drift), made once and used again.  Status 1 where a promise is broken.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import wrapt

from llmlint.policy import load
from llmlint.policy.compiled import to_plain
from tests.drift import environments
from tests.drift.environments import EnvironmentError_

from .checks import POLICIES

RECIPES = Path(__file__).parent / "recipes"
ROOT = Path(__file__).parents[3]
PATIENCE = 600
_ROW = "{:18}{:12}{:16}{:27}{:14}{:20}{:14}{}"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.runtime.sdks.run", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("sdks", nargs="*", metavar="SDK", help="names of recipes; all unless told")
    parser.add_argument("--environments", type=Path, default=environments.folder(), help="where they are kept (%(default)s)")
    parser.add_argument("--verbose", action="store_true", help="show what the SDKs print, too")
    given = parser.parse_args(arguments)
    known = sorted(path.stem for path in RECIPES.glob("*.py") if path.stem != "__init__")
    unknown = [name for name in given.sdks if name not in known]
    if unknown:
        print(f"no recipe for {', '.join(unknown)}; there are {', '.join(known)}", file=sys.stderr)
        return 2
    print(
        _ROW.format(
            "SDK", "VERSION", "SURFACE", "REFUSED BEFORE CONNECTING", "BYTES EQUAL", "SETTLED ONCE", "ON ERRORS", "REWRITTEN"
        )
    )
    problems: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        bundles(Path(folder))
        for name in given.sdks or known:
            recipe = importlib.import_module(f"tests.runtime.sdks.recipes.{name}")
            for requirements in recipe.ENVIRONMENTS:
                try:
                    made = environments.made(requirements, given.environments)
                    found = asked(made.python, name, Path(folder), verbose=given.verbose)
                except (EnvironmentError_, RuntimeError) as error:
                    problems.append(f"{name} ({', '.join(requirements)}): {error}")
                    continue
                for surface, report in found["reports"].items():
                    print(_row(name, found["version"], surface, report), flush=True)
                    problems += [f"{name} {found['version']} {surface}: {problem}" for problem in report["problems"]]
                misread = {call: wrong for call, wrong in found["misread"].items() if wrong}
                problems += [f"{name} {found['version']} {call}: {', '.join(wrong)}" for call, wrong in misread.items()]
                if found["misread"]:
                    right = len(found["misread"]) - len(misread)
                    print(f"{name:18}{found['version']:12}facts read of {right} of {len(found['misread'])} calls", flush=True)
                fallen = {scenario: why for scenario, why in found["broken"].items() if why}
                problems += [f"{name} {found['version']} {scenario}: {why}" for scenario, why in fallen.items()]
                if found["broken"]:
                    held = len(found["broken"]) - len(fallen)
                    print(f"{name:18}{found['version']:12}{held} of {len(found['broken'])} scenarios hold", flush=True)
    for problem in problems:
        print(problem)
    return 1 if problems else 0


def bundles(folder: Path) -> None:
    """The policies of the checks, compiled into `folder`, and the one library that the guard itself needs."""
    shutil.copytree(Path(wrapt.__file__).parent, folder / "lib" / "wrapt")
    # Some distributions bring tests of their own under this name.
    (folder / "lib" / "tests").mkdir()
    (folder / "lib" / "tests" / "__init__.py").write_text(f"__path__ = [{str(ROOT / 'tests')!r}]\n", encoding="utf-8")
    for name, text in POLICIES.items():
        written = folder / "llmlint.toml"
        written.write_text(text, encoding="utf-8")
        (folder / f"{name}.json").write_text(json.dumps(to_plain(load.load(written))), encoding="utf-8")


def asked(python: Path, recipe: str, folder: Path, *, verbose: bool = False) -> dict[str, Any]:
    """What the checks find in an environment, given the folder of `bundles`.  Raises RuntimeError."""
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(folder / "lib")]), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [str(python), "-W", "ignore", "-m", "tests.runtime.sdks.inside", recipe, str(folder)]
    try:
        done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired as error:
        raise RuntimeError(f"no end within {PATIENCE} s") from error
    if verbose:
        print(done.stderr, file=sys.stderr)
    if done.returncode:
        raise RuntimeError(done.stderr.strip()[-2000:] or f"status {done.returncode}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _row(name: str, version: str, surface: str, report: dict[str, Any]) -> str:
    settled = report["settled"]
    once = sum(" " not in status and status != "never" for status in settled.values())
    told = f"{once} of {len(settled)} endings"
    rewritten = {None: "-", True: "yes", False: "no"}[report["rewritten"]]
    ways = (_all(report["refused"]), _all(report["equal"]))
    return _ROW.format(name, version, surface, *ways, told, report["sent"] or "-", rewritten)


def _all(found: dict[str, bool]) -> str:
    return f"{sum(found.values())} of {len(found)} ways"


if __name__ == "__main__":
    sys.exit(main())
