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
@click.option("--policy-only", is_flag=True, help="Leave out what source says of its calls: read no source.")
def bundle(path: Path | None, output: Path | None, policy_only: bool) -> int:
    """Write the policy at PATH (a file, or a folder; default: here) as one JSON file for the guard in production.

    The bundle holds all that the policy extends, so that nothing is looked up where it is used, and what the source below the
    policy's folder says of its calls: their tasks, and the findings that are suppressed there.
    """
    from llmlint.commands.output import emit
    from llmlint.commands.policies import Policies
    from llmlint.commands.sites import with_sites
    from llmlint.policy.compiled import bundled

    if path is not None and not path.exists():
        raise click.ClickException(f"no such file or folder: {path}")
    is_file = path is not None and path.is_file()
    governing = Policies(path).of(Path()) if is_file else Policies(None).of(path or Path())
    if governing.source is None:
        raise click.ClickException("there is no policy here: no llmlint.toml and no [tool.llmlint] in this folder or above it")
    policy = governing.policy if policy_only else with_sites(governing)
    text = json.dumps(bundled(policy), indent=1, sort_keys=True)
    if output is None:
        emit([text])
        return 0
    try:
        output.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"{output}: {error.strerror or error}") from error
    return 0
