"""What does an SDK do where nobody says anything, and how is that known?

Read from the TOML files, which say more than the compiled knowledge keeps: names of environment variables, and the head of each
file, in which its author says what was looked at.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

import tomli

from llmlint.knowledge.evidence import STATES, Evidence, State, evidence
from llmlint.knowledge.loader import COMPILED
from llmlint.knowledge.schema import Method, Option, Sdk

FOLDER: Final = COMPILED.parent
_IN_ROW: Final = frozenset(
    {
        "timeout.default",
        "timeout.unit",
        "timeout.none",
        "max_retries.default",
        "max_output_tokens.default",
        "max_output_tokens.required",
    }
)
"""The facts that the table shows."""


@dataclass(frozen=True, slots=True)
class By:
    """What holds in `versions` (all, or all others, where empty); `value` None where there is none."""

    versions: str
    value: float | None


@dataclass(frozen=True)
class Entry:
    """One SDK in one range of versions, the head of its file, and what the drift run saw; None: it was not run."""

    sdk: Sdk
    head: str
    evidence: Evidence | None

    @property
    def title(self) -> str:
        return self.sdk.title or self.sdk.id

    @property
    def is_framework(self) -> bool:
        """Whether what carries the options only makes an object, which sends through an SDK later."""
        return all(method.form == "constructor" for method in self.sdk.methods)

    @property
    def is_guarded(self) -> bool:
        """Whether the guard takes hold of the calls of this library itself."""
        return self.sdk.hook.kind not in ("none", "passage")

    def option(self, name: str) -> Option | None:
        """The option called `name`."""
        return next((option for each, option in self.sdk.options.items() if each == name), None)

    def layers(self, name: str) -> dict[str, tuple[str, ...]]:
        """Where an option is written: parameters by layer, and the variables of the environment."""
        option = self.option(name)
        if option is None:
            return {}
        own = [path for method in self.sdk.methods for path in parameters(method, name)]
        places = {
            "constructor" if self.is_framework else "call": dict.fromkeys([*option.call, *own]),
            "client": option.client,
            "module": [f"{self.sdk.roots[0]}.{each}" for each in option.global_],
            "environment": option.environment,
        }
        return {layer: tuple(names) for layer, names in places.items() if names}

    @property
    def timeouts(self) -> tuple[By, ...]:
        """Seconds in force by default, None for no limit; the newest versions first."""
        option = self.option("timeout")
        return () if option is None else tuple(by_version(option))

    @property
    def requests(self) -> tuple[By, ...]:
        """Requests that one call sends to a server that always answers 429, None where that is not known; newest versions first.

        Those that were counted, and where none were, those that the entry's retries come to.
        """
        counted = [] if self.evidence is None else self.evidence.versions
        seen = [By(each.version, each.requests_on_429) for each in counted if each.requests_on_429 is not None]
        if seen:
            return tuple(reversed(seen))
        option = self.option("max_retries")
        if option is None:
            return (By("", None),)
        further, rounds = self._default("further_retries"), self._default("rounds")
        known = [By(each.versions, None if is_elapsed(option) and each.value else each.value) for each in by_version(option)]
        return tuple(
            By(each.versions, None if each.value is None else (each.value + 1 + further) * (rounds + 1)) for each in known
        )

    def _default(self, name: str) -> float:
        """The default of an option in the newest versions; 0 where there is none."""
        option = self.option(name)
        return 0 if option is None else next(by_version(option)).value or 0

    @property
    def generates(self) -> bool:
        return any(method.kind == "generation" for method in self.sdk.methods)

    @property
    def caps(self) -> tuple[By, ...]:
        """Tokens that the SDK asks for where nobody gives a cap; None where it sends none."""
        option = self.option("max_output_tokens")
        return (By("", None),) if option is None else tuple(by_version(option))

    @property
    def requires_cap(self) -> bool:
        option = self.option("max_output_tokens")
        return option is not None and option.required

    @property
    def state(self) -> State | None:
        """How the facts of the table are known, by the weakest of them; None: they were not checked."""
        if self.evidence is None:
            return None
        facts = self.evidence.facts
        states = {facts[name].state for name in facts.keys() & _IN_ROW} or {fact.state for fact in facts.values()}
        return next((state for state in STATES if state in states), None)

    @property
    def names(self) -> tuple[str, ...]:
        """What people may call it: id, distribution, import roots, title."""
        roots = [part for root in self.sdk.roots for part in (root, root.partition(".")[0])]
        return tuple(dict.fromkeys((self.sdk.id, self.sdk.distribution, *roots, self.title)))

    @property
    def classes(self) -> frozenset[str]:
        """The classes and functions that carry options, without their modules."""
        clients = (name for client in self.sdk.clients for name in client.names)
        made = (path for method in self.sdk.methods if method.form == "constructor" for path in method.paths)
        return frozenset(name.rpartition(".")[2] for name in (*clients, *made) if name)


def parameters(method: Method, fact: str) -> list[str]:
    """The parameters that give a fact to a method."""
    return next((names for each, names in method.parameters.items() if each == fact), [])


def is_elapsed(option: Option) -> bool:
    """Whether the option is a time and not a number of retries."""
    return option.unit in ("elapsed_s", "elapsed_ms")


def by_version(option: Option) -> Iterator[By]:
    """The defaults of an option; the first holds where no other does."""
    for versions, value in (("", option.default), *((era.versions, era.default) for era in reversed(option.history))):
        yield By(versions, value if isinstance(value, int | float) else None)


def every() -> list[Entry]:
    """All entries, in the order in which they are shown."""
    known = evidence()
    found: list[Entry] = []
    for path in sorted((FOLDER / "sdks").glob("*.toml")):
        text = path.read_text(encoding="utf-8")
        sdk = Sdk.model_validate(tomli.loads(text))
        found.append(Entry(sdk, _head(text), known.get(sdk.id)))
    return ranked(found)


def ranked(entries: Iterable[Entry]) -> list[Entry]:
    """SDKs, then frameworks; first what waits longest, and of these what sends most."""
    return sorted(entries, key=_rank)


def _rank(entry: Entry) -> tuple[bool, float, float, str]:
    longest = max((math.inf if each.value is None else each.value for each in entry.timeouts), default=0.0)
    most = max(each.value or 0.0 for each in entry.requests)
    return (entry.is_framework, -longest, -most, entry.title.casefold())


def _head(text: str) -> str:
    """The comment that a file begins with, on one line."""
    lines = takewhile(lambda line: line.startswith("#"), text.splitlines())
    return " ".join(" ".join(line.lstrip("#") for line in lines).split())
