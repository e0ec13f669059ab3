"""Does the accuracy run count right, on a label file small enough to count by hand?"""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from .run import POLICY, LintFailed, main, read_calls, share
from .score import POLICIES, Call, Fact, Finding, Row, errors, groups, match, score, tally

NO = dict.fromkeys(POLICIES, "no")


def row(number: int = 1, line: int = 5, **changes: Any) -> Row:
    made = Row(
        id=str(number),
        repo="o/r",
        path="a.py",
        cell=None,
        line=line,
        sdk="openai",
        api="chat.completions.create",
        is_llm_call=True,
        model="unknown",
        frame="claimed",
        resolution="same-file",
        policies=NO,
    )
    return replace(made, **changes)


def labelled(**labels: str) -> dict[str, str]:
    return {**NO, **labels}


def call(line: int = 5, end_line: int | None = None, **changes: Any) -> Call:
    end = line if end_line is None else end_line
    return replace(Call("o/r", "a.py", None, line, 1, end, "chat.completions.create", "request"), **changes)


def finding(rule: str = "missing-timeout", verdict: str = "fail", line: int = 5, **changes: Any) -> Finding:
    return replace(Finding("o/r", rule, verdict, "a.py", None, line, 1, f"{rule} here"), **changes)


class TestMatch:
    def test_a_row_anywhere_in_the_span_matches(self) -> None:
        spanning = call(4, 6)
        assert match([row(line=6)], [spanning]) == {0: spanning}
        assert match([row(line=7)], [spanning]) == {}

    def test_the_call_on_the_very_line_wins_over_the_one_around_it(self) -> None:
        around, inner = call(4, 9), call(5)
        assert match([row(line=5), row(2, line=4)], [around, inner]) == {0: inner, 1: around}

    def test_of_two_calls_on_one_line_the_same_method_wins(self) -> None:
        other, same = call(api="OpenAIEmbeddings", form="constructor"), call(column=30)
        assert match([row()], [other, same]) == {0: same}

    def test_one_call_answers_one_row(self) -> None:
        assert len(match([row(1), row(2)], [call()])) == 1

    def test_another_cell_or_a_derived_call_does_not_match(self) -> None:
        assert match([row(cell=3)], [call(cell=2)]) == {}
        assert match([row()], [call(form="derived")]) == {}


class TestVerdict:
    def test_no_finding_is_a_pass_and_the_worst_finding_counts(self) -> None:
        found = [finding(verdict="undecided"), finding("unbounded-timeout")]
        (outcome,) = score([row()], [call()], found)
        assert outcome.verdicts["missing_timeout"] == ("fail", "unbounded-timeout here")
        assert outcome.verdicts["missing_output_cap"] == ("pass", "")

    def test_the_column_decides_only_when_both_sides_have_one(self) -> None:
        (elsewhere,) = score([row()], [call()], [finding(column=40)])
        (unknown,) = score([row()], [call()], [finding(column=None)])
        assert elsewhere.verdicts["missing_timeout"][0] == "pass"
        assert unknown.verdicts["missing_timeout"][0] == "fail"

    def test_a_key_anywhere_in_the_file_counts(self) -> None:
        (outcome,) = score([row()], [call()], [finding("hardcoded-key", line=1)])
        assert outcome.verdicts["hardcoded_key"][0] == "fail"


