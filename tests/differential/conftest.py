"""What do the differential tests share: the court, and every case judged once."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.loopback import Provider

from .law import Comparison, Court
from .policies import POLICIES
from .programs import case

CASES = int(os.environ.get("LLMLINT_CASES", "300"))
"""Cases in a run; `LLMLINT_CASES=20000 pytest tests/differential` looks further."""


@pytest.fixture(scope="package")
def court(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Court]:
    with Provider().serving() as provider:
        yield Court(tmp_path_factory.mktemp("programs"), provider, POLICIES)


@pytest.fixture(scope="package")
def comparisons(court: Court) -> list[Comparison]:
    return [court.judge(case(number)) for number in range(CASES)]
