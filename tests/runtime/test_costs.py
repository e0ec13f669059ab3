"""Is what a call has cost told, and nothing where it is not known?"""

from __future__ import annotations

import json
import logging
from decimal import Decimal
from typing import Any

import openai
import pytest

from llmlint import guard
from llmlint.policy.compiled import CompiledPolicy
from llmlint.runtime.events import Event
from tests.loopback import Provider, led_to

from .calls import KEY, MESSAGES
from .conftest import PolicyOf

OF_MINI = Decimal(5 * 15 + 2 * 15 // 2 + 5 * 60) / 100_000_000
"""What the loopback tells of each call is 7 tokens in, 2 of them cached, and 5 out: at 0.15, 0.075 and 0.60 USD a million."""


def told(make: Any, provider: Provider, policy: CompiledPolicy, **given: Any) -> Event:
    events: list[Event] = []
    with guard.install(policy, on_event=events.append, mode="observe"), led_to(provider), make as client:
        answer = client.chat.completions.create(messages=MESSAGES, **given)
        if given.get("stream"):
            list(answer)
    (event,) = events
    return event


@pytest.mark.parametrize(
    ("options", "given", "cost"),
    [
        ({}, {"model": "gpt-4o-mini"}, OF_MINI),
        ({}, {"model": "gpt-4o-mini-2024-07-18"}, OF_MINI),
        ({}, {"model": "gpt-4o-mini", "stream": True, "stream_options": {"include_usage": True}}, OF_MINI),
        ({}, {"model": "gpt-4o-mini", "stream": True}, None),
        ({}, {"model": "ft:gpt-4o-mini:acme::1"}, None),
        ({}, {"model": "gpt-99-enormous"}, None),
        ({"base_url": "http://10.0.0.7:8000/v1"}, {"model": "gpt-4o-mini"}, None),
        ({"base_url": "https://gateway.acme.example/v1"}, {"model": "gpt-4o-mini"}, None),
    ],
)
def test_cost(options: dict[str, Any], given: dict[str, Any], cost: Decimal | None, provider: Provider, policy: PolicyOf) -> None:
    assert told(openai.OpenAI(api_key=KEY, **options), provider, policy(""), **given).cost == cost


@pytest.mark.parametrize(("deployment", "priced"), [("chat-prod", True), ("chat-test", False)])
def test_what_stands_behind_a_deployment(deployment: str, priced: bool, provider: Provider, policy: PolicyOf) -> None:
    client = openai.AzureOpenAI(azure_endpoint="https://acme.openai.azure.com", api_version="1", api_key=KEY)
    event = told(client, provider, policy('[deployments."acme.openai.azure.com"]\nchat-prod = "gpt-4o-mini"'), model=deployment)
    assert (event.cost is not None) == priced


def test_the_log_has_it(provider: Provider, policy: PolicyOf, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "llmlint.calls")
    told(openai.OpenAI(api_key=KEY), provider, policy(""), model="gpt-4o-mini")
    (record,) = [each for each in caplog.records if each.name == "llmlint.calls"]
    assert json.loads(record.message)["cost"] == float(OF_MINI)
    assert vars(record)["llmlint"]["cost"] == float(OF_MINI)
