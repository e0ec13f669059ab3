"""What of the knowledge holds where only some versions are in use?

An entry is asked about when source first names one of its classes: what there is to find out about versions (a lock file to read)
is found out for the SDKs that a program uses, when it does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from llmlint.knowledge.loader import Client, Knowledge, Sdk

InUse = Callable[[Sdk], Sdk | None]
"""The entry as it is in the versions in use; None where it speaks of none of them."""


def narrowed(knowledge: Knowledge, in_use: InUse) -> Knowledge:
    """`knowledge` without the classes and modules of the entries that are not in use.

    Their methods stay known by their shape: what is called on a receiver of unknown make may be any library's.
    """
    sdks = _Sdks(knowledge.sdks, in_use)
    return replace(knowledge, sdks=sdks, clients=_Clients(knowledge.clients, sdks))


class _Sdks(Mapping[str, Sdk]):
    def __init__(self, every: Mapping[str, Sdk], in_use: InUse) -> None:
        self._every, self._in_use = every, in_use
        self._found: dict[str, Sdk | None] = {}

    def found(self, sdk: str) -> Sdk | None:
        if sdk not in self._found:
            self._found[sdk] = self._in_use(self._every[sdk])
        return self._found[sdk]

    def __getitem__(self, sdk: str) -> Sdk:
        return self.found(sdk) or self._every[sdk]

    def __iter__(self) -> Iterator[str]:
        return iter(self._every)

    def __len__(self) -> int:
        return len(self._every)


class _Clients(Mapping[str, tuple[Client, ...]]):
    def __init__(self, every: Mapping[str, tuple[Client, ...]], sdks: _Sdks) -> None:
        self._every, self._sdks = every, sdks

    def __getitem__(self, path: str) -> tuple[Client, ...]:
        found = tuple(client for client in self._every[path] if self._sdks.found(client.sdk) is not None)
        if not found:
            raise KeyError(path)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._every)

    def __len__(self) -> int:
        return len(self._every)
