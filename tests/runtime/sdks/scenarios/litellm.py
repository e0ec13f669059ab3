"""What else must hold of litellm: whatever it makes of a call is one call, and a refusal gets out of it.

Each scenario is given a provider and the policies by name, and fails by AssertionError.
"""

from __future__ import annotations

import asyncio
import functools
import importlib.util
import threading
from collections.abc import Callable
from typing import Any

import litellm
from litellm import acompletion, completion
from openai import APIError

from llmlint import guard
from tests.loopback import Provider

from ..ways import Scenario
from . import litellm_routers
from .litellm_asking import (
    LARGE,
    MESSAGES,
    OTHER,
    SMALL,
    Policies,
    awaited,
    chat,
    guarded,
    nothing_sent,
    openai,
    refused,
    router,
    told,
)

FALLS_BACK = importlib.util.find_spec("litellm.litellm_core_utils.fallback_utils") is not None
"""Whether `acompletion` heeds `fallbacks`: in 1.53 its errors come after the loop."""


def names_imported_before(provider: Provider, policies: Policies) -> None:
    partial = functools.partial(completion, **chat(provider, LARGE))
    made = router(provider, {"m": LARGE})
    bound = made.completion
    with guarded(policies["models"]):
        refused(partial)
        refused(lambda: completion(**chat(provider, LARGE)))
        refused(awaited(lambda: acompletion(**chat(provider, LARGE))))
        refused(lambda: litellm.main.completion(**chat(provider, LARGE)))
        refused(lambda: bound(model="m", messages=MESSAGES))
        refused(awaited(lambda: made.acompletion(model="m", messages=MESSAGES)))
    nothing_sent(provider)


def every_function(provider: Provider, policies: Policies) -> None:
    ways: dict[str, Callable[[str], Any]] = {
        "text_completion": lambda model: litellm.text_completion(prompt="Great", **openai(provider, model)),
        "atext_completion": lambda model: awaited(lambda: litellm.atext_completion(prompt="Great", **openai(provider, model)))(),
        "embedding": lambda model: litellm.embedding(input=["Great"], **openai(provider, model)),
        "aembedding": lambda model: awaited(lambda: litellm.aembedding(input=["Great"], **openai(provider, model)))(),
        "image_generation": lambda model: litellm.image_generation(prompt="soup", **openai(provider, model)),
        "aimage_generation": lambda model: awaited(lambda: litellm.aimage_generation(prompt="soup", **openai(provider, model)))(),
    }
    if hasattr(litellm, "responses"):
        ways["responses"] = lambda model: litellm.responses(input="Great", **openai(provider, model))
        ways["aresponses"] = lambda model: awaited(lambda: litellm.aresponses(input="Great", **openai(provider, model)))()
    for name, way in ways.items():
        provider.forget()
        with guarded(policies["models"]) as events:
            refused(functools.partial(way, LARGE))
            nothing_sent(provider)
            way(SMALL)
        assert told(events) == [(LARGE, "refused", 0), (SMALL, "ok", 0)], f"{name}: {told(events)}"
        assert events[1].record["api"] == name, events[1].record["api"]
        assert len(provider.requests) == 1, name
        assert events[1].usage is not None and (events[1].usage.told or "image" in name), name


def a_refusal_is_not_sent_again(provider: Provider, policies: Policies) -> None:
    asking = chat(provider, LARGE, num_retries=3, fallbacks=[f"openai/{SMALL}"])
    with guarded(policies["models"]) as events:
        refused(lambda: completion(**chat(provider, LARGE, num_retries=3)))
        refused(awaited(lambda: acompletion(**chat(provider, LARGE, num_retries=3))))
        refused(lambda: completion(**asking))
        refused(awaited(lambda: acompletion(**asking)))
        refused(lambda: litellm.completion_with_retries(**chat(provider, LARGE, num_retries=3)))
        refused(
            awaited(
                lambda: litellm.acompletion_with_retries(**chat(provider, LARGE, num_retries=3, original_function=acompletion))
            )
        )
    nothing_sent(provider)
    assert told(events) == [(LARGE, "refused", 0)] * 6, told(events)


