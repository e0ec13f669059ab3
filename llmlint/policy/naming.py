"""Under which names does the policy know the model of a call?

By the name in the call, alone or behind its provider (`openai/gpt-4o`); by the model that a deployment stands for, where
`[deployments]` says which.  Both sides ask here: either may know the host that a deployment is of, or not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import NamedTuple

from llmlint.facts import Facts
from llmlint.knowledge import models
from llmlint.knowledge.loader import knowledge
from llmlint.knowledge.models import Model
from llmlint.knowledge.providers import LOCAL, Provider, host
from llmlint.policy.compiled import InForce, Setting
from llmlint.policy.glob import matches_name
from llmlint.values import Alternative, Known, Reason, Unknown, alternatives

Patterns = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meaning:
    """One model that the name in a call may stand for.

    `model` is its name at the provider, `names` are all that the policy may call it.  `deployment` is where the policy says that
    a deployment stands for it.  `hidden` is a fact that is not known, for which reason there may be other names: the provider, or
    the model itself where its name is that of a deployment.
    """

    model: str
    names: tuple[str, ...]
    provider: str | None
    deployment: Setting | None = None
    hidden: tuple[str, Unknown] | None = None

    def matches(self, patterns: Patterns) -> bool | None:
        """Whether one of `patterns` means this model; None where that cannot be told."""
        if any(matches_name(name, pattern) for name in self.names for pattern in patterns):
            return True
        if self.hidden is None:
            return False
        return None if self.hidden[0] == "model" or self._may_match(patterns) else False

    @property
    def listed(self) -> Model | None:
        """What is known of the model; None where no list of its provider has it."""
        return models.model(self.model, self.provider, deployed=self.deployment is not None)

    def called(self, name: str, patterns: Patterns) -> str:
        """What a message calls the model that a call names `name`; empty where the name says all."""
        called = ""
        if self.deployment is not None:
            called = f"deployment {name} ({self.deployment.value}, {self.deployment.place})"
        elif name != self.model:
            return ""  # a prefix has the provider
        if self.provider is not None and any(_with_some_provider(self.model, pattern) for pattern in patterns):
            called = f"{called or name} at {self.provider}"
        return called

    def _may_match(self, patterns: Patterns) -> bool:
        """Whether a pattern means this model with some provider."""
        short = _short(self.model)
        return any(_with_some_provider(self.model, each) or matches_name(short, each) for each in patterns)


class _Answerer(NamedTuple):
    """Who may answer a call, and at which host: the two as far as they are known."""

    provider: Alternative
    base_url: Alternative

    @property
    def id(self) -> str | None:
        return str(self.provider.value) if isinstance(self.provider, Known) else None

    @property
    def host(self) -> str | None:
        return host(str(self.base_url.value)) if isinstance(self.base_url, Known) else None

    @property
    def entry(self) -> Provider | None:
        return knowledge().providers.get(self.id)


def meanings(name: str, facts: Facts, policy: InForce) -> Iterator[Meaning]:
    """The models that `name` in a call may stand for; at least one."""
    model = _without_route(name, facts)
    for answerer in _answerers(facts):
        stands_for = tuple(_deployed(model, answerer, policy))
        for setting in stands_for:
            yield _mapped(model, setting, answerer)
        if not stands_for or not (_certain(answerer) or model in policy.deployments.get("*", {})):
            yield _plain(name, model, answerer)


def the_one(name: str, facts: Facts, policy: InForce) -> Meaning | None:
    """The one model that `name` in a call stands for; None where it may be another."""
    found = tuple(meanings(name, facts, policy))
    return found[0] if len(found) == 1 and found[0].hidden is None else None


def _without_route(name: str, facts: Facts) -> str:
    sdk = facts.effective("sdk")
    entry = knowledge().sdks.get(str(sdk.value)) if isinstance(sdk, Known) else None
    route = None if entry is None else knowledge().routes.get(entry.routes)
    return name if route is None else route.model(name)


def _answerers(facts: Facts) -> Iterator[_Answerer]:
    """Every provider with every URL that it may be asked at."""
    found = [
        _Answerer(provider, base_url)
        for provider in alternatives(facts.effective("provider"))
        for base_url in alternatives(facts.effective("base_url"))
    ]
    fitting = [each for each in found if _fits(each)]
    yield from dict.fromkeys(fitting or found)


def _fits(answerer: _Answerer) -> bool:
    """Whether the provider may be the one at the host: of several clients, each has its own of both."""
    at = None if answerer.host is None else knowledge().providers.at_host(answerer.host)
    anywhere = answerer.entry is not None and answerer.entry.elsewhere
    return answerer.id is None or at is None or at == answerer.id or (anywhere and at == LOCAL)


def _certain(answerer: _Answerer) -> bool:
    """Whether a name that the policy has for a deployment is one, whichever of the hosts it may be at."""
    hides = answerer.entry is not None and answerer.entry.names == "deployment"
    return hides or answerer.host is not None


def _deployed(model: str, answerer: _Answerer, policy: InForce) -> Iterator[Setting]:
    """The models that `[deployments]` gives for `model`: those of the host, or, if it is not known, of any that it may be."""
    tables = [(pattern, table[model]) for pattern, table in policy.deployments.items() if model in table]
    if answerer.host is None:
        told = [setting for pattern, setting in tables if _may_be_at(answerer, pattern)]
        yield from {setting.value: setting for setting in reversed(told)}.values()
        return
    fitting = [(pattern, setting) for pattern, setting in tables if fnmatchcase(answerer.host, pattern)]
    if fitting:
        # The host itself, else the pattern that says most of it.
        yield max(fitting, key=lambda each: (each[0] == answerer.host, len(each[0]), each[0]))[1]


def _may_be_at(answerer: _Answerer, pattern: str) -> bool:
    """Whether the provider may be asked at a host that fits `pattern`."""
    provider = knowledge().providers.at_host(pattern)
    if answerer.id is None or provider == answerer.id or pattern == "*":
        return True
    entry = answerer.entry
    return provider is None and (entry.elsewhere if entry is not None else False)


def _mapped(model: str, setting: Setting, answerer: _Answerer) -> Meaning:
    stands_for = str(setting.value)
    names = (stands_for, _short(stands_for), *(() if answerer.id is None else (f"{answerer.id}/{stands_for}",)))
    return Meaning(stands_for, names, answerer.id, setting, _provider_hidden(answerer))


def _plain(name: str, model: str, answerer: _Answerer) -> Meaning:
    names = [name, model]
    hidden = _provider_hidden(answerer)
    if answerer.id is not None:
        names.append(f"{answerer.id}/{model}")
    if answerer.id == LOCAL or answerer.entry is None:
        likely = knowledge().providers.likely(str(answerer.base_url.value)) if isinstance(answerer.base_url, Known) else None
        names.extend([] if likely is None else [f"{likely}/{model}"])
    if answerer.entry is not None and answerer.entry.names == "vendor":
        names.append(_short(model))
    if answerer.entry is not None and answerer.entry.hides(model):
        hidden = ("model", Unknown(Reason.DEPLOYMENT, model))
    return Meaning(model, tuple(dict.fromkeys(names)), answerer.id, None, hidden)


def _provider_hidden(answerer: _Answerer) -> tuple[str, Unknown] | None:
    match answerer:
        case _Answerer(provider=Unknown() as provider):
            return ("provider", provider)
        case _Answerer(provider=Known(value=provider), base_url=Unknown() as base_url) if provider == LOCAL:
            return ("base_url", base_url)
        case _Answerer(provider=Known()):
            return None
    return ("provider", Unknown(Reason.NOT_OBSERVABLE))


def _short(model: str) -> str:
    """The name of a model without its maker's (`anthropic/claude-…`)."""
    return model.rpartition("/")[2] or model


def _with_some_provider(model: str, pattern: str) -> bool:
    """Whether `model` matches the `provider/model` pattern with some provider.

    A provider has no slash, so what stands for the slash after it is the pattern's first one, or a wildcard before that.
    """
    if "/" not in pattern:
        return False
    places = (at for at, character in enumerate(pattern[: pattern.index("/") + 1]) if character in "/*?[")
    return any(matches_name(f"/{model}", pattern[at:]) for at in places)
