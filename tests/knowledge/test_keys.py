"""Is each format of a key found wherever people leave one, and with as much certainty as there is?"""

from __future__ import annotations

import json
import random
import re
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from llmlint.engine import lint_bytes
from llmlint.findings import Confidence
from llmlint.knowledge.build import FOLDER, compile_knowledge
from llmlint.knowledge.keys import KeyFormat
from llmlint.knowledge.written import KnowledgeError
from llmlint.policy.load import default
from llmlint.static import gate
from llmlint.static.project import Project
from llmlint.static.randomness import looks_random
from tests.key_places import ANY, CALLED, DRAWS, SECRET, found, places, written
from tests.keys import drawn, formats, title

each_secret = pytest.mark.parametrize("key", SECRET, ids=title)
each_format = pytest.mark.parametrize("key", formats(), ids=title)


@each_secret
def test_a_key_is_found_wherever_it_is_left(key: KeyFormat) -> None:
    missed = []
    for number in range(DRAWS):
        text = drawn(key, number)
        for place, template in places(key):
            if place == "client, positional" and not client_says(key):
                continue
            program = written(template, key, text)
            told = [(each.format, each.tail, each.doubt) for each in found(program)]
            if told != [(key.id, text[-4:], "")]:
                missed.append(f"{place}: {told}")
            if not gate.may_hold_keys(program.encode()):
                missed.append(f"{place}: not admitted")
    assert not missed, "\n".join(missed)


def client_says(key: KeyFormat) -> bool:
    return any(word in CALLED[key.id][1].lower() for word in key.words)


@each_secret
def test_what_stands_nowhere_tells_as_much_as_its_shape(key: KeyFormat) -> None:
    """In a list, a tuple, a message: a key for sure, perhaps one, or nothing at all."""
    text = drawn(key)
    for template in ('print("{}")', 'seen = ("{}", 3)', "# {}", "assert told == '{}'", "{}"):
        told = found(template.format(text))
        assert [each.format for each in told] == ([] if key.confidence == "named" else [key.id])
        assert all(bool(each.doubt) is (key.confidence == "possible") for each in told)


@each_secret
def test_who_calls_it_an_example_is_believed(key: KeyFormat) -> None:
    text = drawn(key)
    name = CALLED.get(key.id, ANY)[0]
    for program in (f'{name}_EXAMPLE = "{text}"', f'fake_{name.lower()} = "{text}"', f'{name} = "{text}"  # looks like this'):
        assert all(each.doubt for each in found(program))
    assert not found(f'{name} = "{text}"  # see https://example.com/keys')[0].doubt


def test_a_key_that_is_given_further_down_may_be_one() -> None:
    """`API_KEY = "…"`, and below it `Mistral(api_key=API_KEY)`: the file speaks of the provider, the name does not."""
    key = next(each for each in SECRET if each.id == "mistral")
    program = f'from mistralai import Mistral\n\nAPI_KEY = "{drawn(key)}"\n\nclient = Mistral(api_key=API_KEY)\n'
    assert [(each.format, bool(each.doubt)) for each in found(program)] == [("mistral", True)]


@settings(max_examples=300, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.one_of(
            st.text(max_size=30),
            st.sampled_from(
                ["\n", " ", '"', "'", "=", ": ", "(", ")", "{", "}", "[", "]", "#", "\\", "https://", "Bearer ", "    "]
            ),
            st.sampled_from(
                [*(prefix for key in SECRET for prefix in key.prefixes), *(word for key in SECRET for word in key.words)]
            ),
            st.sampled_from(SECRET).map(drawn),
            st.sampled_from(["api_key", "MISTRAL_API_KEY", "return", "or", "else", "def f():", "os.getenv", "default"]),
        ),
        max_size=24,
    ).map("".join)
)
def test_what_is_told_has_the_shape_that_it_is_told_to_have(text: str) -> None:
    lines = text.split("\n")
    for each in found(text):
        line = lines[each.place.line - 1]
        literal = line[each.place.column - 1 : each.place.end_column - 1]
        assert literal.endswith(each.tail)
        assert len(each.tail) == 4
        assert any(key.id == each.format and re.fullmatch(key.pattern, literal) for key in SECRET)
        assert gate.may_hold_keys(text.encode())


