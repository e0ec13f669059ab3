"""What does a request tell of the call that it was made for?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from tests.loopback import Request

from .cases import UNBOUNDED, Truth

_CAPS = ("max_tokens", "max_completion_tokens", "max_output_tokens")
_CAPS_INSIDE = (
    ("generationConfig", "maxOutputTokens"),
    ("inferenceConfig", "maxTokens"),
    ("inferenceConfig", "max_new_tokens"),
    ("textGenerationConfig", "maxTokenCount"),
)


@dataclass(frozen=True)
class Told:
    """The model, the cap, and the seconds that the client says it waits; `says_waits` is False where requests never say it."""

    model: str
    cap: float | None
    waits: float | None
    says_waits: bool


def read(request: Request) -> Told:
    """What is told by `request`, in the words of whoever it is meant for."""
    last = unquote(request.path).partition("/models/" if ":" in request.path.rpartition("/")[2] else "/model/")[2]
    if "/model/" in request.path:
        return Told(last.rpartition("/")[0], _cap(request.body), None, says_waits=False)
    if last:
        waits = request.headers.get("x-server-timeout")
        return Told(last.partition(":")[0], _cap(request.body), None if waits is None else float(waits), says_waits=True)
    waits = request.headers.get("x-stainless-read-timeout")
    says = "x-stainless-lang" in request.headers
    return Told(request.body["model"], _cap(request.body), None if waits is None else float(waits), says_waits=says)


def differences(truth: Truth, request: Request) -> list[str]:
    """What was sent otherwise than it was written."""
    told = read(request)
    found = [f"the model is {truth.named}, {told.model} was sent"] if told.model != truth.named else []
    found += [f"the cap is {truth.cap}, {told.cap} was sent"] if told.cap != truth.cap else []
    seconds = None if truth.timeout in (None, UNBOUNDED) else float(truth.timeout or 0)
    # Google is told whole seconds.
    if told.says_waits and told.waits not in (seconds, None if seconds is None else math.ceil(seconds)):
        found.append(f"the timeout is {truth.timeout}, {told.waits} was sent")
    return found


def _cap(body: dict[str, Any]) -> float | None:
    found = [body.get(name) for name in (*_CAPS, "max_gen_len")]
    found += [(body.get(outer) or {}).get(name) for outer, name in _CAPS_INSIDE]
    return next((each for each in found if each is not None), None)
