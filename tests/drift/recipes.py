"""How is an SDK made to speak?  One TOML file an entry, `sdks/<entry id>.toml`; the README beside this says how to write one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomli

FOLDER = Path(__file__).parent / "sdks"
KEYS = {
    "environments",
    "imports",
    "define",
    "environment",
    "answers",
    "refusal",
    "status",
    "fresh",
    "primary",
    "given",
    "client",
    "arguments",
    "wrap",
    "receiver",
    "call",
    "send",
    "skip",
    "only",
    "needs",
}


class RecipeError(ValueError):
    """A recipe that cannot be used; the message names it."""


@dataclass(frozen=True)
class Recipe:
    """What the probe needs to know beyond the entry, and the environments to run it in."""

    entry: str
    environments: tuple[tuple[str, ...], ...]
    """Requirements of each environment, oldest first."""
    data: dict[str, Any]


def recipes(only: list[str]) -> list[Recipe]:
    """The recipes of the entries named, or all.  Raises RecipeError."""
    found = {path.stem: path for path in sorted(FOLDER.glob("*.toml"))}
    unknown = [name for name in only if name not in found]
    if unknown:
        raise RecipeError(f"no recipe for {', '.join(unknown)} in {FOLDER.name}/")
    return [_read(path) for name, path in found.items() if not only or name in only]


def _read(path: Path) -> Recipe:
    try:
        data = tomli.loads(path.read_text(encoding="utf-8"))
    except tomli.TOMLDecodeError as error:
        raise RecipeError(f"{path.name}: {error}") from error
    unknown = sorted(set(data) - KEYS)
    if unknown:
        raise RecipeError(f"{path.name}: unknown keys {', '.join(unknown)}")
    environments = tuple(tuple(requirements) for requirements in data.pop("environments", []))
    if not environments:
        raise RecipeError(f"{path.name}: no environments")
    return Recipe(path.stem, environments, data)
