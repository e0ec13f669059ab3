"""Which task does the running code work on, and for whom?

`guard.task` says so for a block or for a function.  What it says lives in a context variable: it reaches the tasks of asyncio
that are started inside, and it is lost in threads and executors, where a call then has no task; `guard.bind` takes it there.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import AsyncGenerator, Callable, Generator
from contextvars import ContextVar
from typing import Any, Final, NamedTuple, TypeVar, cast

from llmlint.runtime.deadlines import Waits, current_waits, replace_waits

_Function = TypeVar("_Function", bound=Callable[..., Any])


class Labels(NamedTuple):
    """What is said of the running code: its task, and whom and what it serves."""

    task: str | None = None
    user: str | None = None
    feature: str | None = None
    session: str | None = None


_NONE: Final = Labels()
_LABELS: Final[ContextVar[tuple[Labels, ...]]] = ContextVar("llmlint_labels", default=())


def current_labels() -> Labels:
    """What the blocks around the running code say, the innermost first."""
    labels = _LABELS.get()
    return labels[-1] if labels else _NONE


def current_task() -> str | None:
    """The innermost task in force here; None outside any."""
    return current_labels().task


class _Block:
    """Something in force while a block, or a function, runs."""

    __slots__ = ()

    def __enter__(self) -> Any:
        raise NotImplementedError

    def __exit__(self, *raised: object) -> None:
        raise NotImplementedError

    def __call__(self, function: _Function) -> _Function:
        """`function`, whose body runs inside the task; generators too, but not what their consumer does in between."""
        return cast("_Function", functools.wraps(function)(self._around(function)))

    def _around(self, function: Callable[..., Any]) -> Callable[..., Any]:
        if inspect.iscoroutinefunction(function):

            async def coroutine(*args: Any, **kwargs: Any) -> Any:
                with self:
                    return await function(*args, **kwargs)

            return coroutine
        if inspect.isgeneratorfunction(function):
            return lambda *args, **kwargs: self._steps(function(*args, **kwargs))
        if inspect.isasyncgenfunction(function):
            return lambda *args, **kwargs: self._async_steps(function(*args, **kwargs))

        def plain(*args: Any, **kwargs: Any) -> Any:
            with self:
                return function(*args, **kwargs)

        return plain

    def _steps(self, inner: Generator[Any, Any, Any]) -> Generator[Any, Any, Any]:
        # The task is in force while `inner` runs and not while it waits: a context variable set across a yield leaks.
        step: Callable[[], Any] = functools.partial(next, inner)
        while True:
            with self:
                try:
                    item = step()
                except StopIteration as stop:
                    return stop.value
            try:
                step = functools.partial(inner.send, (yield item))
            except GeneratorExit:
                with self:
                    inner.close()
                raise
            except BaseException as error:
                step = functools.partial(inner.throw, error)

    async def _async_steps(self, inner: AsyncGenerator[Any, Any]) -> AsyncGenerator[Any, Any]:
        step: Callable[[], Any] = inner.__anext__
        while True:
            with self:
                try:
                    item = await step()
                except StopAsyncIteration:
                    return
            try:
                step = functools.partial(inner.asend, (yield item))
            except GeneratorExit:
                with self:
                    await inner.aclose()
                raise
            except BaseException as error:
                step = functools.partial(inner.athrow, error)


class task(_Block):
    """The calls in this block, or in this function, work on the task `name`.

    `user`, `feature` and `session` tell whom and what the calls serve, for limits and events; a block inside another that does
    not say them has those of the outer one.  One object may be used again, also by several threads and tasks at once.
    """

    __slots__ = ("feature", "name", "session", "user")

    def __init__(self, name: str, *, user: str | None = None, feature: str | None = None, session: str | None = None) -> None:
        if not isinstance(name, str) or not name:
            raise TypeError('guard.task takes the name of a task: guard.task("classification")')
        for what, given in (("user", user), ("feature", feature), ("session", session)):
            if given is not None and not isinstance(given, str):
                raise TypeError(f"guard.task takes text for {what}, not {type(given).__name__}")
        self.name = name
        self.user = user
        self.feature = feature
        self.session = session

    def __enter__(self) -> task:
        around = _LABELS.get()
        outer = around[-1] if around else _NONE
        labels = Labels(
            self.name,
            outer.user if self.user is None else self.user,
            outer.feature if self.feature is None else self.feature,
            outer.session if self.session is None else self.session,
        )
        _LABELS.set((*around, labels))
        return self

    def __exit__(self, *raised: object) -> None:
        _LABELS.set(_LABELS.get()[:-1])


class _Bound(_Block):
    """The labels and deadlines that were in force where it was made."""

    __slots__ = ("_labels", "_waits")

    def __init__(self) -> None:
        self._labels = _LABELS.get()
        self._waits: Waits = current_waits()

    def __enter__(self) -> _Bound:
        # What is in force where the function happens to run comes back when it ends.
        _BEFORE.set((_LABELS.get(), current_waits(), _BEFORE.get()))
        _LABELS.set(self._labels)
        replace_waits(self._waits)
        return self

    def __exit__(self, *raised: object) -> None:
        before = _BEFORE.get()
        assert before is not None
        labels, waits, outer = before
        _LABELS.set(labels)
        replace_waits(waits)
        _BEFORE.set(outer)


_BEFORE: Final[ContextVar[tuple[Any, Waits, Any] | None]] = ContextVar("llmlint_before", default=None)


def bind(function: _Function) -> _Function:
    """`function`, running with the task and the deadlines that are in force here, wherever it is called.

    For what leaves the context behind: `executor.submit(guard.bind(work), …)`, `Thread(target=guard.bind(work))`.
    """
    return _Bound()(function)
