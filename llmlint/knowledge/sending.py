"""How often does an SDK send one call by itself?

Loops add where an outer one sends once more each time (litellm's), and multiply where it starts an SDK's own all over again.
"""

from __future__ import annotations

from llmlint.values import Absent, Alternative, Bounded, Known, Layer, Reason, Unknown, Value, join, over, replace

Layers = tuple[tuple[Layer, Value], ...]
"""What each layer gives, the topmost first."""


def in_force(layers: Layers) -> Value:
    """The value of the topmost layer that gives one."""
    value: Value = Absent()
    for _, each in layers:
        value = over(value, each)
    return value


def with_further(max_retries: Layers, further: Layers, *, sometimes: bool = False) -> Layers:
    """The retries of an SDK whose outer loop sends again `further` times when the inner one has given up; or `sometimes` does."""
    more = in_force(further)
    if more in (Absent(), Known(0)):
        return max_retries
    layer = next(layer for layer, value in further if not isinstance(value, Absent))
    retries = in_force(max_retries)
    total = replace(retries, lambda one: replace(more, lambda other: _sum(one, other)))
    return ((layer, join((retries, total)) if sometimes else total),)


def sends(retries: Value) -> Value:
    """The requests that so many retries come to, the first included."""
    return replace(retries, _sent)


def _sum(one: Alternative, other: Alternative) -> Value:
    match one, other:
        case Absent(), _:
            return other
        case _, Absent():
            return one
        case Known(value=int() as first), Known(value=int() as second, origin=origin):
            return Known(first + second, origin)
        case Known(value=int() as first), Bounded(minimum=low, maximum=high, origin=origin):
            return Bounded(first if low is None else first + low, None if high is None else first + high, origin)
        case Bounded(), Known():
            return _sum(other, one)
        case Unknown(), _:
            return one
        case _, Unknown():
            return other
    return Unknown(Reason.UNSUPPORTED, "max_retries")


def _sent(retries: Value) -> Value:
    match retries:
        case Known(value=int() as number, origin=origin):
            return Known(number + 1, origin)
        case Absent():
            return Known(1)
        case Bounded(minimum=low, maximum=high, origin=origin):
            return Bounded(None if low is None else low + 1, None if high is None else high + 1, origin)
    return retries if isinstance(retries, Unknown) else Unknown(Reason.UNSUPPORTED, "max_retries")
