"""Are the functions that the guard takes hold of called for a call, and once?"""

from __future__ import annotations

from types import FunctionType
from unittest import mock

from .naming import reach, resolve
from .options import first_ways
from .statements import Ledger
from .world import World

KINDS = {
    "stainless": ("SyncAPIClient.request", "AsyncAPIClient.request"),
    "google_genai": ("BaseApiClient._request", "BaseApiClient._async_request"),
    "ollama": ("Client._request", "AsyncClient._request"),
    "botocore": ("BaseClient._make_api_call", "BaseClient._make_api_call"),
}
"""What `llmlint.runtime.hooks` replaces, for calls that are not awaited and for those that are."""


def hold(world: World, ledger: Ledger) -> None:
    """The hook of the entry."""
    kind, module, key = world.entry["hook"]["kind"], world.entry["hook"]["module"], "hook.module"
    if kind == "none" or ledger.leaves_out(key, "hook"):
        return
    if kind not in (*KINDS, "passage", "litellm"):
        ledger.source("hook.kind", "hook", f"the probe does not know where {kind} takes hold")
        return
    try:
        found = reach(module)
    except (ImportError, AttributeError) as error:
        ledger.introspected(key, "hook", False, module, f"{type(error).__name__}: {error}")
        return
    if kind == "passage":
        named = [name for name in world.entry["hook"]["functions"] if callable(getattr(found, name, None))]
        ledger.introspected(key, "hook", bool(named), f"functions of {module}", "none of them is there")
        return
    if kind == "litellm":
        # Their code is replaced, so they must have some.
        named = [path for method in world.entry["methods"] for path in method["paths"] if hasattr(found, path)]
        others = [path for path in named if not isinstance(getattr(found, path), FunctionType)]
        ledger.introspected(key, "hook", bool(named) and not others, "functions written in Python", f"not {', '.join(others)}")
        return
    for way in first_ways(world):
        owner, _, name = KINDS[kind][world.clients[way.client]["async"]].partition(".")
        holder = getattr(found, owner, None)
        if not callable(getattr(holder, name, None)):
            ledger.introspected(key, "hook", False, f"{owner}.{name}", "not there")
            continue
        with mock.patch.object(holder, name, autospec=True, side_effect=resolve(holder, name)) as taken:
            attempt = world.attempt(way, world.busy(way.path))
        holds = taken.call_count == 1 and bool(attempt.requests)
        ledger.executed(key, "hook", holds, f"{owner}.{name} is called once", f"called {taken.call_count} times", str(way))
