"""Do providers, routes and the entries that speak of them fit together?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase

from llmlint.knowledge.schema import Providers, Sdk
from llmlint.knowledge.written import File
from llmlint.problems import Problem, nearest
from llmlint.toml_lines import Key


def problems(file: File, told: Providers, entries: Sequence[tuple[File, Sdk]]) -> Iterator[Problem]:
    """All that does not fit in `told`, the `file` of providers, and in what `entries` say of them."""
    ids = [each.id for each in told.providers]
    yield from _repeated(file, "providers", ids)
    yield from _repeated(file, "routes", [each.id for each in told.routes])
    yield from _hosts(file, told)
    for index, route in enumerate(told.routes):
        for table, named in (("prefixes", route.prefixes), ("names", route.names)):
            for word, provider in named.items():
                yield from _known(file, ("routes", index, table, word), provider, ids)
                if word != word.casefold():
                    yield file.problem(("routes", index, table, word), "is compared in lower case")
        yield from _known(file, ("routes", index, "through"), route.through or ids[0], ids)
    for other, sdk in entries:
        yield from _entry(other, sdk, ids, [each.id for each in told.routes])


def _repeated(file: File, table: str, ids: Sequence[str]) -> Iterator[Problem]:
    for index, name in enumerate(ids):
        if name in ids[:index]:
            yield file.problem((table, index, "id"), f"{name!r} stands above already")


def _hosts(file: File, told: Providers) -> Iterator[Problem]:
    """Patterns that never count, as one above fits first, and ports of two."""
    above: list[tuple[str, str]] = []
    ports: dict[int, str] = {}
    for index, provider in enumerate(told.providers):
        for position, host in enumerate(provider.hosts):
            key = ("providers", index, "hosts", position)
            before = next(((pattern, name) for pattern, name in above if fnmatchcase(host, pattern)), None)
            if before is not None:
                yield file.problem(key, f"{host!r} never counts, as {before[0]!r} of {before[1]} above fits its hosts")
            above.append((host, provider.id))
        for port in provider.ports:
            if ports.setdefault(port, provider.id) != provider.id:
                yield file.problem(("providers", index, "ports"), f"{port} is {ports[port]}'s port")


def _known(file: File, key: Key, provider: str, ids: Sequence[str]) -> Iterator[Problem]:
    if provider not in ids:
        yield file.problem(key, f"there is no provider {provider!r}", meant=nearest(provider, ids))


def _entry(file: File, sdk: Sdk, ids: Sequence[str], routes: Sequence[str]) -> Iterator[Problem]:
    if sdk.provider:
        yield from _known(file, ("provider",), sdk.provider, ids)
    for index, client in enumerate(sdk.clients):
        if client.provider is not None:
            yield from _known(file, ("clients", index, "provider"), client.provider, ids)
    paths = [path for method in sdk.methods for path in method.paths]
    for path, provider in sdk.answers.items():
        yield from _known(file, ("answers", path), provider, ids)
        if path not in paths:
            yield file.problem(("answers", path), "is no method of the entry", meant=nearest(path, paths))
    if sdk.routes and sdk.routes not in routes:
        yield file.problem(("routes",), f"there are no routes {sdk.routes!r}", meant=nearest(sdk.routes, routes))
    if "provider" in sdk.options and not sdk.routes:
        yield file.problem(("options", "provider"), "names providers, of which no routes tell who they are")
