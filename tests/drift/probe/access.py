"""With which key, to whom and through which HTTP client does a call go?"""

from __future__ import annotations

import asyncio
import importlib
import importlib.util
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import Any
from urllib.parse import urlsplit

from .options import first_path, giving, places
from .statements import Ledger
from .values import ABSENT, takes
from .ways import Attempt, Way
from .world import World

ANOTHER_KEY = "another-key-0123456789"
ANOTHER_URL = "http://another.example:8080/base"


def hold(world: World, ledger: Ledger, hosts: list[tuple[str, str]]) -> None:
    for option, value in (("api_key", ANOTHER_KEY), ("base_url", ANOTHER_URL)):
        arrives = _key_arrives if option == "api_key" else _url_meant
        for layer, name, way in _once(places(world, ledger, option)):
            attempt = world.attempt(giving(_without(world, way, option, layer, name), layer, name, value))
            shown = attempt.refused or _shown(attempt, option)
            ledger.executed(
                f"options.{option}.{layer}", f"{option}.{layer}", arrives(attempt), value, shown, way.spot(layer, name)
            )
        for name in world.entry["options"].get(option, {}).get("environment", []):
            _environment(world, ledger, option, name, value, arrives)
    for layer, name, way in _once(places(world, ledger, "http_client")):
        _http_client(world, ledger, layer, name, way)
    for name in world.entry["http_client_types"]:
        _http_client_type(world, ledger, name)
    for name in world.clients:
        _provider(world, ledger, name, hosts)


def _once(found: Any) -> Any:
    seen: set[tuple[str, str, bool]] = set()
    for layer, name, way in found:
        kind = (layer, name, layer == "client" and way.client)
        if kind not in seen:
            seen.add(kind)
            yield layer, name, way


def _without(world: World, way: Way, option: str, layer: str, name: str) -> Way:
    """The way without what the recipe or the entry gives for the option by other names."""
    options = world.entry["options"][option]
    if layer == "call":
        return way
    if world.clients[way.client]["module"]:
        return replace(way, globally={other: ABSENT for other in options["global"] if other != name})
    given, made = world.given(way.client), world.find(way.client)
    for other in options["client"]:
        if (other != name or layer == "global") and (other in given or takes(made, other)):
            way = giving(way, "client", other, ABSENT)
    return way


def _key_arrives(attempt: Attempt) -> bool:
    texts = [*(f"{request.headers} {request.path} {request.body}" for request in attempt.requests)]
    return any(ANOTHER_KEY in text for text in texts)


def _url_meant(attempt: Attempt) -> bool:
    return any(sent.url.startswith(ANOTHER_URL.rpartition("/")[0]) for sent in attempt.sent)


def _shown(attempt: Attempt, option: str) -> str:
    if option == "base_url":
        return ", ".join({sent.url.partition("?")[0] for sent in attempt.sent})
    return "it arrived" if _key_arrives(attempt) else "it did not arrive"


def _environment(world: World, ledger: Ledger, option: str, name: str, value: str, arrives: Any) -> None:
    key, fact = f"options.{option}.environment", f"{option}.environment"
    if ledger.leaves_out(key, fact, name):
        return
    tried: list[tuple[Attempt, str]] = []
    for client in world.clients:
        way = Way(client, first_path(world, client), environment={name: value})
        options = world.entry["options"][option]
        for layer in ("client", "call", "global"):
            taken = {"client": world.find(client), "call": world.method(client, way.path), "global": None}[layer]
            module = world.clients[client]["module"]
            if (layer == "client") is not module or layer == "call":
                for place in options[layer]:
                    if layer == "global" or takes(taken, place) is not False:
                        way = giving(way, layer, place, ABSENT)
        for each in (way, _without_url(world, way)):  # some keys are not told to a server without encryption
            tried.append((world.attempt(each), str(way)))
            if arrives(tried[-1][0]):
                break
        if arrives(tried[-1][0]):
            break
    attempt, at = tried[-1] if arrives(tried[-1][0]) else tried[0]
    ledger.executed(key, fact, arrives(attempt), f"{name} counts", attempt.refused or _shown(attempt, option), f"{at} {name}")


def _http_client(world: World, ledger: Ledger, layer: str, name: str, way: Way) -> None:
    attempt, is_async = Attempt(error="no HTTP library"), world.clients[way.client]["async"]
    for library in ("httpx", "httpx2"):
        if importlib.util.find_spec(library):
            made = getattr(importlib.import_module(library), "AsyncClient" if is_async else "Client")
            attempt = world.attempt(giving(way, layer, name, made(headers={"x-given": "here"})))
            if not attempt.refused:
                break
    arrived = any(request.headers.get("x-given") == "here" for request in attempt.requests)
    key, shown = f"options.http_client.{layer}", attempt.refused or ("used" if arrived else "not used")
    ledger.executed(key, f"http_client.{layer}", arrived, "used", shown, way.spot(layer, name))


def _http_client_type(world: World, ledger: Ledger, name: str) -> None:
    key, made = f"http_client_types({name})", world.find(name)
    if made is None or ledger.leaves_out(key, "http_client_types", "given"):
        return
    quiet = Ledger({}, [])
    for layer, given, way in _once(places(world, quiet, "http_client")):
        is_async = any(hasattr(made, each) for each in ("__aenter__", "aclose"))
        if world.clients[way.client]["async"] is is_async:

            def client(made: Any = made) -> Any:
                return made(headers={"x-given": "here"})

            try:
                value = asyncio.run(_made(client)) if is_async else client()
            except Exception as error:
                ledger.source(key, "http_client_types", f"{type(error).__name__}: {error}"[:120], "given")
                return
            attempt = world.attempt(giving(way, layer, given, value))
            arrived = any(request.headers.get("x-given") == "here" for request in attempt.requests)
            ledger.executed(
                key, "http_client_types", arrived, "used", attempt.refused or ("used" if arrived else "not used"), str(way)
            )
            return


async def _made(client: Any) -> Any:
    return client()


def _without_url(world: World, way: Way) -> Way:
    """The call as it would be if nobody gave a URL."""
    option, module = world.entry["options"].get("base_url", {}), world.clients[way.client]["module"]
    for place in option.get("global" if module else "client", []):
        if module or (place not in world.given(way.client) and takes(world.find(way.client), place) is not False):
            way = giving(way, "global" if module else "client", place, ABSENT)
    for place in option.get("call", []):
        if takes(world.method(way.client, way.path), place) is not False:
            way = giving(way, "call", place, ABSENT)
    return way


def _provider(world: World, ledger: Ledger, name: str, hosts: list[tuple[str, str]]) -> None:
    """Who is asked where no URL is given."""
    stated = world.clients[name]["provider"] or world.entry["provider"]
    path = first_path(world, name)
    key = f"clients({name or world.entry['roots'][0]}).provider"
    if not path or stated not in {provider for _, provider in hosts} or ledger.leaves_out(key, "provider"):
        return
    way = _without_url(world, Way(name, path))
    attempt = world.attempt(way)
    host = urlsplit(attempt.sent[-1].url).hostname or "" if attempt.sent else ""
    found = next((provider for pattern, provider in hosts if fnmatchcase(host, pattern)), "")
    if found or not attempt.sent:
        ledger.executed(key, "provider", found == stated, stated, attempt.refused or f"{host}: {found}", str(way))
    else:
        ledger.source(key, "provider", f"goes to {host}, which the entry need not name", str(way))
