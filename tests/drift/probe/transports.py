"""Which timeout is in force where a request leaves the process, and for whom was it meant?

Every library that is installed is asked at its lowest layer: httpx and httpx2, urllib3 (below requests and botocore), aiohttp,
grpcio, and what dspy brings itself.  Each request is then led to the loopback server, whoever it was meant for.
"""

from __future__ import annotations

import functools
import importlib
import importlib.util
import ssl
import sys
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from . import grpcs
from .server import Server


@dataclass(frozen=True)
class Sent:
    """One request as it left: where to, and how many seconds one read may take; None for ever."""

    url: str
    timeout: float | None


class Transports:
    """Keeps what was sent since `forget`."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.sent: list[Sent] = []
        self._has_dspy = False
        # Nothing is encrypted here, and certificates are most of what it takes to make a client.
        ssl.SSLContext.load_verify_locations = lambda *given, **named: None
        for library in ("httpx", "httpx2"):
            if importlib.util.find_spec(library):
                self._httpx(importlib.import_module(library))
        if importlib.util.find_spec("urllib3"):
            self._urllib3()
        if importlib.util.find_spec("aiohttp"):
            self._aiohttp()
        if importlib.util.find_spec("grpc"):
            grpcs.install(server, lambda url, deadline: self.sent.append(Sent(url, deadline)))

    def forget(self) -> None:
        self.sent = []
        # Not before the recipe has said where it is to keep what it keeps.
        if not self._has_dspy and "dspy" in sys.modules and importlib.util.find_spec("dspy._vendor"):
            self._has_dspy = True
            self._dspy()

    def _httpx(self, library: Any) -> None:
        for transport, name in (
            (library.HTTPTransport, "handle_request"),
            (library.AsyncHTTPTransport, "handle_async_request"),
        ):
            original = getattr(transport, name)

            @functools.wraps(original)
            def handle(itself: Any, request: Any, original: Any = original) -> Any:
                self.sent.append(Sent(str(request.url), request.extensions.get("timeout", {}).get("read")))
                request.url = library.URL(self._led(str(request.url)))
                return original(itself, request)

            setattr(transport, name, handle)

    def _urllib3(self) -> None:
        pools = importlib.import_module("urllib3.connectionpool")
        managers = importlib.import_module("urllib3.poolmanager")
        make, connect = pools.HTTPConnectionPool._make_request, managers.PoolManager.connection_from_host

        @functools.wraps(make)
        def make_request(pool: Any, connection: Any, method: str, url: str, *given: Any, **named: Any) -> Any:
            timeout = named.get("timeout", given[0] if given else None)
            times = [getattr(timeout, name, None) for name in ("_read", "total")]
            limits = [each for each in times if isinstance(each, int | float)]
            self.sent.append(Sent(f"{getattr(pool, 'meant', self.server.url)}{url}", min(limits, default=None)))
            return make(pool, connection, method, url, *given, **named)

        @functools.wraps(connect)
        def connection_from_host(manager: Any, host: str, port: Any = None, scheme: Any = "http", pool_kwargs: Any = None) -> Any:
            if manager.proxy is not None:
                manager.proxy = None
            led = urlsplit(self.server.url)
            pool = connect(manager, led.hostname, led.port, "http", pool_kwargs)
            pool.meant = f"{scheme or 'http'}://{host}" + (f":{port}" if port not in (None, 80, 443) else "")
            return pool

        pools.HTTPConnectionPool._make_request = make_request
        managers.PoolManager.connection_from_host = connection_from_host

    def _aiohttp(self) -> None:
        aiohttp = importlib.import_module("aiohttp")
        original = aiohttp.ClientSession._request

        @functools.wraps(original)
        async def request(session: Any, method: str, url: Any, **named: Any) -> Any:
            timeout = named.get("timeout")
            if not isinstance(timeout, aiohttp.ClientTimeout | int | float | None) or "timeout" not in named:
                timeout = session.timeout
            limits = [timeout] if isinstance(timeout, int | float) else [timeout.sock_read, timeout.total] if timeout else []
            self.sent.append(Sent(str(url), min((each for each in limits if each), default=None)))
            return await original(session, method, self._led(str(url)), **named)

        aiohttp.ClientSession._request = request

    def _dspy(self) -> None:
        transport = importlib.import_module("dspy._vendor.lm15.transports._sync").StdlibTransport
        original = transport.stream

        @functools.wraps(original)
        def stream(itself: Any, request: Any) -> Any:
            self.sent.append(Sent(request.url, request.read_timeout or itself._read_timeout))
            return original(itself, replace(request, url=self._led(request.url)))

        transport.stream = stream

    def _led(self, url: str) -> str:
        return urlsplit(url)._replace(scheme="http", netloc=urlsplit(self.server.url).netloc).geturl()
