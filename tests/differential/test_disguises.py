"""Do check and the guard see through twelve disguises of one call, as far as either can?"""

from __future__ import annotations

import pytest

from llmlint.findings import Verdict
from tests.loopback import Provider

from .disguises import PROGRAMS, RULES, check_says, guard_says, judged, table
from .law import Comparison, contradictions, disagreements

SEEN = {name: "fail" for name in PROGRAMS if name not in ("ternary", "environment default", "parameter")} | {
    "ternary": "possible",
    "environment default": "possible",
    "parameter": "undecided",
}
"""What check says of all four rules: a violation on one way through the code is possible, what a caller passes is open."""
BY_ITS_CLIENT = {("parameter", "retry-over-limit"): "fail"}
"""Except for what a client says that callers hand in."""


@pytest.fixture(scope="module")
def comparisons(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Comparison]:
    with Provider().serving() as provider:
        return judged(tmp_path_factory.mktemp("disguises"), provider)


def test_there_are_twelve() -> None:
    assert len(PROGRAMS) == 12


@pytest.mark.parametrize("name", PROGRAMS)
def test_what_is_said(name: str, comparisons: dict[str, Comparison]) -> None:
    comparison = comparisons[name]
    seen = {rule: BY_ITS_CLIENT.get((name, rule), SEEN[name]) for rule in RULES}
    assert {rule: check_says(comparison, rule).partition(", ")[0] for rule in RULES} == seen
    assert {rule: guard_says(comparison, rule) for rule in RULES} == dict.fromkeys(RULES, "fail")
    assert contradictions(comparison) + disagreements(comparison) == []


@pytest.mark.parametrize("name", [name for name in PROGRAMS if SEEN[name] == "fail"])
def test_both_say_it_in_the_same_words(name: str, comparisons: dict[str, Comparison]) -> None:
    comparison = comparisons[name]
    (static,) = comparison.static
    for rule in RULES:
        assert static.verdicts[rule] is Verdict.FAIL
        said, happened = static.messages[rule], comparison.live.messages[rule]
        # A client that with_options derived is to the guard a client like any other.
        assert happened == said.replace("set by with_options", "set by the client")


def test_the_table(comparisons: dict[str, Comparison]) -> None:
    lines = table(comparisons).splitlines()
    assert len(lines) == 14
    assert lines[0].split() == ["disguise", "timeout:", "check", "cap:", "check", "retries:", "check", "model:", "check", "guard"]
    assert all(len(line) <= 130 for line in lines)
