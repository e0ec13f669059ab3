"""Which wheels are pinned, and what of them is read?

`packages.toml` pins each by version and SHA-256; nothing of a wheel is ever part of this repository.
"""

from __future__ import annotations

import tomllib
import zipfile
from pathlib import Path
from typing import Final

from llmlint.discover import SUFFIXES
from llmlint.knowledge.refresh.wheels import Pin

PINS: Final = Path(__file__).with_name("packages.toml")


def pins(file: Path = PINS) -> dict[str, Pin]:
    """The pinned packages by name, in the order of the file."""
    tables: dict[str, dict[str, str]] = tomllib.loads(file.read_text(encoding="utf-8"))
    return {name: Pin(name, **table) for name, table in tables.items()}


def unpack(wheel: Path, folder: Path) -> Path:
    """`folder`, with the files of `wheel` that llmlint reads."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder, [name for name in archive.namelist() if name.endswith(SUFFIXES)])
    return folder
