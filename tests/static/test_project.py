"""Which file does an import mean?"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from llmlint.engine import lint_bytes
from llmlint.policy.load import default
from llmlint.static.project import Project
from llmlint.values import Known, Unknown, Value, alternatives

CALL = 'client.responses.create(model="gpt-4o", input="Hello", max_output_tokens=9)\n'


def timeout(folder: Path, files: Mapping[str, str], asked: str = "app.py") -> Value:
    """The timeout in force for the one call of `asked`."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    (call,) = lint_bytes(asked, (folder / asked).read_bytes(), Project(folder), default()).calls
    return call.facts.effective("timeout")


def test_a_package_at_the_root_does_not_hide_what_is_installed(tmp_path: Path) -> None:
    code = f"import httpx\nfrom openai import OpenAI\nclient = OpenAI(timeout=httpx.Timeout(9))\n{CALL}"
    assert timeout(tmp_path, {"__init__.py": "", "app.py": code}) == Known(9)


@pytest.mark.parametrize(
    ("files", "importing"),
    [
        ({"llm.py": ""}, "from llm import client"),
        ({"llm.py": ""}, "import llm\nclient = llm.client"),
        ({"src/llm.py": ""}, "from llm import client"),
        ({"bot/__init__.py": "", "bot/llm.py": ""}, "from bot.llm import client"),
        ({"bot/llm.py": ""}, "from bot import llm\nclient = llm.client"),
        ({"bot/llm.py": ""}, "import bot.llm\nclient = bot.llm.client"),
        ({"bot/__init__.py": "", "bot/llm.py": ""}, "import bot.llm\nclient = bot.llm.client"),
        ({"bot/llm.py": ""}, "import bot.llm as models\nclient = models.client"),
        ({"bot/llm.py": "", "bot/__init__.py": "from .llm import client"}, "from bot import client"),
        ({"bot/llm.py": "", "bot/__init__.py": "from .llm import *"}, "from bot import client"),
    ],
)
def test_a_client_of_the_project(tmp_path: Path, files: Mapping[str, str], importing: str) -> None:
    made = "from openai import OpenAI\nclient = OpenAI(timeout=9)\n"
    texts = {name: made if name.endswith("llm.py") else text for name, text in files.items()}
    assert timeout(tmp_path, {**texts, "app.py": f"{importing}\n{CALL}"}) == Known(9)


@pytest.mark.parametrize(
    "importing", ["from . import client", "from .llm import client", "from ..bot import client", "from ..bot.llm import client"]
)
def test_a_relative_import(tmp_path: Path, importing: str) -> None:
    files = {
        "bot/__init__.py": "from .llm import client\n",
        "bot/llm.py": "from openai import OpenAI\nclient = OpenAI(timeout=9)\n",
        "bot/app.py": f"{importing}\n{CALL}",
        "__init__.py": "",
    }
    assert timeout(tmp_path, files, "bot/app.py") == Known(9)


def test_a_module_named_like_an_sdk_is_not_the_sdk(tmp_path: Path) -> None:
    files = {
        "openai.py": "class OpenAI: ...\n",
        "app.py": f"from openai import OpenAI\nclient = OpenAI(timeout=9)\n{CALL}",
    }
    assert timeout(tmp_path, files) == Known(9)


def test_a_program_started_inside_its_package(tmp_path: Path) -> None:
    made = "from openai import OpenAI\nclient = OpenAI(timeout=9)\n"
    files = {"bot/__init__.py": "", "bot/core/llm.py": made, "bot/services/__init__.py": ""}
    asked = {"bot/services/answers.py": f"from core.llm import client\n{CALL}"}
    assert timeout(tmp_path, {**files, **asked}, "bot/services/answers.py") == Known(9)


def test_a_file_outside_the_root_is_linked_against_its_own_project(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    (there / "bot").mkdir(parents=True)
    (there / "pyproject.toml").write_text("")
    (there / "llm.py").write_text("from openai import OpenAI\nclient = OpenAI(timeout=9)\n")
    code = f"from llm import client\n{CALL}".encode()
    (call,) = lint_bytes((there / "bot" / "app.py").as_posix(), code, Project(here), default()).calls
    assert call.facts.effective("timeout") == Known(9)


def test_callers_in_other_files(tmp_path: Path) -> None:
    files = {
        "bot/llm.py": f"def ask(client):\n    {CALL}",
        "bot/main.py": "from openai import OpenAI\nfrom bot.llm import ask\nask(OpenAI(timeout=9))\n",
        "tests/test_llm.py": "from openai import OpenAI\nfrom bot.llm import ask\nask(OpenAI(timeout=1))\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    project = Project(tmp_path, lambda folder: sorted(folder.rglob("*.py")))
    (call,) = lint_bytes("bot/llm.py", files["bot/llm.py"].encode(), project, default()).calls
    assert call.facts.effective("timeout") == Known(9)


def test_what_a_package_offers_may_be_called_by_anyone(tmp_path: Path) -> None:
    files = {
        "bot/__init__.py": "from bot.llm import ask\n",
        "bot/llm.py": f"def ask(client):\n    {CALL}",
        "bot/main.py": "from openai import OpenAI\nfrom bot.llm import ask\nask(OpenAI(timeout=9))\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    project = Project(tmp_path, lambda folder: sorted(folder.rglob("*.py")))
    (call,) = lint_bytes("bot/llm.py", files["bot/llm.py"].encode(), project, default()).calls
    assert {type(each) for each in alternatives(call.facts.effective("timeout"))} == {Known, Unknown}
