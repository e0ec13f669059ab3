"""Is the table of calls readable piped, wide and narrow?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from llmlint.findings import FileResult, Report
from llmlint.report import calls
from llmlint.report.terminal import Style, columns


@pytest.mark.parametrize(("name", "style"), [("piped", Style()), ("80", Style(80)), ("140", Style(140))])
def test_golden(report: Report, golden: Callable[..., None], name: str, style: Style) -> None:
    golden(f"calls-{name}.txt", "\n".join(calls.render(report, style)))


def test_a_narrow_table_fits(report: Report) -> None:
    assert max(map(columns, calls.render(report, Style(80)))) <= 80


def test_no_calls() -> None:
    assert list(calls.render(Report((FileResult("a.py"),)), Style(80))) == ["0 calls in 1 file"]
