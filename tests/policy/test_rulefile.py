"""Is a rule file read as its author meant it, and is a mistake in one told with its file and key?"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from llmlint.policy import compiled, conditions
from llmlint.policy.message import fields
from llmlint.policy.problems import RuleError
from llmlint.policy.rulefile import RulePage, pack_names, pages, rules_folder

TWELVE = {
    "missing-timeout",
    "unbounded-timeout",
    "timeout-over-limit",
    "missing-output-cap",
    "output-cap-over-limit",
    "hardcoded-key",
    "unbounded-retry",
    "retry-over-limit",
    "model-not-allowed-for-task",
    "model-not-allowed",
    "unused-suppression",
    "suppression-without-reason",
}
RULE = """\
summary = "a call that is too slow"
subject = "call"
group = "timeout"
rank = 7
severity = "warning"
packs = ["recommended"]
message = "{call} takes {found}"
remedy = "be quicker"
why = "Because."
references = ["https://example.com/"]
fix = { set = "timeout", to = "$limits.timeout.max", safety = "safe" }
[applies_to]
kind = ["generation"]
[require]
timeout = { max = 3 }
[[example]]
bad = "x"
good = "y"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "rules"
    (folder / "packs").mkdir(parents=True)
    (folder / "packs" / "recommended.toml").write_text("")
    return folder


def told(folder: Path, text: str, name: str = "slow-call.toml") -> str:
    (folder / name).write_text(text)
    with pytest.raises(RuleError) as caught:
        pages(folder)
    return str(caught.value)


def test_all_rules_are_there_by_subject_group_rank_and_id() -> None:
    rules = [page.rule for page in pages()]
    assert {rule.id for rule in rules} >= TWELVE
    assert [(rule.subject, rule.group, rule.rank, rule.id) for rule in rules] == sorted(
        (rule.subject, rule.group, rule.rank, rule.id) for rule in rules
    )
    assert {file.stem for file in rules_folder().glob("*.toml")} == {rule.id for rule in rules}
    assert pack_names() == ("recommended", "strict")


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.rule.id)
def test_a_rule_explains_itself(page: RulePage) -> None:
    assert 3 <= len(re.findall(r"[.:;](?:\s|$)", page.why)) <= 10
    assert page.references
    assert page.examples
    assert page.rule.remedy == page.rule.remedy.strip(" .")
    assert "\n" not in page.rule.remedy + page.rule.summary + page.rule.message
    assert all(len(line) <= 130 for example in page.examples for line in f"{example.bad}{example.good}".splitlines())
    if page.rule.subject == "call":
        assert {"call", "task"} & fields(page.rule.message) or page.rule.group.startswith("model")
    else:
        assert "call" not in fields(page.rule.message)
    for example in page.examples:
        for code in (example.bad, example.good):
            compile(code, page.rule.id, "exec")


def test_a_rule_becomes_what_evaluation_reads(folder: Path) -> None:
    (folder / "slow-call.toml").write_text(RULE)
    (page,) = pages(folder)
    assert page.rule.id == "slow-call"
    assert page.rule.applies_to == compiled.Test("kind", "one_of", ("generation",))
    assert page.rule.require == compiled.Test("timeout", "max", 3)
    assert page.rule.fix == compiled.FixTemplate("timeout", "$limits.timeout.max", "safe")
    assert (page.why, page.references, page.packs) == ("Because.", ("https://example.com/",), ("recommended",))
    assert [(example.bad, example.good, example.policy) for example in page.examples] == [("x", "y", "")]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("rank = 7", "rank = 0", "rank: input should be greater than or equal to 1"),
        ("rank = 7", "ranking = 7", "rank: field required"),
        ('severity = "warning"', 'severity = "off"', "severity: input should be 'error', 'warning' or 'info'"),
        ('subject = "call"', 'subject = "calls"', "subject: input should be 'call', 'client'"),
        ('"https://example.com/"', '"example.com"', "references.0: string should match"),
        ("{call}", "{cal}", "message: there is no field {cal}; did you mean 'call'?"),
        ("{found}", "{$limits.timout.max}", "message: there is no field {$limits.timout.max}"),
        ('["recommended"]', '["recommend"]', "packs: there is no pack 'recommend'; did you mean 'recommended'?"),
        ('set = "timeout"', 'set = "timeuot"', "fix.set: there is no fact 'timeuot'; did you mean 'timeout'?"),
        (
            'to = "$limits.timeout.max"',
            'to = "$limits.timeout"',
            "fix.to: there is no setting '$limits.timeout'; did you mean 'limits.timeout.m",
        ),
        (
            "timeout = { max = 3 }",
            "timeuot = { max = 3 }",
            "require.timeuot: there is no fact 'timeuot'; did you mean 'timeout'?",
        ),
        (
            "timeout = { max = 3 }",
            "timeout = { maxi = 3 }",
            "require.timeout.maxi: there is no operator 'maxi'; did you mean 'max'?",
        ),
        ("timeout = { max = 3 }", "timeout = { max = true }", "require.timeout.max: True is not a number"),
        ("timeout = { max = 3 }", "timeout = { bounded = 1 }", "require.timeout.bounded: 1 is not true or false"),
        ("timeout = { max = 3 }", 'timeout = { bounded = "$limits.timeout.max" }', "is no setting that bounded can refer to"),
        ("timeout = { max = 3 }", 'timeout = { max = "$limits.models" }', "'$limits.models' is no setting that max can refer to"),
        ("timeout = { max = 3 }", 'model = { matches = "$limits.timeout.max" }', "is no setting that matches can refer to"),
        ("timeout = { max = 3 }", 'model = { matches = "gpt" }', "require.model.matches: 'gpt' is not a list of values"),
        ("timeout = { max = 3 }", "timeout = { equals = [3] }", "require.timeout.equals: [3] is not a single value"),
        ("timeout = { max = 3 }", "", "require: demands nothing"),
        ("timeout = { max = 3 }", "not = {}", "require.not: demands nothing"),
        ("timeout = { max = 3 }", "any = [{}]", "require.any[0]: demands nothing"),
        ("timeout = { max = 3 }", "any = []", "require.any: is not a list of tables"),
        ("timeout = { max = 3 }", "all = 3", "require.all: is not a list of tables"),
        ("timeout = { max = 3 }", "not = 3", "require.not: is not a table of facts"),
        ('kind = ["generation"]', 'kinds = "x"', "applies_to.kinds: there is no fact 'kinds'; did you mean 'kind'?"),
        ("[[example]]", "[[examples]]", "example: field required"),
        ('bad = "x"', 'bad = ""', "example.0.bad: string should have at least 1 character"),
        ("summary", "= summary", "cannot be read: Invalid statement"),
    ],
)
def test_a_mistake_is_told_with_its_file_and_key(folder: Path, old: str, new: str, expected: str) -> None:
    assert old in RULE
    text = told(folder, RULE.replace(old, new, 1))
    assert any(line.startswith("rules/slow-call.toml: ") for line in text.splitlines())
    assert expected in text


