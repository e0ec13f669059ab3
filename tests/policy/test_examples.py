"""Does the linter find what each rule calls bad, and nothing at all in what it calls good?"""

from __future__ import annotations

from pathlib import Path

import pytest

from llmlint.engine import lint_bytes
from llmlint.policy.load import default, load
from llmlint.policy.rulefile import Example, pages
from llmlint.static.project import Project

EXAMPLES = [
    pytest.param(page.rule.id, example, id=f"{page.rule.id}-{number}")
    for page in pages()
    for number, example in enumerate(page.examples, 1)
]


def found(folder: Path, code: str, policy: str) -> set[tuple[str, str]]:
    """Rule and verdict of every finding."""
    if policy:
        (folder / "llmlint.toml").write_text(policy)
    in_force = load(folder / "llmlint.toml") if policy else default()
    return {(each.rule, each.verdict.value) for each in lint_bytes("app.py", code.encode(), Project(folder), in_force).findings}


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_example(tmp_path: Path, rule: str, example: Example) -> None:
    assert found(tmp_path, example.bad, example.policy) == {(rule, "fail")}
    assert found(tmp_path, example.good, example.policy) == set()
