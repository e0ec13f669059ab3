"""Which literals are credentials?

Lexical, over the whole text, so that a file that does not parse is scanned as well.  Only formats with a telling prefix count,
and only when they look random: placeholders, repetitions and examples are nobody's secret.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import Counter
from functools import lru_cache
from typing import Final

from llmlint.facts import SecretFacts
from llmlint.knowledge.loader import Knowledge
from llmlint.static.ir import Span
from llmlint.static.source import Source

MIN_ENTROPY: Final = 3.0
"""Bits a character; random keys have above 3.5, `sk-aaaa…` and `sk-1234567890…` stay below."""
_PLACEHOLDER: Final = re.compile(
    r"(?i)your|example|placeholder|dummy|fake|redacted|changeme|insert|replace|xxxx|\*\*\*|0000|1234567890|abcdef(?:gh|123)|test[-_]?key"
)


def secrets(source: Source, knowledge: Knowledge) -> list[SecretFacts]:
    """The credentials in `source`, in order, each place once."""
    found: list[SecretFacts] = []
    ends: list[int] | None = None
    for match in _expression(knowledge).finditer(source.text):
        text = match.group()
        if not looks_random(text):
            continue
        if ends is None:
            ends = [newline.start() for newline in re.finditer("\n", source.text)]
        line = bisect_right(ends, match.start() - 1) + 1
        column = match.start() - (ends[line - 2] if line > 1 else -1)
        name = knowledge.keys[int(str(match.lastgroup)[1:])].id
        span = Span(line, column, line, column + len(text))
        found.append(SecretFacts(source.place(span), name, text[-4:], (line, line)))
    return found


def looks_random(text: str) -> bool:
    """Whether a literal of a key's shape could be a key."""
    body = text.rpartition("-")[2] if text.count("-") <= 2 else text
    counts = Counter(body)
    entropy = -sum(count / len(body) * math.log2(count / len(body)) for count in counts.values()) if body else 0.0
    return entropy >= MIN_ENTROPY and _PLACEHOLDER.search(text) is None


@lru_cache(maxsize=1)
def _compiled(patterns: tuple[str, ...]) -> re.Pattern[str]:
    alternatives = "|".join(f"(?P<k{index}>{pattern})" for index, pattern in enumerate(patterns))
    return re.compile(rf"(?<![A-Za-z0-9_-])(?:{alternatives})(?![A-Za-z0-9_-])")


def _expression(knowledge: Knowledge) -> re.Pattern[str]:
    return _compiled(tuple(key.pattern for key in knowledge.keys))
