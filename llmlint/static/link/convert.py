"""Which value does a rule see for what linking found?"""

from __future__ import annotations

from llmlint.knowledge.loader import Option as KnownOption
from llmlint.knowledge.meaning import in_unit, is_elapsed, meaning
from llmlint.static.link.domain import (
    Abstract,
    Choice,
    Const,
    External,
    Foreign,
    Items,
    Missing,
    NotGiven,
    Opaque,
    Option,
    Range,
    Resource,
    TimeoutRef,
    Words,
)
from llmlint.values import Absent, Bounded, Known, Layer, Origin, Reason, Unknown, Value, join


def value_of(option: KnownOption, written: Option | None, layer: Layer) -> Value:
    """What `written` means for `option`; `Absent` when nothing is written."""
    if written is None:
        return Absent()
    return _value(option, written.value, Origin(layer, written.place))


def unknown(why: Opaque, origin: Origin | None = None) -> Unknown:
    """The value of what is not known."""
    return Unknown(why.reason, why.detail, origin, why.number == "yes")


def _value(option: KnownOption, held: Abstract, origin: Origin) -> Value:
    match held:
        case Choice(alternatives=alternatives):
            return join(_value(option, each, origin) for each in alternatives)
        case Const(value=bytes()):
            return Unknown(Reason.UNSUPPORTED, "bytes", origin)
        case Const(value=(str() | int() | float() | None) as value):
            return meaning(option, value, origin)
        case Missing() | NotGiven():
            return Absent(origin)
        case TimeoutRef(read=read):
            return _value(option, read, origin)
        case Items(items=items) if option.name == "timeout" and len(items) == 2:
            return _value(option, items[1], origin)  # requests' (connect, read)
        case Range(low=low, high=high):
            if is_elapsed(option):
                return _while_there_is_time(origin)
            ends = [None if end is None else in_unit(option, end) for end in (low, high)]
            return Bounded(ends[0], ends[1], origin)
        case Opaque():
            return unknown(held, origin)
        case Resource(receiver=Opaque(reason=reason, detail=detail), path=path):
            return Unknown(reason, ".".join([detail, *path]).strip("."), origin)
        case External(path=path):
            return Unknown(Reason.IMPORTED, path, origin)
        case Foreign() if is_elapsed(option):
            return _while_there_is_time(origin)  # an object that says when to give up
        case Foreign(path=path) if option.name == "provider":
            return Known(path.rpartition(".")[2], origin)  # a class that stands for one: `DeepSeekProvider()`
        case Foreign(path=path) | Resource(receiver=Foreign(path=path)):
            return Unknown(Reason.PARAMETER, path, origin)
        case Words():
            return Unknown(Reason.UNSUPPORTED, "a computed string", origin)
    return Unknown(Reason.UNSUPPORTED, type(held).__name__, origin)


def _while_there_is_time(origin: Origin) -> Unknown:
    return Unknown(Reason.UNSUPPORTED, "as many as fit into a time", origin, is_number=True)
