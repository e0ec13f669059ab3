"""Which model does a deployment stand for, and what do rules about models say of it?"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from llmlint.facts import CallFacts
from llmlint.findings import Verdict
from llmlint.policy.compiled import CompiledPolicy, InForce, from_plain, to_plain
from llmlint.policy.evaluate import Outcome, evaluate
from llmlint.policy.load import load
from llmlint.policy.message import render
from llmlint.values import Absent, Known, Layer, Origin, Place, Reason, Unknown, Value, join

PASS, FAIL, UNDECIDED = Verdict.PASS, Verdict.FAIL, Verdict.UNDECIDED
ACME = "https://acme.openai.azure.com/openai"
HOST = Unknown(Reason.ENVIRONMENT, "AZURE_OPENAI_ENDPOINT")

POLICY = """
[limits]
models = ["gpt-4o-mini*", "anthropic/claude-*", "named-*"]

[deployments."acme.openai.azure.com"]
chat-prod = "gpt-4o-mini-2024-07-18"
chat-big = "gpt-4o-2024-08-06"
"gpt-4.1" = "gpt-4o-mini"

[deployments."*.openai.azure.com"]
chat-prod = "gpt-4o"
chat-any = "gpt-4o-mini"
chat-big = "gpt-4o-2024-08-06"

[deployments."*.eu.openai.azure.com"]
chat-prod = "gpt-4o-mini"

