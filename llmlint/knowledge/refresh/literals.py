"""Which models do the vendors' own SDKs name, and when do they say that these retire?

Run `python -m llmlint.knowledge.refresh.literals` to take it from other releases.  The SDKs say it in source: in `Literal` types,
in tables, and in the docstrings below the types.  It is read as syntax; none of it runs.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from llmlint.knowledge.refresh.snapshots import Record, Source, main
from llmlint.knowledge.refresh.wheels import Pin, WrongWheel, member

_OPENAI: Final = {
    "openai/types/shared/chat_model.py": "generation",
    "openai/types/shared/all_models.py": "generation",
    "openai/types/embedding_model.py": "embedding",
    "openai/types/image_model.py": "image",
    "openai/types/audio_model.py": "audio",
}
_DEPRECATED: Final = "Deprecated values:"
_ANNOUNCED: Final = re.compile(
    r"Announced shutdown date: (?P<iso>\d{4}-\d\d-\d\d)|(?:shut down|retired) on (?P<us>[A-Z][a-z]+ \d+, \d{4})"
)
_NOTHING_SAID: Final = ("Not a supported model ID",)
"""Deprecated values without a day."""
_ORDINAL: Final = re.compile(r"(?<=\d)(st|nd|rd|th)\b")


def parsed(wheel: Path, name: str) -> ast.Module:
    """The syntax tree of a file of a wheel."""
    return ast.parse(member(wheel, name), name)


def plain(node: ast.expr) -> Any:
    """What a literal means, as JSON has it: calls are dicts of their keywords, days and times are ISO text, decimals are text."""
    match node:
        case ast.Constant(value):
            return value
        case ast.List(elements) | ast.Tuple(elements):
            return [plain(each) for each in elements]
        case ast.Dict(keys, values) if all(key is not None for key in keys):
            return {plain(key): plain(value) for key, value in zip(keys, values, strict=True) if key is not None}
        case ast.Call(ast.Name("Decimal"), [ast.Constant(str(text))], []):
            return text
        case ast.Call(ast.Attribute(_, "date"), [ast.Constant(int(year)), ast.Constant(int(month)), ast.Constant(int(day))], []):
            return date(year, month, day).isoformat()
        case ast.Call(
            ast.Attribute(_, "time"),
            [ast.Constant(int(hour)), ast.Constant(int(minute))],
            [ast.keyword("tzinfo", ast.Attribute(_, "UTC"))],
        ):
            return f"{hour:02}:{minute:02}"
        case ast.Call(ast.Name(), [], keywords) if all(keyword.arg is not None for keyword in keywords):
            return {keyword.arg: plain(keyword.value) for keyword in keywords}
    raise WrongWheel(f"line {node.lineno}: {ast.unparse(node)[:60]!r} is no literal that can be read")


def openai(wheel: Path) -> Iterator[Record]:
    """Every model that the SDK's types name; with the day of its retirement, or that it is deprecated."""
    seen: set[str] = set()
    for file, kind in _OPENAI.items():
        body = parsed(wheel, file).body
        retired = dict(_retirements("\n".join(_docstrings(body))))
        for name in _names(body):
            if name not in seen:
                seen.add(name)
                yield {"name": name, "kind": kind, **retired.get(name, {})}


def anthropic(wheel: Path) -> Iterator[Record]:
    """Every model that the SDK names; with the day of its retirement, and how much it lets it generate without streaming."""
    messages = parsed(wheel, "anthropic/resources/messages/messages.py").body
    retired = {name: _day(text) for name, text in _table(messages, "DEPRECATED_MODELS").items()}
    limits = _table(parsed(wheel, "anthropic/_constants.py").body, "MODEL_NONSTREAMING_TOKENS")
    named = _names(parsed(wheel, "anthropic/types/model.py").body)
    for name in dict.fromkeys([*named, *retired, *limits]):
        record: dict[str, Any] = {"name": name, "kind": "generation"}
        if name in retired:
            record["retires"] = retired[name]
        if name in limits:
            record["nonstreaming_limit"] = limits[name]
        yield record


def _names(body: list[ast.stmt]) -> Iterator[str]:
    """The values of all `Literal[…]` in a module."""
    for statement in body:
        for node in ast.walk(statement):
            if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id == "Literal":
                yield from plain(node.slice) if isinstance(node.slice, ast.Tuple) else [plain(node.slice)]


def _docstrings(body: list[ast.stmt]) -> Iterator[str]:
    for statement in body:
        match statement:
            case ast.Expr(ast.Constant(str(text))):
                yield text


def _retirements(told: str) -> Iterator[tuple[str, Record]]:
    """What `Deprecated values:` in a docstring says of each model."""
    for entry in told.partition(_DEPRECATED)[2].split("\n- ")[1:]:
        names, said = entry.split(":", 1)
        found = _ANNOUNCED.search(" ".join(said.split()))
        if found is None and not said.strip().startswith(_NOTHING_SAID):
            raise WrongWheel(f"a deprecation that cannot be read: {' '.join(entry.split())[:120]!r}")
        day = {} if found is None else {"retires": found["iso"] or _day(found["us"])}
        for name in re.findall(r'"([^"]+)"', names):
            yield name, {"deprecated": True, **day}


def _table(body: list[ast.stmt], name: str) -> dict[str, Any]:
    for statement in body:
        if isinstance(statement, ast.Assign) and any(
            isinstance(each, ast.Name) and each.id == name for each in statement.targets
        ):
            table: dict[str, Any] = plain(statement.value)
            return table
    raise WrongWheel(f"there is no {name}")


def _day(text: str) -> str:
    """ISO for `June 15th, 2026`."""
    return datetime.strptime(_ORDINAL.sub("", text), "%B %d, %Y").date().isoformat()


SOURCES: Final = (
    Source(
        pin=Pin(
            "openai",
            "3.54.0",
            "openai-3.54.0-py3-none-any.whl",
            "3cdb7d0d85bb765c7c92e7e2922c4a6cb9beb085b161b03da07f4dff61805916",
        ),
        pinned="2026-11-21",
        licence="Apache-2.0",
        copyright="Copyright 2026 OpenAI",
        command="llmlint.knowledge.refresh.literals",
        extract=lambda wheel: list(openai(wheel)),
    ),
    Source(
        pin=Pin(
            "anthropic",
            "2.12.0",
            "anthropic-2.12.0-py3-none-any.whl",
            "8631e3880ee18b0f87ce61d5d08e67804200463cf27c4182024715e232c99ba6",
        ),
        pinned="2026-11-21",
        licence="Apache-2.0",
        copyright="Copyright 2023 Anthropic, PBC.",
        command="llmlint.knowledge.refresh.literals",
        extract=lambda wheel: list(anthropic(wheel)),
    ),
)

if __name__ == "__main__":
    sys.exit(main(SOURCES))
