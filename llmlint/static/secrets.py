"""Which literals are credentials?

Lexical, over the whole text, so that a file that does not parse is scanned as well.  Only formats with a telling prefix count,
and only when they look random: placeholders, repetitions and examples are nobody's secret.
"""

from __future__ import annotations

import math
import re
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
    expression = _expression(knowledge)
    found: list[SecretFacts] = []
    for number, line in enumerate(source.lines, 1):
        if len(line) > 20_000:
            continue
        for match in expression.finditer(line):
            text, kind = match.group(), str(match.lastgroup)
            if looks_random(text):
                span = Span(number, match.start() + 1, number, match.end() + 1)
                name = knowledge.keys[int(kind[1:])].id
                found.append(SecretFacts(source.place(span), name, text[-4:], (number, number)))
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
