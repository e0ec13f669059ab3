"""What happens when a client is made and a call is sent?"""

from __future__ import annotations

import asyncio
import contextlib
import inspect
from collections.abc import Callable
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import Any

from .making import Maker
from .naming import resolve
from .server import Server
from .transports import Transports
from .ways import Attempt, Way, patience


class World(Maker):
    """The SDK, in which calls are tried."""

    def __init__(self, entry: dict[str, Any], recipe: dict[str, Any], server: Server, transports: Transports) -> None:
        super().__init__(entry, recipe, server.url)
        self.server, self.transports = server, transports
        self._paths: dict[tuple[str, str], tuple[str, Any]] = {}
        self._loop = asyncio.new_event_loop()

    def busy(self, path: str) -> int:
        """The answer after which a call is sent again; 0 for a connection that is closed without one."""
        said = self.recipe.get("status", 429)
        fitting = [status for pattern, status in said.items() if fnmatchcase(path, pattern)] if isinstance(said, dict) else [said]
        return fitting[-1] if fitting else 429

    def holders(self, path: str) -> list[str]:
        """The clients that have the method, those of the entry's first roots first."""
        return [name for name in self.clients if self.method(name, path) is not None]

    def method(self, client: str, path: str, derive: str = "") -> Any:
        """The method of a client or of what it derives, or None."""
        return self._looked_up(client, path)[1] if not derive else self._of_derived(client, derive, path)

    def _looked_up(self, client: str, path: str) -> tuple[str, Any]:
        """The derive method that leads to the path, if one does, and the method."""
        if (client, path) not in self._paths:
            self._paths[client, path] = ("", None)
            own = self._quietly(client, path, lambda: resolve(self.receiver(client, {}, path), path))
            derives = [] if own is not None or path in self.entry["derive"] else self.entry["derive"]
            of_derived = ((derive, self._of_derived(client, derive, path)) for derive in derives)
            self._paths[client, path] = next((each for each in of_derived if each[1] is not None), ("", own))
        return self._paths[client, path]

    def derives(self, client: str, path: str, name: str) -> Any:
        """The derive method of a client, or of what the constructor at `path` makes; None if it has not got it."""
        if self.methods.get(path, {}).get("form") != "constructor":
            return self.method(client, name)

        def look() -> Any:
            way = Way(client, path)
            function = resolve(self.receiver(client, {}, path), path)
            return resolve(function(**self.arguments(client, path, function, self.constructor_base(way, function), {})), name)

        return self._quietly(client, path, look)

    def _of_derived(self, client: str, derive: str, path: str) -> Any:
        way = Way(client, path, derive=derive)
        return self._quietly(client, path, lambda: resolve(self.derived(self.client(client, {}), way), path))

    def _quietly(self, client: str, path: str, look: Callable[[], Any]) -> Any:
        with contextlib.suppress(Exception), self.environment({}), self.globals(Way(client, path)):
            return self._loop.run_until_complete(_called(look))
        return None

    def attempt(self, way: Way, status: int = 400) -> Attempt:
        """One call, and all that was seen of it."""
        self.server.forget(status)
        self.transports.forget()
        self.kept.clear()
        attempt = Attempt()
        is_async = self.clients[way.client]["async"] or self.methods.get(way.path, {}).get("async", False)
        try:
            with self.environment(way.environment), self.globals(way), patience():
                if is_async:
                    self._loop.run_until_complete(self._send_async(way, attempt))
                else:
                    self._send(way, attempt)
        except BaseException as error:  # whatever an SDK raises is what there is to see
            if isinstance(error, KeyboardInterrupt | SystemExit):
                raise
            attempt.error = f"{type(error).__name__}: {' '.join(str(error).split())[:160]}"
        attempt.requests, attempt.sent = list(self.server.requests), list(self.transports.sent)
        return attempt

    def _call(self, way: Way) -> Any:
        given = way.made_with
        constructs = self.methods.get(way.path, {}).get("form") == "constructor"
        derive = "" if constructs else way.derive or self._looked_up(way.client, way.path)[0]
        if derive:
            receiver = self.derived(self.client(way.client, given), replace(way, derive=derive))
        else:
            receiver = self.receiver(way.client, given, way.path)
        function = resolve(receiver, way.path)
        arguments = self.arguments(way.client, way.path, function, self.constructor_base(way, function), way.called_with)
        expression = self.recipe.get("call", {}).get(way.path)
        if expression is not None:
            return eval(expression, self.names | {"CLIENT": receiver, "OPTIONS": arguments, "METHOD": function})
        result = function(**arguments)
        if not constructs:
            return result
        return self.sending(way.path, self.derived(result, way) if way.derive else result)

    def _send(self, way: Way, attempt: Attempt) -> None:
        result = self._call(way)
        can_be_read = any(hasattr(result, name) for name in ("__enter__", "__iter__"))
        if inspect.isawaitable(result) or (hasattr(result, "__aiter__") and not can_be_read):
            attempt.awaited = True
            self._loop.run_until_complete(_finish_async(result))
        elif not self.server.requests:
            with contextlib.ExitStack() as stack:
                entered = stack.enter_context(result) if hasattr(result, "__enter__") else result
                for _ in entered if hasattr(entered, "__iter__") and not self.server.requests else ():
                    pass

    async def _send_async(self, way: Way, attempt: Attempt) -> None:
        result = self._call(way)
        attempt.awaited = any(hasattr(result, name) for name in ("__await__", "__aiter__", "__aenter__"))
        await _finish_async(result)


async def _called(look: Callable[[], Any]) -> Any:
    return look()


async def _finish_async(result: Any) -> None:
    if inspect.isawaitable(result):
        result = await result
    if hasattr(result, "__aenter__"):
        async with result as entered:
            await _finish_async(entered)
    elif hasattr(result, "__aiter__"):
        async for _ in result:
            pass
