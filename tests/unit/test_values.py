"""Do values combine without losing or inventing anything?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmlint.values import (
    MAX_ALTERNATIVES,
    UNBOUNDED,
    Absent,
    Bounded,
    Known,
    Layer,
    OneOf,
    Origin,
    Reason,
    Unknown,
    Value,
    alternatives,
    is_written,
    join,
    over,
)

from .strategies import values


@given(values, values)
def test_join_commutes(first: Value, second: Value) -> None:
    assert join([first, second]) == join([second, first])


@given(values, values, values)
def test_join_is_associative(first: Value, second: Value, third: Value) -> None:
    assert join([join([first, second]), third]) == join([first, join([second, third])]) == join([first, second, third])


@given(values)
def test_join_is_idempotent(value: Value) -> None:
    assert join([value, value]) == value == join([value])


@given(st.lists(values, min_size=1, max_size=4))
def test_join_holds_exactly_its_parts(several: list[Value]) -> None:
    assert set(alternatives(join(several))) == {each for value in several for each in alternatives(value)}


def test_join_of_nothing_is_an_error() -> None:
    with pytest.raises(ValueError, match="no values"):
        join([])


@pytest.mark.parametrize("count", [MAX_ALTERNATIVES, MAX_ALTERNATIVES + 1])
def test_too_many_alternatives_are_given_up(count: int) -> None:
    joined = join(Known(number) for number in range(count))
    assert joined == Unknown(Reason.TOO_MANY_PATHS) if count > MAX_ALTERNATIVES else len(alternatives(joined)) == count


def test_a_default_and_the_same_value_written_stay_apart() -> None:
    default, written = Known(600, Origin(Layer.SDK_DEFAULT)), Known(600, Origin(Layer.CALL))
    for joined in (join([default, written]), join([written, default])):
        assert isinstance(joined, OneOf)
        assert {is_written(each) for each in joined.alternatives} == {True, False}


@given(values, values)
def test_over_asks_below_only_where_nothing_is_given(upper: Value, lower: Value) -> None:
    given_above = {each for each in alternatives(upper) if not isinstance(each, Absent)}
    expected = given_above | (set(alternatives(lower)) if len(given_above) < len(set(alternatives(upper))) else set())
    assert set(alternatives(over(upper, lower))) == expected


@pytest.mark.parametrize("value", [Known(0), Absent(), Bounded(1, 2), Unknown(Reason.PARAMETER), join([Known(1), Known(2)])])
def test_no_value_answers_a_truth_test(value: Value) -> None:
    with pytest.raises(TypeError, match="no truth value"):
        bool(value)


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        (Known(30), Known(30.0), True),
        (Known(1), Known(True), False),
        (Known(0), Known(False), False),
        (Known(None), Absent(), False),
        (Known(UNBOUNDED), Known(float("inf")), False),
        (Known(1, Origin(Layer.CALL)), Known(1, Origin(Layer.CLIENT)), True),
        (Unknown(Reason.PARAMETER, "a"), Unknown(Reason.PARAMETER, "b"), True),
        (Unknown(Reason.PARAMETER), Unknown(Reason.IMPORTED), False),
    ],
)
def test_equality(one: Value, other: Value, equal: bool) -> None:
    assert (one == other) is equal
    if equal:
        assert hash(one) == hash(other)
