"""What is a call given, and where did it arrive?"""

from __future__ import annotations

import copy
import inspect
from collections.abc import Iterator
from typing import Any

MESSAGES = [{"role": "user", "content": "a sample"}]
SAMPLES: dict[str, Any] = {
    "messages": MESSAGES,
    "model": "a-model",
    "model_name": "a-model",
    "max_tokens": 5,
    "input": "a sample",
    "documents": ["a sample"],
    "texts": ["a sample"],
    "tools": [],
}
"""What a parameter is given where it must be given something: `a sample` unless it is named here or in the recipe."""
SAMPLE = "a sample"
ABSENT: Any = type(
    "Absent", (), {"__repr__": lambda self: "nothing", "__copy__": lambda self: self, "__deepcopy__": lambda self, memo: self}
)()


def put(target: dict[str, Any], dotted: str, value: Any) -> None:
    """`config.timeout`: the key `timeout` of the dict that `config` is given."""
    *outer, last = dotted.split(".")
    for name in outer:
        inner = target.get(name)
        target[name] = dict(inner) if isinstance(inner, dict) else {}
        target = target[name]
    target[last] = value


def without_absent(options: Any) -> Any:
    """The options without what is ABSENT, and without a dict of which nothing is left by that."""
    if not isinstance(options, dict):
        return options
    found = {name: without_absent(value) for name, value in options.items() if value is not ABSENT}
    return {name: value for name, value in found.items() if value != {} or options[name] == {}}


def parameters(function: Any) -> dict[str, inspect.Parameter] | None:
    """The parameters that a caller may give by name, in their order; None where the signature is not to be had."""
    if inspect.isclass(function) and function.__init__ is not object.__init__:
        try:
            found = dict(inspect.signature(function).parameters)
        except (TypeError, ValueError):
            found = dict(list(inspect.signature(function.__init__).parameters.items())[1:])
        return found
    try:
        return dict(inspect.signature(function).parameters)
    except (TypeError, ValueError):
        return None


def takes(function: Any, name: str) -> bool | None:
    """Whether `function` has the parameter; None where only a call can tell (`**kwargs`)."""
    found = parameters(function)
    if found is None:
        return None
    if name.partition(".")[0] in _fields(function):
        return True
    named = found.get(name.partition(".")[0])
    if named is not None and named.kind not in (named.VAR_KEYWORD, named.VAR_POSITIONAL, named.POSITIONAL_ONLY):
        return True
    return None if any(each.kind is each.VAR_KEYWORD for each in found.values()) else False


def _fields(function: Any) -> set[str]:
    """What a class of pydantic may be given: a signature tells one name of a field, and others are heeded too."""
    fields = getattr(function, "model_fields", None) if inspect.isclass(function) else None
    if not isinstance(fields, dict):
        fields = getattr(function, "__fields__", None) if inspect.isclass(function) else None
    names = set()
    for name, field in fields.items() if isinstance(fields, dict) else ():
        names.add(name)
        for alias in (getattr(field, "alias", None), getattr(field, "validation_alias", None)):
            names.update(each for each in getattr(alias, "choices", [alias]) if isinstance(each, str))
    return names


def required(function: Any) -> list[str]:
    """The parameters without a default."""
    usual = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
    found = (parameters(function) or {}).values()
    return [each.name for each in found if each.default is each.empty and each.kind in usual and each.name not in ("self", "cls")]


def marked(sample: Any, mark: str) -> Any:
    """The sample with `mark` in place of its text, or of the last part of a URL or of a name like `openai/a-model`."""
    if isinstance(sample, str):
        return f"{sample.rpartition('/')[0]}/{mark}".lstrip("/")
    if isinstance(sample, list):
        return [marked(each, mark) for each in sample]
    if isinstance(sample, dict):
        texts = ("content", "text", "parts")
        return {name: marked(each, mark) if name in texts else each for name, each in sample.items()}
    return copy.copy(sample)


def places_of(value: Any, body: Any) -> Iterator[str]:
    """Where in a body `value` stands, as dotted names; a text counts where it is part of one."""
    for place, leaf in leaves(body):
        same = type(leaf) is type(value) and leaf == value
        if same or (isinstance(value, str) and isinstance(leaf, str) and value in leaf):
            yield place


def leaves(body: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    """Everything that a body says, by its dotted name."""
    if isinstance(body, dict):
        for name, each in body.items():
            yield from leaves(each, f"{place}.{name}" if place else str(name))
    elif isinstance(body, list):
        for index, each in enumerate(body):
            yield from leaves(each, f"{place}.{index}")
    else:
        yield place, body
