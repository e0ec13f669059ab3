"""Does the wheel hold what the checkout holds, and does it run where nothing else is installed?"""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from llmlint import __version__

from .conftest import ROOT, tracked

UNSAFE = "from openai import OpenAI\n\nOpenAI().chat.completions.create(model='gpt-4o', messages=[])\n"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.glob("*.whl")
    return built


@pytest.mark.slow
def test_the_wheel_holds_the_package_and_the_rules(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        inside = {name for name in archive.namelist() if ".dist-info/" not in name}
    expected = {f"llmlint/{name}" if name.startswith("rules/") else name for name in tracked("llmlint", "rules")}
    assert inside == expected


@pytest.mark.slow
def test_the_wheel_runs_in_a_clean_environment(wheel: Path, tmp_path: Path, clean_environment: dict[str, str]) -> None:
    def run(*command: str, status: int = 0) -> str:
        done = subprocess.run(command, cwd=tmp_path, env=clean_environment, capture_output=True, encoding="utf-8", check=False)
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout

    run(sys.executable, "-m", "venv", "venv")
    run("venv/bin/pip", "install", "--quiet", str(wheel))
    (tmp_path / "llmlint.toml").write_text('extend = ["recommended"]\n')
    (tmp_path / "bot.py").write_text(UNSAFE)
    assert run("venv/bin/llmlint", "--version") == f"llmlint {__version__}\n"
    assert run("venv/bin/python", "-m", "llmlint", "--version") == f"llmlint {__version__}\n"
    assert "missing-timeout" in run("venv/bin/llmlint", "rules")
    assert "bot.py:3:1: warning[missing-timeout]" in run("venv/bin/llmlint", "check", "bot.py", status=1)
    counting = "from llmlint.knowledge.tokens import count; print(count('hello world', 'o200k_base'))"
    assert run("venv/bin/python", "-c", counting).startswith("Known(value=2,")
