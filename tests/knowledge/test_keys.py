"""Is each format of a key found wherever people leave one, and is nothing else taken for a key?"""

from __future__ import annotations

import hashlib
import json
import random
import re
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from llmlint.engine import lint_bytes
from llmlint.facts import SecretFacts
from llmlint.findings import Confidence
from llmlint.knowledge.build import FOLDER, compile_knowledge
from llmlint.knowledge.keys import KeyFormat
from llmlint.knowledge.loader import knowledge
from llmlint.knowledge.written import KnowledgeError
from llmlint.policy.load import default
from llmlint.static import gate
from llmlint.static.project import Project
from llmlint.static.randomness import looks_random
from llmlint.static.secrets import secrets
from llmlint.static.source import Source
from tests.keys import drawn, formats, title

SECRET = [key for key in formats() if key.confidence != "public"]
each_secret = pytest.mark.parametrize("key", SECRET, ids=title)
each_format = pytest.mark.parametrize("key", formats(), ids=title)
DRAWS = 3

CALLED = {
    "together": ("TOGETHER_API_KEY", "Together", "api.together.xyz"),
    "google": ("GOOGLE_API_KEY", "genai.Client", "generativelanguage.googleapis.com"),
    "fireworks": ("FIREWORKS_API_KEY", "Fireworks", "api.fireworks.ai"),
    "deepseek": ("DEEPSEEK_API_KEY", "DeepSeek", "api.deepseek.com"),
    "dashscope": ("DASHSCOPE_API_KEY", "DashScope", "dashscope.aliyuncs.com"),
    "zhipu": ("ZHIPUAI_API_KEY", "ZhipuAI", "open.bigmodel.cn"),
    "mistral": ("MISTRAL_API_KEY", "Mistral", "api.mistral.ai"),
    "cohere": ("COHERE_API_KEY", "cohere.ClientV2", "api.cohere.com"),
    "azure": ("AZURE_OPENAI_API_KEY", "AzureOpenAI", "contoso.openai.azure.com"),
    "aws-access-key-id": ("AWS_ACCESS_KEY_ID", "", ""),
    "aws-secret": ("AWS_SECRET_ACCESS_KEY", "", ""),
}
"""How the key of a format that is not told by its shape is called, whose client is given it, and where it is sent."""
ANY = ("LLM_API_KEY", "Client", "api.example.com")

BY_NAME = {
    "assignment": '{NAME} = "{key}"',
    "single quotes": "{NAME} = '{key}'",
    "annotation": '{NAME}: Final[str] = "{key}"',
    "attribute": 'settings.{name} = "{key}"',
    "class": 'class Settings:\n    {name}: str = "{key}"\n',
    "environment": 'os.environ["{NAME}"] = "{key}"',
    "setdefault": 'os.environ.setdefault("{NAME}", "{key}")',
    "default": 'key = os.getenv("{NAME}", "{key}")',
    "default by name": 'key = os.environ.get("{NAME}", default="{key}")',
    "default below": 'key = os.getenv(\n    "{NAME}",\n    "{key}",\n)\n',
    "or": 'key = os.getenv("{NAME}") or "{key}"',
    "otherwise": 'key = given if given else os.environ["{NAME}"] if here else "{key}"',
    "dict": 'options = {{"{name}": "{key}", "timeout": 3}}',
    "dict of many lines": 'options = {{\n    "timeout": 3,\n    "{name}": "{key}",\n}}\n',
    "keyword": 'client = connect({name}="{key}", timeout=3)',
    "keyword below": 'client = connect(\n    timeout=3,\n    {name}="{key}",\n)\n',
    "parameter": 'def connect({name}: str = "{key}") -> None: ...',
    "wrapped": '{name} = SecretStr("{key}")',
    "bytes": '{name} = b"{key}"',
    "list": '{NAME}S = ["{key}"]',
    "list, further on": '{NAME}S = ["first", None, "{key}"]',
    "pair": 'variables = [("TIMEOUT", "3"), ("{NAME}", "{key}")]',
    "list of many lines": '{NAME}S = [\n    "{key}",\n]\n',
    "argument": 'parser.add_argument("--{option}", default="{key}")',
    "returned": 'def {name}():\n    return "{key}"\n',
    "comment": '# {NAME} = "{key}"',
    "commented code": 'x = 1  # {name}="{key}"',
    "docstring": '"""Runs with {NAME}={key} in the environment."""',
    "shell": 'os.system("export {NAME}={key}")',
    "torn": 'def broken(:\n{NAME} = "{key}"\n',
    "environment file": "TIMEOUT=3\n{NAME}={key}\n",
    "yaml": "timeout: 3\n{name}: {key}\n",
    "json": '{{"timeout": 3, "{name}": "{key}"}}',
    "dockerfile": "FROM python:3.12\nENV {NAME}={key}\n",
    "camel case": 'options = {{"{camel}": "{key}"}}',
}
BY_PROVIDER = {
    "client": 'client = {client}(api_key="{key}")',
    "client below": 'client = {client}(\n    api_key="{key}",\n    timeout=3,\n)\n',
    "client, positional": 'client = {client}("{key}")',
    "base url": 'client = OpenAI(api_key="{key}", base_url="https://{host}/v1")',
    "base url below": 'client = OpenAI(\n    base_url="https://{host}/v1",\n    api_key="{key}",\n)\n',
    "header": 'requests.post("https://{host}/v1", headers={{"Authorization": "Bearer {key}"}})',
    "formatted header": 'requests.post(f"https://{host}/v1/{{path}}", headers={{"Authorization": f"Bearer {key}"}})',
    "header of azure": 'requests.post("https://{host}/v1", headers={{"api-key": "{key}"}})',
    "curl": 'CURL = """\ncurl https://{host}/v1 -H "Authorization: Bearer {key}"\n"""',
    "map": 'providers = {{\n    "{host}": {{\n        "api_key": "{key}",\n    }},\n}}\n',
}


