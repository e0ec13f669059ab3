"""Are the peers' outputs read right, and scored as llmlint is?

The outputs in `peers/` were printed by the peers in a folder that held `sample.py` and `sample.ipynb`, with the commands
of `benchmarks/peers/adapters.py`: tokentoll 0.8.3, overllm 0.7.0, llmdoctor 0.2.5, scanllm 2.4.0 (of which its list of
findings is kept). No test runs a peer.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from benchmarks.peers.__main__ import main
from benchmarks.peers.adapters import PEERS, Peer
from benchmarks.peers.measure import Measured, measure_peer
from benchmarks.peers.tables import UnknownTable, calls, document, policies, resolution, updated

# By the names that the benchmark imports: `.run` would be a second copy of the module.
from tests.accuracy.run import LintFailed
from tests.accuracy.score import POLICIES, Row, tally
from tests.accuracy.test_run import DEFAULTS, labelled, row

RECORDED = Path(__file__).parent / "peers"
BY_NAME = {peer.name: peer for peer in PEERS}


def recorded(peer: Peer) -> str:
    return (RECORDED / f"{peer.name.replace(chr(39) + 's ', '-')}.json").read_text(encoding="utf-8")


CALLS: dict[str, list[tuple[str, int | None, int, str | None]]] = {
    "tokentoll": [
        ("sample.py", None, 7, "gpt-4o-mini"),
        ("sample.py", None, 11, "gpt-4o"),
        ("sample.py", None, 18, "gpt-4o"),
        ("sample.py", None, 23, None),  # an embedding; the transcription of line 31 is another endpoint
        ("sample.py", None, 27, "gpt-4o"),
    ],
    "overllm": [],
    "overllm's detector": [
        ("sample.py", None, 11, "gpt-4o"),
        ("sample.py", None, 18, "gpt-4o"),
        ("sample.py", None, 23, None),  # chat.invoke, and the embedding; the wrapper between them is left out
        ("sample.py", None, 23, None),
        ("sample.py", None, 27, "gpt-4o"),
    ],
    "llmdoctor": [],
    "scanllm": [
        ("sample.ipynb", 1, 3, None),  # a client
        ("sample.ipynb", 2, 2, "gpt-4o"),
        ("sample.py", None, 6, None),
        ("sample.py", None, 7, "gpt-4o-mini"),
        ("sample.py", None, 11, "gpt-4o"),
        ("sample.py", None, 18, "gpt-4o"),
        ("sample.py", None, 23, None),
    ],
}
FINDINGS: dict[str, list[tuple[str, str, int | None, int]]] = {
    "llmdoctor": [("missing-output-cap", "sample.py", None, 7), ("missing-output-cap", "sample.py", None, 18)],
    "scanllm": [
        ("hardcoded-key", "sample.ipynb", 1, 3),
        ("hardcoded-key", "sample.py", None, 6),
        ("hardcoded-key", "sample.py", None, 6),
        ("hardcoded-key", "sample.py", None, 6),
        ("missing-output-cap", "sample.ipynb", 2, 2),
        ("missing-output-cap", "sample.py", None, 18),
    ],
}
SCORED = {"llmdoctor": {"missing_output_cap"}, "scanllm": {"missing_output_cap", "hardcoded_key"}}


class TestAdapters:
    @pytest.mark.parametrize("peer", PEERS, ids=BY_NAME)
    def test_a_recorded_output_is_read(self, peer: Peer) -> None:
        report = peer.read("o/r", recorded(peer))
        read = [(call.path, call.cell, call.line, call.facts["model"].value) for call in report.calls]
        assert sorted(read, key=str) == sorted(CALLS[peer.name], key=str)
        found = [(finding.rule, finding.path, finding.cell, finding.line) for finding in report.findings]
        assert sorted(found, key=str) == sorted(FINDINGS.get(peer.name, []), key=str)
        assert {finding.verdict for finding in report.findings} <= {"fail"}

    @pytest.mark.parametrize("peer", PEERS, ids=BY_NAME)
    def test_a_peer_is_scored_on_the_policies_it_has_a_rule_for(self, peer: Peer) -> None:
        assert peer.policies == SCORED.get(peer.name, set())

    @pytest.mark.parametrize("peer", PEERS, ids=BY_NAME)
    def test_every_rule_is_mapped_to_one_that_is_scored(self, peer: Peer) -> None:
        assert set(peer.rules.values()) <= {rule for rules in POLICIES.values() for rule in rules}


UNCAPPED = labelled(missing_output_cap="yes")
ROWS = [
    row(1, 18, path="sample.py", policies=UNCAPPED),
    row(2, 11, path="sample.py"),
    row(3, 27, path="sample.py", resolution="cross-file", policies=UNCAPPED),
    row(4, 23, path="sample.py", policies=labelled(missing_output_cap="undecidable")),
    row(5, 7, path="sample.py", is_llm_call=False, sdk="none"),
    row(6, 2, path="sample.ipynb", cell=2, model="gpt-4o", policies=UNCAPPED),
]


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    (tmp_path / "o__r").mkdir()
    for name in ("sample.py", "sample.ipynb"):
        (tmp_path / "o__r" / name).write_bytes((RECORDED / name).read_bytes())
    return tmp_path


def measured(peer: Peer, sources: Path, rows: Sequence[Row] = ROWS) -> Measured:
    return measure_peer(peer, "1.0", rows, sources, "2026-01-31", lambda peer, folder: recorded(peer))


class TestMeasure:
    def test_a_peer_sees_the_labelled_files_and_its_own_configuration(self, sources: Path) -> None:
        seen: list[str] = []

        def execute(peer: Peer, folder: Path) -> str:
            seen.extend(sorted(path.name for path in folder.iterdir()))
            return recorded(peer)

        measure_peer(BY_NAME["tokentoll"], "1.0", ROWS[:5], sources, "2026-01-31", execute)
        assert seen == [".tokentoll.yml", "sample.py"]

    def test_a_peer_that_lists_calls_is_scored_on_those_it_found(self, sources: Path) -> None:
        total = tally(measured(BY_NAME["scanllm"], sources).outcomes(ROWS))
        assert (total.matched_positives, total.positives, total.matched_negatives) == (4, 5, 1)
        assert (total.model_right, total.model_rows) == (1, 1)
        figures = total.policies["missing_output_cap"].figures()
        assert (figures["tp"], figures["yes"], figures["yes_all"], figures["undecidable_pass"]) == (2, 2, 3, 1)

    def test_a_peer_that_lists_none_is_asked_at_every_labelled_call(self, sources: Path) -> None:
        tool = measured(BY_NAME["llmdoctor"], sources)
        figures = tally(tool.outcomes(ROWS)).policies["missing_output_cap"].figures()
        assert (figures["tp"], figures["yes"], figures["fn_pass"], figures["undecidable_pass"]) == (1, 3, 2, 1)
        assert tool.flagged(ROWS, "missing_output_cap") == 1
        assert [error["id"] for error in tool.wrong(ROWS)] == ["3", "4", "6"]

    @pytest.mark.parametrize("output", ["Traceback", '{"findings": [{}]}', "[1]"])
    def test_an_output_that_is_not_understood_is_a_failure_of_that_repository(self, sources: Path, output: str) -> None:
        for peer in PEERS:
            tool = measure_peer(peer, "1.0", ROWS, sources, "2026-01-31", lambda peer, folder: output)
            assert "output not understood" in tool.failed["o/r"]
            total = tally(tool.outcomes(ROWS))
            assert total.matched_positives == 0
            assert total.policies["missing_output_cap"].unmatched_yes == 3


class TestTables:
    def test_what_a_tool_does_not_answer_is_not_scored(self, sources: Path) -> None:
        tools = [measured(BY_NAME[name], sources) for name in ("overllm", "llmdoctor", "scanllm")]
        assert calls(tools, ROWS)[2:] == [
            "| overllm | n/a | n/a | n/a | n/a |",
            "| llmdoctor | n/a | n/a | n/a | n/a |",
            "| scanllm | 4 of 5 | 4 of 5 | 1 of 1 | 1 of 1 |",
        ]
        lines = policies(tools, ROWS)
        assert "| missing_timeout | overllm, llmdoctor, scanllm | n/a | n/a | n/a | n/a | n/a | n/a |" in lines
        assert "| missing_output_cap | llmdoctor | 1 of 1 | 1 of 3 | 1 of 3 | 4 of 4 | 0 of 1 | 1 of 1 |" in lines
        assert "| missing_output_cap | scanllm | 2 of 2 | 2 of 3 | 2 of 2 | 3 of 3 | 0 of 1 | 0 of 1 |" in lines
        assert "| hardcoded_key | scanllm | 0 of 4 | 0 of 0 | 0 of 0 | 4 of 4 | 0 of 0 | n/a |" in lines
        shown = document(tools, ROWS, with_errors=False)["tools"]
        assert list(shown["llmdoctor"]["groups"]["all"]["policies"]) == ["missing_output_cap"]

    def test_wrong_reports_stand_beside_the_found_ones(self, sources: Path) -> None:
        rows = [row(1, 18, path="sample.py"), row(2, 7, path="sample.py", policies=labelled(missing_output_cap="undecidable"))]
        lines = resolution([measured(BY_NAME["llmdoctor"], sources, rows)], rows)
        assert lines[2:] == [
            "| missing_output_cap | llmdoctor | 0 of 0 | 0 of 0 | 0 of 0, 1 wrong, 1 undecidable | 0 of 0 | 0 of 0 |"
        ]

    def test_a_document_is_brought_up_to_date_between_its_markers(self, sources: Path) -> None:
        tools = [measured(BY_NAME["scanllm"], sources)]
        text = "# Title\n<!-- table: calls sdk=openai notebooks=no -->\nold\n<!-- /table -->\nrest <!-- a note -->\n"
        new = updated(text, tools, ROWS)
        assert new.startswith("# Title\n<!-- table: calls sdk=openai notebooks=no -->\n\n| tool | recall |")
        assert "| scanllm | 3 of 4 | 3 of 3 | 0 of 0 | 0 of 0 |\n\n<!-- /table -->\nrest <!-- a note -->\n" in new
        assert updated(new, tools, ROWS) == new

    @pytest.mark.parametrize("marker", ["call", "calls sdks=openai", "calls sdk=", "calls notebooks=yes"])
    def test_a_marker_that_is_not_known_is_told(self, marker: str) -> None:
        with pytest.raises(UnknownTable):
            updated(f"<!-- table: {marker} -->\n<!-- /table -->", [], [])

    def test_a_document_without_a_marker_is_told(self) -> None:
        with pytest.raises(UnknownTable):
            updated("# Title\n", [], [])


def fake_lint(directory: Path, arguments: Sequence[str]) -> str:
    """llmlint, which finds the labelled call of sample.py and says nothing of it."""
    if arguments[0] == "check":
        return json.dumps({"findings": []})
    call: dict[str, Any] = {"path": "sample.py", "cell": None, "line": 18, "column": 1, "end_line": 18}
    return json.dumps({"calls": [{**call, "api": "chat.completions.create", "form": "request", "facts": {}}]})


@pytest.fixture
def arguments(sources: Path) -> list[str]:
    """Labels, sources and a stand-in for the environment of llmdoctor."""
    labels = sources / "labels.csv"
    with labels.open("w", encoding="utf-8", newline="") as file:
        record = {**DEFAULTS, "id": "1", "repo": "o/r", "path": "sample.py", "line": "18", "pol_missing_output_cap": "yes"}
        writer = csv.DictWriter(file, fieldnames=list(record))
        writer.writeheader()
        writer.writerow(record)
    folder = sources / "bin"
    folder.mkdir()
    for name, output in (("python", "0.2.5\n"), ("llmdoctor", recorded(BY_NAME["llmdoctor"]))):
        script = folder / name
        script.write_text(f"#!{sys.executable}\nprint({output!r}, end='')\n", encoding="utf-8")
        script.chmod(0o755)
    return ["--labels", str(labels), "--sources", str(sources), "--peer", f"llmdoctor={folder}"]


class TestMain:
    def test_every_tool_is_a_row_of_one_table(self, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
        assert main([*arguments, "--errors"], fake_lint) == 0
        shown = capsys.readouterr().out
        assert "| llmdoctor | 0.2.5 |" in shown
        assert "| missing_output_cap | llmlint | 0 of 0 | 0 of 1 |" in shown
        assert "| missing_output_cap | llmdoctor | 1 of 1 | 1 of 1 |" in shown
        assert "llmlint: 1 wrong answers\n  1 o/r/sample.py:18 missing_output_cap: label yes, reported pass" in shown

    def test_counts_in_json(self, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
        assert main([*arguments, "--format", "json"], fake_lint) == 0
        shown = json.loads(capsys.readouterr().out)["tools"]
        assert shown["llmdoctor"]["groups"]["all"]["policies"]["missing_output_cap"]["tp"] == 1
        assert shown["llmlint"]["groups"]["all"]["matched_positives"] == 1

    def test_a_document_is_updated(self, arguments: list[str], tmp_path: Path) -> None:
        page = tmp_path / "accuracy.md"
        page.write_text("<!-- table: policies -->\n<!-- /table -->\n", encoding="utf-8")
        assert main([*arguments, "--update", str(page)], fake_lint) == 0
        assert "| missing_output_cap | llmdoctor | 1 of 1 | 1 of 1 |" in page.read_text(encoding="utf-8")

    def test_a_failing_tool_is_told(self, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
        def broken(directory: Path, arguments: Sequence[str]) -> str:
            raise LintFailed("exit 2: no such rule")

        assert main(arguments, broken) == 1
        assert "note: llmlint failed on o/r: exit 2: no such rule" in capsys.readouterr().err

    def test_a_peer_that_is_not_there_is_told(
        self, arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "empty").mkdir()
        assert main([*arguments[:-1], f"scanllm={tmp_path / 'empty'}"], fake_lint) == 2
        assert "No such file" in capsys.readouterr().err
        with pytest.raises(SystemExit, match="2"):
            main([*arguments[:-1], "pylint=bin"], fake_lint)
