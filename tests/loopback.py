"""What would a provider answer?  A server on the loopback device that counts what reaches it.

It answers openai's chat completions, responses and embeddings, anthropic's messages, Google's generateContent, embedContent
and predict, ollama's chat and embed, Bedrock's converse and invoke, Cohere's chat, embed and rerank, text generation and
features as Hugging Face's servers give them, and Google's interactions, whole or as events.
`answers` may hold statuses (429) for the next requests; `hold` makes it wait until the test lets it go on; `headers` go with
every answer; `breaks_after` so many events of a stream the connection is gone; `stalls_after` so many it waits until the test
lets it go on.
"""

from __future__ import annotations

import base64
import importlib
import json
import struct
import sys
import threading
import zlib
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from unittest import mock


def __getattr__(name: str) -> Any:
    """`HTTPX`: the HTTP library of the installed openai, httpx, or its fork httpx2 since openai 3; `httpx`: its module.

    Looked for when it is asked for: the provider answers other SDKs where openai is not installed, too.
    """
    if name not in ("HTTPX", "httpx"):
        raise AttributeError(name)
    library = "httpx2" if hasattr(importlib.import_module("openai._base_client"), "httpx2") else "httpx"
    return library if name == "HTTPX" else importlib.import_module(library)


@dataclass(frozen=True)
class Request:
    """One request: the path, the host it was meant for, headers in lower case, and the body as JSON."""

    path: str
    host: str
    headers: dict[str, str]
    body: Any


