"""Is the trail of a call told within the terminal's width, each step once, and cut where it is long?"""

from __future__ import annotations

import pytest

from llmlint.facts import LONGEST_TRAIL, Step, Trail
from llmlint.findings import Report
from llmlint.report import explain
from llmlint.report.terminal import Style, columns
from llmlint.values import Place

SHORT = (Step("client is imported from .clients", Place("bot/reply.py", 3)), Step("client is bound", Place("bot/clients.py", 9)))
MADE = (*SHORT, Step("OpenAI() makes the client", Place("bot/clients.py", 9)))
FAR = (Step("parameter client of Bot.__init__(): whatever its callers pass", Place("src/packages/answers/bots/support.py", 120)),)
LONG = tuple(Step(f"step {number}", Place("bot.py", number)) for number in range(1, 21))
TERMINAL = Style(80, False, True)
PIPED = Style()


def told(report: Report, trail: Trail, style: Style = PIPED) -> list[str]:
    """The lines of the trail's section."""
    facts = report.results[2].calls[0].facts
    lines = list(explain.call(explain.Explained(facts, "", "", (), frozenset(), trail), style))
    start = next((index for index, line in enumerate(lines) if "Trail" in line), len(lines))
    return lines[start + 1 :]


def test_nothing_was_followed(report: Report) -> None:
    assert told(report, {}) == []


def test_client_first_then_the_facts_in_their_order_and_a_place_once(report: Report) -> None:
    assert told(report, {"timeout": FAR, "client": MADE, "model": SHORT}) == [
        "  client   bot/reply.py:3                            client is imported from .clients",
        "           bot/clients.py:9                          client is bound",
        "                                                     OpenAI() makes the client",
        "  model    bot/reply.py:3                            client is imported from .clients",
        "           bot/clients.py:9                          client is bound",
        "  timeout  src/packages/answers/bots/support.py:120  parameter client of Bot.__init__(): whatever its callers pass",
    ]


def test_the_same_steps_are_told_once(report: Report) -> None:
    assert told(report, {"model": SHORT, "max_output_tokens": SHORT})[-1] == "  max_output_tokens  as model"


def test_a_step_that_a_line_takes_twice_is_told_once(report: Report) -> None:
    twice = tuple(Step("OpenAI() makes the client", Place("bot.py", 3, column)) for column in (1, 20))
    assert told(report, {"client": twice}) == ["  client  bot.py:3  OpenAI() makes the client"]


def test_a_long_way_is_cut_in_the_middle(report: Report) -> None:
    lines = told(report, {"client": LONG})
    assert len(lines) == explain.STEPS + 1
    assert lines[5].split() == ["bot.py:6", "step", "6"]
    assert lines[6].strip() == "… 8 more …"
    assert lines[7].split() == ["bot.py:15", "step", "15"]
    assert len(told(report, {"client": LONG[: explain.STEPS]})) == explain.STEPS


def test_a_way_that_was_too_long_to_be_kept_is_told_as_such(report: Report) -> None:
    steps = tuple(Step(f"step {number}", Place("bot.py", number + 1)) for number in range(LONGEST_TRAIL))
    assert told(report, {"client": steps})[6].strip() == f"… at least {LONGEST_TRAIL - explain.STEPS} more …"


@pytest.mark.parametrize("colour", [False, True])
def test_it_fits_the_terminal(report: Report, colour: bool) -> None:
    for trail in ({"client": MADE, "model": LONG}, {"client": FAR, "max_output_tokens": MADE}, {"max_output_tokens": LONG}):
        lines = told(report, trail, Style(80, colour, True))
        plain = [line.replace("\x1b[0m", "").replace("\x1b[1m", "").replace("\x1b[2m", "") for line in lines]
        assert max(map(columns, plain)) <= 80
        assert plain == told(report, trail, TERMINAL)
        assert (plain != lines) is colour


def test_where_places_leave_no_room_words_stand_below_them(report: Report) -> None:
    assert told(report, {"client": FAR}, TERMINAL) == [
        "  client  src/packages/answers/bots/support.py:120",
        "            parameter client of Bot.__init__(): whatever its callers pass",
    ]


def test_what_a_terminal_would_obey_is_not_printed(report: Report) -> None:
    steps = (Step("\x1b[31mclient is bound", Place("b\x1bot.py", 3)),)
    assert "\x1b" not in "".join(told(report, {"client": steps}))
