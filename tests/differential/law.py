"""What do both sides say of one program, and may they say it together?

The program is linted, and it is executed through the guard on the real SDK against a provider on the loopback device.  The law:
what the source passes, the live call does not fail; what the source fails, the live call does not pass; and a rule about facts
that both sides can know is decided on the live call.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from llmlint import engine
from llmlint.facts import FACTS, CallFacts
from llmlint.findings import Verdict
from llmlint.policy import load
from llmlint.policy.compiled import All, Any_, CompiledPolicy, CompiledRule, Condition, Not, Test, to_plain
from llmlint.policy.evaluate import Outcome
from llmlint.policy.message import describe, render
from llmlint.runtime.gate import Decision
from llmlint.static.project import Project
from llmlint.values import Absent, Alternative, Bounded, Known, Reason, Unknown, alternatives
from tests.drift.environments import Environment
from tests.loopback import Provider, Request

from .cases import Case
from .elsewhere import executed_elsewhere
from .executing import executed

SHARED: Final = ("sdk", "provider", "kind", "stream", "model", "timeout", "max_output_tokens", "max_retries", "attempts")
"""Facts that both sides tell of a call in the same words; `attempts` only in part."""

Verdicts = dict[str, Verdict]


@dataclass(frozen=True)
class Side:
    """What one side knows of a call and says of it: verdicts and messages by rule."""

    facts: CallFacts
    verdicts: Verdicts
    messages: dict[str, str]
    waiting: frozenset[str]
    """Rules that cannot be decided by anybody: nothing tells which model a deployment stands for."""


@dataclass(frozen=True)
class Comparison:
    """Both sides of one case; the static side may have seen the call more than once (at a gateway and at its caller)."""

    case: Case
    static: tuple[Side, ...]
    live: Side
    request: Request
    policy: CompiledPolicy


class Court:
    """Judges cases; policies are bundled into `folder`, where the programs stand as well."""

    def __init__(self, folder: Path, provider: Provider, policies: Mapping[str, str]) -> None:
        self.folder = folder
        self.provider = provider
        self.policies: dict[str, CompiledPolicy] = {}
        self.bundles: dict[str, Path] = {}
        for name, text in policies.items():
            (folder / "llmlint.toml").write_text(text, encoding="utf-8")
            self.policies[name] = load.load(folder / "llmlint.toml")
            self.bundles[name] = folder / f"{name}.json"
            self.bundles[name].write_text(json.dumps(to_plain(self.policies[name])), encoding="utf-8")
        (folder / "llmlint.toml").unlink()

    def judge(self, case: Case) -> Comparison:
        decisions, request = self.execute(case)
        (decision,) = decisions
        return Comparison(case, self.lint(case), _live(decision), request, self.policies[case.policy])

    def lint(self, case: Case) -> tuple[Side, ...]:
        policy = self.policies[case.policy]
        result = engine.lint_bytes(case.path, case.source.encode(), Project(self.folder), policy, (case.environment,))
        return tuple(_static(call.facts, policy, case.environment) for call in result.calls if call.facts.form != "constructor")

    def execute(self, case: Case) -> tuple[list[Decision], Request]:
        """Run the program under the guard; what was decided, and the one request that came of it."""
        decisions = executed(case, self.folder, self.bundles[case.policy], self.provider)
        (request,) = self.provider.requests
        return decisions, request


class CourtElsewhere(Court):
    """Judges cases whose SDK is in an environment of its own; programs are linted here and executed there."""

    def __init__(self, folder: Path, provider: Provider, policies: Mapping[str, str], environment: Environment) -> None:
        super().__init__(folder, provider, policies)
        self.environment = environment

    def judge_all(self, cases: Sequence[Case]) -> list[Comparison]:
        return [
            Comparison(case, self.lint(case), _side(facts, outcomes), request, self.policies[case.policy])
            for case, (facts, outcomes, request) in zip(
                cases, executed_elsewhere(cases, self.folder, self.bundles, self.environment), strict=True
            )
        ]


def _side(facts: CallFacts, outcomes: list[Outcome] | tuple[Outcome, ...]) -> Side:
    return Side(
        facts,
        {outcome.rule.id: outcome.verdict for outcome in outcomes},
        {outcome.rule.id: render(outcome.rule.message, outcome, facts) for outcome in outcomes if outcome.witness is not None},
        frozenset(outcome.rule.id for outcome in outcomes if outcome.verdict is Verdict.UNDECIDED and _is_closed(outcome)),
    )


def _is_closed(outcome: Outcome) -> bool:
    return outcome.obstacle is not None and outcome.obstacle.value.reason is Reason.DEPLOYMENT


def _live(decision: Decision) -> Side:
    return _side(decision.facts, decision.outcomes)


def _static(facts: CallFacts, policy: CompiledPolicy, environment: str | None) -> Side:
    return _side(facts, engine.outcomes(facts, policy, environment))


def comparable(static: Side, live: Side) -> bool:
    """Whether both sides take the call for one of the same task; else they hold it against different limits."""
    return static.facts.effective("task") == live.facts.effective("task")


def contradictions(comparison: Comparison) -> list[str]:
    """Every breach of the law, in words.

    A deadline that only one side sees (around the caller, or of a kind hidden from the guard) excuses what the other condemns.
    """
    case, live = comparison.case, comparison.live
    found: list[str] = []
    rules = {rule.id: rule for rule in comparison.policy.rules}
    for static in comparison.static:
        if not comparable(static, live):
            continue
        same_deadline = static.facts.effective("deadline") == live.facts.effective("deadline")
        for rule in sorted({*static.verdicts, *live.verdicts}):
            if not same_deadline and "deadline" in _read(rules[rule]):
                continue
            said, happened = static.verdicts.get(rule), live.verdicts.get(rule)
            if (said is None) is not (happened is None) or {said, happened} == {Verdict.PASS, Verdict.FAIL}:
                found.append(f"case {case.number}: {rule}: static {_word(said)} ({static.facts.form}), live {_word(happened)}")
    for rule, verdict in live.verdicts.items():
        if verdict is Verdict.UNDECIDED and two_sided(rules[rule]) and rule not in live.waiting:
            found.append(f"case {case.number}: {rule}: both sides can know its facts, and live it is undecided")
    return found


def disagreements(comparison: Comparison) -> list[str]:
    """Every fact of which the static side leaves no room for what is in force, in words: the law, for any policy."""
    found: list[str] = []
    for static in comparison.static:
        for name in SHARED:
            said, happened = static.facts.effective(name), comparison.live.facts.effective(name)
            if not any(_may_be(each, other) for each in alternatives(said) for other in alternatives(happened)):
                where = f"case {comparison.case.number}: {name} ({static.facts.form})"
                found.append(f"{where}: static {describe(said, name)}, live {describe(happened, name)}")
    return found


def _may_be(said: Alternative, happened: Alternative) -> bool:
    match said, happened:
        case (Unknown(), _) | (_, Unknown()):
            return True
        case (Bounded(), Absent()) | (Absent(), Bounded()):
            return False
        case (Bounded(minimum=low, maximum=high), Known(value=value)) | (
            Known(value=value),
            Bounded(minimum=low, maximum=high),
        ):
            if not isinstance(value, int | float):
                return high is None
            return (low is None or low <= value) and (high is None or value <= high)
    return said == happened or isinstance(said, Bounded)


def _word(verdict: Verdict | None) -> str:
    return "not applicable" if verdict is None else verdict.value


def two_sided(rule: CompiledRule) -> bool:
    """Whether all that the rule reads can be known on both sides, in full."""
    return all(FACTS[name].static and FACTS[name].live and not FACTS[name].partial for name in _read(rule))


def _read(rule: CompiledRule) -> set[str]:
    return {*_facts(rule.applies_to), *_facts(rule.require)}


def _facts(condition: Condition) -> Iterator[str]:
    match condition:
        case Test(fact=fact):
            yield fact
        case All(conditions) | Any_(conditions):
            for each in conditions:
                yield from _facts(each)
        case Not(inner):
            yield from _facts(inner)
