"""Counts the texts of `texts` by llmlint and by tiktoken itself, where no socket can be made; run by `test_tokens`.

    python -m tests.knowledge.network_closed FOLDER

FOLDER is tiktoken's cache, in which it finds its vocabularies; llmlint has counted before tiktoken is told of it.  Prints JSON.
"""

from __future__ import annotations

import json
import os
import socket
import sys
from typing import NoReturn

from llmlint.knowledge.tokens import count
from llmlint.knowledge.vocabulary import TOKENIZERS
from llmlint.values import Known
from tests.knowledge.texts import texts


class Closed(socket.socket):
    """A socket that cannot be made."""

    def __init__(self, *_: object, **__: object) -> None:
        raise OSError("the network is closed")


def refuse(*_: object, **__: object) -> NoReturn:
    raise OSError("the network is closed")


def main(cache: str) -> None:
    socket.socket = Closed  # type: ignore[misc]
    socket.create_connection = socket.getaddrinfo = refuse
    os.environ["TIKTOKEN_CACHE_DIR"] = ""
    ours: dict[str, list[int | None]] = {}
    for name in TOKENIZERS:
        counts = [count(text, name) for text in texts()]
        ours[name] = [int(str(counted.value)) if isinstance(counted, Known) else None for counted in counts]

    import tiktoken

    asked = "answered"
    try:
        tiktoken.get_encoding(TOKENIZERS[0])
    except OSError:
        asked = "refused"
    os.environ["TIKTOKEN_CACHE_DIR"] = cache
    theirs = {
        name: [len(tiktoken.get_encoding(name).encode(text, disallowed_special=())) for text in texts()] for name in TOKENIZERS
    }
    json.dump({"network": asked, "ours": ours, "theirs": theirs}, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
