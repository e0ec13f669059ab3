"""Do carets stand under what they mean, whatever the line holds, and is colour used only where it is wanted?"""

from __future__ import annotations

import io

import pytest

from llmlint.report.terminal import Style, columns, excerpt, fit, style_of


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        raise OSError


@pytest.mark.parametrize(
    ("line", "column", "end", "shown", "carets"),
    [
        ("ask(x)", 1, 4, "ask(x)", "^^^"),
        ("ask(x)", 1, None, "ask(x)", "^^^^^^"),
        ("\task(x)", 2, 5, "    ask(x)", "    ^^^"),
        ("é = '🙂'; ask()", 10, 13, "é = '🙂'; ask()", " " * 10 + "^^^"),
        ("日本 = ask()", 6, 9, "日本 = ask()", " " * 7 + "^^^"),
        ("", 5, None, "", "^"),
        ("ask()\r\n", 1, None, "ask()", "^^^^^"),
    ],
)
def test_carets(line: str, column: int, end: int | None, shown: str, carets: str) -> None:
    assert excerpt(line, column, end, 80) == (shown, carets)


@pytest.mark.parametrize("column", [1, 40, 500, 990])
def test_a_long_line_is_cut_around_the_carets(column: int) -> None:
    line = "x" * (column - 1) + "ask(" + "y" * 1000 + ")"
    shown, carets = excerpt(line, column, column + 3, 60)
    assert columns(shown) <= 60
    assert shown[carets.index("^") :].startswith("ask")


@pytest.mark.parametrize(
    ("stream", "environment", "colour"),
    [
        (io.StringIO(), {}, False),
        (Terminal(), {}, True),
        (Terminal(), {"TERM": "dumb"}, False),
        (Terminal(), {"NO_COLOR": "1"}, False),
        (Terminal(), {"NO_COLOR": ""}, True),
        (io.StringIO(), {"FORCE_COLOR": "1"}, True),
        (io.StringIO(), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ],
)
def test_colour(stream: io.StringIO, environment: dict[str, str], colour: bool) -> None:
    assert style_of(stream, environment).colour is colour


def test_width() -> None:
    assert style_of(io.StringIO(), {}).width is None
    assert style_of(Terminal(), {}).width == 80
    assert style_of(Terminal(), {"COLUMNS": "100"}).width == 100


def test_wrapping_keeps_words_whole_and_indents() -> None:
    assert Style(30).wrap("pass timeout= to the client or call", "= help: ", "        ") == [
        "= help: pass timeout= to the",
        "        client or call",
    ]


def test_a_word_that_does_not_fit_behind_the_first_words_goes_below() -> None:
    assert Style(40).wrap("deepseek-reasoner is not", "bot/triage.py:20:5: error[m]: ", "    ") == [
        "bot/triage.py:20:5: error[m]:",
        "    deepseek-reasoner is not",
    ]


def test_fit_keeps_the_side_that_tells() -> None:
    assert fit("chat.completions.create", 10) == "chat.comp…"
    assert fit("chat.completions.create", 10, keep="end") == "…ns.create"
    assert fit("short", 10) == "short"
