"""Does a path, a model or a name match a pattern of the policy?

Patterns are case-sensitive.  In a path `*` stays within a folder and `**` crosses folders; elsewhere `*` matches anything.
"""

from __future__ import annotations

import re
from fnmatch import translate
from functools import lru_cache


@lru_cache(maxsize=2048)
def _name(pattern: str) -> re.Pattern[str]:
    return re.compile(translate(pattern))


@lru_cache(maxsize=2048)
def _path(pattern: str) -> re.Pattern[str]:
    parts: list[str] = []
    for token in re.split(r"(\*\*/|\*\*|\*|\?)", pattern):
        match token:
            case "**/":
                parts.append("(?:[^/]+/)*")
            case "**":
                parts.append(".*")
            case "*":
                parts.append("[^/]*")
            case "?":
                parts.append("[^/]")
            case _:
                parts.append(re.escape(token))
    return re.compile("".join(parts) + r"\Z")


def matches_name(text: str, pattern: str) -> bool:
    """Whether a model or an identifier matches `pattern`."""
    return _name(pattern).match(text) is not None


def matches_path(path: str, pattern: str) -> bool:
    """Whether a posix path matches `pattern`; a pattern that names a folder matches all below it."""
    return _path(pattern).match(path) is not None or _path(pattern.rstrip("/") + "/**").match(path) is not None