class Provider(ThreadingHTTPServer):
    """Counts connections and keeps requests; `url` has no path."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.connections = 0
        self.answers: deque[int] = deque()
        self.hold: threading.Event | None = None
        self.headers: dict[str, str] = {}
        self.breaks_after: int | None = None
        self.stalls_after: int | None = None
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"

    def get_request(self) -> tuple[Any, Any]:
        self.connections += 1
        return super().get_request()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away early is what some tests are about."""

    def forget(self) -> None:
        """As if nothing had reached it yet."""
        self.requests.clear()
        self.answers.clear()
        self.connections = 0
        self.hold = None
        self.headers = {}
        self.breaks_after = None
        self.stalls_after = None

    @contextmanager
    def serving(self) -> Iterator[Provider]:
        thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self.shutdown()
            self.server_close()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Provider

    def do_POST(self) -> None:
        length = int(self.headers.get("content-length", 0))
        text = self.rfile.read(length)
        try:
            body = json.loads(text) if text else None
        except ValueError:
            body = None
        headers = {name.lower(): value for name, value in self.headers.items()}
        path = self.path.partition("?")[0]
        self.server.requests.append(Request(path, headers.get("host", ""), headers, body))
        if self.server.hold is not None and self.server.stalls_after is None:
            self.server.hold.wait(5)
        if self.server.answers:
            status = self.server.answers.popleft()
            self._send(status, {"error": {"message": "refused by the provider", "type": "rate_limit_error"}})
        elif (body is not None and body.get("stream")) or path.endswith((":streamGenerateContent", "-stream")):
            self._stream(path, body)
        else:
            self._send(200, _whole(path, body))

    def do_GET(self) -> None:
        self.server.requests.append(Request(self.path.partition("?")[0], self.headers.get("host", ""), {}, None))
        self._send(200, {})

    def _send(self, status: int, answer: Any) -> None:
        payload = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(payload)))
        told = (_BEDROCK_HEADERS if status == 200 else _THROTTLED) if "/model/" in self.path else {}
        for name, value in {"retry-after-ms": "1", **told, **self.server.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(payload)

    def _stream(self, path: str, body: Any) -> None:
        pieces = _pieces(path, body)
        broken = self.server.breaks_after
        bare = path.startswith("/api/") or path == "/v1/chat"
        ends = not path.endswith(("/messages", "Content", "-stream")) and not bare and broken is None
        payload = b"".join(_event(path, answer) for answer in pieces[:broken]) + (b"data: [DONE]\n\n" if ends else b"")
        framed = path.endswith("-stream")
        if framed and broken is not None:
            # Not every release notices that a connection breaks.
            payload += _message({"modelStreamErrorException": {"message": "broken"}}, "exception")
        self.send_response(200)
        self.send_header("content-type", "application/vnd.amazon.eventstream" if framed else "text/event-stream")
        # What is announced and does not come is a broken connection to the client.
        self.send_header("content-length", str(len(payload) + (broken is not None and not framed)))
        self.end_headers()
        stalled = self.server.stalls_after
        if stalled is not None:
            begun = b"".join(_event(path, answer) for answer in pieces[:stalled])
            payload = payload[len(begun) :]
            self.wfile.write(begun)
            if self.server.hold is not None:
                self.server.hold.wait(5)
        self.wfile.write(payload)
        self.close_connection = self.close_connection or broken is not None

    def log_message(self, format: str, *args: Any) -> None:
        """The requests are kept; nothing is printed."""


def _event(path: str, answer: dict[str, Any]) -> bytes:
    if path.endswith("-stream"):
        return _message(answer)
    if path.startswith("/api/") or path == "/v1/chat":
        return json.dumps(answer).encode() + b"\n"
    name = f"event: {answer['type']}\n" if "type" in answer else ""
    return f"{name}data: {json.dumps(answer)}\n\n".encode()


def _message(answer: dict[str, Any], sort: str = "event") -> bytes:
    """An event as AWS frames it: lengths and a checksum, headers, the payload, a checksum of it all."""
    ((kind, payload),) = answer.items()
    headers = b""
    for name, value in ((":message-type", sort), (f":{sort}-type", kind), (":content-type", "application/json")):
        headers += struct.pack("!B", len(name)) + name.encode() + struct.pack("!BH", 7, len(value)) + value.encode()
    text = json.dumps(payload).encode()
    prelude = struct.pack("!II", len(headers) + len(text) + 16, len(headers))
    message = prelude + struct.pack("!I", zlib.crc32(prelude)) + headers + text
    return message + struct.pack("!I", zlib.crc32(message))


def _whole(path: str, body: Any) -> Any:
    if path.endswith(("/converse", "/invoke")):
        return _bedrock(path)
    if ":" in path:
        return _google(path.rpartition(":")[2])
    model = (body or {}).get("model", "none")
    if path.startswith("/api/"):
        return _ollama(path, model)
    if path in _COHERE:
        return _cohere(path)
    if path.endswith("/interactions"):
        return _interaction("completed")
    if path.startswith("/models/"):
        return [[0.0, 1.0]] if path.endswith("/feature-extraction") else [_tgi(True)]
    if path.endswith("/embeddings"):
        data = [{"object": "embedding", "index": 0, "embedding": [0.0, 1.0]}]
        return {"id": "e1", "object": "list", "model": model, "data": data, "usage": {"prompt_tokens": 1, "total_tokens": 1}}
    if path.endswith("/messages"):
        return {
            "id": "msg_1",
            "type": "message",
            "role": "assistant",
            "model": model,
            "content": [{"type": "text", "text": "yes"}],
            "stop_reason": "end_turn",
            "stop_sequence": None,
            "usage": {"input_tokens": 5, "cache_read_input_tokens": 2, "output_tokens": 5},
        }
    if path.endswith("/responses"):
        return _response(model, [_OUTPUT])
    if path.endswith("/images/generations"):
        return {"created": 1, "data": [{"url": "http://127.0.0.1/soup.png"}]}
    message = {"role": "assistant", "content": '{"positive": true}' if (body or {}).get("response_format") else "yes"}
    return {
        "id": "c1",
        "object": "chat.completion",
        "system_fingerprint": None,
        "created": 1,
        "model": model,
        "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
        "usage": _USAGE,
    }


def _google(action: str, last: bool = True) -> dict[str, Any]:
    match action:
        case "batchEmbedContents":
            return {"embeddings": [{"values": [0.0, 1.0]}]}
        case "embedContent":
            return {"embedding": {"values": [0.0, 1.0]}}
        case "predict":
            return {"predictions": [{"bytesBase64Encoded": "eWVz", "mimeType": "image/png"}]}
    usage = {"promptTokenCount": 7, "cachedContentTokenCount": 2, "candidatesTokenCount": 2, "thoughtsTokenCount": 3}
    candidate = {"content": {"role": "model", "parts": [{"text": "yes" if last else ""}]}, "index": 0}
    return {
        "candidates": [{**candidate, "finishReason": "STOP"} if last else candidate],
        "usageMetadata": usage if last else {"promptTokenCount": 7},
        "modelVersion": "m",
    }


def _ollama(path: str, model: str, last: bool = True) -> dict[str, Any]:
    if path.startswith("/api/embed"):
        return {"model": model, "embeddings": [[0.0, 1.0]], "embedding": [0.0, 1.0], "prompt_eval_count": 1}
    said: dict[str, Any] = {"message": {"role": "assistant", "content": "yes"}, "response": "yes"}
    ended = {"done_reason": "stop", "prompt_eval_count": 7, "eval_count": 5} if last else {}
    return {"model": model, "created_at": "2025-01-01T00:00:00Z", **said, "done": last, **ended}


_COHERE = ("/v1/chat", "/v2/chat", "/v1/embed", "/v2/embed", "/v1/rerank", "/v2/rerank")


def _cohere(path: str) -> dict[str, Any]:
    billed = {"input_tokens": 7, "output_tokens": 5}
    counted = {"tokens": {"input_tokens": 70, "output_tokens": 6}}
    if path.endswith("/embed"):
        vectors = [[0.0, 1.0]] if path == "/v1/embed" else {"float": [[0.0, 1.0]]}
        kind = "embeddings_floats" if path == "/v1/embed" else "embeddings_by_type"
        meta = {"api_version": {"version": path[2]}, "billed_units": {"input_tokens": 1}}
        return {"id": "e1", "embeddings": vectors, "texts": ["Great soup."], "meta": meta, "response_type": kind}
    if path.endswith("/rerank"):
        return {"id": "r1", "results": [{"index": 0, "relevance_score": 0.5}], "meta": {"billed_units": {"search_units": 1}}}
    if path == "/v1/chat":
        said = {"text": "yes", "generation_id": "g1", "finish_reason": "COMPLETE"}
        return {**said, "meta": {"api_version": {"version": "1"}, "billed_units": billed, **counted}}
    message = {"role": "assistant", "content": [{"type": "text", "text": "yes"}]}
    return {"id": "c1", "finish_reason": "COMPLETE", "message": message, "usage": {"billed_units": billed, **counted}}


def _cohere_pieces(path: str) -> list[dict[str, Any]]:
    whole = _cohere(path)
    if path == "/v1/chat":
        return [
            {"is_finished": False, "event_type": "stream-start", "generation_id": "g1"},
            {"is_finished": False, "event_type": "text-generation", "text": "yes"},
            {"is_finished": True, "event_type": "stream-end", "finish_reason": "COMPLETE", "response": whole},
        ]
    return [
        {"type": "message-start", "id": "c1", "delta": {"message": {"role": "assistant", "content": []}}},
        {"type": "content-delta", "index": 0, "delta": {"message": {"content": {"text": "yes"}}}},
        {"type": "message-end", "id": "c1", "delta": {"finish_reason": "COMPLETE", "usage": whole["usage"]}},
    ]


def _interaction(status: str) -> dict[str, Any]:
    usage = {"total_input_tokens": 7, "total_cached_tokens": 2, "total_output_tokens": 5, "total_tokens": 12}
    made = {"created": "2025-01-01T00:00:00Z", "updated": "2025-01-01T00:00:00Z", "steps": [], "status": status}
    return {"id": "i1", "object": "interaction", "model": "m", **made, **({"usage": usage} if status == "completed" else {})}


def _tgi(last: bool) -> dict[str, Any]:
    details = {"finish_reason": "length", "generated_tokens": 5, "input_length": 7, "prefill": [], "tokens": []}
    token = {"id": 1, "logprob": 0.0, "special": False, "text": "yes"}
    return {"index": 0, "token": token, "generated_text": "yes" if last else None, "details": details if last else None}


def _bedrock(path: str) -> dict[str, Any]:
    if path.endswith("/invoke"):
        return {"content": [{"type": "text", "text": "yes"}], "stop_reason": "end_turn"}
    message = {"role": "assistant", "content": [{"text": "yes"}]}
    return {"output": {"message": message}, "stopReason": "end_turn", "usage": _BEDROCK_USAGE, "metrics": {"latencyMs": 1}}


def _bedrock_pieces(path: str) -> list[dict[str, Any]]:
    if path.endswith("/converse-stream"):
        return [
            {"messageStart": {"role": "assistant"}},
            {"contentBlockDelta": {"delta": {"text": "yes"}, "contentBlockIndex": 0}},
            {"messageStop": {"stopReason": "end_turn"}},
            {"metadata": {"usage": _BEDROCK_USAGE, "metrics": {"latencyMs": 1}}},
        ]
    metrics = {"inputTokenCount": 5, "outputTokenCount": 5, "cacheReadInputTokenCount": 2}
    chunks: list[dict[str, Any]] = [
        {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "yes"}},
        {"type": "message_delta", "delta": {"stop_reason": "end_turn"}},
        {"type": "message_stop", "amazon-bedrock-invocationMetrics": metrics},
    ]
    return [{"chunk": {"bytes": base64.b64encode(json.dumps(chunk).encode()).decode()}} for chunk in chunks]


