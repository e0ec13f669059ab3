"""Is an option that a condition leaves out taken for missing only where something known leaves it out?"""

from __future__ import annotations

from pathlib import Path

import pytest

from llmlint.engine import lint_bytes
from llmlint.policy.load import default
from llmlint.static.project import Project

BOT = """
from dataclasses import dataclass

from openai import OpenAI

client = OpenAI(timeout=30)


@dataclass
class Chat:
    max_tokens: int | None = {default}

    def ask(self, question):
        options = {{}}
        if {condition}:
            options["max_tokens"] = self.max_tokens
        return client.chat.completions.create(model="gpt-4o", messages=[question], **options)
"""


@pytest.mark.parametrize("condition", ["self.max_tokens is not None", "self.max_tokens", "not self.max_tokens is None"])
@pytest.mark.parametrize(("given", "verdict"), [("4096", "undecided"), ("None", "possible")])
def test_a_field_with_a_default(tmp_path: Path, condition: str, given: str, verdict: str) -> None:
    source = BOT.format(default=given, condition=condition)
    findings = lint_bytes("bot.py", source.encode(), Project(tmp_path), default()).findings
    assert [each.verdict.value for each in findings if each.rule == "missing-output-cap"] == [verdict]
