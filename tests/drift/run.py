"""Does the knowledge still say what the SDKs do?  `python -m tests.drift.run [ENTRY…]` asks the SDKs themselves.

Every recipe's environments are made once and used again.  Status 1 where a statement does not hold.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from pathlib import Path

from . import environments, writing
from .probing import ProbeError, Result, asked, entry, run
from .recipes import Recipe, RecipeError, recipes

STATES = ("executed", "introspected", "source", "absent", "DRIFT")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.drift.run", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("entries", nargs="*", metavar="ENTRY", help="ids of recipes; all unless told")
    parser.add_argument("--environments", type=Path, default=environments.folder(), help="where they are kept (%(default)s)")
    parser.add_argument("--jobs", type=int, default=1, help="how many at once")
    parser.add_argument("--update", action="store_true", help="write what was found to evidence.json")
    parser.add_argument("--date", default=date.today().isoformat(), help="the date to write there (%(default)s)")
    parser.add_argument("--verbose", action="store_true", help="show every statement, not only what does not hold")
    given = parser.parse_args(arguments)
    try:
        chosen = recipes(given.entries)
    except RecipeError as error:
        print(error, file=sys.stderr)
        return 2
    print(_row("ENTRY", "VERSION", *STATES))
    results: list[Result] = []
    failures = []
    with ThreadPoolExecutor(given.jobs) as pool:
        tasks = [(recipe, requirements) for recipe in chosen for requirements in recipe.environments]
        for outcome in pool.map(partial(_one, given.environments), tasks):
            if isinstance(outcome, Result):
                results.append(outcome)
                print(_row(outcome.entry, outcome.version, *(str(outcome.count(state)) for state in STATES)), flush=True)
            else:
                failures.append(outcome)
                print(outcome, flush=True)
    for result in results:
        for line in _lines(result, given.verbose):
            print(line)
    for line in _unused(results):
        print(line)
    if given.update:
        writing.update(results, given.date)
    return 1 if failures or any(result.drift for result in results) else 0


def _one(folder: Path, task: tuple[Recipe, tuple[str, ...]]) -> Result | str:
    recipe, requirements = task
    try:
        environment = environments.made(requirements, folder)
        return run([asked(entry(recipe.entry), recipe, environment)], environment)[0]
    except (environments.EnvironmentError_, ProbeError) as error:
        return f"{recipe.entry} ({', '.join(requirements)}): {error}"


def _row(*cells: str) -> str:
    name, version, *counts = cells
    return f"{name:30} {version:12}" + "".join(f"{count:>14}" for count in counts)


def _lines(result: Result, verbose: bool) -> Iterator[str]:
    for each in result.found:
        if verbose or each.state == "DRIFT":
            where = f" ({each.at})" if each.at else ""
            told = each.note or f"stated: {each.stated}; observed: {each.observed}"
            yield f"{result.entry} {result.version} {each.state} {each.key}{where}: {told}"


def _unused(results: list[Result]) -> Iterator[str]:
    """What a recipe leaves out though no version of the entry states it."""
    for name in dict.fromkeys(result.entry for result in results):
        several = [set(result.unused) for result in results if result.entry == name]
        if unused := sorted(set.intersection(*several)):
            yield f"{name}: the recipe leaves out what nobody states: {', '.join(unused)}"


if __name__ == "__main__":
    sys.exit(main())
