"""Of which kind is a request whose method sends several?  The guard's answer from the values that are sent."""

from __future__ import annotations

from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import Any

from llmlint.knowledge.loader import Method


def kind(method: Method, given: Callable[[str], Any]) -> str:
    """The kind of the first variant that fits, "" where none does; `given` tells what a parameter is given, None for nothing."""
    for variant in method.variants:
        value = given(variant.parameter)
        if value is None or (variant.without is not None and given(variant.without) is not None):
            continue
        items = value if isinstance(value, list | tuple) else (value,)
        words = [str(item).casefold() for item in items if item is not None]
        if variant.value == "*" or any(fnmatchcase(word, variant.value) for word in words):
            return variant.kind
    return ""
