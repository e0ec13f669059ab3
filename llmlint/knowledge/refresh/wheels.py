"""How is a pinned wheel had, and a file out of it?

A wheel is taken from a folder that holds it, else from the package index with pip, and is checked against the SHA-256 of its pin
each time: what does not fit is neither kept nor read.  Nothing of a wheel is installed, and none of its code runs.
"""

from __future__ import annotations

import hashlib
import itertools
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PATIENCE: Final = 300
"""Seconds that fetching may take."""


@dataclass(frozen=True, slots=True)
class Pin:
    """One package: its name and version, the name of its wheel and the SHA-256 of that, in hexadecimal digits."""

    name: str
    version: str
    file: str
    sha256: str


class Unavailable(Exception):
    """A wheel cannot be had: there is no index to be reached, or it has no such wheel."""


class WrongWheel(Exception):
    """A wheel is not the one that is pinned, or does not hold what is taken from it."""


Download = Callable[[Sequence[Pin], Path], None]
"""(what is wanted, folder to put the wheels into); raises Unavailable."""


def cache() -> Path:
    """The user's folder for wheels that have been fetched."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "llmlint" / "wheels"


def pip_download(wanted: Sequence[Pin], folder: Path) -> None:
    """Fetch with pip, whatever the interpreter and the platform that the packages are meant for."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-input"]
    command += ["--no-deps", "--only-binary", ":all:", "--ignore-requires-python", "--retries", "1", "--dest", str(folder)]
    alike: dict[tuple[str, ...], list[str]] = {}
    for pin in wanted:
        alike.setdefault(for_platform(pin.file), []).append(f"{pin.name}=={pin.version}")
    for options, packages in alike.items():
        try:
            done = subprocess.run(
                [*command, *options, *packages], capture_output=True, encoding="utf-8", timeout=PATIENCE, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise Unavailable(f"pip gave no answer in {PATIENCE} s") from error
        if done.returncode != 0:
            raise Unavailable(f"pip download: {(done.stderr.strip() or 'no reason given').splitlines()[-1]}")


def for_platform(file: str) -> tuple[str, ...]:
    """What tells pip to take the wheel `file` on a machine that it does not run on; nothing for a wheel that runs on all."""
    *_, python, abi, platforms = file.removesuffix(".whl").split("-")
    if platforms == "any":
        return ()
    named = itertools.chain.from_iterable(("--platform", platform) for platform in platforms.split("."))
    return ("--implementation", python[:2], "--python-version", python[2:], "--abi", abi, *named)


def fetch(wanted: Sequence[Pin], folder: Path, download: Download = pip_download) -> dict[str, Path]:
    """The wheels of `wanted` by package name, in `folder`; those it does not hold are downloaded into it.

    Raises Unavailable where one cannot be had, WrongWheel where one is not what was pinned.
    """
    missing = [pin for pin in wanted if not (folder / pin.file).is_file()]
    if missing:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder) as temporary:
            download(missing, Path(temporary))
            for pin in missing:
                fetched = Path(temporary, pin.file)
                if not fetched.is_file():
                    raise WrongWheel(f"{pin.name} {pin.version} has no {pin.file}")
                _verify(pin, fetched)
                fetched.replace(folder / pin.file)
    for pin in wanted:
        _verify(pin, folder / pin.file)
    return {pin.name: folder / pin.file for pin in wanted}


def member(wheel: Path, name: str) -> bytes:
    """The file `name` out of `wheel`.  Raises WrongWheel where it holds no such file."""
    with zipfile.ZipFile(wheel) as archive:
        try:
            return archive.read(name)
        except KeyError as error:
            raise WrongWheel(f"{wheel.name} holds no {name}") from error


def _verify(pin: Pin, wheel: Path) -> None:
    found = hashlib.sha256(wheel.read_bytes()).hexdigest()
    if found != pin.sha256:
        raise WrongWheel(f"{wheel}: SHA-256 is {found}, {pin.sha256} is pinned")
