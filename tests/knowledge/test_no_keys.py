"""Is anything taken for a key that is none: part of a word, a placeholder, a hash, a key that is meant to be seen?"""

from __future__ import annotations

import hashlib
import random
import re
import uuid

import pytest

from llmlint.knowledge.keys import KeyFormat
from llmlint.static import gate
from tests.key_places import ANY, CALLED, DRAWS, SECRET, found, places, written
from tests.keys import drawn, formats, title

each_format = pytest.mark.parametrize("key", formats(), ids=title)


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
