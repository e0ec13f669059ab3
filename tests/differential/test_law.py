"""Do the two sides of one policy ever contradict each other?"""

from __future__ import annotations

from collections import Counter

import pytest

from llmlint.findings import Verdict
from llmlint.values import UNBOUNDED, Absent, Alternative, Bounded, Known, alternatives

from . import clients, passing
from .cases import UNBOUNDED as FOREVER
from .cases import written
from .gaps import GAPS
from .law import Comparison, Court, comparable, contradictions, disagreements, two_sided
from .policies import POLICIES
from .programs import case
from .writing import STYLES

FOUR = {
    "timeout": ("missing-timeout", "unbounded-timeout", "timeout-over-limit"),
    "cap": ("missing-output-cap", "output-cap-over-limit"),
    "model": ("model-not-allowed-for-task", "model-not-allowed"),
    "retries": ("retry-over-limit",),
}


def pairs(comparisons: list[Comparison]) -> Counter[tuple[str, Verdict | None, Verdict | None]]:
    """How often each pair of verdicts, static and live, was given by each rule."""
    return Counter(
        (rule, static.verdicts.get(rule), comparison.live.verdicts.get(rule))
        for comparison in comparisons
        for static in comparison.static
        if comparable(static, comparison.live)
        for rule in {*static.verdicts, *comparison.live.verdicts}
    )


def test_the_law(comparisons: list[Comparison]) -> None:
    broken = [
        f"{problem}\n{comparison.case.source}"
        for comparison in comparisons
        if not comparison.case.disguises & GAPS.keys()
        for problem in contradictions(comparison) + disagreements(comparison)
    ]
    told = pairs(comparisons)
    print(f"\n{len(comparisons)} cases; verdicts, static / live:")
    words = {None: "-", Verdict.PASS: "pass", Verdict.FAIL: "fail", Verdict.UNDECIDED: "undecided"}
    for rule in sorted({rule for rule, _, _ in told}):
        counts = ", ".join(
            f"{words[said]}/{words[happened]} {count}" for (name, said, happened), count in told.most_common() if name == rule
        )
        print(f"  {rule:28}{counts}")
    assert not broken, f"{len(broken)} contradictions, the first:\n{broken[0]}"


def test_every_call_is_seen(comparisons: list[Comparison]) -> None:
    lawful = [comparison for comparison in comparisons if not comparison.case.disguises & GAPS.keys()]
    assert [comparison.case.number for comparison in lawful if not comparison.static] == []
    other_task = [
        comparison.case.number
        for comparison in lawful
        if not any(comparable(static, comparison.live) for static in comparison.static)
    ]
    assert len(other_task) <= len(comparisons) / 50


def test_plain_programs_are_decided_alike(comparisons: list[Comparison]) -> None:
    """What hides nothing is decided from source, as it is decided live."""
    plain = [comparison for comparison in comparisons if comparison.case.plain]
    assert len(plain) >= len(comparisons) / 4
    for comparison in plain:
        (static,) = comparison.static
        for rule, happened in comparison.live.verdicts.items():
            if rule in comparison.live.waiting:
                continue
            said = static.verdicts[rule]
            assert said is not Verdict.UNDECIDED, f"case {comparison.case.number}: {rule}\n{comparison.case.source}"
            assert happened in (said, Verdict.UNDECIDED), f"case {comparison.case.number}: {rule}\n{comparison.case.source}"


def test_the_live_side_knows_the_truth(comparisons: list[Comparison]) -> None:
    """What the guard saw is what the program was written to do, and what was sent."""
    for comparison in comparisons:
        truth, facts = comparison.case.truth, comparison.live.facts
        where = f"case {comparison.case.number}\n{comparison.case.source}"
        timeout = UNBOUNDED if truth.timeout == FOREVER else truth.timeout
        assert facts.effective("model") == Known(truth.model), where
        assert facts.effective("timeout") == Known(timeout), where  # type: ignore[arg-type]
        assert facts.effective("max_output_tokens") == (Absent() if truth.cap is None else Known(truth.cap)), where
        assert {_number(each) for each in alternatives(facts.effective("max_retries"))} == {truth.retries}, where
        assert facts.effective("stream") == Known(truth.stream), where
        sent = comparison.request.body
        caps = [sent[name] for name in ("max_tokens", "max_completion_tokens", "max_output_tokens") if name in sent]
        assert sent["model"] == truth.named, where
        assert [cap for cap in caps if cap is not None] == ([] if truth.cap is None else [truth.cap]), where
        waits = comparison.request.headers.get("x-stainless-read-timeout")
        assert waits is None or float(waits) == truth.timeout, where
        assert (waits is None) is (truth.timeout == FOREVER), where


