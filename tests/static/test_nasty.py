"""Does every input end in an answer: odd bytes, odd layouts, deep nesting, huge files, broken code?

Nothing raises.  What can be read is, at the right place; what cannot is named with its line.
"""

from __future__ import annotations

import ast
import sys
import time
from pathlib import Path

import pytest

from llmlint.engine import lint_bytes
from llmlint.findings import FileResult
from llmlint.policy.load import default
from llmlint.static.project import Project
from llmlint.values import Known, Unknown

CALL = 'client.responses.create(model="gpt-4o", input="Hello", max_output_tokens=9)'
MADE = "from openai import OpenAI\nclient = OpenAI()\n"
CODE = f"{MADE}{CALL}\n"
PLACES = list[tuple[int, int, int, int]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("project")


def lint(folder: Path, data: bytes | str) -> FileResult:
    return lint_bytes("app.py", data.encode() if isinstance(data, str) else data, Project(folder), default())


def places(result: FileResult) -> PLACES:
    """Line, column, last line and last column of every call."""
    found = [call.facts.place for call in result.calls]
    return [(each.line, each.column, each.end_line, each.end_column) for each in found]


def whole(line: int, column: int = 1) -> tuple[int, int, int, int]:
    """The place of `CALL` on one line."""
    return (line, column, line, column + len(CALL))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"\xef\xbb\xbf" + CODE.encode(), whole(3)),
        (f"# -*- coding: latin-1 -*-\nname = 'caf\xe9'\n{CODE}".encode("latin-1"), whole(5)),
        (f"#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\nname = '\x80'\n{CODE}".encode("latin-1"), whole(6)),
        (CODE.replace("\n", "\r\n").encode(), whole(3)),
        (CODE.replace("\n", "\r").encode(), whole(3)),
        (CODE.replace("\n", "\r\n", 1).encode(), whole(3)),
        (f"{MADE}{CALL}".encode(), whole(3)),
        (f"{MADE}\x0c\n{CALL}\n".encode(), whole(4)),
        (f"{MADE}\x0c{CALL}\n".encode(), whole(3, 2)),
        (f"{MADE}if client:\n\t{CALL}\n".encode(), whole(4, 2)),
        (f"{MADE}if client:\n\tif client:\n\t        {CALL}\n".encode(), whole(5, 10)),
        (f"{MADE}x = '😀'; {CALL}\n".encode(), whole(3, 10)),
        (f"{MADE}x = 'é\u0301ß漢'; {CALL}\n".encode(), whole(3, 13)),
        (f"{MADE}x = 1; {CALL}; y = 2\n".encode(), whole(3, 8)),
        (f"{MADE}if client: {CALL}\n".encode(), whole(3, 12)),
        (f"{MADE}x = \\\n  {CALL}\n".encode(), whole(4, 3)),
        (f"{MADE}# {'é' * 300}\n{CALL}\n".encode(), whole(4)),
        (f"{MADE}'''\n{CALL}\n'''\n{CALL}\n".encode(), whole(6)),
    ],
    ids=str,
)
def test_layout(folder: Path, data: bytes, expected: tuple[int, int, int, int]) -> None:
    result = lint(folder, data)
    assert places(result) == [expected]
    assert result.unreadable == ()


def test_every_call_of_a_line_has_its_own_columns(folder: Path) -> None:
    result = lint(folder, f"{MADE}a = {CALL}; b = {CALL}; c = ({CALL}, '😀', {CALL})\n")
    starts = [5, 5 + len(CALL) + 6, 5 + 2 * (len(CALL) + 6) + 1]
    assert places(result) == [whole(3, start) for start in (*starts, starts[-1] + len(CALL) + 7)]


def test_over_several_lines(folder: Path) -> None:
    text = f"{MADE}answer = (\n    client\n    .responses  # the new API\n    .create(\n        model='gpt-4o',\n    )\n)\n"
    assert places(lint(folder, text)) == [(4, 5, 8, 6)]


