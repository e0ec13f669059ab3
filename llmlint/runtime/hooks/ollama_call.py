"""What is given in a request of ollama, and what comes back?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from llmlint.runtime.call import Given, LiveCall, Reading
from llmlint.runtime.floors import Floors
from llmlint.runtime.generators import generated
from llmlint.runtime.hooks.bodies import changed, parameters
from llmlint.runtime.hooks.endpoints import methods_at
from llmlint.runtime.streams import keep
from llmlint.runtime.ticket import Ticket
from llmlint.values import Layer, Scalar


class OllamaCall(LiveCall):
    """A call of `_request([class,] method, url, *, json, stream, …)` on a client."""

    __slots__ = ()
    changeable: ClassVar[frozenset[str]] = frozenset({"model", "max_output_tokens", "timeout"})
    # Before 0.4 one of the hooked methods calls the other.
    floors: ClassVar[Floors | None] = Floors("ollama")

    def read(self) -> Reading | None:
        verb, url = [*(each for each in self.args if isinstance(each, str)), "", ""][:2]
        methods = methods_at(self.sdk.id, url) if verb == "POST" else ()
        if not methods:
            return None
        return Reading(
            methods=methods,
            package=self.sdk.roots[0],
            stream=self.kwargs.get("stream") is True,
            provider=self.sdk.provider,
            base_url=str(self.instance._client.base_url),
            given=(*parameters(methods[0], self.body), *self._timeout(), ("max_retries", Layer.SDK_DEFAULT, 0)),
        )

    @property
    def body(self) -> Mapping[str, Any]:
        body = self.kwargs.get("json")
        return body if isinstance(body, Mapping) else {}

    def _timeout(self) -> list[Given]:
        """What httpx is told; None was written by nobody, as far as can be seen."""
        found: list[Given] = []
        if "timeout" in self.kwargs:
            found.append(("timeout", Layer.CALL, self.kwargs["timeout"]))
        of_client = self.instance._client.timeout.read
        return [*found, ("timeout", Layer.SDK_DEFAULT if of_client is None else Layer.CLIENT, of_client)]

    def change(self, changes: Mapping[str, Scalar]) -> None:
        reading = self.read()
        assert reading is not None
        self.kwargs = {**self.kwargs, "json": changed(reading.methods[0], self.body, changes)}
        if "timeout" in changes:
            self.kwargs["timeout"] = changes["timeout"]

    def received(self, ticket: Ticket, answer: Any) -> Any:
        """What is whole is settled; a stream is a generator, which settles when it ends."""
        if hasattr(answer, "__next__") or hasattr(answer, "__anext__"):
            return generated(answer, ticket)
        if hasattr(answer, "is_closed"):
            # Before 0.4 some methods read the response themselves.
            keep(answer, ticket)
            return answer
        return super().received(ticket, answer)
