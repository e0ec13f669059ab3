"""What do all tests share: golden outputs, compared through one normaliser."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.golden import TODAY, normalised

os.environ["SOURCE_DATE_EPOCH"] = TODAY

SNAPSHOTS = Path(__file__).parent / "snapshots"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-snapshots", action="store_true", help="write the golden outputs anew instead of comparing")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[..., None]:
    """`golden(name, text, folder)` compares `text` with `snapshots/<name>`; `pytest --update-snapshots` writes it."""

    def compare(name: str, text: str, folder: Path | None = None) -> None:
        file = SNAPSHOTS / name
        text = normalised(text, folder)
        if request.config.getoption("--update-snapshots"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        assert file.exists(), f"{file.name} has never been written: pytest --update-snapshots"
        assert text == file.read_text(encoding="utf-8")

    return compare
