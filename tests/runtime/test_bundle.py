"""Does a guard that sees no source know what source says of its calls?"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from llmlint import cli, guard
from llmlint.policy import load
from tests.loopback import Provider

APP = """from openai import OpenAI

from llmlint import guard


def ask(url, model):
    client = OpenAI(api_key="k", base_url=url + "/v1", timeout=9)
    # llmlint: task=sorting
    told = client.chat.completions.create(
        model=model,
        max_tokens=5,
        messages=[{"role": "user", "content": "hi"}],
    )
    return told


def suppressed(url, model):
    client = OpenAI(api_key="k", base_url=url + "/v1", timeout=9)
    return client.chat.completions.create(  # llmlint: ignore[missing-output-cap] as long as it takes
        model=model,
        messages=[{"role": "user", "content": "hi"}],
    )


def uncapped(url, model):
    client = OpenAI(api_key="k", base_url=url + "/v1", timeout=9)
    return client.chat.completions.create(model=model, messages=[{"role": "user", "content": "hi"}])


def prompted(url, model):
    client = OpenAI(api_key="k", base_url=url + "/v1", timeout=9)
    return client.chat.completions.create(
        model=model, max_tokens=5, messages=[{"role": "user", "content": "Is this positive or negative? It rains."}]
    )
"""
POLICY = """
[tasks.sorting]
models = ["small-*"]
detect.prompts = ["positive or negative"]

[tasks.writing]
models = ["large-*"]

[rules]
missing-output-cap.severity = "error"
model-not-allowed-for-task.severity = "error"
"""


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The module, with its policy bundled beside it."""
    (tmp_path / "llmlint.toml").write_text(POLICY, encoding="utf-8")
    (tmp_path / "app.py").write_text(APP, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert cli.run(["policy", "bundle", "-o", "policy.json"]) == 0
    spec = importlib.util.spec_from_file_location("app", tmp_path / "app.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


Ask = Callable[[str, str], object]


def rule_of(ask: Ask, url: str, model: str) -> str | None:
    try:
        ask(url, model)
    except guard.PolicyViolation as violation:
        return violation.rule
    return None


def test_a_task_that_a_comment_names(program: Any, provider: Provider) -> None:
    guard.install("policy.json")
    assert rule_of(program.ask, provider.url, "large-1") == "model-not-allowed-for-task"
    assert rule_of(program.ask, provider.url, "small-1") is None
    with guard.task("writing"):
        # What stands at the call itself is the strongest, on both sides.
        assert rule_of(program.ask, provider.url, "large-1") == "model-not-allowed-for-task"


def test_a_task_that_source_tells_otherwise(program: Any, provider: Provider) -> None:
    guard.install("policy.json")
    assert rule_of(program.prompted, provider.url, "large-1") == "model-not-allowed-for-task"
    with guard.task("writing"):
        assert rule_of(program.prompted, provider.url, "large-1") is None


def test_what_is_suppressed_is_accepted(program: Any, provider: Provider) -> None:
    guard.install("policy.json")
    assert rule_of(program.suppressed, provider.url, "m") is None
    assert rule_of(program.uncapped, provider.url, "m") == "missing-output-cap"


def test_without_source_nothing_of_it_is_known(program: Any, provider: Provider) -> None:
    guard.install("llmlint.toml")
    assert rule_of(program.ask, provider.url, "large-1") is None
    assert rule_of(program.suppressed, provider.url, "m") == "missing-output-cap"


def test_the_bundle(program: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    whole = json.loads((tmp_path / "policy.json").read_text(encoding="utf-8"))
    assert whole["sites"] == {
        "app.py": [[9, 13, "sorting", True, []], [19, 22, None, False, ["missing-output-cap"]], [32, 34, "sorting", False, []]]
    }
    assert cli.run(["policy", "bundle", "--policy-only"]) == 0
    alone = json.loads(capsys.readouterr().out)
    assert "sites" not in alone
    assert alone["digest"] == whole["digest"] == load.load(tmp_path / "llmlint.toml").digest
