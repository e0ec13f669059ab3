"""Which values are in force, and what do a given one, None and 0 do?  Read where requests leave, counted where they arrive."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from .statements import Ledger
from .values import ABSENT, takes
from .world import Attempt, Way, World

SECONDS = 7
OTHER_SECONDS = 5
COUNTS = (1, 4)


def first_path(world: World, client: str) -> str:
    """The method by which a client is tried: the recipe's, or else the first that it has."""
    chosen = [path for path in world.recipe.get("primary", []) if world.method(client, path) is not None]
    return next(iter(chosen), next((path for path in world.methods if world.method(client, path) is not None), ""))


def first_ways(world: World) -> list[Way]:
    """A call through the first client that is not async, and through the first that is."""
    ways: dict[bool, Way] = {}
    for name, client in world.clients.items():
        path = first_path(world, name)
        if path:
            ways.setdefault(client["async"], Way(name, path))
    return list(ways.values())


def places(world: World, ledger: Ledger, option: str) -> Iterator[tuple[str, str, Way]]:
    """Every way to give an option: its layer, its name there, and a call without it."""
    given = world.entry["options"].get(option)
    for layer in ("client", "call", "global") if given is not None else ():
        for name in given[layer]:
            key = f"options.{option}.{layer}"
            if ledger.leaves_out(key, f"{option}.{layer}", name):
                continue
            ways = list(_ways(world, layer, name))
            if not ways:
                ledger.introspected(key, f"{option}.{layer}", False, name, "nothing takes it", name)
            for way in ways:
                if not ledger.leaves_out(key, f"{option}.{layer}", f"{way}({name})"):
                    yield layer, name, way


def _ways(world: World, layer: str, name: str) -> Iterator[Way]:
    if layer == "global":
        for client in (each for each in world.clients if world.clients[each]["module"]):
            if hasattr(world.find(client), name):
                yield Way(client, first_path(world, client))
    elif layer == "client":
        sure: dict[bool, list[Way]] = {}
        for client, said in world.clients.items():
            there = False if said["module"] or not first_path(world, client) else takes(world.find(client), name)
            if there is not False:
                where = sure.setdefault(said["async"], [])
                where.insert(
                    0 if there and not any(takes(world.find(way.client), name) for way in where) else len(where),
                    Way(client, first_path(world, client)),
                )
        found = [ways[0] for ways in sure.values()]
        yield from found
        for way in () if found else first_ways(world)[:1]:
            yield from (each for each in derived(world, way.client) if takes(_derive(world, each), name) is not False)
    else:
        for path in world.methods:
            for client in world.holders(path)[:1]:
                if takes(world.method(client, path), name) is not False:
                    yield Way(client, path)


def derived(world: World, client: str) -> Iterator[Way]:
    """A call through each object that the entry's `derive` makes of a client."""
    for name in world.entry["derive"]:
        if world.method(client, name) is not None:
            paths = (path for path in [first_path(world, client), *world.methods] if path)
            path = next((path for path in paths if world.method(client, path, derive=name) is not None), "")
            yield Way(client, path, derive=name)


def _derive(world: World, way: Way) -> Any:
    return world.method(way.client, way.derive)


def giving(way: Way, layer: str, name: str, value: Any) -> Way:
    """The same call with `value` given as `name` at the layer."""
    if way.derive and layer == "client":
        return replace(way, derived_with={**way.derived_with, name: value})
    if layer == "call":
        return replace(way, called_with={**way.called_with, name: value})
    return replace(way, made_with={**way.made_with, name: value})


