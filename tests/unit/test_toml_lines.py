"""Is every key found on the line where it stands?"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmlint.toml_lines import Key, line_of, locate

ROOT = Path(__file__).parents[2]
REAL = sorted([ROOT / "pyproject.toml", *ROOT.glob("rules/**/*.toml"), *ROOT.glob("llmlint/knowledge/**/*.toml")])

NASTY = '''\
top.dotted = 1  # a comment with [brackets] and "quotes"
"quoted.key" = "a # no comment ] } \\" still"
'literal "key"' = 'C:\\path\\'
[table]  # comment
list = [ # opened
  "]", "[x]",
  # between
  { inline = 1, "in.ner" = [2,
    3] },
]
text = """
[not.a.table]
key = "no key"
a ""quoted"" word \\"""
"""
empty = """"""
tight = """a"""""
raw = \'\'\'
[neither] \'\'
x = 1\'\'\'\'
when = 1979-05-27 07:32:00
[table."sub.table".deep]
value = true
[[array]]
first = 1
[[array]]
first = 2
[array.child]
of = "the second"
[[array.nested]]
x = 1
[last]
"é" = 1
'''

EXPECTED: dict[Key, int] = {
    ("top",): 1,
    ("top", "dotted"): 1,
    ("quoted.key",): 2,
    ('literal "key"',): 3,
    ("table",): 4,
    ("table", "list"): 5,
    ("table", "list", 0): 6,
    ("table", "list", 1): 6,
    ("table", "list", 2): 8,
    ("table", "list", 2, "inline"): 8,
    ("table", "list", 2, "in.ner"): 8,
    ("table", "list", 2, "in.ner", 0): 8,
    ("table", "list", 2, "in.ner", 1): 9,
    ("table", "text"): 11,
    ("table", "empty"): 16,
    ("table", "tight"): 17,
    ("table", "raw"): 18,
    ("table", "when"): 21,
    ("table", "sub.table"): 22,
    ("table", "sub.table", "deep"): 22,
    ("table", "sub.table", "deep", "value"): 23,
    ("array",): 24,
    ("array", 0): 24,
    ("array", 0, "first"): 25,
    ("array", 1): 26,
    ("array", 1, "first"): 27,
    ("array", 1, "child"): 28,
    ("array", 1, "child", "of"): 29,
    ("array", 1, "nested"): 30,
    ("array", 1, "nested", 0): 30,
    ("array", 1, "nested", 0, "x"): 31,
    ("last",): 32,
    ("last", "é"): 33,
}


def keys(value: object, key: Key = ()) -> Iterator[Key]:
    """Every key of a parsed document."""
    if key:
        yield key
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from keys(inner, (*key, name))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from keys(inner, (*key, index))


def test_every_form_of_key() -> None:
    tomllib.loads(NASTY)
    assert dict(locate(NASTY)) == EXPECTED


def test_a_header_of_its_own_is_the_better_place() -> None:
    lines = locate("[a.b]\nx = 1\n[a]\ny = 2\n")
    assert lines[("a",)] == 3
    assert lines[("a", "b")] == 1


@pytest.mark.parametrize("file", REAL, ids=lambda file: file.name)
def test_real_files(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    lines, rows = locate(text), text.splitlines()
    found = set(keys(tomllib.loads(text)))
    assert found == set(lines)
    for key in found:
        names = [part for part in key if isinstance(part, str)]
        if key[-1] == names[-1]:
            assert names[-1] in rows[lines[key] - 1], key


names = st.one_of(st.from_regex(r"[A-Za-z0-9_-]{1,6}", fullmatch=True), st.text("ab.# \"'[]=é", max_size=5))
scalars = st.one_of(st.integers(), st.booleans(), st.text(max_size=12))
documents = st.dictionaries(
    names,
    st.recursive(
        scalars,
        lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(names, inner, max_size=3)),
        max_leaves=6,
    ),
    max_size=4,
)


def basic(text: str) -> str:
    """`text` as a basic string of TOML."""
    return '"' + "".join(c if c.isprintable() and c not in '"\\' else f"\\U{ord(c):08x}" for c in text) + '"'


def written(value: object) -> str:
    """`value` as TOML, its lists over several lines."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            return basic(value)
        case list():
            return "[\n" + "".join(f"{written(each)} , # ]\n" for each in value) + "]"
        case dict():
            return "{" + ", ".join(f"{basic(name)} = {written(each)}" for name, each in value.items()) + "}"
    return str(value)


@given(documents)
def test_any_document(document: dict[str, object]) -> None:
    text = "".join(f"# {{ [\n{basic(name)}  =\t{written(value)}\n" for name, value in document.items())
    assert tomllib.loads(text) == document
    lines, rows = locate(text), text.split("\n")
    assert set(lines) == set(keys(document))
    for name in document:
        assert rows[lines[(name,)] - 1].startswith(basic(name))


def test_what_has_no_place_of_its_own_is_at_what_surrounds_it() -> None:
    lines = locate("a = 1\n[b]\nc = { d = 1 }\n")
    assert line_of(lines, ("b", "c", "d", "e")) == 3
    assert line_of(lines, ("b", "x", "y")) == 2
    assert line_of(lines, ("x",)) == 1
