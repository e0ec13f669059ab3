"""Is every mistake told in one clear line, with status 2 and no traceback?"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from llmlint.commands import selection

from .conftest import Run


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["check", "--formt", "json"], "No such option '--formt'. Did you mean '--format'?"),
        (["check", "--format", "xml"], "Invalid value for '--format'"),
        (["chek"], "No such command 'chek'. Did you mean 'check'?"),
        (["check", "nowhere.py"], "no such file or folder: nowhere.py"),
        (["check", "x" * 300 + ".py"], "cannot be read (file name too long)"),
        (["check", "bot.py/inner.py"], "cannot be read (not a directory)"),
        (["check", "a\0b.py"], "null"),
        (["check", "-", "bot.py"], "cannot stand beside other paths"),
        (["check", "--stdin-filename", "bot.py"], "there is no -"),
        (["check", "--config", "nowhere.toml"], "--config: no such file: nowhere.toml"),
        (["check", "--config", "."], "--config: this is a folder: ."),
        (["check", "--environment", "prodution"], "did you mean 'production'?"),
        (["check", "--exclude", "!"], "--exclude:"),
        (["explain", "missing-timeot"], "no rule 'missing-timeot'; did you mean 'missing-timeout'?"),
        (["explain", "bot.py"], "bot.py is a file: say which line, as bot.py:12"),
        (["explain", "bot.py:1"], "no LLM call on line 1 of bot.py (calls start on lines 7, 12)"),
        (["explain", "nowhere.py:1"], "no such file or folder: nowhere.py"),
        (["explain", ".:1"], ". is a folder: name a file and a line"),
        (["policy", "bundle", "nowhere.toml"], "no such file or folder: nowhere.toml"),
    ],
)
def test_one_line(project: Path, run: Run, arguments: Sequence[str], told: str) -> None:
    done = run(*arguments)
    assert done.status == 2
    assert done.out == ""
    assert len(done.err.splitlines()) == 1
    assert done.err.startswith("llmlint: ")
    assert told in done.err


def test_a_policy_that_does_not_load(project: Path, run: Run) -> None:
    (project / "llmlint.toml").write_text("[limits]\ntimout = 30\n")
    done = run("check")
    assert (done.status, done.out) == (2, "")
    assert done.err == "llmlint: llmlint.toml:2: unknown key 'timout' in [limits]; did you mean 'timeout'?\n"


def test_the_problems_of_a_policy_are_seen_from_here(project: Path, run: Run) -> None:
    (project / "sub").mkdir()
    (project / "sub/llmlint.toml").write_text("[limits]\ntimout = 30\n")
    (project / "sub/a.py").write_text("")
    assert run("check").err.startswith("llmlint: sub/llmlint.toml:2: ")


def test_two_policies(project: Path, run: Run) -> None:
    (project / "pyproject.toml").write_text("[tool.llmlint]\n")
    done = run("check")
    assert done.status == 2
    assert len(done.err.splitlines()) == 1
    assert "a second policy beside [tool.llmlint]" in done.err


def test_a_folder_without_python_is_no_mistake(folder: Path, run: Run) -> None:
    done = run("check")
    assert done.status == 0
    assert done.err == "llmlint: no Python files in this folder\n"
    assert done.out.endswith("0 calls in 0 files: 0 pass, 0 fail, 0 possible, 0 undecided, 0 suppressed; 0 unreadable\n")


def test_an_environment_of_the_shell_that_no_policy_knows(project: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LLMLINT_ENV", "prodution")
    assert run("check").status == 2
    assert "$LLMLINT_ENV" in run("check").err
    (project / "llmlint.toml").write_text("")
    assert run("check").status == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read(project: Path, run: Run) -> None:
    (project / "bot.py").chmod(0)
    assert "permission denied" in run("check", "bot.py").err
    assert run("check").out.count("not read") == 1


def test_a_defect_of_llmlint_is_one_line(project: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_arguments: object, **_options: object) -> None:
        raise KeyError("gone")

    monkeypatch.setattr(selection, "lint", broken)
    done = run("check")
    assert done.status == 2
    assert len(done.err.splitlines()) == 1
    assert "internal error: KeyError: 'gone'" in done.err
    monkeypatch.setenv("LLMLINT_DEBUG", "1")
    assert "Traceback" in run("check").err


def test_help(run: Run, golden: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    commands = ([], ["check"], ["calls"], ["explain"], ["rules"], ["policy"], ["policy", "bundle"])
    golden("help.txt", "\n".join(f"$ llmlint {' '.join([*each, '--help'])}\n{run(*each, '--help').out}" for each in commands))
