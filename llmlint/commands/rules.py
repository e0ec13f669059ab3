"""What does `llmlint rules` do?"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from llmlint.commands import options


@click.command(short_help="List the rules and their severity here.")
@options.config
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True, help="What to print.")
def rules(config: Path | None, form: str) -> int:
    """List the rules, with the severity each has under the policy of this folder."""
    from llmlint.commands.output import emit
    from llmlint.commands.policies import Policies
    from llmlint.policy import rulefile
    from llmlint.report import rules as report
    from llmlint.report.terminal import style_of

    governing = Policies(config).of(Path())
    in_force = governing.policy.in_force("")
    pages = rulefile.pages()
    emit(
        [report.as_json(pages, in_force)]
        if form == "json"
        else report.table(pages, in_force, governing.name, style_of(sys.stdout))
    )
    return 0
