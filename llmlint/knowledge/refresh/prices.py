"""What do the published price lists say?  Run `python -m llmlint.knowledge.refresh.prices` to take it from other releases.

Two lists are taken: genai-prices, which says which names a price is for, and litellm's table, which also knows the largest
output, who reasons and when a model retires.  Both are data in their wheels: they are read, never imported.
"""

from __future__ import annotations

import ast
import itertools
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from llmlint.knowledge.refresh.literals import parsed, plain
from llmlint.knowledge.refresh.snapshots import Record, Source, main
from llmlint.knowledge.refresh.wheels import Pin, WrongWheel, member

_MILLION: Final = 1_000_000
_GENAI_UNITS: Final[Mapping[str, tuple[str, int]]] = {
    "input_mtok": ("input", 1),
    "cache_read_mtok": ("cached_input", 1),
    "cache_write_mtok": ("cache_write", 1),
    "cache_write_1h_mtok": ("cache_write_1h", 1),
    "input_audio_mtok": ("input_audio", 1),
    "input_image_mtok": ("input_image", 1),
    "input_video_mtok": ("input_video", 1),
    "output_mtok": ("output", 1),
    "output_reasoning_mtok": ("reasoning", 1),
    "output_citation_mtok": ("citation", 1),
    "output_audio_mtok": ("output_audio", 1),
    "output_image_mtok": ("output_image", 1),
    "output_video_mtok": ("output_video", 1),
    "requests_kcount": ("request", 1000),
    "web_searches_kcount": ("web_search", 1000),
}
"""Price of genai-prices → (our unit, how many of ours it is for); others (hours of audio, pages, characters) are left out."""
_LEFT_OUT: Final = frozenset(
    {
        "cache_audio_read_mtok",
        "cache_image_read_mtok",
        "storage_searches_kcount",
        "audio_hours",
        "input_audio_hours",
        "input_document_kpages",
        "input_annotated_document_kpages",
        "input_mchars",
        "input_text_messages_kcount",
    }
)
_LITELLM_UNITS: Final[Mapping[str, str]] = {
    "input_cost_per_token": "input",
    "cache_read_input_token_cost": "cached_input",
    "cache_creation_input_token_cost": "cache_write",
    "cache_creation_input_token_cost_above_1hr": "cache_write_1h",
    "output_cost_per_token": "output",
    "output_cost_per_reasoning_token": "reasoning",
    "input_cost_per_request": "request",
    "output_cost_per_image": "image",
}
_BY_PIECE: Final = ("request", "image", "web_search")
"""What is paid for by the piece; all else is paid for by the million."""
_TIER: Final = re.compile(r"(?P<key>.+)_above_(?P<thousands>\d+)k_tokens")
_MODES: Final = (
    "chat",
    "completion",
    "responses",
    "embedding",
    "rerank",
    "image_generation",
    "audio_transcription",
    "audio_speech",
)
"""What litellm's table holds of models; the rest are searches, videos, guardrails and the like."""


def genai_prices(wheel: Path) -> Iterator[Record]:
    """Every model of every provider, with the rule that says which names mean it."""
    tree = parsed(wheel, "genai_prices/data.py")
    for provider in plain(_assigned(tree, "providers")):
        for model in provider["models"]:
            record: dict[str, Any] = {"provider": provider["id"], "id": model["id"], "match": _clause(model["match"])}
            if provider.get("fallback_model_providers"):
                record["fallback"] = provider["fallback_model_providers"]
            if model.get("context_window"):
                record["window"] = model["context_window"]
            if model.get("deprecated"):
                record["deprecated"] = True
            given = model["prices"]
            record["prices"] = [_condition(each) for each in (given if isinstance(given, list) else [{"prices": given}])]
            yield record


def litellm(wheel: Path) -> Iterator[Record]:
    """The models of litellm's table that generate, embed or rank."""
    name = "litellm/model_prices_and_context_window_backup.json"
    table: Mapping[str, Mapping[str, Any]] = json.loads(member(wheel, name), parse_float=Decimal)
    for key, entry in table.items():
        if entry.get("mode") not in _MODES:
            continue
        record: dict[str, Any] = {"provider": entry["litellm_provider"], "name": key, "mode": entry["mode"]}
        for ours, theirs in (("max_input", "max_input_tokens"), ("max_output", "max_output_tokens")):
            if entry.get(theirs):
                record[ours] = int(entry[theirs])
        for ours, theirs in (("reasoning", "supports_reasoning"), ("sampling", "supports_sampling_params")):
            if theirs in entry:
                record[ours] = bool(entry[theirs])
        if "deprecation_date" in entry:
            record["retires"] = entry["deprecation_date"]
        rates = _rates(entry)
        if rates:
            record["rates"] = rates
        yield record


