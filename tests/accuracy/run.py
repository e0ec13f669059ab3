"""How accurate is llmlint on labelled real code?

    python -m tests.accuracy.run --labels dev.csv --sources DIR [--sdk openai] [--resolution same-file]
                                 [--frame claimed] [--format text|json] [--errors]

DIR holds the labelled repositories as `<owner>__<name>/`. Each is linted once, from its own root, with its labelled
files as arguments. The exit status is 1 when llmlint failed on a repository (its rows then count as not found).
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from .score import FACTS, POLICIES, Call, Fact, Finding, Outcome, Row, Tally, errors, groups, score

Lint = Callable[[Path, Sequence[str]], str]
"""(working directory, arguments of llmlint) → its stdout; raises LintFailed."""

RULES = sorted(rule for rules in POLICIES.values() for rule in rules)
POLICY = 'extend = ["recommended"]\n' + "".join(f'\n[rules.{rule}]\nseverity = "warning"\n' for rule in RULES)
PATIENCE = 600  # seconds one run on one repository may take
FEW = 20  # below this many rows a share says less than the counts


class LintFailed(Exception):
    """llmlint hung, ended with neither 0 (clean) nor 1 (findings), or printed something that is not its JSON."""


def lint(directory: Path, arguments: Sequence[str]) -> str:
    """Run this checkout's llmlint in `directory`."""
    project = str(Path(__file__).resolve().parents[2])
    # Safe path: `python -m` would else put the linted repository first on sys.path and import its json.py or llm.py.
    environment = {**os.environ, "PYTHONPATH": project, "PYTHONSAFEPATH": "1", "NO_COLOR": "1"}
    command = [sys.executable, "-m", "llmlint", *arguments]
    try:
        done = subprocess.run(
            command, cwd=directory, env=environment, capture_output=True, encoding="utf-8", timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise LintFailed(f"no answer in {PATIENCE} s") from error
    if done.returncode not in (0, 1):
        raise LintFailed(f"exit {done.returncode}: {done.stderr.strip()[-400:]}")
    return done.stdout


def read_labels(path: Path) -> list[Row]:
    """The rows of a label file; a missing column raises KeyError."""
    with path.open(encoding="utf-8", newline="") as file:
        return [_row(record) for record in csv.DictReader(file)]


def _row(record: dict[str, str]) -> Row:
    return Row(
        id=record["id"],
        repo=record["repo"],
        path=record["path"],
        cell=int(record["cell"]) if record["nb"] == "True" else None,
        line=int(record["line"]),
        sdk=record["sdk"],
        api=record["api"],
        is_llm_call=record["is_llm_call"] == "true",
        model=record["model"],
        frame=record["frame"],
        resolution=record["resolution_needed"],
        policies={name: record[f"pol_{name}"] for name in POLICIES},
    )


def read_calls(repo: str, text: str) -> list[Call]:
    """The calls in the output of `llmlint calls --format json`."""
    return [
        Call(
            repo=repo,
            path=_path(item["path"]),
            cell=item["cell"],
            line=item["line"],
            column=item.get("column"),
            end_line=item["end_line"],
            api=item["api"],
            form=item["form"],
            facts={name: _fact(fact) for name, fact in item["facts"].items() if name in FACTS},
            retries=f"retry layers {json.dumps(item.get('retry_layers', []))}",
        )
        for item in _items(text, "calls")
    ]


def read_findings(repo: str, text: str) -> list[Finding]:
    """The findings in the output of `llmlint check --format json`."""
    return [
        Finding(
            repo=repo,
            rule=item["rule"],
            verdict=item["verdict"],
            path=_path(item["path"]),
            cell=item["cell"],
            line=item["line"],
            column=item.get("column"),
            message=item["message"],
        )
        for item in _items(text, "findings")
    ]


def _items(text: str, key: str) -> list[dict[str, Any]]:
    try:
        items: list[dict[str, Any]] = json.loads(text)[key]
    except (ValueError, KeyError, TypeError) as error:
        raise LintFailed(f"no JSON with {key!r}: {text[:200]!r}") from error
    return items


def _path(path: str) -> str:
    return str(PurePosixPath(path.replace("\\", "/")))


def _fact(fact: dict[str, Any]) -> Fact:
    parts = [str(fact["state"])]
    parts += [f"{key} {json.dumps(value)}" for key, value in fact.items() if key != "state"]
    return Fact(fact["state"], fact.get("value"), fact.get("reason", ""), ", ".join(parts))


def lint_rows(rows: Sequence[Row], sources: Path, run: Lint) -> tuple[list[Call], list[Finding], dict[str, str]]:
    """Lint the labelled files of every repository once: calls, findings, and why llmlint failed by repository."""
    calls: list[Call] = []
    findings: list[Finding] = []
    failed: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as temporary:
        policy = Path(temporary) / "llmlint.toml"
        policy.write_text(POLICY, encoding="utf-8")
        for repo in sorted({row.repo for row in rows}):
            files = sorted({row.path for row in rows if row.repo == repo})
            directory = sources / repo.replace("/", "__")
            try:
                found = read_calls(repo, run(directory, ["calls", *files, "--format", "json"]))
                check = ["check", *files, "--format", "json", "--config", str(policy)]
                findings += read_findings(repo, run(directory, check))
                calls += found
            except LintFailed as error:
                failed[repo] = str(error)
    return calls, findings, failed


def share(part: int, whole: int) -> str:
    """A ratio with its counts, or the counts alone where there are few."""
    return f"{part} of {whole}" if whole < FEW else f"{part / whole:.3f} ({part}/{whole})"


def text_group(name: str, total: Tally) -> Iterable[str]:
    """The lines of one group of rows."""
    yield f"{name}: {total.positives} LLM calls, {total.negatives} look-alikes"
    reported = total.matched_positives + total.matched_negatives
    yield (
        f"  call sites          recall {share(total.matched_positives, total.positives)}"
        f" · precision {share(total.matched_positives, reported)}"
    )
    for policy, table in total.policies.items():
        f = table.figures()
        yield (
            f"  {policy:<19} precision {share(f['tp'], f['reported'])} · recall {share(f['tp'], f['yes'])}"
            f" · with unmatched {share(f['tp'], f['yes_all'])} · decided {share(f['decided'], f['decidable'])}"
        )
        yield (
            f"  {'':<19} missed: {f['fn_pass']} pass, {f['fn_possible']} possible, {f['fn_undecided']} undecided;"
            f" undecidable: {f['undecidable_fail']} fail and {f['undecidable_pass']} pass (wrong),"
            f" {f['undecidable_open']} left open"
        )
    yield f"  literal model       known and equal {share(total.model_right, total.model_rows)}"
    for fact, states in total.states.items():
        shown = ", ".join(f"{state} {number}" for state, number in states.most_common())
        reasons = ", ".join(f"{reason} {number}" for reason, number in total.unknown[fact].most_common())
        yield f"  {fact:<19} {shown or 'no call'}" + (f" (unknown: {reasons})" if reasons else "")


def json_group(total: Tally) -> dict[str, Any]:
    """The counts of one group of rows."""
    return {
        "positives": total.positives,
        "negatives": total.negatives,
        "matched_positives": total.matched_positives,
        "matched_negatives": total.matched_negatives,
        "policies": {name: table.figures() for name, table in total.policies.items()},
        "model": {"rows": total.model_rows, "right": total.model_right},
        "facts": {fact: dict(states) for fact, states in total.states.items()},
        "unknown": {fact: dict(reasons) for fact, reasons in total.unknown.items()},
    }


def render(outcomes: Sequence[Outcome], notes: Sequence[str], form: str, with_errors: bool) -> str:
    """The figures of every group, what stands in the way of them, and on request every wrong answer."""
    wrong = errors(outcomes) if with_errors else []
    if form == "json":
        document: dict[str, Any] = {"schema": 1, "notes": list(notes)}
        document["groups"] = {name: json_group(total) for name, total in groups(outcomes).items()}
        if with_errors:
            document["errors"] = wrong
        return json.dumps(document, indent=1, ensure_ascii=False)
    lines = [f"note: {note}" for note in notes]
    for name, total in groups(outcomes).items():
        lines += ["", *text_group(name, total)]
    if with_errors:
        lines += ["", f"{len(wrong)} wrong answers"]
    for error in wrong:
        lines.append("  {id} {place} {what}: label {label}, reported {reported}".format_map(error))
        lines += [f"      {error['message']}"] if error["message"] else []
    return "\n".join(lines).lstrip("\n")


def main(arguments: Sequence[str] | None = None, run: Lint = lint) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.accuracy.run", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--labels", type=Path, required=True, help="csv of labelled call sites")
    parser.add_argument("--sources", type=Path, required=True, help="directory of <owner>__<name>/ source trees")
    for option in ("sdk", "resolution", "frame"):
        parser.add_argument(f"--{option}", action="append", default=[], help="only such rows; may be repeated")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument("--errors", action="store_true", help="list every wrong answer")
    options = parser.parse_args(arguments)

    selected = [
        row
        for row in read_labels(options.labels)
        if (not options.sdk or row.sdk in options.sdk)
        and (not options.resolution or row.resolution in options.resolution)
        and (not options.frame or row.frame in options.frame)
    ]
    rows = [row for row in selected if (options.sources / row.repo.replace("/", "__") / row.path).is_file()]
    calls, findings, failed = lint_rows(rows, options.sources, run)
    notes = [f"left out, no source: {row.id} {row.place}" for row in selected if row not in rows]
    notes += [f"llmlint failed on {repo}, its rows count as not found: {why}" for repo, why in failed.items()]
    print(render(score(rows, calls, findings), notes, options.format, options.errors))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
