"""What is the world like?  Knowledge of SDKs, providers and key formats, as both sides read it.

Reads `compiled.json`, which `build` makes of the TOML files and validates; this module needs the standard library only.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal
from urllib.parse import urlsplit

from llmlint.knowledge.ranges import covers

COMPILED: Final = Path(__file__).parent / "compiled.json"


Default = bool | int | float | str | None
"""What an SDK takes where nothing is given; None: it has no default."""


@dataclass(frozen=True, slots=True)
class Era:
    """Versions in which an option has another default."""

    versions: str
    default: Default


@dataclass(frozen=True, slots=True)
class Option:
    """How an option is written at each layer and what None and 0 mean there; `default` holds outside of `history`."""

    name: str
    call: tuple[str, ...]
    client: tuple[str, ...]
    module: tuple[str, ...]
    decoys: tuple[str, ...]
    default: Default
    unit: str
    none: Literal["unbounded", "default", "absent", "error"]
    zero: Literal["value", "unbounded", "default"]
    history: tuple[Era, ...] = ()
    required: bool = False
    """The SDK refuses the call without it, before anything is sent."""

    @property
    def defaults(self) -> tuple[Default, ...]:
        """Every default there may be, as far as versions are known."""
        return tuple(dict.fromkeys((self.default, *(era.default for era in self.history))))

    def among(self, versions: Iterable[str]) -> Option:
        """The option as it is in `versions`, which are not none."""
        if not self.history:
            return self
        eras = [
            next((era for era in self.history if covers(era.versions, version)), Era("", self.default)) for version in versions
        ]
        return replace(self, default=eras[0].default, history=tuple(dict.fromkeys(eras[1:])))


@dataclass(frozen=True, slots=True)
class Client:
    """A client class (or, with `module`, the SDK's module) and who answers when no base URL is given."""

    sdk: str
    is_async: bool
    provider: str
    module: bool
    positional: tuple[str, ...] = ()
    """The parameters in their order, as far as they matter."""
    nested: tuple[str, ...] = ()
    """The options that stand inside a dict or an object that a parameter is given, as dotted names."""
    when: tuple[str, int, frozenset[str]] | None = None
    """(parameter, position, values): made only if the argument is one of the values (`boto3.client("bedrock-runtime")`)."""


@dataclass(frozen=True, slots=True)
class Variant:
    """A request is of another kind where `parameter` holds what the glob `value` matches, and `without` is not given."""

    parameter: str
    value: str
    without: str | None
    kind: str


@dataclass(frozen=True, slots=True)
class Method:
    """A method that sends a request; `parameters` maps facts to parameter names, the first given one counts."""

    sdk: str
    path: str
    kind: str
    endpoint: str
    requires: frozenset[str]
    distinctive: bool
    known_receiver: bool
    is_async: bool
    streams: bool
    parameters: Mapping[str, tuple[str, ...]]
    form: Literal["request", "constructor"] = "request"
    positional: tuple[str, ...] = ()
    nested: tuple[str, ...] = ()
    """As for `Client`."""
    variants: tuple[Variant, ...] = ()
    defaults: Mapping[str, Default] = field(default_factory=dict)
    """Defaults of this method, where they are not the SDK's."""


@dataclass(frozen=True, slots=True)
class Hook:
    """Where the guard takes hold; `kind` is `stainless` or `none`."""

    kind: str
    module: str | None


@dataclass(frozen=True)
class Sdk:
    """One SDK in one range of versions."""

    id: str
    distribution: str
    versions: str
    roots: tuple[str, ...]
    provider: str
    derive: frozenset[str]
    retrying: Mapping[str, tuple[str, int]]
    """Methods that derive what sends again: (parameter for the attempts, their default)."""
    views: frozenset[str]
    bodies: tuple[str, ...]
    wrappers: frozenset[str]
    hook: Hook
    options: Mapping[str, Option]
    methods: Mapping[str, Method]
    title: str = ""
    """The name that people use."""
    seen: tuple[str, ...] = ()
    """The versions of the distribution that the entry was checked on."""
    traps: tuple[str, ...] = ()
    """What surprises, one sentence each."""
    sources: Mapping[str, str] = field(default_factory=dict)
    """How facts are known that cannot be executed, by their dotted names (`timeout.default`)."""

    def among(self, versions: Iterable[str]) -> Sdk | None:
        """The entry as it is in those of `versions` that it speaks of; None where it speaks of none."""
        covered = [version for version in versions if covers(self.versions, version)]
        if not covered:
            return None
        return replace(self, options={name: option.among(covered) for name, option in self.options.items()})


@dataclass(frozen=True, slots=True)
class KeyFormat:
    """A literal credential: the expression for the whole of it and what to look for first."""

    id: str
    provider: str
    prefixes: tuple[str, ...]
    pattern: str


@dataclass(frozen=True)
class Knowledge:
    """All that is known, indexed by the dotted names that source uses."""

    sdks: Mapping[str, Sdk]
    clients: Mapping[str, tuple[Client, ...]]
    """By dotted name: a class (`openai.AsyncOpenAI`) or a module that is a client itself (`openai`)."""
    not_given: frozenset[str]
    timeout_types: frozenset[str]
    http_client_types: frozenset[str]
    wrappers: frozenset[str]
    http_client_default_timeout: float
    keys: tuple[KeyFormat, ...]
    hosts: tuple[tuple[str, str], ...]
    modules: tuple[str, ...]
    """How the dotted names below the SDKs' own modules begin: no other library's object is there."""
    views: frozenset[str]
    """What may stand in a path without changing the method (`with_raw_response`)."""
    choosing: tuple[str, ...]
    """Functions that make a client of the service they are asked for, by dotted name."""
    methods_by_tail: Mapping[str, tuple[Method, ...]]
    """Every method by the last name of its path, the longest paths first."""

    def provider_at(self, base_url: str) -> str | None:
        """Who answers at `base_url`; None for a host that is not known."""
        try:
            host = urlsplit(base_url if "//" in base_url else f"//{base_url}").hostname or ""
        except ValueError:
            return None
        return next((provider for pattern, provider in self.hosts if fnmatchcase(host.casefold(), pattern)), None)


@lru_cache(maxsize=1)
def knowledge() -> Knowledge:
    """The knowledge shipped with this version."""
    return parse(json.loads(COMPILED.read_text(encoding="utf-8")))


def parse(data: Mapping[str, Any]) -> Knowledge:
    """Knowledge from the data of a compiled file."""
    sdks = {entry["id"]: _sdk(entry) for entry in data["sdks"]}
    http = data["http"]
    clients: dict[str, tuple[Client, ...]] = {}
    names: dict[str, set[str]] = {"not_given": set(), "timeout_types": set(), "http_client_types": set()}
    for entry in data["sdks"]:
        roots = [*entry["roots"], *entry["mirrors"]]
        for given in entry["clients"]:
            client = Client(
                sdk=entry["id"],
                is_async=given["async"],
                provider=given["provider"] or entry["provider"],
                module=given["module"],
                positional=tuple(given["positional"]),
                nested=_nested(option["client"] for option in entry["options"].values()),
                when=_when(given["when"]),
            )
            for dotted in (f"{root}.{name}".rstrip(".") for root in roots for name in given["names"]):
                clients[dotted] = (*clients.get(dotted, ()), client)
        for key, known in names.items():
            known.update(f"{root}.{name}" for root in roots for name in entry[key])
    for root in http["roots"]:
        names["timeout_types"].update(f"{root}.{name}" for name in http["timeout_types"])
        names["http_client_types"].update(f"{root}.{name}" for name in http["client_types"])
    return Knowledge(
        sdks=sdks,
        clients=clients,
        not_given=frozenset(names["not_given"]),
        timeout_types=frozenset(names["timeout_types"]),
        http_client_types=frozenset(names["http_client_types"]),
        wrappers=frozenset(path for sdk in sdks.values() for path in sdk.wrappers),
        http_client_default_timeout=http["client_default_timeout"],
        keys=tuple(KeyFormat(key["id"], key["provider"], tuple(key["prefixes"]), key["pattern"]) for key in data["keys"]),
        hosts=tuple((pattern, provider["id"]) for provider in data["providers"] for pattern in provider["hosts"]),
        modules=tuple(dict.fromkeys(f"{root}." for sdk in sdks.values() for root in sdk.roots)),
        views=frozenset(view for sdk in sdks.values() for view in sdk.views),
        choosing=tuple(path for path, made in clients.items() if any(each.when is not None for each in made)),
        methods_by_tail=_by_tail(method for sdk in sdks.values() for method in sdk.methods.values()),
    )


def _by_tail(methods: Iterable[Method]) -> Mapping[str, tuple[Method, ...]]:
    index: dict[str, list[Method]] = {}
    for method in methods:
        index.setdefault(method.path.rpartition(".")[2], []).append(method)
    return {tail: tuple(sorted(found, key=lambda method: -method.path.count("."))) for tail, found in index.items()}


def _sdk(entry: Mapping[str, Any]) -> Sdk:
    methods = {
        path: Method(
            sdk=entry["id"],
            path=path,
            kind=method["kind"],
            endpoint=method["endpoint"],
            requires=frozenset(method["requires"]),
            distinctive=method["distinctive"],
            known_receiver=method["known_receiver"],
            is_async=method["async"],
            streams=method["streams"],
            parameters={fact: tuple(names) for fact, names in method["parameters"].items()},
            form=method["form"],
            positional=tuple(method["positional"]),
            nested=_nested(
                [
                    *method["parameters"].values(),
                    *(option["call"] for option in entry["options"].values()),
                    [each[key] for each in method["variants"] for key in ("parameter", "without") if each[key]],
                ]
            ),
            variants=tuple(
                Variant(each["parameter"], each["value"].casefold(), each["without"], each["kind"]) for each in method["variants"]
            ),
            defaults=method["defaults"],
        )
        for method in entry["methods"]
        for path in method["paths"]
    }
    return Sdk(
        id=entry["id"],
        distribution=entry["distribution"],
        versions=entry["versions"],
        roots=tuple(entry["roots"]),
        provider=entry["provider"],
        derive=frozenset(entry["derive"]),
        retrying={name: (given["parameter"], given["default"]) for name, given in entry["retrying"].items()},
        views=frozenset(entry["views"]),
        bodies=tuple(entry["bodies"]),
        wrappers=frozenset(entry["wrappers"]),
        hook=Hook(entry["hook"]["kind"], entry["hook"]["module"]),
        options={name: _option(name, option) for name, option in entry["options"].items()},
        methods=methods,
        title=entry["title"] or entry["id"],
        seen=tuple(entry["seen"]),
        traps=tuple(entry["traps"]),
        sources=entry["sources"],
    )


def _nested(names: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for several in names for name in several if "." in name))


def _when(given: Mapping[str, Any] | None) -> tuple[str, int, frozenset[str]] | None:
    return None if given is None else (given["parameter"], given["position"], frozenset(given["values"]))


def _option(name: str, option: Mapping[str, Any]) -> Option:
    return Option(
        name=name,
        call=tuple(option["call"]),
        client=tuple(option["client"]),
        module=tuple(option["global"]),
        decoys=tuple(option["decoys"]),
        default=option["default"],
        unit=option["unit"],
        none=option["none"],
        zero=option["zero"],
        history=tuple(Era(era["versions"], era["default"]) for era in option["history"]),
        required=option["required"],
    )
