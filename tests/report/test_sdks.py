"""Is what is known of SDKs readable in a table, on a page, in the document, and complete for programs?

On entries made by hand: one of each kind.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from llmlint.knowledge.evidence import Evidence, parse
from llmlint.knowledge.schema import Sdk
from llmlint.report.sdks import document, page, plain, table, words
from llmlint.report.sdks.entry import Entry, every, ranked
from llmlint.report.sdks.lookup import find, nearest
from llmlint.report.terminal import Style, columns

PLAIN_OPTION = {"none": "default"}
SECONDS = {"call": ["timeout"], "client": ["timeout"], "unit": "s", "none": "unbounded"}
CHAT = {
    "paths": ["chat.create"],
    "kind": "generation",
    "endpoint": "/chat",
    "parameters": {"model": ["model"], "max_output_tokens": ["max_tokens"]},
}


def sdk(name: str, timeout: dict[str, Any], retries: dict[str, Any], **given: Any) -> Sdk:
    options = {
        "timeout": timeout,
        "max_retries": {"unit": "retries", "none": "error"} | retries,
        "max_output_tokens": {"unit": "tokens", "none": "absent"} | given.pop("cap", {}),
        "stream": {"default": False, "none": "default"},
    }
    return Sdk.model_validate(
        {
            "id": name,
            "distribution": name,
            "versions": "",
            "roots": [name.replace("-", "_")],
            "provider": "acme",
            "hook": {"kind": "none"},
            "clients": [{"names": ["Client"]}],
            "methods": [CHAT],
            "options": options,
        }
        | given
    )


CAREFUL = sdk(
    "careful",
    SECONDS | {"default": 600, "global": ["timeout"]},
    {"client": ["max_retries"], "default": 2},
    cap={"required": True},
    title="Careful",
    versions=">=1",
    seen=["1.2.0", "3.4.5"],
    mirrors=["traced.careful"],
    derive=["with_options", "again"],
    retrying={"again": {"parameter": "attempts", "default": 3}},
    hook={"kind": "stainless", "module": "careful._base_client"},
    usage={"input": ["usage.input"], "cached_input": ["usage.cached", "usage.details.cached"], "input_without_cache": True},
    clients=[{"names": ["Careful", "Client"]}, {"names": ["AsyncCareful"], "async": True, "provider": "azure"}],
    traps=["A timeout is for one read: an answer that streams may take for ever."],
    sources={"timeout.none": "read in the source of 3.4.5"},
)
SEEN = parse(
    {
        "entries": {
            "careful": {
                "date": "2026-11-21",
                "versions": [
                    {"version": "1.2.0", "requests_on_429": 2, "default_timeout": 600},
                    {"version": "3.4.5", "requests_on_429": 3, "default_timeout": 600},
                ],
                "facts": {
                    "timeout.default": {"state": "executed", "statements": 2},
                    "timeout.none": {"state": "source", "statements": 1, "note": "it would take for ever"},
                    "clients": {"state": "introspected", "statements": 4},
                },
            }
        }
    }
)["careful"]
MILLISECONDS = sdk(
    "milliseconds",
    {
        "call": ["config.timeout_ms"],
        "unit": "ms",
        "none": "default",
        "zero": "unbounded",
        "default": 300,
        "decoys": ["timeout"],
        "history": [{"versions": "<2"}, {"versions": ">=2,<2.5", "default": 30}],
        "environment": ["ACME_TIMEOUT"],
    },
    {"call": ["config.attempts"], "unit": "attempts", "default": 4, "history": [{"versions": "<3", "default": 0}]},
    cap={"default": 512},
    methods=[
        CHAT
        | {"variants": [{"parameter": "model", "value": "*-image*", "kind": "image"}, {"parameter": "size", "kind": "image"}]},
        CHAT | {"paths": ["chat.stream"], "streams": True, "defaults": {"timeout": 60}},
        CHAT | {"paths": ["embed"], "kind": "embedding", "parameters": {"model": ["model"]}},
    ],
)
SILENT = sdk("silent", {"unit": "s", "none": "unbounded"}, {"default": 0}, clients=[{"names": [""], "module": True}])
EMBEDDER = sdk("embedder", SECONDS | {"none": "error", "default": 60}, {}, methods=[CHAT | {"kind": "embedding"}])
MODELS = sdk(
    "framework-of-frameworks-embeddings-careful",
    SECONDS | {"client": [], "none": "default"},
    {"call": ["max_retries"], "default": 11},
    methods=[CHAT | {"paths": ["ChatCareful"], "form": "constructor"}],
)
HEAD = "The client of Acme. Observed on 1.2 and 3.4: what is told here, and more than one line has room for."


def entry(of: Sdk, head: str = "", evidence: Evidence | None = None) -> Entry:
    return Entry(of, head, evidence)


ENTRIES = ranked([entry(CAREFUL, HEAD, SEEN), entry(MILLISECONDS, HEAD), entry(SILENT), entry(EMBEDDER), entry(MODELS)])
STYLES = {"piped": Style(), "80": Style(80), "colour-80": Style(80, colour=True, terminal=True), "200": Style(200)}


@pytest.mark.parametrize("name", STYLES)
def test_the_table(golden: Callable[..., None], name: str) -> None:
    golden(f"sdks-{name}.txt", "\n".join(table.render(ENTRIES, STYLES[name])))


@pytest.mark.parametrize("name", STYLES)
def test_the_page(golden: Callable[..., None], name: str) -> None:
    shown = [each for each in ENTRIES if each.sdk in (CAREFUL, MILLISECONDS)]
    golden(f"sdks-page-{name}.txt", "\n".join(page.render(shown, ["framework-of-careful"], STYLES[name])))


def test_the_document(golden: Callable[..., None]) -> None:
    golden("sdks.md", document.document(ENTRIES))


def test_what_may_hang_stands_first_and_frameworks_last() -> None:
    assert [each.sdk.id for each in ENTRIES] == [
        "milliseconds",
        "silent",
        "careful",
        "embedder",
        "framework-of-frameworks-embeddings-careful",
    ]


@pytest.mark.parametrize(
    ("of", "timeout", "unit", "none", "requests", "cap"),
    [
        (CAREFUL, "600 s", "s", "no limit", "3", "required"),
        (MILLISECONDS, "300 s (30 s in >=2,<2.5, none before 2)", "ms", "default", "5 (1 before 3)", "512"),
        (SILENT, "none", "-", "-", "1", "none"),
        (EMBEDDER, "60 s", "s", "error", "?", "-"),
        (MODELS, "none", "s", "no limit", "12", "none"),
    ],
)
def test_words(of: Sdk, timeout: str, unit: str, none: str, requests: str, cap: str) -> None:
    one = entry(of)
    told = (words.timeout(one), words.unit(one), words.none(one), words.requests(one), words.cap(one))
    assert told == (timeout, unit, none, requests, cap)
    assert words.known(one) == "not checked yet"


def test_what_was_counted_goes_before_what_is_stated() -> None:
    assert words.requests(entry(CAREFUL, "", SEEN)) == "3 (2 in 1.2.0)"
    assert words.requests(entry(CAREFUL, "", replace(SEEN, versions=SEEN.versions[1:]))) == "3"
    uncounted = tuple(replace(version, requests_on_429=None) for version in SEEN.versions)
    assert words.requests(entry(CAREFUL, "", replace(SEEN, versions=uncounted))) == "3"


def test_a_row_is_known_as_its_weakest_fact_is() -> None:
    assert words.known(entry(CAREFUL, "", SEEN)) == "source"
    facts = {name: fact for name, fact in SEEN.facts.items() if name != "timeout.none"}
    assert words.known(entry(CAREFUL, "", replace(SEEN, facts=facts))) == "executed"
    assert words.known(entry(CAREFUL, "", replace(SEEN, facts={"clients": SEEN.facts["clients"]}))) == "introspected"


def test_a_program_reads_everything() -> None:
    data = json.loads(plain.as_json(ENTRIES))
    assert data["schema"] == 1
    by_id = {each["id"]: each for each in data["sdks"]}
    assert list(by_id) == [each.sdk.id for each in ENTRIES]
    written = set(Sdk.model_fields)
    added = {"kind", "head", "guarded", "by_default", "evidence"}
    for each in by_id.values():
        assert set(each) == written | added
    careful, milliseconds = by_id["careful"], by_id["milliseconds"]
    assert Sdk.model_validate({key: careful[key] for key in written}) == CAREFUL
    assert careful["guarded"] is True
    assert careful["evidence"]["facts"]["clients"] == {"state": "introspected", "statements": 4, "note": ""}
    assert careful["by_default"]["cap_required"] is True
    assert milliseconds["evidence"] is None
    assert milliseconds["by_default"]["timeout"] == [
        {"versions": "", "seconds": 300},
        {"versions": ">=2,<2.5", "seconds": 30},
        {"versions": "<2", "seconds": None},
    ]
    assert milliseconds["by_default"]["requests_on_429"] == [
        {"versions": "", "requests": 5},
        {"versions": "<3", "requests": 1},
    ]
    assert all(f"`{key}`" in (plain.as_json.__doc__ or "") for key in added)


@pytest.mark.parametrize(
    ("name", "ids", "others"),
    [
        ("careful", ["careful"], ["framework-of-frameworks-embeddings-careful"]),
        ("CAREFUL", ["careful"], ["framework-of-frameworks-embeddings-careful"]),
        ("milli", ["milliseconds"], []),
        ("framework_of_frameworks", ["framework-of-frameworks-embeddings-careful"], []),
        ("AsyncCareful", ["careful"], []),
        ("careful.AsyncCareful", ["careful"], []),
        ("traced.careful.Careful", ["careful"], []),
        ("other.AsyncCareful", [], []),
        ("ChatCareful", ["framework-of-frameworks-embeddings-careful"], []),
        ("embed", ["embedder"], ["framework-of-frameworks-embeddings-careful"]),
        ("seconds", ["milliseconds"], []),
        ("", [], []),
        ("-", [], []),
        ("nothing", [], []),
    ],
)
def test_whom_a_name_means(name: str, ids: list[str], others: list[str]) -> None:
    found = find(name, ENTRIES)
    assert [each.sdk.id for each in found.entries] == ids
    assert list(found.others) == others


@pytest.mark.parametrize(("name", "near"), [("carefull", ["careful"]), ("silnt", ["silent"]), ("xyz", [])])
def test_what_is_near(name: str, near: list[str]) -> None:
    assert nearest(name, ENTRIES) == near


@pytest.mark.parametrize("width", [80, 100, 200])
def test_real_entries_fit(width: int) -> None:
    entries = every()
    lines = list(table.render(entries, Style(width)))
    assert max(map(columns, lines)) <= width
    assert len([line for line in lines if any(line.startswith(each.title) for each in entries)]) == len(entries)
    for line in page.render(entries, (), Style(width)):
        assert columns(line) <= width or " " not in line.strip()


def test_each_row_of_the_document_leads_to_a_section() -> None:
    text = document.document(every())
    linked = re.findall(r"\]\(#([^)]+)\)", text)
    assert linked == re.findall(r'^### <a id="([^"]+)"></a>', text, re.MULTILINE)
    assert len(linked) == len(set(linked)) == len(every())
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    assert {row.count(" | ") for row in rows} == {len(document.HEADINGS) - 1}


def test_the_document_is_current(capsys: pytest.CaptureFixture[str]) -> None:
    assert document.main(["--check"]) == 0, capsys.readouterr().err


def test_a_document_that_is_not_current_is_told(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(document, "FILE", tmp_path / "sdks.md")
    assert document.main(["--check"]) == 1
    assert "run: python -m llmlint.report.sdks.document" in capsys.readouterr().err
    assert document.main([]) == 0
    assert document.main(["--check"]) == 0
    (tmp_path / "sdks.md").write_text("None of it.\n", encoding="utf-8")
    assert document.main(["--check"]) == 1
    monkeypatch.setattr(document, "FILE", tmp_path / "nowhere" / "sdks.md")
    with pytest.raises(SystemExit) as stopped:
        document.main([])
    assert stopped.value.code == 2
