"""What do tests of the installed package share?"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


def tracked(*folders: str) -> list[str]:
    """The files of the checkout below `folders`: tracked ones, and new ones that are about to be."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout")
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *folders]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True).stdout.split("\0")
    return [name for name in names if name and (ROOT / name).exists()]


@pytest.fixture
def clean_environment(tmp_path: Path) -> dict[str, str]:
    """The environment without what would reach this checkout or the user's settings of git and llmlint."""
    dropped = ("PYTHON", "GIT_", "LLMLINT_", "VIRTUAL_ENV", "COLUMNS", "FORCE_COLOR", "PRE_COMMIT")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(dropped)}
    identity = {f"GIT_{role}_{what}": "test@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    return {
        **kept,
        **identity,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "PRE_COMMIT_HOME": str(tmp_path / "pre-commit"),
        "NO_COLOR": "1",
    }