def a_refused_fallback(provider: Provider, policies: Policies) -> None:
    asking = chat(provider, SMALL, fallbacks=[f"openai/{LARGE}"], max_retries=0)
    for way in (lambda: completion(**asking), *([awaited(lambda: acompletion(**asking))] if FALLS_BACK else [])):
        provider.forget()
        provider.answers.extend([429] * 9)
        with guarded(policies["models"]) as events:
            refused(way)
        assert [request.body["model"] for request in provider.requests] == [SMALL]
        assert sorted(told(events)) == [(LARGE, "refused", 0), (SMALL, "error", 0)], told(events)


def a_fallback_is_a_call_of_its_own(provider: Provider, policies: Policies) -> None:
    asking = chat(provider, SMALL, fallbacks=[f"openai/{OTHER}"], max_retries=0)
    for way in (lambda: completion(**asking), *([awaited(lambda: acompletion(**asking))] if FALLS_BACK else [])):
        provider.forget()
        provider.answers.append(429)
        with guarded(policies["models"]) as events:
            way()
        assert sorted(told(events)) == [(SMALL, "error", 0), (OTHER, "ok", 0)], told(events)
        assert [event.usage is not None and event.usage.told for event in events] == [event.status == "ok" for event in events]


def retries_are_one_call(provider: Provider, policies: Policies) -> None:
    again = chat(provider, SMALL, num_retries=2, max_retries=0)
    ways: list[tuple[Callable[[], Any], int]] = [
        (lambda: completion(**again), 0),
        (awaited(lambda: acompletion(**again)), 0),
        (lambda: router(provider, {"m": SMALL}, num_retries=2).completion(model="m", messages=MESSAGES), 2),
        (awaited(lambda: router(provider, {"m": SMALL}, num_retries=2).acompletion(model="m", messages=MESSAGES)), 2),
        (lambda: litellm.completion_with_retries(**chat(provider, SMALL, num_retries=3)), 2),
    ]
    for way, least in ways:
        provider.forget()
        provider.answers.extend([500] * 2)
        with guarded(policies["nothing"]) as events:
            way()
        sent = len(provider.requests)
        assert sent == 3, f"{sent} requests"
        assert told(events) == [(SMALL, "ok", sent - 1)], told(events)
        assert least <= sent


def retries_end_where_the_policy_says(provider: Provider, policies: Policies) -> None:
    ways: list[Callable[[], Any]] = [
        lambda: completion(**chat(provider, SMALL, num_retries=4)),
        awaited(lambda: acompletion(**chat(provider, SMALL, num_retries=4))),
        lambda: router(provider, {"m": SMALL}, num_retries=4).completion(model="m", messages=MESSAGES),
        awaited(lambda: router(provider, {"m": SMALL}, num_retries=4).acompletion(model="m", messages=MESSAGES)),
        lambda: litellm.completion_with_retries(**chat(provider, SMALL, num_retries=5)),
    ]
    for number, way in enumerate(ways):
        provider.forget()
        provider.answers.extend([500] * 30)
        with guarded(policies["attempts"]) as events:
            try:
                way()
            except Exception as error:
                assert isinstance(error, APIError), f"{number}: {error!r}"
            else:
                raise AssertionError(f"{number}: nothing was raised")
        assert len(provider.requests) == 2, f"{number}: {len(provider.requests)} requests"
        assert told(events) == [(SMALL, "error", 1)], f"{number}: {told(events)}"


def many_at_once(provider: Provider, policies: Policies) -> None:
    async def one(number: int) -> str:
        try:
            with guard.task(f"task-{number}"):
                await acompletion(**chat(provider, SMALL if number % 2 else LARGE))
        except guard.PolicyViolation:
            return "refused"
        return "ok"

    async def main() -> list[str]:
        return await asyncio.gather(*(one(number) for number in range(20)))

    with guarded(policies["models"]) as events:
        answers = awaited(main)()
    assert answers == ["refused", "ok"] * 10, answers
    assert sorted(event.status for event in events) == ["ok"] * 10 + ["refused"] * 10
    assert {event.labels.task for event in events} == {f"task-{number}" for number in range(20)}
    assert len(provider.requests) == 10


