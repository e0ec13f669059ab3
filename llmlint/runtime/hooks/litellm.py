"""How does the gate come before the calls of litellm?

Its functions are replaced in place, so that names which were imported before (`from litellm import completion`) and routers that
were made before pass the gate as well.  One call of the program is one decision, whatever litellm makes of it.
"""

from __future__ import annotations

import asyncio
import importlib
import sys
from collections.abc import Callable
from contextvars import copy_context
from inspect import iscoroutinefunction
from types import FunctionType, ModuleType
from typing import Any, Final

from llmlint.knowledge.loader import Method, Sdk
from llmlint.runtime.begun import frozen, handed
from llmlint.runtime.errors import GuardError
from llmlint.runtime.floors import is_made_by
from llmlint.runtime.hooks.litellm_call import FLOORS, LitellmCall
from llmlint.runtime.hooks.litellm_scope import Scope, bounded, bounded_async, scope, scope_of, ticket_of
from llmlint.runtime.hooks.patch import Patches
from llmlint.runtime.sending import Admit, send, send_async

_RETRYING: Final = ("completion_with_retries", "acompletion_with_retries", "responses_with_retries", "aresponses_with_retries")
_FALLING_BACK: Final = ("completion_with_fallbacks", "async_completion_with_fallbacks")
_BATCHES: Final = ("batch_completion",)
"""Functions that make several calls of one: each is judged where it is made."""
_INNER: Final = (
    "acompletion",
    "aembedding",
    "aimg_generation",
    "atext_completion",
    "atranscription",
    "arerank",
    "aresponses",
    "_arealtime",
)
"""Arguments by which a function that is awaited asks the one that blocks: the call has been seen."""
_MODULES: Final = ("litellm", "litellm.main", "litellm.images.main", "litellm.responses.main", "litellm.rerank_api.main")
"""Where functions are: what `litellm` itself has may be another one, which calls that of the module."""


def hook(module: ModuleType, sdk: Sdk, admit: Admit, patches: Patches) -> None:
    """Bring `admit` before the functions of `module`."""
    for owner in (sys.modules[name] for name in _MODULES if name in sys.modules):
        for path, method in sdk.methods.items():
            function = _function(owner, path)
            if function is not None and path not in (*_RETRYING, *_BATCHES):
                patches.relay(function, _calling(sdk, method, admit, patches, is_async=iscoroutinefunction(function)))
        for name in (*_RETRYING, *_FALLING_BACK):
            function = _function(owner, name)
            if function is not None:
                patches.relay(function, _scoped(function, final=name in _RETRYING))
    handing = _function(importlib.import_module("litellm.litellm_core_utils.asyncify"), "run_async_function")
    if handing is not None:
        patches.relay(handing, _handing)
    router = importlib.import_module("litellm.router").Router
    for name, around in (("function_with_fallbacks", _standing), ("async_function_with_fallbacks", None)):
        function = _function(router, name)
        if function is not None:
            patches.relay(function, around or _scoped(function, of_router=True))


def holder(client: Any) -> Any:
    """A router, which is the one thing of litellm that calls can be told by.  Raises GuardError for anything else."""
    if isinstance(client, importlib.import_module("litellm.router").Router):
        return client
    raise GuardError("of litellm guard.wrap takes a Router; for its functions there is guard.install()")


def _function(owner: Any, path: str) -> FunctionType | None:
    """litellm's own function at a dotted path, below what others have laid around it; None where this version has none."""
    for name in path.split("."):
        owner = getattr(owner, name, None)
    while owner is not None:
        if isinstance(owner, FunctionType) and owner.__globals__.get("__name__", "").partition(".")[0] == "litellm":
            return owner
        owner = getattr(owner, "__wrapped__", None)
    return None


