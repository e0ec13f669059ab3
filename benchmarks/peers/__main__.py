"""How do llmlint and its peers compare on labelled real code?

    python -m benchmarks.peers --labels dev.csv --sources DIR --peer llmdoctor=ENVIRONMENT/bin [--peer …]
                               [--sdk openai] [--no-notebooks] [--format markdown|json] [--errors]
                               [--update benchmarks/accuracy.md]

DIR holds the labelled repositories as `<owner>__<name>/`; a peer is named with the folder of the executables of the
environment it is installed in. The exit status is 1 when a tool failed on a repository (its rows then count as not
found), and 2 when a peer cannot be started or the document to update has a table that is not known.
"""

from __future__ import annotations

import argparse
import datetime
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.accuracy.run import Lint, LintFailed, lint, read_labels
from tests.accuracy.score import Row

from .adapters import PEERS
from .measure import Measured, executor, measure_llmlint, measure_peer, version_of
from .tables import Selection, UnknownTable, document, everything, updated

DISTRIBUTIONS = sorted({peer.distribution for peer in PEERS})


def main(arguments: Sequence[str] | None = None, run: Lint = lint) -> int:
    options = _options(arguments)
    labelled = Selection(frozenset(options.sdk), not options.no_notebooks).of(read_labels(options.labels))
    rows = [row for row in labelled if (options.sources / row.repo.replace("/", "__") / row.path).is_file()]
    try:
        measured = _measured(rows, options.sources, dict(options.peer), run)
        if options.update is not None:
            text = updated(options.update.read_text(encoding="utf-8"), measured, rows)
            options.update.write_text(text, encoding="utf-8")
    except (LintFailed, UnknownTable, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    notes = [f"left out, no source: {row.id} {row.place}" for row in labelled if row not in rows]
    notes += [f"{tool.name} failed on {repo}: {why}" for tool in measured for repo, why in tool.failed.items()]
    for note in notes:
        print(f"note: {note}", file=sys.stderr)
    if options.update is None:
        print(_shown(measured, rows, options.format, options.errors))
    return 1 if any(tool.failed for tool in measured) else 0


def _shown(measured: Sequence[Measured], rows: Sequence[Row], form: str, with_errors: bool) -> str:
    if form == "json":
        return json.dumps(document(measured, rows, with_errors), indent=1, ensure_ascii=False)
    lines = [everything(measured, rows)]
    for tool in measured if with_errors else ():
        wrong = tool.wrong(rows)
        lines.append(f"\n{tool.name}: {len(wrong)} wrong answers")
        lines += ["  {id} {place} {what}: label {label}, reported {reported} ({message})".format_map(error) for error in wrong]
    return "\n".join(lines)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--labels", type=Path, required=True, help="csv of labelled call sites")
    parser.add_argument("--sources", type=Path, required=True, help="folder of the labelled repositories")
    parser.add_argument("--peer", action="append", default=[], type=_peer, metavar="NAME=BIN", help=", ".join(DISTRIBUTIONS))
    parser.add_argument("--sdk", action="append", default=[], help="only rows of this SDK; may be repeated")
    parser.add_argument("--no-notebooks", action="store_true", help="only rows in .py files")
    parser.add_argument("--format", choices=["markdown", "json"], default="markdown")
    parser.add_argument("--errors", action="store_true", help="list every wrong answer")
    parser.add_argument("--update", type=Path, metavar="FILE", help="write the tables of this document anew")
    options = parser.parse_args(arguments)
    if options.update is not None and (options.sdk or options.no_notebooks):
        parser.error("--update takes all rows: the markers of the document select them")
    return options


def _peer(text: str) -> tuple[str, Path]:
    name, _, folder = text.partition("=")
    if name not in DISTRIBUTIONS:
        raise argparse.ArgumentTypeError(f"{name!r} is none of {', '.join(DISTRIBUTIONS)}")
    if not Path(folder).is_dir():
        raise argparse.ArgumentTypeError(f"{folder!r} is no folder; give the bin folder of the environment of {name}")
    return name, Path(folder).absolute()


def _measured(rows: Sequence[Row], sources: Path, folders: dict[str, Path], run: Lint) -> list[Measured]:
    today = datetime.date.today().isoformat()
    # The peers' versions first: one that cannot be started is a mistake to be told before anything takes its time.
    peers = [peer for peer in PEERS if peer.distribution in folders]
    versions = {peer.distribution: version_of(peer.distribution, folders[peer.distribution]) for peer in peers}
    measured = [measure_llmlint(rows, sources, today, run)]
    for peer in peers:
        name = peer.distribution
        measured.append(measure_peer(peer, versions[name], rows, sources, today, executor(folders[name])))
    return measured


if __name__ == "__main__":
    sys.exit(main())
