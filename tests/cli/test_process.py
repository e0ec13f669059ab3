"""How does llmlint behave as a process: what it loads, whom it prints to, how it ends?"""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import BOT, Run

HEAVY = ("libcst", "packaging", "pydantic", "rich", "tiktoken", "tomllib", "llmlint.static.scan")


def llmlint(*arguments: str, cwd: Path, stdout: int = subprocess.PIPE, **variables: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LLMLINT", "COLUMNS", "NO_COLOR", "FORCE"))}
    root = str(Path(__file__).parent.parent.parent)
    return subprocess.run(
        [sys.executable, "-m", "llmlint", *arguments],
        cwd=cwd,
        env={**kept, "PYTHONPATH": root, **variables},
        stdout=stdout,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize("flag", ["--version", "--help"])
def test_what_only_says_who_it_is_loads_nothing_heavy(folder: Path, flag: str) -> None:
    script = f"import sys; from llmlint.cli import run; run([{flag!r}]); print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_checking_needs_neither_rich_nor_what_writes_trails(project: Path) -> None:
    needless = ("rich", "tiktoken", "llmlint.static.link.recording.linker")
    script = f"import sys; from llmlint.cli import run; run(['check']); print([m for m in {needless!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], cwd=project, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_reader_that_leaves_early(project: Path) -> None:
    for number in range(200):
        (project / f"bot{number}.py").write_text(BOT)
    command = f"{sys.executable} -m llmlint check | head -1; echo ${{PIPESTATUS[0]}}"
    root = str(Path(__file__).parent.parent.parent)
    done = subprocess.run(
        ["bash", "-c", command], env={**os.environ, "PYTHONPATH": root}, capture_output=True, encoding="utf-8", check=True
    )
    first, status = done.stdout.splitlines()
    assert first.startswith("bot.py:7:12: warning[missing-timeout]")
    assert status == "1"
    assert done.stderr == ""


def test_no_colour_in_a_pipe_unless_forced(project: Path) -> None:
    assert "\x1b" not in llmlint("check", cwd=project).stdout
    assert "\x1b[" in llmlint("check", cwd=project, FORCE_COLOR="1").stdout
    assert "\x1b" not in llmlint("check", cwd=project, FORCE_COLOR="1", NO_COLOR="1").stdout


def test_colour_at_a_terminal(project: Path) -> None:
    reader, writer = pty.openpty()
    with os.fdopen(reader, "rb", closefd=True) as screen:
        done = llmlint("check", "clean.py", cwd=project, stdout=writer, TERM="xterm")
        os.close(writer)
        shown = screen.read1(4096)
    assert done.returncode == 0
    assert b"\x1b[32;1mNo findings." in shown


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_any_encoding_of_the_output(folder: Path, encoding: str) -> None:
    name = os.fsdecode(b"caf\xe9.py")
    try:
        (folder / name).write_text(BOT.replace("max_tokens=200", "user='日本'"))
    except OSError:
        pytest.skip("this file system takes only Unicode")
    done = llmlint("check", cwd=folder, PYTHONIOENCODING=encoding)
    assert done.returncode == 1
    assert "caf\\udce9.py:7:12" in done.stdout
    assert done.stderr == ""


def test_the_module_and_the_command_are_the_same(project: Path, run: Run) -> None:
    assert llmlint("check", cwd=project).stdout == run("check").out