@pytest.mark.parametrize(
    ("data", "why", "line"),
    [
        (CODE.encode() + b"\0", "NUL", 4),
        (b"x = 1\n\0\n" + CODE.encode(), "NUL", 2),
        (CODE.encode() + b"x = '\xff\xfe'\n", "utf-8", 4),
        (b"# coding: nonsense\n" + CODE.encode() + b"x = '\xff'", "decoded", None),
        (f"{CODE}def broken(:\n".encode(), "does not parse", 4),
        (f"{CODE}x = (\n".encode(), "does not parse", 4),
        (f"{CODE}  indented = 1\n".encode(), "does not parse", 4),
        (f"{CODE}print 'python 2'\n".encode(), "does not parse", 4),
        (f"{MADE}client.responses.create(model='gpt-4o',".encode(), "does not parse", 3),
        (f"{MADE}{CALL}\nif client:".encode(), "does not parse", 4),
        (f"<<<<<<< HEAD\n{CODE}".encode(), "does not parse", 1),
        (f"{CODE}x = '\n".encode(), "does not parse", 4),
        (f"{CODE}x = 0777\n".encode(), "does not parse", 4),
    ],
    ids=str,
)
def test_what_cannot_be_read_is_named(folder: Path, data: bytes, why: str, line: int | None) -> None:
    result = lint(folder, data)
    assert [why in each.why for each in result.unreadable] == [True], result.unreadable
    assert result.unreadable[0].path == "app.py"
    assert result.unreadable[0].line == line
    assert result.calls == ()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n",
        b"\xef\xbb\xbf",
        b"\r",
        b"\x0c",
        b"#",
        b"\\",
        b"# coding: rot13",
        b"x = 1",
        b"\0" * 100,
        b"\xff" * 100,
        b"(" * 10_000,
    ],
    ids=str,
)
def test_files_without_calls_are_nobodys_business(folder: Path, data: bytes) -> None:
    assert lint(folder, data) == FileResult("app.py")


def test_a_key_is_found_where_the_code_does_not_parse(folder: Path) -> None:
    result = lint(folder, f'{MADE}key = "sk-proj-q7Zk2vXr9LmT4bYw8NcJ1hGd5PfS3aUe6RoVtQi0KxCz"\nclient.responses.create(\n')
    assert [(each.rule, each.place.line) for each in result.findings] == [("hardcoded-key", 3)]
    assert len(result.unreadable) == 1


NESTINGS = {
    "sum of 500": (" + ".join(["1"] * 500), None),
    "200 calls": ("f(" * 200 + ")" * 200, None),
    "3,000 calls": ("f(" * 3000 + ")" * 3000, False),
    "150 lists": ("[" * 150 + "]" * 150, True),
    "5,000 lists": ("[" * 5000 + "]" * 5000, False),
    "chain of 2,000": ("a" + ".b" * 2000, None),
    "calls of 2,000": ("a" + ".b()" * 2000, None),
    "300 subscripts": ("a" + "[0]" * 300, None),  # LibCST takes cubic time
    "not of 2,000": ("not " * 2000 + "1", None),
    "minus of 2,000": ("-" * 2000 + "1", None),
    "and of 2,000": (" and ".join(["a"] * 2000), None),
    "strings of 3,000": ("'a' " * 3000, None),
    "power of 1,000": ("2" + "**2" * 1000, None),
    "conditional of 1,000": ("1 if a else " * 1000 + "2", None),
    "lambdas of 500": ("lambda: " * 500 + "1", None),
    "list of 20,000": ("[" + "1, " * 20_000 + "]", True),
    "comparison of 3,000": ("1" + " < 2" * 3000, True),
}