class Timeouts:
    """Everything that the entry says of timeouts."""

    def __init__(self, world: World, ledger: Ledger) -> None:
        self.world, self.ledger = world, ledger
        self.option = world.entry["options"]["timeout"]
        self.observed: Any = ABSENT

    def default(self, path: str) -> Any:
        return self.world.methods.get(path, {}).get("defaults", {}).get("timeout", self.option["default"])

    def hold_default(self, way: Way, attempt: Attempt) -> None:
        own = "timeout" in self.world.methods[way.path]["defaults"]
        key = f"methods({way.path}).defaults.timeout" if own else "options.timeout.default"
        if self.ledger.leaves_out(key, "timeout.default", str(way)):
            return
        stated = self.default(way.path)
        if self.observed is ABSENT and not own:
            self.observed = attempt.timeout
        self.ledger.executed(key, "timeout.default", same(stated, attempt.timeout), said(stated), seen(attempt), str(way))

    def hold(self) -> None:
        tried: set[tuple[str, str]] = set()
        for layer, name, way in places(self.world, self.ledger, "timeout"):
            self._value(layer, name, way)
            kind = (layer, name) if layer != "client" else (layer, f"{name} {way.client}")
            if kind not in tried:
                tried.add(kind)
                self._none(layer, name, way)
                self._zero(layer, name, way)
        for name in self.option["decoys"]:
            self._decoy(name)
        self._types()

    def in_unit(self, seconds: float) -> float:
        return seconds * 1000 if self.option["unit"] == "ms" else seconds

    def _value(self, layer: str, name: str, way: Way) -> None:
        at = f"{way}({name})"
        attempt = self.world.attempt(giving(way, layer, name, self.in_unit(SECONDS)))
        off = isinstance(attempt.timeout, int | float) and any(
            same(SECONDS * factor, attempt.timeout) for factor in (1000, 0.001)
        )
        if same(SECONDS, attempt.timeout) or off:
            said_ = f"{self.in_unit(SECONDS)} {self.option['unit']} are {SECONDS} s"
            self.ledger.executed("options.timeout.unit", "timeout.unit", not off, said_, seen(attempt), at)
        if not off:
            holds = same(SECONDS, attempt.timeout)
            self.ledger.executed(f"options.timeout.{layer}", f"timeout.{layer}", holds, f"{SECONDS} s", seen(attempt), at)

    def _none(self, layer: str, name: str, way: Way) -> None:
        at, fact = f"{way}({name})", "timeout.none"
        if self.ledger.leaves_out("options.timeout.none", fact, at):
            return
        meaning = self.option["none"]
        way, outer = self._with_outer(layer, way)
        attempt = self.world.attempt(giving(way, layer, name, None))
        stated = None if meaning == "unbounded" else outer
        holds = bool(attempt.broken) if meaning == "error" else same(stated, attempt.timeout)
        shown = f"{meaning}: {'refused' if meaning == 'error' else said(stated)}"
        self.ledger.executed("options.timeout.none", fact, holds, shown, seen(attempt), at)

    def _zero(self, layer: str, name: str, way: Way) -> None:
        at, fact = f"{way}({name})", "timeout.zero"
        if self.ledger.leaves_out("options.timeout.zero", fact, at):
            return
        way, outer = self._with_outer(layer, way)
        attempt = self.world.attempt(giving(way, layer, name, 0))
        stated = {"value": 0, "unbounded": None, "default": outer}[self.option["zero"]]
        holds = same(stated, attempt.timeout) or (self.option["zero"] == "value" and bool(attempt.refused))
        self.ledger.executed("options.timeout.zero", fact, holds, f"{self.option['zero']}: {said(stated)}", seen(attempt), at)

    def _with_outer(self, layer: str, way: Way) -> tuple[Way, Any]:
        """For a call, a client that has a timeout of its own, where it can: then it shows what "as if not given" means."""
        for name in self.option["client"] if layer == "call" else ():
            if not self.world.clients[way.client]["module"] and takes(self.world.find(way.client), name):
                return giving(way, "client", name, self.in_unit(OTHER_SECONDS)), OTHER_SECONDS
        return way, self.default(way.path)

    def _decoy(self, name: str) -> None:
        key = "options.timeout.decoys"
        if self.ledger.leaves_out(key, "timeout.decoys", name):
            return
        for way in first_ways(self.world)[:1]:
            attempt = self.world.attempt(giving(way, "call", name, SECONDS))
            holds = same(self.default(way.path), attempt.timeout)
            self.ledger.executed(key, "timeout.decoys", holds, said(self.default(way.path)), seen(attempt), f"{way}({name})")

    def _types(self) -> None:
        for name in self.world.entry["timeout_types"]:
            key = f"timeout_types({name})"
            if self.ledger.leaves_out(key, "timeout_types"):
                continue
            for layer, given, way in list(places(self.world, Ledger({}, []), "timeout"))[:1]:
                try:
                    value = self.world.find(name)(SECONDS)
                except Exception as error:
                    self.ledger.executed(key, "timeout_types", False, f"{name}({SECONDS})", f"{type(error).__name__}: {error}")
                    continue
                attempt = self.world.attempt(giving(way, layer, given, value))
                holds = same(SECONDS, attempt.timeout)
                self.ledger.executed(key, "timeout_types", holds, f"{SECONDS} s", seen(attempt), f"{way}({given})")


