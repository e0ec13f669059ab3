"""What does a literal credential look like, and what does its look tell?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class KeyFormat:
    """One form of a literal credential, as `KeyFormat` of the schema tells it."""

    id: str
    provider: str
    pattern: str
    confidence: Literal["certain", "possible", "named", "public"]
    prefixes: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
    entropy: float = 3.0
    run: int = 0


def key_format(data: Mapping[str, Any]) -> KeyFormat:
    """The format from the data of a compiled file."""
    fields: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in data.items()}
    return KeyFormat(**fields)