@pytest.mark.parametrize("name", NESTINGS)
@pytest.mark.parametrize("where", ["beside", "within", "before"])
def test_deep_nesting(folder: Path, name: str, where: str) -> None:
    """What nests beside a call never costs it; what it is within may, and is named then."""
    deep, readable = NESTINGS[name]
    code = {
        "beside": f"{MADE}def f():\n    return {deep}\n\n\ndef ask():\n    return {CALL}\n",
        "within": f"{MADE}def ask(a=1, f=print):\n    x = {deep}\n    return {CALL}\n",
        "before": f"{MADE}def ask(a, f):\n    return client.responses.create(model={deep}, input='Hi')\n",
    }[where]
    result = lint(folder, code)
    parses = _parses(code)
    assert len(result.calls) + len(result.unreadable) == 1 or (where == "beside" and parses)
    if readable is True or (where == "beside" and parses):
        assert len(result.calls) == 1
    if readable is False and where != "beside":
        assert len(result.unreadable) == 1
    assert all(each.why and each.path == "app.py" for each in result.unreadable)


def _parses(code: str) -> bool:
    try:
        ast.parse(code)
    except (SyntaxError, RecursionError, MemoryError):
        return False
    return True


@pytest.mark.parametrize("length", [30, 90, 120, 2000])
def test_names_that_lead_to_one_another(folder: Path, length: int) -> None:
    names = "".join(f"m{number + 1} = m{number}\n" for number in range(length))
    result = lint(folder, f"{MADE}m0 = 'gpt-4o'\n{names}client.responses.create(model=m{length}, input='')\n")
    assert not result.unreadable
    assert isinstance(result.calls[0].facts.effective("model"), Known if length < 40 else Unknown)


@pytest.mark.parametrize("depth", [5, 19, 60, 99, 150])
def test_deep_blocks(folder: Path, depth: int) -> None:
    lines = [f"{'  ' * level}if client:" for level in range(depth)]
    result = lint(folder, MADE + "\n".join([*lines, "  " * depth + CALL]) + "\n")
    assert len(result.calls) + len(result.unreadable) == 1
    if depth <= 60:
        assert places(result) == [whole(depth + 3, 2 * depth + 1)]


@pytest.mark.parametrize("kind", ["for x in y:", "while x:", "try:", "with x:", "def f():", "class C:"])
def test_deep_blocks_of_every_kind(folder: Path, kind: str) -> None:
    depth = 15
    lines: list[str] = [f"{'  ' * level}{kind}" for level in range(depth)]
    lines.append("  " * depth + CALL)
    if kind == "try:":
        lines.extend(f"{'  ' * level}finally: pass" for level in reversed(range(depth)))
    assert len(lint(folder, MADE + "\n".join(lines) + "\n").calls) == 1


def test_a_file_of_two_megabytes(folder: Path) -> None:
    filler = "".join(f"def function_{number}(a, b):\n    return a + b * {number}\n\n" for number in range(40_000))
    data = (f"{CODE}{filler}{CALL}\n").encode()
    assert len(data) > 2_000_000
    began = time.process_time()
    result = lint(folder, data)
    assert [place[0] for place in places(result)] == [3, data.count(b"\n")]
    assert time.process_time() - began < 30


def test_one_line_of_two_megabytes(folder: Path) -> None:
    result = lint(folder, f"{CODE}x = '{'a' * 2_000_000}'; {CALL}\n")
    assert places(result) == [whole(3), whole(4, 2_000_000 + 9)]


MODERN = [
    "type Alias[T] = list[T]\n",
    "def first[T](items: list[T]) -> T:\n    return items[0]\n",
    "class Box[T]:\n    pass\n",
    "x = f'{'nested'}'\n",
    "x = f'{client!r:{'>'}{10}}'\n",
    "match client:\n    case {'a': [x, *rest], **others} if x:\n        pass\n",
    "try:\n    pass\nexcept* ValueError:\n    pass\n",
    "with (open('a') as a, open('b') as b):\n    pass\n",
    "def f(a, /, b, *, c): ...\n",
    "async def f():\n    return [x async for x in y if await x]\n",
    "x = (yield)\n",
    "print(x := 1)\n",
    "a[*b] = 1\n",
    "def f(*args: *Ts): ...\n",
    "lambda *, a=1: a\n",
    "global x\n",
    "x: int\n",
    "@(yes := decorator)\ndef f(): ...\n",
    "return 1\n",
    "await x\n",
]


