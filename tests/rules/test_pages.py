"""Does every rule's page read well: named for the bad thing, explained, with examples that show it and nothing else?

That the linter agrees with the examples is tested in `tests/policy/test_examples.py`.
"""

from __future__ import annotations

import ast
import difflib
import re
from collections import Counter

import pytest

from llmlint.policy.message import in_general
from llmlint.policy.rulefile import RulePage, pages

PAGES = pytest.mark.parametrize("page", pages(), ids=[page.rule.id for page in pages()])
COMMANDS = {"no", "use", "require", "avoid", "check", "must", "should", "disallow", "forbid", "ban", "prefer", "bad", "set"}
"""Words a name must not begin with: it names what is wrong, so that "allow missing-timeout" reads well."""


@PAGES
def test_the_name_is_the_bad_thing(page: RulePage) -> None:
    words = page.rule.id.split("-")
    assert words[0] not in COMMANDS
    assert 2 <= len(words) <= 5
    assert not {"rule", "error", "warning", "llm"} & set(words)


@PAGES
def test_the_summary_is_a_phrase(page: RulePage) -> None:
    summary = page.rule.summary
    assert re.match(r"(an? |no |more )", summary), summary
    assert not summary.endswith(".")
    assert len(summary) <= 80
    assert "\n" not in summary


@PAGES
def test_what_is_found_and_what_to_do(page: RulePage) -> None:
    assert not page.rule.message.endswith(".")
    assert not page.rule.remedy.endswith(".")
    assert re.match(r"[a-z]+\b", in_general(page.rule.remedy)), "a remedy begins with what to do"
    assert page.rule.id not in page.rule.message


@PAGES
def test_why_explains(page: RulePage) -> None:
    assert len(page.why.split()) >= 40
    assert page.why.endswith(".")
    assert all(len(line) <= 140 for line in page.why.splitlines())
    assert page.references
    assert len(set(page.references)) == len(page.references)


@PAGES
def test_examples_show_one_difference(page: RulePage) -> None:
    for example in page.examples:
        bad, good = (ast.unparse(ast.parse(code)).splitlines() for code in (example.bad, example.good))
        changed = [line for line in difflib.ndiff(bad, good) if line[:1] in "+-"]
        assert len(changed) <= 4, changed
        assert example.bad != example.good


def test_summaries_tell_rules_apart() -> None:
    assert [each for each, count in Counter(page.rule.summary for page in pages()).items() if count > 1] == []
