"""Could these bytes hold a call to an LLM at all?

Cheap tests over raw bytes, derived from the knowledge, so that a file without LLM calls costs its read and no more.  What admits
a file is the end of a method's chain (`completions.create`), not an import: a third of real files get their client elsewhere.
"""

from __future__ import annotations

import re
from typing import Final

from llmlint.knowledge.loader import knowledge

_PATHS: Final = [path for sdk in knowledge().sdks.values() for path in sdk.methods]
ALIASABLE: Final = frozenset(path.rpartition(".")[2] for path in _PATHS)
"""The last name of every method that sends a request."""
PENULTIMATE: Final = frozenset(path.split(".")[-2] for path in _PATHS) | frozenset(
    view for sdk in knowledge().sdks.values() for view in sdk.views
)
"""The names that stand before it."""
_BETWEEN: Final = r"(?:[\s\\]|#[^\r\n]*+)*+"
"""White space, line breaks and comments; possessive, so that a row of `#` costs no more than its length."""
_CHAIN_TEXT: Final = rf"\b(?:{'|'.join(sorted(PENULTIMATE))}){_BETWEEN}\.[\s\\]*(?:{'|'.join(sorted(ALIASABLE))})\b"
CHAIN: Final = re.compile(_CHAIN_TEXT)
"""The last two names of a method's path, across line breaks and comments."""
_CHAIN: Final = re.compile(_CHAIN_TEXT.encode())
# `completions = client.chat.completions`, to be called by that name.
_HELD: Final = re.compile(rb"=[^\n=]*\.(?:%s)[ \t]*(?:$|[\r\n#;])" % b"|".join(name.encode() for name in sorted(PENULTIMATE)))
# The dot makes this search twenty times as fast as the chain's: what it passes is searched again.
_TAIL: Final = re.compile(rb"\.[\s\\]*(?:%s)\b" % b"|".join(name.encode() for name in sorted(ALIASABLE)))
_PREFIXES: Final = sorted({prefix.encode() for key in knowledge().keys for prefix in key.prefixes})
_KEY: Final = re.compile(rb"(?<![A-Za-z0-9_-])(?:%s)" % b"|".join(re.escape(prefix) for prefix in _PREFIXES))
_SHORTEST: Final = [prefix for prefix in _PREFIXES if not any(other in prefix for other in _PREFIXES if other != prefix)]
_DIRECTIVE: Final = b"llmlint:"


def admits(data: bytes) -> bool:
    """Whether calls must be looked for."""
    return _TAIL.search(data) is not None and (_CHAIN.search(data) is not None or _HELD.search(data) is not None)


def admits_notebook(data: bytes) -> bool:
    """Whether a notebook must be read; JSON may break a chain, so that only the cells' text can tell."""
    return _TAIL.search(data) is not None


def may_hold_keys(data: bytes) -> bool:
    """Whether a key format's prefix begins a word."""
    return any(prefix in data for prefix in _SHORTEST) and _KEY.search(data) is not None


def may_hold_directives(data: bytes) -> bool:
    """Whether a comment may speak to llmlint."""
    return _DIRECTIVE in data