@pytest.mark.parametrize("name", ["Slow-Call.toml", "slow_call.toml", "slow--call.toml", "3-calls.toml", "slow-.toml"])
def test_the_file_is_named_as_its_rule(folder: Path, name: str) -> None:
    assert f"rules/{name}: the file is named '{name[:-5]}'" in told(folder, RULE, name)


def test_one_rank_is_for_one_rule(folder: Path) -> None:
    (folder / "idle-call.toml").write_text(RULE)
    text = told(folder, RULE)
    assert text == "slow-call.toml: rank 7 of group 'timeout' is taken by idle-call.toml; expected a rank of its own"
    (folder / "slow-call.toml").write_text(RULE.replace('group = "timeout"', 'group = "other"'))
    pages.cache_clear()
    assert len(pages(folder)) == 2


def test_all_files_are_told_at_once(folder: Path) -> None:
    (folder / "a.toml").write_text("")
    text = told(folder, RULE.replace("max", "maxx"))
    assert {line.partition(":")[0] for line in text.splitlines()} == {"rules/a.toml", "rules/slow-call.toml"}


def test_a_folder_without_rules(folder: Path) -> None:
    with pytest.raises(RuleError, match="there are no rules here"):
        pages(folder)


def test_the_rules_of_an_installed_package_come_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "llmlint"
    package.mkdir()
    monkeypatch.setattr("llmlint.__file__", str(package / "__init__.py"))
    assert rules_folder() == tmp_path / "rules"
    shutil.copytree(Path(__file__).parents[2] / "rules", package / "rules")
    assert rules_folder() == package / "rules"
    assert {page.rule.id for page in pages(rules_folder())} >= TWELVE


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ({}, compiled.All(())),
        ({"timeout": 3}, compiled.Test("timeout", "equals", 3)),
        ({"timeout": [3, 4]}, compiled.Test("timeout", "one_of", (3, 4))),
        (
            {"timeout": {"set": True, "max": "$task.timeout.max?"}, "stream": False},
            compiled.All(
                (
                    compiled.Test("timeout", "set", True),
                    compiled.Test("timeout", "max", "$task.timeout.max?"),
                    compiled.Test("stream", "equals", False),
                )
            ),
        ),
        (
            {"any": [{"timeout": {"set": True}}, {"all": [{"stream": True}]}], "not": {"kind": "image", "async": True}},
            compiled.All(
                (
                    compiled.Any_(
                        (compiled.Test("timeout", "set", True), compiled.All((compiled.Test("stream", "equals", True),)))
                    ),
                    compiled.Not(
                        compiled.All((compiled.Test("kind", "equals", "image"), compiled.Test("async", "equals", True)))
                    ),
                )
            ),
        ),
    ],
)
def test_conditions(table: dict[str, object], expected: compiled.Condition) -> None:
    assert conditions.parse(table, "require") == expected
