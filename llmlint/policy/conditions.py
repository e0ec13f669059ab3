"""What does a condition of a rule file say?

A table of facts is a conjunction, and so is the table of operators under a fact.  `any`, `all` (lists of tables) and `not` (a
table) combine; a list instead of a table of operators means `one_of`, a plain value means `equals`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from llmlint.facts import FACTS
from llmlint.policy.compiled import OPERATORS, All, Any_, Condition, Not, Operand, Operator, Test
from llmlint.policy.keys import REFERENCES
from llmlint.problems import did_you_mean, nearest

_COMBINING: Final = ("any", "all", "not")
_FLAGS: Final = ("set", "present", "bounded")
_NUMBERS: Final = ("min", "max")
_TAKES: Final[Mapping[str, tuple[str, ...]]] = {
    "number": _NUMBERS,
    "patterns": ("matches", "not_matches", "one_of", "not_one_of"),
    "switch": ("equals",),
}
"""The operators that a setting of the policy can be the operand of, by its sort."""


class ConditionError(ValueError):
    """`what` is wrong with the condition at `key`."""

    def __init__(self, key: str, what: str) -> None:
        self.key = key
        self.what = what
        super().__init__(f"{key}: {what}")


def parse(table: object, key: str) -> Condition:
    """The condition that `table` (parsed TOML) says; `key` names it in errors.  Raises ConditionError."""
    if not isinstance(table, dict):
        raise ConditionError(key, "is not a table of facts")
    parts = tuple(part for name, value in table.items() for part in _parts(name, value, f"{key}.{name}"))
    return parts[0] if len(parts) == 1 else All(parts)


def _demanding(table: object, key: str) -> Condition:
    """As `parse`, for a table within a condition, which has to demand something."""
    if table == {}:
        raise ConditionError(key, "demands nothing")
    return parse(table, key)


def _parts(name: str, value: object, key: str) -> Iterator[Condition]:
    if name == "not":
        yield Not(_demanding(value, key))
    elif name in _COMBINING:
        if not isinstance(value, list) or not value:
            raise ConditionError(key, "is not a list of tables")
        several = tuple(_demanding(each, f"{key}[{index}]") for index, each in enumerate(value))
        yield Any_(several) if name == "any" else All(several)
    elif name in FACTS:
        for operator, operand in _operators(value).items():
            yield Test(name, _operator(operator, key), _operand(operator, operand, f"{key}.{operator}"))
    else:
        raise ConditionError(key, f"there is no fact {name!r}{did_you_mean(nearest(name, (*FACTS, *_COMBINING)))}")


def _operators(value: object) -> Mapping[str, object]:
    if isinstance(value, dict):
        return value
    return {"one_of" if isinstance(value, list) else "equals": value}


def _operator(name: str, key: str) -> Operator:
    for operator in OPERATORS:
        if operator == name:
            return operator
    raise ConditionError(f"{key}.{name}", f"there is no operator {name!r}{did_you_mean(nearest(name, OPERATORS))}")


def _operand(operator: str, value: Any, key: str) -> Operand:
    if isinstance(value, str) and value.startswith("$"):
        reference = value[1:].removesuffix("?")
        if operator not in _TAKES.get(REFERENCES.get(reference, ""), ()):
            raise ConditionError(
                key, f"{value!r} is no setting that {operator} can refer to{did_you_mean(nearest(reference, REFERENCES))}"
            )
        return value
    if operator in _FLAGS:
        valid, expected = isinstance(value, bool), "true or false"
    elif operator in _NUMBERS:
        valid, expected = isinstance(value, int | float) and not isinstance(value, bool), "a number"
    elif operator == "equals":
        valid, expected = isinstance(value, str | int | float | bool), "a single value"
    else:
        valid = isinstance(value, list) and all(isinstance(each, str | int | float | bool) for each in value)
        expected = "a list of values"
    if not valid:
        raise ConditionError(key, f"{value!r} is not {expected}")
    return tuple(value) if isinstance(value, list) else value
