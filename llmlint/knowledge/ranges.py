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


def _numbers(release: str) -> tuple[int, ...]:
    """1.0 and 1 are one release."""
    return tuple(map(int, re.sub(r"(\.0+)+$", "", release).split(".")))
