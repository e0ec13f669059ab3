"""Does a sample of models say what was read in the sources, by hand, for each of them?"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
import tiktoken

from llmlint.knowledge.models import Defect, Model, model
from llmlint.knowledge.models import providers as known_providers
from llmlint.knowledge.prices import Rate

Size = int | None
SAMPLE: list[tuple[str, str, Size, Size, Size, str, str, str]] = [
    # provider, model, context window, input and output at most, then the price of input, of output, and where it was read
    ("openai", "gpt-4o", 128_000, 128_000, 16_384, "2.5", "10", "genai-prices"),
    ("openai", "gpt-4o-mini", 128_000, 128_000, 16_384, "0.15", "0.6", "genai-prices"),
    ("openai", "gpt-4o-2024-05-13", 128_000, 128_000, 4_096, "5", "15", "genai-prices"),
    ("openai", "gpt-4.1", 1_047_576, 1_047_576, 32_768, "2", "8", "genai-prices"),
    ("openai", "gpt-5", 400_000, 272_000, 128_000, "1.25", "10", "genai-prices"),
    ("openai", "gpt-5-nano", 400_000, 272_000, 128_000, "0.05", "0.4", "genai-prices"),
    ("openai", "gpt-5.4", 1_050_000, 1_050_000, 128_000, "2.5 >272000 5", "15 >272000 22.5", "genai-prices"),
    ("openai", "gpt-6-sol", 1_050_000, 922_000, 128_000, "2 >272000 4", "10 >272000 15", "genai-prices"),
    ("openai", "o1", 200_000, 200_000, 100_000, "15", "60", "genai-prices"),
    ("openai", "o3-mini", 200_000, 200_000, 100_000, "1.1", "4.4", "genai-prices"),
    ("openai", "gpt-3.5-turbo", 16_385, 16_385, 4_096, "0.5", "1.5", "genai-prices"),
    ("openai", "text-embedding-3-small", 8_192, 8_191, None, "0.02", "", "genai-prices"),
    ("openai", "ft:gpt-4.1-2025-04-14:acme::id", None, 1_047_576, 32_768, "3", "12", "litellm"),
    ("anthropic", "claude-sonnet-4-5", 200_000, 200_000, 64_000, "3 >200000 6", "15 >200000 22.5", "genai-prices"),
    ("anthropic", "claude-opus-4-6", 1_000_000, 1_000_000, 128_000, "5", "25", "genai-prices"),
    ("anthropic", "claude-haiku-4-5-20251001", 200_000, 200_000, 64_000, "1", "5", "genai-prices"),
    ("anthropic", "claude-haiku-5-5", 1_000_000, 1_000_000, 128_000, "0.1 >100000 0.5", "0.5 >100000 2.5", "genai-prices"),
    ("anthropic", "claude-3-5-sonnet-20241022", 200_000, None, None, "3", "15", "genai-prices"),
    ("google", "gemini-2.5-flash", 1_048_576, 1_048_576, 65_536, "0.3", "2.5", "genai-prices"),
    ("google", "gemini-2.5-pro", None, 1_048_576, 65_536, "1.25 >200000 2.5", "10 >200000 15", "genai-prices"),
    ("google", "gemini-3.8-flash", 1_048_576, 1_048_576, 65_536, "0.75", "3.75", "genai-prices"),
    ("vertex", "claude-sonnet-4-5@20250929", 200_000, 200_000, 64_000, "3 >200000 6", "15 >200000 22.5", "genai-prices"),
    ("vertex", "gemini-3.8-flash-cyber", 1_048_576, 1_048_576, 65_536, "1.5", "7.5", "by hand"),
    ("bedrock", "anthropic.claude-3-haiku-20240307-v1:0", 200_000, None, None, "0.25", "1.25", "genai-prices"),
    ("bedrock", "us.anthropic.claude-sonnet-4-5-20250929-v1:0", 200_000, 200_000, 64_000, "3.3", "16.5", "genai-prices"),
    ("bedrock", "amazon.nova-lite-v1:0", 300_000, 300_000, 10_000, "0.06", "0.24", "genai-prices"),
    ("azure", "gpt-4o-mini", 128_000, 128_000, 16_384, "0.15", "0.6", "litellm"),
    ("azure", "gpt-4-turbo", 128_000, 128_000, 4_096, "11", "33", "litellm"),
    ("deepseek", "deepseek-chat", 131_072, 131_072, 8_192, "0.27", "1.1", "genai-prices"),
    ("deepseek", "deepseek-reasoner", 131_072, 131_072, 65_536, "0.55", "2.19", "genai-prices"),
    ("deepseek", "deepseek-v4-pro", 1_000_000, 1_000_000, 393_216, "1.32", "3.96", "genai-prices"),
    ("openrouter", "openai/gpt-4o-mini", 128_000, None, None, "0.15", "0.6", "genai-prices"),
    ("openrouter", "anthropic/claude-sonnet-4.5", 1_000_000, None, None, "3 >200000 6", "15 >200000 22.5", "genai-prices"),
    ("openrouter", "deepseek/deepseek-r1:free", None, None, None, "0", "0", "genai-prices"),
    ("groq", "openai/gpt-oss-120b", 131_072, 131_072, 65_536, "0.15", "0.6", "genai-prices"),
    ("groq", "llama-3.3-70b-versatile", None, None, None, "0.59", "0.79", "genai-prices"),
    ("together", "meta-llama/Llama-3.3-70B-Instruct-Turbo", None, 131_072, 131_072, "0.88", "0.88", "genai-prices"),
    ("fireworks", "accounts/fireworks/models/deepseek-v3p1", None, 128_000, 8_192, "0.56", "1.68", "litellm"),
    ("mistral", "mistral-large-latest", None, 262_144, 262_144, "2", "6", "genai-prices"),
    ("xai", "grok-4", 256_000, None, None, "3", "15", "genai-prices"),
    ("cohere", "command-r-08-2024", None, 128_000, 4_096, "0.15", "0.6", "genai-prices"),
    ("perplexity", "sonar-deep-research", 128_000, 128_000, 128_000, "2", "8", "genai-prices"),
    ("cerebras", "gpt-oss-120b", 131_072, 131_072, 32_768, "0.35", "0.75", "genai-prices"),
    ("dashscope", "qwen-max", None, 30_720, 8_192, "1.6", "6.4", "litellm"),
    ("dashscope", "qwen-flash", None, 997_952, 32_768, "0.05 >256000 0.25", "0.4 >256000 2", "litellm"),
    (
        "volcengine", "doubao-seed-2-0-pro-260215", None, 256_000, 128_000,
        "0.46 >32000 0.7 >128000 1.4", "2.3 >32000 3.5 >128000 7", "litellm",
    ),
    ("zai", "glm-4.6", None, 200_000, 128_000, "0.6", "2.2", "genai-prices"),
    ("voyage", "voyage-3-large", None, 32_000, None, "0.18", "", "genai-prices"),
    ("moonshot", "kimi-k2.5", 262_144, 262_144, 262_144, "0.6", "3", "genai-prices"),
]  # fmt: skip


def known(name: str, provider: str) -> Model:
    found = model(name, provider, deployed=True)
    assert found is not None
    return found


def written(rate: Rate | None) -> str:
    if rate is None:
        return ""
    return " ".join([f"{rate.base.normalize():f}", *(f">{above} {price.normalize():f}" for above, price in rate.tiers)])


@pytest.mark.parametrize("row", SAMPLE, ids=[f"{row[0]}/{row[1]}" for row in SAMPLE])
def test_sample(row: tuple[str, str, Size, Size, Size, str, str, str]) -> None:
    provider, name, window, most_in, most_out, price_in, price_out, source = row
    found = known(name, provider)
    assert (found.context_window, found.max_input_tokens, found.max_output_tokens) == (window, most_in, most_out)
    assert found.price is not None
    told = found.price.rates
    assert (written(told.get("input")), written(told.get("output") if price_out else None)) == (price_in, price_out)
    assert found.price.source.startswith(source) == (source != "by hand")


@pytest.mark.parametrize(
    ("provider", "name", "unit", "usd"),
    [
        ("openai", "gpt-4o", "cached_input", "1.25"),
        ("openai", "gpt-6-sol", "cache_write", "2.5"),
        ("anthropic", "claude-haiku-4-5", "cache_write", "1.25"),
        ("anthropic", "claude-haiku-4-5", "cache_write_1h", "2"),
        ("anthropic", "claude-haiku-4-5", "web_search", "0.01"),
        ("google", "gemini-2.5-flash", "input_audio", "1"),
        ("perplexity", "sonar-deep-research", "reasoning", "3"),
        ("perplexity", "sonar-deep-research", "citation", "2"),
        ("openai", "gpt-5", "reasoning", "10"),
        ("openai", "gpt-4o-2024-05-13", "cached_input", "5"),
    ],
)
def test_other_rates(provider: str, name: str, unit: str, usd: str) -> None:
    price = known(name, provider).price
    assert price is not None
    rate = price.rate(unit)
    assert rate is not None
    assert rate.base == Decimal(usd)


@pytest.mark.parametrize(
    ("provider", "name", "pinned", "points_to"),
    [
        ("openai", "gpt-4o", False, None),
        ("openai", "gpt-4o-2024-08-06", True, None),
        ("openai", "gpt-4", False, "gpt-4-0613"),
        ("openai", "gpt-4-0613", True, None),
        ("openai", "chatgpt-4o-latest", False, None),
        ("openai", "gpt-6-sol", None, None),
        ("anthropic", "claude-sonnet-4-5", False, "claude-sonnet-4-5-20250929"),
        ("anthropic", "claude-opus-4-6", True, None),
        ("anthropic", "claude-3-5-haiku-latest", False, None),
        ("bedrock", "anthropic.claude-3-5-sonnet-20241022-v2:0", True, None),
        ("bedrock", "amazon.nova-lite-v1:0", True, None),
        ("vertex", "claude-opus-4@20250514", True, None),
        ("google", "gemini-flash-latest", False, None),
        ("google", "gemini-2.5-flash", None, None),
        ("mistral", "mistral-large-2411", True, None),
        ("mistral", "mistral-large-latest", False, None),
        ("cohere", "command-r-08-2024", True, None),
        ("deepseek", "deepseek-chat", False, None),
        ("xai", "grok-4-0709", True, None),
        ("volcengine", "doubao-seed-2-0-pro-260215", True, None),
        ("fireworks", "accounts/fireworks/models/stable-diffusion-xl-1024-v1-0", None, None),
    ],
)
def test_snapshots_and_aliases(provider: str, name: str, pinned: bool | None, points_to: str | None) -> None:
    found = known(name, provider)
    assert (found.pinned, found.points_to) == (pinned, points_to)


@pytest.mark.parametrize(
    ("provider", "name", "announced", "retires"),
    [
        ("openai", "gpt-4o", None, date(2027, 1, 14)),
        ("openai", "gpt-4", date(2026, 4, 22), date(2026, 10, 23)),
        ("openai", "o1-preview", date(2025, 4, 28), date(2025, 7, 28)),
        ("openai", "dall-e-3", None, date(2026, 5, 12)),
        ("anthropic", "claude-sonnet-4-5", date(2026, 9, 30), date(2026, 11, 30)),
        ("anthropic", "claude-3-opus-20240229", date(2025, 6, 30), date(2026, 1, 5)),
        ("anthropic", "claude-opus-4-1-20250805", date(2026, 6, 5), date(2026, 8, 5)),
        ("bedrock", "us.anthropic.claude-sonnet-4-5-20250929-v1:0", None, date(2027, 4, 8)),
        ("deepseek", "deepseek-chat", None, date(2026, 7, 24)),
    ],
)
def test_retirement(provider: str, name: str, announced: date | None, retires: date) -> None:
    found = known(name, provider)
    assert (found.deprecated, found.deprecated_on, found.retires) == (True, announced, retires)


def test_deprecated_without_a_day() -> None:
    assert (known("gpt-5.1-mini", "openai").deprecated, known("gpt-5.1-mini", "openai").retires) == (True, None)
    assert known("gpt-6-sol", "openai").deprecated is False


@pytest.mark.parametrize(
    ("provider", "name", "reasoning"),
    [
        ("openai", "gpt-4o", False),
        ("openai", "o1-preview", True),
        ("openai", "gpt-5", True),
        ("openai", "gpt-5-chat-latest", False),
        ("anthropic", "claude-3-5-sonnet-20241022", False),
        ("anthropic", "claude-sonnet-4-5", True),
        ("google", "gemini-2.0-flash-001", None),
        ("google", "gemini-2.5-pro", True),
        ("deepseek", "deepseek-chat", False),
        ("deepseek", "deepseek-reasoner", True),
        ("groq", "openai/gpt-oss-120b", True),
        ("together", "meta-llama/Llama-3.3-70B-Instruct-Turbo", None),
    ],
)
def test_reasoning(provider: str, name: str, reasoning: bool | None) -> None:
    assert known(name, provider).reasoning is reasoning


@pytest.mark.parametrize(
    ("provider", "name", "kind"),
    [
        ("openai", "gpt-4o", "generation"),
        ("openai", "text-embedding-3-large", "embedding"),
        ("openai", "dall-e-3", "image"),
        ("openai", "whisper-1", "audio"),
        ("cohere", "rerank-v3.5", "rerank"),
    ],
)
def test_kinds(provider: str, name: str, kind: str) -> None:
    assert known(name, provider).kind == kind


def defects(provider: str, name: str) -> dict[str, Defect]:
    return {defect.id: defect for defect in known(name, provider).defects}


def test_defects() -> None:
    for name in ("o1", "o3-mini", "o4-mini", "gpt-5", "gpt-5.2", "gpt-6-sol"):
        refused = defects("openai", name)["refuses-max-tokens"]
        assert (refused.parameters, refused.instead) == (("max_tokens",), "max_completion_tokens")
    assert defects("openai", "gpt-4o") == defects("openai", "gpt-5-chat-latest") == {}
    assert defects("openai", "gpt-5").keys() == {"refuses-max-tokens", "refuses-temperature"}
    assert "refuses-temperature-while-reasoning" in defects("openai", "gpt-5.4")
    assert defects("deepseek", "deepseek-reasoner").keys() == {"ignores-sampling", "refuses-logprobs"}
    assert defects("deepseek", "deepseek-chat") == {}
    assert "refuses-sampling" in defects("anthropic", "claude-opus-4-7")
    assert "refuses-sampling" not in defects("anthropic", "claude-opus-4-6")
    for provider, name in (
        ("anthropic", "claude-opus-4-20250514"),
        ("bedrock", "anthropic.claude-opus-4-20250514-v1:0"),
        ("vertex", "claude-opus-4-1@20250805"),
    ):
        assert defects(provider, name)["needs-streaming"].limit == 8192
    assert all(defect.reference for name in ("o1", "gpt-5") for defect in known(name, "openai").defects)


def test_tokenizers_are_those_that_tiktoken_names() -> None:
    told = 0
    for provider in known_providers():
        for name in (
            "gpt-4o",
            "gpt-4",
            "gpt-3.5-turbo-0125",
            "o1",
            "o3-mini",
            "gpt-5-mini",
            "gpt-oss-20b",
            "text-embedding-3-small",
        ):
            found = model(name, provider, deployed=True)
            if found is not None and found.tokenizer is not None:
                assert tiktoken.encoding_name_for_model(name) == found.tokenizer
                told += 1
    assert told >= 16
    assert known("claude-sonnet-4-5", "anthropic").tokenizer == "none"
    assert known("gpt-6-sol", "openai").tokenizer is None
