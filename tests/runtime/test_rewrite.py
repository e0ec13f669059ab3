"""Does the guard mend what the policy lets it mend, and nothing else?"""

from __future__ import annotations

import logging
from typing import Any

import pytest

from llmlint import guard
from llmlint.runtime.events import Event
from tests.loopback import Provider

from .calls import MESSAGES, WAYS, anthropic_client, openai_client
from .conftest import PolicyOf

CAPPED = """
    [limits]
    max_output_tokens = 100
    [rules]
    missing-output-cap.severity = "error"
    output-cap-over-limit.severity = "error"
    [guard]
    rewrite = ["max_output_tokens"]
    """


@pytest.mark.parametrize(
    "given", [{}, {"max_tokens": 5000}, {"max_completion_tokens": None}, {"extra_body": {"max_tokens": 900}}]
)
def test_a_cap(given: dict[str, Any], provider: Provider, policy: PolicyOf, caplog: pytest.LogCaptureFixture) -> None:
    events: list[Event] = []
    guard.install(policy(CAPPED), on_event=events.append)
    with caplog.at_level(logging.WARNING, "llmlint.guard"), openai_client(provider.url) as client:
        client.chat.completions.create(model="m", messages=MESSAGES, **given)
    (request,) = provider.requests
    caps = {name: value for name, value in request.body.items() if name.endswith("tokens")}
    assert set(caps.values()) <= {100}
    assert len(caps) == 1
    assert request.body["messages"] == MESSAGES
    assert events[0].record["rewritten"] == {"max_output_tokens": 100}
    assert sum("changed (max_output_tokens=100): " in told for told in caplog.messages) == 1


def test_what_the_caller_holds_stays(provider: Provider, policy: PolicyOf) -> None:
    guard.install(policy(CAPPED))
    body = {"max_tokens": 5000}
    with openai_client(provider.url) as client:
        for _ in range(2):
            client.chat.completions.create(model="m", messages=MESSAGES, extra_body=body)
    assert body == {"max_tokens": 5000}
    assert [request.body["max_tokens"] for request in provider.requests] == [100, 100]


def test_a_timeout(provider: Provider, policy: PolicyOf) -> None:
    seen: list[Any] = []
    guard.install(
        policy("""
            [limits]
            timeout = 7
            [rules]
            missing-timeout.severity = "error"
            unbounded-timeout.severity = "error"
            [guard]
            rewrite = ["timeout"]
            """),
        observer=lambda decision: seen.append(decision.facts.effective("timeout").value),  # type: ignore[union-attr]
    )
    with openai_client(provider.url) as client:
        client.chat.completions.create(model="m", messages=MESSAGES)
        client.chat.completions.create(model="m", messages=MESSAGES, timeout=None)
    with anthropic_client(provider.url) as claude:
        claude.messages.create(model="m", messages=MESSAGES, max_tokens=5)
    assert seen == [7, 7, 7]


MODELS = """
    [tasks.sorting]
    models = ["small-*", "openai/small-1", "small-2"]
    [rules]
    model-not-allowed-for-task.severity = "error"
    [guard]
    rewrite = ["model"]
    """


@pytest.mark.parametrize("way", [name for name in WAYS if "embeddings" not in name])
def test_the_first_model_of_the_task(way: str, provider: Provider, policy: PolicyOf) -> None:
    guard.install(policy(MODELS))
    with guard.task("sorting"):
        WAYS[way](provider.url, model="large-1")
    assert [request.body["model"] for request in provider.requests] == ["small-1"]


def test_what_is_not_named_is_refused(provider: Provider, policy: PolicyOf) -> None:
    guard.install(policy(MODELS.replace('["model"]', '["timeout"]')))
    with guard.task("sorting"), openai_client(provider.url) as client, pytest.raises(guard.PolicyViolation):
        client.chat.completions.create(model="large-1", messages=MESSAGES)
    assert provider.requests == []


def test_a_policy_that_names_only_patterns_mends_nothing(provider: Provider, policy: PolicyOf) -> None:
    guard.install(policy(MODELS.replace('"openai/small-1", "small-2"', '"tiny-*"')))
    with guard.task("sorting"), openai_client(provider.url) as client, pytest.raises(guard.PolicyViolation):
        client.chat.completions.create(model="large-1", messages=MESSAGES)


@pytest.mark.parametrize("mode", ["warn", "observe"])
def test_only_enforcing_rewrites(mode: str, provider: Provider, policy: PolicyOf) -> None:
    guard.install(policy(CAPPED), mode=mode)
    with openai_client(provider.url) as client:
        client.chat.completions.create(model="m", messages=MESSAGES, max_tokens=5000)
    assert provider.requests[0].body["max_tokens"] == 5000


def test_what_cannot_be_mended_wholly_is_refused(provider: Provider, policy: PolicyOf) -> None:
    guard.install(
        policy(CAPPED + "\n[paths.'**'.limits]\nmodels = ['other']\n[paths.'**'.rules]\nmodel-not-allowed.severity='error'")
    )
    with openai_client(provider.url) as client, pytest.raises(guard.PolicyViolation) as caught:
        client.chat.completions.create(model="m", messages=MESSAGES)
    assert caught.value.rule == "model-not-allowed"
    assert provider.requests == []
