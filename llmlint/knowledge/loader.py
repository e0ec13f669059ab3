"""What is the world like?  Knowledge of SDKs, providers and key formats, as both sides read it.

Reads `compiled.json`, which `build` makes of the TOML files and validates; this module needs the standard library only.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from llmlint.knowledge.entries import Client, Default, Era, Hook, Method, Option, Sdk, UsagePaths, Variant, entry, hook
from llmlint.knowledge.keys import KeyFormat, key_format
from llmlint.knowledge.packing import unpacked
from llmlint.knowledge.providers import Providers, Route, route

__all__ = [
    "COMPILED",
    "Client",
    "Default",
    "Era",
    "Hook",
    "KeyFormat",
    "Knowledge",
    "Method",
    "Option",
    "Sdk",
    "UsagePaths",
    "Variant",
    "knowledge",
    "parse",
]

COMPILED: Final = Path(__file__).parent / "compiled.json"


@dataclass(frozen=True)
class Knowledge:
    """All that is known, indexed by the dotted names that source uses."""

    sdks: Mapping[str, Sdk]
    """By id, those first whose methods others have copied; an entry is read when it is asked for."""
    clients: Mapping[str, tuple[Client, ...]]
    """By dotted name: a class (`openai.AsyncOpenAI`) or a module that is a client itself (`openai`)."""
    module_clients: Mapping[str, tuple[str, ...]]
    """The entries of which a module is a client, by its dotted name."""
    choosing: tuple[str, ...]
    """Functions that make a client of the service they are asked for, by dotted name."""
    every: Mapping[str, Sdk]
    """As `sdks`, whatever versions are in use."""
    paths: Mapping[str, tuple[str, ...]]
    """The entries with a method at a path, by path."""
    loud: frozenset[str]
    """Methods that a client itself has, by names that few other things have (`generate_content`)."""
    quiet: Mapping[str, frozenset[str]]
    """By the first name of an SDK's module: functions, methods and classes that mean a call only where that module is spoken of
    (`litellm.completion`, `ollama.chat`, `ChatOpenAI`)."""
    distributions: frozenset[str]
    hooks: Mapping[str, Hook]
    """Where the guard takes hold, by the id of the entry; entries without a hook are not here."""
    not_given: frozenset[str]
    timeout_types: frozenset[str]
    http_client_types: frozenset[str]
    wrappers: frozenset[str]
    http_client_default_timeout: float
    keys: tuple[KeyFormat, ...]
    providers: Providers
    routes: Mapping[str, Route]
    """How SDKs that talk to many providers choose one, by id."""
    modules: tuple[str, ...]
    """How the dotted names below the SDKs' own modules begin: no other library's object is there."""
    views: frozenset[str]
    """What may stand in a path without changing the method (`with_raw_response`)."""

    def methods_at(self, path: str) -> Iterator[Method]:
        """The methods at `path`, whatever versions are in use: what is called on a receiver of unknown make may be any SDK's."""
        return (self.every[sdk].methods[path] for sdk in self.paths.get(path, ()))

    def is_function(self, dotted: str) -> bool:
        """Whether `dotted` is a function or a class of an SDK that is imported and called by its own name."""
        module, _, name = dotted.rpartition(".")
        return not set(self.module_clients.get(module, ())).isdisjoint(self.paths.get(name, ()))


@lru_cache(maxsize=1)
def knowledge() -> Knowledge:
    """The knowledge shipped with this version."""
    return parse(COMPILED.read_text(encoding="utf-8"))


def parse(text: str) -> Knowledge:
    """Knowledge from the text of a compiled file."""
    index, entries = unpacked(text)
    http = index["http"]
    sdks = _Sdks(entries)
    return Knowledge(
        sdks=sdks,
        clients=_Clients(index["clients"], sdks),
        module_clients=index["module_clients"],
        choosing=tuple(index["choosing"]),
        every=sdks,
        paths=index["paths"],
        loud=frozenset(index["loud"]),
        quiet={root: frozenset(names) for root, names in index["quiet"].items()},
        distributions=frozenset(index["distributions"]),
        hooks={sdk: hook(data) for sdk, data in index["hooks"].items()},
        not_given=frozenset(index["not_given"]),
        timeout_types=frozenset([*index["timeout_types"], *_below(http["roots"], http["timeout_types"])]),
        http_client_types=frozenset([*index["http_client_types"], *_below(http["roots"], http["client_types"])]),
        wrappers=frozenset(index["wrappers"]),
        http_client_default_timeout=http["client_default_timeout"],
        keys=tuple(key_format(each) for each in index["keys"]),
        providers=Providers(index["providers"]),
        routes={each["id"]: route(each) for each in index.get("routes", ())},
        modules=tuple(f"{root}." for root in index["roots"]),
        views=frozenset(index["views"]),
    )


def _below(roots: list[str], names: list[str]) -> Iterator[str]:
    return (f"{root}.{name}" for root in roots for name in names)


class _Sdks(Mapping[str, Sdk]):
    """The entries by id, each decoded when it is asked for."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self._found: dict[str, Sdk] = {}

    def __getitem__(self, sdk: str) -> Sdk:
        if sdk not in self._found:
            self._found.setdefault(sdk, entry(json.loads(self._texts[sdk])))  # two threads may come here at once
        return self._found[sdk]

    def __contains__(self, sdk: object) -> bool:
        return sdk in self._texts

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)


class _Clients(Mapping[str, tuple[Client, ...]]):
    """The clients by dotted name; their entries are decoded when a client is asked for."""

    def __init__(self, entries: Mapping[str, list[str]], sdks: Mapping[str, Sdk]) -> None:
        self._entries, self._sdks = entries, sdks

    def __getitem__(self, dotted: str) -> tuple[Client, ...]:
        return tuple(client for sdk in self._entries[dotted] for client in self._sdks[sdk].clients[dotted])

    def __contains__(self, dotted: object) -> bool:
        return dotted in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)
