"""Is a call that violates the policy stopped before anything is sent, however it is made?"""

from __future__ import annotations

import logging
from collections.abc import Callable

import anthropic
import openai
import pytest

from llmlint import guard
from llmlint.policy.evaluate import reported
from llmlint.policy.message import render
from llmlint.runtime.gate import Decision
from tests.loopback import Provider

from .calls import KEY, PROMPT, WAYS, chat, openai_client
from .conftest import PolicyOf

ONLY_SMALL = """
    [limits]
    models = ["small-*"]
    """

every_way = pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)


@every_way
def test_a_violation_opens_no_connection(way: Callable[..., object], provider: Provider, policy: PolicyOf) -> None:
    guard.install(policy(ONLY_SMALL))
    with pytest.raises(guard.PolicyViolation) as caught:
        way(provider.url, model="large-1")
    assert caught.value.rule == "model-not-allowed"
    assert (provider.connections, provider.requests) == (0, [])


@every_way
def test_what_complies_is_sent_as_it_is(way: Callable[..., object], provider: Provider, policy: PolicyOf) -> None:
    assert way(provider.url, model="small-1") == "yes"
    (without,) = provider.requests
    guard.install(policy(ONLY_SMALL))
    assert way(provider.url, model="small-1") == "yes"
    (_, guarded) = provider.requests
    assert guarded.path == without.path
    assert guarded.body == without.body
    changing = {"x-stainless-retry-count", "idempotency-key", "x-stainless-idempotency-key"}
    assert {name: guarded.headers[name] for name in guarded.headers if name not in changing} == {
        name: without.headers[name] for name in without.headers if name not in changing
    }


@every_way
def test_a_refusal_is_no_error_of_an_sdk(way: Callable[..., object], provider: Provider, policy: PolicyOf) -> None:
    guard.install(policy(ONLY_SMALL))
    with pytest.raises(guard.Refused) as caught:
        way(provider.url, model="large-1", timeout=5)
    assert not isinstance(caught.value, openai.OpenAIError | anthropic.AnthropicError | OSError)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


def test_it_says_what_the_evaluator_says(provider: Provider, policy: PolicyOf) -> None:
    decisions: list[Decision] = []
    guard.install(policy(ONLY_SMALL), observer=decisions.append)
    with pytest.raises(guard.PolicyViolation) as caught:
        chat(provider.url, model="large-1")
    (decision,) = decisions
    refused = next(outcome for outcome in reported(decision.outcomes) if outcome.rule.id == "model-not-allowed")
    assert caught.value.message == render(refused.rule.message, refused, decision.facts)
    assert caught.value.message == "large-1 is not among the allowed models; allowed: small-* (llmlint.toml:3)"
    assert caught.value.remedy == refused.rule.remedy


def test_it_tells_value_limit_and_both_places(provider: Provider, policy: PolicyOf) -> None:
    guard.install(
        policy("""
            [limits]
            max_output_tokens = 100
            [rules]
            output-cap-over-limit.severity = "error"
            missing-timeout.severity = "off"
            """)
    )
    with pytest.raises(guard.PolicyViolation) as caught:
        chat(provider.url, model="small-1", max_tokens=4000)
    violation = caught.value
    assert (violation.rule, violation.value, violation.limit) == ("output-cap-over-limit", 4000, 100)
    assert violation.written == "llmlint.toml:3"
    assert violation.site is not None
    assert violation.site.path.endswith("calls.py")
    assert violation.site.line == chat.__code__.co_firstlineno + 2
    assert violation.others == ()
    assert str(violation) == f"{violation.site}: {violation.message} [output-cap-over-limit]"


def test_one_refusal_names_all_the_rules(provider: Provider, policy: PolicyOf) -> None:
    guard.install(policy(ONLY_SMALL + '[rules]\nmissing-timeout.severity = "error"\nmissing-output-cap.severity = "error"\n'))
    with pytest.raises(guard.PolicyViolation) as caught:
        chat(provider.url, model="large-1")
    assert {caught.value.rule, *caught.value.others} == {"model-not-allowed", "missing-timeout", "missing-output-cap"}


def test_the_providers_own_errors_stay_and_are_retried(provider: Provider, policy: PolicyOf) -> None:
    guard.install(policy(ONLY_SMALL))
    provider.answers.extend([429, 429, 429])
    with pytest.raises(openai.RateLimitError):
        chat(provider.url, model="small-1")
    assert len(provider.requests) == 3
    provider.answers.append(429)
    assert chat(provider.url, model="small-1") == "yes"


def test_the_guard_looks_once_at_a_call_that_is_retried(provider: Provider, policy: PolicyOf) -> None:
    decisions: list[Decision] = []
    guard.install(policy(ONLY_SMALL), observer=decisions.append)
    provider.answers.extend([429, 429])
    assert chat(provider.url, model="small-1") == "yes"
    assert len(decisions) == 1


def test_neither_prompts_nor_keys_are_told(provider: Provider, policy: PolicyOf, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="llmlint")
    decisions: list[Decision] = []
    guard.install(policy(ONLY_SMALL), observer=decisions.append)
    with pytest.raises(guard.PolicyViolation) as caught:
        chat(provider.url, model="large-1")
    told = f"{caught.value} {vars(caught.value)} {decisions} " + " ".join(
        record.getMessage() for record in caplog.records if record.name.startswith("llmlint")
    )
    assert PROMPT not in told
    assert KEY not in told
    assert KEY[-8:] not in told


def test_other_endpoints_pass_untouched(provider: Provider, policy: PolicyOf) -> None:
    decisions: list[Decision] = []
    guard.install(policy(ONLY_SMALL), observer=decisions.append)
    with openai_client(provider.url) as client:
        client.post("/fine_tuning/jobs", body={"model": "large-1"}, cast_to=object)
        client.post("/chat/completions/stored", body={"model": "large-1"}, cast_to=object)
    assert decisions == []
    assert len(provider.requests) == 2
