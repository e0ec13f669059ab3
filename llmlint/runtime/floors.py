"""Does an SDK make a call itself, or the program in a callback of the SDK?

An SDK that sends through another one (litellm through openai) has one call on two floors.  What tells it from a call that a
logger makes meanwhile is the stack: the first code above the hook that is the SDK's or the program's.
"""

from __future__ import annotations

import os
from functools import lru_cache
from types import FrameType
from typing import Final, NamedTuple

_OWN: Final = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 -- compared with co_filename
_STANDARD: Final = os.path.dirname(os.__file__)  # noqa: PTH120


class Floors(NamedTuple):
    """An SDK by its package; what its modules `callbacks` call is not its own.

    With `threads` it sends from threads on whose stack there is nothing of it.
    """

    package: str
    callbacks: tuple[str, ...] = ()
    threads: bool = False


def is_made_by(floors: Floors, frame: FrameType | None) -> bool:
    """Whether the call on whose stack `frame` stands is made by the SDK itself."""
    while frame is not None:
        file = frame.f_code.co_filename
        module = frame.f_globals.get("__name__", "")
        if not file.startswith(_OWN):
            if f"{module}.".startswith(f"{floors.package}."):
                return not module.startswith(floors.callbacks) if floors.callbacks else True
            if not _is_installed(file):
                return False
        frame = frame.f_back
    return floors.threads


@lru_cache(maxsize=4096)
def _is_installed(file: str) -> bool:
    """Whether a file is of the interpreter or of an installed package, which may stand between (tracing, retries)."""
    posix = file.replace(os.sep, "/")
    return "/site-packages/" in posix or "/dist-packages/" in posix or file.startswith((_STANDARD + os.sep, "<frozen"))
