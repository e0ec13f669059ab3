"""What do the tests over real packages share?"""

from __future__ import annotations

from pathlib import Path

import pytest

from llmlint.knowledge.refresh.wheels import Unavailable, cache, fetch

from .wheels import pins


@pytest.fixture(scope="session")
def wheels() -> dict[str, Path]:
    """The pinned wheels by package; the tests that need them are left out where they cannot be had."""
    try:
        return fetch(list(pins().values()), cache())
    except Unavailable as error:
        pytest.skip(f"the packages cannot be had: {error}")
