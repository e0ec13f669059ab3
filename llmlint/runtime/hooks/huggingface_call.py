"""What is given in a request of huggingface_hub, and what comes back?"""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Final
from urllib.parse import urlsplit

import wrapt

from llmlint.knowledge.loader import Method
from llmlint.runtime.call import Given, LiveCall, Reading
from llmlint.runtime.generators import generated
from llmlint.runtime.hooks.bodies import scalar
from llmlint.runtime.lines import Lines
from llmlint.runtime.ticket import Status, Ticket
from llmlint.values import Layer, Scalar

if TYPE_CHECKING:
    _Proxy = wrapt.ObjectProxy[Any]
else:
    # Before wrapt 2 it takes no type.
    _Proxy = wrapt.ObjectProxy

_CHAT: Final = "conversational"
"""The task of a chat; all other tasks are called like their methods."""
_NO_MODEL: Final = "dummy"
"""What a chat names where its model is a URL."""
_CAP: Final = "max_tokens"
"""What most of those who answer call the cap of other methods, too."""


class HuggingFaceCall(LiveCall):
    """A call of `_inner_post(request_parameters, *, stream)` on a client."""

    __slots__ = ("_timeout",)
    # The model stands in the URL, too.
    changeable: ClassVar[frozenset[str]] = frozenset({"max_output_tokens", "timeout"})

    def __init__(self, *args: Any, is_async: bool) -> None:
        super().__init__(*args, is_async=is_async)
        self._timeout = self.instance.timeout

    @property
    def request(self) -> Any:
        """What is sent: its task, URL, model and body."""
        return self.args[0] if self.args else self.kwargs["request_parameters"]

    def read(self) -> Reading | None:
        request = self.request
        names = ("chat_completion", "chat.completions.create") if request.task == _CHAT else (request.task.replace("-", "_"),)
        methods = tuple(self.sdk.methods[name] for name in names if name in self.sdk.methods)
        if not methods:
            return None
        url = urlsplit(request.url)
        layer = Layer.SDK_DEFAULT if self._timeout is None else Layer.CLIENT
        return Reading(
            methods=methods,
            package=self.sdk.roots[0],
            stream=bool(self.kwargs.get("stream")),
            provider=self.sdk.provider,
            base_url=f"{url.scheme}://{url.netloc}",
            given=(
                *self._model(),
                *self._cap(methods[0]),
                ("timeout", layer, self._timeout),
                ("max_retries", Layer.SDK_DEFAULT, 0),
            ),
        )

    def _model(self) -> list[Given]:
        """The model that is asked, or the URL that stands for one."""
        body, asked = self._body(), self.request.model
        if self.request.task == _CHAT and body.get("model") not in (None, _NO_MODEL):
            asked = body["model"]
        if asked is None:
            return []
        return [("model", Layer.CLIENT if asked == self.instance.model else Layer.CALL, scalar(asked))]

    def _cap(self, method: Method) -> list[Given]:
        where = self._parameters()
        return [("max_output_tokens", Layer.CALL, scalar(where[name])) for name in _caps(method) if where.get(name) is not None][
            :1
        ]

    def _body(self) -> Mapping[str, Any]:
        body = self.request.json
        return body if isinstance(body, Mapping) else {}

    def _parameters(self) -> Mapping[str, Any]:
        """Where in the body the parameters stand."""
        body = self._body()
        inner = body.get("parameters")
        return inner if isinstance(inner, Mapping) else body

    def change(self, changes: Mapping[str, Scalar]) -> None:
        if "timeout" in changes:
            self._timeout = changes["timeout"]
        if "max_output_tokens" not in changes:
            return
        reading = self.read()
        assert reading is not None
        body, where = self._body(), self._parameters()
        names = _caps(reading.methods[0])
        name = next((each for each in names if where.get(each) is not None), names[0])
        changed = {**where, name: changes["max_output_tokens"]}
        request = copy.copy(self.request)
        request.json = changed if where is body else {**body, "parameters": changed}
        self.args, self.kwargs = (request,), {name: given for name, given in self.kwargs.items() if name != "request_parameters"}

    def send(self) -> Any:
        if self._timeout == self.instance.timeout:
            return super().send()
        return self.wrapped.__func__(_timed(self.instance, self._timeout), *self.args, **self.kwargs)  # type: ignore[attr-defined]

    def received(self, ticket: Ticket, answer: Any) -> Any:
        """What is whole is settled; a stream is a generator of lines, which the SDK reads."""
        if hasattr(answer, "__next__") or hasattr(answer, "__anext__"):
            return generated(answer, _Read(ticket))
        ticket.saw(_first(answer))
        ticket.settle("ok")
        return answer


def _caps(method: Method) -> tuple[str, ...]:
    own = method.parameters.get("max_output_tokens", ())
    return (*own, _CAP) if own and _CAP not in own else own


def _first(answer: Any) -> Any:
    """Of a list of answers, as text generation gives it, the first."""
    if not (isinstance(answer, bytes) and answer.startswith(b"[{")):
        return answer
    try:
        return json.loads(answer)[0]
    except ValueError:
        return None


class _Timed(_Proxy):
    """A client with another timeout."""

    _self_timeout: Any

    @property
    def timeout(self) -> Any:
        return self._self_timeout


def _timed(client: Any, timeout: Any) -> Any:
    timed: Any = _Timed(client)
    timed._self_timeout = timeout
    return timed


class _Read(Lines):
    """Lines that come one by one."""

    __slots__ = ()

    def saw(self, piece: Any) -> None:
        self.told(piece if isinstance(piece, bytes) else piece.encode())


class _Reader:
    """Whoever reads what is made of lines: their end settles, but it is the lines that tell."""

    __slots__ = ("_lines",)

    def __init__(self, lines: _Read) -> None:
        self._lines = lines

    def saw(self, item: Any) -> None:
        """What is made of a line has come."""

    def settle(self, status: Status, error: BaseException | str | None = None) -> None:
        self._lines.settle(status, error)

    def abandoned(self) -> None:
        self._lines.abandoned()


def read_by(lines: Any) -> _Reader | None:
    """What settles with whoever reads `lines`; None where nobody waits for it."""
    found = getattr(lines, "_self_ticket", None)
    return _Reader(found) if isinstance(found, _Read) else None
