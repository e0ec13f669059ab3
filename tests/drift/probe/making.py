"""How is a client made, and what is a method given?  The entry says it, and the recipe where the entry's words are not enough."""

from __future__ import annotations

import contextlib
import copy
import importlib
import json
import os
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any

from .naming import reach, resolve
from .values import ABSENT, SAMPLE, SAMPLES, put, required, takes, without_absent
from .ways import Refused, Way

KEY = "given-key-0123456789"


class Maker:
    """The SDK of one entry: its clients by name, below the first root that has them, and its methods by path."""

    def __init__(self, entry: dict[str, Any], recipe: dict[str, Any], url: str) -> None:
        self.entry, self.recipe, self.url = entry, recipe, url
        self.names: dict[str, Any] = {
            "URL": url,
            "KEY": KEY,
            "ABSENT": ABSENT,
            "json": json,
            "importlib": importlib,
            "os": os,
        }
        with self.environment({}):
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
        self.kept: list[Any] = []

    def find(self, name: str) -> Any:
        """What the entry calls `name`, below one of its roots or mirrors; None if none has it."""
        for root in [*self.entry["roots"], *self.entry["mirrors"]]:
            with contextlib.suppress(ImportError, AttributeError):
                return reach(f"{root}.{name}".rstrip("."))
        return None

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
        self.kept.append(client_made)  # some clients close what they have sent when they are collected
        return client_made

    def _base(self, name: str, made: Any) -> dict[str, Any]:
        options: dict[str, Any] = {}
        when = self.clients[name]["when"]
        if when is not None:
            options[when["parameter"]] = when["values"][0]
        for option, value in (("api_key", KEY), ("base_url", self.url)):
            places = self.entry["options"].get(option, {}).get("client", [])
            accepted = [place for place in places if takes(made, place) is not False]
            if accepted:
                put(options, accepted[0], value)
        for dotted, expression in self.given(name).items():
            put(options, dotted, eval(expression, self.names))
        for needed in required(made) if made is not None else ():
            if needed not in options:
                put(options, needed, self.sample(name, "", needed))
        return options

    def _module(self, path: str) -> Any:
        """The first of the roots and mirrors that has the path; if none has it, the first that is there."""
        for root in [*self.entry["roots"], *self.entry["mirrors"]]:
            with contextlib.suppress(ImportError, AttributeError):
                module = reach(root)
                resolve(module, path)
                return module
        return self.find("")

    def given(self, client: str) -> dict[str, str]:
        """What the recipe gives the client beyond key and URL, as expressions by dotted name."""
        found = (given for pattern, given in self.recipe.get("given", {}).items() if fnmatchcase(client or "module", pattern))
        return {dotted: expression for given in found for dotted, expression in given.items()}

    def _wrapped(self, options: dict[str, Any]) -> dict[str, Any]:
        for key, expression in self.recipe.get("wrap", {}).items():
            if isinstance(options.get(key), dict | int | float):
                options = options | {key: eval(expression, self.names | {"VALUE": options[key]})}
        return options

    def receiver(self, name: str, given: dict[str, Any], path: str) -> Any:
        """What has the method: the client, unless the recipe says otherwise."""
        expression = self.recipe.get("receiver", {}).get(path)
        if expression is None:
            return self.client(name, given) if not self.clients[name]["module"] else self._module(path)
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
        arguments: dict[str, Any] = {}
        for dotted, value in base.items():
            put(arguments, dotted, value)
        for name in dict.fromkeys([*(name for name in wanted if name not in arguments), *self._own_samples(client, path)]):
            put(arguments, name, self.sample(client, path, name))
        for dotted, value in given.items():
            put(arguments, dotted, value)
        return self._wrapped(without_absent(arguments))

    def sending(self, path: str, made: Any) -> Any:
        """What a constructor made, made to send."""
        fitting = [expression for pattern, expression in self.recipe.get("send", {}).items() if fnmatchcase(path, pattern)]
        if not fitting:
            raise Refused(f"the recipe does not say how {path} sends")
        return eval(fitting[-1], self.names | {"OBJECT": made})

    def constructor_base(self, way: Way, function: Any) -> dict[str, Any]:
        """Key and URL for a method that takes them itself."""
        found: dict[str, Any] = {}
        for option, value in (("api_key", KEY), ("base_url", self.url)):
            places = self.entry["options"].get(option, {})
            accepted = [place for place in places.get("call", []) if takes(function, place) is not False]
            needed = not places.get("client") and not places.get("global")
            if needed and accepted and not any(place in way.called_with for place in places["call"]):
                put(found, accepted[0], value)
        return found

    def derived(self, client: Any, way: Way) -> Any:
        function = resolve(client, way.derive)
        return function(**self.arguments(way.client, way.derive, function, {}, way.derived_with))

    @contextlib.contextmanager
    def environment(self, given: dict[str, str]) -> Iterator[None]:
        before = dict(os.environ)
        os.environ.update({name: eval(value, self.names) for name, value in self.recipe.get("environment", {}).items()})
        os.environ.update(given)
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(before)

    @contextlib.contextmanager
    def globals(self, way: Way) -> Iterator[None]:
        """The module has what the way gives it, and if it is a client a key and a URL, and then what it had before."""
        module, options, values = self.find(""), self.entry["options"], {}
        if self.clients[way.client]["module"]:
            base = (("api_key", KEY), ("base_url", self.url))
            values = {options[name]["global"][0]: value for name, value in base if options.get(name, {}).get("global")}
            values |= {name: eval(expression, self.names) for name, expression in self.given(way.client).items()}
        values |= way.globally
        values = {name: value for name, value in values.items() if value is not ABSENT}
        before = {name: getattr(module, name, ABSENT) for name in values}
        for name, value in values.items():
            setattr(module, name, value)
        for fresh in self.recipe.get("fresh", []):
            exec(fresh, self.names)
        try:
            yield
        finally:
            for name, value in before.items():
                if value is ABSENT:
                    delattr(module, name)
                else:
                    setattr(module, name, value)
