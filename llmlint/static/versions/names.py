"""How may the name of a distribution be written?  (PEP 503)"""

from __future__ import annotations

import re
from functools import lru_cache


@lru_cache(maxsize=64)
def naming(distribution: str) -> re.Pattern[str]:
    """Matches `distribution` (its canonical name) at the start of a text, however it is written there."""
    return re.compile(rf"\s*{spellings(distribution)}(?![\w.-]*\w)", re.IGNORECASE)


def spellings(distribution: str) -> str:
    """The expression for all spellings of `distribution`, but for upper and lower case."""
    return "[-_.]+".join(map(re.escape, distribution.split("-")))
