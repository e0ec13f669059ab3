"""What stands in docs/sdks.md?

`python -m llmlint.report.sdks.document` writes it anew; with `--check` it tells whether what is there is current.
"""

from __future__ import annotations

import argparse
import inspect
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from textwrap import fill
from typing import Final

from llmlint.knowledge.evidence import STATES
from llmlint.report.sdks import plain, words
from llmlint.report.sdks.entry import Entry, every

FILE: Final = Path(__file__).parents[3] / "docs" / "sdks.md"
COMMAND: Final = "python -m llmlint.report.sdks.document"
HEADINGS: Final = ("SDK", "Versions", "Default timeout", "Unit", "`None` means", "Requests on a 429", "Cap when absent", "Known")
HEAD: Final = """\
# What SDKs do where nobody says anything

{count}

A row tells how a call goes where neither it nor its client says anything: what may hang forever stands first, then what waits
longest and sends most. *Unit* is that of a number given as a timeout (with `ms`, 30 is 30 milliseconds), *`None` means* what
`timeout=None` does, *requests on a 429* how many one call sends to a server that answers nothing else, and *cap when absent* what
then limits the generated tokens (`none`: only the model's own maximum). *Known* says how: *executed* against a server on the
loopback, *introspected* in the installed package, or *source*, by reading only, as the weakest fact of the row; what no run has
looked at yet says so, and the section of the SDK tells what its author looked at.
"""
FOOT: Final = """\
## In a terminal, and for programs

`llmlint sdks` prints the table, `llmlint sdks NAME` all that is known of one SDK. With `--format json` a program reads:
"""


def document(entries: Sequence[Entry]) -> str:
    """The text of the document."""
    return "\n".join(_lines(entries)).rstrip("\n") + "\n"


def _lines(entries: Sequence[Entry]) -> Iterator[str]:
    yield f"<!-- Written by `{COMMAND}` from llmlint/knowledge; a test tells when it is not current. -->"
    yield ""
    yield HEAD.format(count=_count(entries))
    groups = {
        "SDKs": [entry for entry in entries if not entry.is_framework],
        "Frameworks: objects that carry the options, and send later": [entry for entry in entries if entry.is_framework],
    }
    for title, group in groups.items():
        yield from [f"## {title}", "", _row(HEADINGS), _row(["---"] * len(HEADINGS))]
        yield from [*(_row(_cells(entry)) for entry in group), ""]
    yield from ["## One by one", ""]
    for entry in entries:
        yield from _section(entry)
    yield from [FOOT, inspect.getdoc(plain.as_json) or ""]


def _count(entries: Sequence[Entry]) -> str:
    unlimited = sum(any(each.value is None for each in entry.timeouts) for entry in entries)
    milliseconds = sum(words.unit(entry) == "ms" for entry in entries)
    most = max(each.value or 0 for entry in entries for each in entry.requests)
    told = (
        f"Of the {len(entries)} SDKs and model classes below, {unlimited} wait forever unless they are told not to, some of them "
        f"in some versions only; {milliseconds} count in milliseconds; one sends {most:g} requests for a single call. llmlint "
        "reads the same data, so that a call is held against what happens, whatever it looks like."
    )
    return fill(told, width=130)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cells(entry: Entry) -> list[str]:
    waits = words.timeout(entry)
    return [
        f"[{entry.title}](#{entry.sdk.id})",
        words.versions(entry),
        f"**{waits}**" if "none" in waits else waits,
        words.unit(entry),
        words.none(entry),
        words.requests(entry),
        words.cap(entry),
        words.known(entry),
    ]


def _section(entry: Entry) -> Iterator[str]:
    sdk = entry.sdk
    yield f'### <a id="{sdk.id}"></a>{entry.title}'
    yield ""
    imported = f"{_code(words.requirement(entry))}, imported as {words.listed(map(_code, sdk.roots))}."
    yield f"{imported} {entry.head}".rstrip()
    yield ""
    yield from (f"- **{trap}**" for trap in sdk.traps)
    for name, title in words.NAMES.items():
        if entry.option(name) is not None and (entry.generates or name != "max_output_tokens"):
            parts = (words.described(entry, name), words.places(entry, name, _code))
            yield f"- {title.capitalize()}: {'. '.join(part for part in parts if part)}"
    yield f"- Requests on a 429: {words.sends(entry)}"
    yield f"- The guard {words.guarded(entry)}"
    yield f"- Known: {_known(entry)}"
    yield ""


def _known(entry: Entry) -> str:
    evidence, sources = entry.evidence, [f"{name} {how}" for name, how in entry.sdk.sources.items()]
    if evidence is None:
        return "; ".join([words.NOT_CHECKED, *sources])
    on = words.listed(version.version for version in evidence.versions)
    states = words.listed(
        f"{evidence.counts[state]} {words.STATES[state]}" for state in reversed(STATES) if evidence.counts[state]
    )
    return "; ".join([f"{states}, on {on} ({evidence.date})", *sources])


def _code(text: str) -> str:
    return f"`{text}`"


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the document, or tell whether it is current; the status of the process."""
    parser = argparse.ArgumentParser(prog=COMMAND, description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing; the status is 1 where the document is not current")
    options = parser.parse_args(arguments)
    if not FILE.parent.is_dir():
        parser.exit(2, f"{parser.prog}: there is no folder {FILE.parent}: this is for a checkout\n")
    text = document(every())
    if not options.check:
        FILE.write_text(text, encoding="utf-8")
        return 0
    if FILE.exists() and FILE.read_text(encoding="utf-8") == text:
        return 0
    print(f"{FILE.name} is not current, run: {COMMAND}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
