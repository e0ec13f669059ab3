"""In which words is one thing told that is known of an SDK?  The same ones in the table, on its page and in the document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from llmlint.knowledge.evidence import State
from llmlint.knowledge.schema import Option, Otherwise
from llmlint.report.sdks.entry import By, Entry, by_version, is_elapsed

NOT_CHECKED: Final = "not checked yet"
STATES: Final[Mapping[State, str]] = {"executed": "executed", "introspected": "introspected", "source": "by reading only"}
UNITS: Final[Mapping[str, str]] = {
    "s": "in seconds",
    "ms": "in milliseconds",
    "tokens": "in tokens",
    "retries": "in retries after the first send",
    "attempts": "in attempts, the first included",
    "elapsed_s": "a time in seconds, not a number of retries",
    "elapsed_ms": "a time in milliseconds, not a number of retries",
}
NAMES: Final[Mapping[str, str]] = {
    "timeout": "timeout",
    "max_retries": "retries",
    "further_retries": "further retries",
    "rounds": "rounds",
    "max_output_tokens": "output cap",
}
_MEANINGS: Final = {
    "unbounded": "no limit",
    "default": "the default",
    "absent": "nothing is sent",
    "zero": "none at all",
    "error": "an error",
}


def seconds(value: float | None) -> str:
    return "none" if value is None else f"{value:,g} s"


def tokens(value: float | None) -> str:
    return "none" if value is None else f"{value:,g}"


def retries(value: float | None) -> str:
    return "no number of retries" if value is None else f"{value:,g} {'retry' if value == 1 else 'retries'}"


def rounds(value: float | None) -> str:
    return "no number of rounds" if value is None else f"{value + 1:,g} {'round' if value == 0 else 'rounds'} of all that"


def spent(value: float | None) -> str:
    """How long a call is sent again."""
    return f"for up to {value:,g} s" if value else "none"


def number(value: float | None) -> str:
    return "?" if value is None else f"{value:,g}"


def timeout(entry: Entry, *, short: bool = False) -> str:
    """The default timeouts: `600 s`, `none`, `5 s (none before 0.11)`; in short `5 s|none`."""
    if not entry.timeouts:
        return "-"
    return _values(entry.timeouts, seconds, short=short)


def unit(entry: Entry) -> str:
    """The unit in which a timeout is given; `-` where it cannot be."""
    option = entry.option("timeout")
    return option.unit or "s" if option is not None and entry.layers("timeout") else "-"


def none(entry: Entry) -> str:
    """What a timeout of None means; where it means the default and that is no limit, no limit."""
    option = entry.option("timeout")
    if option is None or not entry.layers("timeout"):
        return "-"
    if _is_never(option):
        return "no limit"
    return {"unbounded": "no limit", "default": "default", "absent": "default", "error": "error"}[option.none]


def requests(entry: Entry, *, short: bool = False) -> str:
    """Requests sent on a 429: `3`, `3 (5 before 1.44)`; `?` where it is not known."""
    return _values(entry.requests, number, short=short)


def cap(entry: Entry, *, short: bool = False) -> str:
    """The cap on generated tokens where nobody gives one: `none`, `required`, or its own; `-` where nothing is generated."""
    if not entry.generates:
        return "-"
    return "required" if entry.requires_cap else _values(entry.caps, tokens, short=short)


def waits(entry: Entry) -> str:
    """The default timeout, as a sentence."""
    if all(each.value is None for each in entry.timeouts):
        return "none: the call may hang forever"
    return timeout(entry)


def sends(entry: Entry) -> str:
    """The requests on a 429, and what they come of, as a sentence."""
    if all(each.value is None for each in entry.requests):
        return "no number is known"
    counted = entry.evidence is not None and any(each.requests_on_429 is not None for each in entry.evidence.versions)
    source = "counted" if counted else "all layers multiplied" if entry.is_framework else "the first and its retries"
    again = [f"{name} multiplies them, by {given.default} unless told otherwise" for name, given in entry.sdk.retrying.items()]
    return "; ".join([f"{requests(entry)}, {source}" if counted or requests(entry) != "1" else "1", *again])


def capped(entry: Entry) -> str:
    """The cap on generated tokens, as a sentence."""
    if entry.requires_cap:
        return "required, the SDK refuses a call without one"
    text = cap(entry)
    return "none is sent: the model's own maximum, or the server's, applies" if text == "none" else f"{text} tokens"


def guarded(entry: Entry) -> str:
    """Whether the guard takes hold of the calls."""
    hook = entry.sdk.hook
    if entry.is_guarded:
        return f"takes hold of its calls ({hook.module})"
    if hook.kind == "passage":
        return "takes hold of its calls in the SDK that it sends through; a refusal passes through it as it is"
    if entry.is_framework:
        return "has no hold on it, only on the SDK that it sends through, if that has one"
    return "has no hold on it: its calls are judged on source only"


def known(entry: Entry) -> str:
    """How the facts of the table are known: `executed`, `introspected`, `source`."""
    return entry.state or NOT_CHECKED


def versions(entry: Entry) -> str:
    return entry.sdk.versions or "all"


def requirement(entry: Entry) -> str:
    """`openai >=1`, or the distribution alone."""
    return f"{entry.sdk.distribution} {entry.sdk.versions}".rstrip()


def described(entry: Entry, name: str) -> str:
    """What an option counts, its default, and the meaning of None and 0."""
    option = entry.option(name)
    if option is None:
        return ""
    if name not in NAMES:
        return "" if option.default is None else f"{str(option.default).lower()} by default"
    if option.required:
        return "required, the SDK refuses a call without it"
    texts = {"timeout": seconds, "max_output_tokens": tokens, "rounds": rounds}
    word = spent if is_elapsed(option) else texts.get(name, retries)
    default = f"{_values(tuple(by_version(option)), word)} by default"
    if not entry.layers(name):
        return f"no parameter; {default}"
    return "; ".join([*([UNITS[option.unit]] if option.unit else []), default, meaning(name, option)])


def places(entry: Entry, name: str, quote: Callable[[str], str] = str) -> str:
    """Where an option is written, layer by layer, and what only looks like it: `call: timeout; client: timeout`."""
    option = entry.option(name)
    layers = {**entry.layers(name), "misleading": tuple(option.decoys) if option is not None else ()}
    told = [f"{layer}: {listed(map(quote, names))}" for layer, names in layers.items() if names]
    others = [f"{quote(each.parameter)} {_otherwise(name, each)}" for each in option.otherwise] if option is not None else []
    return "; ".join([*told, *([f"or else {listed(others)}"] if others else [])])


def _otherwise(name: str, other: Otherwise) -> str:
    """How another parameter says the same: in its unit, or what its values come to."""
    word = seconds if name == "timeout" else retries if name == "max_retries" else number
    values = [f"{'given' if value == '*' else value}: {word(float(meant))}" for value, meant in other.values.items()]
    return f"({UNITS[other.unit] if other.unit else listed(values)})"


def default_of(name: str, value: float | bool | str) -> str:
    """The default that one method has for itself."""
    return seconds(value) if name == "timeout" and isinstance(value, int | float) else str(value)


def meaning(name: str, option: Option) -> str:
    """What None means, and 0 where it is not a number like any other."""
    none = "the default, which is no limit" if name == "timeout" and _is_never(option) else _MEANINGS[option.none]
    none = "as if not given" if option.none == "absent" and name != "max_output_tokens" else none
    zero = {"value": "", "unbounded": "no limit", "default": "the default"}[option.zero]
    return f"None: {none}" + (f"; 0: {zero}" if zero else "")


def _is_never(option: Option) -> bool:
    return option.none == "default" and all(each is None for each in (option.default, *(era.default for era in option.history)))


def listed(names: Iterable[str]) -> str:
    return ", ".join(names)


def _values(values: Sequence[By], word: Callable[[float | None], str], *, short: bool = False) -> str:
    if short or len({each.value for each in values}) == 1:
        return "|".join(dict.fromkeys(word(each.value) for each in values))
    first, *others = values
    told = ", ".join(f"{word(each.value)} {span(each.versions)}" for each in others if each.value != first.value)
    return f"{word(first.value)} ({told})"


def span(versions: str) -> str:
    """`before 1.44`, `in 1.5.35`, `in >=2.3,<2.5`."""
    return f"before {versions[1:]}" if versions.startswith("<") else f"in {versions}"
