"""Which keys could a provider have issued?  Drawn by chance from the pattern of a format, the same in every run.

No text that looks like a key stands in this repository: its keys are put together when a test runs.
"""

from __future__ import annotations

import random
import re
import string
from collections.abc import Iterator
from functools import lru_cache
from re import _constants as code  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from llmlint.knowledge.keys import KeyFormat
from llmlint.knowledge.loader import knowledge
from llmlint.static.randomness import looks_random


def formats(confidence: str = "") -> list[KeyFormat]:
    """The formats that are known, or those of one confidence."""
    return [key for key in knowledge().keys if confidence in ("", key.confidence)]


def title(key: KeyFormat) -> str:
    """A name for a list of tests, one for each entry."""
    several = [each for each in knowledge().keys if each.id == key.id]
    return key.id if len(several) == 1 else f"{key.id}-{key.confidence}"


@lru_cache(maxsize=1024)
def drawn(key: KeyFormat, number: int = 0) -> str:
    """The `number`-th key of a format; a draw that nobody could tell from a placeholder is drawn again."""
    chance = random.Random(f"{key.id} {key.pattern} {number}")
    prefix = max(key.prefixes, key=len, default="")
    while True:
        text = "".join(_drawn(parser.parse(key.pattern), chance))
        if re.fullmatch(key.pattern, text) and looks_random(text[len(prefix) :], key.entropy):
            return text


@lru_cache(maxsize=64)
def key(name: str) -> str:
    """A key of the format of this title, or the first of this id."""
    return drawn(next(each for each in knowledge().keys if name in (title(each), each.id)))


def _drawn(nodes: Any, chance: random.Random) -> Iterator[str]:
    for kind, argument in nodes:
        match kind:
            case code.LITERAL:
                yield chr(argument)
            case code.IN:
                yield chance.choice(_characters(argument))
            case code.SUBPATTERN:
                yield from _drawn(argument[-1], chance)
            case code.BRANCH:
                yield from _drawn(chance.choice(argument[1]), chance)
            case code.MAX_REPEAT:
                least, most, inner = argument
                for _ in range(chance.randint(least, min(most, least + 60))):
                    yield from _drawn(inner, chance)
            case code.ASSERT:
                pass  # looks ahead: whether it holds is seen of the whole
            case _:
                raise ValueError(f"patterns of keys do without {kind}")


def _characters(members: Any) -> str:
    found = ""
    for kind, argument in members:
        if kind is code.RANGE:
            found += "".join(map(chr, range(argument[0], argument[1] + 1)))
        elif kind is code.LITERAL:
            found += chr(argument)
        else:
            raise ValueError(f"patterns of keys do without {kind}")
    assert set(found) <= set(string.printable)
    return found
