"""Which vocabulary does a tokenizer have, and how is it read without the network?

`tokenizers/manifest.json` describes the vocabularies that are shipped, with pattern, special tokens, source and checksums;
`refresh/tokenizers.py` writes it.  A packed vocabulary is the number of its tokens (4 bytes, little-endian), the length of each
(1 byte), and then the tokens, in the order of their ranks from 0.  It is not compressed: a wheel and a clone compress it all the
same (to 0.43 and 1.0 MB), and the bytes then do not depend on the version of a compressor.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from tiktoken import Encoding

FOLDER: Final = Path(__file__).with_name("tokenizers")
MANIFEST: Final = "manifest.json"
TOKENIZERS: Final = ("cl100k_base", "o200k_base")
"""The tokenizers whose vocabularies are shipped."""
LONGEST_TOKEN: Final = 128
"""Bytes of the longest token of any of these."""

_loaded: dict[str, Encoding] = {}
_lock = threading.Lock()


class VocabularyError(Exception):
    """A vocabulary is missing, damaged, or of a tokenizer that is not shipped."""


def encoding(tokenizer: str) -> Encoding:
    """tiktoken's encoding of this name, made once in a process.

    The first call takes tenths of a second, and 45 MB of memory for cl100k_base, 80 MB for o200k_base
    (`python -m benchmarks.tokens`).  Raises VocabularyError.
    """
    if tokenizer not in _loaded:
        with _lock:
            if tokenizer not in _loaded:
                _loaded[tokenizer] = _read(tokenizer)
    return _loaded[tokenizer]


def described(folder: Path = FOLDER) -> dict[str, Any]:
    """The manifest.  Raises VocabularyError where there is none that can be read."""
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise VocabularyError(f"{folder / MANIFEST}: {error}") from error
    return manifest


def packed(tokenizer: str, folder: Path = FOLDER) -> bytes:
    """The packed vocabulary of a tokenizer, checked against the manifest.  Raises VocabularyError."""
    entry = described(folder)["tokenizers"].get(tokenizer)
    if entry is None:
        raise VocabularyError(f"the vocabulary of {tokenizer!r} is not shipped; there are {', '.join(TOKENIZERS)}")
    file = folder / str(entry["packed"]["file"])
    try:
        data = file.read_bytes()
    except OSError as error:
        raise VocabularyError(f"{file}: {error}") from error
    if hashlib.sha256(data).hexdigest() != entry["packed"]["sha256"]:
        raise VocabularyError(f"{file} is damaged: install llmlint again")
    return data


def ranks(data: bytes) -> dict[bytes, int]:
    """The tokens of a packed vocabulary, each with its rank, in the order of these."""
    number = int.from_bytes(data[:4], "little")
    tokens = io.BytesIO(data)
    tokens.seek(4 + number)
    return dict(zip(map(tokens.read, data[4 : 4 + number]), range(number), strict=True))


def _read(tokenizer: str) -> Encoding:
    data = packed(tokenizer)
    from tiktoken import Encoding

    entry = described()["tokenizers"][tokenizer]
    return Encoding(tokenizer, pat_str=entry["pattern"], mergeable_ranks=ranks(data), special_tokens=entry["special_tokens"])


def _renew_lock() -> None:
    # Another thread of the parent may have held it when the process forked, and would never give it back here.
    global _lock
    _lock = threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_renew_lock)
