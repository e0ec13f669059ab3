"""How many requests may one call send, all that repeats it multiplied?"""

from __future__ import annotations

from llmlint.facts import RetryLayer
from llmlint.knowledge.sending import Layers, in_force, sends
from llmlint.values import Known, Unbounded, Unknown, Value, is_written, replace


def attempts(max_retries: Layers, layers: tuple[RetryLayer, ...]) -> Value:
    """The first send included: the SDK's retries plus one, times every layer around."""
    total = sends(in_force(max_retries))
    for layer in layers:
        total = _product(total, layer.attempts)
    return total


def _product(left: Value, right: Value) -> Value:
    def pair(one: Value, other: Value) -> Value:
        if isinstance(one, Known) and isinstance(other, Known):
            # The bound of the outer layer is where a remedy goes: its origin is the product's, unless nobody wrote it.
            origin = other.origin if one.origin is None or (other.origin is not None and is_written(other)) else one.origin
            if isinstance(one.value, Unbounded) or isinstance(other.value, Unbounded):
                return Known(one.value if isinstance(one.value, Unbounded) else other.value, origin)
            if isinstance(one.value, int | float) and isinstance(other.value, int | float):
                return Known(one.value * other.value, origin)
        if isinstance(other, Known) and isinstance(other.value, Unbounded):
            return other
        return one if isinstance(one, Unknown) else other

    return replace(left, lambda one: replace(right, lambda other: pair(one, other)))
