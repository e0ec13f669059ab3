"""Is a key ever printed whole, by any command, in any format?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from llmlint.knowledge.keys import KeyFormat
from tests.cli.conftest import Run
from tests.keys import drawn, formats, key, title

PROGRAM = """import os
from openai import OpenAI
from mistralai import Mistral

KEY = "{key}"
NAMED = {{"{name}": "{key}", "other": 1}}
os.environ["{name}"] = "{key}"


def made(key=KEY, other=os.getenv("{name}", "{key}")):
    return OpenAI(api_key=key or other, default_headers={{"Authorization": "Bearer {key}"}})


made().responses.create(model="gpt-4o", input="")  # {key}
OpenAI(api_key="{key}").responses.create(model="gpt-4o", input="", timeout=900, metadata={{"key": "{key}"}})
Mistral(
    api_key="{key}",
).chat.complete(model="mistral-large-latest", messages=[], max_tokens=9)
OpenAI(api_key=NAMED["{name}"]).responses.create(model="gpt-4o", input="", extra_headers={{"x": "{key}"}})  # llmlint: ignore
"""
COHERE = key("cohere")
NAMES = {"bedrock": "AWS_SECRET_ACCESS_KEY", "": "LLM_API_KEY", "langsmith": "LANGSMITH_API_KEY"}


@pytest.mark.parametrize("form", [each for each in formats() if each.confidence != "public"], ids=title)
def test_no_command_prints_a_key(form: KeyFormat, project: Path, run: Run) -> None:
    text = drawn(form)
    name = NAMES.get(form.provider, f"{form.provider.upper()}_API_KEY")
    program = PROGRAM.format(key=text, name=name)
    (project / "keys.py").write_text(program)
    lines = [number for number, line in enumerate(program.splitlines(), 1) if text in line or "made()" in line]
    said = [
        run("check", "keys.py", "--format", output, "--show", "undecided", "--show", "suppressed") for output in ("text", "json")
    ]
    said += [run("calls", "keys.py", "--format", output) for output in ("text", "json")]
    explained = [run("explain", f"keys.py:{line}") for line in lines]
    assert "hardcoded-key" in said[0].out
    assert any("timeout" in each.out for each in explained)
    body = text[len(max(form.prefixes, key=len, default="")) : -4]
    pieces = [body[start : start + 10] for start in range(len(body) - 9)]
    for each in (*said, *explained):
        assert not [piece for piece in pieces if piece in each.out + each.err]
    assert f"{text[-4:]}" in said[0].out


def test_what_may_be_no_key_says_why_and_fails_no_run(folder: Path, run: Run) -> None:
    (folder / "keys.py").write_text(f'from mistralai import Mistral\n\nAPI_KEY = "{COHERE}"\n')
    done = run("check", "keys.py")
    assert done.status == 0
    assert "possible: an API key (cohere …" not in done.out
    (folder / "keys.py").write_text(f'import cohere\n\nAPI_KEY = "{COHERE}"\n')
    done = run("check", "keys.py")
    assert done.status == 0
    assert "possible: an API key (cohere …" in done.out
    assert "is written in the source, unless it belongs to something else" in done.out
    assert "note: does not count unless --fail-on-possible" in done.out
    assert run("check", "keys.py", "--fail-on-possible").status == 1


@pytest.mark.parametrize(
    ("client", "form", "told"),
    [
        ("OpenAI", "openai-project", "openai-project …"),
        ("Mistral", "mistral", "mistral …"),
        ("OpenAI", "mistral", "…"),  # thirty-two letters and digits, given to somebody else
        ("OpenAI", "deepseek", "openai-like …"),
        ("OpenAI", "posthog-public", "posthog-public …"),
    ],
)
def test_a_call_names_the_format_of_its_key(client: str, form: str, told: str, folder: Path, run: Run) -> None:
    imported = "from openai import OpenAI\nfrom mistralai import Mistral\n"
    sent = {"OpenAI": 'responses.create(model="m", input="")', "Mistral": 'chat.complete(model="m", messages=[])'}[client]
    (folder / "keys.py").write_text(f'{imported}{client}(api_key="{key(form)}").{sent}\n')
    (call,) = json.loads(run("calls", "keys.py", "--format", "json").out)["calls"]
    assert call["facts"]["api_key"]["value"] == f"{told}{key(form)[-4:]}"
