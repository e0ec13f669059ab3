"""Is the table of calls readable piped, wide and narrow?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from llmlint.facts import CallFacts
from llmlint.findings import AnalysedCall, FileResult, Report
from llmlint.report import calls
from llmlint.report.terminal import Style, columns
from llmlint.values import Known, Layer, Place, Reason, Unknown, Value, join


@pytest.mark.parametrize(("name", "style"), [("piped", Style()), ("80", Style(80)), ("140", Style(140))])
def test_golden(report: Report, golden: Callable[..., None], name: str, style: Style) -> None:
    golden(f"calls-{name}.txt", "\n".join(calls.render(report, style)))


def test_a_narrow_table_fits(report: Report) -> None:
    assert max(map(columns, calls.render(report, Style(80)))) <= 80


def test_no_calls() -> None:
    assert list(calls.render(Report((FileResult("a.py"),)), Style(80))) == ["0 calls in 1 file"]


@pytest.mark.parametrize(
    ("sdk", "provider", "base_url", "told"),
    [
        ("openai", Known("openai"), "https://api.openai.com/v1", "openai complete "),
        ("openai", Known("deepseek"), "https://api.deepseek.com", "openai complete at deepseek "),
        ("openai", Known("local"), "http://localhost:11434/v1", "openai complete at local (likely ollama) "),
        ("openai", Known("local"), "http://localhost:9999/v1", "openai complete at local "),
        ("openai", join([Known("groq"), Known("openai")]), "", "openai complete at groq|openai "),
        ("openai", join([Known("groq"), Unknown(Reason.PARAMETER)]), "", "openai complete at groq|? "),
        ("openai", Unknown(Reason.PARAMETER), "", "openai complete "),
        ("litellm", Known("groq"), "", "litellm complete at groq "),
    ],
)
def test_who_answers_is_told_where_the_sdk_does_not_say_it(sdk: str, provider: Value, base_url: str, told: str) -> None:
    layers = {
        "model": ((Layer.CALL, Known("m")),),
        "provider": ((Layer.CLIENT, provider),),
        "base_url": ((Layer.CLIENT, Known(base_url)),),
    }
    facts = CallFacts(place=Place("a.py", 1), sdk=sdk, api="complete", kind="generation", layers=layers)
    report = Report((FileResult("a.py", (AnalysedCall(facts, "", "pass"),)),))
    (row,) = (line for line in calls.render(report, Style()) if line.startswith("a.py"))
    assert f"  {told} m " in row
