"""Does what a client gives, with options written over it, heed them?"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from .options import derived, giving, said, same, seen
from .statements import Ledger
from .values import takes
from .ways import Attempt, Way
from .world import World


class Derived:
    """Objects that a client gives, with options written over it."""

    def __init__(self, world: World, ledger: Ledger) -> None:
        self.world, self.ledger = world, ledger

    def hold(self) -> None:
        for name in self.world.entry["derive"]:
            key = f"derive({name})"
            if self.ledger.leaves_out(key, "derive"):
                continue
            ways = [way for client in self.world.clients for way in derived(self.world, client) if way.derive == name]
            if not ways:
                self.ledger.introspected(key, "derive", False, name, "no client has it")
            for way in ways[:1]:
                self._one(key, way)

    def _one(self, key: str, way: Way) -> None:
        attempt = self.world.attempt(way, self.world.busy(way.path))
        retrying = self.world.entry["retrying"].get(way.derive)
        if not self.ledger.leaves_out(key, "derive", str(way)):
            self.ledger.executed(key, "derive", bool(attempt.requests), "a client that sends", attempt, str(way))
        if retrying is not None and not self.ledger.leaves_out(f"retrying({way.derive})", "retrying"):
            self._retrying(f"retrying({way.derive})", way, retrying, attempt)
        function = self.world.derives(way.client, way.path, way.derive)
        for option, value in (("timeout", 7), ("max_retries", 1)):
            given = self.world.entry["options"].get(option, {"client": [], "unit": ""})
            for name in given["client"]:
                if takes(function, name) is False or self.ledger.leaves_out(key, "derive", f"{option} {name}"):
                    continue
                at = way.spot("client", name)
                if option == "timeout":
                    milliseconds = given["unit"] == "ms"
                    attempt = self.world.attempt(giving(way, "client", name, value * 1000 if milliseconds else value))
                    self.ledger.executed(key, "derive", same(value, attempt.timeout), said(value), seen(attempt), at)
                else:
                    attempt = self.world.attempt(giving(way, "client", name, value), self.world.busy(way.path))
                    wanted = 1 if given["unit"] == "attempts" else 2
                    self.ledger.executed(key, "derive", len(attempt.requests) == wanted, f"{wanted} requests", attempt, at)

    def _retrying(self, key: str, way: Way, said_: dict[str, Any], default: Attempt) -> None:
        """How often the whole is sent: as many times as the derived object says, each with the retries below it."""
        one = len(self.world.attempt(replace(way, derive=""), self.world.busy(way.path)).requests)
        wanted = one * said_["default"]
        self.ledger.executed(
            f"{key}.default", "retrying", len(default.requests) == wanted, f"{wanted} requests", default, str(way)
        )
        twice = self.world.attempt(replace(way, derived_with={said_["parameter"]: 2}), self.world.busy(way.path))
        at, wanted = way.spot("client", said_["parameter"]), 2 * one
        self.ledger.executed(f"{key}.parameter", "retrying", len(twice.requests) == wanted, f"{wanted} requests", twice, at)