class TestTally:
    def test_call_sites_are_counted_by_label_and_match(self) -> None:
        rows = [row(1, 5), row(2, 50), row(3, 7, is_llm_call=False), row(4, 70, is_llm_call=False)]
        total = tally(score(rows, [call(5), call(7), call(90)], []))
        assert (total.positives, total.matched_positives) == (2, 1)
        assert (total.negatives, total.matched_negatives) == (2, 1)

    def test_every_label_and_verdict_lands_in_its_figure(self) -> None:
        cases = [("yes", "fail"), ("yes", "pass"), ("yes", "possible"), ("yes", "undecided"), ("no", "fail"), ("no", "pass")]
        cases += [("no", "undecided"), ("undecidable", "fail"), ("undecidable", "pass"), ("undecidable", "possible")]
        rows = [row(n, n, policies=labelled(missing_timeout=label)) for n, (label, _) in enumerate(cases, 1)]
        rows.append(row(99, 99, policies=labelled(missing_timeout="yes")))
        calls = [call(n) for n in range(1, len(cases) + 1)]
        found = [finding(verdict=said, line=n) for n, (_, said) in enumerate(cases, 1) if said != "pass"]
        outcomes = score(rows, calls, found)
        assert tally(outcomes).policies["missing_timeout"].figures() == {
            "tp": 1,
            "fp": 1,
            "fn_pass": 1,
            "fn_possible": 1,
            "fn_undecided": 1,
            "reported": 2,
            "yes": 4,
            "yes_all": 5,
            "no": 3,
            "decided": 4,
            "decidable": 7,
            "undecidable_fail": 1,
            "undecidable_pass": 1,
            "undecidable_open": 1,
        }
        wrong = [error["id"] for error in errors(outcomes) if error["what"] == "missing_timeout"]
        assert wrong == ["2", "3", "4", "5", "8", "9"]

    def test_the_model_is_compared_only_where_the_label_has_a_literal(self) -> None:
        rows = [row(1, 1, model="gpt-4o"), row(2, 2, model="gpt-4o"), row(3, 3, model="unknown")]
        calls = [
            call(1, facts={"model": Fact("known", "gpt-4o")}),
            call(2, facts={"model": Fact("unknown", reason="parameter")}),
            call(3, facts={"model": Fact("known", "gpt-4o")}),
        ]
        total = tally(score(rows, calls, []))
        assert (total.model_rows, total.model_right) == (2, 1)
        assert total.unknown["model"] == {"parameter": 1}
        assert total.states["timeout"] == {"not reported": 3}

    def test_every_figure_comes_by_frame_and_by_resolution(self) -> None:
        rows = [row(1), row(2, 9, frame="near", resolution="cross-file")]
        by_name = groups(score(rows, [call(5)], []))
        assert list(by_name) == ["all", "frame claimed", "frame near", "resolution same-file", "resolution cross-file"]
        assert (by_name["frame claimed"].matched_positives, by_name["frame near"].matched_positives) == (1, 0)


def test_few_rows_are_shown_as_counts() -> None:
    assert share(0, 0) == "0 of 0"
    assert share(18, 19) == "18 of 19"
    assert share(19, 20) == "0.950 (19/20)"


def test_output_that_is_not_the_documented_json_is_a_failure() -> None:
    with pytest.raises(LintFailed):
        read_calls("o/r", "Traceback")


LABELS = [
    {"id": "1", "repo": "o/r", "path": "pkg/a.py", "line": "3", "pol_missing_timeout": "yes", "model": "gpt-4o"},
    {"id": "2", "repo": "o/r", "path": "b.ipynb", "line": "2", "cell": "4", "nb": "True", "pol_missing_output_cap": "yes"},
    {"id": "3", "repo": "o/r", "path": "pkg/a.py", "line": "9", "is_llm_call": "false", "frame": "near"},
    {"id": "4", "repo": "o/gone", "path": "a.py", "line": "1"},
    {"id": "5", "repo": "o/broken", "path": "a.py", "line": "1", "sdk": "anthropic"},
]
DEFAULTS = {
    "sdk": "openai",
    "api": "chat.completions.create",
    "cell": "",
    "nb": "False",
    "is_llm_call": "true",
    "model": "unknown",
    "frame": "claimed",
    "resolution_needed": "same-file",
    **{f"pol_{name}": "no" for name in POLICIES},
}