def _assigned(tree: ast.Module, name: str) -> ast.expr:
    for statement in tree.body:
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name) and statement.target.id == name:
            assert statement.value is not None
            return statement.value
    raise WrongWheel(f"genai_prices/data.py assigns no {name}")


def _clause(clause: Mapping[str, Any]) -> list[Any]:
    """[how, what]: `equals`, `starts_with`, `ends_with`, `contains`, `regex`, or `or` and `and` of several."""
    ((how, what),) = clause.items()
    return [how.rstrip("_"), [_clause(each) for each in what] if isinstance(what, list) else what]


def _condition(conditional: Mapping[str, Any]) -> Record:
    """Rates, and from which day or within which hours (UTC) they hold; of several the last one that holds counts."""
    record: dict[str, Any] = {}
    constraint = conditional.get("constraint") or {}
    if "start_date" in constraint:
        record["from"] = constraint["start_date"]
    if "start_time" in constraint:
        record["hours"] = [constraint["start_time"], constraint["end_time"]]
    rates: dict[str, Any] = {}
    for key, price in conditional["prices"].items():
        if key in _LEFT_OUT:
            continue
        if key not in _GENAI_UNITS:
            raise WrongWheel(f"genai-prices has prices that are not known here: {key}")
        unit, pieces = _GENAI_UNITS[key]
        if isinstance(price, dict):
            rates[unit] = [
                _text(price["base"], pieces),
                *([tier["start"], _text(tier["price"], pieces)] for tier in price["tiers"]),
            ]
        else:
            rates[unit] = _text(price, pieces)
    return {**record, "rates": rates}


def _rates(entry: Mapping[str, Any]) -> dict[str, Any]:
    """USD by unit, for a million tokens or one piece; with tiers [base, [above so many input tokens, price], …]."""
    steps = entry.get("tiered_pricing")
    if steps is not None:
        return _stepped(steps)
    rates: dict[str, Any] = {}
    tiers: dict[str, list[tuple[int, str]]] = {}
    for key, price in entry.items():
        found = _TIER.fullmatch(key)
        unit = _LITELLM_UNITS.get(found["key"] if found else key)
        if unit is None or price is None:
            continue
        text = _per_piece(unit, price)
        if found:
            tiers.setdefault(unit, []).append((int(found["thousands"]) * 1000, text))
        else:
            rates[unit] = text
    for unit, above in tiers.items():
        if unit in rates:
            rates[unit] = [rates[unit], *(list(tier) for tier in sorted(above))]
    return {unit: rates[unit] for unit in _LITELLM_UNITS.values() if unit in rates}


def _stepped(steps: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The same of a list of ranges of input tokens, each with its prices; none where they leave a gap or begin above zero."""
    ranges = [(int(step["range"][0]), int(step["range"][1])) for step in steps]
    if ranges[0][0] != 0 or any(before[1] != after[0] for before, after in itertools.pairwise(ranges)):
        return {}
    rates: dict[str, Any] = {}
    for key, unit in _LITELLM_UNITS.items():
        if all(key in step for step in steps):
            prices = [_per_piece(unit, step[key]) for step in steps]
            above = [[start, price] for (start, _), price in zip(ranges[1:], prices[1:], strict=True)]
            rates[unit] = [prices[0], *above] if above else prices[0]
    return rates


def _per_piece(unit: str, price: Any) -> str:
    number = Decimal(price)
    return _shortest(number if unit in _BY_PIECE else number * _MILLION)


def _text(price: str, pieces: int) -> str:
    return _shortest(Decimal(price) / pieces)


def _shortest(number: Decimal) -> str:
    """The number without exponent and trailing zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


GENAI_PRICES: Final = Source(
    pin=Pin(
        "genai-prices",
        "0.2.3",
        "genai_prices-0.2.3-py3-none-any.whl",
        "56976ce2b04ec206117f7d0e53f4849211a6724ab3a12119afec304eba63ee25",
    ),
    pinned="2026-11-21",
    licence="MIT",
    copyright="Copyright (c) Pydantic Services Inc. 2025 to present",
    command="llmlint.knowledge.refresh.prices",
    extract=lambda wheel: list(genai_prices(wheel)),
)
LITELLM: Final = Source(
    pin=Pin(
        "litellm",
        "1.109.1",
        "litellm-1.109.1-cp310-abi3-manylinux_2_28_x86_64.whl",
        "1c8b4dd671fa0cd0850aa751678704ff77e595fb1e6085b2dc3be39ee19bdaaf",
    ),
    pinned="2026-11-21",
    licence="MIT",
    copyright="Copyright (c) 2023 Berri AI",
    command="llmlint.knowledge.refresh.prices",
    extract=lambda wheel: list(litellm(wheel)),
)
SOURCES: Final = (GENAI_PRICES, LITELLM)

if __name__ == "__main__":
    sys.exit(main(SOURCES))
