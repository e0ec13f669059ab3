"""Do `explain`, `calls`, `rules` and `policy bundle` answer what they are asked?"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from llmlint.policy.compiled import from_plain
from llmlint.policy.load import load

from .conftest import Run

EXAMPLE = Path(__file__).parents[2] / "examples" / "support_bot"


def test_a_rule(project: Path, run: Run, golden: Callable[..., None]) -> None:
    done = run("explain", "missing-timeout")
    assert done.status == 0
    golden("explain-rule.txt", done.out)


def test_a_call(project: Path, run: Run, golden: Callable[..., None]) -> None:
    golden("explain-call.txt", run("explain", "bot.py:7").out, project)


@pytest.mark.parametrize("place", ["bot.py:7:12", "bot.py:7:12:", "./bot.py:7"])
def test_a_place_may_be_copied_from_the_output(project: Path, run: Run, place: str) -> None:
    assert run("explain", place).out == run("explain", "bot.py:7").out


@pytest.mark.parametrize(("name", "place"), [("attribute", "bot/replies.py:13"), ("derived", "bot/escalation.py:19")])
def test_the_trail(
    folder: Path, run: Run, golden: Callable[..., None], monkeypatch: pytest.MonkeyPatch, name: str, place: str
) -> None:
    monkeypatch.chdir(EXAMPLE)
    monkeypatch.setenv("COLUMNS", "80")
    golden(f"explain-{name}.txt", run("explain", place).out)


def test_the_trail_is_seen_from_the_working_directory(project: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "tools").mkdir()
    monkeypatch.chdir(project / "tools")
    assert "client  ../bot.py:3  client is bound" in run("explain", "../bot.py:7").out


def test_the_trail_of_a_call_in_a_notebook(project: Path, run: Run) -> None:
    cells = ["from openai import OpenAI\nclient = OpenAI()", "client.responses.create(model='gpt-4o', input='')"]
    code = [{"cell_type": "code", "source": text} for text in cells]
    (project / "notes.ipynb").write_text(json.dumps({"cells": code, "nbformat": 4}))
    assert "client  notes.ipynb:cell 0:2  client is bound" in run("explain", "notes.ipynb:cell 1:1").out


def test_without_anything_followed_there_is_no_trail(project: Path, run: Run) -> None:
    assert "Trail" not in run("explain", "clean.py:3").out


def test_a_suppressed_rule_is_told_as_such(project: Path, run: Run) -> None:
    assert "suppressed  missing-timeout" in run("explain", "bot.py:12").out


def test_a_finding_that_is_of_no_call(project: Path, run: Run) -> None:
    (project / "old.py").write_text("import openai\nx = 1  # llmlint: ignore[missing-timeout] no longer\n")
    assert "unused-suppression" in run("explain", "old.py:2").out


def test_a_cell_of_a_notebook(project: Path, run: Run) -> None:
    call = "OpenAI().responses.create(model='gpt-4o', input='')"
    cells = [
        {"cell_type": "code", "source": ["from openai import OpenAI\n", call]},
        {"cell_type": "code", "source": ["\n", call]},
    ]
    (project / "notes.ipynb").write_text(json.dumps({"cells": cells, "nbformat": 4}))
    assert run("explain", "notes.ipynb:2").out.count("openai responses.create") >= 2
    told = run("explain", "notes.ipynb:cell 1:2")
    assert told.out.startswith("notes.ipynb:cell 1:2:1  openai responses.create\n")
    assert "notes.ipynb:cell 0" not in told.out


def test_calls(project: Path, run: Run, golden: Callable[..., None]) -> None:
    golden("calls.txt", run("calls").out)
    data = json.loads(run("calls", "--format", "json").out)
    assert [(call["path"], call["line"]) for call in data["calls"]] == [("bot.py", 7), ("bot.py", 12), ("clean.py", 3)]


def test_calls_that_fail_are_no_failure_here(project: Path, run: Run) -> None:
    assert run("calls").status == 0


def test_rules(project: Path, run: Run) -> None:
    (project / "llmlint.toml").write_text('[rules]\nmissing-timeout.severity = "off"\n')
    assert "off      missing-timeout" in run("rules").out
    rules = {rule["id"]: rule for rule in json.loads(run("rules", "--format", "json").out)["rules"]}
    assert rules["missing-timeout"]["severity"] == "off"
    assert rules["missing-timeout"]["default_severity"] == "warning"
    assert rules["missing-timeout"]["packs"] == ["recommended", "strict"]


def test_bundle(project: Path, run: Run) -> None:
    expected = load(project / "llmlint.toml")
    assert from_plain(json.loads(run("policy", "bundle", "--policy-only").out)) == expected
    assert run("policy", "bundle", "llmlint.toml", "-o", "bundle.json").status == 0
    whole = from_plain(json.loads((project / "bundle.json").read_text()))
    assert whole.digest == expected.digest
    assert set(whole.sites) <= {"bot.py"}
    assert run("policy", "bundle", "-o", "no/such/folder.json").status == 2
