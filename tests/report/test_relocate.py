"""Is every path of a report written from where the reader stands?"""

from __future__ import annotations

from pathlib import Path

from llmlint.findings import Report
from llmlint.report.relocate import relocate, seen_from
from llmlint.values import Known


def test_every_place_moves(report: Report) -> None:
    rename = seen_from(Path("/work/app/tools"), Path("/work/app"))
    moved = relocate(report.results[2], rename)
    assert moved.path == "../bot/reply.py"
    facts, finding = moved.calls[0].facts, moved.findings[0]
    model, client = facts.effective("model"), facts.client
    assert isinstance(model, Known)
    assert model.origin is not None
    assert finding.origin is not None
    assert client is not None
    assert [str(each) for each in (facts.place, model.origin.place, client, facts.retries[0].place)] == [
        "../bot/reply.py:12",
        "../bot/reply.py:12",
        "../bot/clients.py:9",
        "../bot/reply.py:10",
    ]
    assert [str(each) for each in (finding.place, finding.origin, finding.related[0].place)] == [
        "../bot/reply.py:12",
        "../bot/clients.py:9",
        "../bot/clients.py:9",
    ]


def test_what_could_not_be_read_moves(report: Report) -> None:
    moved = relocate(report.results[0], seen_from(Path("/work"), Path("/work/app")))
    assert moved.unreadable[0].path == "app/bot/broken.py"


def test_from_the_root_nothing_changes(report: Report) -> None:
    assert relocate(report.results[3], seen_from(Path("/work"), Path("/work"))) == report.results[3]


def test_standard_input_is_nowhere() -> None:
    assert seen_from(Path("/elsewhere"), Path("/work"))("<stdin>") == "<stdin>"
