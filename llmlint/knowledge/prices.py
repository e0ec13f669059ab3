"""What does a call cost?  In USD, as decimals: money is not added up in floats."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any, Final

_PART_OF: Final[Mapping[str, str]] = {
    "cached_input": "input",
    "cache_write": "input",
    "cache_write_1h": "cache_write",
    "input_audio": "input",
    "input_image": "input",
    "input_video": "input",
    "reasoning": "output",
    "citation": "output",
    "output_audio": "output",
    "output_image": "output",
    "output_video": "output",
}
"""Tokens that are among those of another unit, and billed as such where they have no rate of their own."""
_BY_PIECE: Final = ("request", "image", "web_search")
_MILLION: Final = Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class Usage:
    """What a call has used: tokens, and pieces (`request`, `image`, `web_search`).

    `input` and `output` are all tokens in and out: the cached, the reasoned and the rest are among them, and `cache_write_1h` is
    among `cache_write`.
    """

    input: int = 0
    cached_input: int = 0
    cache_write: int = 0
    cache_write_1h: int = 0
    input_audio: int = 0
    input_image: int = 0
    input_video: int = 0
    output: int = 0
    reasoning: int = 0
    citation: int = 0
    output_audio: int = 0
    output_image: int = 0
    output_video: int = 0
    request: int = 1
    image: int = 0
    web_search: int = 0

    def __post_init__(self) -> None:
        """Raises ValueError for what cannot have been used: less than nothing, or parts that are more than the whole."""
        counts = self.counts()
        for unit, count in counts.items():
            if count < 0:
                raise ValueError(f"{unit} is {count}")
        for unit, own in _own(counts).items():
            if own < 0:
                raise ValueError(f"{unit} is {counts.get(unit, 0)}, its parts are {counts.get(unit, 0) - own}")

    def counts(self) -> dict[str, int]:
        """By unit, those that are not 0."""
        return {unit: count for unit in _UNITS if (count := getattr(self, unit))}


_UNITS: Final = tuple(field.name for field in fields(Usage))


def _own(counts: Mapping[str, int]) -> dict[str, int]:
    """By unit, what is in none of its parts."""
    own = dict(counts)
    for unit, count in counts.items():
        whole = _PART_OF.get(unit)
        if whole is not None:
            own[whole] = own.get(whole, 0) - count
    return own


@dataclass(frozen=True, slots=True)
class Rate:
    """USD by the million tokens, or by the piece; `tiers` are (input tokens, rate): above so many, all of the unit costs that."""

    base: Decimal
    tiers: tuple[tuple[int, Decimal], ...] = ()

    def at(self, input_tokens: int) -> Decimal:
        """The rate for a call with so many input tokens."""
        reached = [rate for above, rate in self.tiers if input_tokens > above]
        return reached[-1] if reached else self.base


@dataclass(frozen=True, slots=True)
class Price:
    """The price of a model in one price list.

    `source` is the list with its version, `listed_as` what the model is called there.  `provider` is whose prices they are: not
    the one who is paid, where the list says that the two cost the same.
    """

    rates: Mapping[str, Rate]
    source: str
    listed_as: str
    provider: str
    since: date | None = None

    def rate(self, unit: str) -> Rate | None:
        """The rate for a unit of `Usage`; that of the whole where the part has none, None where nothing is known."""
        at: str | None = unit
        while at is not None and at not in self.rates:
            at = _PART_OF.get(at)
        return None if at is None else self.rates[at]

    def cost(self, usage: Usage) -> Decimal | None:
        """What `usage` costs; None where it used something that has no price here."""
        total = Decimal(0)
        for unit, own in _own(usage.counts()).items():
            if own == 0:
                continue
            rate = self.rate(unit)
            if rate is None:
                if unit == "request":
                    continue  # few charge for it
                return None
            total += rate.at(usage.input) * own / (1 if unit in _BY_PIECE else _MILLION)
        return total

    def worst_case(self, input_tokens: int, max_output_tokens: int) -> Decimal | None:
        """What a call with so many tokens in and at most so many out costs at most, as long as it writes no cache."""
        kinds = {"output", "reasoning"} & {"output", *self.rates}
        costs = [
            self.cost(Usage(input=input_tokens, output=max_output_tokens, **_all(kind, max_output_tokens))) for kind in kinds
        ]
        return None if None in costs else max(cost for cost in costs if cost is not None)


def _all(kind: str, tokens: int) -> dict[str, int]:
    return {} if kind == "output" else {kind: tokens}


def price(row: Mapping[str, Any], dated: Mapping[str, Any], sources: Mapping[str, str]) -> Price:
    """The price of a row of the compiled file, as it is in the part of it that holds."""
    return Price(
        rates={unit: _rate(given) for unit, given in dated["rates"].items()},
        source=sources.get(row["source"], row["source"]),
        listed_as=row["id"],
        provider=row["provider"],
        since=date.fromisoformat(dated["from"]) if "from" in dated else None,
    )


def _rate(given: str | list[Any]) -> Rate:
    if isinstance(given, str):
        return Rate(Decimal(given))
    base, *tiers = given
    return Rate(Decimal(base), tuple((above, Decimal(rate)) for above, rate in tiers))
