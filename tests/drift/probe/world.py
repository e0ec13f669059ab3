"""How is a client made and a call sent?  The entry says it, and the recipe where the entry's words are not enough."""

from __future__ import annotations

import asyncio
import contextlib
import copy
import importlib
import inspect
import json
import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from typing import Any

from .server import Received, Server
from .transports import Sent, Transports
from .values import ABSENT, SAMPLE, SAMPLES, put, required, takes, without_absent

KEY = "given-key-0123456789"
PATIENCE = 20
"""Seconds until a call that comes to no end is given up."""


class Refused(Exception):
    """No client, no method: nothing could be sent."""


@dataclass
class Attempt:
    """What became of one call."""

    requests: list[Received] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)
    error: str = ""
    awaited: bool = False

    @property
    def timeout(self) -> Any:
        """Seconds for one read where the last request left; ABSENT if nothing left."""
        return self.sent[-1].timeout if self.sent else ABSENT

    @property
    def refused(self) -> str:
        """What the SDK said before anything was sent."""
        return "" if self.requests or self.sent else self.error or "nothing was sent"

    @property
    def broken(self) -> str:
        """What the SDK said of its arguments, before anything was sent or when it came to use them."""
        return self.refused or (self.error if self.error.startswith(("TypeError", "ValueError")) else "")

    def __str__(self) -> str:
        return self.broken or f"{len(self.requests)} requests"


@dataclass
class Way:
    """One call: by which client and method, and what each layer is given by dotted name."""

    client: str
    path: str
    globally: dict[str, Any] = field(default_factory=dict)
    made_with: dict[str, Any] = field(default_factory=dict)
    called_with: dict[str, Any] = field(default_factory=dict)
    derive: str = ""
    derived_with: dict[str, Any] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return ".".join(part for part in (self.client or "module", self.derive, self.path) if part)

    def spot(self, layer: str, name: str) -> str:
        """The call with the name of what is given, behind what it is given to."""
        parts = {"client": self.client or "module", "derive": self.derive, "call": self.path}
        to = "derive" if self.derive and layer == "client" else layer
        given = {part: f"{text}({name})" if part == to else text for part, text in parts.items() if text}
        return f"{'.'.join(given.values())}" + (f" (module's {name})" if layer == "global" else "")


