"""Does a program run under the guard as it runs without it?"""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

import llmlint
from tests.loopback import Provider

APP = """
    import os, sys
    import helper
    from openai import OpenAI

    def ask(model):
        client = OpenAI(api_key="k", base_url=os.environ["PROVIDER"] + "/v1")
        return client.chat.completions.create(model=model, messages=[{"role": "user", "content": "hi"}], max_tokens=5, timeout=9)

    if __name__ == "__main__":
        print(__name__, __file__ and os.path.basename(__file__), sys.argv[1:], helper.NAME)
        print(ask(sys.argv[1]).choices[0].message.content)
        sys.exit(3)
    """


@pytest.fixture
def project(tmp_path: Path) -> Path:
    package = tmp_path / "service" / "bot"
    package.mkdir(parents=True)
    for folder in (package, tmp_path / "service"):
        (folder / "helper.py").write_text("NAME = 'helper'\n", encoding="utf-8")
    (package / "__init__.py").touch()
    (tmp_path / "service" / "app.py").write_text(textwrap.dedent(APP), encoding="utf-8")
    (package / "__main__.py").write_text(textwrap.dedent(APP), encoding="utf-8")
    (tmp_path / "llmlint.toml").write_text("limits.models = ['small-*']\n", encoding="utf-8")
    return tmp_path


def run(folder: Path, *arguments: str, provider: Provider | None = None) -> subprocess.CompletedProcess[str]:
    environ = {
        **os.environ,
        "PYTHONPATH": str(Path(llmlint.__file__).parents[1]),
        "PROVIDER": "" if provider is None else provider.url,
        "COLUMNS": "80",
    }
    return subprocess.run(
        [sys.executable, "-m", "llmlint", "run", *arguments], cwd=folder, env=environ, capture_output=True, text=True, check=False
    )


def test_a_file(project: Path, provider: Provider) -> None:
    done = run(project, "service/app.py", "small-1", "--verbose", "-m", "x", provider=provider)
    assert done.stdout.splitlines() == ["__main__ app.py ['small-1', '--verbose', '-m', 'x'] helper", "yes"]
    assert done.returncode == 3


def test_a_module(project: Path, provider: Provider) -> None:
    done = run(project / "service", "-m", "bot", "small-1", provider=provider)
    assert done.stdout.splitlines() == ["__main__ __main__.py ['small-1'] helper", "yes"]
    assert done.returncode == 3


def test_its_calls_are_judged(project: Path, provider: Provider) -> None:
    done = run(project, "service/app.py", "large-1", provider=provider)
    assert done.returncode == 1
    assert "PolicyViolation: service/app.py:8: large-1 is not among the allowed models" in done.stderr
    assert provider.requests == []


@pytest.mark.parametrize("options", [["--mode", "warn"], ["--mode=observe"], ["--config", "other.toml"]])
def test_options(options: list[str], project: Path, provider: Provider) -> None:
    (project / "other.toml").write_text("limits.models = ['large-*']\n", encoding="utf-8")
    done = run(project, *options, "service/app.py", "large-1", provider=provider)
    assert done.returncode == 3
    assert ("is not among the allowed models" in done.stderr) is (options[-1] == "warn")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nowhere.py"], "llmlint: no such file: nowhere.py"),
        (["--config", "none.toml", "service/app.py"], "llmlint: no such policy: none.toml"),
        (["--environment", "moon", "service/app.py"], "llmlint: the policy declares no environment 'moon'; declared: none"),
        ([], "llmlint: Missing argument 'PROGRAM'. (llmlint run --help tells more)"),
        (["-m", "nothing_of_this_name"], "No module named nothing_of_this_name"),
    ],
)
def test_mistakes(arguments: list[str], told: str, project: Path) -> None:
    done = run(project, *arguments)
    assert told in done.stderr
    assert done.returncode in (1, 2)


def test_without_a_policy(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("print('ran')\n", encoding="utf-8")
    done = run(tmp_path, "app.py")
    assert done.returncode == 2
    assert "no policy found" in done.stderr
    assert done.stdout == ""
