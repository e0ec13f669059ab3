"""Could somebody's machine have drawn these characters, or has a person written them?"""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import Final

_PLACEHOLDER: Final = re.compile(
    r"(?i)your|example|placeholder|dummy|fake|redacted|change[-_]?me|insert|replace|xxxx|\*\*\*|0{5}|1234567|abcdefg|qwerty|asdfgh"
    r"|deadbeef|not[-_]?(?:a[-_]?)?real|test[-_]?(?:api)?[-_]?key|api[-_]key|secret[-_]?key|my[-_]?(?:secret|token|key)"
)
_IN_WORDS: Final = re.compile(r"[A-Z]?[a-z]{3,}")
_WORDS: Final = 0.75
"""The share of the text in words (`EvaluationRunV2ResponseTypedDict`); of random letters a quarter looks like it."""
_ROW: Final = 6
"""Characters in a row, as `abcdef`: of 64 random hexadecimal digits one in 20,000 has such."""
_PERIOD: Final = 12
"""A text that repeats so few characters, or fewer, was written by hand."""


def looks_random(text: str, least: float) -> bool:
    """Whether `text` could have been drawn at random, at `least` bits a character or more."""
    if entropy(text) < least or _PLACEHOLDER.search(text) is not None:
        return False
    if ("-" in text or "_" in text) and not any(character.isdigit() for character in text):
        return False  # words, joined
    if text != text.lower() and sum(map(len, _IN_WORDS.findall(text))) > _WORDS * len(text):
        return False
    return not (_repeats(text) or _counts(text, 1) or _counts(text, 2))


def entropy(text: str) -> float:
    """Bits a character, by how often each occurs."""
    size = len(text)
    return -sum(count / size * math.log2(count / size) for count in Counter(text).values())


def _repeats(text: str) -> bool:
    """Whether all of it, or all but the beginning, is one short piece again and again."""
    return any(text[period:] == text[:-period] for period in range(1, min(_PERIOD, len(text) // 2) + 1))


def _counts(text: str, stride: int) -> bool:
    """Whether it goes up or down by one for a while: `abcdef`, `654321`, and with a stride of 2 `a1b2c3`."""
    codes = [ord(character) for character in text.lower()]
    for step in (1, -1):
        row = 0
        for index in range(stride, len(codes)):
            row = row + 1 if codes[index] - codes[index - stride] == step else 0
            if row >= (_ROW - 1 if stride == 1 else _ROW):
                return True
    return False
