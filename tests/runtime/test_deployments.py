"""Is the model behind a deployment judged on the running call, and does source say the same?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import openai
import pytest

from llmlint import engine, guard
from llmlint.findings import Verdict
from llmlint.runtime.gate import Decision
from llmlint.static.project import Project
from tests.loopback import Provider, led_to

from .calls import KEY, MESSAGES
from .conftest import PolicyOf

POLICY = """
    [limits]
    models = ["gpt-4o-mini*"]
    [deployments."acme.openai.azure.com"]
    chat-prod = "gpt-4o-mini"
    chat-big = "gpt-4o-2024-08-06"
    [deployments."*.openai.azure.com"]
    chat-prod = "gpt-4o"
    """


@contextmanager
def azure(provider: Provider, **options: Any) -> Iterator[openai.AzureOpenAI]:
    given = {"azure_endpoint": "https://acme.openai.azure.com", "api_version": "1", "api_key": KEY}
    with led_to(provider), openai.AzureOpenAI(**(given | options)) as client:
        yield client


@pytest.mark.parametrize(
    ("client", "model", "verdict"),
    [
        ({}, "chat-prod", Verdict.PASS),
        ({}, "chat-big", Verdict.FAIL),
        ({}, "chat-test", Verdict.UNDECIDED),
        ({"azure_endpoint": "https://beta.openai.azure.com"}, "chat-prod", Verdict.FAIL),
        ({"azure_endpoint": "https://apim.acme.example"}, "chat-prod", Verdict.UNDECIDED),
        ({"azure_deployment": "chat-prod"}, "chat-big", Verdict.PASS),
        ({"azure_deployment": "chat-big"}, "chat-prod", Verdict.FAIL),
    ],
)
def test_both_sides_judge_the_model_behind_the_name(
    client: dict[str, str], model: str, verdict: Verdict, provider: Provider, policy: PolicyOf, tmp_path: Path
) -> None:
    decisions: list[Decision] = []
    compiled = policy(POLICY)
    with guard.install(compiled, observer=decisions.append, mode="observe"), azure(provider, **client) as made:
        made.chat.completions.create(model=model, messages=MESSAGES, max_tokens=9, timeout=9)
    given = {"azure_endpoint": "https://acme.openai.azure.com"} | client
    source = f"""
from openai import AzureOpenAI
client = AzureOpenAI({", ".join(f"{name}={value!r}" for name, value in given.items())})
client.chat.completions.create(model={model!r}, messages=[], max_tokens=9, timeout=9)
"""
    (call,) = engine.lint_bytes("app.py", source.encode(), Project(tmp_path), compiled, (None,)).calls
    static = {outcome.rule.id: outcome.verdict for outcome in engine.outcomes(call.facts, compiled, None)}
    live = {outcome.rule.id: outcome.verdict for outcome in decisions[0].outcomes}
    assert (static["model-not-allowed"], live["model-not-allowed"]) == (verdict, verdict)
    assert decisions[0].facts.effective("model") == call.facts.effective("model")


def test_a_refusal_names_what_is_behind(provider: Provider, policy: PolicyOf) -> None:
    with (
        guard.install(policy(POLICY)),
        azure(provider) as client,
        pytest.raises(guard.PolicyViolation, match=r"deployment chat-big \(gpt-4o-2024-08-06, llmlint\.toml:6\)"),
    ):
        client.chat.completions.create(model="chat-big", messages=MESSAGES, max_tokens=9, timeout=9)
    assert provider.connections == 0


def test_responses_name_their_deployment_themselves(provider: Provider, policy: PolicyOf) -> None:
    """Azure's path of the Responses API holds no deployment, whatever the client was given."""
    with guard.install(policy(POLICY)), azure(provider, azure_deployment="chat-big") as client:
        client.responses.create(model="chat-prod", input="Hi", max_output_tokens=9, timeout=9)
    assert [request.path for request in provider.requests] == ["/openai/responses"]
