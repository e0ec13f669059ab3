"""Is `models.json` current, and is a mistake in what is written of models by hand told in one line?"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from llmlint.knowledge.build import FOLDER, main
from llmlint.knowledge.build_models import compile_models
from llmlint.knowledge.models import COMPILED
from llmlint.knowledge.written import KnowledgeError


def test_models_are_current() -> None:
    assert COMPILED.read_text(encoding="utf-8") == compile_models(), "run: python -m llmlint.knowledge.build"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """One provider, and all that is published: enough to be wrong in, and quick to compile."""
    shutil.copytree(FOLDER / "snapshots", tmp_path / "snapshots")
    (tmp_path / "models").mkdir()
    shutil.copyfile(FOLDER / "models" / "xai.toml", tmp_path / "models" / "xai.toml")
    return tmp_path


FACTS = '[[models]]\nnames = ["grok-4"]\nreference = "x"\n'
DEFECT = '[[defects]]\nid = "a"\nnames = ["grok-4"]\ndescription = "b"\nreference = "x"\n'


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (FACTS + "resoning = true", "16: xai.models.0.resoning: is no key that is known here; did you mean 'reasoning'?"),
        (FACTS + "retires = 2026-02-30", "16:11: is not TOML: Invalid date or datetime"),
        (
            FACTS + 'retires = "soon"',
            "16: xai.models.0.retires: input should be a valid date or datetime, input is too short, not 'soon'",
        ),
        (
            FACTS + 'price = { input = "-3" }',
            "16: xai.models.0.price.input: '-3' is no price; expected USD by the million tokens or by the piece, as text like",
        ),
        (
            FACTS + 'price = { output = "3 USD" }',
            "16: xai.models.0.price.output: '3 USD' is no price; expected USD by the million",
        ),
        (FACTS + 'price = { output = "inf" }', "16: xai.models.0.price.output: 'inf' is no price; expected USD by the million"),
        (FACTS + "price = { output = 0.1 }", "16: xai.models.0.price.output: input should be a valid string, not 0.1"),
        (FACTS + "context_window = 0", "16: xai.models.0.context_window: input should be greater than 0, not 0"),
        (FACTS + 'tokenizer = "gpt2"', "16: xai.models.0.tokenizer: 'gpt2' is not valid; expected 'cl100k_base', 'o200k_base'"),
        (FACTS + 'kind = "chat"', "16: xai.models.0.kind: 'chat' is not valid; expected 'generation', 'embedding', 'image'"),
        ('[[models]]\nnames = ["grok-4"]', "xai.models.0.reference: is missing"),
        (
            '[[models]]\nnames = ["gork-4"]\nreference = "x"',
            "'gork-4'; expected its kind, where it is a new one; did you mean 'grok-4",
        ),
        ('[[models]]\nnames = ["gork*"]\nreference = "x"', "14: xai.models.0.names.0: no model that is known is a 'gork*'"),
        ('[[models]]\nnames = []\nreference = "x"', "xai.models.0.names: list should have at least 1 item"),
        (DEFECT.replace("grok-4", "gork*"), "15: xai.defects.0.names.0: no model that is known is a 'gork*'"),
        (DEFECT + "limits = 3", "18: xai.defects.0.limits: is no key that is known here; did you mean 'limit'?"),
    ],
)
def test_a_mistake_is_one_line(copy: Path, written: str, said: str) -> None:
    path = copy / "models" / "xai.toml"
    path.write_text(path.read_text(encoding="utf-8").rstrip() + "\n" * 4 + written + "\n", encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        compile_models(copy)
    (problem,) = str(caught.value).splitlines()
    assert problem.startswith("models/xai.toml:")
    assert said in problem, problem


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('id = "xai"', 'id = "x-ai"', "models/xai.toml:1: x-ai.id: 'x-ai' is not the name of the file; expected 'xai'"),
        ('"x-ai"\n', '"x-aI"\n', "xai.sources.genai_prices: genai-prices knows no provider 'x-aI'; did you mean 'x-ai'?"),
        ('litellm = ["xai"]', 'litellm = ["xia"]', "xai.sources.litellm.0: litellm knows no provider 'xia'; did you mean 'xai'?"),
    ],
)
def test_a_provider_that_no_source_has(copy: Path, old: str, new: str, said: str) -> None:
    path = copy / "models" / "xai.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        compile_models(copy)
    (problem,) = str(caught.value).splitlines()
    assert said in problem


def test_what_is_written_by_hand_stands_over_the_sources(copy: Path) -> None:
    path = copy / "models" / "xai.toml"
    added = """
[[models]]
names = ["grok-4", "grok-99"]
kind = "generation"
context_window = 5
price = { input = "1.5", request = "0.01" }
reference = "read somewhere"
"""
    path.write_text(path.read_text(encoding="utf-8") + added, encoding="utf-8")
    section = json.loads(compile_models(copy))["xai"]
    for name in ("grok-4", "grok-99"):
        row = section["names"][name]
        assert row["context_window"] == 5
        rates = {"input": "1.5", "request": "0.01"}
        assert section["prices"][row["price"]] == {
            "source": "read somewhere",
            "provider": "xai",
            "id": name,
            "dated": [{"rates": rates}],
        }


def test_a_lost_snapshot_is_said(copy: Path) -> None:
    (copy / "snapshots" / "litellm.json").write_text("{", encoding="utf-8")
    with pytest.raises(KnowledgeError, match="snapshots: a snapshot cannot be read"):
        compile_models(copy)


def test_the_command_says_so_and_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(FOLDER, tmp_path / "knowledge")
    path = tmp_path / "knowledge" / "models" / "xai.toml"
    path.write_text("id = 3\n", encoding="utf-8")
    before = (tmp_path / "knowledge" / "models.json").read_bytes()
    assert main(tmp_path / "knowledge") == 2
    assert "models/xai.toml:1: 3.id: input should be a valid string" in capsys.readouterr().err
    assert (tmp_path / "knowledge" / "models.json").read_bytes() == before
