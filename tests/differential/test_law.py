"""Do the two sides of one policy ever contradict each other?  Asked of every SDK, each with programs of its own.

Those of boto3 and litellm are executed in environments of their own, as tests/drift keeps them (in `LLMLINT_DRIFT`, if set).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from llmlint.findings import Verdict
from tests.loopback import Provider

from . import clients, google_programs, passing
from .cases import written
from .checks import CHECKS
from .gaps import GAPS
from .judging import FAMILIES, Judgement, pairs, table
from .law import Court, contradictions, disagreements, two_sided
from .policies import POLICIES
from .programs import case
from .writing import STYLES

FOUR = {
    "timeout": ("missing-timeout", "unbounded-timeout", "timeout-over-limit"),
    "cap": ("missing-output-cap", "output-cap-over-limit"),
    "model": ("model-not-allowed-for-task", "model-not-allowed"),
    "retries": ("retry-over-limit",),
}
OWN = {
    "openai, anthropic": {"api:raw", "timeout:object"},
    "google-genai": {"object:dict", "object:typed", "config:completed", "api:chat"}
    | {f"client:{name}" for name in google_programs.CLIENTS}
    | {f"passing:{name}" for name in google_programs.PASSING},
    "bedrock": {f"retries:{kind}" for kind in ("max_attempts", "total_max_attempts", "both", "mode", "mode_too")}
    | {f"api:{name}" for name in ("converse", "converse_stream", "invoke_model", "invoke_model_with_response_stream")},
    "litellm": {"client:request_timeout", "client:num_retries", "timeout:object"}
    | {f"api:{name}" for name in ("completion", "acompletion", "responses", "aresponses")},
}
"""Disguises that only programs of a family have, or have in their own way."""


@pytest.fixture(params=FAMILIES)
def family(request: Any) -> str:
    return str(request.param)


@pytest.fixture
def judgements(family: str, judgements_of: Callable[[str], list[Judgement]]) -> list[Judgement]:
    return judgements_of(family)


def test_every_program_runs_and_makes_one_call(family: str, judgements: list[Judgement]) -> None:
    raised = [each for each in judgements if each.raised]
    assert not raised, f"{len(raised)} cases, the first:\n{raised[0].raised}\n{_source(family, raised[0])}"


@pytest.mark.parametrize("check", CHECKS)
def test_no_complaints(check: str, family: str, judgements: list[Judgement]) -> None:
    broken = [(each, said) for each in judgements for name, said in each.complaints if name == check]
    print(f"\n{family}: {len(judgements)} cases; verdicts, static / live:\n{table(pairs(judgements))}")
    assert not broken, f"{len(broken)} complaints, the first:\n{broken[0][1]}\n{_source(family, broken[0][0])}"


def test_both_sides_take_it_for_the_same_task(judgements: list[Judgement]) -> None:
    assert sum(not each.same_task for each in judgements) <= len(judgements) / 25


def test_few_are_in_a_known_gap(judgements: list[Judgement]) -> None:
    assert sum(each.is_gap for each in judgements) <= len(judgements) / 20


def test_many_programs_hide_nothing(judgements: list[Judgement]) -> None:
    assert sum(each.plain for each in judgements) >= len(judgements) / 4


@pytest.mark.parametrize("about", FOUR)
def test_the_law_is_not_vacuous(about: str, judgements: list[Judgement]) -> None:
    """Each of the four rules is broken and kept often enough, on both sides, for the comparison to mean something."""
    told = pairs(judgements)
    for said, least in ((Verdict.FAIL, 0.08), (Verdict.PASS, 0.15)):
        both = sum(told[rule, said, said] for rule in FOUR[about])
        if about == "retries" and said is Verdict.PASS:
            # What sends a call again around the SDK is hidden from the guard: what passes from source is not decided live.
            both += sum(told[rule, said, Verdict.UNDECIDED] for rule in FOUR[about])
        assert both >= least * len(judgements), (about, said, both)
    undecided = sum(count for (_, said, _), count in told.items() if said is Verdict.UNDECIDED)
    assert 0.05 <= undecided / told.total() <= 0.4


def test_every_way_to_say_it_occurs(family: str, judgements: list[Judgement]) -> None:
    assert OWN[family] - {disguise for each in judgements for disguise in each.disguises} == set()
    assert len({each.policy for each in judgements}) == len(FAMILIES[family].policies)


def test_every_disguise_occurs(judgements_of: Callable[[str], list[Judgement]]) -> None:
    judgements = judgements_of("openai, anthropic")
    counts = Counter(disguise for each in judgements for disguise in each.disguises)
    wanted = {f"value:{name}" for name in STYLES} | {f"passing:{name}" for name in passing.WAYS}
    wanted |= {f"client:{name}" for name in (*clients.WAYS, "with_options", "http_client", "changed", "module_api", "azure")}
    wanted |= {"client:azure_deployment"}
    wanted |= {f"import:{name}" for name in ("from", "alias", "module", "module_alias")}
    wanted |= {f"task:{name}" for name in ("none", "name", "decorator", "block")}
    wanted |= {"api:chat.completions.create", "api:responses.create", "api:messages.create", "api:stream", "api:raw"}
    wanted |= {"deadline:asyncio", "deadline:guard", "timeout:object"}
    assert wanted - counts.keys() == set()
    assert {each.policy for each in judgements} == POLICIES.keys()
    assert {each.environment for each in judgements} == {None, "production"}
    assert {each.sdk for each in judgements} == {"openai", "anthropic"}
    assert {each.is_async for each in judgements} == {True, False}
    assert len({each.provider for each in judgements}) >= 5


def test_what_both_sides_can_know_is_held_to_that(court: Court) -> None:
    rules = {rule.id for policy in court.policies.values() for rule in policy.rules if two_sided(rule)}
    assert {"missing-output-cap", "output-cap-over-limit", "model-not-allowed", "model-not-allowed-for-task"} <= rules


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


@pytest.mark.xfail(
    strict=True, reason="what kind a call is of is one word: where source hides the model, it is taken for generation"
)
def test_gap_of_kinds(tmp_path: Path) -> None:
    source = """
from google import genai

client = genai.Client(api_key="k")

def run():
    options = {}
    for name, value in [("model", "gemini-9-flash-image"), ("contents", "hello")]:
        options[name] = value
    client.models.generate_content(**options)
"""
    with Provider().serving() as provider:
        comparison = Court(tmp_path, provider, google_programs.POLICIES).judge(written(source, "strict"))
    assert contradictions(comparison) + disagreements(comparison) == []


def _source(family: str, judgement: Judgement) -> str:
    return f"case {judgement.number}\n{FAMILIES[family].case(judgement.number).source}"
