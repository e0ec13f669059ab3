"""Does a person read what was found, what settles it, and how many calls were looked at?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from llmlint.findings import Confidence, FileResult, Finding, Report, Severity
from llmlint.report import text
from llmlint.report.terminal import Style, columns
from llmlint.values import Place

FINDING = Finding("missing-timeout", Confidence.FAIL, Severity.WARNING, Place("a.py", 3, 5), "no timeout", excerpt="    ask()")
PIPED = Style()


def rendered(report: Report, style: Style = PIPED, **show: bool) -> str:
    return "\n".join(text.render(report, style, **show))


@pytest.mark.parametrize(
    ("name", "style"),
    [("piped", Style()), ("terminal-80", Style(80, False, True)), ("colour-80", Style(80, True, True))],
)
def test_golden(report: Report, golden: Callable[..., None], name: str, style: Style) -> None:
    golden(f"report-{name}.txt", rendered(report, style, undecided=True, suppressed=True))


def test_a_terminal_line_fits_the_terminal(report: Report) -> None:
    *lines, _counts = rendered(report, Style(80, False, True), undecided=True, suppressed=True).splitlines()
    assert max(map(columns, lines)) <= 80


def test_the_first_line_of_a_finding_is_one_line_when_piped(report: Report) -> None:
    assert "bot/triage.py:20:5: error[model-not-allowed-for-task] possible: deepseek-reasoner is not allowed" in rendered(report)


def test_findings_of_one_origin_are_one_block(report: Report) -> None:
    blocks = text.blocks([each for each in report.findings if each.rule == "missing-timeout"])
    assert [len(block.others) for block in blocks] == [4]


def test_the_same_origin_under_another_rule_or_severity_is_another_block(report: Report) -> None:
    first = next(each for each in report.findings if each.rule == "missing-timeout")
    others = [replace(first, rule="unbounded-timeout"), replace(first, severity=Severity.ERROR)]
    assert len(text.blocks([first, *others])) == 3


def test_findings_without_an_origin_stand_alone() -> None:
    assert len(text.blocks([FINDING, FINDING])) == 2


def test_undecided_and_suppressed_are_only_counted_unless_asked_for(report: Report) -> None:
    quiet = rendered(report)
    assert "undecided:" not in quiet.rpartition("Found")[0]
    assert "suppressed:" not in quiet
    assert "undecided: unknown (parameter: options)" in rendered(report, undecided=True)


def test_the_last_line_counts_calls_by_their_worst_outcome(report: Report) -> None:
    last = rendered(report).splitlines()[-1]
    assert last == "7 calls in 5 files: 1 pass, 4 fail, 1 possible, 0 undecided, 1 suppressed; 1 unreadable"


def test_nothing_found() -> None:
    assert rendered(Report((FileResult("a.py"),))).splitlines() == [
        "No findings.",
        "0 calls in 1 file: 0 pass, 0 fail, 0 possible, 0 undecided, 0 suppressed; 0 unreadable",
    ]


def test_an_origin_that_nothing_explains_is_still_shown() -> None:
    found = replace(FINDING, origin=Place("b.py", 7, 2))
    assert "::: b.py:7:2: comes from here" in rendered(Report((FileResult("a.py", findings=(found,)),)))


def test_what_a_terminal_would_obey_is_not_printed() -> None:
    nasty = replace(FINDING, message="model \x1b[2J", place=Place("a\x1b[2J.py", 1, 1), excerpt="ask('\x1b[31m\u202e')")
    assert "\x1b" not in rendered(Report((FileResult("a.py", findings=(nasty,)),)))
