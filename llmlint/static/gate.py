"""Could these bytes hold a call to an LLM at all?

Cheap tests over raw bytes, derived from the knowledge, so that a file without LLM calls costs its read and no more.  What admits
a file is the end of a method's chain (`completions.create`), not an import: a third of real files get their client elsewhere.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from llmlint.knowledge.loader import knowledge

_CHAINS: Final = [path for path in knowledge().paths if "." in path]
LOUD: Final = knowledge().loud
ALIASABLE: Final = frozenset(path.rpartition(".")[2] for path in _CHAINS) | LOUD
"""The last name of every method that sends a request and can be told by its name."""
PENULTIMATE: Final = frozenset(path.split(".")[-2] for path in _CHAINS) | knowledge().views
"""The names that stand before it."""
QUIET: Final = knowledge().quiet
_BETWEEN: Final = r"(?:[\s\\]|#[^\r\n]*+)*+"
"""White space, line breaks and comments; possessive, so that a row of `#` costs no more than its length."""
_LOUD_TEXT: Final = rf"|\.[\s\\]*(?:{'|'.join(sorted(LOUD))})\b" if LOUD else ""
_CHAIN_TEXT: Final = rf"\b(?:{'|'.join(sorted(PENULTIMATE))}){_BETWEEN}\.[\s\\]*(?:{'|'.join(sorted(ALIASABLE))})\b{_LOUD_TEXT}"
"""The last two names of a method's path, across line breaks and comments."""
_CHAIN: Final = re.compile(_CHAIN_TEXT.encode())
# `completions = client.chat.completions`, to be called by that name.
_HELD: Final = re.compile(rb"=[^\n=]*\.(?:%s)[ \t]*(?:$|[\r\n#;])" % b"|".join(name.encode() for name in sorted(PENULTIMATE)))
# The dot makes this search twenty times as fast as the chain's: what it passes is searched again.
_TAIL: Final = re.compile(rb"\.[\s\\]*(?:%s)\b" % b"|".join(name.encode() for name in sorted(ALIASABLE)))


@lru_cache(maxsize=1)
def _chain_in_text() -> re.Pattern[str]:
    return re.compile(_CHAIN_TEXT)


@lru_cache(maxsize=256)
def _quietly(roots: frozenset[str]) -> re.Pattern[bytes]:
    return re.compile(_quietly_in_text(roots).pattern.encode())


@lru_cache(maxsize=256)
def _quietly_in_text(roots: frozenset[str]) -> re.Pattern[str]:
    names = sorted({name for root in roots for name in QUIET[root]})
    return re.compile(rf"\b(?:{'|'.join(names)})[ \t]*(?:\(|as\b)")  # `import ChatOpenAI as Chat`: to be called by that name


_PREFIXES: Final = sorted({prefix.encode() for key in knowledge().keys for prefix in key.prefixes})
_KEY: Final = re.compile(rb"(?<![A-Za-z0-9_-])(?:%s)" % b"|".join(re.escape(prefix) for prefix in _PREFIXES))
_SHORTEST: Final = [prefix for prefix in _PREFIXES if not any(other in prefix for other in _PREFIXES if other != prefix)]
_DIRECTIVE: Final = b"llmlint:"


def admits(data: bytes) -> bool:
    """Whether calls must be looked for."""
    if _TAIL.search(data) is not None and (_CHAIN.search(data) is not None or _HELD.search(data) is not None):
        return True
    roots = frozenset(root for root in QUIET if root.encode() in data)
    return bool(roots) and _quietly(roots).search(data) is not None


def places(text: str) -> list[int]:
    """The offsets, not in order, right behind what may name a method that sends a request."""
    found = [match.end() for match in _chain_in_text().finditer(text)]
    roots = frozenset(root for root in QUIET if root in text)
    if roots:
        found.extend(match.end() for match in _quietly_in_text(roots).finditer(text))
    return found


def quiet(text: str) -> frozenset[str]:
    """The names that may mean a call in `text` because the module they belong to is spoken of."""
    return frozenset(name for root, names in QUIET.items() if root in text for name in names)


def admits_notebook(data: bytes) -> bool:
    """Whether a notebook must be read; JSON may break a chain, so that only the cells' text can tell."""
    return _TAIL.search(data) is not None or any(root.encode() in data for root in QUIET)


def may_hold_keys(data: bytes) -> bool:
    """Whether a key format's prefix begins a word."""
    return any(prefix in data for prefix in _SHORTEST) and _KEY.search(data) is not None


def may_hold_directives(data: bytes) -> bool:
    """Whether a comment may speak to llmlint."""
    return _DIRECTIVE in data
