"""Which options do several commands share?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

Decorated = TypeVar("Decorated", bound=Callable[..., Any])

config = click.option(
    "--config",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="The policy to use, instead of the nearest llmlint.toml or [tool.llmlint] above each file.",
)
environment = click.option(
    "--environment",
    "environments",
    metavar="NAME",
    multiple=True,
    help="Check under this environment of the policy; may be repeated.  Default: $LLMLINT_ENV, else all there are.",
)
exclude = click.option(
    "--exclude",
    metavar="PATTERN",
    multiple=True,
    help="Leave out what matches, in the syntax of .gitignore; may be repeated.  Applies to named files too.",
)
force_exclude = click.option(
    "--force-exclude",
    is_flag=True,
    help="Let .gitignore and the policy's exclude apply to named files too.",
)
stdin_filename = click.option(
    "--stdin-filename",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="With -, the file that standard input stands for.",
)
paths = click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(path_type=Path))


def selecting(command: Decorated) -> Decorated:
    """The options and arguments that say which files are read, under which policy."""
    for decorate in (paths, stdin_filename, force_exclude, exclude, environment, config):
        command = decorate(command)
    return command