def _number(alternative: Alternative) -> object:
    match alternative:
        case Known(value=value):
            return value
        case Bounded(minimum=low, maximum=high) if low == high:
            return low
    return alternative


def test_what_both_sides_can_know_is_decided_live(court: Court, comparisons: list[Comparison]) -> None:
    rules = {rule.id for policy in court.policies.values() for rule in policy.rules if two_sided(rule)}
    assert {"missing-output-cap", "output-cap-over-limit", "model-not-allowed", "model-not-allowed-for-task"} <= rules
    for comparison in comparisons:
        for rule in (rules & comparison.live.verdicts.keys()) - comparison.live.waiting:
            assert comparison.live.verdicts[rule] is not Verdict.UNDECIDED, (comparison.case.number, rule)


@pytest.mark.parametrize("about", FOUR)
def test_the_law_is_not_vacuous(about: str, comparisons: list[Comparison]) -> None:
    """Each of the four rules is broken and kept often enough, on both sides, for the comparison to mean something."""
    told = pairs(comparisons)
    for said, least in ((Verdict.FAIL, 0.08), (Verdict.PASS, 0.15)):
        both = sum(told[rule, said, said] for rule in FOUR[about])
        if about == "retries" and said is Verdict.PASS:
            # What sends a call again around the SDK is hidden from the guard: what passes from source is not decided live.
            both += sum(told[rule, said, Verdict.UNDECIDED] for rule in FOUR[about])
        assert both >= least * len(comparisons), (about, said, both)
    undecided = sum(count for (_, said, _), count in told.items() if said is Verdict.UNDECIDED)
    assert 0.05 <= undecided / told.total() <= 0.4


def test_every_disguise_occurs(comparisons: list[Comparison]) -> None:
    counts = Counter(disguise for comparison in comparisons for disguise in comparison.case.disguises)
    wanted = {f"value:{name}" for name in STYLES} | {f"passing:{name}" for name in passing.WAYS}
    wanted |= {f"client:{name}" for name in (*clients.WAYS, "with_options", "http_client", "changed", "module_api", "azure")}
    wanted |= {"client:azure_deployment"}
    wanted |= {f"import:{name}" for name in ("from", "alias", "module", "module_alias")}
    wanted |= {f"task:{name}" for name in ("none", "name", "decorator", "block")}
    wanted |= {"api:chat.completions.create", "api:responses.create", "api:messages.create", "api:stream", "api:raw"}
    wanted |= {"deadline:asyncio", "deadline:guard", "timeout:object"}
    assert wanted - counts.keys() == set()
    assert {comparison.case.policy for comparison in comparisons} == POLICIES.keys()
    assert {comparison.case.environment for comparison in comparisons} == {None, "production"}
    assert {comparison.live.facts.sdk for comparison in comparisons} == {"openai", "anthropic"}
    assert {comparison.case.is_async for comparison in comparisons} == {True, False}
    assert len({comparison.live.facts.effective("provider") for comparison in comparisons}) >= 5


def test_cases_are_the_same_each_time() -> None:
    assert case(17) == case(17)
    assert case(17).source != case(18).source
    assert case(17, seed=1).source != case(17).source


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.xfail(strict=True, reason=why)) for name, (why, _) in GAPS.items()]
)
def test_gap(name: str, court: Court) -> None:
    """A known breach of the law; when this passes, the static side has learnt it, and the gap is to be taken out."""
    comparison = court.judge(written(GAPS[name][1], "strict"))
    assert comparison.static, "the static side does not see the call"
    assert contradictions(comparison) + disagreements(comparison) == []
