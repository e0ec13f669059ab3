"""Does each of the rules answer, under a real policy, as its page says?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pytest

from llmlint.facts import CallFacts, DirectiveFacts, Facts, SecretFacts
from llmlint.findings import Verdict
from llmlint.policy.evaluate import Outcome, reported, verdicts
from llmlint.policy.load import load
from llmlint.policy.message import render
from llmlint.values import UNBOUNDED, Absent, Bounded, Known, Layer, Origin, Place, Reason, Unknown, Value, join

HERE = Place("app.py", 3)
POLICY = """\
[limits]
timeout = 30
max_output_tokens = 2_000
attempts = 6
max_retries = 3
models = ["openai/gpt-4o*"]
[tasks.labels]
models = ["gpt-4o-mini*"]
timeout = 10
max_output_tokens = 64
"""
CALL, CLIENT, DEFAULT = Origin(Layer.CALL), Origin(Layer.CLIENT), Origin(Layer.SDK_DEFAULT)
GOOD: dict[str, Value] = {
    "timeout": Known(20, CALL),
    "deadline": Absent(),
    "max_output_tokens": Known(500, CALL),
    "max_retries": Known(2, DEFAULT),
    "attempts": Known(3, DEFAULT),
    "model": Known("gpt-4o", CALL),
    "provider": Known("openai"),
    "task": Absent(),
}


def call(values: Mapping[str, Value] = MappingProxyType({}), kind: str = "generation") -> CallFacts:
    layers = {name: ((Layer.CALL, value),) for name, value in {**GOOD, **values}.items()}
    return CallFacts(HERE, "openai", "chat.completions.create", kind, layers=layers)


def findings(tmp_path: Path, facts: Facts, policy: str = POLICY) -> dict[str, tuple[str, str]]:
    """What is reported, by rule: verdict and message."""
    file = tmp_path / "llmlint.toml"
    file.write_text(policy)
    in_force = load(file).in_force("app.py")
    return {
        outcome.rule.id: (told(outcome), render(outcome.rule.message, outcome, facts) if outcome.shown else "")
        for outcome in reported(verdicts(facts, in_force))
    }


def told(outcome: Outcome) -> str:
    """The verdict as reports call it."""
    return "possible" if outcome.shown and outcome.verdict is Verdict.UNDECIDED else outcome.verdict.value


def test_a_call_within_all_limits_complies(tmp_path: Path) -> None:
    assert findings(tmp_path, call()) == {}


WHO = "openai chat.completions.create"
LABELS = Known("gpt-4o-mini", CALL)
UNKNOWN = Unknown(Reason.PARAMETER, "timeout")


@pytest.mark.parametrize(
    ("values", "rule", "verdict", "message"),
    [
        (
            {"timeout": Known(UNBOUNDED, CALL)},
            "unbounded-timeout",
            "fail",
            f"{WHO} may wait forever: its timeout has no limit (set in the call); at most 30 s (llmlint.toml:2) is allowed",
        ),
        (
            {"timeout": Known(UNBOUNDED, DEFAULT), "task": Known("labels"), "model": LABELS, "max_output_tokens": Known(9)},
            "unbounded-timeout",
            "fail",
            f"{WHO} may wait forever: its timeout has no limit (the SDK's default); at most 10 s (llmlint.toml:9) is allowed",
        ),
        (
            {"timeout": Known(600, DEFAULT)},
            "missing-timeout",
            "fail",
            f"no timeout is set for {WHO}; the SDK's default of 600 s is in force; at most 30 s (llmlint.toml:2) is allowed",
        ),
        (
            {"timeout": Absent()},
            "missing-timeout",
            "fail",
            f"no timeout is set for {WHO}; the SDK has none: the call may hang forever; at most 30 s (llmlint.toml:2) is allowed",
        ),
        (
            {"timeout": Known(90, CLIENT)},
            "timeout-over-limit",
            "fail",
            f"{WHO} may wait 90 s (set by the client); at most 30 s is allowed (llmlint.toml:2)",
        ),
        (
            {"timeout": join([Known(20, CALL), Known(90, CALL)])},
            "timeout-over-limit",
            "possible",
            f"{WHO} may wait 90 s (set in the call); at most 30 s is allowed (llmlint.toml:2)",
        ),
        (
            {"timeout": Known(90, CALL), "deadline": Known(60)},
            "timeout-over-limit",
            "fail",
            f"{WHO} may wait 90 s (set in the call); at most 30 s is allowed (llmlint.toml:2)",
        ),
        (
            {"timeout": Known(600, DEFAULT), "deadline": Known(UNBOUNDED)},
            "missing-timeout",
            "fail",
            f"no timeout is set for {WHO}; the SDK's default of 600 s is in force; at most 30 s (llmlint.toml:2) is allowed",
        ),
        (
            {"max_output_tokens": Absent(CALL)},
            "missing-output-cap",
            "fail",
            f"no cap on generated tokens is set for {WHO}; at most 2,000 tokens (llmlint.toml:3) is allowed",
        ),
        (
            {"max_output_tokens": Known(64000, DEFAULT)},
            "missing-output-cap",
            "fail",
            f"no cap on generated tokens is set for {WHO}; the SDK's default of 64,000 tokens is in force; "
            "at most 2,000 tokens (llmlint.toml:3) is allowed",
        ),
        (
            {"max_output_tokens": Known(4096, CALL)},
            "output-cap-over-limit",
            "fail",
            f"{WHO} may generate 4,096 tokens (set in the call); at most 2,000 tokens is allowed (llmlint.toml:3)",
        ),
        (
            {"max_output_tokens": Bounded(None, 4096, CALL)},
            "output-cap-over-limit",
            "undecided",
            None,
        ),
        ({"attempts": Known(UNBOUNDED)}, "unbounded-retry", "fail", f"{WHO} is retried without end"),
        (
            {"attempts": Known(12, DEFAULT)},
            "retry-over-limit",
            "fail",
            f"{WHO} may take 12 attempts (the SDK's default); at most 6 attempts is allowed (llmlint.toml:4)",
        ),
        (
            {"max_retries": Known(5, CLIENT)},
            "retry-over-limit",
            "fail",
            f"{WHO} may take 5 retries (set by the client); at most 3 retries is allowed (llmlint.toml:5)",
        ),
        # What the guard sees of the attempts is a lower bound: what decorators add is invisible to it.
        ({"attempts": Bounded(3, None)}, "unbounded-retry", "undecided", None),
        (
            {"attempts": Bounded(9, None)},
            "retry-over-limit",
            "fail",
            f"{WHO} may take at least 9 attempts; at most 6 attempts is allowed (llmlint.toml:4)",
        ),
        (
            {"task": Known("labels"), "timeout": Known(5, CALL), "max_output_tokens": Known(9, CALL)},
            "model-not-allowed-for-task",
            "fail",
            "gpt-4o is not a model for task labels; allowed: gpt-4o-mini* (llmlint.toml:8); "
            "its output may cost $0.000090 a call, 17 times that of gpt-4o-mini",
        ),
        (
            {"model": Known("o3", CALL)},
            "model-not-allowed",
            "fail",
            "o3 is not among the allowed models; allowed: openai/gpt-4o* (llmlint.toml:6)",
        ),
        ({"model": Known("gpt-4o"), "provider": Unknown(Reason.ENVIRONMENT)}, "model-not-allowed", "undecided", None),
        ({"timeout": UNKNOWN}, "unbounded-timeout", "undecided", None),
        ({"max_output_tokens": UNKNOWN}, "missing-output-cap", "undecided", None),
    ],
)
def test_calls(tmp_path: Path, values: dict[str, Value], rule: str, verdict: str, message: str | None) -> None:
    ((found, (answer, text)),) = findings(tmp_path, call(values)).items()
    assert (found, answer) == (rule, verdict)
    assert text == (message or "")


@pytest.mark.parametrize(
    "values",
    [
        {"timeout": Known(UNBOUNDED, CALL), "deadline": Known(30)},
        {"timeout": Known(600, DEFAULT), "deadline": Known(10)},
        {"timeout": UNKNOWN, "deadline": Bounded(None, 30)},
        {"max_output_tokens": Bounded(None, 2000, CALL)},
        {"model": Absent()},
        {"model": Known("gpt-4o-mini-2024-07-18"), "task": Known("labels"), "timeout": Known(9), "max_output_tokens": Known(64)},
        {"attempts": Absent(), "max_retries": Absent()},
    ],
)
def test_calls_that_comply(tmp_path: Path, values: dict[str, Value]) -> None:
    assert findings(tmp_path, call(values)) == {}


def test_only_generations_need_a_cap_and_every_call_a_timeout(tmp_path: Path) -> None:
    bare: dict[str, Value] = {"timeout": Known(600, DEFAULT), "max_output_tokens": Absent()}
    assert set(findings(tmp_path, call(bare))) == {"missing-timeout", "missing-output-cap"}
    assert set(findings(tmp_path, call(bare, "embedding"))) == {"missing-timeout"}


def test_limits_that_are_not_set_are_not_checked(tmp_path: Path) -> None:
    large: dict[str, Value] = {
        "timeout": Known(9000, CALL),
        "max_output_tokens": Known(99999, CALL),
        "model": Known("o3"),
        "max_retries": Known(9),
    }
    assert findings(tmp_path, call(large), "") == {}
    message = findings(tmp_path, call({"timeout": Known(600, DEFAULT)}), "")["missing-timeout"][1]
    assert message == f"no timeout is set for {WHO}; the SDK's default of 600 s is in force"


def test_a_possible_failure_of_the_task_is_told_for_it(tmp_path: Path) -> None:
    either = findings(tmp_path, call({"task": join([Known("labels"), Known("other")]), "max_output_tokens": Known(9, CALL)}))
    assert either["model-not-allowed-for-task"][0] == "possible"
    assert either["timeout-over-limit"] == (
        "possible",
        f"{WHO} may wait 20 s (set in the call); at most 10 s is allowed (llmlint.toml:9)",
    )


def test_a_key_in_the_source_is_always_a_failure(tmp_path: Path) -> None:
    found = findings(tmp_path, SecretFacts(HERE, "openai-project", "Q7zX"))
    assert found == {"hardcoded-key": ("fail", "an API key (openai-project …Q7zX) is written in the source")}


@pytest.mark.parametrize(
    ("directive", "expected"),
    [
        (DirectiveFacts(HERE, "missing-timeout", True, "batch job"), {}),
        (
            DirectiveFacts(HERE, "missing-timeout", False, "batch job"),
            {"unused-suppression": ("fail", "nothing here is suppressed by the suppression of missing-timeout")},
        ),
        (
            DirectiveFacts(HERE, "missing-timeout", True, ""),
            {"suppression-without-reason": ("fail", "the suppression of missing-timeout gives no reason")},
        ),
    ],
)
def test_suppressions(tmp_path: Path, directive: DirectiveFacts, expected: dict[str, tuple[str, str]]) -> None:
    assert findings(tmp_path, directive) == expected
    assert set(findings(tmp_path, DirectiveFacts(HERE, "x", False, ""))) == {"unused-suppression", "suppression-without-reason"}


def test_no_message_has_a_hole(tmp_path: Path) -> None:
    several = [
        call({name: value})
        for name in GOOD
        for value in (Known(UNBOUNDED), Known(10**6), Absent(), Unknown(Reason.PARAMETER), Bounded(9999, None), Known("o3"))
    ]
    for facts in several:
        for rule, (_, message) in findings(tmp_path, facts).items():
            assert re.search(r"[{}\[\]?]", message) is None, (rule, message)
