"""Is what the drift run wrote down read as it was meant, and does a recipe say what it can mean?"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from llmlint.knowledge.evidence import FILE, STATES, evidence, parse
from llmlint.knowledge.loader import knowledge

from . import recipes, run, writing
from .probing import Found, Result


def found(key: str, state: str, at: str = "", note: str = "", fact: str = "timeout.default") -> Found:
    return Found(key, fact, state, "600 s", "600 s", at, note)


def result(version: str, *several: Found, **observed: object) -> Result:
    return Result("openai", version, several, dict(observed), ())


def test_every_entry_of_the_evidence_is_one_of_the_knowledge() -> None:
    assert set(evidence()) <= set(knowledge().sdks)
    for name, known in evidence().items():
        assert known.versions, name
        assert known.facts, name
        assert all(fact.state in STATES and fact.statements for fact in known.facts.values()), name


def test_the_file_is_as_it_is_written() -> None:
    text = FILE.read_text(encoding="utf-8")
    data = json.loads(text)
    assert text == json.dumps(data, indent=1, ensure_ascii=False) + "\n"
    assert list(data["entries"]) == sorted(data["entries"])


def test_a_fact_is_as_weak_as_its_weakest_statement() -> None:
    told = writing.summed_up([result("1.0", found("a", "executed"), found("b", "introspected"))], "2026-11-21")
    assert told["facts"] == {"timeout.default": {"state": "introspected", "statements": 2}}


def test_what_one_version_has_not_got_weakens_nothing() -> None:
    older = result("1.0", found("a", "absent"), found("b", "source", note="botocore is not in this environment"))
    newer = result("2.0", found("a", "executed"), found("b", "executed"))
    assert writing.summed_up([older, newer], "2026-11-21")["facts"]["timeout.default"] == {"state": "executed", "statements": 2}


def test_why_nobody_looked_is_told() -> None:
    told = writing.summed_up([result("1.0", found("a", "source", note="read in the source"))], "2026-11-21")
    known = parse({"entries": {"openai": told}})["openai"].facts["timeout.default"]
    assert (known.state, known.statements, known.note) == ("source", 1, "read in the source")


def test_versions_tell_what_was_observed_and_what_was_not() -> None:
    data = writing.summed_up(
        [result("1.0", found("a", "executed")), result("2.0", found("a", "executed"), requests_on_429=3, default_timeout="none")],
        "2026-11-21",
    )
    first, second = parse({"entries": {"openai": data}})["openai"].versions
    assert (first.version, first.requests_on_429, first.default_timeout) == ("1.0", None, "unknown")
    assert (second.version, second.requests_on_429, second.default_timeout) == ("2.0", 3, "none")


def test_what_drifts_is_no_evidence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "evidence.json"
    file.write_text('{"entries": {"anthropic": {"kept": 1}, "openai": {"date": "2020-01-01"}}}', encoding="utf-8")
    monkeypatch.setattr(writing, "FILE", file)
    writing.update([result("1.0", found("a", "DRIFT"))], "2026-11-21")
    assert json.loads(file.read_text(encoding="utf-8")) == {"entries": {"anthropic": {"kept": 1}}}


def test_every_recipe_is_of_an_entry_and_can_be_read() -> None:
    several = recipes.recipes([])
    entries = {path.stem for path in (FILE.parent / "sdks").glob("*.toml")}
    assert {recipe.entry for recipe in several} <= entries
    for recipe in several:
        for requirements in recipe.environments:
            assert all("==" in each or each.startswith("httpx<") or "==" in requirements[0] for each in requirements), (
                recipe.entry
            )


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("environments = []", "no environments"),
        ('environments = [["a==1"]]\nsikp = {}', "unknown keys sikp"),
        ("environments = [[", "wrong.toml"),
    ],
)
def test_a_recipe_that_cannot_be_used_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], text: str, wrong: str
) -> None:
    (tmp_path / "wrong.toml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(recipes, "FOLDER", tmp_path)
    assert run.main([]) == 2
    assert wrong in capsys.readouterr().err


def test_a_recipe_that_is_not_there_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run.main(["openia"]) == 2
    assert "no recipe for openia" in capsys.readouterr().err


def test_the_readme_names_every_key_of_a_recipe() -> None:
    text = (Path(__file__).parent / "README.md").read_text(encoding="utf-8")
    told = set(re.findall(r"^\[?(\w+)", "\n".join(re.findall(r"```toml\n(.*?)```", text, re.DOTALL)), re.MULTILINE))
    assert told >= recipes.KEYS