_BEDROCK_USAGE = {"inputTokens": 5, "outputTokens": 5, "totalTokens": 12, "cacheReadInputTokens": 2}
_BEDROCK_HEADERS = {
    "x-amzn-bedrock-input-token-count": "5",
    "x-amzn-bedrock-output-token-count": "5",
    "x-amzn-bedrock-cache-read-input-token-count": "2",
}
_THROTTLED = {"x-amzn-errortype": "ThrottlingException"}
_USAGE = {
    "prompt_tokens": 7,
    "completion_tokens": 5,
    "total_tokens": 12,
    "prompt_tokens_details": {"cached_tokens": 2},
    "completion_tokens_details": {"reasoning_tokens": 3},
}
_OUTPUT = {
    "id": "o1",
    "type": "message",
    "role": "assistant",
    "status": "completed",
    "content": [{"type": "output_text", "text": "yes", "annotations": []}],
}


def _response(model: str, output: list[Any]) -> dict[str, Any]:
    usage = {
        "input_tokens": 7,
        "input_tokens_details": {"cached_tokens": 2},
        "output_tokens": 5,
        "output_tokens_details": {"reasoning_tokens": 3},
        "total_tokens": 12,
    }
    return {
        **({"usage": usage} if output else {}),
        "id": "r1",
        "object": "response",
        "created_at": 1,
        "model": model,
        "status": "completed",
        "output": output,
        "parallel_tool_calls": True,
        "tool_choice": "auto",
        "tools": [],
        # What an answer has although there is nothing to tell; litellm asks for it.
        **dict.fromkeys(
            (
                "error",
                "incomplete_details",
                "instructions",
                "max_output_tokens",
                "previous_response_id",
                "reasoning",
                "text",
                "user",
            )
        ),
        "metadata": {},
        "temperature": 1.0,
        "top_p": 1.0,
        "truncation": "disabled",
    }


