"""What is given in a call of Bedrock's client, and what comes back?

A call is the name of an operation and its parameters; timeout and retries are the client's.  The body of `invoke_model` is the
model's own, as JSON: what is no JSON text is not understood, and said to be so.
"""

from __future__ import annotations

import json
import weakref
from collections.abc import Mapping
from contextvars import ContextVar
from functools import lru_cache
from typing import Any, ClassVar, Final

from llmlint.knowledge.loader import Method, Sdk, knowledge
from llmlint.runtime.call import UNREADABLE, Given, LiveCall, Raw, Reading
from llmlint.runtime.hooks.variants import kind
from llmlint.runtime.ticket import Ticket
from llmlint.values import Layer, Scalar

most_retries: Final[ContextVar[int | None]] = ContextVar("llmlint_most_retries", default=None)
"""How often the call that is being sent may be sent again, where the policy allows less than its client does."""

_TICKET: Final = "_llmlint_ticket"
"""The attribute of a stream of events that somebody is to read: its ticket."""
_WRITTEN: Final = "_llmlint_written"
"""The attribute of a client: the options of its configuration that the program has written."""
_RETRIES: Final = {"legacy": 4}
"""Retries by mode, where no number is written; in all other modes 2 (read in `botocore/args.py` and `botocore/retries`)."""
_STREAMS: Final = ("stream", "body")
"""The parts of an answer that may be a stream of events."""


class BotocoreCall(LiveCall):
    """A call of `_make_api_call(operation_name, api_params)` on a client."""

    __slots__ = ("_body", "_most")
    _names: ClassVar[frozenset[str]] = frozenset({"model", "max_retries"})

    def __init__(self, sdk: Sdk, wrapped: Any, instance: Any, args: Any, kwargs: dict[str, Any], *, is_async: bool) -> None:
        super().__init__(sdk, wrapped, instance, args, kwargs, is_async=is_async)
        self._most: int | None = None
        self._body: Any = _content(self.parameters.get("body"))

    @property
    def operation(self) -> str:
        return str(self.args[0] if self.args else self.kwargs["operation_name"])

    @property
    def parameters(self) -> Mapping[str, Any]:
        found = self.args[1] if len(self.args) > 1 else self.kwargs.get("api_params")
        return found if isinstance(found, Mapping) else {}

    @property
    def changeable(self) -> frozenset[str]:  # type: ignore[override]  # a body without a cap does not tell how its model calls it
        return self._names if self._cap() is None else self._names | {"max_output_tokens"}

    def read(self) -> Reading | None:
        method = _methods(self.sdk.id).get(self.operation)
        if method is None:
            return None
        given: list[Given] = []
        model = self._given("modelId")
        if model is not None:
            given.append(("model", Layer.CALL, _scalar(model)))
        if self._body is UNREADABLE:
            given.append(("max_output_tokens", Layer.CALL, UNREADABLE))
        caps = [cap for name in method.parameters.get("max_output_tokens", ()) if (cap := self._given(name)) is not None]
        if caps:
            given.append(("max_output_tokens", Layer.CALL, _scalar(caps[0])))
        return Reading(
            methods=(method,),
            package="botocore",
            stream=method.streams,
            provider=self.sdk.provider,
            base_url=str(self.instance.meta.endpoint_url),
            given=(*given, self._timeout(), self._max_retries()),
            kind=kind(method, self._given),
        )

    def _given(self, parameter: str) -> Any:
        """What a parameter is given, a dotted one inside mappings or inside the body; None for nothing."""
        head, *rest = parameter.split(".")
        found = self._body if head == "body" else self.parameters.get(head)
        for step in rest:
            found = found.get(step) if isinstance(found, Mapping) else None
        return found

    def _timeout(self) -> Given:
        seconds = self.instance.meta.config.read_timeout
        return ("timeout", self._layer("read_timeout", seconds == self.sdk.options["timeout"].default), _scalar(seconds))

    def _max_retries(self) -> Given:
        if self._most is not None:
            return ("max_retries", Layer.CALL, self._most)
        written: Mapping[str, Any] = self.instance.meta.config.retries or {}
        total = written.get("total_max_attempts")
        if isinstance(total, int):
            return ("max_retries", Layer.CLIENT, max(total - 1, 0))
        return ("max_retries", Layer.SDK_DEFAULT, _RETRIES.get(written.get("mode", ""), 2))

    def _layer(self, option: str, is_default: bool) -> Layer:
        """Who gives an option: a client that is older than the guard does not tell whether what is the default was written."""
        written = vars(self.instance).get(_WRITTEN)
        by_program = not is_default if written is None else option in written
        return Layer.CLIENT if by_program else Layer.SDK_DEFAULT

    def change(self, changes: Mapping[str, Scalar]) -> None:
        parameters = dict(self.parameters)
        for fact, value in changes.items():
            match fact:
                case "model":
                    parameters["modelId"] = value
                case "max_retries" if isinstance(value, int):
                    self._most = value
                case "max_output_tokens":
                    head, *rest = (self._cap() or "").split(".")
                    if head == "body":
                        self._body = _with(self._body, rest, value)
                        parameters["body"] = _text(self._body, parameters["body"])
                    else:
                        parameters[head] = _with(parameters.get(head), rest, value)
        if len(self.args) > 1:
            self.args = (self.args[0], parameters, *self.args[2:])
        else:
            self.kwargs = {**self.kwargs, "api_params": parameters}

    def _cap(self) -> str | None:
        """The parameter that gives the cap, or would; None where only the model's vendor knows."""
        method = _methods(self.sdk.id).get(self.operation)
        names = () if method is None else method.parameters.get("max_output_tokens", ())
        outside = [name for name in names if not name.startswith("body.")]
        return next((name for name in names if self._given(name) is not None), outside[0] if outside else None)

    def send(self) -> Any:
        if self._most is None:
            return super().send()
        if self.is_async:
            return self._send_async()
        mark = most_retries.set(self._most)
        try:
            return super().send()
        finally:
            most_retries.reset(mark)

    async def _send_async(self) -> Any:
        mark = most_retries.set(self._most)
        try:
            return await super().send()
        finally:
            most_retries.reset(mark)

    def received(self, ticket: Ticket, answer: Any) -> Any:
        """A stream of events settles when it ends; of everything else the headers tell what was used, whoever reads the body."""
        stream = next((answer[name] for name in _STREAMS if hasattr(answer.get(name), "get_initial_response")), None)
        if stream is None:
            return super().received(ticket, answer)
        setattr(stream, _TICKET, ticket)
        weakref.finalize(stream, ticket.abandoned).atexit = False
        return answer


