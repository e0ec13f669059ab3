"""Does any program, whole or torn, raise, and do two looks at the same program ever differ?

Programs are generated from what people write around calls, or cut from the fixtures.  How a program is laid out makes no
difference: comments, blank lines and `ast.unparse` leave every fact as it was.
"""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from llmlint.engine import lint_bytes
from llmlint.facts import FACTS
from llmlint.findings import AnalysedCall, FileResult
from llmlint.policy.load import default
from llmlint.static.project import Project
from llmlint.values import Value
from tests.static.fixtures import RESOLVE, RULES, bytes_of, fixtures, linted, text_of, title

FILES = [*fixtures(RULES), *fixtures(RESOLVE)]
SCRIPTS = [file for file in FILES if file.suffix == ".py"]
NOWHERE = Path(__file__).parent / "nowhere"
"""A project without files: nothing is imported from it."""
bounded = settings(max_examples=120, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
on_fixtures = settings(bounded, max_examples=40)

NAMES = st.sampled_from(["client", "timeout", "options", "llm", "a", "self"])
NUMBERS = st.sampled_from(["1", "2.5", "None", "30", "timeout", "a", "options['timeout']", "min(a, 9)", "a or 5", "NOT_GIVEN"])
CLIENTS = st.one_of(
    st.sampled_from(
        ["client", "llm", "OpenAI()", "OpenAI(timeout=a)", "AsyncOpenAI(**options)", "client.with_options(timeout=2)"]
    ),
    st.sampled_from(
        ["self.client", "openai", "a", "make", "make()", "(client or llm)", "(client if a else llm)", "cast(OpenAI, llm)"]
    ),
)
KEYWORDS = st.lists(
    st.one_of(
        NUMBERS.map("timeout={}".format),
        NUMBERS.map("max_output_tokens={}".format),
        st.sampled_from(["model='gpt-4o'", "model=f'gpt-{a}'", "**options", "**{'timeout': 3, **options}", "stream=True", "*a"]),
    ),
    max_size=3,
    unique_by=lambda text: text.partition("=")[0],
)


@st.composite
def requests(draw: st.DrawFn) -> str:
    path = draw(
        st.sampled_from(["responses.create", "chat.completions.create", "messages.create", "with_raw_response.responses.create"])
    )
    return f"{draw(CLIENTS)}.{path}({', '.join(['input=a', *draw(KEYWORDS)])})"


EXPRESSIONS = st.one_of(
    NUMBERS, CLIENTS, requests(), st.sampled_from(["{'timeout': 4}", "[1, client]", "lambda: client", "options | {}"])
)
SIMPLE = st.one_of(
    st.tuples(NAMES, EXPRESSIONS).map(" = ".join),
    requests(),
    requests().map("return {}".format),
    requests().map("await {}".format),
    EXPRESSIONS.map("options['timeout'] = {}".format),
    EXPRESSIONS.map("self.client = {}".format),
    EXPRESSIONS.map("options.update(timeout={})".format),
    EXPRESSIONS.map("openai.timeout = {}".format),
    st.sampled_from(
        ["pass", "break", "continue", "return", "raise", "global client", "del options", "timeout += 1", "options.clear()"]
    ),
    st.sampled_from(
        ["from app import client", "import openai", "from openai import *", "options.setdefault('timeout', 9)", "yield a"]
    ),
)
HEADS = st.one_of(
    st.sampled_from(
        ["if a:", "while True:", "while a:", "for a in [1, 2]:", "for client in range(3):", "try:", "with client as llm:"]
    ),
    st.sampled_from(["def make(a=1, *, timeout=2, **options):", "async def ask(client: OpenAI, self=None):", "class Bot(Base):"]),
    st.sampled_from(["async with asyncio.timeout(a):", "@retry(stop=stop_after_attempt(a))\ndef make():", "if timeout is None:"]),
    st.sampled_from(["def __init__(self, client=None):", "@property\ndef client(self):", "if (a := timeout) and client:"]),
)


@st.composite
def blocks(draw: st.DrawFn, inner: st.SearchStrategy[str]) -> str:
    head, body = draw(HEADS), draw(st.lists(inner, min_size=1, max_size=3))
    text = f"{head}\n{textwrap.indent(chr(10).join(body), '    ')}"
    if head == "try:":
        handler = draw(
            st.sampled_from(["except Exception:\n    pass", "except Exception as a:\n    continue_ = a", "finally:\n    a = 1"])
        )
        text = f"{text}\n{handler}"
    elif head.startswith(("if", "for", "while")) and draw(st.booleans()):
        text = f"{text}\nelse:\n{textwrap.indent(draw(inner), '    ')}"
    return text


STATEMENTS = st.recursive(SIMPLE, blocks, max_leaves=8)
PROGRAMS = st.lists(STATEMENTS, min_size=1, max_size=6).map(
    lambda statements: (
        "\n".join(["import asyncio, openai", "from openai import NOT_GIVEN, AsyncOpenAI, OpenAI", *statements]) + "\n"
    )
)


def lint(data: bytes, path: str = "app.py") -> FileResult:
    """What a project without other files makes of `data`, twice the same."""
    result = lint_bytes(path, data, Project(NOWHERE), default())
    assert lint_bytes(path, data, Project(NOWHERE), default()) == result
    return result


def told(calls: Sequence[AnalysedCall]) -> list[tuple[str, str, dict[str, Value]]]:
    """What is known of calls apart from where they stand and which comments speak of them."""
    names = [name for name, spec in FACTS.items() if spec.live and name != "task"]
    return [(call.facts.sdk, call.facts.api, {name: call.facts.effective(name) for name in names}) for call in calls]


@bounded
@given(PROGRAMS)
def test_programs(program: str) -> None:
    result = lint(program.encode())
    try:
        tree = ast.parse(program)
    except SyntaxError:
        assert len(result.calls) + len(result.unreadable) <= 1
        return
    assert result.unreadable == ()
    assert told(lint(ast.unparse(tree).encode()).calls) == told(result.calls)


@bounded
@given(PROGRAMS, st.sampled_from(["\n", "\n\n\n", "# the end", "\n# the end\n", "\n\n\t\n", "\r\n", "\n'the end'\n"]))
def test_what_follows_changes_nothing(program: str, tail: str) -> None:
    before, after = lint(program.encode()), lint((program + tail).encode())
    assert after.findings == before.findings
    assert after.calls == before.calls


@bounded
@given(PROGRAMS, st.integers(1, 5))
def test_what_precedes_moves_everything(program: str, lines: int) -> None:
    before, after = lint(program.encode()), lint(("# nothing\n" * lines + program).encode())
    assert [call.facts.place.line - lines for call in after.calls] == [call.facts.place.line for call in before.calls]
    assert told(after.calls) == told(before.calls)


@on_fixtures
@given(st.sampled_from(FILES), st.data())
def test_torn_fixtures(file: Path, data: st.DataObject) -> None:
    whole = bytes_of(file)
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, len(whole)))
    torn = data.draw(st.sampled_from([whole[:start], whole[start:], whole[:start] + whole[end:], whole[:end] + whole[start:]]))
    result = lint(torn, f"app{file.suffix}")
    assert all(unreadable.why and unreadable.path for unreadable in result.unreadable)


