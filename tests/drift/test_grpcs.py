"""Are the fields of a gRPC message found where nobody knows their names?"""

from __future__ import annotations

import pytest

from .probe.grpcs import fields
from .probe.values import places_of


def message(number: int, value: bytes | str | int) -> bytes:
    """One field; a length or number below 128 takes one byte."""
    if isinstance(value, int):
        return bytes([number << 3, value])
    part = value.encode() if isinstance(value, str) else value
    return bytes([number << 3 | 2, len(part)]) + part


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        (message(1, "a-model") + message(8, 77), {"1": "a-model", "8": 77}),
        (message(2, message(1, "\x01\x02é")), {"2": {"1": "\x01\x02é"}}),
        (message(3, "one") + message(3, "two"), {"3": "one", "3'": "two"}),
        (bytes([5 << 3 | 5]) + b"\0\0\x80\x3f", {"5": "0000803f"}),
        (bytes([8, 0xAC, 0x02]), {"1": 300}),
        (b"no message", "no message"),
        (b"", {}),
    ],
)
def test_a_message_is_read_by_the_numbers_of_its_fields(sent: bytes, read: object) -> None:
    assert fields(sent) == read


def test_what_may_be_a_text_or_a_message_is_found_as_both() -> None:
    sent = fields(message(4, "(M"))
    assert list(places_of("(M", sent)) == ["4.0"]
    assert list(places_of(77, sent)) == ["4.1.5"]
