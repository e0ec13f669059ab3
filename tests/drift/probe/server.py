"""What reached the wire?  A server on the loopback device that keeps every request and answers each with one status."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass
from fnmatch import fnmatchcase
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

ENOUGH = 40
"""A call that sends this often would go on for ever."""


@dataclass(frozen=True)
class Received:
    """One request: path with query, headers in lower case, the body as JSON or else as text."""

    path: str
    headers: dict[str, str]
    body: Any


_MESSAGE = "refused by the server"
REFUSAL = json.dumps(
    {"error": {"message": _MESSAGE, "type": "refused", "code": "refused"}, "detail": _MESSAGE, "message": _MESSAGE}
)


class Server(ThreadingHTTPServer):
    """Answers `status`, or nothing if that is 0; paths of `answers` (globs) are no part of the call and get 200."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, answers: dict[str, str]) -> None:
        self.status = 429
        self.answers = answers
        self.refusal = REFUSAL
        self.requests: list[Received] = []
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def forget(self, status: int) -> None:
        self.requests = []
        self.status = status

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away early is nothing to tell."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Server

    def _answer(self) -> None:
        text = self._body()
        path = self.path.partition("?")[0]
        prepared = next((answer for glob, answer in self.server.answers.items() if fnmatchcase(path, glob)), None)
        if prepared is not None:
            return self._send(200, prepared)
        try:
            body = json.loads(text) if text else None
        except ValueError:
            body = text.decode("utf-8", "replace")
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.requests.append(Received(self.path, headers, body))
        status = self.server.status if len(self.server.requests) < ENOUGH else 400
        if not status:
            self.close_connection = True
            return None
        return self._send(status, self.server.refusal)

    do_GET = do_POST = do_PUT = do_PATCH = do_HEAD = _answer

    def _body(self) -> bytes:
        if self.headers.get("transfer-encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("content-length") or 0))
        chunks = []
        while size := int(self.rfile.readline().split(b";")[0], 16):
            chunks.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(chunks)

    def _send(self, status: int, text: str) -> None:
        payload = text.encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(payload)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(payload)

    def log_message(self, format: str, *args: Any) -> None:
        """The requests are kept; nothing is printed."""
