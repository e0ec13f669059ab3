"""What does one SDK do in one environment?  Runs the probe there and reads what it found."""

from __future__ import annotations

import json
import subprocess
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import tomli

from llmlint.knowledge import schema
from llmlint.knowledge.ranges import covers

from .environments import Environment
from .recipes import Recipe

KNOWLEDGE = Path(schema.__file__).parent
PATIENCE = 900


class ProbeError(RuntimeError):
    """A probe that did not come to its end; the message has what it said last."""


@dataclass(frozen=True)
class Found:
    """What became of one statement (see `probe/statements.py`)."""

    key: str
    fact: str
    state: str
    stated: str
    observed: str
    at: str
    note: str


@dataclass(frozen=True)
class Result:
    """One entry in one environment."""

    entry: str
    version: str
    found: tuple[Found, ...]
    observed: dict[str, Any]
    unused: tuple[str, ...]
    """What the recipe leaves out and is no statement."""

    def count(self, state: str) -> int:
        return sum(each.state == state for each in self.found)

    @property
    def drift(self) -> tuple[Found, ...]:
        return tuple(each for each in self.found if each.state == "DRIFT")


def entry(name: str) -> dict[str, Any]:
    """The data of an entry's file with every key."""
    text = (KNOWLEDGE / "sdks" / f"{name}.toml").read_text(encoding="utf-8")
    return schema.Sdk.model_validate(tomli.loads(text)).model_dump(by_alias=True)


def asked(data: dict[str, Any], recipe: Recipe, environment: Environment) -> dict[str, Any]:
    """What the probe needs for one entry: what is said of this version, and what is said of others only."""
    version = environment.version(data["distribution"])
    options = {}
    for name, option in data["options"].items():
        era = next((era for era in option["history"] if covers(era["versions"], version)), option)
        options[name] = option | {"default": era["default"]}
    elsewhere = [key for versions, keys in recipe.data.get("only", {}).items() if not covers(versions, version) for key in keys]
    return {"entry": data | {"options": options}, "recipe": recipe.data, "elsewhere": elsewhere, "hosts": _hosts()}


def run(probes: list[dict[str, Any]], environment: Environment) -> list[Result]:
    """The results of several probes in one process.  Raises ProbeError."""
    distributions = sorted({probe["entry"]["distribution"] for probe in probes})
    given = {"probes": probes, "distributions": distributions}
    with tempfile.TemporaryDirectory() as folder:
        asking, answer = Path(folder, "asked.json"), Path(folder, "answer.json")
        asking.write_text(json.dumps(given), encoding="utf-8")
        command = [str(environment.python), "-W", "ignore", str(Path(__file__).parent / "probe"), str(asking), str(answer)]
        try:
            done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=PATIENCE, check=False)
        except subprocess.TimeoutExpired as error:
            raise ProbeError(f"no end within {PATIENCE} s") from error
        if done.returncode or not answer.is_file():
            raise ProbeError(done.stderr.strip()[-2000:] or f"status {done.returncode}")
        said = json.loads(answer.read_text(encoding="utf-8"))
    return [
        Result(
            probe["entry"]["id"],
            said["versions"][probe["entry"]["distribution"]],
            tuple(Found(**{name: each[name] for name in Found.__dataclass_fields__}) for each in result["statements"]),
            result["observed"],
            tuple(result["unused"]),
        )
        for probe, result in zip(probes, said["answers"], strict=True)
    ]


@lru_cache(maxsize=1)
def _hosts() -> list[tuple[str, str]]:
    providers = tomli.loads((KNOWLEDGE / "providers.toml").read_text(encoding="utf-8"))["providers"]
    return [(host, provider["id"]) for provider in providers for host in provider["hosts"]]
