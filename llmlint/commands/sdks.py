"""What does `llmlint sdks` do?"""

from __future__ import annotations

import sys

import click


@click.command(short_help="List the SDKs and what each does by default.")
@click.argument("name", metavar="[NAME]", required=False)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="What to print.")
def sdks(name: str | None, form: str) -> int:
    """List the SDKs that are known, with the timeout, retries and cap in force where nobody sets any.

    With the NAME of an SDK, a distribution or a module: all that is known of it.
    """
    from llmlint.commands.output import emit
    from llmlint.report.sdks import page, plain, table
    from llmlint.report.sdks.entry import every
    from llmlint.report.sdks.lookup import Found, find, nearest
    from llmlint.report.terminal import style_of

    entries = every()
    found = Found(tuple(entries), ()) if name is None else find(name, entries)
    if not found.entries:
        near = " or ".join(map(repr, nearest(name or "", entries)))
        raise click.ClickException(f"no SDK {name!r} is known{f'; did you mean {near}?' if near else ''}")
    style = style_of(sys.stdout)
    if form == "json":
        emit([plain.as_json(found.entries)])
    elif name is None:
        emit(table.render(found.entries, style))
    else:
        emit(page.render(found.entries, found.others, style))
    return 0
