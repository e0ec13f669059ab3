"""What do the tests of the command line share?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from llmlint import cli

POLICY = """
[limits]
timeout = 30
max_output_tokens = 500

[environments.production]
limits.max_output_tokens = 100

[environments.staging]
"""
BOT = """from openai import OpenAI

client = OpenAI()


def reply(question):
    return client.chat.completions.create(model="gpt-4o", messages=question, max_tokens=200)


def both(question, cap=None):
    # llmlint: ignore[missing-timeout] the caller waits with a deadline of its own
    return client.chat.completions.create(model="gpt-4o", messages=question, max_tokens=cap)
"""
CLEAN = """from openai import OpenAI

OpenAI(timeout=20).chat.completions.create(model="gpt-4o", messages=[], max_tokens=50)
"""


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    status: int
    out: str
    err: str


Run = Callable[..., Done]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory with a policy, and no setting of the user in the environment."""
    for variable in ("LLMLINT_ENV", "LLMLINT_DEBUG", "COLUMNS", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "llmlint.toml").write_text(POLICY)
    return tmp_path


@pytest.fixture
def project(folder: Path) -> Path:
    """The working directory with a module that has findings, and one without."""
    (folder / "bot.py").write_text(BOT)
    (folder / "clean.py").write_text(CLEAN)
    return folder


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """`run(*arguments)`: the command line in this process."""

    def call(*arguments: str) -> Done:
        capsys.readouterr()
        status = cli.run(arguments)
        said = capsys.readouterr()
        return Done(status, said.out, said.err)

    return call