@pytest.mark.parametrize("syntax", MODERN)
def test_syntax_of_every_age(folder: Path, syntax: str) -> None:
    """What this Python reads is read; what only a newer one reads is named."""
    result = lint(folder, f"{syntax}{CODE}")
    if _parses(syntax):
        assert places(result) == [whole(syntax.count("\n") + 3)]
        assert result.unreadable == ()
    else:
        assert sys.version_info < (3, 13)
        assert [each.why.startswith("does not parse") for each in result.unreadable] == [True]


IN_EXPRESSIONS = [
    f"f'{{{CALL.replace(chr(34), chr(39) * 0 + chr(34))}}}'",
    f"f'a {{x}} {{{CALL}!r:>10}}'",
    f"f'{{f\"{{x}}\"}} {{{CALL}}}'".replace('"gpt-4o"', "MODEL").replace('"Hello"', "x"),
    f"[x async for x in {CALL}]",
    f"(await {CALL})",
    f"lambda x: {CALL}",
    f"{{**{CALL}}}",
    f"[*{CALL}]",
    f"print({CALL}, *[{CALL}])",
    f"x[{CALL}:{CALL}]",
    f"not {CALL}",
    f"-{CALL} + 1",
    f"1 < {CALL} < 2",
    f"{CALL}.output_text.strip()[0]",
    f"(x := {CALL})",
    f"{{k: {CALL} for k in y if {CALL}}}",
    f"{CALL} if {CALL} else {CALL}",
    f"{CALL} and {CALL} or {CALL}",
    f"wrap(1)(key={CALL})(**{{'a': {CALL}}})",
]


@pytest.mark.parametrize("expression", IN_EXPRESSIONS)
def test_a_call_in_every_expression(folder: Path, expression: str) -> None:
    code = f"{MADE}async def f(x, y, k, wrap, MODEL):\n    z = {expression}\n    return z\n"
    result = lint(folder, code)
    sent = expression.count("responses.create")
    assert len(result.calls) == sent
    for line, column, end_line, end_column in places(result):
        assert line == end_line == 4
        text = code.splitlines()[3][column - 1 : end_column - 1]
        assert text.startswith("client.responses.create(")
        assert text.endswith("max_output_tokens=9)")


IN_STATEMENTS = [
    "return {}",
    "raise Error({})",
    "raise Error from {}",
    "assert {}, {}",
    "del x[{}]",
    "x[{}] = 1",
    "x.y = {}",
    "x += {}",
    "x: int = {}",
    "for x in {}: pass",
    "while {}: break",
    "with {} as x: pass",
    "if {}: pass",
    "match {}:\n        case _ if {}: pass",
    "try: {}\n    except {}: {}\n    else: {}\n    finally: {}",
    "def g(a={}, *, b={}): return {}",
    "@wrap({})\n    def g(): {}",
    "class C(Base):\n        x = {}\n        def m(self): return {}",
    "yield {}",
    "await {}",
    "x, (y, *z) = {}, ({}, {})",
    "print(x, file={})",
    "for x in y: pass\n    else: {}",
    "while x: pass\n    else: {}",
]


@pytest.mark.parametrize("statement", IN_STATEMENTS)
def test_a_call_in_every_statement(folder: Path, statement: str) -> None:
    code = f"{MADE}async def f(x, y, wrap):\n    {statement.replace('{}', CALL)}\n"
    assert _parses(code)
    assert len(lint(folder, code).calls) == statement.count("{}")


@pytest.mark.parametrize("statement", [each for each in IN_STATEMENTS if not each.startswith(("return", "yield", "await"))])
def test_a_call_in_every_statement_of_a_module(folder: Path, statement: str) -> None:
    code = f"{MADE}{statement.replace('    ', '').replace(chr(10), chr(10)).replace('{}', CALL)}\n"
    if _parses(code):
        assert len(lint(folder, code).calls) == statement.count("{}")


