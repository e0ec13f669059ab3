"""Is everything there that the entry names?  Held against the installed SDK without calling it."""

from __future__ import annotations

import importlib
import importlib.util
import inspect
from typing import Any

from .naming import reach
from .statements import Ledger
from .values import parameters, takes
from .world import World


def hold(world: World, ledger: Ledger) -> None:
    """Names of clients, types, methods and parameters."""
    for client in world.entry["clients"]:
        for name in client["names"]:
            _client(world, ledger, name, client)
    for group in ("not_given", "timeout_types", "http_client_types"):
        for name in world.entry[group]:
            if not ledger.leaves_out(f"{group}({name})", group):
                found = world.find(name)
                ledger.introspected(f"{group}({name})", group, found is not None, name, _said(found))
    for group in ("mirrors", "wrappers"):
        for name in world.entry[group]:
            _elsewhere(world, ledger, group, name)
    for path, method in world.methods.items():
        if not ledger.leaves_out(f"methods({path}).paths", "methods"):
            holders = world.holders(path)
            ledger.introspected(f"methods({path}).paths", "methods", bool(holders), path, _said(holders or None))
            for client in _distinct(world, path, holders):
                _method(world, ledger, path, method, client)


def _client(world: World, ledger: Ledger, name: str, client: dict[str, Any]) -> None:
    key = f"clients({name or world.entry['roots'][0]})"
    if ledger.leaves_out(f"{key}.names", "clients"):
        return
    found = world.find(name)
    if found is not None or name not in world.recipe.get("client", {}):  # else it is made, or it is not
        ledger.introspected(f"{key}.names", "clients", found is not None, name, _said(found))
    if found is None or client["module"]:
        return
    _positional(ledger, f"{key}.positional", client["positional"], found)
    when = client["when"]
    if when is not None:
        order = [each for each in parameters(found) or {} if each != "self"]
        place = order.index(when["parameter"]) if when["parameter"] in order else None
        if place is None and takes(found, when["parameter"]) is None:
            ledger.source(f"{key}.when", "clients", "its signature tells nothing of positions")
        else:
            ledger.introspected(f"{key}.when", "clients", place == when["position"], when["position"], place)


def _elsewhere(world: World, ledger: Ledger, group: str, name: str) -> None:
    """What belongs to another distribution, which need not be installed."""
    key, own = f"{group}({name})", {root.partition(".")[0] for root in world.entry["roots"]}
    if ledger.leaves_out(key, group):
        return
    package = name.partition(".")[0]
    if package not in own and importlib.util.find_spec(package) is None:
        ledger.source(key, group, f"{package} is in no environment of the recipe")
        return
    try:
        found = reach(name)
    except Exception as error:
        if package in own:
            ledger.introspected(key, group, False, name, f"{type(error).__name__}: {error}")
        else:
            ledger.introspected(key, group, False, name, f"{type(error).__name__}: {error}")
        return
    if group == "mirrors":
        names = [each for client in world.entry["clients"] for each in client["names"] if each] or [
            path for path, method in world.methods.items() if method["form"] == "constructor"
        ]
        there = [each for each in names if hasattr(found, each.partition(".")[0])]
        ledger.introspected(key, group, bool(there) or not names, "one of the clients", there or "none of them")
    else:
        ledger.introspected(key, group, callable(found), "a function", _said(found))


def _distinct(world: World, path: str, holders: list[str]) -> list[str]:
    """One client for each function that the path stands for."""
    seen: dict[Any, str] = {}
    for client in holders:
        function = inspect.unwrap(getattr(world.method(client, path), "__func__", world.method(client, path)))
        seen.setdefault(getattr(function, "__qualname__", id(function)), client)
    return list(seen.values())


def _method(world: World, ledger: Ledger, path: str, method: dict[str, Any], client: str) -> None:
    function = world.method(client, path)
    at, key = client or world.entry["roots"][0], f"methods({path})"
    _positional(ledger, f"{key}.positional", method["positional"], function, at)
    if ledger.leaves_out(f"{key}.requires", "parameters", at):
        return
    for name in method["requires"]:
        there = takes(function, name)
        if there is None:
            continue  # only a call can tell
        if there or any(takes(world.method(other, path), name) is not False for other in world.holders(path)):
            ledger.introspected(f"{key}.requires({name})", "parameters", True, name, "a parameter", at)
        else:
            ledger.introspected(f"{key}.requires({name})", "parameters", False, name, _signature(function), at)
    for variant in method["variants"]:
        for name in {variant["parameter"], variant["without"] or variant["parameter"]}:
            if ledger.leaves_out(f"{key}.variants({name})", "parameters", at):
                continue
            there = takes(function, name)
            if there is None:
                ledger.source(f"{key}.variants({name})", "parameters", "its signature is open (**kwargs)", at)
            else:
                ledger.introspected(f"{key}.variants({name})", "parameters", there, name, _signature(function), at)


def _positional(ledger: Ledger, key: str, names: list[str], function: Any, at: str = "") -> None:
    if not names or ledger.leaves_out(key, "positional", at):
        return
    found = parameters(function)
    usual = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.POSITIONAL_ONLY)
    order = [name for name, each in (found or {}).items() if each.kind in usual]
    opened = found is None or any(each.kind is each.VAR_POSITIONAL for each in found.values())
    if opened and order[: len(names)] != names:
        ledger.source(key, "positional", "its signature is open (*args)", at)
    else:
        ledger.introspected(key, "positional", order[: len(names)] == names, names, order[: len(names)], at)


def _signature(function: Any) -> str:
    return f"takes {', '.join(parameters(function) or {})}"[:200]


def _said(found: Any) -> str:
    if isinstance(found, list):
        return ", ".join(each or "the module" for each in found)
    return "not there" if found is None else "there"
