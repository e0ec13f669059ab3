"""Does `llmlint sdks` tell what is known of SDKs, to people and to programs?"""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import Run
from .test_process import llmlint


def test_the_table(folder: Path, run: Run) -> None:
    done = run("sdks")
    assert (done.status, done.err) == (0, "")
    lines = done.out.splitlines()

    def row(title: str) -> str:
        """The row of an SDK: its name, which may take a line of its own, its versions and its columns."""
        at = next(number for number, line in enumerate(lines) if line.startswith(f"{title} "))
        return lines[at] if "  " in lines[at].rstrip() else f"{lines[at]} {lines[at + 1]}"

    def place(title: str) -> int:
        return next(number for number, line in enumerate(lines) if line.startswith(title))

    assert " none " in row("Ollama")
    assert " 600 s " in row("Anthropic")
    assert " required " in row("Anthropic")
    assert " ms " in row("Google Gen AI")
    frameworks = place("Frameworks: objects that carry the options, and send later")
    assert place("SDKs") < place("OpenAI ") < frameworks
    assert any(" 12 " in line for line in lines[frameworks:])


def test_one_name_may_mean_several(folder: Path, run: Run) -> None:
    heads = [line.split(":")[0] for line in run("sdks", "openai").out.splitlines() if ", imported as " in line]
    assert heads == ["OpenAI (openai)", "OpenAI, before 1 (openai-legacy)"]
    assert run("sdks", "mistral").out.count(", imported as ") == 3
    assert run("sdks", "langchain_openai.ChatOpenAI").out.count(", imported as ") == 1


def test_a_page(folder: Path, run: Run) -> None:
    page = run("sdks", "google-genai").out
    assert "none: the call may hang forever" in page
    assert "in milliseconds; none by default; None: the default, which is no limit; 0: no limit" in page
    assert "client: http_options.timeout, config.http_options.timeout" in page
    assert "GEMINI_API_KEY (api_key)" in page
    assert "See also: " in page


@pytest.mark.parametrize("name", ["opnai", "anthropc", "langchian-openai"])
def test_a_name_that_means_nothing(folder: Path, run: Run, name: str) -> None:
    done = run("sdks", name)
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith(f"llmlint: no SDK {name!r} is known; did you mean '")
    assert done.err.count("\n") == 1


@pytest.mark.parametrize("name", ["", "zzzzzzzz", "\x1b[31m"])
def test_a_name_like_no_other(folder: Path, run: Run, name: str) -> None:
    assert run("sdks", name).err == f"llmlint: no SDK {name!r} is known\n"


def test_json(folder: Path, run: Run) -> None:
    every = json.loads(run("sdks", "--format", "json").out)
    assert every["schema"] == 1
    assert {"openai", "ollama", "langchain-openai"} <= {each["id"] for each in every["sdks"]}
    (ollama,) = json.loads(run("sdks", "ollama", "--format", "json").out)["sdks"]
    assert ollama in every["sdks"]
    assert ollama["by_default"]["timeout"] == [{"versions": "", "seconds": None}]


def test_colour_only_where_it_is_wanted(folder: Path) -> None:
    assert "\x1b" not in llmlint("sdks", cwd=folder).stdout
    assert "\x1b" not in llmlint("sdks", "openai", cwd=folder, FORCE_COLOR="1", NO_COLOR="1").stdout
    assert "\x1b[31;1mnone\x1b[0m" in llmlint("sdks", cwd=folder, FORCE_COLOR="1").stdout


def test_at_a_terminal(folder: Path) -> None:
    reader, writer = pty.openpty()
    with os.fdopen(reader, "rb", closefd=True) as screen:
        done = llmlint("sdks", "ollama", cwd=folder, stdout=writer, TERM="xterm", COLUMNS="80")
        os.close(writer)
        shown = screen.read1(1 << 16)
    assert done.returncode == 0
    assert shown.startswith(b"\x1b[1mOllama (ollama)\x1b[0m: ollama, imported as ollama\r\n")


def test_other_commands_do_not_load_it(folder: Path) -> None:
    script = "import sys; from llmlint.cli import run; run(['rules']); print([m for m in sys.modules if 'report.sdks' in m])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines()[-1] == "[]"