[deployments."llm.acme.example"]
fast = "anthropic/claude-haiku-4-5"
gpt-4o-mini = "o3"
"""


@pytest.fixture
def policy(tmp_path: Path) -> Callable[..., CompiledPolicy]:
    def made(text: str = POLICY, **others: str) -> CompiledPolicy:
        for name, content in {"llmlint": text, **others}.items():
            (tmp_path / f"{name}.toml").write_text(content, encoding="utf-8")
        return load(tmp_path / "llmlint.toml")

    return made


def call(model: str, provider: Value, base_url: Value, sdk: str = "openai") -> CallFacts:
    where = Place("app.py", 3)
    return CallFacts(
        place=where,
        sdk=sdk,
        api="chat.completions.create",
        kind="generation",
        layers={
            "model": ((Layer.CALL, Known(model, Origin(Layer.CALL, where))),),
            "provider": ((Layer.CLIENT, provider),),
            "base_url": ((Layer.CLIENT, base_url),),
            "task": ((Layer.CALL, Absent()),),
        },
    )


def outcome(facts: CallFacts, in_force: InForce) -> Outcome:
    (rule,) = [rule for rule in in_force.rules if rule.id == "model-not-allowed"]
    found = evaluate(rule, facts, in_force)
    assert found is not None
    return found


AZURE, OPENAI = Known("azure"), Known("openai")


@pytest.mark.parametrize(
    ("model", "provider", "base_url", "verdict"),
    [
        # the host is known: its own table, else the pattern that says most
        ("chat-prod", AZURE, Known(ACME), PASS),
        ("chat-prod", AZURE, Known("https://ACME.openai.azure.com:443/"), PASS),
        ("chat-big", AZURE, Known(ACME), FAIL),
        ("chat-any", AZURE, Known(ACME), PASS),
        ("chat-prod", AZURE, Known("https://beta.openai.azure.com"), FAIL),
        ("chat-prod", AZURE, Known("https://beta.eu.openai.azure.com"), PASS),
        ("gpt-4.1", AZURE, Known(ACME), PASS),
        ("gpt-4.1", AZURE, Known("https://beta.openai.azure.com"), UNDECIDED),
        # nobody says what it stands for, but the policy may speak of the name itself
        ("chat-test", AZURE, Known(ACME), UNDECIDED),
        ("gpt-4o", AZURE, Known(ACME), UNDECIDED),
        ("named-chat", AZURE, Known(ACME), PASS),
        ("gpt-4o-mini", AZURE, Known("https://apim.acme.example"), PASS),
        # a host of somebody else may have names of its own too
        ("fast", Known("llm.acme.example"), Known("https://llm.acme.example/v1"), PASS),
        ("gpt-4o-mini", Known("llm.acme.example"), Known("https://llm.acme.example/v1"), FAIL),
        ("gpt-4o-mini", Known("llm.other.example"), Known("https://llm.other.example/v1"), PASS),
        ("chat-prod", OPENAI, Known("https://api.openai.com/v1"), FAIL),
        # the host is not known: all that it may be
        ("chat-big", AZURE, Absent(), FAIL),
        ("chat-big", AZURE, HOST, FAIL),
        ("chat-any", AZURE, HOST, PASS),
        ("chat-prod", AZURE, HOST, UNDECIDED),
        ("chat-test", AZURE, HOST, UNDECIDED),
        ("chat-prod", OPENAI, Absent(), FAIL),
        ("gpt-4o-mini", OPENAI, Absent(), PASS),
        ("gpt-4o-mini", HOST, HOST, UNDECIDED),
        ("chat-big", HOST, HOST, FAIL),
        ("chat-any", HOST, HOST, UNDECIDED),
        ("gpt-4o", HOST, HOST, FAIL),
        # one of two clients
        ("chat-prod", AZURE, join([Known(ACME), Known("https://beta.openai.azure.com")]), UNDECIDED),
        ("chat-any", AZURE, join([Known(ACME), Known("https://beta.openai.azure.com")]), PASS),
        ("named-chat", join([AZURE, OPENAI]), join([Known(ACME), Absent()]), PASS),
        ("chat-big", join([AZURE, OPENAI]), join([Known(ACME), Known("https://api.openai.com")]), FAIL),
    ],
)
def test_what_stands_behind_is_judged(
    model: str, provider: Value, base_url: Value, verdict: Verdict, policy: Callable[..., CompiledPolicy]
) -> None:
    in_force = policy().in_force("app.py")
    assert outcome(call(model, provider, base_url), in_force).verdict is verdict


@pytest.mark.parametrize(
    ("model", "provider", "base_url", "found"),
    [
        ("chat-big", AZURE, Known(ACME), "deployment chat-big (gpt-4o-2024-08-06, llmlint.toml:7)"),
        ("chat-prod", AZURE, Known("https://x.openai.azure.com"), "deployment chat-prod (gpt-4o, llmlint.toml:11)"),
        ("chat-prod", AZURE, HOST, "deployment chat-prod (gpt-4o, llmlint.toml:11)"),
        ("claude-x", Known("bedrock"), Absent(), "claude-x at bedrock"),
        ("o3", OPENAI, Absent(), "o3"),
    ],
)
def test_messages_say_what_stands_behind_and_where_that_is_written(
    model: str, provider: Value, base_url: Value, found: str, policy: Callable[..., CompiledPolicy]
) -> None:
    facts = call(model, provider, base_url)
    told = outcome(facts, policy().in_force("app.py"))
    assert render(told.rule.message, told, facts).startswith(f"{found} is not among the allowed models; allowed: gpt-4o-mini*")


def test_a_deployment_that_nobody_maps_says_so(policy: Callable[..., CompiledPolicy]) -> None:
    told = outcome(call("chat-test", AZURE, Known(ACME)), policy().in_force("app.py"))
    assert told.witness is None
    assert told.obstacle is not None
    assert (told.obstacle.fact, told.obstacle.value.reason, told.obstacle.value.detail) == (
        "model",
        Reason.DEPLOYMENT,
        "chat-test",
    )


def test_a_prefix_that_chose_the_provider_is_no_part_of_the_name(policy: Callable[..., CompiledPolicy]) -> None:
    in_force = policy().in_force("app.py")
    assert outcome(call("azure/chat-prod", AZURE, Known(ACME), sdk="litellm"), in_force).verdict is PASS
    assert outcome(call("azure/chat-big", AZURE, Known(ACME), sdk="litellm"), in_force).verdict is FAIL
    assert outcome(call("groq/gpt-4o-mini", Known("groq"), Absent(), sdk="litellm"), in_force).verdict is PASS


def test_every_host_may_be_meant(policy: Callable[..., CompiledPolicy]) -> None:
    in_force = policy('[limits]\nmodels = ["gpt-4o"]\n[deployments."*"]\nchat = "gpt-4o"\n').in_force("app.py")
    for provider, base_url in ((AZURE, HOST), (OPENAI, Absent()), (HOST, HOST), (OPENAI, Known("https://api.openai.com"))):
        assert outcome(call("chat", provider, base_url), in_force).verdict is PASS


def test_a_model_at_a_port_of_this_machine_is_likely_a_servers(policy: Callable[..., CompiledPolicy]) -> None:
    in_force = policy('[limits]\nmodels = ["ollama/*"]\n').in_force("app.py")
    local = Known("local")
    assert outcome(call("llama3", local, Known("http://localhost:11434/v1")), in_force).verdict is PASS
    assert outcome(call("llama3", local, Known("http://localhost:8000/v1")), in_force).verdict is FAIL
    assert outcome(call("llama3", local, HOST), in_force).verdict is UNDECIDED
    assert outcome(call("llama3", Known("ollama:11434"), Known("http://ollama:11434/v1")), in_force).verdict is PASS


def test_overlays_and_extended_files_add_deployments(policy: Callable[..., CompiledPolicy]) -> None:
    made = policy(
        'extend = ["team.toml"]\n'
        '[limits]\nmodels = ["gpt-4o"]\n'
        '[deployments."Acme.openai.azure.com"]\nchat = "gpt-4o"\n'
        '[environments.production]\ndeployments."acme.openai.azure.com".chat = "o3"\n'
        '[paths."src/**".deployments."acme.openai.azure.com"]\nother = "gpt-4o"\n',
        team='[deployments."acme.openai.azure.com"]\nchat = "o1"\nteam = "gpt-4o"\n',
    )

    def told(path: str, environment: str | None = None) -> dict[str, Any]:
        found = made.in_force(path, environment).deployments["acme.openai.azure.com"]
        return {name: (setting.value, setting.place) for name, setting in found.items()}

    assert told("app.py") == {"chat": ("gpt-4o", "llmlint.toml:5"), "team": ("gpt-4o", "team.toml:3")}
    assert told("app.py", "production")["chat"] == ("o3", "llmlint.toml:7")
    assert told("src/a.py")["other"] == ("gpt-4o", "llmlint.toml:9")
    assert outcome(call("team", AZURE, Known(ACME)), made.in_force("app.py")).verdict is PASS


def test_a_bundle_has_them(policy: Callable[..., CompiledPolicy]) -> None:
    made = policy()
    again = from_plain(json.loads(json.dumps(to_plain(made), sort_keys=True)))
    assert again.in_force("app.py").deployments == made.in_force("app.py").deployments
    assert made.in_force("app.py").deployments["acme.openai.azure.com"]["gpt-4.1"].value == "gpt-4o-mini"
    assert again.digest == made.digest