def written(template: str, key: KeyFormat, text: str) -> str:
    name, client, host = CALLED.get(key.id, ANY)
    words = name.lower().split("_")
    return template.format(
        key=text,
        NAME=name,
        name=name.lower(),
        option="-".join(words),
        camel=words[0] + "".join(map(str.capitalize, words[1:])),
        client=client,
        host=host,
    )


def found(text: str) -> list[SecretFacts]:
    return secrets(Source("", text, tuple(text.split("\n"))), knowledge())


def places(key: KeyFormat) -> Iterator[tuple[str, str]]:
    yield from BY_NAME.items()
    if CALLED.get(key.id, ANY)[1]:
        yield from BY_PROVIDER.items()


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


@each_format
def test_what_is_part_of_something_else_is_no_key(key: KeyFormat) -> None:
    text, name = drawn(key), CALLED.get(key.id, ANY)[0]
    around = (
        *("a{}", "Z{}", "9{}", "x_{}", "x-{}", "%20{}", "+{}", "/v1/{}", "https://host/{}", "../{}", "module.{}"),
        *("{}a", "{}Z", "{}9", "{}_x", "{}-x", "{}/x", "{}.png", "{}.example.com", "{}+", "{}(", "{}=="),
    )
    wrong = [shape for shape in around if found(f'{name} = "{shape.format(text)}"') and not still_one(key, shape.format(text))]
    assert not wrong


def still_one(key: KeyFormat, text: str) -> bool:
    """Whether what was added makes another key of the same format, or of one beside it."""
    return any(re.fullmatch(each.pattern, text) for each in SECRET)


@each_format
def test_what_is_too_short_or_too_long_is_no_key(key: KeyFormat) -> None:
    text, name = drawn(key), CALLED.get(key.id, ANY)[0]
    prefix = max(key.prefixes, key=len, default="")
    for other in (*(text[:size] for size in range(len(prefix), len(text), 3)), text + "a" * 400, text.rstrip("=") + text):
        told = found(f'{name} = "{other}"')
        assert not told or still_one(key, other)


@each_format
def test_a_placeholder_is_no_key(key: KeyFormat) -> None:
    """The shape alone, filled as people fill it."""
    text, name = drawn(key), CALLED.get(key.id, ANY)[0]
    prefix = max(key.prefixes, key=len, default="")
    body = text[len(prefix) :]
    fillings = [
        "x",
        "0",
        "a",
        "X",
        "1",
        "*",
        "1234567890",
        "abcdef",
        "abcdefghijklmnopqrstuvwxyz",
        "0123456789abcdef",
        "deadbeef",
    ]
    fillings += [
        "a1b2c3d4e5f6",
        "your-key-here-",
        "YOUR_API_KEY_",
        "placeholder",
        "test-api-key-",
        "example",
        "changeme",
        "A1B2C3D4E5F6G7",
    ]
    for filling in fillings:
        other = prefix + (filling * len(body))[: len(body)]
        assert not found(f'{name} = "{other}"'), other
    for other in (
        "",
        "...",
        "…",
        "<your key>",
        "${KEY}",
        "{{ key }}",
        "YOUR-API-KEY",
        "sk-...",
        f"{prefix}...",
        f"{prefix}{body[:6]}...",
    ):
        assert not found(f'{name} = "{other}"'), other


def test_examples_of_documentation_are_nobodys() -> None:
    """Those of AWS, put together here; other vendors leave out the middle."""
    assert not found('aws_access_key_id = "AKIAIOSFODNN7' + 'EXAMPLE"')
    assert not found('aws_access_key_id = "AKIAI44QH8DHB' + 'EXAMPLE"')
    assert not found('aws_secret_access_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCY' + 'EXAMPLEKEY"')


def test_keys_that_are_meant_to_be_seen_are_no_findings() -> None:
    for key in formats("public"):
        for number in range(DRAWS):
            text = drawn(key, number)
            assert not [template for _, template in places(key) if found(written(template, key, text))]
            for other in SECRET:
                assert not [place for place, template in places(other) if found(written(template, other, text))]


