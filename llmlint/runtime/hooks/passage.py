"""How does a refusal reach the program through a framework that raises an error of its own for whatever fails?

instructor asks again for answers that do not fit, and in the end raises one error that stands for all that happened.  A refused
call is none of these failures: asking again is of no use, and who handles refusals does not look inside the framework's error.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from inspect import iscoroutinefunction
from types import ModuleType
from typing import Any, Final

from llmlint.knowledge.loader import Sdk
from llmlint.runtime.errors import Refused
from llmlint.runtime.hooks.patch import Patches
from llmlint.runtime.sending import Admit

_DEEP: Final = 16
"""Errors looked at, each the reason of the one before."""


def hook(module: ModuleType, sdk: Sdk, admit: Admit, patches: Patches) -> None:
    """Let refusals through those of the functions of `sdk` that `module` holds."""
    for name in sdk.hook.functions:
        function = vars(module).get(name)
        if function is not None:
            patches.wrap(module, name, _awaited if iscoroutinefunction(function) else _called)


def _called(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> Any:
    with _passing():
        return wrapped(*args, **kwargs)


async def _awaited(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> Any:
    with _passing():
        return await wrapped(*args, **kwargs)


@contextmanager
def _passing() -> Iterator[None]:
    try:
        yield
    except Exception as error:
        refused = _refused(error)
        if refused is None or refused is error:
            raise
        raise refused from None


def _refused(error: BaseException | None) -> Refused | None:
    for _ in range(_DEEP):
        if error is None or isinstance(error, Refused):
            return error
        error = error.__cause__ or error.__context__
    return None
