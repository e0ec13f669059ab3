"""Is every difference between two expectations shown, under the right heading and once?"""

from __future__ import annotations

from pathlib import Path

import pytest

from llmlint.facts import CallFacts, RetryLayer
from llmlint.findings import AnalysedCall, Confidence, FileResult, Finding, Report, Severity, Unreadable
from llmlint.knowledge.refresh.wheels import Pin
from llmlint.values import UNBOUNDED, Absent, Bounded, Known, Layer, OneOf, Origin, Place, Reason, Unknown

from .comparison import Malformed, compare, counted, parse, show
from .expectation import Section, render, sections
from .run import differences, write

PIN = Pin("bot", "1.0", "bot-1.0-py3-none-any.whl", "")
BEFORE = """\
# bot 1.0

[calls]
a.py:3:1 openai chat.completions.create model=gpt-4o timeout=- cap=- retries=2
a.py:9:1 openai chat.completions.create model=gpt-4o timeout=- cap=- retries=2
b.ipynb:cell 4:1:5 openai responses.create model=? timeout=- cap=- retries=2

[recommended]
a.py:3:1 missing-timeout fail no timeout
a.py:9:1 missing-timeout fail no timeout
a.py:9:1 missing-output-cap undecided cannot be decided
b.ipynb:cell 4:1:5 missing-timeout possible no timeout
"""
AFTER = """\
[calls]
a.py:3:1 openai chat.completions.create model=gpt-4o timeout=30 cap=- retries=2
a.py:9:1 openai chat.completions.create model=gpt-4o timeout=- cap=- retries=2
a.py:12:1 anthropic messages.create model=? timeout=- cap=- retries=2
b.ipynb:cell 4:1:5 openai responses.create model=? timeout=- cap=- retries=2

[recommended]
a.py:9:1 missing-timeout fail no timeout
a.py:9:1 missing-output-cap fail no cap
a.py:12:1 missing-timeout fail no timeout
b.ipynb:cell 4:1:5 missing-timeout fail no timeout
"""


def lines(before: str, after: str) -> list[str]:
    return list(show(compare(parse(before), parse(after))))


def test_differences_stand_by_rule_and_file() -> None:
    assert lines(BEFORE, AFTER) == [
        "  calls",
        "    a.py",
        "      - 3:1 openai chat.completions.create model=gpt-4o timeout=- cap=- retries=2",
        "      + 3:1 openai chat.completions.create model=gpt-4o timeout=30 cap=- retries=2",
        "      + 12:1 anthropic messages.create model=? timeout=- cap=- retries=2",
        "  missing-output-cap (recommended)",
        "    a.py",
        "      - 9:1 undecided cannot be decided",
        "      + 9:1 fail no cap",
        "  missing-timeout (recommended)",
        "    a.py",
        "      - 3:1 fail no timeout",
        "      + 12:1 fail no timeout",
        "    b.ipynb",
        "      - cell 4:1:5 possible no timeout",
        "      + cell 4:1:5 fail no timeout",
    ]


def test_differences_are_counted_by_kind() -> None:
    assert counted(compare(parse(BEFORE), parse(AFTER))) == "2 added, 1 removed, 3 changed"
    assert counted(compare(parse(BEFORE), parse(BEFORE))) == "no differences"


def test_the_same_finding_twice_is_not_once() -> None:
    once = "[recommended]\na.py:3:1 missing-timeout fail no timeout\n"
    twice = once + "a.py:3:1 missing-timeout fail no timeout\n"
    assert lines(once, twice)[-1] == "      + 3:1 fail no timeout"
    assert lines(twice, once)[-1] == "      - 3:1 fail no timeout"


def test_one_rule_under_two_policies_is_told_apart() -> None:
    moved = BEFORE.replace("[recommended]", "[limits]")
    headings = [line for line in lines(BEFORE, moved) if not line.startswith("    ")]
    rules = ("missing-output-cap", "missing-timeout")
    assert headings == [f"  {rule} ({policy})" for rule in rules for policy in ("limits", "recommended")]


@pytest.mark.parametrize("text", ["a.py:3:1 before any section\n", "[calls]\nno place\n", "[calls]\n<<<<<<< HEAD\n"])
def test_what_is_no_expectation_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        compare(parse(text), [])


class TestRendering:
    """A report that was made by hand, with a value of every kind."""

    place = Place("src/bot.py", 7, 5)
    call = CallFacts(
        place,
        "openai",
        "chat.completions.create",
        "generation",
        is_async=True,
        layers={
            "model": ((Layer.CALL, OneOf((Known("gpt-4o", Origin(Layer.CALL)), Unknown(Reason.PARAMETER)))),),
            "timeout": ((Layer.CLIENT, Known(UNBOUNDED, Origin(Layer.CLIENT))),),
            "max_output_tokens": ((Layer.CALL, Bounded(None, 500)),),
            "max_retries": ((Layer.CLIENT, OneOf((Absent(), Unknown(Reason.ENVIRONMENT, is_number=True)))),),
            "stream": ((Layer.CALL, Known(True, Origin(Layer.CALL))),),
        },
        retries=(RetryLayer("tenacity", place, Known(3)),),
    )
    finding = Finding("unbounded-timeout", Confidence.FAIL, Severity.WARNING, place, "it may wait forever")
    other = Finding("timeout-over-limit", Confidence.FAIL, Severity.WARNING, place, "it may wait 300 s")
    unread = Unreadable("src/old.py", "does not parse: Missing parentheses in call to 'print'", 3)

    def report(self, *findings: Finding) -> Report:
        return Report((FileResult("src/bot.py", (AnalysedCall(self.call, "", "fail"),), findings, (), (self.unread,)),))

    def test_every_fact_stands_in_its_line(self) -> None:
        calls, unreadable, *_ = sections({"recommended": self.report(self.finding)})
        told = "model=gpt-4o@call|?parameter timeout=no-limit@client cap=..500 retries=-|?environment:number"
        assert calls.lines == (f"src/bot.py:7:5 openai chat.completions.create {told} async stream=True@call retried=tenacity:3",)
        assert unreadable.lines == ("src/old.py:3:1 does not parse",)

    def test_a_finding_that_two_policies_make_is_told_once(self) -> None:
        found = sections({"recommended": self.report(self.finding), "limits": self.report(self.finding, self.other)})
        assert found[2:] == [
            Section("recommended", ("src/bot.py:7:5 unbounded-timeout fail it may wait forever",)),
            Section("limits", ("src/bot.py:7:5 timeout-over-limit fail it may wait 300 s",)),
        ]

    def test_what_was_written_is_read_as_it_was(self, tmp_path: Path) -> None:
        found = sections({"recommended": self.report(self.finding), "limits": self.report(self.finding, self.other)})
        assert parse(render(PIN, found)) == found
        assert counted(differences(PIN, found, tmp_path)) == "4 added"
        write(PIN, found, tmp_path)
        assert differences(PIN, found, tmp_path) == []
