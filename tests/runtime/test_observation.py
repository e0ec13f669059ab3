"""Does the guard see what is really in force, and who gave it?"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import anthropic
import anyio
import openai
import pytest

from llmlint import guard
from llmlint.facts import CallFacts
from llmlint.policy.compiled import CompiledPolicy
from llmlint.runtime.gate import Decision
from llmlint.values import UNBOUNDED, Absent, Bounded, Known, Layer, OneOf, Value
from tests.loopback import Provider, httpx, led_to

from .calls import KEY, MESSAGES, anthropic_client, async_openai_client, openai_client

Seen = list[CallFacts]


@pytest.fixture
def seen(provider: Provider) -> Iterator[Seen]:
    facts: Seen = []

    def observer(decision: Decision) -> None:
        facts.append(decision.facts)

    with guard.install(CompiledPolicy(base={}), observer=observer):
        yield facts


def layer_of(value: Value) -> Layer | None:
    assert isinstance(value, Known | Bounded)
    return value.origin.layer if value.origin is not None else None


def ask(client: openai.OpenAI, **given: Any) -> None:
    client.chat.completions.create(**{"model": "m", "messages": MESSAGES, **given})


def ask_claude(client: anthropic.Anthropic, **given: Any) -> None:
    client.messages.create(**{"model": "m", "messages": MESSAGES, "max_tokens": 5, **given})


SAME_AS_DEFAULT = httpx.Timeout(600, connect=5.0)


@pytest.mark.parametrize(
    ("client", "call", "value", "layer"),
    [
        ({}, {}, 600, Layer.SDK_DEFAULT),
        ({"timeout": 600}, {}, 600, Layer.CLIENT),
        ({"timeout": SAME_AS_DEFAULT}, {}, 600, Layer.CLIENT),
        ({"timeout": 20}, {}, 20, Layer.CLIENT),
        ({"timeout": None}, {}, UNBOUNDED, Layer.CLIENT),
        ({"timeout": httpx.Timeout(5, read=70)}, {}, 70, Layer.CLIENT),
        ({}, {"timeout": 7.5}, 7.5, Layer.CALL),
        ({"timeout": 20}, {"timeout": None}, UNBOUNDED, Layer.CALL),
        ({}, {"timeout": httpx.Timeout(None, connect=3)}, UNBOUNDED, Layer.CALL),
        ({}, {"timeout": SAME_AS_DEFAULT}, 600, Layer.CALL),
    ],
)
@pytest.mark.parametrize("sdk", ["openai", "anthropic"])
def test_timeout(
    sdk: str,
    client: dict[str, Any],
    call: dict[str, Any],
    value: object,
    layer: Layer,
    provider: Provider,
    seen: Seen,
) -> None:
    if sdk == "openai":
        with openai_client(provider.url, **client) as made:
            ask(made, **call)
            ask(made.with_options(max_retries=5), **call)
    else:
        with anthropic_client(provider.url, **client) as other:
            ask_claude(other, **call)
            ask_claude(other.with_options(max_retries=5), **call)
    for facts in seen:
        timeout = facts.effective("timeout")
        assert timeout == Known(value)  # type: ignore[arg-type]
        assert layer_of(timeout) is layer
    assert len(seen) == 2


@pytest.mark.parametrize(
    ("make", "value", "layer"),
    [
        (lambda: httpx.Client(timeout=9), 9, Layer.HTTP_CLIENT),
        (lambda: httpx.Client(timeout=None), UNBOUNDED, Layer.HTTP_CLIENT),
        (lambda: httpx.Client(), 600, Layer.SDK_DEFAULT),
        (lambda: httpx.Client(timeout=5.0), 600, Layer.SDK_DEFAULT),
        (lambda: httpx.Client(timeout=SAME_AS_DEFAULT), 600, Layer.HTTP_CLIENT),
        (openai.DefaultHttpxClient, 600, Layer.SDK_DEFAULT),
        (lambda: openai.DefaultHttpxClient(timeout=9), 9, Layer.HTTP_CLIENT),
    ],
)
def test_timeout_of_the_http_client(make: Callable[[], Any], value: object, layer: Layer, provider: Provider, seen: Seen) -> None:
    with openai_client(provider.url, http_client=make()) as client:
        ask(client)
        ask(client.with_options(max_retries=1))
    for facts in seen:
        assert facts.effective("timeout") == Known(value)  # type: ignore[arg-type]
        assert layer_of(facts.effective("timeout")) is layer


def test_timeout_of_the_module(provider: Provider, seen: Seen, monkeypatch: pytest.MonkeyPatch) -> None:
    # The client of the module keeps its http client in the module as well.
    http_client = httpx.Client()
    for name, value in {"api_key": KEY, "base_url": f"{provider.url}/v1/", "http_client": http_client}.items():
        monkeypatch.setattr(openai, name, value)
    with http_client:
        openai.chat.completions.create(model="m", messages=MESSAGES)
        monkeypatch.setattr(openai, "timeout", 12)
        openai.chat.completions.create(model="m", messages=MESSAGES)
    openai._reset_client()
    first, second = (facts.effective("timeout") for facts in seen)
    assert (first, layer_of(first)) == (Known(600), Layer.SDK_DEFAULT)
    assert (second, layer_of(second)) == (Known(12), Layer.GLOBAL)


def test_a_timeout_changed_later_is_the_one_in_force(provider: Provider, seen: Seen) -> None:
    with openai_client(provider.url) as client:
        client.timeout = 3
        ask(client)
        with_another = client.with_options(timeout=4)
        ask(with_another)
    assert [facts.effective("timeout") for facts in seen] == [Known(3), Known(4)]


@pytest.mark.parametrize(
    ("call", "cap"),
    [
        ({}, Absent()),
        ({"max_tokens": 5}, Known(5)),
        ({"max_tokens": None}, Absent()),
        ({"max_tokens": openai.NOT_GIVEN}, Absent()),
        ({"max_completion_tokens": 6}, Known(6)),
        ({"max_completion_tokens": None, "max_tokens": 5}, Known(5)),
        ({"extra_body": {"max_tokens": 8}}, Known(8)),
        ({"max_tokens": 5, "extra_body": {"max_tokens": 8}}, Known(8)),
    ],
)
def test_cap(call: dict[str, Any], cap: Value, provider: Provider, seen: Seen) -> None:
    with openai_client(provider.url) as client:
        ask(client, **call)
    assert seen[0].effective("max_output_tokens") == cap
    (sent,) = provider.requests
    wire = sent.body.get("max_completion_tokens") or sent.body.get("max_tokens")
    assert wire == (cap.value if isinstance(cap, Known) else None)


def test_cap_of_each_endpoint(provider: Provider, seen: Seen) -> None:
    with openai_client(provider.url) as client:
        client.responses.create(model="m", input="x", max_output_tokens=11)
        client.completions.create(model="m", prompt="x", max_tokens=12)
        client.embeddings.create(model="m", input="x")
    assert [(facts.api, facts.kind, facts.effective("max_output_tokens")) for facts in seen] == [
        ("responses.create", "generation", Known(11)),
        ("completions.create", "generation", Known(12)),
        ("embeddings.create", "embedding", Absent()),
    ]


@pytest.mark.parametrize(
    ("client", "options", "retries"), [({}, {}, 2), ({"max_retries": 0}, {}, 0), ({"max_retries": 7}, {"max_retries": 4}, 4)]
)
def test_retries(client: dict[str, Any], options: dict[str, Any], retries: int, provider: Provider, seen: Seen) -> None:
    with openai_client(provider.url, **client) as made:
        ask(made.with_options(**options))
    (facts,) = seen
    either = OneOf((Known(2), Bounded(2, 2)))
    assert facts.effective("max_retries") == (either if retries == 2 else Known(retries))
    assert facts.effective("attempts") == Bounded(retries + 1, None)


@pytest.mark.parametrize(
    ("path", "api"),
    [
        ("/threads/thread_1/runs", "beta.threads.runs.create"),
        ("/threads/runs", "beta.threads.create_and_run"),
        ("/images/edits", "images.edit"),
        ("/responses?beta=true", "responses.create"),
        ("/responses/compact", "responses.compact"),
        ("/threads/thread_1/messages", None),
        ("/responses/resp_1/cancel", None),
        ("/embeddings/", "embeddings.create"),
    ],
)
def test_endpoint(path: str, api: str | None, provider: Provider, seen: Seen) -> None:
    with openai_client(provider.url) as client:
        client.post(path, body={"model": "m"}, cast_to=object)
        client.get("/chat/completions", cast_to=object)
    assert [facts.api for facts in seen] == ([] if api is None else [api])


def test_the_method_that_was_called(provider: Provider, seen: Seen) -> None:
    with openai_client(provider.url) as client, anthropic_client(provider.url) as claude:
        client.chat.completions.create(model="m", messages=MESSAGES)
        with client.chat.completions.stream(model="m", messages=MESSAGES) as stream:
            stream.until_done()
        client.chat.completions.parse(model="m", messages=MESSAGES)
        claude.messages.create(model="m", max_tokens=5, messages=MESSAGES)
        claude.beta.messages.create(model="m", max_tokens=5, messages=MESSAGES)
    assert [(facts.sdk, facts.api, facts.effective("stream")) for facts in seen] == [
        ("openai", "chat.completions.create", Known(False)),
        ("openai", "chat.completions.create", Known(True)),
        ("openai", "chat.completions.parse", Known(False)),
        ("anthropic", "messages.create", Known(False)),
        ("anthropic", "messages.create", Known(False)),
    ]


@pytest.mark.parametrize(
    ("client", "provider_name", "url"),
    [
        ({}, "openai", "https://api.openai.com/v1"),
        ({"base_url": "https://api.deepseek.com"}, "deepseek", "https://api.deepseek.com"),
        ({"base_url": "https://me:secret@openrouter.ai/api/v1"}, "openrouter", "https://openrouter.ai/api/v1"),
        ({"base_url": "http://localhost:11434/v1"}, "local", "http://localhost:11434/v1"),
    ],
)
def test_provider(client: dict[str, Any], provider_name: str, url: str, provider: Provider, seen: Seen) -> None:
    with led_to(provider), openai.OpenAI(api_key=KEY, **client) as made:
        ask(made)
    assert seen[0].effective("provider") == Known(provider_name)
    assert seen[0].effective("base_url") == Known(url)


def test_azure(provider: Provider, seen: Seen) -> None:
    with (
        led_to(provider),
        openai.AzureOpenAI(api_key=KEY, api_version="1", azure_endpoint="https://acme.openai.azure.com") as client,
        openai.AzureOpenAI(api_key=KEY, api_version="1", azure_endpoint="https://gateway.example.com") as proxied,
    ):
        ask(client, model="chat-prod", max_tokens=3)
        ask(proxied, model="chat-prod")
    assert [request.path for request in provider.requests] == ["/openai/deployments/chat-prod/chat/completions"] * 2
    assert [facts.effective("provider") for facts in seen] == [Known("azure")] * 2
    assert seen[0].effective("model") == Known("chat-prod")
    assert seen[0].effective("max_output_tokens") == Known(3)


def test_whole_url_as_path(provider: Provider, seen: Seen) -> None:
    with openai_client(provider.url) as client:
        client.post(f"{provider.url}/openai/deployments/d/chat/completions?api-version=1", body={"model": "d"}, cast_to=object)
    assert [facts.api for facts in seen] == ["chat.completions.create"]


def test_site(provider: Provider, seen: Seen) -> None:
    class Bot:
        def answer(self) -> None:
            for each in [client]:
                (lambda: ask(each))()
                [one.chat.completions.create(model="m", messages=MESSAGES) for one in [each]]

    with openai_client(provider.url) as client:
        Bot().answer()
    (through, direct) = seen
    assert through.symbol == "ask"
    assert direct.symbol == "test_site.Bot.answer"
    assert direct.evidence.names == ("answer", "Bot", "test_site")
    assert direct.place.path.endswith("runtime/test_observation.py")
    assert direct.place.line == Bot.answer.__code__.co_firstlineno + 3


def test_site_of_a_coroutine(provider: Provider, seen: Seen) -> None:
    async def main() -> None:
        async with async_openai_client(provider.url) as client:
            await client.chat.completions.create(model="m", messages=MESSAGES)
            await asyncio.gather(client.chat.completions.create(model="m", messages=MESSAGES))

    asyncio.run(main())
    awaited, alone = seen
    assert (awaited.symbol, awaited.is_async) == ("test_site_of_a_coroutine.main", True)
    # A task of its own has no frame of the project on its stack: better no site than that of whoever runs the loop.
    assert (alone.place.path, alone.symbol) == ("<unknown>", "")


@pytest.mark.parametrize(
    ("around", "deadline"),
    [
        (lambda: asyncio.timeout(10), Known(10)),
        (lambda: asyncio.timeout(None), Absent()),
        (lambda: anyio.move_on_after(20), Known(20)),
    ],
)
def test_deadline_of_the_event_loop(around: Callable[[], Any], deadline: Value, provider: Provider, seen: Seen) -> None:
    async def main() -> None:
        async with async_openai_client(provider.url) as client:

            async def call() -> None:
                await client.chat.completions.create(model="m", messages=MESSAGES)

            scope = around()
            if hasattr(scope, "__aenter__"):
                async with scope:
                    await call()
                    await asyncio.create_task(call())
            else:
                with scope:
                    await call()
            await call()

    asyncio.run(main())
    assert {facts.effective("deadline") for facts in seen[:-1]} == {deadline}
    assert seen[-1].effective("deadline") == Absent()


def test_deadline_that_is_over_counts_no_more(provider: Provider, seen: Seen) -> None:
    async def main() -> None:
        async with async_openai_client(provider.url) as client:

            async def later(gate: asyncio.Event) -> None:
                await gate.wait()
                await client.chat.completions.create(model="m", messages=MESSAGES)

            gate = asyncio.Event()
            async with asyncio.timeout(10):
                left_behind = asyncio.create_task(later(gate))
            gate.set()
            await left_behind

    asyncio.run(main())
    assert seen[0].effective("deadline") == Absent()


def test_declared_deadline(provider: Provider, seen: Seen) -> None:
    with openai_client(provider.url) as client:
        with guard.deadline(30), guard.deadline(8.5), guard.deadline(9):
            ask(client)
        ask(client)
    assert [facts.effective("deadline") for facts in seen] == [Known(8.5), Absent()]


@pytest.mark.parametrize("seconds", [0, -1, float("inf"), float("nan"), True, "10"])
def test_deadline_takes_seconds(seconds: Any) -> None:
    with pytest.raises(ValueError, match="seconds"):
        guard.deadline(seconds)
