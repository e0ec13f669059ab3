"""What does a comment tell llmlint, and where must it stand?"""

from __future__ import annotations

import pytest

from llmlint.static.directives import Directives, Malformed, Suppression, TaskDirective, directives
from llmlint.static.source import read


def told(text: str) -> Directives:
    return directives(read("app.py", text.encode()))


def ignored(text: str) -> list[tuple[int, int, str, str, int | None]]:
    return [(each.line, each.column, each.rule, each.reason, each.above) for each in told(text).suppressions]


@pytest.mark.parametrize(
    ("comment", "rule", "reason"),
    [
        ("# llmlint: ignore[missing-timeout] batch job", "missing-timeout", "batch job"),
        ("#llmlint:ignore[missing-timeout]batch job", "missing-timeout", "batch job"),
        ("# llmlint: ignore[missing-timeout]: batch job", "missing-timeout", "batch job"),
        ("# llmlint: ignore[missing-timeout] -- batch job", "missing-timeout", "batch job"),
        ("# llmlint: ignore[missing-timeout]", "missing-timeout", ""),
        ("# llmlint: ignore[missing-timeout] see #12", "missing-timeout", "see #12"),
        ("# llmlint: ignore[missing-timeout]  # noqa: E501", "missing-timeout", ""),
        ("# llmlint: ignore[missing-timeout] batch job  # noqa: E501", "missing-timeout", "batch job"),
        ("# llmlint: ignore[missing-timeout] 夜間バッチ", "missing-timeout", "夜間バッチ"),
        ("# llmlint: ignore[]", "", ""),
    ],
)
def test_a_suppression(comment: str, rule: str, reason: str) -> None:
    assert ignored(f"x = f()  {comment}\n") == [(1, 10, rule, reason, None)]


def test_a_suppression_behind_the_comment_of_another_tool() -> None:
    assert ignored("x = f()  # type: ignore  # llmlint: ignore[missing-timeout] batch\n") == [
        (1, 26, "missing-timeout", "batch", None)
    ]


def test_several_rules_and_a_line_of_its_own() -> None:
    assert ignored("  # llmlint: ignore[missing-timeout, missing-output-cap] why\nx = 1\n") == [
        (1, 3, "missing-timeout", "why", 2),
        (1, 3, "missing-output-cap", "why", 2),
    ]


def test_comments_that_follow_one_another_speak_of_the_same_statement() -> None:
    found = told("# llmlint: task=labels\n# llmlint: ignore[missing-timeout] why\n# and this\nx = f()\n")
    assert [each.above for each in found.suppressions] == [4]
    assert found.task((4, 4)) == "labels"
    assert found.task((5, 5)) is None


def test_text_in_a_string_is_no_comment() -> None:
    assert told('x = "# llmlint: ignore[missing-timeout]"\ny = """\n# llmlint: task=labels\n"""\n') == Directives()


def test_a_file_that_does_not_tokenize_is_searched_all_the_same() -> None:
    assert ignored("x = (\n# llmlint: ignore[hardcoded-key] a test key\n") == [(2, 1, "hardcoded-key", "a test key", 3)]


@pytest.mark.parametrize(
    ("comment", "task"), [("# llmlint: task=labels", "labels"), ("#llmlint: task = re-rank because", "re-rank")]
)
def test_a_task(comment: str, task: str) -> None:
    found = told(f"{comment}\nx = 1\n")
    assert found.tasks == (TaskDirective(1, task, 2),)
    assert found.task((2, 4)) == task
    assert found.task((1, 1)) == task
    assert found.task((3, 4)) is None


def test_a_task_behind_a_statement_speaks_of_no_other() -> None:
    found = told("x = 1  # llmlint: task=labels\ny = 2\n")
    assert found.task((1, 1)) == "labels"
    assert found.task((2, 2)) is None


def test_a_task_and_a_suppression_in_one_comment() -> None:
    found = told("x = 1  # llmlint: task=labels ignore[missing-timeout] why\n")
    assert [each.task for each in found.tasks] == ["labels"]
    assert found.suppressions == (Suppression(1, 8, "missing-timeout", "why", None),)


@pytest.mark.parametrize("comment", ["# llmlint: disable=missing-timeout", "# llmlint:", "# llmlint: ignore missing-timeout"])
def test_a_comment_that_says_nothing_is_told(comment: str) -> None:
    assert [type(each) for each in told(f"x = 1  {comment}\n").malformed] == [Malformed]


def test_every_comment_knows_its_cell() -> None:
    text = '{"cells": [{"cell_type": "code", "source": ["x = 1  # llmlint: ignore[missing-timeout] why"]}]}'
    assert [each.line for each in directives(read("a.ipynb", text.encode())).suppressions] == [1]
