"""What do the differential tests share: the court, and every case judged once."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Executor

import pytest

from tests.loopback import Provider

from .judging import FAMILIES, Judgement, is_there, judged, workers
from .law import Court
from .policies import POLICIES

CASES = int(os.environ.get("LLMLINT_CASES", "2000"))
"""Cases in a run, over all SDKs; `LLMLINT_CASES=5000 pytest tests/differential` looks further, run.py further still."""
SHARES = {"openai, anthropic": 0.6, "google-genai": 0.4}
"""How much of them is of a family."""
APART = 0.05
"""How much comes on top for each that has an environment of its own, where it is there."""


@pytest.fixture(scope="package")
def court(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Court]:
    with Provider().serving() as provider:
        yield Court(tmp_path_factory.mktemp("programs"), provider, POLICIES)


@pytest.fixture(scope="package")
def pool() -> Iterator[Executor]:
    with workers() as pool:
        yield pool


@pytest.fixture(scope="package")
def judgements_of(pool: Executor) -> Callable[[str], list[Judgement]]:
    """What is told of the cases of a family, which are judged when they are first asked for."""
    known: dict[str, list[Judgement]] = {}

    def judgements(family: str) -> list[Judgement]:
        if not is_there(family):
            needed = FAMILIES[family].requirements[0]
            pytest.skip(f"no environment for {needed}; python -m tests.runtime.sdks.run or tests.drift.run makes it")
        if family not in known:
            known[family] = list(judged(pool, family, range(round(CASES * SHARES.get(family, APART)))))
        return known[family]

    return judgements
