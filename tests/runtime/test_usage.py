"""Is it read where the knowledge says that an answer tells, whatever holds it?"""

from __future__ import annotations

from typing import Any

import pytest

from llmlint.knowledge.entries import UsagePaths
from llmlint.runtime.usage import Reader, Usage


def read(where: UsagePaths, *pieces: Any) -> Reader:
    reader = Reader(where)
    for piece in pieces:
        reader.read(piece)
    return reader


@pytest.mark.parametrize(
    ("piece", "tokens"),
    [
        ({"usage": {"input": 7}}, 7),
        ({"usage": [{"input": 7}]}, None),
        ({"usage": b'{"input": 7}'}, 7),
        ({"usage": b'{"output": 7}'}, None),
        ({"usage": b'"input" 7'}, None),
        ({"usage": b'["input"]'}, None),
        ({"usage": {"input": "7"}}, 7),
        ({"usage": {"input": "many"}}, None),
        ({"usage": {"input": True}}, None),
        ({"usage": {"input": 7.0}}, 7),
        ({"usage": {"input": 7.5}}, None),
        ({"usage": None}, None),
    ],
)
def test_tokens(piece: Any, tokens: int | None) -> None:
    assert read(UsagePaths(input=("usage.input",)), piece).usage() == Usage(input=tokens)


def test_the_last_telling_counts_and_silence_takes_nothing_back() -> None:
    where = UsagePaths(output=("usage.output",), finish=("finish",), truncated=frozenset({"length"}))
    reader = read(where, {"usage": {"output": 1}}, {"usage": {"output": 3}, "finish": "length"}, {"usage": {}, "finish": None})
    assert (reader.usage().output, reader.finish, reader.truncated) == (3, "length", True)


def test_an_error_among_the_pieces() -> None:
    where = UsagePaths(error=("error.status", "error.code"))
    assert read(where, {"text": "so far"}).error is None
    assert read(where, {"text": "so far"}, {"error": {"status": "UNAVAILABLE"}}).error == "UNAVAILABLE"
    assert read(where, {"error": {"code": 503}}).error == "503"