@on_fixtures
@given(st.sampled_from(FILES), st.data())
def test_bitten_fixtures(file: Path, data: st.DataObject) -> None:
    bitten = bytearray(bytes_of(file))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(bitten) - 1))
        bitten[at : at + data.draw(st.integers(0, 3))] = data.draw(
            st.sampled_from([b"", b"\n", b"(", b"]", b"'", b'"', b"\\", b"\xff", b":"])
        )
    lint(bytes(bitten), f"app{file.suffix}")


@on_fixtures
@given(st.sampled_from(SCRIPTS), st.data())
def test_lines_left_out(file: Path, data: st.DataObject) -> None:
    lines = text_of(file).split("\n")
    start = data.draw(st.integers(0, len(lines)))
    lint("\n".join(lines[:start] + lines[start + data.draw(st.integers(1, 6)) :]).encode())


@bounded
@given(st.binary(max_size=200), st.sampled_from(["app.py", "app.ipynb"]))
def test_bytes(data: bytes, path: str) -> None:
    lint(data, path)
    lint(b"client.responses.create(" + data, path)


@pytest.mark.parametrize("file", SCRIPTS, ids=title)
def test_layout_of_fixtures_makes_no_difference(file: Path) -> None:
    path = file.relative_to(RULES if file.is_relative_to(RULES) else RESOLVE).as_posix()
    root = Project(RULES if file.is_relative_to(RULES) else RESOLVE)
    unparsed = lint_bytes(path, ast.unparse(ast.parse(text_of(file))).encode(), root, default())
    assert unparsed.unreadable == ()
    assert told(unparsed.calls) == told(linted(file).calls)
