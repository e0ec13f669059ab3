"""Is a parameter that the SDK demands taken for given, on ways through the code that could not send without it?"""

from __future__ import annotations

from pathlib import Path

from llmlint.engine import lint_bytes
from llmlint.policy.load import default
from llmlint.static.project import Project
from llmlint.values import Absent, Known, alternatives

REPLY = b"""
from anthropic import Anthropic

client = Anthropic(timeout=30)


def reply(question, limits):
    options = {"max_tokens": 400}
    if limits is not None:
        options["max_tokens"] = limits.get("max_tokens", None) if limits else None
    return client.messages.create(model="claude-3-5-haiku-20241022", messages=[question], **options)
"""


def test_anthropic_refuses_to_send_without_a_cap(tmp_path: Path) -> None:
    result = lint_bytes("reply.py", REPLY, Project(tmp_path), default())
    (call,) = result.calls
    found = alternatives(call.facts.effective("max_output_tokens"))
    assert Known(400) in found
    assert not any(isinstance(each, Absent) for each in found)
    assert [finding.rule for finding in result.findings if finding.verdict.value == "possible"] == []


def test_openai_sends_without_one(tmp_path: Path) -> None:
    source = (
        REPLY.replace(b"anthropic", b"openai")
        .replace(b"Anthropic", b"OpenAI")
        .replace(b"messages.create", b"chat.completions.create")
    )
    result = lint_bytes("reply.py", source, Project(tmp_path), default())
    (call,) = result.calls
    assert any(isinstance(each, Absent) for each in alternatives(call.facts.effective("max_output_tokens")))
    assert [finding.rule for finding in result.findings if finding.verdict.value == "possible"] == ["missing-output-cap"]
