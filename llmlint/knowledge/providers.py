"""Who answers a call: by the host of its URL, by its client, by the name of its model?

Both sides ask here, so that they never tell of different providers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cached_property, lru_cache
from typing import Any, Final, Literal
from urllib.parse import SplitResult, urlsplit

LOCAL: Final = "local"
"""Whoever answers on this machine."""
_PORTS: Final = {"http": 80, "https": 443}
_DEPLOYMENTS: Final = "deployments"


@dataclass(frozen=True, slots=True)
class Provider:
    """Who answers at some hosts, and how its models are called there; see `schema.Provider`."""

    id: str
    title: str
    hosts: tuple[str, ...] = ()
    names: Literal["own", "vendor", "deployment"] = "own"
    opaque: tuple[str, ...] = ()
    local: bool = False
    gateway: bool = False
    elsewhere: bool = False
    ports: frozenset[int] = frozenset()

    def hides(self, model: str) -> bool:
        """Whether the name `model` stands for a model that it does not tell."""
        return self.names == "deployment" or any(fnmatchcase(model, pattern) for pattern in self.opaque)


@dataclass(frozen=True, slots=True)
class Route:
    """How an SDK comes from the name of a model to a provider; see `schema.Route`."""

    id: str
    separator: str = ""
    prefixes: Mapping[str, str] = field(default_factory=dict)
    names: tuple[tuple[str, str], ...] = ()
    through: str = ""

    def named(self, word: object) -> str | None:
        """Who is meant by `word`, what a parameter of the SDK calls a provider."""
        return self.prefixes.get(str(word).casefold())

    def provider_of(self, model: str) -> str | None:
        """Who is asked for `model`; None where its name does not tell."""
        told = self.named(self._split(model)[0])
        if told is not None:
            return told
        folded = model.casefold()
        return next((provider for pattern, provider in self.names if fnmatchcase(folded, pattern)), None)

    def model(self, name: str) -> str:
        """`name` as the provider knows it, without the prefix that chose it."""
        prefix, model = self._split(name)
        return name if self.named(prefix) is None else model

    def _split(self, name: str) -> tuple[str, str]:
        prefix, separator, model = name.partition(self.separator) if self.separator else ("", "", name)
        return (prefix, model) if separator else ("", name)


class Providers:
    """All that are known, in the order in which their hosts are tried."""

    def __init__(self, entries: Sequence[Mapping[str, Any]]) -> None:
        self._entries = entries

    @cached_property
    def by_id(self) -> Mapping[str, Provider]:
        return {entry["id"]: _provider(entry) for entry in self._entries}

    @cached_property
    def _hosts(self) -> Sequence[tuple[str, str]]:
        return [(pattern, each.id) for each in self for pattern in each.hosts]

    def get(self, provider: str | None) -> Provider | None:
        """The entry; None for a host that is not known, which is its own provider."""
        return self.by_id.get(provider or "")

    def __iter__(self) -> Iterator[Provider]:
        return iter(self.by_id.values())

    def at(self, base_url: str) -> str | None:
        """Who answers at `base_url`; None for a host that is not known."""
        found = host(base_url)
        return None if found is None else self.at_host(found)

    def at_host(self, name: str) -> str | None:
        """Who answers at the host `name`; None for one that is not known."""
        return next((provider for pattern, provider in self._hosts if fnmatchcase(name, pattern)), None)

    def answering(self, own: str, base_url: str | None) -> str | None:
        """Who answers a client whose own provider is `own` (empty: nobody's), at `base_url` (None: none is given).

        A host that is not known is its own provider: whoever stands there, it is not the one whose client was used.  Azure's and
        Ollama's clients, and their like, talk to nothing else: their servers stand at hosts of any name.
        """
        entry = self.get(own)
        if base_url is None or (entry is not None and entry.elsewhere):
            return own or None
        return self.at(base_url) or _authority(base_url)

    def likely(self, base_url: str) -> str | None:
        """Whose port it is, of a host on this machine or in its own network; nothing but likely."""
        parts = _parts(base_url)
        if parts is None or (self.at(base_url) != LOCAL and "." in (parts.hostname or ".")):
            return None
        port = _port(parts)
        return next((each.id for each in self if port in each.ports), None)


def _provider(entry: Mapping[str, Any]) -> Provider:
    return Provider(
        id=entry["id"],
        title=entry["title"],
        hosts=tuple(entry.get("hosts", ())),
        names=entry.get("names", "own"),
        opaque=tuple(entry.get("opaque", ())),
        local=entry.get("local", False),
        gateway=entry.get("gateway", False),
        elsewhere=entry.get("elsewhere", False),
        ports=frozenset(entry.get("ports", ())),
    )


def route(entry: Mapping[str, Any]) -> Route:
    """A route, of its compiled form."""
    return Route(
        id=entry["id"],
        separator=entry.get("separator", ""),
        prefixes=entry.get("prefixes", {}),
        names=tuple(entry.get("names", {}).items()),
        through=entry.get("through", ""),
    )


@lru_cache(maxsize=256)
def _parts(base_url: str) -> SplitResult | None:
    try:
        parts = urlsplit(base_url if "//" in base_url else f"//{base_url}")
        return parts if parts.hostname else None
    except ValueError:
        return None


def host(base_url: str) -> str | None:
    """The host of `base_url`, in lower case; None where there is none."""
    parts = _parts(base_url)
    return None if parts is None else parts.hostname


def deployment(base_url: str) -> str | None:
    """The deployment in the path of `base_url` (`…/openai/deployments/chat-prod`); None where there is none."""
    parts = _parts(base_url)
    segments = [] if parts is None else parts.path.split("/")
    if _DEPLOYMENTS not in segments[:-1]:
        return None
    return segments[segments.index(_DEPLOYMENTS) + 1] or None


def _port(parts: SplitResult) -> int | None:
    try:
        return parts.port or _PORTS.get(parts.scheme)
    except ValueError:
        return None


def _authority(base_url: str) -> str | None:
    """A host as the name of a provider.  One without a dot keeps its port: `openai` in a private network is not OpenAI."""
    parts = _parts(base_url)
    if parts is None or parts.hostname is None:
        return None
    return parts.hostname if "." in parts.hostname else f"{parts.hostname}:{_port(parts) or _PORTS['http']}"
