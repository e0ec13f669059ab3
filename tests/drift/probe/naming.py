"""What does a dotted name stand for?"""

from __future__ import annotations

import importlib
from typing import Any


def reach(dotted: str) -> Any:
    """The module or what is in it.  Raises ImportError, AttributeError."""
    names = dotted.split(".")
    for length in range(len(names), 0, -1):
        module = ".".join(names[:length])
        try:
            found = importlib.import_module(module)
        except ModuleNotFoundError as error:
            if error.name is None or not f"{module}.".startswith(f"{error.name}."):
                raise
            continue
        return resolve(found, ".".join(names[length:]))
    raise ImportError(dotted)


def resolve(receiver: Any, path: str) -> Any:
    """What `receiver` has at a dotted path."""
    for name in path.split(".") if path else ():
        receiver = getattr(receiver, name)
    return receiver
