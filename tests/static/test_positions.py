"""Does every place that is told slice the text to exactly what stands there?

For every fixture: a call's place against `ast`, the spans that a finding points to, and a key's.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from llmlint.values import Place
from tests.keys import formats
from tests.static.fixtures import RESOLVE, RULES, fixtures, line_in_text, linted, policy_of, text_of, title

FILES = [*fixtures(RULES), *fixtures(RESOLVE)]


def sliced(file: Path, place: Place) -> str:
    """The text of a fixture that `place` spans, columns counted in code points."""
    first, last = (line_in_text(file, place.cell, line) for line in (place.line, place.end_line))
    lines = text_of(file).split("\n")[first - 1 : last]
    lines[-1] = lines[-1][: place.end_column - 1]
    lines[0] = lines[0][place.column - 1 :]
    return "\n".join(lines)


def calls_of(file: Path) -> dict[tuple[int, int, int, int], ast.Call]:
    """Every call that `ast` sees outside of f-strings, by its place in code points."""
    text = text_of(file)
    if file.suffix == ".ipynb":
        text = "\n".join(
            "" if line.lstrip().startswith(("%", "!")) or line.endswith("?") or "= !" in line else line
            for line in text.split("\n")
        )
    lines = text.split("\n")

    def column(line: int, offset: int) -> int:
        return len(lines[line - 1].encode()[:offset].decode()) + 1

    return {
        (
            node.lineno,
            column(node.lineno, node.col_offset),
            node.end_lineno or 0,
            column(node.end_lineno or 0, node.end_col_offset or 0),
        ): node
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call)
    }


@pytest.mark.parametrize("file", FILES, ids=title)
def test_calls_stand_where_ast_says(file: Path) -> None:
    known = {key: ast.dump(node) for key, node in calls_of(file).items()}
    for call in linted(file, policy_of(file) if file.is_relative_to(RULES) else None).calls:
        place = call.facts.place
        first, last = (line_in_text(file, place.cell, line) for line in (place.line, place.end_line))
        key = (first, place.column, last, place.end_column)
        assert key in known, f"{place} is no call"
        # Parentheses, so that a call over several lines parses as the one expression it is.
        (statement,) = ast.parse(f"({sliced(file, place)}\n)").body
        assert isinstance(statement, ast.Expr)
        assert ast.dump(statement.value) == known[key]


@pytest.mark.parametrize("file", FILES, ids=title)
def test_calls_come_in_order_and_once(file: Path) -> None:
    places = [call.facts.place for call in linted(file).calls]
    order = [(line_in_text(file, place.cell, place.line), place.column) for place in places]
    assert order == sorted(set(order))


@pytest.mark.parametrize("file", FILES, ids=title)
def test_findings_point_into_the_text(file: Path) -> None:
    result = linted(file, policy_of(file) if file.is_relative_to(RULES) else None)
    for finding in (*result.findings, *result.suppressed):
        places = [finding.place, *(related.place for related in finding.related)]
        for place in (place for place in places if place.path == finding.place.path):
            text = sliced(file, place)
            assert text.strip()
            assert text == text.strip(), "a span begins and ends with what it is about"
        if finding.rule == "hardcoded-key":
            assert any(re.fullmatch(key.pattern, sliced(file, finding.place)) for key in formats())
        if finding.rule.endswith(("-suppression", "-without-reason")):
            assert sliced(file, finding.place).startswith("#")
        assert finding.excerpt == text_of(file).split("\n")[line_in_text(file, finding.place.cell, finding.place.line) - 1]


@pytest.mark.parametrize("file", FILES, ids=title)
def test_a_statement_holds_its_call(file: Path) -> None:
    for call in linted(file).calls:
        place = call.facts.place
        first, last = call.facts.statement
        line, end = (line_in_text(file, place.cell, each) for each in (place.line, place.end_line))
        assert first <= line <= end <= last
