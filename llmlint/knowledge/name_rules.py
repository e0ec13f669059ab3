"""Which names does the rule of a price list cover?

A rule is [how, what], as genai-prices has it: the list's own statement of which names mean one of its models.  Names are compared
in lower case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

Rule = Sequence[Any]


def covers(rule: Rule, name: str) -> bool:
    """Whether `name`, in lower case, is covered."""
    how, what = rule
    match how:
        case "equals":
            return bool(name == what.lower())
        case "starts_with":
            return name.startswith(what.lower())
        case "ends_with":
            return name.endswith(what.lower())
        case "contains":
            return what.lower() in name
        case "regex":
            return re.search(what, name) is not None
        case "or":
            return any(covers(each, name) for each in what)
        case "and":
            return all(covers(each, name) for each in what)
    raise AssertionError(f"rule {how!r}")


def named(rule: Rule) -> Iterator[str]:
    """The names that a rule lists one by one."""
    how, what = rule
    if how == "equals":
        yield what
    elif how == "or":
        for each in what:
            yield from named(each)


def beyond_names(rule: Rule) -> Rule | None:
    """What a rule covers beyond the names it lists; None where that is nothing."""
    how, what = rule
    if how == "equals":
        return None
    if how == "or":
        rest = [left for left in map(beyond_names, what) if left is not None]
        return None if not rest else rest[0] if len(rest) == 1 else ["or", rest]
    return rule
