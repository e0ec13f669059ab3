"""What is `compiled.json` made of?  Run `python -m llmlint.knowledge.build` after changing a TOML file; a test compares.

Compiled, the knowledge loads in a millisecond and without pydantic; a production process pays for nothing else.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import tomli
from pydantic import ValidationError

from llmlint.knowledge.loader import COMPILED
from llmlint.knowledge.schema import Knowledge

FOLDER = Path(__file__).parent
_COPIED = ("anthropic", "openai", "openai_legacy")
"""The SDKs whose methods others have copied: they come first, and a call whose client nobody knows is theirs."""


class KnowledgeError(ValueError):
    """An entry that does not fit the schema; the message names file, entry and field."""


def compile_knowledge(folder: Path = FOLDER) -> str:
    """The text of `compiled.json`.  Raises KnowledgeError for an entry that does not fit."""
    data: dict[str, Any] = {
        "sdks": [_read(path) for path in sorted((folder / "sdks").glob("*.toml"), key=_order)],
        "providers": _read(folder / "providers.toml").get("providers"),
        "keys": _read(folder / "keys.toml").get("formats"),
        "http": _read(folder / "http.toml"),
    }
    try:
        knowledge = Knowledge.model_validate(data)
    except ValidationError as error:
        lines = [f"{_where(data, problem['loc'])}: {problem['msg']}" for problem in error.errors()]
        raise KnowledgeError("\n".join(lines)) from error
    return json.dumps(knowledge.model_dump(by_alias=True), indent=1, ensure_ascii=False) + "\n"


def _order(path: Path) -> tuple[bool, str]:
    return (path.stem not in _COPIED, path.stem)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomli.loads(path.read_text(encoding="utf-8"))
    except (tomli.TOMLDecodeError, UnicodeDecodeError) as error:
        raise KnowledgeError(f"{path.name}: {error}") from error


def _where(data: dict[str, Any], location: tuple[int | str, ...]) -> str:
    names: list[str] = []
    node: Any = data
    for step in location:
        try:
            node = node[step]
        except (KeyError, IndexError, TypeError):
            node = None
        names.append(str(node["id"]) if isinstance(node, dict) and "id" in node else str(step))
    return ".".join(names)


if __name__ == "__main__":
    COMPILED.write_text(compile_knowledge(), encoding="utf-8")