def many_threads(provider: Provider, policies: Policies) -> None:
    with guarded(policies["nothing"]) as events:
        threads = [threading.Thread(target=completion, kwargs=chat(provider, SMALL)) for _ in range(10)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert told(events) == [(SMALL, "ok", 0)] * 10, told(events)


class _Asking(litellm.integrations.custom_logger.CustomLogger):  # type: ignore[misc]  # litellm is not here when types are checked
    """A logger that asks a model about each call, once."""

    def __init__(self, provider: Provider, model: str) -> None:
        self.provider = provider
        self.model = model
        self.outcome = ""
        super().__init__()

    def log_pre_api_call(self, model: Any, messages: Any, kwargs: Any) -> None:
        if self.outcome:
            return
        self.outcome = "asked"
        try:
            completion(**chat(self.provider, self.model))
            self.outcome = "answered"
        except Exception as error:
            self.outcome = type(error).__name__


def a_logger_that_asks(provider: Provider, policies: Policies) -> None:
    for model, outcome, status in ((OTHER, "answered", "ok"), (SMALL, "answered", "ok"), (LARGE, "PolicyViolation", "refused")):
        for way in (lambda: completion(**chat(provider, SMALL)), awaited(lambda: acompletion(**chat(provider, SMALL)))):
            logger = _Asking(provider, model)
            litellm.callbacks = [logger]
            try:
                with guarded(policies["models"]) as events:
                    way()
            finally:
                litellm.callbacks = []
                for name in ("input_callback", "success_callback", "failure_callback", "_async_success_callback"):
                    getattr(litellm, name).clear()
            assert logger.outcome == outcome, logger.outcome
            assert sorted(told(events)) == sorted([(model, status, 0), (SMALL, "ok", 0)]), told(events)


def a_stream_read_in_another_task(provider: Provider, policies: Policies) -> None:
    async def read(stream: Any) -> int:
        return len([piece async for piece in stream])

    async def main() -> int:
        stream = await acompletion(**chat(provider, SMALL, stream=True))
        other = await acompletion(**chat(provider, OTHER))
        assert other.choices
        return await asyncio.create_task(read(stream))

    with guarded(policies["nothing"]) as events:
        assert awaited(main)()
    assert sorted(told(events)) == [(SMALL, "ok", 0), (OTHER, "ok", 0)], told(events)


def a_text_stream(provider: Provider, policies: Policies) -> None:
    with guarded(policies["nothing"]) as events:
        list(litellm.text_completion(prompt="Great", stream=True, **openai(provider, SMALL)))
    assert told(events) == [(SMALL, "ok", 0)], told(events)


def answers_from_the_cache(provider: Provider, policies: Policies) -> None:
    litellm.cache = litellm.Cache()
    try:
        with guarded(policies["nothing"]) as events:
            for _ in range(2):
                completion(**chat(provider, SMALL, caching=True))
    finally:
        litellm.cache = None
    assert len(provider.requests) == 1
    assert told(events) == [(SMALL, "ok", 0)] * 2, told(events)
    assert [event.usage is not None and event.usage.told for event in events] == [True, False]


def nothing_stays(provider: Provider, policies: Policies) -> None:
    functions = (completion, acompletion, litellm.completion_with_retries, litellm.Router.async_function_with_fallbacks)
    before = [function.__code__ for function in functions]
    with guarded(policies["models"]):
        assert all(now.__code__ is not then for now, then in zip(functions, before, strict=True))
        assert asyncio.iscoroutinefunction(acompletion)
    assert [function.__code__ for function in functions] == before
    assert completion(**chat(provider, LARGE)).choices


SCENARIOS: dict[str, Scenario] = {
    scenario.__name__.replace("_", " "): scenario
    for scenario in (
        names_imported_before,
        every_function,
        a_refusal_is_not_sent_again,
        a_refused_fallback,
        a_fallback_is_a_call_of_its_own,
        retries_are_one_call,
        retries_end_where_the_policy_says,
        litellm_routers.a_router_falls_back_to_what_is_allowed_only,
        litellm_routers.a_router_in_a_running_loop,
        many_at_once,
        many_threads,
        a_logger_that_asks,
        a_stream_read_in_another_task,
        litellm_routers.a_stream_through_a_router,
        a_text_stream,
        answers_from_the_cache,
        litellm_routers.a_wrapped_router,
        nothing_stays,
    )
}