@pytest.fixture
def corpus(tmp_path: Path) -> list[str]:
    """Labels and sources on disk, as the arguments that name them."""
    labels = tmp_path / "labels.csv"
    with labels.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=[*LABELS[0], *(key for key in DEFAULTS if key not in LABELS[0])])
        writer.writeheader()
        writer.writerows({**DEFAULTS, **record} for record in LABELS)
    for path in ("o__r/pkg/a.py", "o__r/b.ipynb", "o__broken/a.py"):
        source = tmp_path / "sources" / path
        source.parent.mkdir(parents=True, exist_ok=True)
        source.write_text("", encoding="utf-8")
    return ["--labels", str(labels), "--sources", str(tmp_path / "sources")]


def fake_lint(directory: Path, arguments: Sequence[str]) -> str:
    """What llmlint would print for the corpus above: row 1 right, row 2 not decided, row 3 a false report."""
    if directory.name == "o__broken":
        raise LintFailed("exit 2: no such rule")
    place = {"cell": None, "column": 1, "path": "pkg/a.py"}
    cell = {"cell": 4, "column": 1, "path": "b.ipynb"}
    if arguments[0] == "check":
        assert Path(arguments[-1]).read_text(encoding="utf-8") == POLICY
        timeout = {"rule": "missing-timeout", "verdict": "fail", "line": 3, "message": "nobody set a timeout"}
        cap = {"rule": "missing-output-cap", "verdict": "undecided", "line": 1, "message": "the cap is not known"}
        return json.dumps({"schema": 1, "findings": [{**place, **timeout}, {**cell, **cap}], "summary": {}})
    assert list(arguments) == ["calls", "b.ipynb", "pkg/a.py", "--format", "json"]
    common = {"api": "chat.completions.create", "form": "request", "retry_layers": []}
    known = {"model": {"state": "known", "value": "gpt-4o", "source": "call", "at": "pkg/a.py:3"}}
    unknown = {"model": {"state": "unknown", "reason": "environment"}}
    found = [
        {**common, **place, "line": 3, "end_line": 5, "facts": known},
        {**common, **cell, "line": 1, "end_line": 3, "facts": unknown},
        {**common, **place, "line": 9, "end_line": 9, "facts": unknown},
    ]
    return json.dumps({"schema": 1, "calls": found})


def test_a_run_ends_to_end_in_json(corpus: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*corpus, "--format", "json", "--errors"], fake_lint) == 1
    document = json.loads(capsys.readouterr().out)
    everything = document["groups"]["all"]
    assert (everything["positives"], everything["matched_positives"]) == (3, 2)
    assert everything["matched_negatives"] == 1
    assert everything["policies"]["missing_timeout"]["tp"] == 1
    assert everything["policies"]["missing_output_cap"]["fn_undecided"] == 1
    assert everything["model"] == {"rows": 1, "right": 1}
    assert everything["unknown"]["model"] == {"environment": 1}
    wrong = [(error["id"], error["what"], error["reported"]) for error in document["errors"]]
    assert wrong == [
        ("2", "missing_output_cap", "undecided"),
        ("3", "call", "reported"),
        ("5", "call", "not reported"),
    ]
    assert [note.partition(":")[0] for note in document["notes"]] == [
        "left out, no source",
        "llmlint failed on o/broken, its rows count as not found",
    ]


def test_a_run_ends_to_end_in_text(corpus: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*corpus, "--sdk", "openai", "--errors"], fake_lint) == 0
    text = capsys.readouterr().out
    assert "call sites          recall 2 of 2 · precision 2 of 3" in text
    assert "2 o/r/b.ipynb#cell4:2 missing_output_cap: label yes, reported undecided\n      the cap is not known" in text


def test_rows_are_selected_by_sdk_frame_and_resolution(corpus: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*corpus, "--sdk", "openai", "--frame", "claimed", "--resolution", "same-file"], fake_lint) == 0
    assert "all: 2 LLM calls, 0 look-alikes" in capsys.readouterr().out
    assert main([*corpus, "--resolution", "cross-file"], fake_lint) == 0
    assert "all: 0 LLM calls, 0 look-alikes" in capsys.readouterr().out
