"""Which argument is meant by a parameter's name?

SDKs take options by position (`completion("gpt-4o", messages)`) and deep inside others (`config.http_options.timeout`: in a dict,
in a typed object, in the JSON text of a body).  Both become keywords here, under the names that the knowledge has for them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from llmlint.static.link.domain import (
    Abstract,
    Arguments,
    ClientRef,
    Const,
    DictRef,
    Foreign,
    Items,
    Missing,
    NotGiven,
    Opaque,
    Option,
    OptionLayer,
    Resource,
    choices,
    join,
)
from llmlint.static.link.frame import Frame
from llmlint.static.link.state import Entries
from llmlint.values import Reason


def named(arguments: Arguments, positional: tuple[str, ...], nested: Iterable[str], frame: Frame) -> Arguments:
    """`arguments` with a keyword for each of `positional` that is given by position, and for each of `nested`."""
    keywords = dict(arguments.keywords)
    for name, option in zip(positional, arguments.positional, strict=False):
        keywords.setdefault(name, option)
    open_ = arguments.open
    if open_ is None and arguments.open_positional and positional:
        open_ = Opaque(Reason.STARRED_KWARGS)
    for path in nested:
        first, *inner = path.split(".")
        outer = keywords.get(first)
        if outer is not None:
            held = _inside(outer.value, inner, frame)
            if not isinstance(held, Missing):
                keywords[path] = Option(held, outer.place)
    return Arguments(arguments.positional, keywords, open_, arguments.open_positional, arguments.place)


def _inside(value: Abstract, path: list[str], frame: Frame) -> Abstract:
    for name in path:
        value = join(_key(each, name, frame) for each in choices(value))
    return value


def _key(value: Abstract, name: str, frame: Frame) -> Abstract:
    match value:
        case DictRef(address=address):
            return _entry(frame.state.entries(address), name)
        case Foreign(address=int() as address):
            return _entry(frame.state.entries(address), name)
        case ClientRef(layers=layers):
            return _of_client(layers, name)
        case Const(value=str() | bytes() as text):
            return _in_json(text, name)
        case Const() | Missing() | NotGiven():
            return Missing()
        case Opaque():
            return value
        case Resource(receiver=Opaque(reason=reason, detail=detail), path=path):
            return Opaque(reason, ".".join([detail, *path]).strip("."))
    return Opaque(Reason.UNSUPPORTED, name)


def _of_client(layers: tuple[OptionLayer, ...], name: str) -> Abstract:
    """An option of a client that a framework's model is given to send with."""
    for layer in layers:
        if name in layer.options:
            return layer.options[name].value
        if layer.open is not None:
            return layer.open
    return Missing()


def _entry(entries: Entries, name: str) -> Abstract:
    held = entries.known.get(name)
    return held if held is not None else entries.open or Missing()


def _in_json(text: str | bytes, name: str) -> Abstract:
    """A key of a body that stands in the source as JSON; other texts have none."""
    if text.lstrip()[:1] not in ("{", b"{"):
        return Missing()
    try:
        return _literal(json.loads(text).get(name, _MISSING))
    except (ValueError, AttributeError, RecursionError):
        return Opaque(Reason.UNSUPPORTED, name)


_MISSING = object()


def _literal(value: Any) -> Abstract:
    match value:
        case None | bool() | int() | float() | str():
            return Const(value)
        case dict():
            return Const(json.dumps(value))
        case list():
            return Items("list", tuple(_literal(each) for each in value))
    return Missing()
