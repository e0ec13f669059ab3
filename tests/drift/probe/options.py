"""Which values are in force, and what do a given one, None and 0 do?  Read where requests leave, counted where they arrive."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from .statements import Ledger
from .values import ABSENT, takes
from .ways import Attempt, Way
from .world import World

SECONDS = 7
OTHER_SECONDS = 5


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


LAYERS = ("client", "call", "global")


def places(world: World, ledger: Ledger, option: str, layers: tuple[str, ...] = LAYERS) -> Iterator[tuple[str, str, Way]]:
    """Every way to give an option: its layer, its name there, and a call without it."""
    given = world.entry["options"].get(option)
    own = [name for method in world.methods.values() for name in method["parameters"].get(option, [])]
    for layer in layers if given is not None else ():
        for name in dict.fromkeys([*given[layer], *(own if layer == "call" else [])]):
            key = f"options.{option}.{layer}"
            if ledger.leaves_out(key, f"{option}.{layer}", name):
                continue
            ways = list(_ways(world, option, layer, name))
            if not ways:
                ledger.introspected(key, f"{option}.{layer}", False, name, "nothing takes it", name)
            for way in ways:
                if not ledger.leaves_out(key, f"{option}.{layer}", way.spot(layer, name)):
                    yield layer, name, way


def _ways(world: World, option: str, layer: str, name: str) -> Iterator[Way]:
    if layer == "global":
        modules = [client for client, said_ in world.clients.items() if said_["module"]]
        for client in modules or list(world.clients)[:1]:
            if hasattr(world.find(""), name):
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
        for path, method in world.methods.items():
            if name in method["parameters"].get(option, world.entry["options"][option]["call"]):
                for client in world.holders(path)[:1]:
                    if takes(world.method(client, path), name) is not False:
                        yield Way(client, path)


def derived(world: World, client: str) -> Iterator[Way]:
    """A call through each object that the entry's `derive` makes of a client."""
    first = first_path(world, client)
    constructs = world.methods.get(first, {}).get("form") == "constructor"
    for name in world.entry["derive"]:
        if constructs:
            constructors = (path for path, method in world.methods.items() if method["form"] == "constructor")
            path = next((path for path in constructors if world.derives(client, path, name) is not None), "")
            yield from [Way(client, path, derive=name)] if path else ()
        elif world.method(client, name) is not None:
            paths = (path for path in [first, *world.methods] if path)
            path = next((path for path in paths if world.method(client, path, derive=name) is not None), "")
            yield Way(client, path, derive=name)


def _derive(world: World, way: Way) -> Any:
    return world.derives(way.client, way.path, way.derive)


def giving(way: Way, layer: str, name: str, value: Any) -> Way:
    """The same call with `value` given as `name` at the layer."""
    if way.derive and layer == "client":
        return replace(way, derived_with={**way.derived_with, name: value})
    if layer == "call":
        return replace(way, called_with={**way.called_with, name: value})
    if layer == "global":
        return replace(way, globally={**way.globally, name: value})
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
        at = way.spot(layer, name)
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
        at, fact = way.spot(layer, name), "timeout.none"
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
        at, fact = way.spot(layer, name), "timeout.zero"
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
            self.ledger.executed(
                key, "timeout.decoys", holds, said(self.default(way.path)), seen(attempt), way.spot("call", name)
            )

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
                self.ledger.executed(key, "timeout_types", holds, f"{SECONDS} s", seen(attempt), way.spot(layer, given))


def same(stated: Any, observed: Any) -> bool:
    """Seconds that are equal, or both none."""
    if stated is None or observed is None or observed is ABSENT:
        return stated is observed
    return abs(float(stated) - float(observed)) < 1e-6


def said(seconds: Any) -> str:
    return "none" if seconds is None else "not seen where it left" if seconds is ABSENT else f"{seconds:g} s"


def seen(attempt: Attempt) -> str:
    return attempt.refused or said(attempt.timeout)
