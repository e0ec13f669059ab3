"""What else must hold of litellm's routers: a refusal gets out of them, and each answer is one call."""

from __future__ import annotations

import litellm

from llmlint import guard
from tests.loopback import Provider

from .litellm_asking import LARGE, MESSAGES, SMALL, Policies, awaited, guarded, nothing_sent, refused, router, told


def a_router_falls_back_to_what_is_allowed_only(provider: Provider, policies: Policies) -> None:
    groups = {"first": LARGE, "second": SMALL, "third": LARGE, "fourth": SMALL}
    made = router(provider, groups, fallbacks=[{"first": ["second"]}, {"fourth": ["third"]}], num_retries=2)
    with guarded(policies["models"]) as events:
        refused(lambda: made.completion(model="first", messages=MESSAGES))
        refused(awaited(lambda: made.acompletion(model="first", messages=MESSAGES)))
        nothing_sent(provider)
        provider.answers.extend([500] * 9)
        refused(lambda: made.completion(model="fourth", messages=MESSAGES))
        provider.answers.extend([500] * 9)
        refused(awaited(lambda: made.acompletion(model="fourth", messages=MESSAGES)))
    assert {request.body["model"] for request in provider.requests} == {SMALL}
    assert told(events)[:2] == [(LARGE, "refused", 0)] * 2, told(events)
    assert sorted(told(events)[2:]) == [(LARGE, "refused", 0)] * 2 + [(SMALL, "error", 2)] * 2, told(events)


def a_router_in_a_running_loop(provider: Provider, policies: Policies) -> None:
    made = router(provider, {"m": LARGE, "s": SMALL}, fallbacks=[{"m": ["s"]}])

    async def main() -> None:
        with guard.task("soup"):
            refused(lambda: made.completion(model="m", messages=MESSAGES))
            made.completion(model="s", messages=MESSAGES)

    with guarded(policies["models"]) as events:
        awaited(main)()
    assert told(events) == [(LARGE, "refused", 0), (SMALL, "ok", 0)], told(events)
    if hasattr(litellm.router, "run_async_function"):
        # Older ones make the thread without a word.
        assert [event.labels.task for event in events] == ["soup"] * 2
        assert all("litellm_routers.py:" in str(event.decision.facts.place) for event in events), events[0].decision.facts.place


def a_stream_through_a_router(provider: Provider, policies: Policies) -> None:
    made = router(provider, {"m": SMALL, "l": LARGE}, num_retries=2)

    async def main() -> None:
        async for _ in await made.acompletion(model="m", messages=MESSAGES, stream=True):
            pass

    with guarded(policies["models"]) as events:
        awaited(main)()
        list(made.completion(model="m", messages=MESSAGES, stream=True))
        refused(awaited(lambda: made.acompletion(model="l", messages=MESSAGES, stream=True)))
        refused(lambda: made.completion(model="l", messages=MESSAGES, stream=True))
    assert told(events) == [(SMALL, "ok", 0)] * 2 + [(LARGE, "refused", 0)] * 2, told(events)


def a_wrapped_router(provider: Provider, policies: Policies) -> None:
    made = guard.wrap(router(provider, {"m": LARGE}), policies["models"])
    other = router(provider, {"m": LARGE})
    refused(lambda: made.completion(model="m", messages=MESSAGES))
    refused(awaited(lambda: made.acompletion(model="m", messages=MESSAGES)))
    nothing_sent(provider)
    assert other.completion(model="m", messages=MESSAGES).choices
    guard.uninstall()
    assert made.completion(model="m", messages=MESSAGES).choices
