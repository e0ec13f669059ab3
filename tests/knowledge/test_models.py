"""Is a model found as programs name it, and is nothing said of what nobody has published?"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmlint.knowledge.loader import knowledge
from llmlint.knowledge.models import COMPILED, Model, matching, model, providers
from llmlint.knowledge.prices import Rate

UNPRICED = {"anyscale", "everlyai", "huggingface", "ollama"}
"""Of these nobody publishes prices by model: whom Hugging Face asks is chosen by the call, and Ollama serves at home."""
WHOLE = json.loads(COMPILED.read_text(encoding="utf-8"))
NAMES = [(provider, name) for provider in providers() for name in WHOLE[provider]["names"]]


def known(name: str, provider: str | None = None, *, deployed: bool = False) -> Model:
    found = model(name, provider, deployed=deployed)
    assert found is not None
    return found


def test_the_models_of_every_provider_of_an_sdk_are_known_or_have_no_prices() -> None:
    sdks = knowledge().sdks.values()
    named = {sdk.provider for sdk in sdks} | {client.provider for sdk in sdks for made in sdk.clients.values() for client in made}
    named |= {method.provider for sdk in sdks for method in sdk.methods.values()}
    assert named - {""} - set(providers()) <= UNPRICED
    assert set(providers()) <= {provider.id for provider in knowledge().providers}


@pytest.mark.parametrize(
    ("written", "provider", "name"),
    [
        ("gpt-4o-mini", "openai", "gpt-4o-mini"),
        ("GPT-4o-Mini ", "openai", "gpt-4o-mini"),
        ("openai/gpt-4o-mini", "openai", "gpt-4o-mini"),
        ("gpt-5.2-20251211", "openai", "gpt-5.2-2025-12-11"),
        ("openai/gpt-4o-mini", "openrouter", "openai/gpt-4o-mini"),
        ("openrouter/openai/gpt-4o-mini", "openrouter", "openai/gpt-4o-mini"),
        ("anthropic.claude-3-5-sonnet-20241022-v2:0", "bedrock", "anthropic.claude-3-5-sonnet-20241022-v2:0"),
        ("bedrock/us.anthropic.claude-opus-4-20250514-v1:0", "bedrock", "us.anthropic.claude-opus-4-20250514-v1:0"),
        (
            "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-opus-4-20250514-v1:0",
            "bedrock",
            "us.anthropic.claude-opus-4-20250514-v1:0",
        ),
        ("arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0", "bedrock", "amazon.nova-lite-v1:0"),
        ("claude-opus-4@20250514", "vertex", "claude-opus-4@20250514"),
        ("models/gemini-2.5-flash", "google", "gemini-2.5-flash"),
        ("gemini/gemini-2.5-flash", "google", "gemini-2.5-flash"),
        ("publishers/google/models/gemini-2.5-flash", "vertex", "gemini-2.5-flash"),
        ("projects/acme/locations/us-central1/publishers/google/models/gemini-2.5-flash", "vertex", "gemini-2.5-flash"),
        ("publishers/meta/models/llama-3.3-70b-instruct-maas", "vertex", "meta/llama-3.3-70b-instruct-maas"),
        ("accounts/fireworks/models/deepseek-v3p1", "fireworks", "accounts/fireworks/models/deepseek-v3p1"),
        ("meta-llama/Llama-3.3-70B-Instruct-Turbo", "together", "meta-llama/Llama-3.3-70B-Instruct-Turbo"),
        ("ft:gpt-4o-mini-2024-07-18:acme::id", "openai", "ft:gpt-4o-mini-2024-07-18"),
    ],
)
def test_spellings(written: str, provider: str, name: str) -> None:
    found = known(written, provider)
    assert (found.name, found.provider) == (name, provider)


@pytest.mark.parametrize(
    ("written", "provider"),
    [
        ("gpt-4o-2031-01-01", "openai"),
        ("gpt-4o-mini-latest", "openai"),
        ("ft:gpt-6-sol:acme::id", "openai"),
        ("ft:gpt-4o:moderation", "openai"),
        ("", "openai"),
        ("azure/chat-prod", "azure"),
        ("azure/gpt-4o", None),
        ("gpt-4o-2024-08-06", "azure"),
        ("arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3", "bedrock"),
        ("arn:aws:bedrock:us-east-1:123456789012:provisioned-model/anthropic.claude-3-haiku-20240307-v1:0", "bedrock"),
        ("arn:aws:bedrock:us-east-1:123456789012:custom-model/anthropic.claude-3-haiku-20240307-v1:0:200k/x", "bedrock"),
        ("projects/acme/locations/us-central1/endpoints/123", "vertex"),
        ("tunedModels/gemini-1.5-flash-acme", "google"),
        ("accounts/acme/models/llama", "fireworks"),
        ("accounts/fireworks/models/deepseek-v3p1#accounts/acme/deployments/x", "fireworks"),
        ("openai/gpt-4o-mini:nitro", "openrouter"),
        ("claude-3-5-haiku-20241022", "google"),
        ("gpt-4o", "acme.example"),
        ("gpt-4o", ""),
        ("llama-3.3-70b-versatile", None),
        ("my-model", None),
    ],
)
def test_what_nobody_has_published_is_not_known(written: str, provider: str | None) -> None:
    assert model(written, provider) is None


@given(
    st.one_of(
        st.text(), st.lists(st.sampled_from([*"/:@.-#", "models", "arn:aws:bedrock:", "ft:", "20251231", "gpt-4o"])).map("".join)
    ),
    st.sampled_from([None, *providers()]),
)
def test_any_text_may_be_asked_for(written: str, provider: str | None) -> None:
    found = model(written, provider, deployed=True)
    assert found is None or found.provider == provider


def test_a_deployment_is_known_by_what_stands_behind_it() -> None:
    found = known("gpt-4-turbo", "azure", deployed=True)
    assert found.price is not None
    assert found.price.rates["input"] == Rate(Decimal(11)), "Azure's own price is not OpenAI's"
    fallen_back = known("o3-mini-high", "azure", deployed=True).price
    assert fallen_back is not None
    assert (fallen_back.provider, fallen_back.source) == ("openai", "genai-prices 0.2.3")


@pytest.mark.parametrize(
    ("written", "vendor", "canonical"),
    [
        ("gpt-4o-mini", "openai", "gpt-4o-mini"),
        ("openai/gpt-4o-mini", "openai", "gpt-4o-mini"),
        ("claude-sonnet-4-5", "anthropic", "claude-sonnet-4-5"),
        ("anthropic.claude-opus-4-20250514-v1:0", "anthropic", "claude-opus-4-20250514"),
        ("claude-opus-4@20250514", "anthropic", "claude-opus-4-20250514"),
        ("gemini-2.5-flash", "google", "gemini-2.5-flash"),
    ],
)
def test_of_an_unknown_provider_only_what_is_true_everywhere(written: str, vendor: str, canonical: str) -> None:
    found = known(written)
    assert (found.vendor, found.canonical, found.provider) == (vendor, canonical, None)
    assert found.reasoning is not None
    assert found.price is None
    assert found.context_window is found.max_input_tokens is found.max_output_tokens is None
    assert found.retires is found.deprecated is None
    assert found.defects == ()


@pytest.mark.parametrize(
    ("written", "provider", "vendor", "canonical"),
    [
        ("anthropic/claude-3.5-sonnet-20240620", "openrouter", "anthropic", "claude-3-5-sonnet-20240620"),
        ("us.anthropic.claude-sonnet-4-5-20250929-v1:0", "bedrock", "anthropic", "claude-sonnet-4-5-20250929"),
        ("claude-sonnet-4-5@20250929", "vertex", "anthropic", "claude-sonnet-4-5-20250929"),
        ("openai/gpt-oss-120b", "groq", "openai", "gpt-oss-120b"),
        ("llama-3.3-70b-versatile", "groq", None, "llama-3.3-70b-versatile"),
        ("gpt-4o", "openai", "openai", "gpt-4o"),
    ],
)
def test_whose_model_it_is(written: str, provider: str, vendor: str | None, canonical: str) -> None:
    found = known(written, provider)
    assert (found.vendor, found.canonical) == (vendor, canonical)


def test_a_name_in_no_list_has_what_the_rule_of_the_price_list_says() -> None:
    found = known("claude-sonnet-4-5-preview", "anthropic")
    assert not found.listed
    assert found.price is not None
    assert (found.price.listed_as, found.context_window) == ("claude-sonnet-4-5", 200_000)
    assert (found.pinned, found.max_output_tokens, found.reasoning) == (None, None, None)


def test_every_name_means_one_model_of_its_provider() -> None:
    for provider, name in NAMES:
        found = known(name, provider, deployed=True)
        assert found.name.lower() == name, (provider, name)
        assert found == known(found.name, provider, deployed=True)


def test_the_compiled_facts_can_be() -> None:
    for provider, name in NAMES:
        found = known(name, provider, deployed=True)
        sizes = (found.context_window, found.max_input_tokens, found.max_output_tokens)
        assert all(size is None or size > 0 for size in sizes), (provider, name)
        if found.context_window is not None and found.max_input_tokens is not None:
            assert found.max_input_tokens <= found.context_window, (provider, name)
        if found.retires is not None and found.deprecated_on is not None:
            assert found.deprecated_on <= found.retires, (provider, name)
        assert found.points_to is None or model(found.points_to, provider) is not None
        for rate in (found.price.rates if found.price else {}).values():
            prices = [rate.base, *(each for _, each in rate.tiers)]
            assert all(each.is_finite() and 0 <= each < 100_000 for each in prices), (provider, name)
            assert [above for above, _ in rate.tiers] == sorted(above for above, _ in rate.tiers)


def test_only_a_name_that_says_so_is_free() -> None:
    prices = {(provider, name): known(name, provider, deployed=True).price for provider, name in NAMES}
    free = {key for key, price in prices.items() if price and all(rate == Rate(Decimal(0)) for rate in price.rates.values())}
    assert free
    assert {name for _, name in free if not name.endswith(":free")} == set()


def test_globs_of_the_policy() -> None:
    written = {(found.provider, found.name) for found in matching("openai/gpt-4o-mini-2024*")}
    assert written == {("openai", "gpt-4o-mini-2024-07-18"), ("openrouter", "openai/gpt-4o-mini-2024-07-18")}
    by_canonical = matching("claude-opus-4-20250514")
    assert {found.provider for found in by_canonical} >= {"anthropic", "bedrock", "vertex"}
    assert [(found.provider, found.name) for found in by_canonical] == sorted((str(f.provider), f.name) for f in by_canonical)
    assert matching("no-such-model*") == ()


def test_prices_change_on_their_day_and_by_the_hour() -> None:
    found = known("deepseek-v4-pro", "deepseek")

    def output(moment: date | datetime) -> Decimal:
        price = found.price_at(moment)
        assert price is not None
        return price.rates["output"].base

    assert output(date(2026, 8, 16)) == Decimal("3.96"), "its dearest hour, at any day"
    assert output(datetime(2026, 8, 16, 12, tzinfo=UTC)) == Decimal("0.87")
    assert output(datetime(2026, 8, 17, 12, tzinfo=UTC)) == Decimal("1.98")
    assert output(datetime(2026, 11, 21, 3, 59)) == Decimal("3.96")
    assert output(datetime(2026, 11, 21, 4)) == Decimal("1.98")
    assert output(datetime.fromisoformat("2026-11-21T08:59+05:00")) == Decimal("3.96")
