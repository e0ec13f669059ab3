"""Is the house in order: format, lint, types, layers, and the habits that no tool checks?"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TOOLS = Path(sys.executable).parent
PACKAGE = sorted((ROOT / "llmlint").rglob("*.py"))


@pytest.mark.parametrize(
    "command",
    [("ruff", "format", "--check", "."), ("ruff", "check", "."), ("mypy",), ("lint-imports", "--no-cache")],
    ids=["format", "lint", "types", "layers"],
)
def test_tool(command: Sequence[str]) -> None:
    done = subprocess.run([str(TOOLS / command[0]), *command[1:]], cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("module", PACKAGE, ids=[str(module.relative_to(ROOT)) for module in PACKAGE])
def test_a_module_says_which_question_it_answers(module: Path) -> None:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    if module.name == "__init__.py":
        return
    first = (ast.get_docstring(tree) or "").partition("\n")[0]
    assert "?" in first, f"the docstring begins {first!r}"


def test_ci_runs_what_the_readme_says() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    command = re.search(r"^python3 -m venv .*pytest$", readme, re.MULTILINE)
    assert command is not None
    assert command.group() in (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()
