"""What does each method send?  Every path is called, and every parameter named for it is given once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from typing import Any
from urllib.parse import unquote

from .options import Timeouts, first_path, first_ways, giving, places
from .retries import Retries
from .statements import Ledger
from .values import ABSENT, leaves, marked, places_of, takes
from .ways import Attempt, Way
from .world import World

TOKENS = 77
MARK = "given-mark"
_IN_A_FORM = re.compile(r'name="stream"\s+true')


@dataclass
class Cap:
    """The parameter by which a method was given a cap, and where it was found in what was sent."""

    client: str
    name: str
    places: list[str]


@dataclass
class Calls:
    """Everything that the entry says of its methods and of what a client derives."""

    world: World
    ledger: Ledger
    timeouts: Timeouts
    retries: Retries
    caps: dict[str, Cap] = field(default_factory=dict)

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
        for option in ("model", "max_output_tokens", "stream"):
            for layer, name, way in places(self.world, self.ledger, option, layers=("client", "global")):
                self._outer(option, layer, name, way)
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
        attempt = self.world.attempt(way, self.world.busy(way.path))
        if not attempt.requests:
            self.ledger.executed(f"{key}.paths", "methods", False, "a call", attempt.refused or attempt.error, at)
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
            method["kind"] == "generation"
            and "stream" in self.world.entry["options"]
            and not self.ledger.leaves_out("options.stream.default", "stream.default", at)
        ):
            stated = self.world.entry["options"]["stream"]["default"] is True
            said = "asks for a stream" if stated else "no stream"
            self.ledger.executed(
                "options.stream.default", "stream.default", _streams(attempt) is stated, said, _asked(attempt), at
            )
        self.timeouts.hold_default(way, attempt)
        self.retries.hold_default(way, attempt)

    def _client(self, client: str) -> None:
        """Clients whose methods were called by another one: the first method through them."""
        path, key = first_path(self.world, client), f"clients({client or self.world.entry['roots'][0]})"
        if self.ledger.leaves_out(f"{key}.async", "clients"):
            return
        said_ = self.world.clients[client]
        if not path:
            if self.ledger.leaves_out(f"{key}.names", "clients"):
                return
            error = self._why_none(client)
            if self.world.find(client) is not None or client in self.world.recipe.get("client", {}):
                self.ledger.executed(f"{key}.names", "clients", False, "a client with one of the methods", error)
            return
        way = Way(client, path)
        attempt = self.world.attempt(way, self.world.busy(way.path))
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
            for name in names if fact in ("model", "max_output_tokens", "stream", "prompt") else ():
                key = f"methods({path}).parameters.{fact}"
                if self.ledger.leaves_out(key, "parameters", name):
                    continue
                takers = [client for client in holders if takes(self.world.method(client, path), name) is not False]
                if not takers:
                    self.ledger.introspected(key, "parameters", False, name, "no client's method takes it", name)
                    continue
                self._sent(key, fact, name, [Way(client, path) for client in takers], [each for each in names if each != name])
        told = [name for names in method["parameters"].values() for name in names]
        for name in method["requires"]:
            opened = [client for client in holders if takes(self.world.method(client, path), name) is None]
            if opened and not self.ledger.leaves_out(f"methods({path}).requires({name})", "parameters", opened[0]):
                self._required(path, name, [Way(client, path) for client in opened], name in told)
        if path in self.caps:
            self._without_cap(path, self.caps[path])

    def _sent(self, key: str, fact: str, name: str, ways: list[Way], others: list[str]) -> None:
        """Whether what is given as `name` is found in what is sent, by one of the clients whose method may take it."""
        sought = {"max_output_tokens": TOKENS, "stream": ABSENT}.get(fact, MARK)
        tried: list[tuple[Way, list[str], str]] = []
        for way in ways:
            value = {"max_output_tokens": TOKENS, "stream": True}.get(fact, self._marked(way, name))
            # Two names of one fact may exclude each other, or only one be heeded.
            alone = {other: ABSENT for other in others if "." not in other}
            for extra in ({}, alone) if alone else ({},):
                attempt = self.world.attempt(giving(replace(way, called_with=extra), "call", name, value))
                found = _found(sought, attempt)
                tried.append((way, found, attempt.refused or ", ".join(found) or "it is not sent"))
                if found:
                    break
            if tried[-1][1]:
                break
        way, found, shown = tried[-1] if tried[-1][1] else tried[0]
        at = f"{way.client}({name})" if way.client else name
        self.ledger.executed(key, "parameters", bool(found), f"{name} is sent", shown, at)
        if fact == "max_output_tokens" and found:
            self.caps.setdefault(way.path, Cap(way.client, name, [])).places.extend(found)

    def _outer(self, option: str, layer: str, name: str, way: Way) -> None:
        """Whether what is given outside of a call is sent with it, where the call says nothing of it."""
        fact, key = f"{option}.{layer}", f"options.{option}.{layer}"
        for own in self.world.methods.get(way.path, {"parameters": {}})["parameters"].get(option, []):
            way = giving(way, "call", own, ABSENT)
        sought = {"max_output_tokens": TOKENS, "stream": ABSENT}.get(option, MARK)
        value = {"max_output_tokens": TOKENS, "stream": True}.get(option)
        if value is None:
            given = self.world.given(way.client)  # such as `openai/a-model`, where a name alone is refused
            sample = eval(given[name], self.world.names) if name in given else self.world.sample(way.client, way.derive, name)
            value = marked(sample, MARK)
        attempt = self.world.attempt(giving(way, layer, name, value))
        found = _found(sought, attempt)
        shown = attempt.refused or ", ".join(found) or "it is not sent"
        self.ledger.executed(key, fact, bool(found), f"{name} is sent", shown, way.spot(layer, name))

    def _required(self, path: str, name: str, ways: list[Way], is_told: bool) -> None:
        """What a method must be given, where its signature does not say."""
        for way in ways if not is_told else ():
            attempt = self.world.attempt(giving(way, "call", name, self._marked(way, name)))
            if _found(MARK, attempt):
                self.ledger.executed(f"methods({path}).requires({name})", "parameters", True, name, "it is sent", str(way))
                return
        if not is_told:  # else it was given and looked for as a parameter
            self.ledger.source(
                f"methods({path}).requires({name})", "parameters", "its signature is open (**kwargs)", str(ways[0])
            )

    def _marked(self, way: Way, name: str) -> Any:
        return marked(self.world.sample(way.client, way.path, name), MARK)

    def _without_cap(self, path: str, cap: Cap) -> None:
        option, name, places = self.world.entry["options"]["max_output_tokens"], cap.name, cap.places
        default = self.world.methods[path]["defaults"].get("max_output_tokens", option["default"])
        way, fact = giving(Way(cap.client, path), "call", name, ABSENT), "max_output_tokens.default"
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
                stated = [] if default is None else [default]
                shown = attempt.refused or sent or "no cap is sent"
                holds = not attempt.refused and found[:1] == stated
                self.ledger.executed("options.max_output_tokens.default", fact, holds, stated or "no cap is sent", shown, at)
        at, fact = way.spot("call", name), "max_output_tokens.none"
        if not self.ledger.leaves_out("options.max_output_tokens.none", fact, at):
            attempt = self.world.attempt(giving(way, "call", name, None))
            sent = (
                {place: value for place, value in leaves(attempt.requests[0].body) if place in places} if attempt.requests else {}
            )
            numbers = [value for value in sent.values() if value is not None]
            meaning = option["none"]
            if meaning in ("error", "absent") and attempt.broken:
                holds = True  # what is refused is not sent either
            elif meaning == "error":
                holds = False
            else:
                wanted = [default] if meaning == "default" and default is not None else []
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
                    Way(
                        way.client,
                        path,
                        called_with=self.world.arguments(way.client, way.path, self.world.method(way.client, way.path), {}, {}),
                    )
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
        path, cap = next(((path, cap) for path, cap in self.caps.items() if "." not in cap.name), ("", None))
        if cap is None:
            return
        value = value() if isinstance(value, type) else value
        way = giving(Way(cap.client, path), "call", cap.name, value)
        attempt = self.world.attempt(way)
        body = attempt.requests[0].body if attempt.requests else None
        sent = [place for place, value in leaves(body) if place in cap.places and value is not None]
        required = self.world.entry["options"]["max_output_tokens"]["required"]
        holds = not sent and (bool(attempt.requests) or required)
        shown = attempt.refused or (sent and "sent") or "not sent"
        self.ledger.executed(f"not_given({name})", "not_given", holds, f"{cap.name} is not sent", shown, str(way))


def _found(sought: Any, attempt: Attempt) -> list[str]:
    """Where in what was sent `sought` stands; ABSENT for whatever asks for a stream."""
    if sought is ABSENT:
        return ["asks for a stream"] if _streams(attempt) else []
    request = next(iter(attempt.requests), None)
    if request is None:
        return []
    return [*places_of(sought, request.body), *(["the URL"] if str(sought) in unquote(request.path) else [])]


def _awaited(is_async: bool) -> str:
    return "awaited" if is_async else "not awaited"


def _streams(attempt: Attempt) -> bool:
    """Whether the last request asks for a stream: in its body, or else by its path or what it accepts."""
    for request in attempt.requests[-1:]:
        if isinstance(request.body, str) and _IN_A_FORM.search(request.body):
            return True
        named = [value for place, value in leaves(request.body) if place.rpartition(".")[2] == "stream"]
        said_ = [value for value in named if isinstance(value, bool)]
        return said_[0] if said_ else "stream" in request.path.lower() or "event-stream" in request.headers.get("accept", "")
    return False


def _asked(attempt: Attempt) -> str:
    return "asks for a stream" if _streams(attempt) else "asks for no stream"
