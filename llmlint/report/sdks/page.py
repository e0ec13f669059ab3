"""What is all that is known of one SDK?  For a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from llmlint.knowledge.evidence import STATES, Evidence
from llmlint.knowledge.schema import Client, Method, Variant
from llmlint.report.sdks import words
from llmlint.report.sdks.entry import Entry, parameters
from llmlint.report.terminal import Style, columns, pad

PAGE: Final = 110
"""Columns beyond which prose is hard to read."""
NAMES: Final = 20
"""Columns for what a line is about."""
_KINDS: Final = ("generation", "embedding", "image", "audio", "rerank")
_LEFT_OUT: Final = {
    "input_without_cache": "what is told of the input leaves out what was read from the cache and written to it",
    "output_without_reasoning": "what is told of the output leaves out the tokens of reasoning",
}
_Line = tuple[str, str]


def render(entries: Sequence[Entry], others: Sequence[str], style: Style) -> Iterator[str]:
    """The pages of `entries`, and the ids of `others` that have the name asked for in theirs."""
    style = replace(style, width=None if style.width is None else min(style.width, PAGE))
    for index, entry in enumerate(entries):
        yield from ["", ""] if index else []
        yield from _page(entry, style)
    if others:
        yield ""
        yield from style.wrap(f"See also: {words.listed(others)}", "", "  ")


def _page(entry: Entry, style: Style) -> Iterator[str]:
    sdk = entry.sdk
    name = entry.title if entry.title == sdk.id else f"{entry.title} ({sdk.id})"
    first, *rest = style.wrap(f"{words.requirement(entry)}, imported as {words.listed(sdk.roots)}", f"{name}: ", "  ")
    yield style.paint(name, "bold") + first[len(name) :]
    yield from rest
    if entry.head:
        yield from style.wrap(entry.head, "  ", "  ")
    yield from _section("Where nobody says anything", by_default(entry), style)
    yield from _section("Traps", (("-", trap) for trap in sdk.traps), style, room=2)
    yield from _section("Options", _options(entry), style)
    yield from _section("Clients", _clients(entry), style, room=0)
    for kind in _KINDS:
        methods = [method for method in sdk.methods if method.kind == kind]
        yield from _section(f"{'Constructors' if entry.is_framework else 'Methods'}: {kind}", _methods(methods), style, room=0)
    yield from _section("Around it", _around(entry), style)
    yield from _section("What its answers tell", _usage(entry), style)
    yield from _section("How it is known", _known(entry), style)


def _section(title: str, lines: Iterable[_Line], style: Style, room: int = NAMES) -> Iterator[str]:
    """A heading and lines of (name, text) below it, if there are any; without `room` names stand above their text."""
    for index, (name, text) in enumerate(lines):
        if index == 0:
            yield ""
            yield style.paint(title, "bold")
        if room == 0:
            yield from (style.paint(line, "cyan") for line in style.wrap(name, "  ", "    "))
            yield from style.wrap(text, "      ", "      ") if text else []
            continue
        head = f"  {pad(name, room)}" if columns(name) < room else f"  {name} "
        first, *rest = style.wrap(text, head, " " * (room + 2))
        yield style.paint(head, "cyan") + first[len(head) :]
        yield from rest


def by_default(entry: Entry) -> Iterator[_Line]:
    """What is in force where nobody says anything."""
    yield "timeout", words.waits(entry)
    yield "requests on a 429", words.sends(entry)
    if entry.generates:
        yield "output cap", words.capped(entry)


def _options(entry: Entry) -> Iterator[_Line]:
    for name in entry.sdk.options:
        places = words.places(entry, name)
        told = words.described(entry, name)
        if (places or name in words.NAMES) and (entry.generates or name != "max_output_tokens"):
            yield name, told or places
            yield from [("", places)] if told and places else []


def _clients(entry: Entry) -> Iterator[_Line]:
    if entry.is_framework:
        return
    for client in entry.sdk.clients:
        names = [name or f"the module {entry.sdk.roots[0]} itself" for name in client.names]
        yield words.listed(names), _client(client, entry)


def _client(client: Client, entry: Entry) -> str:
    parts = ["async" if client.async_ else ""]
    parts.append(f"answered by {client.provider}" if client.provider and client.provider != entry.sdk.provider else "")
    if client.when is not None:
        parts.append(f"where {client.when.parameter} is {' or '.join(client.when.values)}")
    return "; ".join(part for part in parts if part)


def _methods(methods: Sequence[Method]) -> Iterator[_Line]:
    for method in methods:
        given = {word: parameters(method, fact) for fact, word in (("model", "model"), ("max_output_tokens", "cap"))}
        parts = [f"{word}: {words.listed(names)}" for word, names in given.items() if names]
        parts += [f"{words.NAMES[name]} {words.default_of(name, value)}" for name, value in method.defaults.items()]
        parts.append("always streamed" if method.streams else "")
        parts.append("async" if method.async_ else "")
        parts += _variants(method.variants)
        yield words.listed(method.paths), "; ".join(part for part in parts if part)


def _variants(variants: Sequence[Variant]) -> Iterator[str]:
    """By which arguments a request is of another kind."""
    for kind in dict.fromkeys(variant.kind for variant in variants):
        conditions = [_condition(variant) for variant in variants if variant.kind == kind]
        yield f"{kind} where {' or '.join(conditions)}"


def _condition(variant: Variant) -> str:
    given = f"{variant.parameter} is given" if variant.value == "*" else f"{variant.parameter} holds {variant.value}"
    return f"{given} without {variant.without}" if variant.without else given


def _around(entry: Entry) -> Iterator[_Line]:
    sdk = entry.sdk
    variables = [f"{variable} ({name})" for name, option in sdk.options.items() for variable in option.environment]
    again = [f"{name} ({given.parameter}, {given.default} times unless told)" for name, given in sdk.retrying.items()]
    lines = {
        "derived by": [name for name in sdk.derive if name not in sdk.retrying],
        "sent again by": again,
        "views": sdk.views,
        "wrapped by": sdk.wrappers,
        "the same in": sdk.mirrors,
        "bodies": sdk.bodies,
        "not given": sdk.not_given,
        "timeout objects": sdk.timeout_types,
        "http clients": sdk.http_client_types,
        "variables": variables,
    }
    yield from ((name, words.listed(values)) for name, values in lines.items() if values)
    yield "guard", words.guarded(entry)


def _usage(entry: Entry) -> Iterator[_Line]:
    """Where an answer tells what was used, and what must be added up."""
    for name, value in entry.sdk.usage:
        if isinstance(value, list) and value:
            yield name.replace("_", " "), words.listed(value)
        elif value is True:
            yield "note", _LEFT_OUT.get(name, name.replace("_", " "))


def _known(entry: Entry) -> Iterator[_Line]:
    if entry.evidence is None:
        yield "by a run", f"{words.NOT_CHECKED}{'; the head above says what was looked at' if entry.head else ''}"
    else:
        yield from _evidence(entry.evidence)
    if entry.sdk.seen:
        yield "looked at", words.listed(entry.sdk.seen)
    yield from entry.sdk.sources.items()


def _evidence(evidence: Evidence) -> Iterator[_Line]:
    yield "by a run", f"on {evidence.date}"
    for version in evidence.versions:
        seen = [] if version.requests_on_429 is None else [f"{version.requests_on_429} requests on a 429"]
        if version.default_timeout != "unknown":
            waits = version.default_timeout
            seen.append("no limit on the wait" if waits == "none" else f"a wait of {words.seconds(waits)}")
        yield version.version, words.listed(seen) or "names only"
    for state in reversed(STATES):
        names = [name for name, fact in evidence.facts.items() if fact.state == state]
        if names:
            yield words.STATES[state], words.listed(names)
    notes = {fact.note: None for fact in evidence.facts.values() if fact.note}
    for note in notes:
        about = [name for name, fact in evidence.facts.items() if fact.note == note]
        yield "note", f"{words.listed(about)}: {note}"
