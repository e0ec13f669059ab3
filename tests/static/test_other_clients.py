"""Whose is a call that several SDKs could have, is a library's that nobody knows left alone, and a filtered dict followed?"""

from __future__ import annotations

from pathlib import Path

import pytest

from llmlint.engine import lint_bytes
from llmlint.findings import FileResult
from llmlint.policy.load import default
from llmlint.static.project import Project
from llmlint.values import Known


def lint(folder: Path, source: str) -> FileResult:
    return lint_bytes("bot.py", source.encode(), Project(folder), default())


ASKED = "client.chat.completions.create(model='llama-3.1-8b-instant', messages=[])"
TOLD = {
    "made": "from groq import Groq\n\nclient = Groq()\n{asked}\n",
    "parameter": "from groq import Groq\n\ndef ask(client: Groq):\n    return {asked}\n",
    "optional": "from groq import Groq\n\ndef ask(client: Groq | None = None):\n    return {asked}\n",
    "field": "from groq import Groq as Client\n\nclass Bot:\n    client: Client\n\n"
    "    def ask(self):\n        return self.{asked}\n",
    "getter": "from typing import Optional\nfrom groq import Groq\n\nclass Bot:\n    client: Optional[Groq] = None\n\n"
    "    def get(self) -> Groq:\n        if self.client:\n            return self.client\n        return make()\n\n"
    "    def ask(self):\n        return self.get().chat.completions.create(model='x', messages=[])\n",
}
"""How a program tells whose client it has."""
SHARED = {
    "groq": "groq.Groq",
    "huggingface_hub": "huggingface_hub.InferenceClient",
    "cerebras": "cerebras.cloud.sdk.Cerebras",
    "fireworks": "fireworks.Fireworks",
    "openai": "openai.OpenAI",
    "together": "together.Together",
    "volcengine-ark": "volcenginesdkarkruntime.Ark",
    "zhipuai": "zhipuai.ZhipuAI",
}
"""Classes whose clients have openai's `chat.completions.create`."""


@pytest.mark.parametrize("told", TOLD)
@pytest.mark.parametrize("sdk", SHARED)
def test_a_known_client_keeps_its_own_sdk(tmp_path: Path, sdk: str, told: str) -> None:
    module, _, name = SHARED[sdk].rpartition(".")
    source = TOLD[told].format(asked=ASKED).replace("groq", module).replace("Groq", name)
    assert {call.facts.sdk for call in lint(tmp_path, source).calls} == {sdk}


@pytest.mark.parametrize("told", TOLD)
def test_another_librarys_client(tmp_path: Path, told: str) -> None:
    source = TOLD[told].format(asked=ASKED).replace("groq", "perplexity").replace("Groq", "Perplexity")
    assert lint(tmp_path, source).calls == ()


@pytest.mark.parametrize("imported", ["", *(f"import {path.rpartition('.')[0]}\n" for path in SHARED.values())])
@pytest.mark.parametrize(
    ("asked", "sdk"),
    [
        ("chat.completions.create(model='m', messages=[])", "openai"),
        ("chat.completions.create(**options)", "openai"),
        ("completions.create(model='m', prompt='Hello')", "openai"),
        ("embeddings.create(model='m', input='Hello')", "openai"),
        ("images.generate(model='m', prompt='a boat')", "openai"),
        ("messages.create(model='m', messages=[], max_tokens=9)", "anthropic"),
    ],
)
def test_a_client_of_nobody_is_of_the_sdk_that_others_copy(tmp_path: Path, asked: str, sdk: str, imported: str) -> None:
    (call,) = lint(tmp_path, f"{imported}def ask(client, options):\n    return client.{asked}\n").calls
    assert call.facts.sdk == sdk


@pytest.mark.parametrize("module", ["cohere", "voyageai", "huggingface_hub", "mistralai", "ollama"])
@pytest.mark.parametrize(
    "asked",
    [
        "chat(model='m', messages=[])",
        "embed(texts=['a'], model='m')",
        "rerank(query='a', documents=[], model='m')",
        "generate(prompt='a', model='m')",
        "chat_completion(messages=[], model='m')",
        "beta.conversations.start(inputs=[], model='m')",
    ],
)
def test_what_anything_may_be_called_tells_nothing(tmp_path: Path, module: str, asked: str) -> None:
    source = f"import {module}\n\ndef ask(bot, **options):\n    bot.{asked}\n    bot.{asked.partition('(')[0]}(**options)\n"
    assert lint(tmp_path, source).calls == ()


@pytest.mark.parametrize("annotation", ["Any", "'OpenAI'", "SomethingLocal"])
def test_an_annotation_that_rules_nothing_out(tmp_path: Path, annotation: str) -> None:
    result = lint(tmp_path, f"from typing import Any\n\ndef ask(client: {annotation}):\n    return {ASKED}\n")
    assert [call.facts.api for call in result.calls] == ["chat.completions.create"]


def test_options_without_none(tmp_path: Path) -> None:
    source = (
        "from openai import OpenAI\n\nclient = OpenAI(timeout=30)\n\n\ndef ask(question, temperature=None):\n"
        "    options = {'max_tokens': 200, 'temperature': temperature, 'stop': None}\n"
        "    given = {name: value for name, value in options.items() if value is not None}\n"
        "    return client.chat.completions.create(model='gpt-4o', messages=[question], **given)\n"
    )
    (call,) = lint(tmp_path, source).calls
    assert call.facts.effective("max_output_tokens") == Known(200)
    assert call.facts.effective("timeout") == Known(30)
