"""Do the guard's errors survive the ways that errors travel?"""

from __future__ import annotations

import copy
import pickle

import pytest

from llmlint import guard
from llmlint.values import UNBOUNDED, Place

VIOLATION = guard.PolicyViolation(
    "timeout-over-limit",
    "openai chat.completions.create may wait 600 s",
    value=600,
    limit=30,
    written="llmlint.toml:2",
    site=Place("app.py", 3),
    task="labels",
    remedy="pass timeout=",
    others=("missing-output-cap",),
)


@pytest.mark.parametrize("travel", [lambda error: pickle.loads(pickle.dumps(error)), copy.copy, copy.deepcopy])
@pytest.mark.parametrize(
    "error",
    [
        VIOLATION,
        guard.PolicyViolation("unbounded-timeout", "may wait forever", value=UNBOUNDED),
        guard.PolicyViolation("model-not-allowed", "m is not allowed", value="m", limit=("a", "b")),
        guard.Refused("no"),
        guard.GuardError("no policy found"),
    ],
)
def test_they_pickle(error: Exception, travel: object) -> None:
    arrived = travel(error)  # type: ignore[operator]
    assert type(arrived) is type(error)
    assert str(arrived) == str(error)
    assert vars(arrived) == vars(error)


def test_what_they_say() -> None:
    assert (
        str(VIOLATION)
        == "app.py:3: openai chat.completions.create may wait 600 s [timeout-over-limit] (also: missing-output-cap)"
    )
    assert str(guard.PolicyViolation("r", "m", site=Place("<unknown>", 0))) == "<unknown>: m [r]"


def test_one_refusal_is_caught_by_its_family() -> None:
    assert issubclass(guard.PolicyViolation, guard.Refused)
    assert not issubclass(guard.GuardError, guard.Refused)
    for family in (guard.Refused, guard.GuardError):
        assert family.__mro__[1:] == (Exception, BaseException, object)
