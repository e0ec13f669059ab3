"""What does a production process load for the guard?"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from llmlint.policy.compiled import to_plain

from .conftest import PolicyOf

FORBIDDEN = {
    "click",
    "libcst",
    "packaging",
    "pathspec",
    "pydantic",
    "rich",
    "tiktoken",
    "tomli",
    "tomllib",
    "openai",
    "anthropic",
    "httpx2",
}


def loaded(program: str) -> set[str]:
    code = f"import sys; before = set(sys.modules)\n{program}\nprint(*sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def roots(modules: set[str]) -> set[str]:
    return {module.partition(".")[0] for module in modules}


def test_import() -> None:
    modules = loaded("from llmlint import guard")
    assert roots(modules) & FORBIDDEN == set()
    # The evaluator, the knowledge and wrapt come with `install`: a program that only names its tasks does without them.
    assert "wrapt" not in modules
    assert not any(module.startswith(("llmlint.policy", "llmlint.knowledge", "llmlint.static")) for module in modules)


@pytest.mark.parametrize("suffix", ["json", "toml"])
def test_install(suffix: str, policy: PolicyOf, tmp_path: Path) -> None:
    text = '[limits]\ntimeout = 3\nmodels = ["small-*"]'
    (tmp_path / "policy.json").write_text(json.dumps(to_plain(policy(text))), encoding="utf-8")
    (tmp_path / "policy.toml").write_text(text, encoding="utf-8")
    modules = loaded(f"from llmlint import guard; guard.install({str(tmp_path / f'policy.{suffix}')!r})")
    assert roots(modules) & FORBIDDEN == set()
    assert not any(module.startswith(("llmlint.static", "llmlint.policy.load", "llmlint.policy.schema")) for module in modules)
