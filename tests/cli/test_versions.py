"""Does the same source mean what it means in the versions that the policy states, or the files of the project?"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import Run

BOTH = """import openai
from openai import OpenAI

OpenAI().chat.completions.create(model="gpt-4o", messages=[])
openai.ChatCompletion.create(model="gpt-4o", messages=[])
openai.chat.completions.create(model="gpt-4o", messages=[])
"""
NEW = [4, 6]
OLD = [5]
LOCK = 'version = 1\n\n[[package]]\nname = "openai"\nversion = "{}"\n'


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def lines(run: Run, path: str) -> list[int]:
    """Where calls are found."""
    return [call["line"] for call in json.loads(run("calls", "--format", "json", path).out)["calls"]]


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({}, [*NEW, *OLD]),
        ({"requirements.txt": "openai"}, [*NEW, *OLD]),
        ({"requirements.txt": "openai>=0.27"}, [*NEW, *OLD]),
        ({"requirements.txt": "openai==0.28"}, OLD),
        ({"requirements.txt": "openai>=1"}, NEW),
        ({"uv.lock": LOCK.format("0.28.1"), "requirements.txt": "openai>=1"}, OLD),
        ({"pyproject.toml": '[project]\ndependencies = ["openai>=1"]\n'}, NEW),
        ({"llmlint.toml": '[sdks]\nopenai = "0.28"\n', "uv.lock": LOCK.format("1.61.0")}, OLD),
        ({"llmlint.toml": '[sdks]\nopenai = ">=1.30,<2"\n', "uv.lock": LOCK.format("0.28.1")}, NEW),
        ({"llmlint.toml": '[sdks]\nopenai = "<2"\n', "uv.lock": LOCK.format("0.28.1")}, [*NEW, *OLD]),
        ({"llmlint.toml": '[sdks]\nanthropic = "0.60"\n', "uv.lock": LOCK.format("0.28.1")}, OLD),
    ],
)
def test_versions_decide_what_is_a_call(folder: Path, run: Run, files: dict[str, str], found: list[int]) -> None:
    write(folder, {"bot.py": BOTH, **files})
    assert lines(run, "bot.py") == sorted(found)


def test_each_folder_of_a_repository_has_its_own(folder: Path, run: Run) -> None:
    write(folder, {"bot.py": BOTH, "old/bot.py": BOTH, "old/requirements.txt": "openai<1", "uv.lock": LOCK.format("2.0.0")})
    assert lines(run, "bot.py") == NEW
    assert lines(run, "old/bot.py") == OLD
    assert sorted(lines(run, ".")) == sorted([*NEW, *OLD])


def test_a_policy_speaks_for_its_folder_only(folder: Path, run: Run) -> None:
    write(folder, {"bot.py": BOTH, "old/bot.py": BOTH, "old/llmlint.toml": '[sdks]\nopenai = "0.28"\n'})
    write(folder, {"llmlint.toml": '[sdks]\nopenai = "1.61"\n'})
    assert lines(run, "bot.py") == NEW
    assert lines(run, "old/bot.py") == OLD
    assert sorted(lines(run, ".")) == sorted([*NEW, *OLD])


def test_a_client_of_a_shared_module_is_what_the_caller_runs_with(folder: Path, run: Run) -> None:
    shared = "from openai import OpenAI\n\nclient = OpenAI(timeout=3)\n"
    bot = "from shared import client\n\nclient.chat.completions.create(model='gpt-4o', messages=[], max_tokens=5)\n"
    write(folder, {"shared.py": shared, "old/bot.py": bot, "new/bot.py": bot})
    write(folder, {"old/requirements.txt": "openai==0.28", "new/requirements.txt": "openai==1.61"})
    assert lines(run, "new") == [3]
    assert lines(run, "old") == []
    assert lines(run, ".") == [3]


def test_a_damaged_lock_is_told_once(folder: Path, run: Run) -> None:
    write(folder, {"bot.py": BOTH, "other.py": BOTH, "plain.py": "import openai\n", "requirements.txt": "openai==0.28"})
    write(folder, {"uv.lock": LOCK.format("1.61.0") + "<<<<<<< HEAD\n"})
    assert "\nuv.lock:6: not read: says nothing of versions: holds a merge conflict\n" in run("check", "--fail-on", "never").out
    report = json.loads(run("check", "--format", "json", "--fail-on", "never").out)
    assert report["summary"]["unreadable"] == 1
    assert lines(run, "bot.py") == OLD


@pytest.mark.parametrize("name", ["uv.lock", "requirements.txt", "pyproject.toml"])
def test_nothing_is_read_where_no_sdk_is_met(folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    write(
        folder, {"bot.py": "import openai\n\n\ndef ask(client):\n    return client.ask(openai.__version__)\n", name: "openai==1"}
    )
    read: list[str] = []
    original = Path.read_bytes

    def read_bytes(path: Path) -> bytes:
        read.append(path.name)
        return original(path)

    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    assert lines(run, "bot.py") == []
    before = read.count(name)  # a policy may stand in pyproject.toml
    write(folder, {"bot.py": BOTH})
    lines(run, "bot.py")
    assert read.count(name) > before * 2


def test_packaging_is_loaded_where_an_sdk_is_met(folder: Path) -> None:
    write(folder, {"requirements.txt": "openai==1", "plain.py": "import openai\n", "bot.py": BOTH})
    program = "import sys; from llmlint import cli; cli.run(['calls', *sys.argv[1:]]); print('packaging' in sys.modules)"

    def loaded(path: str) -> str:
        command = [sys.executable, "-c", program, path]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()[-1]

    assert loaded("plain.py") == "False"
    assert loaded("bot.py") == "True"
