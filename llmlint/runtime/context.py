"""Which task does the running code work on?

`guard.task` says so for a block or for a function.  The name lives in a context variable: it reaches the tasks of asyncio that
are started inside, and it is lost in threads and executors, where a call then has no task.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import AsyncGenerator, Callable, Generator
from contextvars import ContextVar
from typing import Any, Final, TypeVar, cast

_Function = TypeVar("_Function", bound=Callable[..., Any])
_TASKS: Final[ContextVar[tuple[str, ...]]] = ContextVar("llmlint_tasks", default=())


def current_task() -> str | None:
    """The innermost task in force here; None outside any."""
    tasks = _TASKS.get()
    return tasks[-1] if tasks else None


class task:
    """The calls in this block, or in this function, work on the task `name`.

    One object may be used again, also by several threads and tasks at once.
    """

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        if not isinstance(name, str) or not name:
            raise TypeError('guard.task takes the name of a task: guard.task("classification")')
        self.name = name

    def __enter__(self) -> task:
        _TASKS.set((*_TASKS.get(), self.name))
        return self

    def __exit__(self, *raised: object) -> None:
        _TASKS.set(_TASKS.get()[:-1])

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
