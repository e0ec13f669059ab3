"""What does llmlint say of a package, one line a call and one line a finding?

    path:line:column sdk api model=… timeout=… cap=… retries=… [how it is sent]
    path:line:column rule verdict message

`-` is not set, `?reason` not known (`?reason:number` a number all the same), `value@layer` says who wrote it; alternatives are
joined with `|`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from llmlint.commands.selection import lint, select
from llmlint.facts import CallFacts
from llmlint.findings import Finding, Report
from llmlint.knowledge.refresh.wheels import Pin
from llmlint.values import UNBOUNDED, Absent, Alternative, Bounded, Known, Unknown, Value, alternatives

EXPECTED: Final = Path(__file__).with_name("expected")
POLICIES: Final = tuple(Path(__file__).with_name("policies") / f"{name}.toml" for name in ("recommended", "limits"))
"""What a package is judged by: the pack that everybody starts with, then every rule with a limit to check."""
CALLS: Final = "calls"
UNREADABLE: Final = "unreadable"
SHOWN: Final = {"model": "model", "timeout": "timeout", "cap": "max_output_tokens", "retries": "max_retries"}


@dataclass(frozen=True)
class Section:
    """A part of an expectation, with its lines."""

    name: str
    lines: tuple[str, ...]


def file_of(pin: Pin, folder: Path = EXPECTED) -> Path:
    """Where the expectation of a package is kept."""
    return folder / f"{pin.name}.txt"


def linted(folder: Path) -> dict[str, Report]:
    """What the command line reports in `folder` under each policy.  What the linter raises has a note of the file."""
    reports: dict[str, Report] = {}
    for policy in POLICIES:
        with contextlib.chdir(folder):
            selection = select((), policy, ())
            files = [file for part in selection.parts for file in part.files]
            done = [0]
            try:
                reports[policy.stem] = lint(selection, done.append)
            except Exception as error:
                error.add_note(f"while reading {files[done[-1]].relative_to(Path.cwd())} under the policy {policy.stem}")
                raise
    return reports


def sections(reports: dict[str, Report]) -> list[Section]:
    """What an expectation holds; a finding is told under the first policy that makes it, in these words."""
    first = next(iter(reports.values()))
    calls = [call_line(call.facts) for result in first.results for call in result.calls]
    # The words of a syntax error are Python's and differ between its versions.
    unread = [f"{each.path}:{each.line or 1}:1 {each.why.partition(':')[0]}" for each in first.unreadable]
    findings: list[Section] = []
    told: set[str] = set()
    for name, report in reports.items():
        lines = [finding_line(finding) for finding in report.findings]
        findings.append(Section(name, tuple(line for line in lines if line not in told)))
        told.update(lines)
    return [Section(CALLS, tuple(calls)), Section(UNREADABLE, tuple(unread)), *findings]


def render(pin: Pin, parts: Sequence[Section]) -> str:
    """The text of an expectation."""
    head = f"# {pin.name} {pin.version}; written by: python -m tests.ecosystem.run --update {pin.name}"
    return "\n".join([head, *(line for part in parts for line in ("", f"[{part.name}]", *part.lines))]) + "\n"


def call_line(facts: CallFacts) -> str:
    """A call, as an expectation has it."""
    options = (f"{shown}={_value(facts.effective(name))}" for shown, name in SHOWN.items())
    return " ".join([f"{facts.place}:{facts.place.column}", facts.sdk, facts.api, *options, *_manner(facts)])


def _manner(facts: CallFacts) -> Iterator[str]:
    """What else the linker found out about a call."""
    if facts.form != "request":
        yield facts.form if facts.via is None else f"{facts.form}:{facts.via}"
    if facts.is_async:
        yield "async"
    stream = _value(facts.effective("stream"))
    if not stream.startswith("False"):
        yield f"stream={stream}"
    for layer in facts.retries:
        yield f"retried={layer.kind}:{_value(layer.attempts)}"


def finding_line(finding: Finding) -> str:
    """A finding, as an expectation has it."""
    return f"{finding.place}:{finding.place.column} {finding.rule} {finding.verdict.value} {finding.message}"


def _value(value: Value) -> str:
    return "|".join(_alternative(each) for each in alternatives(value))


def _alternative(value: Alternative) -> str:
    match value:
        case Known(value=scalar, origin=origin):
            text = "no-limit" if scalar is UNBOUNDED else f"{scalar:g}" if isinstance(scalar, float) else str(scalar)
            return text if origin is None else f"{text}@{origin.layer.value}"
        case Absent():
            return "-"
        case Bounded(minimum=low, maximum=high):
            return f"{'' if low is None else f'{low:g}'}..{'' if high is None else f'{high:g}'}"
        case Unknown(reason=reason, is_number=is_number):
            return f"?{reason.value}{':number' if is_number else ''}"
