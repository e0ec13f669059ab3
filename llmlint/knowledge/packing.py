"""How does `compiled.json` hold the knowledge, so that a program pays only for what it uses?

An index by the names that source uses, and then each entry in a line of its own, which is decoded when somebody asks for it.  The
whole is JSON all the same, and a review sees the entries that changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from llmlint.knowledge.entries import Sdk, below, entry

_ENTRIES: Final = '\n"sdks": {\n'


def packed(data: Mapping[str, Any]) -> str:
    """The text of a compiled file: `data` holds `sdks`, a list of entries, and whatever else is to be kept as it is."""
    sdks: Sequence[Mapping[str, Any]] = data["sdks"]
    index = {**{name: value for name, value in data.items() if name != "sdks"}, **_index(sdks)}
    head = ",\n".join(f"{_dumped(name)}: {_by_line(value)}" for name, value in index.items())
    lines = ",\n".join(f"{_dumped(each['id'])}: {_dumped(each)}" for each in sdks)
    return f"{{\n{head},{_ENTRIES}{lines}\n}}}}\n"


def unpacked(text: str) -> tuple[Mapping[str, Any], Mapping[str, str]]:
    """The index of a compiled file, and the JSON of each entry by its id."""
    head, _, lines = text.partition(_ENTRIES)
    entries = (line.partition('": ') for line in lines.split("\n")[:-2])
    return json.loads(f"{head[:-1]}}}"), {name[1:]: data.rstrip(",") for name, _, data in entries}


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _by_line(value: object) -> str:
    """JSON with a line for each thing in it, so that a difference is one."""
    if isinstance(value, dict) and value:
        return "{\n" + ",\n".join(f" {_dumped(name)}: {_dumped(each)}" for name, each in value.items()) + "\n}"
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(f" {_dumped(each)}" for each in value) + "\n]"
    return _dumped(value)


def _index(data: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """What there is to ask of all entries together, without reading any."""
    sdks = [entry(each) for each in data]
    clients = [(dotted, sdk.id, client) for sdk in sdks for dotted, made in sdk.clients.items() for client in made]
    methods = [method for sdk in sdks for method in sdk.methods.values()]
    return {
        "distributions": _distinct(sdk.distribution for sdk in sdks),
        "clients": _grouped((dotted, sdk) for dotted, sdk, _ in clients),
        "module_clients": _grouped((dotted, sdk) for dotted, sdk, client in clients if client.module),
        "choosing": _distinct(dotted for dotted, _, client in clients if client.when is not None),
        "paths": _grouped((method.path, method.sdk) for method in methods),
        "loud": _distinct(each.path for each in methods if "." not in each.path and not each.known_receiver),
        "quiet": _grouped(
            (dotted.partition(".")[0], name) for sdk in sdks for dotted in sdk.clients for name in sorted(_quiet(sdk))
        ),
        "views": _distinct(view for sdk in sdks for view in sdk.views),
        "roots": _distinct(root for sdk in sdks for root in sdk.roots),
        "wrappers": _distinct(path for sdk in sdks for path in sdk.wrappers),
        **{
            key: _distinct(dotted for each in data for dotted in below(each, each.get(key, ())))
            for key in ("not_given", "timeout_types", "http_client_types")
        },
        "hooks": {each["id"]: each["hook"] for each in data if each["hook"]["kind"] != "none"},
    }


def _quiet(sdk: Sdk) -> set[str]:
    """Names that mean a call only where a module of the SDK is spoken of."""
    names = {path for path, method in sdk.methods.items() if "." not in path and method.known_receiver}
    if any(method.form == "constructor" for method in sdk.methods.values()):
        names |= sdk.derive  # `llm.bind(…)` changes what the object sends
    return names


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """By the first of each pair, sorted; the second ones as they come, each once."""
    found: dict[str, dict[str, None]] = {}
    for name, value in pairs:
        found.setdefault(name, {})[value] = None
    return {name: list(found[name]) for name in sorted(found)}


def _distinct(values: Iterable[str]) -> list[str]:
    return sorted(set(values))
