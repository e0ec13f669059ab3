"""Between which numbers does a `min` or a `max` stand?"""

from __future__ import annotations

from pathlib import Path

import pytest

from llmlint.engine import lint_bytes
from llmlint.policy.load import default
from llmlint.static.project import Project
from llmlint.values import Bounded, Known, Reason, Unknown, Value


def tokens(folder: Path, expression: str) -> Value:
    """The cap in force for a call that is given `expression`; `n` is a parameter, `few` is 10 or 20."""
    code = f"""
from openai import OpenAI
client = OpenAI(timeout=9)
def ask(n, flag):
    few = 10 if flag else 20
    return client.responses.create(model="gpt-4o", input="Hello", max_output_tokens={expression})
"""
    (call,) = lint_bytes("app.py", code.encode(), Project(folder), default()).calls
    return call.facts.effective("max_output_tokens")


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("min(30, 40)", Known(30)),
        ("max(30, 40.5)", Known(40.5)),
        ("min(n, 30)", Bounded(None, 30)),
        ("min(n, 30, 20)", Bounded(None, 20)),
        ("max(n, 30)", Bounded(30, None)),
        ("max(16, min(n, 900))", Bounded(16, 900)),
        ("min(900, max(n, 16))", Bounded(16, 900)),
        ("min(max(n, 16), 8)", Known(8)),
        ("max(min(n, 900), 1000)", Known(1000)),
        ("min(few, 30)", Bounded(10, 20)),
        ("min(few, 15)", Bounded(10, 15)),
        ("max(few, n)", Bounded(10, None)),
        ("min(few, n)", Bounded(None, 20)),
        ("min(n, n)", Unknown(Reason.CALL_RESULT)),
        ("min(*n, 30)", Unknown(Reason.CALL_RESULT)),
        ("int(min(n, 30))", Bounded(None, 30)),
    ],
)
def test_an_extreme(tmp_path: Path, expression: str, value: Value) -> None:
    assert tokens(tmp_path, expression) == value
