"""Is a default on which versions disagree one of several, and that of the version where it is known?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from llmlint.engine import lint_bytes
from llmlint.facts import CallFacts
from llmlint.knowledge.loader import COMPILED, Knowledge, parse
from llmlint.knowledge.packing import packed
from llmlint.policy.load import default, load
from llmlint.static import project
from llmlint.static.project import Project
from llmlint.values import Absent, Known, alternatives

BOT = """import openai

openai.OpenAI().chat.completions.create(model="gpt-4o", messages=[])
openai.chat.completions.create(model="gpt-4o", messages=[])
"""


def different() -> Knowledge:
    """The knowledge as if openai before 1.40 had an entry of its own, its timeout 60, before 1.10 30, and before 1.2 none."""
    data = json.loads(COMPILED.read_text(encoding="utf-8"))
    new = data["sdks"]["openai"]
    old = json.loads(json.dumps(new)) | {"id": "openai-older", "versions": ">=1,<1.40"}
    new["versions"] = ">=1.40"
    history = [{"versions": "<1.2", "default": None}, {"versions": "<1.10", "default": 30}]
    old["options"]["timeout"] |= {"default": 60, "history": history}
    old["options"]["max_retries"]["default"] = 5
    data["sdks"] = [*data["sdks"].values(), old]
    return parse(packed(data))


def calls(folder: Path, stated: str | None) -> list[CallFacts]:
    (folder / "llmlint.toml").write_text("" if stated is None else f'[sdks]\nopenai = "{stated}"\n', encoding="utf-8")
    policy = default() if stated is None else load(folder / "llmlint.toml")
    return [call.facts for call in lint_bytes("bot.py", BOT.encode(), Project(folder), policy).calls]


def numbers(call: CallFacts, fact: str) -> set[object]:
    """What a fact may be; None for absent."""
    found = alternatives(call.effective(fact))
    assert all(isinstance(each, Known | Absent) for each in found)
    return {each.value if isinstance(each, Known) else None for each in found}


@pytest.mark.parametrize(
    ("stated", "timeouts", "retries"),
    [
        ("1.61", {600}, {2}),
        ("1.40.0", {600}, {2}),
        ("1.39", {60}, {5}),
        ("1.9", {30}, {5}),
        ("1.1.7", {None}, {5}),
        ("<1.40", {None, 30, 60}, {5}),
        (">=1.20,<3", {60, 600}, {2, 5}),
        (">=1.2,!=1.*", {600}, {2}),
        (">=1", {None, 30, 60, 600}, {2, 5}),
        (None, {None, 30, 60, 600}, {2, 5}),
    ],
)
def test_where_versions_disagree_the_default_is_one_of_several(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stated: str | None, timeouts: set[object], retries: set[object]
) -> None:
    monkeypatch.setattr(project, "knowledge", different)
    found = calls(tmp_path, stated)
    assert [call.place.line for call in found] == [3, 4]
    for call in found:
        assert numbers(call, "timeout") == timeouts
        assert numbers(call, "max_retries") == retries


def test_what_is_written_is_in_force_in_every_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(project, "knowledge", different)
    source = BOT.replace("OpenAI()", "OpenAI(timeout=7)").encode()
    first, _ = lint_bytes("bot.py", source, Project(tmp_path), default()).calls
    assert numbers(first.facts, "timeout") == {7}
    assert numbers(first.facts, "max_retries") == {2, 5}
