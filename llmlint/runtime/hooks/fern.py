"""How does the gate come before the requests of clients that Fern generated?

Every method of a client ends in `request` or `stream` of `HttpClient` or `AsyncHttpClient`.  `request` calls itself to send
again; `stream` gives a context manager, which sends when it is entered.
"""

from __future__ import annotations

import sys
from contextvars import copy_context
from inspect import getclosurevars, isasyncgenfunction, isgeneratorfunction
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

import wrapt

from llmlint.knowledge.loader import Sdk
from llmlint.runtime.begun import Begun, around, frozen, handed, note
from llmlint.runtime.hooks.fern_call import FernCall, FernStream
from llmlint.runtime.hooks.patch import Patches
from llmlint.runtime.retries import may_retry, wait
from llmlint.runtime.sending import Admit, send, send_async

if TYPE_CHECKING:
    _Proxy = wrapt.ObjectProxy[Any]
else:
    # Before wrapt 2 it takes no type.
    _Proxy = wrapt.ObjectProxy

_SPLITTING: Final = (("Client", "embed"), ("AsyncClient", "embed"))
"""Methods, by the class, that send what they are given in parts, in threads or tasks of their own."""

_ELSEWHERE: Final[dict[str, Sdk]] = {}
"""The entries of clients whose requests are sent elsewhere, by the module that gives their HTTP client a hook for it."""


def holder(client: Any) -> Any:
    """The object that sends for a client and all its parts."""
    return client._client_wrapper.httpx_client


def hook(module: ModuleType, sdk: Sdk, admit: Admit, patches: Patches) -> None:
    """Bring `admit` before the requests of the senders that `module` holds; of modules of clients, note what is begun there."""
    if module.__name__ != sdk.hook.module:
        _clients(module, patches)
        return
    if "HttpClient" not in vars(module):
        _ELSEWHERE[module.__name__] = sdk
        return

    def request(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> Any:
        entry = _entry(sdk, instance)
        if entry is None or kwargs.get("retries"):
            # Not to be understood, or the same call once more.
            return wrapped(*args, **kwargs)
        return send(_where_it_began(admit), FernCall(entry, wrapped, instance, args, kwargs, is_async=False))

    async def async_request(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> Any:
        entry = _entry(sdk, instance)
        if entry is None or kwargs.get("retries"):
            return await wrapped(*args, **kwargs)
        return await send_async(_where_it_began(admit), FernCall(entry, wrapped, instance, args, kwargs, is_async=True))

    def stream(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> Any:
        entry = _entry(sdk, instance)
        if entry is None:
            return wrapped(*args, **kwargs)
        return _Opened(admit, FernStream(entry, wrapped, instance, args, kwargs, is_async=False))

    def async_stream(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> Any:
        entry = _entry(sdk, instance)
        if entry is None:
            return wrapped(*args, **kwargs)
        return _AsyncOpened(admit, FernStream(entry, wrapped, instance, args, kwargs, is_async=True))

    patches.wrap(module.HttpClient, "request", request)
    patches.wrap(module.HttpClient, "stream", stream)
    patches.wrap(module.AsyncHttpClient, "request", async_request)
    patches.wrap(module.AsyncHttpClient, "stream", async_stream)
    for name, wrapper in (("_should_retry", _may), ("_retry_timeout", _wait), ("_retry_timeout_from_retries", _wait)):
        if name in vars(module):
            patches.wrap(module, name, wrapper)


def _entry(sdk: Sdk, sender: Any) -> Sdk | None:
    """The entry that speaks of what `sender` sends; None where it is sent elsewhere, and where to is not known."""
    for each in getattr(sender.httpx_client, "event_hooks", {}).get("request", ()):
        module = getattr(each, "__module__", "")
        if module.startswith(f"{sdk.roots[0]}."):
            found = _ELSEWHERE.get(module)
            service = None if found is None else getclosurevars(each).nonlocals.get("service", found.provider)
            return found if found is not None and service == found.provider else None
    return sdk


def _clients(module: ModuleType, patches: Patches) -> None:
    for kind in [each for each in vars(module).values() if isinstance(each, type) and each.__module__ == module.__name__]:
        for name, method in list(vars(kind).items()):
            if isgeneratorfunction(method) or isasyncgenfunction(method):
                patches.wrap(kind, name, _generator)
    for named, method in _SPLITTING:
        if method in vars(vars(module).get(named, object)):
            patches.wrap(vars(module)[named], method, _split_async if named.startswith("Async") else _split)


def _generator(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> Any:
    """A generator sends when it is first read; the call belongs where it was asked for."""
    begun = Begun(sys._getframe(1))
    made = wrapped(*args, **kwargs)
    note(made, begun)
    return made


def _split(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> Any:
    mark = handed.set(frozen(sys._getframe(1)))
    try:
        method = getattr(wrapped, "__func__", None)
        return wrapped(*args, **kwargs) if method is None else method(_Split(instance), *args, **kwargs)
    finally:
        handed.reset(mark)


def _split_async(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> Any:
    stack = frozen(sys._getframe(1))

    async def call() -> Any:
        mark = handed.set(stack)
        try:
            return await wrapped(*args, **kwargs)
        finally:
            handed.reset(mark)

    return call()


class _Split(_Proxy):
    """A client whose threads run in the context of whoever calls its method."""

    @property
    def _executor(self) -> _Executor:
        return _Executor(self.__wrapped__._executor)


class _Executor(_Proxy):
    """What a method hands to `map` runs in the context in which the method does."""

    def map(self, function: Any, *items: Any, **options: Any) -> Any:
        context = copy_context()
        return self.__wrapped__.map(lambda *each: context.copy().run(function, *each), *items, **options)


class _Opened:
    """A stream that is sent for when it is entered."""

    __slots__ = ("_admit", "_call")

    def __init__(self, admit: Admit, call: FernStream) -> None:
        self._admit = admit
        self._call = call

    def __enter__(self) -> Any:
        return send(_where_it_began(self._admit), self._call)

    def __exit__(self, *raised: Any) -> Any:
        self._call.left(raised[0])
        return self._call.manager.__exit__(*raised)


class _AsyncOpened(_Opened):
    """A stream that is awaited."""

    __slots__ = ()

    async def __aenter__(self) -> Any:
        return await send_async(_where_it_began(self._admit), self._call)

    async def __aexit__(self, *raised: Any) -> Any:
        self._call.left(raised[0])
        return await self._call.manager.__aexit__(*raised)


def _where_it_began(admit: Admit) -> Admit:
    """`admit` where the program asked for what is being sent, and in its context."""
    begun = around(sys._getframe(1))
    if begun is None:
        return admit
    context = begun.context.copy()
    return lambda call: context.run(admit, call)


def _may(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> bool:
    return bool(wrapped(*args, **kwargs)) and may_retry(_headers(args, kwargs))


def _wait(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> float:
    return wait(wrapped(*args, **kwargs), _headers(args, kwargs))


def _headers(args: Any, kwargs: Any) -> Any:
    response = kwargs.get("response", args[0] if args else None)
    return getattr(response, "headers", None)
