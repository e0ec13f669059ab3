"""What does a decorator of the project's own leave open?"""

from __future__ import annotations

from pathlib import Path

import pytest

from llmlint.engine import lint_bytes
from llmlint.policy.load import default
from llmlint.static.project import Project

CALL = """
from openai import OpenAI
import asyncio, functools

client = OpenAI()


def {name}(function):
    @functools.wraps(function)
    def wrapped(*args):
{body}
    return wrapped


@{name}
def ask(question):
    return client.chat.completions.create(model="gpt-4o", messages=[question], max_tokens=100)
"""
AGAIN = """\
        while True:
            try:
                return function(*args)
            except Exception:
                pass
"""
IN_TIME = "        return asyncio.wait_for(function(*args), 20)\n"
TRACED = "        print(args)\n        return function(*args)\n"


@pytest.mark.parametrize(
    ("name", "body", "undecided", "failed"),
    [
        ("again", AGAIN, {"unbounded-retry"}, {"missing-timeout"}),
        ("in_time", IN_TIME, {"missing-timeout"}, set()),
        ("traced", TRACED, set(), {"missing-timeout"}),
    ],
)
def test_a_decorator_of_the_project(tmp_path: Path, name: str, body: str, undecided: set[str], failed: set[str]) -> None:
    source = CALL.format(name=name, body=body)
    findings = lint_bytes("bot.py", source.encode(), Project(tmp_path), default()).findings
    assert {each.rule for each in findings if each.verdict.value == "fail"} == failed
    assert undecided <= {each.rule for each in findings if each.verdict.value == "undecided"}
