"""Is another library's client, told by an annotation only, left alone, and a filtered dict followed?"""

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


@pytest.mark.parametrize(
    "source",
    [
        f"from groq import Groq\n\ndef ask(client: Groq):\n    return {ASKED}\n",
        f"from groq import Groq\n\ndef ask(client: Groq | None = None):\n    return {ASKED}\n",
        f"from groq import Groq as Client\n\nclass Bot:\n    client: Client\n\n    def ask(self):\n        return self.{ASKED}\n",
        "from typing import Optional\nfrom groq import Groq\n\nclass Bot:\n    client: Optional[Groq] = None\n\n"
        "    def get(self) -> Groq:\n        if self.client:\n            return self.client\n        return make()\n\n"
        "    def ask(self):\n        return self.get().chat.completions.create(model='x', messages=[])\n",
    ],
    ids=["parameter", "optional", "field", "getter"],
)
def test_another_librarys_client(tmp_path: Path, source: str) -> None:
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
