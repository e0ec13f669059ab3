"""How do the scenarios ask models by litellm, and what do they look at afterwards?"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import litellm
from openai import OpenAIError

from llmlint import guard
from llmlint.runtime.events import Event
from llmlint.values import Known
from tests.loopback import Provider

Policies = Mapping[str, Path]
MESSAGES: list[dict[str, str]] = [{"role": "user", "content": "Great soup."}]
SMALL, LARGE, OTHER = "small-1", "large-1", "small-2"


def openai(provider: Provider, model: str) -> dict[str, Any]:
    return {"model": f"openai/{model}", "api_base": f"{provider.url}/v1", "api_key": "k"}


def chat(provider: Provider, model: str, **options: Any) -> dict[str, Any]:
    return {**openai(provider, model), "messages": MESSAGES, **options}


def router(provider: Provider, models: Mapping[str, str], **options: Any) -> Any:
    """A router whose groups, by name, have one model each."""
    groups = [{"model_name": name, "litellm_params": openai(provider, model)} for name, model in models.items()]
    return litellm.Router(model_list=groups, **{"num_retries": 0, "retry_after": 0, **options})


@contextmanager
def guarded(policy: Path) -> Iterator[list[Event]]:
    events: list[Event] = []
    with guard.install(policy, on_event=events.append):
        yield events


def refused(way: Callable[[], Any]) -> guard.PolicyViolation:
    try:
        answer = way()
    except guard.PolicyViolation as violation:
        carried = (violation.__cause__, violation.__context__)
        assert not any(isinstance(error, OpenAIError) for error in carried), f"it carries {carried}"
        return violation
    except BaseException as error:
        raise AssertionError(f"{type(error).__name__} reached the program: {error}") from error
    raise AssertionError(f"it was not refused: {answer}")


def awaited(make: Callable[[], Any]) -> Callable[[], Any]:
    async def main() -> Any:
        return await make()

    def run() -> Any:
        # Clients that are kept belong to the loop in which they were made, and some versions keep them all the same.
        if hasattr(litellm.in_memory_llm_clients_cache, "flush_cache"):
            litellm.in_memory_llm_clients_cache.flush_cache()
        else:
            litellm.in_memory_llm_clients_cache.clear()
        return asyncio.run(main())

    return run


def nothing_sent(provider: Provider) -> None:
    assert (provider.connections, provider.requests) == (0, []), f"{provider.connections} connections"


def told(events: list[Event]) -> list[tuple[str, str, int]]:
    found = []
    for event in events:
        model = event.decision.facts.effective("model")
        assert isinstance(model, Known)
        found.append((str(model.value).rpartition("/")[2], event.status, event.retries))
    return found
