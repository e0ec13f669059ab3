"""What does the guard decide of a program's call when it runs?  Needs the SDK and the guard, and nothing of the linter."""

from __future__ import annotations

import asyncio
import functools
import importlib
import importlib.util
import os
import ssl
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest import mock

from llmlint import guard
from llmlint.runtime.gate import Decision
from tests.loopback import Provider, led_to

from .cases import Case


def executed(case: Case, folder: Path, bundle: Path, provider: Provider) -> list[Decision]:
    """Run the program of `case`, which stands in `folder`, under the policy of `bundle`; `provider` has what it sent."""
    decisions: list[Decision] = []
    provider.forget()
    environ = {**case.environ, "LLMLINT_GUARD": "observe"}
    code = compile(case.source, str(folder / case.path), "exec")
    # Dataclasses look their module up.
    module = sys.modules["program"] = ModuleType("program")
    # What sends must be there before it is led to the provider.
    if _installed("botocore") is not None:
        importlib.import_module("botocore.httpsession")
    namespace = vars(module)
    with (
        mock.patch.dict(os.environ, environ),
        mock.patch("ssl.create_default_context", return_value=_tls()),
        _module_api(),
        _litellm(),
        _closing() as close,
        led_to(provider),
        guard.install(bundle, environment=case.environment, observer=decisions.append),
    ):
        exec(code, namespace)
        if case.is_async:

            async def main() -> None:
                await namespace["run"]()
                await close()

            asyncio.run(main())
        else:
            namespace["run"]()
    return decisions


@functools.cache
def _tls() -> ssl.SSLContext:
    """Reading the certificates takes 30 ms for each client, and none of these clients needs them."""
    return ssl.create_default_context()


def _installed(name: str) -> Any:
    return importlib.import_module(name) if importlib.util.find_spec(name) is not None else None


@contextmanager
def _module_api() -> Iterator[None]:
    """What a program does to the module `openai` is undone."""
    openai = _installed("openai")
    if openai is None:
        yield
        return
    with mock.patch.multiple(
        openai, api_key=None, base_url=None, http_client=None, timeout=openai.timeout, max_retries=openai.max_retries
    ):
        try:
            yield
        finally:
            openai._reset_client()


@contextmanager
def _litellm() -> Iterator[None]:
    """What a program does to the module `litellm` is undone, and the clients that it keeps are forgotten."""
    litellm = _installed("litellm")
    if litellm is None:
        yield
        return
    with mock.patch.multiple(litellm, num_retries=None, request_timeout=litellm.request_timeout):
        try:
            yield
        finally:
            litellm.in_memory_llm_clients_cache.flush_cache()


@contextmanager
def _closing() -> Iterator[Callable[[], Any]]:
    """Closes every http client that is made inside: the synchronous ones at the end, the others when asked, in their loop."""
    made: list[Any] = []
    made_async: list[Any] = []

    def keeping(original: Any, kept: list[Any]) -> Any:
        def initialise(self: Any, *args: Any, **kwargs: Any) -> None:
            original(self, *args, **kwargs)
            kept.append(self)

        return initialise

    async def close() -> None:
        for each in made_async:
            await each.aclose()

    with ExitStack() as patches:
        for library in filter(None, map(_installed, ("httpx", "httpx2"))):
            for kind, kept in ((library.Client, made), (library.AsyncClient, made_async)):
                patches.enter_context(mock.patch.object(kind, "__init__", keeping(kind.__init__, kept)))
        try:
            yield close
        finally:
            for client in made:
                client.close()
