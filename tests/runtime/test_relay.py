"""Is a function replaced for whoever holds it, and put back as it was?"""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable
from functools import partial, wraps
from typing import Any

import pytest

from llmlint.runtime.hooks.patch import Patches


def decorated(function: Callable[..., Any]) -> Callable[..., Any]:
    """As litellm decorates its functions: what is called has a closure."""
    calls: list[str] = []

    @wraps(function)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        calls.append(function.__name__)
        return function(*args, **kwargs)

    @wraps(function)
    async def wrapper_async(*args: Any, **kwargs: Any) -> Any:
        calls.append(function.__name__)
        return await function(*args, **kwargs)

    return wrapper_async if inspect.iscoroutinefunction(function) else wrapper


@decorated
def add(one: int, other: int = 2) -> int:
    """Adds."""
    return one + other


@decorated
async def add_later(one: int, other: int = 2) -> int:
    return one + other


def plain(one: int, other: int = 3, *, third: int = 4) -> int:
    return one + other + third


class Adder:
    def add(self, one: int) -> int:
        return one + 1


@pytest.fixture
def patches() -> Any:
    found = Patches()
    yield found
    found.restore()


def doubled(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> Any:
    return 2 * wrapped(*args, **kwargs)


async def doubled_later(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> Any:
    return 2 * await wrapped(*args, **kwargs)


def test_names_from_before(patches: Patches) -> None:
    earlier, bound, part = add, Adder().add, partial(plain, 1, third=1)
    patches.relay(add, doubled)
    patches.relay(plain, doubled)
    patches.relay(Adder.add, doubled)
    assert (earlier(1), earlier(1, other=5), part(), bound(4)) == (6, 12, 10, 10)
    assert plain(1, 1) == 12


def test_awaited(patches: Patches) -> None:
    earlier = add_later
    patches.relay(add_later, doubled_later)
    assert inspect.iscoroutinefunction(add_later)
    assert asyncio.run(earlier(3)) == 10


def test_it_looks_as_before(patches: Patches) -> None:
    before = (add.__name__, add.__doc__, inspect.signature(add), plain.__qualname__, inspect.signature(add_later))
    code = add.__code__
    for function in (add, plain, add_later):
        patches.relay(function, doubled)
    assert (add.__name__, add.__doc__, inspect.signature(add), plain.__qualname__, inspect.signature(add_later)) == before
    patches.restore()
    assert add.__code__ is code
    assert (add(1), plain(1)) == (3, 8)


def test_once(patches: Patches) -> None:
    patches.relay(add, doubled)
    patches.relay(add, doubled)
    assert add(1) == 6


def test_what_others_lay_over_it_stays(patches: Patches) -> None:
    patches.relay(plain, doubled)
    code = plain.__code__
    other = Patches()
    other.relay(plain, doubled)
    patches.restore()
    assert plain(1) == 32
    other.restore()
    assert plain.__code__ is code
    patches.restore()
    assert plain(1) == 8


def test_again_and_again(patches: Patches) -> None:
    for _ in range(3):
        patches.relay(plain, doubled)
        assert plain(1) == 16
        patches.restore()
        assert plain(1) == 8


def test_errors_pass(patches: Patches) -> None:
    patches.relay(add, doubled)
    with pytest.raises(TypeError, match="required positional argument"):
        add()
