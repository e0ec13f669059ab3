"""Does `check` say what it found, in both formats, and end with the right status?"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .conftest import BOT, CLEAN, Run


def test_golden(project: Path, run: Run, golden: Callable[..., None]) -> None:
    golden("check.txt", run("check", "--show", "suppressed").out, project)


def test_the_default_is_the_working_directory(project: Path, run: Run) -> None:
    assert run("check").out == run("check", ".").out


def test_statuses(project: Path, run: Run) -> None:
    assert run("check").status == 1
    assert run("check", "clean.py").status == 0
    assert run("check", "--fail-on", "error").status == 0
    assert run("check", "--fail-on", "info").status == 1
    assert run("check", "--fail-on", "never").status == 0


def test_possible_findings_count_only_when_asked(project: Path, run: Run) -> None:
    (project / "bot.py").write_text(BOT.replace("OpenAI()", "OpenAI(timeout=5)").replace("max_tokens=200", "max_tokens=9"))
    (project / "llmlint.toml").write_text('[rules]\nunused-suppression.severity = "off"\n')
    told = run("check")
    assert "warning[missing-output-cap] possible:" in told.out
    assert told.status == 0
    assert run("check", "--fail-on-possible").status == 1
    assert run("check", "--fail-on-possible", "--fail-on", "error").status == 0


def test_json_shape(project: Path, run: Run) -> None:
    done = run("check", "--format", "json")
    data: dict[str, Any] = json.loads(done.out)
    assert done.status == 1
    assert list(data) == ["schema", "findings", "summary"]
    assert list(data["summary"]) == ["files", "calls", "outcomes", "unreadable"]
    assert list(data["summary"]["outcomes"]) == ["fail", "possible", "undecided", "suppressed", "pass"]
    assert sum(data["summary"]["outcomes"].values()) == data["summary"]["calls"] == 3
    for finding in data["findings"]:
        assert list(finding) == [
            *("rule", "verdict", "severity", "path", "cell", "line", "column", "message", "origin", "related", "fix")
        ]
        assert finding["verdict"] in {"fail", "possible", "undecided"}
        assert finding["severity"] in {"error", "warning", "info"}
        assert all(list(each) == ["path", "line", "message"] for each in finding["related"])


def test_environments(project: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    over = "output-cap-over-limit"
    assert over in run("check").out
    assert over in run("check", "--environment", "production").out
    assert over not in run("check", "--environment", "staging").out
    assert over in run("check", "--environment", "staging", "--environment", "production").out
    monkeypatch.setenv("LLMLINT_ENV", "staging")
    assert over not in run("check").out
    assert over in run("check", "--environment", "production").out


def test_standard_input(project: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def typed(text: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))

    typed(BOT)
    assert "src/chat.py:7:12: warning[missing-timeout]" in run("check", "-", "--stdin-filename", "src/chat.py").out
    typed(BOT)
    assert "<stdin>:7:12: warning[missing-timeout]" in run("check", "-").out
    typed(CLEAN)
    assert run("check", "-").status == 0


def test_the_nearest_policy_governs_each_file(project: Path, run: Run) -> None:
    (project / "lax").mkdir()
    (project / "lax/bot.py").write_text(BOT)
    (project / "lax/llmlint.toml").write_text('[rules]\nmissing-timeout.severity = "off"\nunused-suppression.severity = "off"\n')
    told = run("check").out
    assert "\nbot.py:7:12: warning[missing-timeout]" in "\n" + told
    assert "lax/bot.py:7:12: warning[missing-timeout]" not in told
    assert "lax/bot.py:7:12: warning[missing-timeout]" in run("check", "--config", "llmlint.toml", "lax").out


def test_paths_are_as_seen_from_the_working_directory(project: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "sub").mkdir()
    monkeypatch.chdir(project / "sub")
    assert "../bot.py:7:12: warning[missing-timeout]" in run("check", "..").out


def test_a_policy_from_elsewhere_speaks_of_the_paths_here(
    project: Path, run: Run, tmp_path_factory: pytest.TempPathFactory
) -> None:
    policy = tmp_path_factory.mktemp("team") / "team.toml"
    policy.write_text('[paths."bot.py".rules]\nmissing-timeout.severity = "error"\n')
    assert "bot.py:7:12: error[missing-timeout]" in run("check", "--config", str(policy)).out


def test_exclusions(project: Path, run: Run) -> None:
    assert run("check", "--exclude", "bot.py").status == 0
    assert run("check", "bot.py", "--exclude", "bot.*").status == 0
    (project / "llmlint.toml").write_text('exclude = ["bot.py"]\n')
    assert run("check").status == 0
    assert run("check", "bot.py").status == 1
    assert run("check", "bot.py", "--force-exclude").status == 0


def test_what_cannot_be_read_is_named_and_counted(project: Path, run: Run) -> None:
    (project / "broken.py").write_text("from openai import OpenAI\nOpenAI().chat.completions.create(\n")
    (project / "latin.py").write_bytes(CLEAN.encode() + b"name = 'caf\xe9'\n")
    done = run("check", "broken.py", "latin.py")
    assert done.status == 0
    assert "broken.py:2: not read:" in done.out
    assert "latin.py:4: not read:" in done.out
    assert done.out.endswith("2 unreadable\n")
    assert "not read: latin.py:4" in run("check", "latin.py", "--format", "json").err


def test_a_key_is_never_printed_whole(project: Path, run: Run) -> None:
    key = "sk-proj-" + "Zq3vK8mTn1Lw6RbY" * 3
    (project / "keys.py").write_text(
        f"from openai import OpenAI\n\nOpenAI(api_key='{key}').responses.create(model='gpt-4o', input='')\n"
    )
    for form in ("text", "json"):
        told = run("check", "keys.py", "--format", form).out
        assert "hardcoded-key" in told
        assert key[:-4] not in told
        assert key[-4:] in told
