"""How often is a call sent?  Counted where it arrives, on a server that answers 429 to everything.

One call sends `(1 + max_retries + further_retries) * (1 + rounds)` requests.  What is bounded by time instead (`elapsed_ms`) is
tried on an answer 503, with sleeping that takes no time but moves the clock.
"""

from __future__ import annotations

from typing import Any

from .options import giving, places
from .statements import Ledger
from .ways import Attempt, Way
from .world import World

COUNTS = (1, 4)
OPTIONS = ("max_retries", "further_retries", "rounds")
LITTLE, LONG = 1, 600_000
"""Milliseconds."""


class Retries:
    """Everything that the entry says of sending again."""

    def __init__(self, world: World, ledger: Ledger) -> None:
        self.world, self.ledger = world, ledger
        self.options = {name: world.entry["options"][name] for name in OPTIONS if name in world.entry["options"]}
        self.observed: int | None = None

    def default(self, option: str, path: str) -> Any:
        return self.world.methods.get(path, {}).get("defaults", {}).get(option, self.options[option]["default"])

    def hold_default(self, way: Way, attempt: Attempt) -> None:
        own = "max_retries" in self.world.methods[way.path]["defaults"]
        key = f"methods({way.path}).defaults.max_retries" if own else "options.max_retries.default"
        if self.observed is None and not own and not attempt.refused:
            counted = attempt if self.world.busy(way.path) == 429 else self.world.attempt(way, 429)
            self.observed = len(counted.requests)
        if not self.options or self.ledger.leaves_out(key, "max_retries.default", str(way)):
            return
        stated = self.requests(way.path, {})
        if stated is None:
            self.ledger.source(key, "max_retries.default", f"no number of requests is told; seen here: {attempt}", str(way))
        else:
            self.ledger.executed(
                key, "max_retries.default", len(attempt.requests) == stated, f"{stated} requests", attempt, str(way)
            )

    def requests(self, path: str, given: dict[str, Any], flipped: str = "") -> int | None:
        """How many requests the entry tells of, where options are given these numbers; None where it does not tell."""
        numbers = {}
        for name, option in self.options.items():
            if name in given:
                is_attempts = (option["unit"] == "attempts") is not (name == flipped)
                numbers[name] = max(given[name] - 1, 0) if is_attempts else given[name]
            else:
                default = self.default(name, path)
                if default is None or (_is_elapsed(option) and default):
                    return None
                numbers[name] = default
        return (1 + numbers.get("max_retries", 0) + numbers.get("further_retries", 0)) * (1 + numbers.get("rounds", 0))

    def hold(self) -> None:
        for name, option in self.options.items():
            tried: set[tuple[str, str]] = set()
            for layer, place, way in places(self.world, self.ledger, name):
                kind = (layer, place) if layer != "client" else (layer, f"{place} {way.client}")
                if kind in tried:
                    continue
                tried.add(kind)
                if _is_elapsed(option):
                    self._elapsed(name, layer, place, way)
                else:
                    self._counts(name, layer, place, way)
                    self._none(name, layer, place, way)
                for other in option["otherwise"]:
                    kind = (layer, f"{other['parameter']} {way.client if layer == 'client' else ''}")
                    if _is_near(other["parameter"], place) and kind not in tried:
                        tried.add(kind)
                        self._in_other_words(name, other, layer, way)

    def _all_at(self, layer: str, place: str, value: int) -> dict[str, Any]:
        """The options that have the same name: what is given counts for each."""
        return {name: value for name, option in self.options.items() if place in option[layer]}

    def _counts(self, option: str, layer: str, place: str, way: Way) -> None:
        attempts = [self.world.attempt(giving(way, layer, place, count), self.world.busy(way.path)) for count in COUNTS]
        requests = [len(attempt.requests) for attempt in attempts]
        given = [self._all_at(layer, place, count) for count in COUNTS]
        stated = [self.requests(way.path, each) for each in given]
        other = [self.requests(way.path, each, flipped=option) for each in given]
        at, shown = (
            way.spot(layer, place),
            f"{requests} requests {next((each.error for each in attempts if each.refused), '')}".strip(),
        )
        told = f"{COUNTS} {self.options[option]['unit']}: {stated} requests"
        if requests in (stated, other):
            self.ledger.executed(f"options.{option}.unit", f"{option}.unit", requests == stated, told, shown, at)
        if requests != other:
            key = f"options.{option}.{layer}"
            self.ledger.executed(key, f"{option}.{layer}", requests == stated, told, shown, at)

    def _in_other_words(self, option: str, other: dict[str, Any], layer: str, way: Way) -> None:
        """Another parameter that says the same, by each of its values; on a 503: not every mode minds a 429."""
        parameter, at = other["parameter"], way.spot(layer, other["parameter"])
        key, fact = f"options.{option}.otherwise({parameter})", f"{option}.{layer}"
        if self.ledger.leaves_out(key, fact, at):
            return
        tried = {count: max(count - 1, 0) if other["unit"] == "attempts" else count for count in COUNTS}
        for word, meant in tried.items() if other["unit"] else other["values"].items():
            attempt = self.world.attempt(giving(way, layer, parameter, {} if word == "*" else word), 503)
            stated = 1 + int(meant)
            self.ledger.executed(key, fact, len(attempt.requests) == stated, f"{word}: {stated} requests", attempt, at)

    def _none(self, option: str, layer: str, place: str, way: Way) -> None:
        at, fact, meaning = way.spot(layer, place), f"{option}.none", self.options[option]["none"]
        if self.ledger.leaves_out(f"options.{option}.none", fact, at):
            return
        attempt = self.world.attempt(giving(way, layer, place, None), self.world.busy(way.path))
        if meaning == "error":
            told, holds = "refused", bool(attempt.broken)
        else:
            zero = dict.fromkeys(self._all_at(layer, place, 0), 0) if meaning in ("absent", "zero") else {}
            around = [other["values"]["*"] for other in self.options[option]["otherwise"] if _is_around(other, place)]
            stated = 1 + int(around[0]) if around else self.requests(way.path, zero)
            told, holds = f"{stated} requests", len(attempt.requests) == stated
        self.ledger.executed(f"options.{option}.none", fact, holds, f"{meaning}: {told}", attempt, at)

    def _elapsed(self, option: str, layer: str, place: str, way: Way) -> None:
        """A long time takes more requests than a short one."""
        divisor = 1000 if self.options[option]["unit"] == "elapsed_s" else 1
        few, many = (len(self.world.attempt(giving(way, layer, place, time / divisor), 503).requests) for time in (LITTLE, LONG))
        at, shown, key = way.spot(layer, place), f"{few} and {many} requests", f"options.{option}.{layer}"
        told = f"more requests in {LONG} ms than in {LITTLE} ms"
        self.ledger.executed(key, f"{option}.{layer}", 0 < few < many, told, shown, at)
        for unit in [self.options[option]["unit"]] if 0 < few < many else []:
            self.ledger.executed(f"options.{option}.unit", f"{option}.unit", True, unit, shown, at)


def _is_around(other: dict[str, Any], place: str) -> bool:
    """Whether giving nothing at `place` leaves what stands around it to say something."""
    return "*" in other["values"] and place.startswith(f"{other['parameter']}.")


def _is_near(parameter: str, place: str) -> bool:
    """Whether one parameter stands around another one, or beside it."""
    return place.startswith(f"{parameter}.") or place.rpartition(".")[0] == parameter.rpartition(".")[0]


def _is_elapsed(option: dict[str, Any]) -> bool:
    return str(option["unit"]).startswith("elapsed")
