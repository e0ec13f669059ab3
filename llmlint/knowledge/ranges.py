"""Does a range of the knowledge hold a version?

Without `packaging`, which a production process does not load.  Ranges are ours and say `>=` and `<` of release numbers only
(`schema.Range`), and for those the order of PEP 440 is that of the numbers.  A pre-release counts as the release it comes before:
openai 1.0.0b3 has the API of 1.0.
"""

from __future__ import annotations

import re
from typing import Final

_CLAUSE: Final = re.compile(r"(>=|<)([0-9.]+)")
_RELEASE: Final = re.compile(r"v?([0-9]+(?:\.[0-9]+)*)")


def covers(versions: str, version: str) -> bool:
    """Whether `version` lies in the range `versions`; a text that does not begin as a version does lies in none."""
    found = _RELEASE.match(version)
    if found is None:
        return False
    release = _numbers(found.group(1))
    return all((release >= _numbers(bound)) is (operator == ">=") for operator, bound in _CLAUSE.findall(versions))


def meet(one: str, other: str) -> bool:
    """Whether two ranges have a version in common."""
    (low, high), (other_low, other_high) = _bounds(one), _bounds(other)
    lowest, beyond = max(low, other_low), _lower(high, other_high)
    return beyond is None or lowest < beyond


def inside(inner: str, outer: str) -> bool:
    """Whether `outer` holds every version of `inner`."""
    (low, high), (outer_low, outer_high) = _bounds(inner), _bounds(outer)
    return outer_low <= low and _lower(high, outer_high) == high


def _bounds(versions: str) -> tuple[tuple[int, ...], tuple[int, ...] | None]:
    """The first release of a range and the first beyond it, None where there is no end."""
    bounds = {operator: _numbers(bound) for operator, bound in _CLAUSE.findall(versions)}
    return bounds.get(">=", ()), bounds.get("<")


def _lower(one: tuple[int, ...] | None, other: tuple[int, ...] | None) -> tuple[int, ...] | None:
    """The end that comes first."""
    return min((end for end in (one, other) if end is not None), default=None)


def _numbers(release: str) -> tuple[int, ...]:
    """1.0 and 1 are one release."""
    return tuple(map(int, re.sub(r"(\.0+)+$", "", release).split(".")))
