"""Is a notebook read cell by cell, with what IPython adds to Python?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from llmlint.engine import lint_bytes
from llmlint.findings import FileResult
from llmlint.policy.load import default
from llmlint.static.project import Project
from llmlint.static.source import UnreadableSource, read

CALL = 'client.responses.create(model="gpt-4o", input="Hello", max_output_tokens=9)'
MADE = "from openai import OpenAI\nclient = OpenAI()"


def notebook(*cells: str, kind: str = "code") -> bytes:
    return json.dumps({"cells": [{"cell_type": kind, "source": cell.splitlines(keepends=True)} for cell in cells]}).encode()


def lint(folder: Path, *cells: str) -> FileResult:
    return lint_bytes("a.ipynb", notebook(*cells), Project(folder), default())


@pytest.mark.parametrize(
    ("cell", "line"),
    [
        (CALL, 1),
        (f"!pip install openai\n{CALL}", 2),
        (f"%pip install openai\n{CALL}", 2),
        (f"files = !ls\n{CALL}", 2),
        (f"a, b = %sql select 1\n{CALL}", 2),
        (f"client?\n{CALL}", 2),
        (f"?client\n{CALL}", 2),
        (f"!pip install \\\n    openai\n{CALL}", 3),
        (f"%%time\n{CALL}", 2),
        (f"%%capture out\n{CALL}", 2),
        (f"if True:\n    !ls\n    {CALL}", 3),
        (f"%time x = 1\n# llmlint: ignore[missing-output-cap] needed?\n{CALL}", 3),
        (f"await asyncio.sleep(0)\n{CALL}", 2),
    ],
)
def test_magics(tmp_path: Path, cell: str, line: int) -> None:
    result = lint(tmp_path, MADE, cell)
    assert [(call.facts.place.cell, call.facts.place.line) for call in result.calls] == [(1, line)]
    assert result.unreadable == ()


@pytest.mark.parametrize("magic", ["%%bash", "%%javascript", "%%writefile app.py", "%%R", "%%html"])
def test_a_cell_in_another_language_holds_no_calls(tmp_path: Path, magic: str) -> None:
    result = lint(tmp_path, MADE, f"{magic}\n{CALL}")
    assert result.calls == ()
    assert result.unreadable == ()


def test_cells_are_counted_over_all_and_prose_is_not_read(tmp_path: Path) -> None:
    cells = [
        {"cell_type": "markdown", "source": ["# Title\n", CALL]},
        {"cell_type": "raw", "source": CALL},
        {"cell_type": "code", "source": MADE},
        {"cell_type": "markdown", "source": []},
        {"cell_type": "code", "source": f"x = 1\n{CALL}"},
    ]
    data = json.dumps({"cells": cells}).encode()
    (call,) = lint_bytes("a.ipynb", data, Project(tmp_path), default()).calls
    assert (call.facts.place.cell, call.facts.place.line, call.facts.place.column) == (4, 2, 1)


def test_a_broken_cell_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    result = lint(tmp_path, MADE, f"x = (\n{CALL}", CALL, "def broken(:")
    assert [call.facts.place.cell for call in result.calls] == [2]
    (unreadable,) = result.unreadable
    assert unreadable.why.startswith("cell 1, does not parse: ")
    assert unreadable.line == 1


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"{}",
        b'{"cells": null}',
        b'{"cells": [1]}',
        b'{"cells": {"a": 1}}',
        b"\xff\xfe",
        b"[" * 100_000,
    ],
)
def test_what_is_no_notebook_is_told(data: bytes) -> None:
    with pytest.raises(UnreadableSource, match="is not a notebook"):
        read("a.ipynb", data)


@pytest.mark.parametrize("source", [None, 3, ["x = 1\n", 2], {"a": 1}])
def test_odd_sources_of_a_cell_are_no_crash(tmp_path: Path, source: object) -> None:
    data = json.dumps({"cells": [{"cell_type": "code", "source": source}, {"cell_type": "code"}]}).encode()
    assert lint_bytes("a.ipynb", data, Project(tmp_path), default()).calls == ()


def test_line_ends_and_nul_within_cells(tmp_path: Path) -> None:
    result = lint(tmp_path, MADE.replace("\n", "\r\n"), f"x = 1\r\n{CALL}\r\n", "y = '\0'")
    assert [call.facts.place.line for call in result.calls] == [2]
