"""What is given in a request of a client that Fern generated, and what comes back?"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any, ClassVar

from llmlint.runtime.call import Given, LiveCall, Reading
from llmlint.runtime.hooks.bodies import changed, parameters, scalar
from llmlint.runtime.hooks.endpoints import methods_at
from llmlint.runtime.lines import tapped
from llmlint.runtime.retries import may_retry
from llmlint.runtime.streams import answered
from llmlint.runtime.ticket import Ticket
from llmlint.values import UNBOUNDED, Layer, Scalar


class FernCall(LiveCall):
    """A call of `request(path, *, method, json, request_options, omit, …)` on what sends for a client."""

    __slots__ = ()
    changeable: ClassVar[frozenset[str]] = frozenset({"model", "max_output_tokens", "timeout", "max_retries"})
    streams: ClassVar[bool] = False

    def read(self) -> Reading | None:
        path = self.args[0] if self.args else self.kwargs.get("path")
        found = methods_at(self.sdk.id, str(path)) if self.kwargs.get("method") == "POST" else ()
        methods = tuple(each for each in found if each.streams is self.streams) or found
        if not methods:
            return None
        return Reading(
            methods=methods,
            package=self.sdk.roots[0],
            stream=self.streams,
            provider=self.sdk.provider,
            base_url=self.instance.get_base_url(self.kwargs.get("base_url")),
            given=(*parameters(methods[0], self.body), *self._timeout(), self._max_retries()),
        )

    @property
    def options(self) -> Mapping[str, Any]:
        """What is said for this call only."""
        return self.kwargs.get("request_options") or {}

    @property
    def body(self) -> Mapping[str, Any]:
        """What is sent: what was not left out, and over it what the options add."""
        body = self.kwargs.get("json")
        given = body if isinstance(body, Mapping) else {}
        left_out = self.kwargs.get("omit")
        added = self.options.get("additional_body_parameters") or {}
        return {**{name: value for name, value in given.items() if left_out is None or value is not left_out}, **added}

    def _timeout(self) -> list[Given]:
        option = self.sdk.options["timeout"]
        names = [name.removeprefix("request_options.") for name in option.call]
        found: list[Given] = [
            ("timeout", Layer.CALL, scalar(self.options[name])) for name in names if self.options.get(name) is not None
        ][:1]
        base = self.instance.base_timeout
        of_client = base() if callable(base) else base
        if of_client is not None:
            return [*found, ("timeout", Layer.SDK_DEFAULT if of_client in option.defaults else Layer.CLIENT, of_client)]
        if "timeout" not in names:
            # Releases without that name say None to the HTTP library: nobody's timeout is in force.
            return [*found, ("timeout", Layer.SDK_DEFAULT, None)]
        own = self.instance.httpx_client.timeout.read
        return [*found, ("timeout", Layer.HTTP_CLIENT, UNBOUNDED if own is None else own)]

    def _max_retries(self) -> Given:
        option = self.sdk.options["max_retries"]
        if "max_retries" in self.options:
            return ("max_retries", Layer.CALL, scalar(self.options["max_retries"]))
        of_client = getattr(self.instance, "base_max_retries", option.defaults[0])
        return ("max_retries", Layer.SDK_DEFAULT if of_client in option.defaults else Layer.CLIENT, of_client)

    def change(self, changes: Mapping[str, Scalar]) -> None:
        reading = self.read()
        assert reading is not None
        body, options = self.kwargs.get("json"), dict(self.options)
        added = options.get("additional_body_parameters")
        if changes.keys() & {"model", "max_output_tokens"}:
            now = changed(reading.methods[0], self.body, changes)
            # What the options add is sent over the body: a change belongs where the value is taken from.
            if added:
                options["additional_body_parameters"] = {name: now[name] for name in added}
            kept = body if isinstance(body, Mapping) else {}
            body = {**kept, **{name: value for name, value in now.items() if name not in (added or {})}}
        if "timeout" in changes:
            options["timeout_in_seconds"] = changes["timeout"]
            options.pop("timeout", None)
        if "max_retries" in changes:
            options["max_retries"] = changes["max_retries"]
        self.kwargs = {**self.kwargs, "json": body, "request_options": options}

    def send(self) -> Any:
        """As usual; what ends the repeating asks the policy as well."""
        retries = self.options.get("max_retries", getattr(self.instance, "base_max_retries", None))
        if isinstance(retries, int):
            self.kwargs = {**self.kwargs, "request_options": {**self.options, "max_retries": _Retries(retries)}}
        return super().send()

    def received(self, ticket: Ticket, answer: Any) -> Any:
        """What is whole is settled, and what was refused."""
        answered(answer, ticket)
        return answer


class FernStream(FernCall):
    """A call of `stream`, which is sent once, and where the context manager that it gives is entered."""

    __slots__ = ("_read", "manager")
    streams: ClassVar[bool] = True

    def _max_retries(self) -> Given:
        return ("max_retries", Layer.SDK_DEFAULT, 0)

    def send(self) -> Any:
        self.manager = self.wrapped(*self.args, **self.kwargs)
        return self.manager.__aenter__() if self.is_async else self.manager.__enter__()

    def received(self, ticket: Ticket, answer: Any) -> Any:
        """What was refused is settled; of a stream everything is still to come."""
        if answer.is_error:
            return super().received(ticket, answer)
        self._read = (ticket, tapped(answer, ticket))
        return answer

    def left(self, raised: type[BaseException] | None) -> None:
        """The context manager is left, which closes the response."""
        if raised is None and hasattr(self, "_read") and self._read[1].done:
            self._read[0].settle("ok")


class _Retries(int):
    """How often a request is sent again (`made < retries`); asked after each response, and after each failure of a connection."""

    def __gt__(self, made: int) -> bool:
        return int(self) > int(made) and (sys.exception() is None or may_retry(None))
