"""How many requests may one call send, all that repeats it multiplied?"""

from __future__ import annotations

from llmlint.facts import RetryLayer
from llmlint.values import Absent, Bounded, Known, Layer, Reason, Unbounded, Unknown, Value, over, replace


def attempts(max_retries: tuple[tuple[Layer, Value], ...], layers: tuple[RetryLayer, ...]) -> Value:
    """The first send included: the SDK's retries plus one, times every layer around."""
    retries: Value = Absent()
    for _, value in max_retries:
        retries = over(retries, value)
    total = replace(retries, _sent)
    for layer in layers:
        total = _product(total, layer.attempts)
    return total


def _sent(retries: Value) -> Value:
    match retries:
        case Known(value=int() as number, origin=origin):
            return Known(number + 1, origin)
        case Absent():
            return Known(1)
        case Bounded(minimum=low, maximum=high, origin=origin):
            return Bounded(None if low is None else low + 1, None if high is None else high + 1, origin)
    return retries if isinstance(retries, Unknown) else Unknown(Reason.UNSUPPORTED, "max_retries")


def _product(left: Value, right: Value) -> Value:
    def pair(one: Value, other: Value) -> Value:
        if isinstance(one, Known) and isinstance(other, Known):
            # The bound of the outer layer is where a remedy goes: its origin is the product's.
            origin = other.origin or one.origin
            if isinstance(one.value, Unbounded) or isinstance(other.value, Unbounded):
                return Known(one.value if isinstance(one.value, Unbounded) else other.value, origin)
            if isinstance(one.value, int | float) and isinstance(other.value, int | float):
                return Known(one.value * other.value, origin)
        if isinstance(other, Known) and isinstance(other.value, Unbounded):
            return other
        return one if isinstance(one, Unknown) else other

    return replace(left, lambda one: replace(right, lambda other: pair(one, other)))