def note_config(client: Any, args: Any, kwargs: Mapping[str, Any]) -> None:
    """Remember of a client which options of the configuration that it was made with the program has written."""
    written = [name for each in (*args, *kwargs.values()) for name in getattr(each, "_user_provided_options", None) or ()]
    setattr(client, _WRITTEN, frozenset(written))


def expected(stream: Any) -> Ticket | None:
    """The ticket that was left with a stream of events."""
    found: Ticket | None = vars(stream).get(_TICKET)
    return found


def services(sdk: Sdk) -> frozenset[str]:
    """The services whose clients are meant."""
    whens = [client.when for several in sdk.clients.values() for client in several if client.when is not None]
    return frozenset(service for _, _, values in whens for service in values)


@lru_cache(maxsize=16)
def _methods(sdk: str) -> Mapping[str, Method]:
    """The methods by the names of their operations: `converse_stream` is `ConverseStream`."""
    return {path.title().replace("_", ""): method for path, method in knowledge().sdks[sdk].methods.items()}


def _content(body: Any) -> Any:
    """A body as JSON; None where there is none, `UNREADABLE` for what is no text (a file is read once only) or no object."""
    if body is None:
        return None
    try:
        found = json.loads(body) if isinstance(body, str | bytes | bytearray) else None
    except ValueError:
        found = None
    return found if isinstance(found, dict) else UNREADABLE


def _with(held: Any, steps: list[str], value: Scalar) -> Any:
    """The same mapping with another value at the end of `steps`."""
    if not steps:
        return value
    inner = held if isinstance(held, Mapping) else {}
    return {**inner, steps[0]: _with(inner.get(steps[0]), steps[1:], value)}


def _text(body: Any, was: Any) -> Any:
    text = json.dumps(body)
    return text if isinstance(was, str) else type(was)(text.encode())


def _scalar(value: object) -> Raw:
    return value if value is None or isinstance(value, str | bool | int | float) else UNREADABLE
