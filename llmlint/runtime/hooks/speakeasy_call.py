"""What is given in a request of a client that Speakeasy generated, and what comes back?

The request is that of the HTTP library, ready to be sent: what is in force is read off it, and who gave it off the client.
"""

from __future__ import annotations

import copy
import json
import sys
from collections.abc import Mapping
from typing import Any, ClassVar

from llmlint.knowledge.loader import Sdk
from llmlint.runtime.call import Given, LiveCall, Reading
from llmlint.runtime.hooks.bodies import changed, parameters
from llmlint.runtime.hooks.endpoints import methods_at
from llmlint.runtime.retries import Headers, may_retry
from llmlint.runtime.streams import answered
from llmlint.runtime.ticket import Ticket
from llmlint.values import Layer, Scalar


class SpeakeasyCall(LiveCall):
    """A call of `do_request(*, request, stream, retry_config, …)` on a part of a client."""

    __slots__ = ("_limit", "_settings")
    changeable: ClassVar[frozenset[str]] = frozenset({"model", "max_output_tokens", "timeout", "max_retries"})

    def __init__(self, sdk: Sdk, wrapped: Any, instance: Any, args: Any, kwargs: dict[str, Any], *, is_async: bool) -> None:
        super().__init__(sdk, wrapped, of_client(instance), args, kwargs, is_async=is_async)
        self._settings = instance.sdk_configuration
        self._limit: int | None = None

    def read(self) -> Reading | None:
        request = self.kwargs["request"]
        methods = methods_at(self.sdk.id, str(request.url)) if request.method == "POST" else ()
        if not methods:
            return None
        body = _body(request)
        return Reading(
            methods=methods,
            package=self.sdk.roots[0].partition(".")[0],
            stream=body.get("stream") is True,
            provider=self.sdk.provider,
            base_url=str(request.url.copy_with(raw_path=b"/")),
            given=(*parameters(methods[0], body), self._timeout(), self._max_retries()),
        )

    def _timeout(self) -> Given:
        """What is in force, as it is written: in milliseconds, mostly."""
        seconds = self.kwargs["request"].extensions.get("timeout", {}).get("read")
        unit = 1000 if self.sdk.options["timeout"].unit == "ms" else 1
        raw = None if seconds is None else round(seconds * unit, 6)
        of_client = getattr(self._settings, "timeout_ms", None)
        of_client = None if of_client is None else round(of_client * unit / 1000, 6)
        http_client = self._settings.async_client if self.is_async else self._settings.client
        if of_client is not None:
            layer = Layer.CLIENT if of_client == raw else Layer.CALL
        elif raw is None or seconds in self.sdk.options["timeout"].defaults:
            layer = Layer.SDK_DEFAULT
        elif "http_client" in self.sdk.options and seconds == getattr(getattr(http_client, "timeout", None), "read", None):
            layer = Layer.HTTP_CLIENT
        else:
            layer = Layer.CALL
        return ("timeout", layer, raw)

    def _max_retries(self) -> Given:
        """The time in which a request may be repeated, or how often it is sent, as it is written."""
        if self._limit == 0:
            return ("max_retries", Layer.CALL, 0)
        config = self.kwargs.get("retry_config")
        option = self.sdk.options["max_retries"]
        if option.unit == "attempts":
            retries = _by_number(config) or 0
            return ("max_retries", Layer.SDK_DEFAULT if retries in option.defaults else Layer.CLIENT, retries + 1)
        elapsed = 0 if config is None else config[0].backoff.max_elapsed_time
        usual = elapsed / 1000 in [each or 0 for each in self.sdk.options["max_retries"].defaults]
        return ("max_retries", Layer.SDK_DEFAULT if usual else Layer.CLIENT, elapsed)

    def change(self, changes: Mapping[str, Scalar]) -> None:
        reading = self.read()
        assert reading is not None
        kept = self.kwargs["request"]
        extensions = dict(kept.extensions)
        if "timeout" in changes:
            extensions["timeout"] = dict.fromkeys(("connect", "read", "write", "pool"), changes["timeout"])
        content = kept.content
        if changes.keys() & {"model", "max_output_tokens"}:
            content = json.dumps(changed(reading.methods[0], _body(kept), changes)).encode()
        sent = [(name, text) for name, text in kept.headers.raw if name.lower() != b"content-length"]
        request = type(kept)(kept.method, kept.url, headers=sent, content=content, extensions=extensions)
        self.kwargs = {**self.kwargs, "request": request}
        if isinstance(changes.get("max_retries"), int):
            self._limit = int(changes["max_retries"])  # type: ignore[arg-type]

    def send(self) -> Any:
        """As usual; what ends the repeating asks the policy as well."""
        repeating = self.kwargs.get("retry_config")
        if repeating is not None and getattr(repeating[0], "backoff", None) is not None:
            config = copy.copy(repeating[0])
            config.backoff = copy.copy(config.backoff)
            config.backoff.max_elapsed_time = _Until(config.backoff.max_elapsed_time, self._limit)
            retries = _by_number(repeating)
            if retries is not None:
                config.max_retries = _Number(retries if self._limit is None else min(retries, self._limit))
            self.kwargs = {**self.kwargs, "retry_config": (config, *repeating[1:])}
        return super().send()

    def received(self, ticket: Ticket, answer: Any) -> Any:
        """What is whole is settled, and what was refused; of a stream the pieces are still to come."""
        answered(answer, ticket)
        return answer


class _Until(int):
    """The milliseconds after which a request is not repeated; asked (`elapsed > until`) after each failure."""

    _left: int | None

    def __new__(cls, milliseconds: int, limit: int | None) -> _Until:
        made = super().__new__(cls, milliseconds)
        made._left = limit
        return made

    def __lt__(self, elapsed: int) -> bool:
        if int(self) < int(elapsed) or self._left == 0 or not may_retry(headers(sys.exception())):
            return True
        if self._left is not None:
            self._left -= 1
        return False


class _Number(int):
    """How often a request is repeated; asked (`made >= number`) after each failure."""

    def __le__(self, made: int) -> bool:
        return int(self) <= int(made) or not may_retry(headers(sys.exception()))


def _by_number(repeating: Any) -> int | None:
    """How often a request is repeated, where that is what ends the repeating."""
    config = None if repeating is None else repeating[0]
    return getattr(config, "max_retries", None) if getattr(config, "strategy", "") == "attempt-count-backoff" else None


def headers(failed: BaseException | None) -> Headers | None:
    """Those of the response for which a request is repeated, None where there is none."""
    found: Headers | None = getattr(getattr(failed, "response", None), "headers", None)
    return found


def of_client(part: Any) -> Any:
    """What all parts of a client share: its settings cannot be hashed, the hooks in them can."""
    settings = part.sdk_configuration
    return vars(settings).get("_hooks") or settings.get_hooks()


def _body(request: Any) -> Mapping[str, Any]:
    try:
        body = json.loads(request.content)
    except ValueError:
        return {}
    return body if isinstance(body, Mapping) else {}