@each_format
def test_every_key_has_the_letters_in_a_row_that_the_gate_looks_for(key: KeyFormat) -> None:
    for number in range(DRAWS * 3):
        text = drawn(key, number)
        assert max(map(len, re.findall(r"[A-Za-z0-9]+", text))) >= key.run
        assert not key.prefixes or any(text.startswith(prefix) for prefix in key.prefixes)


@each_secret
def test_nearly_every_draw_looks_random(key: KeyFormat) -> None:
    """What is refused as a placeholder is missed; here, no more than one in a hundred."""
    chance = random.Random(key.pattern)
    letters = "".join(
        sorted(set("".join(drawn(key, number)[len(max(key.prefixes, key=len, default="")) :] for number in range(9))))
    )
    size = len(drawn(key)) - len(max(key.prefixes, key=len, default=""))
    texts = ("".join(chance.choice(letters) for _ in range(size)) for _ in range(400))
    assert sum(not looks_random(text, key.entropy) for text in texts) <= 4


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (('prefixes = ["gsk_"]\n', ""), "without a prefix, confidence must be named, and words say beside what"),
        (("pattern = 'gsk_[A-Za-z0-9]{52}'", "pattern = 'gsk_[A-Za-z0-9'"), "pattern is no regular expression"),
        (('words = ["mistral"]', 'words = ["Mistral"]'), "words and unless are compared in lower case"),
        (('id = "groq"', 'id = "groq"\nprefix = "gsk_"'), "prefix: is no key that is known here; did you mean 'prefixes'"),
    ],
)
def test_a_mistake_in_a_format_is_refused(change: tuple[str, str], told: str, tmp_path: Path) -> None:
    for name in ("providers.toml", "http.toml", "keys.toml"):
        shutil.copy(FOLDER / name, tmp_path)
    text = (tmp_path / "keys.toml").read_text(encoding="utf-8")
    assert change[0] in text
    (tmp_path / "keys.toml").write_text(text.replace(*change, 1), encoding="utf-8")
    with pytest.raises(KnowledgeError, match=re.escape(told)):
        compile_knowledge(tmp_path)


def test_a_key_that_may_be_none_is_possible(tmp_path: Path) -> None:
    """It is shown with what speaks against it, and fails no run unless asked."""
    key = drawn(next(each for each in SECRET if each.confidence == "possible" and each.id == "openai-project"))
    result = lint_bytes("a.py", f'seen = ["{key}"]\nkey = ["{key}"]\n'.encode(), Project(tmp_path), default())
    assert [(each.rule, each.verdict, each.place.line) for each in result.findings] == [
        ("hardcoded-key", Confidence.POSSIBLE, 1),
        ("hardcoded-key", Confidence.FAIL, 2),
    ]
    assert result.findings[0].message.endswith("is written in the source, unless it only looks like one, or is meant to be seen")
    assert result.findings[1].message.endswith(f"an API key (openai-project …{key[-4:]}) is written in the source")


def test_what_is_no_python_in_a_notebook_is_read_for_keys(tmp_path: Path) -> None:
    """A cell for the shell, a cell of prose, half a cell: each key at its line, shown as it was written."""
    key = drawn(next(each for each in SECRET if each.id == "groq"))
    cells = (
        ["%%bash\n", "pwd\n", f"export GROQ_API_KEY={key}\n"],
        ["print(1)"],
        ["Here is what to do, it is no code:\n", f"token {key}"],
        ["client = Groq(\n", f'    api_key="{key}",\n'],
    )
    notebook = {"cells": [{"cell_type": "code", "source": source} for source in cells]}
    result = lint_bytes("a.ipynb", json.dumps(notebook).encode(), Project(tmp_path), default())
    assert [(each.place.cell, each.place.line, each.verdict) for each in result.findings] == [
        (0, 3, Confidence.FAIL),
        (2, 2, Confidence.FAIL),
        (3, 2, Confidence.FAIL),
    ]
    assert [each.excerpt.replace(key, "KEY") for each in result.findings] == [
        "export GROQ_API_KEY=KEY",
        "token KEY",
        '    api_key="KEY",',
    ]
