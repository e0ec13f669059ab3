"""What does `llmlint policy` do?"""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.group()
def policy() -> None:
    """Work with policy files."""


@policy.command()
@click.argument("path", metavar="[PATH]", required=False, type=click.Path(path_type=Path))
@click.option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path), help="Write there instead of standard output.")
def bundle(path: Path | None, output: Path | None) -> int:
    """Write the policy at PATH (a file, or a folder; default: here) as one JSON file for the guard in production.

    The bundle holds all that the policy extends, so that nothing is looked up where it is used.
    """
    from llmlint.commands.output import emit
    from llmlint.commands.policies import Policies
    from llmlint.policy.compiled import to_plain

    if path is not None and not path.exists():
        raise click.ClickException(f"no such file or folder: {path}")
    governing = Policies(path).of(Path()) if path is not None and path.is_file() else Policies(None).of(path or Path())
    if governing.source is None:
        raise click.ClickException("there is no policy here: no llmlint.toml and no [tool.llmlint] in this folder or above it")
    text = json.dumps(to_plain(governing.policy), indent=1, sort_keys=True)
    if output is None:
        emit([text])
        return 0
    try:
        output.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"{output}: {error.strerror or error}") from error
    return 0
