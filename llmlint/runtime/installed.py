"""Which entry of the knowledge speaks of the SDK that is installed?"""

from __future__ import annotations

from collections.abc import Sequence

from llmlint.knowledge.loader import Sdk


def installed(entries: Sequence[Sdk]) -> Sdk:
    """The one of `entries`, which share a distribution, that is for its installed version, as it is in that version.

    The first of them where there is only one to choose, where the distribution has no metadata (a copy kept in the program), and
    where none is for the version: the SDK is hooked all the same, and its defaults are read from itself.
    """
    if len(entries) == 1:
        return entries[0]
    # Imported here: it costs more than all the rest of the hook.
    from importlib.metadata import PackageNotFoundError, version

    try:
        found = version(entries[0].distribution)
    except PackageNotFoundError:
        return entries[0]
    return next((entry for each in entries if (entry := each.among([found])) is not None), entries[0])
