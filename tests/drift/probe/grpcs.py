"""What reaches the wire over gRPC, and with which deadline?

Channels are led to a server on the loopback device, whoever they were meant for, without encryption; it keeps every request
beside those over HTTP, reads its fields without knowing their names (`2.4` is field 4 in field 2), and refuses it.
"""

from __future__ import annotations

import contextlib
import importlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from .server import ENOUGH, Received, Server

_STATUS = {429: "RESOURCE_EXHAUSTED", 503: "UNAVAILABLE"}
_REFUSED = "INVALID_ARGUMENT"
_running: list[Any] = []
"""A server that nobody holds is stopped."""
_VARINT, _TEXT = 0, 2
_FIXED = {1: 8, 5: 4}
"""Bytes of what has no length of its own, by its kind."""


def install(server: Server, sent: Callable[[str, float | None], None]) -> None:
    """Leads every channel of grpcio to the server; `sent` is told where a call was meant to go and its deadline in seconds."""
    grpc: Any = importlib.import_module("grpc")
    port = _serve(grpc, server)
    plain, plain_async = grpc.insecure_channel, grpc.aio.insecure_channel

    def noted(target: str, details: Any) -> None:
        method = details.method.decode() if isinstance(details.method, bytes) else details.method
        sent(f"https://{target}{method}", details.timeout)

    class Spy(grpc.UnaryUnaryClientInterceptor, grpc.UnaryStreamClientInterceptor):  # type: ignore[misc]
        def __init__(self, target: str) -> None:
            self.target = target

        def intercept_unary_unary(self, proceed: Any, details: Any, request: Any) -> Any:
            noted(self.target, details)
            return proceed(details, request)

        intercept_unary_stream = intercept_unary_unary

    class AsyncSpy(grpc.aio.UnaryUnaryClientInterceptor):  # type: ignore[misc]
        def __init__(self, target: str) -> None:
            self.target = target

        async def intercept_unary_unary(self, proceed: Any, details: Any, request: Any) -> Any:
            noted(self.target, details)
            return await proceed(details, request)

    class AsyncStreamSpy(grpc.aio.UnaryStreamClientInterceptor):  # type: ignore[misc]
        def __init__(self, target: str) -> None:
            self.target = target

        async def intercept_unary_stream(self, proceed: Any, details: Any, request: Any) -> Any:
            noted(self.target, details)
            return await proceed(details, request)

    def channel(target: str, *given: Any, **named: Any) -> Any:
        led = plain(f"127.0.0.1:{port}", options=named.get("options"))
        return grpc.intercept_channel(led, Spy(target))

    def async_channel(target: str, *given: Any, **named: Any) -> Any:
        # The last one sees what the others have made of a call.
        spies = [*(named.get("interceptors") or []), AsyncSpy(target), AsyncStreamSpy(target)]
        return plain_async(f"127.0.0.1:{port}", options=named.get("options"), interceptors=spies)

    grpc.insecure_channel = grpc.secure_channel = channel
    grpc.aio.insecure_channel = grpc.aio.secure_channel = async_channel


def _serve(grpc: Any, server: Server) -> int:
    class Handler(grpc.GenericRpcHandler):  # type: ignore[misc]
        def service(self, details: Any) -> Any:
            def refuse(request: bytes, context: Any) -> Any:
                headers = {str(key).lower(): value for key, value in details.invocation_metadata}
                server.requests.append(Received(details.method, headers, fields(request)))
                again = len(server.requests) < ENOUGH
                status = _STATUS.get(server.status, _REFUSED) if again else _REFUSED
                context.abort(getattr(grpc.StatusCode, status), "refused")

            # A server that streams and ends at once is one that answers once, too, where it refuses.
            return grpc.unary_stream_rpc_method_handler(refuse)

    made = grpc.server(ThreadPoolExecutor(4), handlers=(Handler(),))
    port: int = made.add_insecure_port("127.0.0.1:0")
    made.start()
    _running.append(made)
    return port


def fields(message: bytes) -> Any:
    """The fields of a message of protocol buffers by their numbers; bytes that are none are a text."""
    try:
        return _fields(message)
    except (ValueError, IndexError):
        return message.decode("utf-8", "replace")


def _fields(message: bytes) -> dict[str, Any]:
    found: dict[str, Any] = {}
    place = 0
    while place < len(message):
        key, place = _number(message, place)
        number, kind = key >> 3, key & 7
        if number == 0 or kind not in (_VARINT, _TEXT, *_FIXED):
            raise ValueError(key)
        value: Any
        if kind == _VARINT:
            value, place = _number(message, place)
        else:
            length, place = _number(message, place) if kind == _TEXT else (_FIXED[kind], place)
            part, place = message[place : place + length], place + length
            if len(part) < length:
                raise ValueError(length)
            value = _text_or_fields(part) if kind == _TEXT else part.hex()
        name = str(number)
        while name in found:
            name += "'"
        found[name] = value
    return found


def _text_or_fields(part: bytes) -> Any:
    """What has a length may be a text or a message; what may be both is told as both."""
    text = part.decode("utf-8", "replace")
    readings: list[Any] = [text] if "\ufffd" not in text and text.isprintable() else []
    with contextlib.suppress(ValueError, IndexError):
        readings.append(_fields(part))
    return readings if len(readings) > 1 else readings[0] if readings else text


def _number(message: bytes, place: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = message[place]
        place += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, place
        shift += 7
        if shift > 63:
            raise ValueError(shift)
