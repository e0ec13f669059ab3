"""How does a program run under the guard without a word about it in its code?

`python -P -m llmlint.runtime.run [OPTIONS] FILE|-m MODULE [ARGUMENT]...`, as `llmlint run` starts it: a process of its own, in
which nothing of the command line's is loaded.
"""

from __future__ import annotations

import importlib.util
import os
import runpy
import sys
from pathlib import Path
from typing import NamedTuple

from llmlint.runtime.errors import GuardError
from llmlint.runtime.install import install

MISTAKE = 2


class Program(NamedTuple):
    """What to run: a module by name, or the file (or folder, or archive) at a path; with its arguments."""

    target: str
    is_module: bool
    arguments: list[str]


def main(given: list[str]) -> int:
    """Run the program that `given` names.  What it raises, or exits with, is the process's business."""
    options, program = _parsed(given)
    if program.is_module:
        sys.path.insert(0, os.getcwd())  # noqa: PTH109 -- as `python -m` has it
        folder = _folder(program.target)
    else:
        folder = Path(program.target).absolute().parent
        sys.path.insert(0, str(folder))
    try:
        install(options.get("policy"), mode=options.get("mode"), environment=options.get("environment"), start=folder)
    except GuardError as error:
        print(f"llmlint: {error}", file=sys.stderr)
        return MISTAKE
    sys.argv = [program.target, *program.arguments]
    if program.is_module:
        runpy.run_module(program.target, run_name="__main__", alter_sys=True)
    else:
        runpy.run_path(program.target, run_name="__main__")
    return 0


def _parsed(given: list[str]) -> tuple[dict[str, str], Program]:
    """The options, as `llmlint run` writes them, and the program."""
    options: dict[str, str] = {}
    rest = list(given)
    while rest and rest[0].startswith("--") and "=" in rest[0]:
        name, _, value = rest.pop(0)[2:].partition("=")
        options[name] = value
    is_module = rest[:1] == ["-m"]
    target, *arguments = rest[1:] if is_module else rest
    return options, Program(target, is_module, arguments)


def _folder(module: str) -> Path:
    """Where the module, or its package, is kept; the working directory for one that is not found: running it says so."""
    try:
        spec = importlib.util.find_spec(module.partition(".")[0])
    except (ImportError, ValueError):
        spec = None
    if spec is None or not spec.origin:
        return Path.cwd()
    return Path(spec.origin).absolute().parent


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
