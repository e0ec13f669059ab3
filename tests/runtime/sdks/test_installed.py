"""Does the guard keep its promises for the SDKs that are installed here, beyond openai and anthropic?

They are run in a process of their own: recipes close no clients.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from .run import asked, bundles

INSTALLED = ("google_genai",)


@pytest.mark.slow
@pytest.mark.parametrize("recipe", INSTALLED)
def test_promises(recipe: str, tmp_path: Path) -> None:
    bundles(tmp_path)
    found = asked(Path(sys.executable), recipe, tmp_path)
    assert {name: report["problems"] for name, report in found["reports"].items()} == {name: [] for name in found["reports"]}
    assert {call: wrong for call, wrong in found["misread"].items() if wrong} == {}
    assert {scenario: why for scenario, why in found["broken"].items() if why} == {}
    assert all(report["refused"] and report["equal"] and report["settled"] for report in found["reports"].values())
