"""What does each method send?  Every path is called, and every parameter named for it is given once."""

from __future__ import annotations

from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any
from unittest import mock
from urllib.parse import unquote

from .options import Retries, Timeouts, derived, first_ways, giving, said, same, seen
from .statements import Ledger
from .values import ABSENT, SAMPLE, SAMPLES, leaves, marked, places_of, takes
from .world import Attempt, Way, World, reach

TOKENS = 77
MARK = "given-mark"


@dataclass
class Calls:
    """Everything that the entry says of its methods and of what a client derives."""

    world: World
    ledger: Ledger
    timeouts: Timeouts
    retries: Retries
    bases: dict[str, Attempt] = field(default_factory=dict)
    caps: dict[str, list[str]] = field(default_factory=dict)

    def hold(self) -> None:
        for path in self.world.methods:
            holders = self.world.holders(path)
            if not holders or self.ledger.leaves_out(f"methods({path})", "methods"):
                continue
            kinds: dict[bool, str] = {}
            for client in holders:
                kinds.setdefault(self.world.clients[client]["async"], client)
            for client in kinds.values():
                self._base(Way(client, path))
            self._parameters(path, holders)
        for client in self.world.clients:
            self._client(client)
        for name in self.world.entry["views"]:
            self._view(name)
        for name in self.world.entry["bodies"]:
            self._body(name)
        for name in self.world.entry["not_given"]:
            self._not_given(name)

    def _base(self, way: Way) -> None:
        """The call with nothing beyond what it needs, on an answer 429."""
        method, key, at = self.world.methods[way.path], f"methods({way.path})", str(way)
        if self.ledger.leaves_out(key, "methods", at):
            return
        attempt = self.world.attempt(way, 429)
        self.bases.setdefault(way.path, attempt)
        if attempt.refused:
            self.ledger.executed(f"{key}.paths", "methods", False, "a call", attempt.refused, at)
            return
        path = unquote(attempt.requests[0].path.partition("?")[0])
        if not self.ledger.leaves_out(f"{key}.endpoint", "methods", at):
            self.ledger.executed(
                f"{key}.endpoint", "methods", fnmatchcase(path, f"*{method['endpoint']}"), method["endpoint"], path, at
            )
        if not self.ledger.leaves_out(f"{key}.async", "methods", at):
            is_async = method["async"] or self.world.clients[way.client]["async"]
            self.ledger.executed(
                f"{key}.async", "methods", attempt.awaited is is_async, _awaited(is_async), _awaited(attempt.awaited), at
            )
        if method["streams"] and not self.ledger.leaves_out(f"{key}.streams", "methods", at):
            self.ledger.executed(f"{key}.streams", "methods", _streams(attempt), "asks for a stream", _asked(attempt), at)
        elif (
            not method["streams"]
            and "stream" in self.world.entry["options"]
            and not self.ledger.leaves_out("options.stream.default", "stream.default", at)
        ):
            self.ledger.executed(
                "options.stream.default", "stream.default", not _streams(attempt), "no stream", _asked(attempt), at
            )
        self.timeouts.hold_default(way, attempt)
        self.retries.hold_default(way, attempt)

    def _client(self, client: str) -> None:
        """Clients whose methods were called by another one: the first method through them."""
        from .options import first_path

        path, key = first_path(self.world, client), f"clients({client or self.world.entry['roots'][0]})"
        if self.ledger.leaves_out(f"{key}.async", "clients"):
            return
        said_ = self.world.clients[client]
        if not path:
            error = self._why_none(client)
            if self.world.find(client) is not None:
                self.ledger.executed(f"{key}.names", "clients", False, "a client with one of the methods", error)
            return
        way = Way(client, path)
        attempt = self.world.attempt(way, 429)
        is_async = said_["async"] or self.world.methods[path]["async"]
        holds = bool(attempt.requests) and attempt.awaited is is_async
        self.ledger.executed(
            f"{key}.async", "clients", holds, _awaited(is_async), attempt.refused or _awaited(attempt.awaited), str(way)
        )
        if attempt.requests:
            self.timeouts.hold_default(way, attempt)
            self.retries.hold_default(way, attempt)

    def _why_none(self, client: str) -> str:
        try:
            self.world.client(client, {})
        except Exception as error:
            return f"{type(error).__name__}: {error}"[:200]
        return "it has none of them"

    def _parameters(self, path: str, holders: list[str]) -> None:
        method = self.world.methods[path]
        for fact, names in method["parameters"].items():
            for name in names:
                key = f"methods({path}).parameters.{fact}"
                if self.ledger.leaves_out(key, "parameters", name):
                    continue
                takers = [client for client in holders if takes(self.world.method(client, path), name) is not False]
                if not takers:
                    self.ledger.introspected(key, "parameters", False, name, "no client's method takes it", name)
                    continue
                self._parameter(key, fact, name, Way(takers[0], path), [each for each in names if each != name])
        if path in self.caps:
            self._without_cap(path, holders)

    def _parameter(self, key: str, fact: str, name: str, way: Way, others: list[str]) -> None:
        at = f"{way.client}({name})" if way.client else name
        if fact == "timeout":
            attempt = self.world.attempt(giving(way, "call", name, self.timeouts.in_unit(7)))
            self.ledger.executed(key, "parameters", same(7, attempt.timeout), said(7), seen(attempt), at)
            return
        if fact in ("max_retries", "api_key", "base_url"):
            there = takes(self.world.method(way.client, way.path), name)
            self.ledger.source(key, "parameters", "given to the method; not executed", at) if there is None else (
                self.ledger.introspected(key, "parameters", True, name, "a parameter", at)
            )
            return
        value = {"max_output_tokens": TOKENS, "stream": True}.get(fact, self._marked(way.path, name))
        attempt = self.world.attempt(giving(way, "call", name, value))
        if attempt.refused:  # two names of one fact may exclude each other
            for other in others:
                way = giving(way, "call", other, ABSENT) if "." not in other else way
            attempt = self.world.attempt(giving(way, "call", name, value))
        if attempt.refused:
            self.ledger.executed(key, "parameters", False, f"{name}={value!r} is sent", attempt.refused, at)
            return
        if fact == "stream":
            self.ledger.executed(key, "parameters", _streams(attempt), "asks for a stream", _asked(attempt), at)
            return
        sought = value if fact == "max_output_tokens" else MARK
        request = attempt.requests[0]
        found = list(places_of(sought, request.body)) + [place for place in ["the URL"] if str(sought) in unquote(request.path)]
        self.ledger.executed(key, "parameters", bool(found), f"{name} is sent", ", ".join(found) or "it is not sent", at)
        if fact == "max_output_tokens" and found:
            self.caps.setdefault(way.path, []).append(name)
            self.caps[way.path] += found

    def _marked(self, path: str, name: str) -> Any:
        samples = self.world.recipe.get("arguments", {})
        own = samples.get(path) if isinstance(samples.get(path), dict) else {}
        expression = own.get(name, samples.get(name))
        sample = (
            SAMPLES.get(name, SAMPLE)
            if expression is None or isinstance(expression, dict)
            else eval(expression, self.world.names)
        )
        return marked(sample, MARK)

    def _without_cap(self, path: str, holders: list[str]) -> None:
        option = self.world.entry["options"]["max_output_tokens"]
        name, *places = self.caps[path]
        client = next(each for each in holders if takes(self.world.method(each, path), name) is not False)
        way, fact = giving(Way(client, path), "call", name, ABSENT), "max_output_tokens.default"
        at = f"{way} without {name}"
        if not self.ledger.leaves_out("options.max_output_tokens.default", fact, at):
            attempt = self.world.attempt(way)
            sent = (
                {place: value for place, value in leaves(attempt.requests[0].body) if place in places} if attempt.requests else {}
            )
            found = [value for value in sent.values() if value is not None]
            if option["required"]:
                key = "options.max_output_tokens.required"
                self.ledger.executed(key, fact, bool(attempt.refused), "refused", attempt.refused or sent or "sent", at)
            else:
                stated = [] if option["default"] is None else [option["default"]]
                shown = attempt.refused or sent or "no cap is sent"
                holds = not attempt.refused and found[:1] == stated
                self.ledger.executed("options.max_output_tokens.default", fact, holds, stated or "no cap is sent", shown, at)
        at, fact = f"{way}({name})", "max_output_tokens.none"
        if not self.ledger.leaves_out("options.max_output_tokens.none", fact, at):
            attempt = self.world.attempt(giving(way, "call", name, None))
            sent = (
                {place: value for place, value in leaves(attempt.requests[0].body) if place in places} if attempt.requests else {}
            )
            numbers = [value for value in sent.values() if value is not None]
            meaning = option["none"]
            if meaning == "error" or (option["required"] and attempt.broken):
                holds = bool(attempt.broken)
            else:
                wanted = [option["default"]] if meaning == "default" and option["default"] is not None else []
                holds = not attempt.refused and numbers[:1] == wanted
            shown = attempt.refused or sent or "no cap is sent"
            self.ledger.executed("options.max_output_tokens.none", fact, holds, meaning, shown, at)

    def _view(self, name: str) -> None:
        if self.ledger.leaves_out(f"views({name})", "views"):
            return
        for way in first_ways(self.world)[:1]:
            outer, _, last = way.path.rpartition(".")
            for path in (f"{outer}.{name}.{last}".strip("."), f"{name}.{way.path}"):
                with_view = Way(way.client, path)
                if self.world.method(way.client, path) is None:
                    continue
                attempt = self.world.attempt(
                    Way(way.client, path, called_with=self.world.arguments(way.path, self.world.method(way.client, way.path), {}))
                )
                holds = bool(attempt.requests) or attempt.awaited
                self.ledger.executed(f"views({name})", "views", holds, "the same call", attempt, str(with_view))
                return
        self.ledger.introspected(f"views({name})", "views", False, name, "not there")

    def _body(self, name: str) -> None:
        if self.ledger.leaves_out(f"bodies({name})", "bodies"):
            return
        for way in first_ways(self.world)[:1]:
            attempt = self.world.attempt(giving(way, "call", name, {"given_key": TOKENS}))
            found = list(places_of(TOKENS, attempt.requests[0].body)) if attempt.requests else []
            shown = attempt.refused or ", ".join(found) or "not sent"
            self.ledger.executed(f"bodies({name})", "bodies", bool(found), "a part of the body", shown, str(way))

    def _not_given(self, name: str) -> None:
        value = self.world.find(name)
        if value is None or not self.caps or self.ledger.leaves_out(f"not_given({name})", "not_given", "given"):
            return
        path, (cap, *places) = next(((path, caps) for path, caps in self.caps.items() if "." not in caps[0]), ("", ["", ""]))
        if not path:
            return
        value = value() if isinstance(value, type) else value
        client = next(each for each in self.world.holders(path) if takes(self.world.method(each, path), cap) is not False)
        way = giving(Way(client, path), "call", cap, value)
        attempt = self.world.attempt(way)
        sent = [place for place, _ in leaves(attempt.requests[0].body) if place in places] if attempt.requests else []
        required = self.world.entry["options"]["max_output_tokens"]["required"]
        holds = not sent and (bool(attempt.requests) or required)
        shown = attempt.refused or (sent and "sent") or "not sent"
        self.ledger.executed(f"not_given({name})", "not_given", holds, f"{cap} is not sent", shown, str(way))


