"""Does a program get the interface that is promised, key by key?"""

from __future__ import annotations

import json
from typing import Any

import pytest

from llmlint.findings import FileResult, Report, Unreadable
from llmlint.report import json as report_json
from llmlint.values import (
    UNBOUNDED,
    Absent,
    Bounded,
    Known,
    Layer,
    OneOf,
    Origin,
    Place,
    Reason,
    Unknown,
    Value,
)


def test_findings(report: Report) -> None:
    data: dict[str, Any] = json.loads(report_json.findings(report))
    assert list(data) == ["schema", "findings", "summary"]
    assert data["schema"] == 1
    assert data["summary"] == {
        "files": 5,
        "calls": 7,
        "outcomes": {"fail": 4, "possible": 1, "undecided": 0, "suppressed": 1, "pass": 1},
        "unreadable": 1,
    }
    assert [each["verdict"] for each in data["findings"]].count("undecided") == 1
    assert data["findings"][1] == {
        "rule": "missing-timeout",
        "verdict": "fail",
        "severity": "warning",
        "path": "bot/reply.py",
        "cell": None,
        "line": 12,
        "column": 13,
        "message": "no timeout is set for openai chat.completions.create; 600 s is in force; at most 30 s is allowed",
        "origin": {"path": "bot/clients.py", "cell": None, "line": 9, "column": 10},
        "related": [{"path": "bot/clients.py", "line": 9, "message": "the client is made here"}],
        "fix": {"title": "timeout=30", "safety": "unsafe"},
    }


def test_calls(report: Report) -> None:
    data: dict[str, Any] = json.loads(report_json.calls(report))
    assert list(data) == ["schema", "calls"]
    assert data["calls"][0] == {
        "path": "bot/reply.py",
        "cell": None,
        "line": 12,
        "column": 13,
        "end_line": 12,
        "end_column": 75,
        "symbol": "reply",
        "sdk": "openai",
        "provider": "openai",
        "api": "chat.completions.create",
        "kind": "generation",
        "form": "request",
        "via": None,
        "async": True,
        "stream": False,
        "task": {"name": "summarization", "evidence": "name summarise_thread matches 'summari*'"},
        "facts": {
            "model": {"state": "known", "value": "gpt-4o-mini", "source": "call", "at": "bot/reply.py:12"},
            "timeout": {"state": "known", "value": 600, "source": "sdk_default", "at": None},
            "max_output_tokens": {
                "state": "one_of",
                "values": [500, {"state": "bounded", "min": 1, "max": 900}, {"state": "absent"}],
                "open": True,
            },
            "max_retries": {"state": "known", "value": None, "source": "client", "at": "bot/clients.py:9"},
            "api_key": {"state": "unknown", "reason": "environment"},
        },
        "retry_layers": [{"kind": "tenacity.retry", "line": 10, "attempts": 3}],
    }
    assert data["calls"][-1]["cell"] == 3


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Known(30, Origin(Layer.CALL, Place("a.py", 4))), {"state": "known", "value": 30, "source": "call", "at": "a.py:4"}),
        (Known(UNBOUNDED), {"state": "known", "value": None, "source": "call", "at": None}),
        (Absent(), {"state": "absent"}),
        (OneOf((Known("a"), Known("b"))), {"state": "one_of", "values": ["a", "b"], "open": False}),
        (OneOf((Known("a"), Unknown(Reason.IMPORTED))), {"state": "one_of", "values": ["a"], "open": True}),
        (Bounded(None, 500), {"state": "bounded", "min": None, "max": 500}),
        (Unknown(Reason.STARRED_KWARGS, "options"), {"state": "unknown", "reason": "starred-kwargs"}),
    ],
)
def test_every_state_of_a_fact(value: Value, expected: dict[str, Any]) -> None:
    assert report_json.fact(value) == expected


def test_a_file_name_that_is_no_unicode_is_valid_json() -> None:
    name = b"caf\xe9.py".decode("utf-8", "surrogateescape")
    text = report_json.findings(Report((FileResult(name, unreadable=(Unreadable(name, "why"),)),)))
    assert text.isascii()
