"""Where is a version of an SDK installed?  Virtual environments, made once for each list of requirements."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

_INSTALLED = "installed.json"


class EnvironmentError_(RuntimeError):
    """An environment that cannot be made; the message has what pip said last."""


@dataclass(frozen=True)
class Environment:
    """An interpreter and the distributions that it has, by normalised name."""

    python: Path
    installed: dict[str, str]

    def version(self, distribution: str) -> str:
        return self.installed[normalised(distribution)]


def folder() -> Path:
    """Where environments are kept unless told otherwise: the user's cache."""
    cache = os.environ.get("XDG_CACHE_HOME")
    return (Path(cache) if cache else Path.home() / ".cache") / "llmlint" / "drift"


def made(requirements: tuple[str, ...], folder: Path) -> Environment:
    """The environment of these requirements, made if it is not there.  Raises EnvironmentError_."""
    home = _home(requirements, folder)
    if not (home / _INSTALLED).is_file():
        shutil.rmtree(home, ignore_errors=True)
        home.parent.mkdir(parents=True, exist_ok=True)
        _run([sys.executable, "-m", "venv", str(home)])
        _run([str(_python(home)), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *requirements])
        listed = _run([str(_python(home)), "-m", "pip", "list", "--format", "json", "--disable-pip-version-check"])
        installed = {normalised(each["name"]): each["version"] for each in json.loads(listed)}
        (home / _INSTALLED).write_text(json.dumps(installed), encoding="utf-8")
    return Environment(_python(home), json.loads((home / _INSTALLED).read_text(encoding="utf-8")))


def is_made(requirements: tuple[str, ...], folder: Path) -> bool:
    """Whether the environment of these requirements is there already."""
    return (_home(requirements, folder) / _INSTALLED).is_file()


def here() -> Environment:
    """The environment of this process."""
    names = {normalised(each.metadata["Name"]): each.version for each in metadata.distributions()}
    return Environment(Path(sys.executable), names)


def normalised(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-") if "==" not in name else name.lower().replace("_", "-")


def _home(requirements: tuple[str, ...], folder: Path) -> Path:
    key = hashlib.sha256("\n".join((*requirements, sys.version)).encode()).hexdigest()[:12]
    return folder / f"{normalised(requirements[0]).replace('==', '-')}-{key}"


def _python(home: Path) -> Path:
    return home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _run(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise EnvironmentError_(f"{' '.join(command[1:])}: {done.stderr.strip()[-400:]}")
    return done.stdout
