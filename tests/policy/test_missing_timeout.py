"""Does a finding say what happens where nobody sets a timeout: what the SDK does then, in every version that there may be?"""

from __future__ import annotations

from pathlib import Path

import pytest

from llmlint.engine import lint_bytes
from llmlint.facts import CallFacts
from llmlint.knowledge.loader import knowledge
from llmlint.policy.evaluate import reported, verdicts
from llmlint.policy.load import default, load
from llmlint.policy.message import render
from llmlint.runtime import derive
from llmlint.runtime.observe import Observation
from llmlint.runtime.sites import Site
from llmlint.static.project import Project
from llmlint.values import Layer

FOREVER = "the SDK has none: the call may hang forever"
CALLS = {
    "ollama": "from ollama import Client\nClient().chat(model='m', messages=[])",
    "google-genai": "from google import genai\ngenai.Client().models.generate_content(model='m', contents='')",
    "vertexai": "from vertexai.generative_models import GenerativeModel\nGenerativeModel('m').generate_content('')",
    "langchain-openai": "from langchain_openai import ChatOpenAI\nChatOpenAI(model='m')",
    "together": "from together import Together\nTogether().chat.completions.create(model='m', messages=[])",
    "openrouter": "from openrouter import OpenRouter\nOpenRouter().chat.send(model='m', messages=[])",
    "mistralai": "from mistralai.client import Mistral\nMistral().chat.complete(model='m', messages=[])",
    "openai": "import openai\nopenai.OpenAI().responses.create(model='m', input='')",
}


def static(folder: Path, source: str, versions: str = "") -> str:
    """What `check` says of a call, with `[sdks]` as given."""
    (folder / "llmlint.toml").write_text(f"[sdks]\n{versions}\n", encoding="utf-8")
    findings = lint_bytes("bot.py", source.encode(), Project(folder), load(folder / "llmlint.toml")).findings
    (message,) = (each.message for each in findings if each.rule == "missing-timeout")
    return message.partition("; ")[2]


@pytest.mark.parametrize("sdk", ["ollama", "google-genai", "vertexai", "langchain-openai"])
def test_without_any_default_it_may_hang(tmp_path: Path, sdk: str) -> None:
    assert static(tmp_path, CALLS[sdk]) == FOREVER


@pytest.mark.parametrize(
    ("sdk", "versions", "told"),
    [
        ("openai", "", "the SDK's default of 600 s is in force"),
        ("together", "", "the SDK's default of 60 s or 600 s (by version) is in force"),
        ("together", 'together = "2.1"', "the SDK's default of 60 s is in force"),
        ("together", 'together = "<2"', "the SDK's default of 600 s is in force"),
        ("openrouter", "", "the SDK's default is 5 s or, in some versions, none: the call may hang forever"),
        ("openrouter", 'openrouter = "0.10"', FOREVER),
        ("openrouter", 'openrouter = "1.0"', "the SDK's default of 5 s is in force"),
        (
            "mistralai",
            'mistralai = ">=2"',
            "the SDK's default is 30 s or 300 s or, in some versions, none: the call may hang forever",
        ),
        ("mistralai", 'mistralai = ">=2.3"', "the SDK's default of 30 s or 300 s (by version) is in force"),
    ],
)
def test_every_default_that_there_may_be_is_named(tmp_path: Path, sdk: str, versions: str, told: str) -> None:
    assert static(tmp_path, CALLS[sdk], versions) == told


@pytest.mark.parametrize(
    ("sdk", "api", "given", "told"),
    [
        ("google-genai", "models.generate_content", None, FOREVER),
        ("openai", "responses.create", 600, "the SDK's default of 600 s is in force"),
    ],
)
def test_the_live_side_says_the_same(sdk: str, api: str, given: float | None, told: str) -> None:
    timeout = ("timeout", Layer.SDK_DEFAULT, given)
    retries = ("max_retries", Layer.SDK_DEFAULT, 0)
    observed = Observation(Site("bot.py", 2), sdk, api, False, False, "", "", (timeout, retries), None, None)
    assert message_of(derive.facts(observed, default().in_force("bot.py"))).partition("; ")[2] == told


def message_of(facts: CallFacts) -> str:
    assert facts.api in knowledge().sdks[facts.sdk].methods
    (outcome,) = (each for each in reported(verdicts(facts, default().in_force("bot.py"))) if each.rule.id == "missing-timeout")
    return render(outcome.rule.message, outcome, facts)