class World:
    """The SDK of one entry, its clients by name (below the first root that has them) and its methods by path."""

    def __init__(self, entry: dict[str, Any], recipe: dict[str, Any], server: Server, transports: Transports) -> None:
        self.entry, self.recipe, self.server, self.transports = entry, recipe, server, transports
        self.names: dict[str, Any] = {
            "URL": server.url,
            "KEY": KEY,
            "ABSENT": ABSENT,
            "json": json,
            "importlib": importlib,
            "os": os,
        }
        with self._environment({}):
            for statement in recipe.get("imports", []):
                exec(statement, self.names)
            for root in entry["roots"]:
                with contextlib.suppress(ImportError):
                    self.names[root.partition(".")[0]] = importlib.import_module(root.partition(".")[0])
                    importlib.import_module(root)
            for name, expression in recipe.get("define", {}).items():
                self.names[name] = eval(expression, self.names)
        self.clients = {name: client for client in entry["clients"] for name in client["names"]}
        self.methods = {path: method for method in entry["methods"] for path in method["paths"]}
        self._paths: dict[tuple[str, str], tuple[str, Any]] = {}
        self._kept: list[Any] = []
        self._loop = asyncio.new_event_loop()

    # What there is

    def find(self, name: str) -> Any:
        """What the entry calls `name`, below one of its roots or mirrors; None if none has it."""
        for root in [*self.entry["roots"], *self.entry["mirrors"]]:
            with contextlib.suppress(ImportError, AttributeError):
                return reach(f"{root}.{name}".rstrip("."))
        return None

    def holders(self, path: str) -> list[str]:
        """The clients that have the method, those of the entry's first roots first."""
        return [name for name in self.clients if self.method(name, path) is not None]

    def method(self, client: str, path: str, derive: str = "") -> Any:
        """The method of a client or of what it derives, or None."""
        return self._looked_up(client, path)[1] if not derive else self._of_derived(client, derive, path)

    def _looked_up(self, client: str, path: str) -> tuple[str, Any]:
        """The derive method that leads to the path, if one does, and the method."""
        if (client, path) not in self._paths:
            self._paths[client, path] = ("", None)
            own = self._quietly(client, path, lambda: resolve(self._receiver(client, {}, path), path))
            derives = [] if own is not None or path in self.entry["derive"] else self.entry["derive"]
            of_derived = ((derive, self._of_derived(client, derive, path)) for derive in derives)
            self._paths[client, path] = next((each for each in of_derived if each[1] is not None), ("", own))
        return self._paths[client, path]

    def derives(self, client: str, path: str, name: str) -> Any:
        """The derive method of a client, or of what the constructor at `path` makes; None if it has not got it."""
        if self.methods.get(path, {}).get("form") != "constructor":
            return self.method(client, name)

        def look() -> Any:
            way = Way(client, path)
            function = resolve(self.client(client, {}), path)
            return resolve(function(**self.arguments(client, path, function, self._constructor_base(way, function), {})), name)

        return self._quietly(client, path, look)

    def _of_derived(self, client: str, derive: str, path: str) -> Any:
        way = Way(client, path, derive=derive)
        return self._quietly(client, path, lambda: resolve(self._derived(self.client(client, {}), way), path))

    def _quietly(self, client: str, path: str, look: Callable[[], Any]) -> Any:
        with contextlib.suppress(Exception), self._environment({}), self._globals(Way(client, path)):
            return self._loop.run_until_complete(_called(look))
        return None

    # Making and sending

    def client(self, name: str, given: dict[str, Any]) -> Any:
        """A client, or the module that is one; Refused if the entry names what is not there."""
        client = self.clients[name]
        made = self.find(name)
        expression = self.recipe.get("client", {}).get(name)
        if made is None and expression is None:
            raise Refused(f"{name} is not there")
        options = {} if client["module"] else self._base(name, made)
        for dotted, value in given.items():
            put(options, dotted, value)
        if client["module"]:
            return made
        options = self._wrapped(without_absent(options))
        client_made = (
            made(**options) if expression is None else eval(expression, self.names | {"OPTIONS": options, "CLIENT": made})
        )
        self._kept.append(client_made)  # some clients close what they have sent when they are collected
        return client_made

    def _base(self, name: str, made: Any) -> dict[str, Any]:
        options: dict[str, Any] = {}
        when = self.clients[name]["when"]
        if when is not None:
            options[when["parameter"]] = when["values"][0]
        for option, value in (("api_key", KEY), ("base_url", self.server.url)):
            places = self.entry["options"].get(option, {}).get("client", [])
            accepted = [place for place in places if takes(made, place) is not False]
            if accepted:
                put(options, accepted[0], value)
        for dotted, expression in self.given(name).items():
            put(options, dotted, eval(expression, self.names))
        return options

    def given(self, client: str) -> dict[str, str]:
        """What the recipe gives the client beyond key and URL, as expressions by dotted name."""
        found = (given for pattern, given in self.recipe.get("given", {}).items() if fnmatchcase(client or "module", pattern))
        return {dotted: expression for given in found for dotted, expression in given.items()}

    def _wrapped(self, options: dict[str, Any]) -> dict[str, Any]:
        for key, expression in self.recipe.get("wrap", {}).items():
            if isinstance(options.get(key), dict | int | float):
                options = options | {key: eval(expression, self.names | {"VALUE": options[key]})}
        return options

    def _receiver(self, name: str, given: dict[str, Any], path: str) -> Any:
        """What has the method: the client, unless the recipe says otherwise."""
        expression = self.recipe.get("receiver", {}).get(path)
        if expression is None:
            return self.client(name, given)
        options = self._base(name, self.find(name))
        for dotted, value in given.items():
            put(options, dotted, value)
        return eval(expression, self.names | {"OPTIONS": self._wrapped(without_absent(options))})

    def sample(self, client: str, path: str, name: str) -> Any:
        """What the method is given as `name` where it must be given something."""
        expression = self._own_samples(client, path).get(name, self.recipe.get("arguments", {}).get(name))
        if not isinstance(expression, str):
            return copy.deepcopy(SAMPLES.get(name, SAMPLE))
        return eval(expression, self.names)

    def _own_samples(self, client: str, path: str) -> dict[str, str]:
        tables = ((pattern, table) for pattern, table in self.recipe.get("arguments", {}).items() if isinstance(table, dict))
        named = f"{client or 'module'}: {path}"
        found = [table for pattern, table in tables if fnmatchcase(named if ": " in pattern else path, pattern)]
        return {name: expression for table in found for name, expression in table.items()}

    def arguments(self, client: str, path: str, function: Any, base: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
        """What the method is given: `base`, what it must be given, and `given`, in which ABSENT takes something out."""
        method = self.methods.get(path)
        wanted = [] if function is None else required(function)
        if method is not None:
            others = [name for name in [*method["requires"], *method["parameters"].get("model", [])[:1]] if name not in wanted]
            wanted += [name for name in others if function is None or takes(function, name) is not False]
        arguments = dict(base)
        for name in dict.fromkeys([*wanted, *self._own_samples(client, path)]):
            put(arguments, name, self.sample(client, path, name))
        for dotted, value in given.items():
            put(arguments, dotted, value)
        return self._wrapped(without_absent(arguments))

    def attempt(self, way: Way, status: int = 400) -> Attempt:
        """One call, and all that was seen of it."""
        self.server.forget(status)
        self.transports.forget()
        self._kept.clear()
        attempt = Attempt()
        is_async = self.clients[way.client]["async"] or self.methods.get(way.path, {}).get("async", False)
        try:
            with self._environment(way.environment), self._globals(way), _patience():
                if is_async:
                    self._loop.run_until_complete(self._send_async(way, attempt))
                else:
                    self._send(way, attempt)
        except BaseException as error:  # whatever an SDK raises is what there is to see
            if isinstance(error, KeyboardInterrupt | SystemExit):
                raise
            attempt.error = f"{type(error).__name__}: {' '.join(str(error).split())[:160]}"
        attempt.requests, attempt.sent = list(self.server.requests), list(self.transports.sent)
        return attempt

    def _call(self, way: Way) -> Any:
        given = way.made_with
        constructs = self.methods.get(way.path, {}).get("form") == "constructor"
        derive = "" if constructs else way.derive or self._looked_up(way.client, way.path)[0]
        if derive:
            receiver = self._derived(self.client(way.client, given), replace(way, derive=derive))
        else:
            receiver = self._receiver(way.client, given, way.path)
        function = resolve(receiver, way.path)
        arguments = self.arguments(way.client, way.path, function, self._constructor_base(way, function), way.called_with)
        expression = self.recipe.get("call", {}).get(way.path)
        if expression is not None:
            return eval(expression, self.names | {"CLIENT": receiver, "OPTIONS": arguments, "METHOD": function})
        result = function(**arguments)
        if not constructs:
            return result
        return self._sending(way.path, self._derived(result, way) if way.derive else result)

    def _sending(self, path: str, made: Any) -> Any:
        """What a constructor made, made to send."""
        fitting = [expression for pattern, expression in self.recipe.get("send", {}).items() if fnmatchcase(path, pattern)]
        if not fitting:
            raise Refused(f"the recipe does not say how {path} sends")
        return eval(fitting[-1], self.names | {"OBJECT": made})

    def _constructor_base(self, way: Way, function: Any) -> dict[str, Any]:
        """Key and URL for a method that takes them itself."""
        found = {}
        for option, value in (("api_key", KEY), ("base_url", self.server.url)):
            places = self.entry["options"].get(option, {})
            accepted = [place for place in places.get("call", []) if takes(function, place) is not False]
            needed = not places.get("client") and not places.get("global")
            if needed and accepted and not any(place in way.called_with for place in places["call"]):
                found[accepted[0]] = value
        return found

    def _derived(self, client: Any, way: Way) -> Any:
        function = resolve(client, way.derive)
        return function(**self.arguments(way.client, way.derive, function, {}, way.derived_with))

    def _send(self, way: Way, attempt: Attempt) -> None:
        result = self._call(way)
        can_be_read = any(hasattr(result, name) for name in ("__enter__", "__iter__"))
        if inspect.isawaitable(result) or (hasattr(result, "__aiter__") and not can_be_read):
            attempt.awaited = True
            self._loop.run_until_complete(_finish_async(result))
        elif not self.server.requests:
            with contextlib.ExitStack() as stack:
                entered = stack.enter_context(result) if hasattr(result, "__enter__") else result
                for _ in entered if hasattr(entered, "__iter__") and not self.server.requests else ():
                    pass

    async def _send_async(self, way: Way, attempt: Attempt) -> None:
        result = self._call(way)
        attempt.awaited = any(hasattr(result, name) for name in ("__await__", "__aiter__", "__aenter__"))
        await _finish_async(result)

    @contextlib.contextmanager
    def _environment(self, given: dict[str, str]) -> Iterator[None]:
        before = dict(os.environ)
        os.environ.update({name: eval(value, self.names) for name, value in self.recipe.get("environment", {}).items()})
        os.environ.update(given)
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(before)

    @contextlib.contextmanager
    def _globals(self, way: Way) -> Iterator[None]:
        """The module has what the way gives it, and if it is a client a key and a URL, and then what it had before."""
        module, options, values = self.find(""), self.entry["options"], {}
        if self.clients[way.client]["module"]:
            base = (("api_key", KEY), ("base_url", self.server.url))
            values = {options[name]["global"][0]: value for name, value in base if options.get(name, {}).get("global")}
            values |= {name: eval(expression, self.names) for name, expression in self.given(way.client).items()}
        values |= way.globally
        values = {name: value for name, value in values.items() if value is not ABSENT}
        before = {name: getattr(module, name, ABSENT) for name in values}
        for name, value in values.items():
            setattr(module, name, value)
        for fresh in self.recipe.get("fresh", []) if self.clients[way.client]["module"] else ():
            exec(fresh, self.names)
        try:
            yield
        finally:
            for name, value in before.items():
                if value is ABSENT:
                    delattr(module, name)
                else:
                    setattr(module, name, value)


async def _called(look: Callable[[], Any]) -> Any:
    return look()


async def _finish_async(result: Any) -> None:
    if inspect.isawaitable(result):
        result = await result
    if hasattr(result, "__aenter__"):
        async with result as entered:
            await _finish_async(entered)
    elif hasattr(result, "__aiter__"):
        async for _ in result:
            pass


@contextlib.contextmanager
def _patience() -> Iterator[None]:
    def give_up(number: int, frame: Any) -> None:
        raise TimeoutError(f"no end within {PATIENCE} s")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(PATIENCE)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def reach(dotted: str) -> Any:
    """The module or what is in it.  Raises ImportError, AttributeError."""
    names = dotted.split(".")
    for length in range(len(names), 0, -1):
        module = ".".join(names[:length])
        try:
            found = importlib.import_module(module)
        except ModuleNotFoundError as error:
            if error.name is None or not f"{module}.".startswith(f"{error.name}."):
                raise
            continue
        return resolve(found, ".".join(names[length:]))
    raise ImportError(dotted)


def resolve(receiver: Any, path: str) -> Any:
    """What `receiver` has at a dotted path."""
    for name in path.split(".") if path else ():
        receiver = getattr(receiver, name)
    return receiver
