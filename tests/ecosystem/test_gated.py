"""Is the result behind the gates the result without them, and would a difference or a crash be told?"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from llmlint.findings import FileResult
from llmlint.static import gate, skeleton
from llmlint.static.summary import ModuleSummary

from .gated import compared, differences, main, slowest
from .gates import Gates, run
from .wheels import unpack

CALLING = """
from openai import OpenAI


def ask(client: OpenAI, question):
    return client.responses.create(model="gpt-4o", input=question)
"""
SILENT = "def add(a, b):\n    return a + b\n"


@pytest.mark.parametrize(("name", "gates"), [("mem0ai", Gates.OPEN), ("llama-index-llms-openai", Gates.NONE)])
def test_a_package_is_the_same_without_gates(name: str, gates: Gates, wheels: dict[str, Path], tmp_path: Path) -> None:
    runs, wrong = compared(unpack(wheels[name], tmp_path), [Gates.SHUT, gates])
    assert wrong == []
    read = {mode: sum(cost.modules for cost in done.costs.values()) for mode, done in runs.items()}
    compiled = {mode: sum(cost.definitions for cost in done.costs.values()) for mode, done in runs.items()}
    assert read[gates] > read[Gates.SHUT] or compiled[gates] > compiled[Gates.SHUT], "the gates were open"
    assert any(result.calls for result in runs[Gates.SHUT].results.values())


class TestTelling:
    """Two files, one with a call, and a linter that has been broken in turn at every place that matters."""

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        tmp_path.joinpath("bot.py").write_text(CALLING)
        tmp_path.joinpath("plain.py").write_text(SILENT)
        return tmp_path

    def test_nothing_differs(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main([str(folder)]) == 0
        first, *tables = capsys.readouterr().out.splitlines()
        assert first.startswith(f"{folder}: 2 files (1 parsed), 8 lines, 1 call; gated ")
        assert first.endswith("; 0 differences")
        assert sum(line.startswith("The slowest files") for line in tables) == 3

    def test_a_gate_that_hides_a_file(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(gate, "admits", lambda data: False)
        assert main([str(folder), "--quick"]) == 1
        assert "  + bot.py:6:12 openai responses.create model=gpt-4o@call" in capsys.readouterr().out

    def test_a_skeleton_that_hides_a_definition(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(skeleton, "_mark", lambda text, scopes, notes: None)
        assert compared(folder, [Gates.SHUT, Gates.OPEN])[1] == []
        wrong = compared(folder, [Gates.SHUT, Gates.NONE])[1]
        assert [line.split(" ", 2)[1] for line in wrong] == ["bot.py:6:12"] * len(wrong)
        assert wrong[0].startswith("+ bot.py:6:12") and wrong[0].endswith("[every definition]")

    def test_a_detail_that_no_line_shows(self, folder: Path) -> None:
        before, after = run(folder, Gates.SHUT), run(folder, Gates.SHUT)
        result = after.results["bot.py"]
        after.results["bot.py"] = replace(result, calls=(replace(result.calls[0], task_evidence="a name"),))
        (told,) = differences(before, after)
        assert told.startswith("~ bot.py:6:12 openai responses.create ")
        assert "task_evidence=''" in told and told.index("task_evidence=''") < told.index("task_evidence='a name'")

    def test_a_notebook_of_other_people_is_let_through(self, folder: Path) -> None:
        folder.joinpath("note.ipynb").write_text('{"cells": [{"cell_type": "code", "source": "1 + 1"}]}')
        assert run(folder, Gates.SHUT).costs["note.ipynb"].modules == 0
        assert run(folder, Gates.OPEN).costs["note.ipynb"].modules == 1

    def test_a_crash_is_told_and_the_rest_is_read(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        def broken(summary: ModuleSummary, *rest: object) -> object:
            raise ZeroDivisionError("by hand")

        monkeypatch.setattr(ModuleSummary, "statements", broken)
        assert main([str(folder), "--quick"]) == 1
        assert "  ! bot.py: ZeroDivisionError: by hand [gated]" in capsys.readouterr().out
        assert run(folder, Gates.SHUT).results["plain.py"] == FileResult("plain.py")

    def test_costs_are_told_of_the_slowest_files(self, folder: Path) -> None:
        costs = run(folder, Gates.SHUT).costs
        assert (costs["plain.py"].modules, costs["plain.py"].definitions, costs["plain.py"].steps) == (0, 0, 0)
        assert costs["bot.py"].modules == 1
        assert costs["bot.py"].steps > 0
        assert costs["bot.py"].heaviest[1:] == (5, costs["bot.py"].steps)
        costs["bot.py"].seconds, costs["plain.py"].seconds = 2.0, 1.0
        _, row = slowest([(folder, cost) for cost in costs.values()], 1)
        assert row.startswith("    2000        6")
        assert f"{folder / 'bot.py'}; line 5:" in row

    def test_a_folder_that_is_not_there_is_a_mistake(self, tmp_path: Path) -> None:
        with pytest.raises(SystemExit) as stopped:
            main([str(tmp_path / "nowhere")])
        assert stopped.value.code == 2
