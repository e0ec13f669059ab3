"""What is known of one option of a call, and where is it from?

A value is never `None` for want of knowledge and never answers a truth test: `Absent` says nobody gave one, `Unknown` says
source does not tell, and code that confuses the two fails loudly.  Origins take no part in equality: two values are equal when
they say the same of the call.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final, NoReturn

MAX_ALTERNATIVES: Final = 16
"""More alternatives than this are given up as `Unknown(too-many-paths)`, so that joins stay bounded."""


class Layer(enum.StrEnum):
    """The layer that wrote a value; the order of definition is the order of precedence."""

    CALL = "call"
    DERIVED = "derived"
    CLIENT = "client"
    HTTP_CLIENT = "http_client"
    WRAPPER = "wrapper"
    GLOBAL = "global"
    SDK_DEFAULT = "sdk_default"


class Reason(enum.StrEnum):
    """Why a value is not known: a closed list, so that its shares can be compared between versions."""

    PARAMETER = "parameter"
    STARRED_KWARGS = "starred-kwargs"
    REASSIGNED = "reassigned"
    CALL_RESULT = "call-result"
    IMPORTED = "imported"
    ENVIRONMENT = "environment"
    MUTATED = "mutated"
    TOO_MANY_PATHS = "too-many-paths"
    TOO_DEEP = "too-deep"
    UNSUPPORTED = "unsupported"
    NOT_OBSERVABLE = "not-observable"
    DEPLOYMENT = "unmapped-deployment"


class Unbounded(enum.Enum):
    """The type of `UNBOUNDED`: without limit, greater than every number."""

    UNBOUNDED = "unbounded"

    def __repr__(self) -> str:
        return "UNBOUNDED"


UNBOUNDED: Final = Unbounded.UNBOUNDED

Scalar = str | int | float | bool | None | Unbounded


@dataclass(frozen=True, slots=True)
class Place:
    """A span of source: lines and columns are 1-based, columns in code points, `cell` is 0-based over all cells."""

    path: str
    line: int
    column: int = 1
    end_line: int = 0
    end_column: int = 0
    cell: int | None = None

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.cell is None else f"{self.path}:cell {self.cell}:{self.line}"


@dataclass(frozen=True, slots=True)
class Origin:
    """Who wrote a value (`layer`), where (`place`), and in what words (`text`, as short as the source has it)."""

    layer: Layer
    place: Place | None = None
    text: str = ""


class _NoTruth:
    """Refuses truth tests, so that "absent", "false" and "not known" are never taken for one another."""

    __slots__ = ()

    def __bool__(self) -> NoReturn:
        raise TypeError(f"{type(self).__name__} has no truth value; match on it")


@dataclass(frozen=True, slots=True)
class Known(_NoTruth):
    """Exactly this value is in force."""

    value: Scalar
    origin: Origin | None = field(default=None, compare=False)

    def __eq__(self, other: object) -> bool:
        # 1 == True == 1.0 in Python; a flag is no number here, while 30 and 30.0 are the same limit.
        if not isinstance(other, Known):
            return NotImplemented
        return isinstance(self.value, bool) is isinstance(other.value, bool) and self.value == other.value

    def __hash__(self) -> int:
        return hash((isinstance(self.value, bool), self.value))


@dataclass(frozen=True, slots=True)
class Absent(_NoTruth):
    """Nobody gives a value.  An origin points at the words that say so (`max_tokens=None`), if any do."""

    origin: Origin | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Bounded(_NoTruth):
    """A number between `minimum` and `maximum`, both included; an end that is None is open."""

    minimum: float | None
    maximum: float | None
    origin: Origin | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Unknown(_NoTruth):
    """Not known, for `reason`; `detail` names what stands in the way (a parameter, a variable of the environment).

    `is_number`: it is a finite number all the same, not None, as an annotation or a conversion says (`timeout: float`).
    """

    reason: Reason
    detail: str = field(default="", compare=False)
    origin: Origin | None = field(default=None, compare=False)
    is_number: bool = False


Alternative = Known | Absent | Bounded | Unknown


@dataclass(frozen=True, slots=True)
class OneOf(_NoTruth):
    """One of at least two alternatives; made by `join`, which keeps them distinct and in a fixed order."""

    alternatives: tuple[Alternative, ...]


Value = Known | Absent | Bounded | Unknown | OneOf


def alternatives(value: Value) -> tuple[Alternative, ...]:
    """All that `value` may be: itself unless it is a `OneOf`."""
    return value.alternatives if isinstance(value, OneOf) else (value,)


def join(values: Iterable[Value]) -> Value:
    """The value that may be any of `values`.

    Commutative, associative and idempotent up to `MAX_ALTERNATIVES`, beyond which it is `Unknown(too-many-paths)`.  A value that
    someone wrote and the same value by default stay apart: only one of them counts as set.
    Raises ValueError when `values` is empty.
    """
    distinct: dict[tuple[Alternative, bool], Alternative] = {}
    for value in values:
        for alternative in alternatives(value):
            distinct.setdefault((alternative, is_written(alternative)), alternative)
    if not distinct:
        raise ValueError("join of no values")
    if len(distinct) == 1:
        return next(iter(distinct.values()))
    if len(distinct) > MAX_ALTERNATIVES:
        return Unknown(Reason.TOO_MANY_PATHS)
    return OneOf(tuple(sorted(distinct.values(), key=_order)))


def replace(value: Value, change: Callable[[Alternative], Value]) -> Value:
    """`value` with each alternative changed."""
    return join(change(alternative) for alternative in alternatives(value))


def over(upper: Value, lower: Value) -> Value:
    """The value in force where `upper` is asked first and `lower` answers when it gives none."""
    return replace(upper, lambda alternative: lower if isinstance(alternative, Absent) else alternative)


def is_written(alternative: Alternative) -> bool:
    """Whether someone wrote this value, rather than leaving the SDK's default in force."""
    return not isinstance(alternative, Absent) and (
        alternative.origin is None or alternative.origin.layer is not Layer.SDK_DEFAULT
    )


def _order(alternative: Alternative) -> tuple[int, str, float, str, bool]:
    return (*_kind_and_size(alternative), is_written(alternative))


def _kind_and_size(alternative: Alternative) -> tuple[int, str, float, str]:
    match alternative:
        case Known(value=bool() as flag):
            return (0, "bool", float(flag), "")
        case Known(value=int() | float() as number):
            return (0, "number", float(number), "")
        case Known(value=value):
            return (0, type(value).__name__, 0.0, str(value))
        case Bounded(minimum=low, maximum=high):
            return (1, "", float("-inf") if low is None else low, str(high))
        case Absent():
            return (2, "", 0.0, "")
        case Unknown(reason=reason):
            return (3, reason.value, 0.0, "")
