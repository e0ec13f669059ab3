"""Does a remedy name the parameters of the SDK at hand?"""

from __future__ import annotations

import pytest

from llmlint.facts import CallFacts
from llmlint.policy.message import giving, in_general
from llmlint.values import Place


def call(sdk: str, api: str) -> CallFacts:
    return CallFacts(Place("app.py", 1), sdk, api, "generation")


@pytest.mark.parametrize(
    ("sdk", "api", "fact", "told"),
    [
        ("openai", "chat.completions.create", "timeout", "pass timeout= to the client or the call"),
        (
            "openai",
            "chat.completions.create",
            "max_output_tokens",
            "pass max_completion_tokens= or max_tokens= to the call",
        ),
        ("bedrock", "converse", "timeout", "pass read_timeout in config= to the client"),
        ("bedrock", "converse", "max_output_tokens", "pass maxTokens in inferenceConfig= to the call"),
        ("google-genai", "models.generate_content", "timeout", "pass timeout in http_options= in milliseconds to the client"),
        ("google-generativeai", "generate_content", "timeout", "pass timeout in request_options= to the call"),
        ("vertexai", "generate_content", "timeout", "put a deadline around the call, as this SDK has no parameter for it"),
        ("litellm", "completion", "timeout", "pass timeout= or request_timeout= to the call"),
    ],
)
def test_the_words(sdk: str, api: str, fact: str, told: str) -> None:
    assert giving(call(sdk, api), fact) == told


def test_nothing_is_said_of_an_sdk_that_is_not_known() -> None:
    assert giving(call("none", "ask"), "timeout") is None


def test_a_page_of_a_rule_speaks_of_no_call() -> None:
    assert in_general("{give:pass timeout=}, with a number") == "pass timeout=, with a number"
