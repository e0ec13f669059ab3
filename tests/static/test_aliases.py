"""Is a call found in another definition than the one that names its method, or what holds that?"""

from __future__ import annotations

from pathlib import Path

import pytest

from llmlint.engine import lint_bytes
from llmlint.policy.load import default
from llmlint.static.project import Project

START = """
from functools import partial
from typing import Any, Callable, cast

from openai import OpenAI

client = OpenAI(timeout=5)
client.embeddings.create(model="text-embedding-3-small", input="a call that anybody would see")
"""
FORMS = {
    "assigned": ("send = client.responses.create", "send({})"),
    "annotated": ("send: Callable[..., Any] = client.responses.create", "send({})"),
    "conditional": ("send = client.responses.create if FLAG else client.responses.create", "send({})"),
    "cast": ("send = cast(Any, client.responses.create)", "send({})"),
    "partial": ("send = partial(client.responses.create, store=False)", "send({})"),
    "holder": ("api = client.responses", "api.create({})"),
    "holder annotated": ("api: Any = client.responses", "api.create({})"),
    "holder conditional": ("api = client.responses if FLAG else client.responses", "api.create({})"),
    "holder in an object": (
        "class Api:\n    def __init__(self) -> None:\n        self.api: Any = client.responses",
        "Api().api.create({})",
    ),
    "holder or None": ("api = client.responses if FLAG else None", "api.create({})"),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_call_is_found(form: str, tmp_path: Path) -> None:
    before, call = FORMS[form]
    asking = call.format("model='gpt-4o', input=question")
    source = f"{START}{before}\n\n\ndef ask(question):\n    return {asking}\n"
    found = lint_bytes("bot.py", source.encode(), Project(tmp_path), default()).calls
    assert [(call.facts.place.line, call.facts.api) for call in found][-1:] == [(source.count("\n"), "responses.create")]
