"""Is a call found in another definition than the one that names its method, or what holds that?"""

from __future__ import annotations

from pathlib import Path

import pytest

from llmlint.engine import lint_bytes
from llmlint.policy.load import default
from llmlint.static.project import Project
from llmlint.values import Known, Unknown, alternatives

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


FUNCTIONS = {
    "assigned": ("import litellm\nsend = litellm.completion", "send({})"),
    "assigned by its own name": ("from litellm import completion\nsend = completion", "send({})"),
    "of a module by another name": ("import litellm as llm\nsend = llm.completion", "send({})"),
    "partial": ("import litellm\nsend = partial(litellm.completion, timeout=5)", "send({})"),
    "in an object": (
        "import litellm\nclass Api:\n    def __init__(self) -> None:\n        self.send = litellm.completion",
        "Api().send({})",
    ),
    "in an object, assigned": (
        "import litellm\nclass Api:\n    def __init__(self) -> None:\n        self.send = litellm.completion\nsend = Api().send",
        "send({})",
    ),
}


@pytest.mark.parametrize("form", FUNCTIONS)
def test_a_function_that_is_called_by_another_name(form: str, tmp_path: Path) -> None:
    """Nothing in the file calls it by its own name."""
    before, call = FUNCTIONS[form]
    asking = call.format("model=MODEL, messages=question")
    source = f"from functools import partial\n{before}\n\n\ndef ask(question):\n    return {asking}\n"
    found = lint_bytes("bot.py", source.encode(), Project(tmp_path), default()).calls
    assert [(call.facts.place.line, call.facts.api) for call in found] == [(source.count("\n"), "completion")]


@pytest.mark.parametrize("imports", ["from litellm import completion", "import litellm as other\ncompletion = other.completion"])
@pytest.mark.parametrize("written", ["litellm.request_timeout = 7", "def configure():\n    litellm.request_timeout = 7"])
def test_what_is_set_on_a_module_holds_whatever_the_call_says(imports: str, written: str, tmp_path: Path) -> None:
    source = (
        f"import litellm\n{imports}\n{written}\n\ndef ask(question):\n    return completion(model=MODEL, messages=question)\n"
    )
    (found,) = lint_bytes("bot.py", source.encode(), Project(tmp_path), default()).calls
    timeouts = alternatives(found.facts.effective("timeout"))
    assert Known(7) in timeouts or any(isinstance(each, Unknown) for each in timeouts), timeouts
