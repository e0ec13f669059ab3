"""What does a body say of the facts that only a call gives, and how does it say something else?

Parameters are dotted paths into the body (`options.num_predict`), as the knowledge names them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from llmlint.knowledge.loader import Method
from llmlint.runtime.call import UNREADABLE, Given, Raw
from llmlint.values import Layer, Scalar

FACTS: Final = ("model", "max_output_tokens")


def parameters(method: Method, body: Mapping[str, Any]) -> list[Given]:
    """The facts that `body` gives; of several names for one fact the first that is given counts."""
    found: list[Given] = []
    for fact in FACTS:
        given = [value for path in method.parameters.get(fact, ()) if (value := _at(body, path)) is not None]
        if given:
            found.append((fact, Layer.CALL, scalar(given[0])))
    return found


def changed(method: Method, body: Mapping[str, Any], changes: Mapping[str, Scalar]) -> dict[str, Any]:
    """A body that gives other values of facts, under the name under which `body` gives them; `body` stays as it is."""
    result = dict(body)
    for fact in FACTS:
        paths = method.parameters.get(fact, ())
        if fact in changes and paths:
            path = next((path for path in paths if _at(body, path) is not None), paths[0])
            result = _with(result, path.split("."), changes[fact])
    return result


def scalar(value: object) -> Raw:
    """A value as it is given; what is no scalar is not to be understood."""
    return value if value is None or isinstance(value, str | bool | int | float) else UNREADABLE


def _at(body: Any, path: str) -> Any:
    for step in path.split("."):
        body = body.get(step) if isinstance(body, Mapping) else None
    return body


def _with(body: Mapping[str, Any], steps: list[str], value: Scalar) -> dict[str, Any]:
    head, *rest = steps
    inner = body.get(head)
    return {**body, head: _with(inner if isinstance(inner, Mapping) else {}, rest, value) if rest else value}
