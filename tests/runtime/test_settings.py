"""Is the right policy found, and is it said what to do when there is none?"""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from llmlint import guard
from llmlint.policy.compiled import to_plain
from llmlint.runtime.settings import choose

from .conftest import PolicyOf

LIMITS = """
    [limits]
    timeout = 10
    [environments.production]
    limits.timeout = 5
    [guard]
    mode = "warn"
    """


@pytest.fixture
def bundle(policy: PolicyOf, tmp_path: Path) -> Path:
    file = tmp_path / "policy.json"
    file.write_text(json.dumps(to_plain(policy(LIMITS))), encoding="utf-8")
    return file


def test_a_compiled_policy(policy: PolicyOf) -> None:
    compiled = policy(LIMITS)
    chosen = choose(compiled, None, None, {})
    assert (chosen.policy, chosen.mode, chosen.environment, chosen.fail_open) == (compiled, "warn", None, True)


def test_a_bundle(bundle: Path, policy: PolicyOf) -> None:
    for given, environ in ((bundle, {}), (str(bundle), {}), (None, {"LLMLINT_POLICY": str(bundle)})):
        chosen = choose(given, None, None, environ)
        assert chosen.policy == policy(LIMITS)
        assert chosen.root == bundle.parent


@pytest.mark.parametrize("name", ["llmlint.toml", "pyproject.toml", "."])
def test_a_toml_policy_is_compiled_elsewhere(name: str, tmp_path: Path) -> None:
    text = textwrap.dedent(LIMITS)
    if name == "pyproject.toml":
        text = '[project]\nname = "x"\n' + text.replace("[", "[tool.llmlint.")
    (tmp_path / ("llmlint.toml" if name == "." else name)).write_text(text, encoding="utf-8")
    chosen = choose(tmp_path / name, None, None, {})
    assert chosen.policy.base["limits.timeout.max"].value == 10
    assert chosen.root == tmp_path


def test_arguments_before_variables_before_the_policy(policy: PolicyOf) -> None:
    compiled = policy(LIMITS)
    environ = {"LLMLINT_GUARD": "observe", "LLMLINT_ENV": "production"}
    assert choose(compiled, None, None, {}).mode == "warn"
    chosen = choose(compiled, None, None, environ)
    assert (chosen.mode, chosen.environment) == ("observe", "production")
    assert choose(compiled, "enforce", None, environ).mode == "enforce"
    assert choose(compiled, None, None, {"LLMLINT_GUARD": "", "LLMLINT_ENV": ""}).environment is None
    assert choose(policy("[limits]\ntimeout = 3"), None, None, {}).mode == "enforce"


def test_switched_off_it_needs_no_policy() -> None:
    assert choose("/nowhere/llmlint.toml", None, "nowhere", {"LLMLINT_GUARD": "off"}).mode == "off"


def test_what_is_wrong_is_named(policy: PolicyOf, tmp_path: Path) -> None:
    compiled = policy(LIMITS)
    damaged = tmp_path / "damaged.json"
    damaged.write_text('{"schema": 1}', encoding="utf-8")
    no_json = tmp_path / "no.json"
    no_json.write_text("[limits]", encoding="utf-8")
    misspelt = tmp_path / "misspelt" / "llmlint.toml"
    misspelt.parent.mkdir()
    misspelt.write_text("[limits]\ntimout = 3", encoding="utf-8")
    empty = tmp_path / "empty"
    empty.mkdir()
    for (policy_given, mode, environment), said in (
        ((compiled, "enforced", None), "no mode 'enforced'; there are enforce, warn, observe, off"),
        ((compiled, None, "prod"), "no environment 'prod'; declared: production"),
        ((tmp_path / "none.json", None, None), "none.json: No such file"),
        ((tmp_path / "none.toml", None, None), "none.toml: no such policy"),
        ((empty, None, None), "empty holds no policy"),
        ((damaged, None, None), "damaged.json: the bundle is damaged"),
        ((no_json, None, None), "no.json: not JSON"),
        ((misspelt, None, None), "timeout"),
    ):
        with pytest.raises(guard.GuardError, match=said):
            choose(policy_given, mode, environment, {})


PROGRAM = """
from llmlint import guard
try:
    installed = guard.install()
except guard.GuardError as error:
    print(error)
else:
    print(installed.policy.base["limits.timeout.max"].value)
"""


def test_the_main_modules_project_never_the_working_directory(tmp_path: Path) -> None:
    app, elsewhere = tmp_path / "project" / "src" / "app", tmp_path / "elsewhere"
    app.mkdir(parents=True)
    elsewhere.mkdir()
    (tmp_path / "project" / "pyproject.toml").write_text('[project]\nname = "x"\n', encoding="utf-8")
    (elsewhere / "llmlint.toml").write_text("[limits]\ntimeout = 99", encoding="utf-8")
    (app / "main.py").write_text(PROGRAM, encoding="utf-8")

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments], cwd=elsewhere, capture_output=True, text=True, check=True, encoding="utf-8"
        )
        return done.stdout.strip()

    assert run("-c", PROGRAM).startswith("no policy found: pass one")
    (tmp_path / "project" / "llmlint.toml").write_text("[limits]\ntimeout = 7", encoding="utf-8")
    assert run(str(app / "main.py")) == "7"