def test_the_key_of_a_page_is_no_finding() -> None:
    """Firebase: "public by design"; beside the words of its configuration only."""
    key = drawn(next(each for each in SECRET if each.id == "google"))
    lines = ('"authDomain": "shop.firebaseapp.com",', '"projectId": "shop",', '"messagingSenderId": "1029384756",')
    inside = "\n".join(f"    {line}" for line in (f'"apiKey": "{key}",', *lines))
    assert not found(f"config = {{\n{inside}\n}}\n")
    assert [each.doubt == "" for each in found(f'GEMINI_API_KEY = "{key}"')] == [True]
    assert [bool(each.doubt) for each in found(f'API_KEY = "{key}"')] == [True]
    assert [bool(each.doubt) for each in found(f'from google import genai\n\nAPI_KEY = "{key}"')] == [False]


NO_KEYS = (
    *(
        "{word}_hash",
        "{word}_cache_key",
        "{word}_session_id",
        "{word}_token_hash",
        "sha256",
        "md5",
        "digest",
        "checksum",
        "revision",
    ),
    *("{word}_commit", "{word}_deployment_id", "{word}_id", "etag", "image", "{word}_model", "name", "{word}_signature", "path"),
    *(
        "redis_key",
        "lock_key",
        "idempotency_key",
        "partition_key",
        "public_key",
        "cache_key",
        "x",
        "self.value",
        "{word}_fingerprint",
    ),
)


@pytest.mark.parametrize("key", formats("named"), ids=title)
def test_what_is_given_to_no_key_is_none(key: KeyFormat) -> None:
    """A hash, an id, a name in a cache: where the shape is that of many things, the name must be that of a key."""
    word = CALLED.get(key.id, ("LLM_API_KEY",))[0].split("_")[0].lower()
    text = drawn(key)
    wrong = []
    for name in (each.format(word=word) for each in NO_KEYS):
        program = f'import {word}\n\n{name} = "{text}"\nclient.get("{text}")\ndata = {{"{name}": "{text}"}}\nrows = ["{text}"]\n'
        wrong.extend(f"{name}: {each.place.line}" for each in found(program))
    assert not wrong


@pytest.mark.parametrize("key", [each for each in formats("named") if not each.prefixes], ids=title)
def test_a_name_of_somebody_elses_key_tells_nothing(key: KeyFormat) -> None:
    text = drawn(key)
    for name in ("WEATHER_API_KEY", "github_token", "SECRET_KEY", "api_key", "stripe.api_key"):
        assert not found(f'{name} = "{text}"')
        spoken = found(f'import {key.words[0].replace("-", "_")}\n\n\n{name} = "{text}"')
        assert all(each.doubt for each in spoken)
    assert not found(f'# {key.words[0]}\n\n\nkey = "{text}"\n')


def test_a_key_that_is_given_further_down_may_be_one() -> None:
    """`API_KEY = "…"`, and below it `Mistral(api_key=API_KEY)`: the file speaks of the provider, the name does not."""
    key = next(each for each in SECRET if each.id == "mistral")
    program = f'from mistralai import Mistral\n\nAPI_KEY = "{drawn(key)}"\n\nclient = Mistral(api_key=API_KEY)\n'
    assert [(each.format, bool(each.doubt)) for each in found(program)] == [("mistral", True)]


def test_hashes_and_identifiers_are_no_keys() -> None:
    chance = random.Random(5)
    for _ in range(50):
        data = chance.randbytes(32)
        texts = [hash_(data).hexdigest() for hash_ in (hashlib.md5, hashlib.sha1, hashlib.sha256)]
        texts += [str(uuid.UUID(bytes=data[:16])), uuid.UUID(bytes=data[:16]).hex, f"sk-{uuid.UUID(bytes=data[:16])}"]
        for text in texts:
            for name in ("digest", "commit", "session", "x", "key", "etag", "sk", "request_id"):
                assert not found(f'import cohere, mistralai\nfrom together import Together\n\n{name} = "{text}"\n')


def test_of_a_file_full_of_hashes_no_name_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twenty thousand of them would take seconds."""
    chance = random.Random(6)
    rows = "".join(
        f'    {{"md5": "{chance.randbytes(16).hex()}", "sha256": "{chance.randbytes(32).hex()}"}},\n' for _ in range(500)
    )
    text = f"ROWS = [\n{rows}]\n# of azure, and put together\n"
    assert gate.may_hold_keys(text.encode())
    monkeypatch.setattr("llmlint.static.secrets.beside", lambda *_: pytest.fail("asked"))
    assert not found(text)


def test_no_class_with_a_long_name_is_a_key() -> None:
    """Names of 32 and 40 letters with a digit, as generated clients have them, where a type stands behind a name for a key."""
    for name in (
        "EvaluationRunV2ResponseTypedDict",
        "LibrariesPatchV1RequestTypedDict",
        "ConnectorCredentialsV12RequestModelItems",
    ):
        assert not found(f"from mistralai import models\nimport cohere\n\nmistral_token: {name}\ncohere_api_key: {name} = None\n")


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
