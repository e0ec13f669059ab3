"""What does `llmlint run` do?"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click


@click.command(
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
    short_help="Run a program under the guard.",
)
@click.option("--config", metavar="FILE", type=click.Path(path_type=Path), help="The policy, or a bundle of it.")
@click.option("--environment", metavar="NAME", help="The environment of the policy that is in force.  Default: $LLMLINT_ENV.")
@click.option(
    "--mode",
    type=click.Choice(["enforce", "warn", "observe", "off"]),
    help="Refuse, only warn, only record, or do nothing.  Default: $LLMLINT_GUARD, else the policy's.",
)
@click.option("-m", "module", metavar="MODULE", is_flag=True, help="The program is a module, as for python -m.")
@click.argument("program", metavar="PROGRAM")
@click.argument("arguments", metavar="[ARGUMENT]...", nargs=-1, type=click.UNPROCESSED)
def run(
    config: Path | None, environment: str | None, mode: str | None, module: bool, program: str, arguments: tuple[str, ...]
) -> int:
    """Run PROGRAM, a file or with -m a module, with its ARGUMENTs, under the guard: nothing of it needs to be changed.

    The policy is the nearest one to the program, unless --config or LLMLINT_POLICY names another.  Options stand before PROGRAM;
    what stands after it is the program's.  Processes that it starts itself are not guarded.
    """
    if not module and not Path(program).exists():
        raise click.ClickException(f"no such file: {program}")
    if config is not None and not config.exists():
        raise click.ClickException(f"no such policy: {config}")
    given = {"policy": None if config is None else str(config), "environment": environment, "mode": mode}
    command = [
        sys.executable,
        "-P",  # a module beside the program must not stand in for one that llmlint imports
        "-m",
        "llmlint.runtime.run",
        *(f"--{name}={value}" for name, value in given.items() if value is not None),
        *(["-m"] if module else []),
        program,
        *arguments,
    ]
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name != "nt":
        os.execv(sys.executable, command)
    # There, exec starts another process and ends this one: a shell would not wait.
    return subprocess.call(command)