def _calling(sdk: Sdk, method: Method, admit: Admit, patches: Patches, *, is_async: bool) -> Callable[..., Any]:
    def call(wrapped: Any, args: Any, kwargs: Any, router: Any) -> LitellmCall:
        return LitellmCall(sdk, method, wrapped, router, args, kwargs, is_async=is_async, patches=patches)

    def plain(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> Any:
        if any(kwargs.get(name) is True for name in _INNER):
            return wrapped(*args, **kwargs)
        inside = is_made_by(FLOORS, sys._getframe())
        around = scope_of(inside=inside)
        if around is None:
            made = call(wrapped, args, kwargs, None)
            return bounded(lambda: send(admit, made), inside=inside)
        made = call(wrapped, args, kwargs, around.router)
        mark = scope.set(None)
        try:
            return bounded(lambda: send(lambda each: around.admit(admit, made), made), inside=inside)
        except Exception as error:
            around.failed(error)
            raise
        finally:
            scope.reset(mark)

    async def awaited(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> Any:
        inside = is_made_by(FLOORS, sys._getframe())
        around = scope_of(inside=inside)
        if around is None:
            made = call(wrapped, args, kwargs, None)
            return await bounded_async(lambda: send_async(admit, made), inside=inside)
        made = call(wrapped, args, kwargs, around.router)
        mark = scope.set(None)
        try:
            return await bounded_async(lambda: send_async(lambda each: around.admit(admit, made), made), inside=inside)
        except Exception as error:
            around.failed(error)
            raise
        finally:
            scope.reset(mark)

    return awaited if is_async else plain


def _scoped(function: FunctionType, *, final: bool = False, of_router: bool = False) -> Callable[..., Any]:
    """Around a function of litellm that sends again, or falls back."""

    def begun(args: Any, kwargs: dict[str, Any], inside: bool) -> Scope:
        made = Scope(ticket_of(inside=inside), args[0] if of_router else None, final=final)
        given = kwargs.get("original_function")
        if final and made.above is not None and given is not None:
            kwargs["original_function"] = _counted(given, made)
        return made

    def plain(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> Any:
        inside = is_made_by(FLOORS, sys._getframe())
        made = begun(args, kwargs, inside)
        mark = scope.set(made)
        try:
            return bounded(lambda: wrapped(*args, **kwargs), inside=inside)
        finally:
            scope.reset(mark)
            made.close()

    async def awaited(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> Any:
        inside = is_made_by(FLOORS, sys._getframe())
        made = begun(args, kwargs, inside)
        mark = scope.set(made)
        try:
            return await bounded_async(lambda: wrapped(*args, **kwargs), inside=inside)
        finally:
            scope.reset(mark)
            made.close()

    return awaited if iscoroutinefunction(function) else plain


def _standing(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> Any:
    """Around what runs a loop for code that blocks: below a loop nobody would look for who has called."""
    mark = handed.set(frozen(sys._getframe(1)))
    try:
        return wrapped(*args, **kwargs)
    finally:
        handed.reset(mark)


def _handing(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> Any:
    """As `_standing`.  Where a loop is running already the other one gets a thread, which is to know what is known here."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return _standing(wrapped, instance, args, kwargs)
    context = copy_context()
    context.run(handed.set, frozen(sys._getframe(1)))

    def there(function: Callable[..., Any]) -> Callable[..., Any]:
        async def run(*args: Any, **kwargs: Any) -> Any:
            return await asyncio.get_running_loop().create_task(function(*args, **kwargs), context=context)

        return run

    if args:
        return wrapped(there(args[0]), *args[1:], **kwargs)
    return wrapped(**{**kwargs, "async_function": there(kwargs["async_function"])})


def _counted(function: Callable[..., Any], around: Scope) -> Callable[..., Any]:
    """litellm's function behind its hook, which it sends again by."""

    def plain(*args: Any, **kwargs: Any) -> Any:
        _again(around)
        try:
            return function(*args, **kwargs)
        except Exception as error:
            around.failed(error)
            raise

    async def awaited(*args: Any, **kwargs: Any) -> Any:
        _again(around)
        try:
            return await function(*args, **kwargs)
        except Exception as error:
            around.failed(error)
            raise

    return awaited if iscoroutinefunction(function) else plain


def _again(around: Scope) -> None:
    if around.above is not None:
        around.again(around.above)
