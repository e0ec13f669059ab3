"""Is every option resolved to what a careful reader of the code would say, and to the layer that wrote it?

`# value: timeout = Known(10, client)` stands behind the first line of a call or alone above it: `Known(VALUE, LAYER)` (no layer
for what several tell), `Absent`, `OneOf(…)`, `Bounded(LOW, HIGH, LAYER)`, `Unknown(REASON)`.  `# todo-value:` has the right
answer where the linter says less, `# wrong-value:` where it says something else.  No call goes without a comment.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from llmlint.facts import FACTS
from llmlint.findings import AnalysedCall
from llmlint.values import (
    UNBOUNDED,
    Absent,
    Alternative,
    Bounded,
    Known,
    Layer,
    OneOf,
    Origin,
    Reason,
    Scalar,
    Unknown,
    Value,
    alternatives,
)
from tests.static.fixtures import RESOLVE, comments, fixtures, line_in_text, linted, text_of, title

MARKER = re.compile(r"#\s*(value|todo-value|wrong-value):\s*(\w+)\s*=\s*(\S.*?)\s*(?=#|$)")
FILES = fixtures(RESOLVE)
Said = tuple[str, Scalar | float | None, float | None, str]
"""What one alternative says: its kind, its value or low end, its high end, the layer or reason."""


def read(text: str) -> frozenset[Said]:
    """The alternatives that a comment names.  Raises ValueError for what is none."""
    # One of the layers is a keyword of Python.
    return frozenset(_alternatives(ast.parse(re.sub(r"\bglobal\b", "global_", text), mode="eval").body))


def _alternatives(node: ast.expr) -> list[Said]:
    match node:
        case ast.Name(id="Absent"):
            return [("absent", None, None, "")]
        case ast.Call(func=ast.Name(id="OneOf"), args=args):
            return [each for inner in args for each in _alternatives(inner)]
        case ast.Call(func=ast.Name(id="Known"), args=[value, *layer]):
            return [("known", _scalar(value), None, _word(layer, Layer))]
        case ast.Call(func=ast.Name(id="Bounded"), args=[low, high, *layer]):
            return [("bounded", _scalar(low), _number(high), _word(layer, Layer))]
        case ast.Call(func=ast.Name(id="Unknown"), args=reason):
            return [("unknown", None, None, _word(reason, Reason))]
    raise ValueError(f"{ast.unparse(node)} is no value")


def _scalar(node: ast.expr) -> Scalar:
    if isinstance(node, ast.Name) and node.id == "UNBOUNDED":
        return UNBOUNDED
    value = ast.literal_eval(node)
    if value is not None and not isinstance(value, str | int | float | bool):
        raise ValueError(f"{value!r} is no value of an option")
    return value


def _number(node: ast.expr) -> float | None:
    value = ast.literal_eval(node)
    return None if value is None else float(value)


def _word(nodes: list[ast.expr], known: type[Layer] | type[Reason]) -> str:
    return known(ast.unparse(nodes[0]).replace(" - ", "-").replace(" -", "-").rstrip("_")).value if nodes else ""


def said(value: Value) -> frozenset[Said]:
    """What the linter says, in the same terms."""
    return frozenset(_said(each) for each in alternatives(value))


def _said(value: Alternative) -> Said:
    layer = "" if value.origin is None else value.origin.layer.value
    match value:
        case Known(value=scalar):
            return ("known", scalar, None, layer)
        case Absent():
            return ("absent", None, None, "")
        case Bounded(minimum=low, maximum=high):
            return ("bounded", low, high, layer)
        case Unknown(reason=reason):
            return ("unknown", None, None, reason.value)


def shown(value: Value) -> str:
    """`value` as a comment would have it."""
    texts = []
    for kind, first, second, word in sorted(said(value), key=str):
        inside = [repr(first)] if kind == "known" else [repr(first), repr(second)] if kind == "bounded" else []
        texts.append(kind.capitalize() + (f"({', '.join([*inside, *([word] if word else [])])})" if kind != "absent" else ""))
    return texts[0] if len(texts) == 1 else f"OneOf({', '.join(texts)})"


def covers(value: Value, right: frozenset[Said]) -> bool:
    """Whether `value` leaves the right answer open: it says less, and nothing wrong."""
    given = said(value)
    return any(kind == "unknown" for kind, *_ in given) or all(
        each in given or any(_within(each, wider) for wider in given) for each in right
    )


def _within(each: Said, wider: Said) -> bool:
    kind, low, high, _ = wider
    number = each[1]
    if kind != "bounded" or each[0] != "known" or not isinstance(number, int | float):
        return False
    return (low is None or (isinstance(low, int | float) and low <= number)) and (high is None or number <= high)


def calls(file: Path) -> dict[int, list[AnalysedCall]]:
    """The calls of a fixture by their first line."""
    found: dict[int, list[AnalysedCall]] = {}
    for call in linted(file).calls:
        found.setdefault(line_in_text(file, call.facts.place.cell, call.facts.place.line), []).append(call)
    return found


@pytest.mark.parametrize("file", FILES, ids=title)
def test_fixture(file: Path) -> None:
    found = calls(file)
    spoken: set[int] = set()
    wrong: list[str] = []
    for told in comments(text_of(file), MARKER):
        match = MARKER.fullmatch(told.text)
        assert match is not None
        kind, name, expected = match.groups()
        assert name in FACTS, f"line {told.line}: there is no fact {name}"
        here = found.get(told.line, [])
        spoken.add(told.line)
        where = f"{title(file)}:{told.line}: {name}"
        if not here:
            wrong.append(f"{where}: no call is found here")
        for call in here:
            value, right = call.facts.effective(name), read(expected)
            if kind == "value" and said(value) != right:
                wrong.append(f"{where} is {shown(value)}, expected {expected}")
            elif kind != "value" and said(value) == right:
                wrong.append(f"{where} is resolved now: no todo any more")
            elif kind != "value" and covers(value, right) is (kind == "wrong-value"):
                wrong.append(f"{where} is {shown(value)}: not right, {'yet open' if covers(value, right) else 'and wrong'}")
    wrong.extend(f"{title(file)}:{line}: a call without a comment" for line in sorted(found.keys() - spoken))
    assert not wrong, "\n".join(["", *wrong])
    assert not linted(file).unreadable


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Known(10, client)", Known(10, Origin(Layer.CLIENT))),
        ("Known(600, sdk_default)", Known(600, Origin(Layer.SDK_DEFAULT))),
        ("Known(20, global)", Known(20, Origin(Layer.GLOBAL))),
        ("Known('openai')", Known("openai")),
        ("Known(UNBOUNDED, call)", Known(UNBOUNDED, Origin(Layer.CALL))),
        ("Absent", Absent()),
        ("Bounded(None, 500, call)", Bounded(None, 500, Origin(Layer.CALL))),
        ("Unknown(starred-kwargs)", Unknown(Reason.STARRED_KWARGS)),
        ("Unknown(not-observable)", Unknown(Reason.NOT_OBSERVABLE)),
        ("OneOf(Known(5, call), Absent)", OneOf((Known(5, Origin(Layer.CALL)), Absent()))),
    ],
)
def test_comments_are_read_as_they_are_shown(text: str, value: Value) -> None:
    assert read(text) == said(value)
    assert read(shown(value)) == read(text)


@pytest.mark.parametrize("text", ["Known", "Known(10, cleint)", "Unknown(because)", "10", "OneOf(1)", "Known([1])"])
def test_what_is_no_value_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        read(text)
