"""Which day is it?"""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from typing import Final

REPRODUCIBLE: Final = "SOURCE_DATE_EPOCH"
"""Seconds since 1970, as reproducible builds give them (https://reproducible-builds.org/specs/source-date-epoch/)."""


def today() -> date:
    """The day in UTC: that of `SOURCE_DATE_EPOCH` where it says one, so that findings about dates can be had again."""
    told = os.environ.get(REPRODUCIBLE, "")
    now = datetime.fromtimestamp(int(told), UTC) if told.isdecimal() and len(told) <= 11 else datetime.now(UTC)
    return now.date()
