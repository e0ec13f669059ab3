"""Are the pages of the rules what the rules say?"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from llmlint.policy.rulefile import pages
from llmlint.report import rule_pages

ROOT = Path(__file__).parents[2]


def test_they_are_current(capsys: pytest.CaptureFixture[str]) -> None:
    assert rule_pages.main(["--check"]) == 0, capsys.readouterr().err


def test_what_is_not_current_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "rules").mkdir()
    assert rule_pages.main([], tmp_path) == 0
    assert rule_pages.main(["--check"], tmp_path) == 0
    (tmp_path / "docs/rules/missing-timeout.md").write_text("old")
    (tmp_path / "docs/rules/gone.md").write_text("of a rule that is no more")
    assert rule_pages.main(["--check"], tmp_path) == 1
    told = capsys.readouterr().err
    assert "docs/rules/missing-timeout.md is not current" in told
    assert "docs/rules/gone.md is not current" in told
    assert rule_pages.main([], tmp_path) == 0
    assert rule_pages.main(["--check"], tmp_path) == 0


def test_without_a_checkout(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        rule_pages.main([], tmp_path)
    assert ended.value.code == 2
    assert "there is no folder" in capsys.readouterr().err


def test_every_rule_has_a_row_that_leads_to_its_page() -> None:
    text = (ROOT / rule_pages.TABLE).read_text(encoding="utf-8")
    links = re.findall(r"\[([a-z-]+)\]\(\.\./(docs/rules/[a-z-]+\.md)\)", text)
    assert [name for name, _ in links] == sorted(page.rule.id for page in pages())
    assert all((ROOT / path).is_file() for _, path in links)
