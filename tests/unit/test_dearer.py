"""Is it told what another model costs, where that is known, and only where it is dearer?"""

from __future__ import annotations

import pytest

from llmlint.facts import CallFacts
from llmlint.policy.compiled import InForce
from llmlint.policy.prices import dearer
from llmlint.values import Absent, Known, Layer, Reason, Unknown, Value

NOBODY = InForce({}, ())
COSTS = "its output may cost"
LARGE = f"{COSTS} $0.80 a call, 81 times that of gpt-4o-mini"


def call(provider: str = "openai", cap: Value | None = None) -> CallFacts:
    layers = {
        "provider": ((Layer.CLIENT, Known(provider)),),
        "base_url": ((Layer.CLIENT, Absent()),),
        "max_output_tokens": ((Layer.CALL, Absent() if cap is None else cap),),
    }
    return CallFacts(None, "openai", "chat.completions.create", "generation", layers=layers)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "patterns", "facts", "told"),
    [
        # 8 USD a million tokens of o3, and 0.60 of gpt-4o-mini.
        ("o3", ("gpt-4o-mini*",), call(cap=Known(1000)), f"{COSTS} $0.0080 a call, 13 times that of gpt-4o-mini"),
        # Without a cap, 100,000 tokens of the one and 16,384 of the other.
        ("o3", ("gpt-4o-mini*",), call(), LARGE),
        (
            "o3",
            ("gpt-4o-mini*",),
            call(cap=Unknown(Reason.PARAMETER)),
            LARGE,
        ),
        (
            "deepseek-reasoner",
            ("deepseek-chat",),
            call("deepseek"),
            f"{COSTS} $0.14 a call, 16 times that of deepseek-chat",
        ),
        (
            "gpt-4o",
            ("acme-7b", "openai/gpt-4o-mini"),
            call(cap=Known(10)),
            f"{COSTS} $0.00010 a call, 17 times that of gpt-4o-mini",
        ),
        ("gpt-4o-mini", ("o3",), call(), None),
        ("gpt-4o-mini-2024-07-18", ("gpt-4o-mini",), call(), None),
        ("gpt-99-enormous", ("gpt-4o-mini",), call(), None),
        ("o3", ("acme-7b",), call(), None),
        ("o3", (), call(), None),
        ("o3", ("gpt-4o-mini",), call("azure"), None),
        ("o3", ("gpt-4o-mini",), call("gateway.acme.example"), None),
    ],
)
def test_dearer(name: str, patterns: tuple[str, ...], facts: CallFacts, told: str | None) -> None:
    assert dearer(name, patterns, facts, NOBODY) == told