def test_decorators_over_several_lines(folder: Path) -> None:
    code = f"{MADE}@wrap(\n    a=1,\n    b=[\n        2,\n    ],\n)\n@other\ndef f():\n    return {CALL}\n"
    assert places(lint(folder, code)) == [whole(11, 12)]


CIRCLES = [
    "class A(B): pass\nclass B(A): pass\nA().client.chat.completions.create(messages=[])\n",
    "class A(A):\n    def f(self):\n        return self.client.chat.completions.create(messages=[])\n",
    "def f(): return g()\ndef g(): return f()\nf().chat.completions.create(messages=[])\n",
    "x = y\ny = x\nx.chat.completions.create(messages=[])\n",
    "x = x\nx.chat.completions.create(messages=[])\n",
    "d = {}\nd['d'] = d\nclient.chat.completions.create(messages=[], **d)\n",
    "x = []\nx.append(x)\nclient.chat.completions.create(messages=x)\n",
    "class A:\n    def __init__(self): self.a = A()\n    def f(self): self.a.a.a.chat.completions.create(messages=[])\n",
    "class A:\n    @property\n    def a(self): return self.a\n    def f(self): self.a.chat.completions.create(messages=[])\n",
    "from app import client\nclient.chat.completions.create(messages=[])\n",
    "from . import app\napp.client.chat.completions.create(messages=[])\n",
    "f = lambda: f()\nf().chat.completions.create(messages=[])\n",
    "def f(x=f): return x.chat.completions.create(messages=[])\n",
    "client = client.with_options(timeout=3)\nclient.chat.completions.create(messages=[])\n",
    "while True:\n    client = client.with_options(timeout=3)\n    client.chat.completions.create(messages=[])\n",
]


@pytest.mark.parametrize("code", CIRCLES)
def test_circles_end(folder: Path, code: str) -> None:
    (folder / "app.py").write_text(code)
    result = lint(folder, code)
    assert result.unreadable == ()
    assert len(result.calls) == 1


def test_many_branches_end(folder: Path) -> None:
    branches = "".join(f"    if x[{n}]:\n        options['k{n}'] = {n}\n        timeout = {n}\n" for n in range(200))
    code = f"{MADE}def ask(x):\n    options = {{}}\n{branches}    return client.responses.create(timeout=timeout, **options)\n"
    began = time.process_time()
    assert len(lint(folder, code).calls) == 1
    assert time.process_time() - began < 10


def test_many_nested_loops_end(folder: Path) -> None:
    loops = "".join(f"{'    ' * (n + 1)}for x{n} in y:\n" for n in range(15))
    code = f"{MADE}def ask(y):\n    t = 1\n{loops}{'    ' * 16}t = t + x3\n{'    ' * 16}client.responses.create(timeout=t, **y)\n"
    began = time.process_time()
    assert len(lint(folder, code).calls) == 1
    assert time.process_time() - began < 10


def test_many_functions_that_call_each_other_end(folder: Path) -> None:
    functions = "".join(f"def f{n}(x):\n    return f{n + 1}(x) or f{n + 1}(f{n + 1}(x))\n" for n in range(60))
    code = f"{MADE}{functions}def f60(x):\n    return OpenAI()\nf0(1).chat.completions.create(messages=[])\n"
    began = time.process_time()
    assert len(lint(folder, code).calls) == 1
    assert time.process_time() - began < 10


def test_large_tables_end(folder: Path) -> None:
    numbers = ", ".join(map(str, range(8_000)))
    pairs = ", ".join(f"'k{n}': {n}" for n in range(8_000))
    code = (
        f"{MADE}LIST = [{numbers}]\nTABLE = {{{pairs}}}\nfor n in LIST:\n    client.responses.create(timeout=n)\n"
        "for k, n in TABLE.items():\n    client.responses.create(model=k, timeout=n)\n"
        "def ask(k):\n    return client.responses.create(model='gpt-4o', input=k, timeout=TABLE[k])\n"
    )
    began = time.process_time()
    assert len(lint(folder, code).calls) == 3
    assert time.process_time() - began < 15