class Retries:
    """Everything that the entry says of sending again, on an answer 429."""

    def __init__(self, world: World, ledger: Ledger) -> None:
        self.world, self.ledger = world, ledger
        self.option = world.entry["options"].get("max_retries")
        self.observed: int | None = None

    def default(self, path: str) -> Any:
        return self.world.methods.get(path, {}).get("defaults", {}).get("max_retries", self.option["default"])

    def hold_default(self, way: Way, attempt: Attempt) -> None:
        own = "max_retries" in self.world.methods[way.path]["defaults"]
        key = f"methods({way.path}).defaults.max_retries" if own else "options.max_retries.default"
        if self.observed is None and not own and not attempt.refused:
            self.observed = len(attempt.requests)
        if self.option is None or self.ledger.leaves_out(key, "max_retries.default", str(way)):
            return
        stated = self.default(way.path)
        if stated is None:
            self.ledger.source(key, "max_retries.default", f"not told by the entry; seen here: {attempt}", str(way))
            return
        holds = len(attempt.requests) == stated + 1
        self.ledger.executed(key, "max_retries.default", holds, f"{stated} retries: {stated + 1} requests", attempt, str(way))

    def hold(self) -> None:
        if self.option is None:
            return
        tried: set[tuple[str, str]] = set()
        for layer, name, way in places(self.world, self.ledger, "max_retries"):
            kind = (layer, name) if layer != "client" else (layer, f"{name} {way.client}")
            if kind in tried:
                continue
            tried.add(kind)
            self._counts(layer, name, way)
            self._none(layer, name, way)

    def _counts(self, layer: str, name: str, way: Way) -> None:
        attempts = [self.world.attempt(giving(way, layer, name, count), 429) for count in COUNTS]
        requests = [len(attempt.requests) for attempt in attempts]
        stated = [count if self.option["unit"] == "attempts" else count + 1 for count in COUNTS]
        other = [count if self.option["unit"] != "attempts" else count + 1 for count in COUNTS]
        at, shown = f"{way}({name})", f"{requests} requests {next((each.error for each in attempts if each.refused), '')}".strip()
        told = f"{COUNTS} {self.option['unit']}: {stated} requests"
        if requests in (stated, other):
            self.ledger.executed("options.max_retries.unit", "max_retries.unit", requests == stated, told, shown, at)
        if requests != other:
            key = f"options.max_retries.{layer}"
            self.ledger.executed(key, f"max_retries.{layer}", requests == stated, told, shown, at)

    def _none(self, layer: str, name: str, way: Way) -> None:
        at, fact, meaning = f"{way}({name})", "max_retries.none", self.option["none"]
        if self.ledger.leaves_out("options.max_retries.none", fact, at):
            return
        attempt = self.world.attempt(giving(way, layer, name, None), 429)
        default = self.default(way.path)
        expected = {"error": 0, "absent": 1, "default": None if default is None else default + 1}.get(meaning)
        holds = bool(attempt.broken) if meaning == "error" else len(attempt.requests) == expected
        told = f"{meaning}: {'refused' if meaning == 'error' else f'{expected} requests'}"
        self.ledger.executed("options.max_retries.none", fact, holds, told, attempt, at)


def same(stated: Any, observed: Any) -> bool:
    """Seconds that are equal, or both none."""
    if stated is None or observed is None or observed is ABSENT:
        return stated is observed
    return abs(float(stated) - float(observed)) < 1e-6


def said(seconds: Any) -> str:
    return "none" if seconds is None else f"{seconds:g} s"


def seen(attempt: Attempt) -> str:
    return attempt.refused or said(attempt.timeout)