def _awaited(is_async: bool) -> str:
    return "awaited" if is_async else "not awaited"


def _streams(attempt: Attempt) -> bool:
    return any(
        any(place.rpartition(".")[2] == "stream" and value is True for place, value in leaves(request.body))
        or "stream" in request.path.lower()
        or "event-stream" in request.headers.get("accept", "")
        for request in attempt.requests
    )


def _asked(attempt: Attempt) -> str:
    return "asks for a stream" if _streams(attempt) else "asks for no stream"


class Derived:
    """Objects that a client gives, with options written over it."""

    def __init__(self, world: World, ledger: Ledger, retries: Retries) -> None:
        self.world, self.ledger, self.retries = world, ledger, retries

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
        attempt = self.world.attempt(way)
        self.ledger.executed(key, "derive", bool(attempt.requests), "a client that sends", attempt, str(way))
        function = self.world.method(way.client, way.derive)
        for option, value in (("timeout", 7), ("max_retries", 1)):
            given = self.world.entry["options"].get(option, {"client": [], "unit": ""})
            for name in given["client"]:
                if takes(function, name) is False or self.ledger.leaves_out(key, "derive", f"{option} {name}"):
                    continue
                at = f"{way}({name})"
                if option == "timeout":
                    milliseconds = given["unit"] == "ms"
                    attempt = self.world.attempt(giving(way, "client", name, value * 1000 if milliseconds else value))
                    self.ledger.executed(key, "derive", same(value, attempt.timeout), said(value), seen(attempt), at)
                else:
                    attempt = self.world.attempt(giving(way, "client", name, value), 429)
                    wanted = 1 if given["unit"] == "attempts" else 2
                    self.ledger.executed(key, "derive", len(attempt.requests) == wanted, f"{wanted} requests", attempt, at)


def hook(world: World, ledger: Ledger) -> None:
    """Whether the functions that the guard takes hold of are called once for a call."""
    module, key = world.entry["hook"]["module"], "hook.module"
    if world.entry["hook"]["kind"] == "none" or ledger.leaves_out(key, "hook"):
        return
    try:
        found = reach(module)
    except ImportError as error:
        ledger.introspected(key, "hook", False, module, f"ImportError: {error}")
        return
    for way in first_ways(world):
        name = "AsyncAPIClient" if world.clients[way.client]["async"] else "SyncAPIClient"
        owner = getattr(found, name, None)
        if not callable(getattr(owner, "request", None)):
            ledger.introspected(key, "hook", False, f"{name}.request", "not there")
            continue
        with mock.patch.object(owner, "request", autospec=True, side_effect=owner.request) as taken:
            attempt = world.attempt(way, 429)
        holds = taken.call_count == 1 and bool(attempt.requests)
        ledger.executed(key, "hook", holds, f"{name}.request is called once", f"called {taken.call_count} times", str(way))
