"""Which versions do specifiers leave open?

`packaging` tells whether a version is in a set, not whether two sets have one in common.  Every set is a union of intervals, so
what two have in common begins at a bound of one of them, or right above one that is left out, or at the first version of all: it
is enough to try those.  There may be no release at such a version; that there could be one is what counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from packaging.specifiers import SpecifierSet
from packaging.version import InvalidVersion, Version

_FIRST: Final = Version("0")
_BELOW: Final = 99999
"""No release has more of anything."""


class NoSpecifier(ValueError):
    """A text that is neither a version nor a specifier."""


def specifier(text: str) -> SpecifierSet:
    """The versions that `text` names: one (`1.60.0`), or those of a specifier (`>=1,<2`).  Raises NoSpecifier."""
    try:
        found = SpecifierSet(f"=={text}" if text[:1].isdigit() else text)
        hash(found)  # numbers of thousands of digits, which Python does not read, are met here
    except ValueError as error:
        raise NoSpecifier(str(error)) from error
    return found


@lru_cache(maxsize=512)
def examples(allowed: tuple[SpecifierSet, ...], ranges: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """A version from every part into which `ranges` divide what one of `allowed` admits; none if nothing is admitted.

    Pre-releases are admitted, and all are told as the release they belong to, as `ranges.covers` counts them.
    """
    cuts = {version for each in ranges for version in _bounds(SpecifierSet(each))}
    found: set[Version] = set()
    for each in allowed:
        try:
            tried = {_FIRST, *cuts, *_bounds(each)}
            found.update(Version(version.base_version) for version in tried if each.contains(version, prereleases=True))
        except ValueError:
            continue  # a number next to one of so many digits as Python just reads
    return tuple(map(str, sorted(found)))


def admits(allowed: Iterable[SpecifierSet], version: SpecifierSet) -> bool:
    """Whether one of `allowed` and `version` have a version in common."""
    return any(examples((each & version,)) for each in allowed)


def _bounds(specifiers: SpecifierSet) -> Iterator[Version]:
    """Where the intervals of `specifiers` begin and end, and the versions next to these."""
    for each in specifiers:
        try:
            bound = Version(each.version.removesuffix(".*"))
        except InvalidVersion:
            continue  # `===` compares texts
        yield bound
        numbers = list(bound.release)
        # 1.4.2, 1.5 and 2: where `~=1.4.2`, `==1.4.*` and the like end.
        for length in range(1, len(numbers) + 1):
            yield from _around([*numbers[: length - 1], numbers[length - 1] + 1])
        yield from _around(numbers)


def _around(numbers: list[int]) -> Iterator[Version]:
    yield Version(".".join(map(str, numbers)))
    yield Version(".".join(map(str, [*numbers, *[0] * (6 - len(numbers)), 1])))
    last = max((index for index, number in enumerate(numbers) if number), default=None)
    if last is not None:
        yield Version(".".join(map(str, [*numbers[:last], numbers[last] - 1, _BELOW])))
