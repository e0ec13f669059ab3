"""What of an output is the same on every machine and in every release?"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

TODAY: Final = "1795219200"
"""21 November 2026, as SOURCE_DATE_EPOCH: what depends on the day is tested on one."""


def normalised(text: str, folder: Path | None = None) -> str:
    """`text` without what differs: `folder`, the version, trailing blanks."""
    if folder is not None:
        text = text.replace(str(folder), "FOLDER")
    text = re.sub(r"\bllmlint \d+\.\d+\.\d+\S*", "llmlint VERSION", text)
    return "\n".join(line.rstrip() for line in text.strip("\n").splitlines()) + "\n"