def _pieces(path: str, body: Any) -> list[dict[str, Any]]:
    if path.endswith("-stream"):
        return _bedrock_pieces(path)
    if path.endswith(":streamGenerateContent"):
        return [_google("generateContent", last) for last in (False, False, True)]
    if path in _COHERE:
        return _cohere_pieces(path)
    if path.endswith("/interactions"):
        return [
            {"event_type": "interaction.created", "interaction": _interaction("in_progress")},
            {"event_type": "step.delta", "index": 0, "delta": {"type": "text", "text": "yes"}},
            {"event_type": "interaction.completed", "interaction": _interaction("completed")},
        ]
    if path.startswith("/models/"):
        return [_tgi(last) for last in (False, False, True)]
    model = body.get("model", "none")
    if path.startswith("/api/"):
        return [_ollama(path, model, last) for last in (False, False, True)]
    if path.endswith("/messages"):
        start = {**_whole(path, body), "content": [], "stop_reason": None}
        return [
            {"type": "message_start", "message": start},
            {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
            {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "yes"}},
            {"type": "content_block_stop", "index": 0},
            {
                "type": "message_delta",
                "delta": {"stop_reason": "end_turn", "stop_sequence": None},
                "usage": {"output_tokens": 5},
            },
            {"type": "message_stop"},
        ]
    if path.endswith("/responses"):
        return [
            {"type": "response.created", "sequence_number": 0, "response": _response(model, [])},
            {"type": "response.completed", "sequence_number": 1, "response": _response(model, [_OUTPUT])},
        ]
    chunk = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": model}
    asked = (body.get("stream_options") or {}).get("include_usage")
    return [
        {**chunk, "choices": [{"index": 0, "delta": {"role": "assistant", "content": "yes"}, "finish_reason": None}]},
        {**chunk, "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]},
        *([{**chunk, "choices": [], "usage": _USAGE}] if asked else []),
    ]


@contextmanager
def led_to(provider: Provider) -> Iterator[None]:
    """Every request of an httpx client or of botocore, whatever its host, goes to `provider`; the Host header tells whom it was
    meant for.

    Programs under test keep the base URLs they would have, and nothing leaves the machine.
    """
    with ExitStack() as patches:
        for library in ("httpx", "httpx2"):
            module = sys.modules.get(library)
            for name, method in (("HTTPTransport", "handle_request"), ("AsyncHTTPTransport", "handle_async_request")):
                if module is not None:
                    transport = getattr(module, name)
                    leading = _leading(getattr(transport, method), module, provider)
                    patches.enter_context(mock.patch.object(transport, method, leading))
        botocore = sys.modules.get("botocore.httpsession")
        if botocore is not None:
            session = botocore.URLLib3Session
            patches.enter_context(mock.patch.object(session, "send", _leading_botocore(session.send, provider)))
        yield


def _leading_botocore(original: Any, provider: Provider) -> Any:
    def lead(session: Any, request: Any) -> Any:
        request.url = f"{provider.url}/{request.url.split('/', 3)[3]}"
        return original(session, request)

    return lead


def _leading(original: Any, module: Any, provider: Provider) -> Any:
    def lead(transport: Any, request: Any) -> Any:
        request.url = module.URL(str(request.url)).copy_with(scheme="http", host="127.0.0.1", port=provider.server_port)
        return original(transport, request)

    return lead
