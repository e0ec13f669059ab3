"""What does the guard see of a request of google-genai, and what can it change?"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import google.oauth2.credentials
import pytest
from google import genai
from google.genai import _api_client, chats, errors, models, types

from llmlint import guard
from llmlint.policy.compiled import CompiledPolicy
from llmlint.runtime.gate import Decision
from llmlint.values import UNBOUNDED, Absent, Known, Layer, Origin, Value
from tests.loopback import Provider, led_to

from ..conftest import PolicyOf


@pytest.fixture(autouse=True)
def no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GOOGLE_API_KEY", "GEMINI_API_KEY", "GOOGLE_GENAI_USE_VERTEXAI", "GOOGLE_GENAI_USE_ENTERPRISE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def decisions() -> Iterator[list[Decision]]:
    seen: list[Decision] = []
    with guard.install(CompiledPolicy(base={}), observer=seen.append):
        yield seen


def client(url: str, **options: Any) -> genai.Client:
    return genai.Client(api_key="k", http_options=types.HttpOptions(base_url=url, **options))


def ask(url: str, config: Any = None, **options: Any) -> None:
    with client(url, **options) as made:
        made.models.generate_content(model="gemini-9", contents="Great soup.", config=config)


def value(decisions: list[Decision], fact: str) -> Value:
    return decisions[-1].facts.effective(fact)


@pytest.mark.parametrize(
    ("of_client", "of_call", "seconds"),
    [
        (None, None, None),
        (5000, None, 5),
        (None, 250, 0.25),
        (5000, 250, 0.25),
        (5000, 0, UNBOUNDED),
        (0, None, UNBOUNDED),
    ],
)
@pytest.mark.parametrize("typed", [False, True])
def test_timeouts(
    of_client: int | None, of_call: int | None, seconds: Any, typed: bool, provider: Provider, decisions: list[Decision]
) -> None:
    config: Any = {"http_options": {"timeout": of_call}} if of_call is not None else None
    if typed and config is not None:
        config = types.GenerateContentConfig(http_options=types.HttpOptions(timeout=of_call))
    ask(provider.url, config, timeout=of_client)
    layer = Layer.CLIENT if of_call is None else Layer.CALL
    found = value(decisions, "timeout")
    if seconds is None:
        assert found == Absent(Origin(Layer.SDK_DEFAULT))
    else:
        assert isinstance(found, Known)
        assert (found.value, found.origin and found.origin.layer) == (seconds, layer)


@pytest.mark.parametrize(
    ("of_client", "of_call", "retries"),
    [
        (None, None, 0),
        (types.HttpRetryOptions(attempts=4), None, 3),
        (types.HttpRetryOptions(attempts=4), types.HttpRetryOptions(attempts=1), 0),
        (None, types.HttpRetryOptions(), 4),
    ],
)
def test_retries(of_client: Any, of_call: Any, retries: int, provider: Provider, decisions: list[Decision]) -> None:
    config = None if of_call is None else types.GenerateContentConfig(http_options=types.HttpOptions(retry_options=of_call))
    ask(provider.url, config, retry_options=of_client)
    found = value(decisions, "max_retries")
    first = found if isinstance(found, Known) else found.alternatives[0]  # type: ignore[union-attr]
    assert isinstance(first, Known) and first.value == retries


def test_the_cap(provider: Provider, decisions: list[Decision]) -> None:
    ask(provider.url)
    assert value(decisions, "max_output_tokens") == Absent()
    for config in ({"max_output_tokens": 9}, {"maxOutputTokens": 9}, types.GenerateContentConfig(max_output_tokens=9)):
        ask(provider.url, config)
        assert value(decisions, "max_output_tokens") == Known(9)
    with client(provider.url, extra_body={"generationConfig": {"maxOutputTokens": 4}}) as made:
        made.models.generate_content(model="gemini-9", contents="Great soup.", config={"max_output_tokens": 9})
    assert value(decisions, "max_output_tokens") == Known(4)


@pytest.mark.parametrize(
    ("written", "model"), [("gemini-9", "gemini-9"), ("models/gemini-9", "gemini-9"), ("tunedModels/mine", "tunedModels/mine")]
)
def test_models(written: str, model: str, provider: Provider, decisions: list[Decision]) -> None:
    with client(provider.url) as made:
        made.models.generate_content(model=written, contents="Great soup.")
    assert value(decisions, "model") == Known(model)


def test_images_are_another_kind(provider: Provider, decisions: list[Decision]) -> None:
    with client(provider.url) as made:
        made.models.generate_content(model="gemini-9", contents="Soup.", config={"response_modalities": ["TEXT", "IMAGE"]})
        made.models.generate_content(model="gemini-9-image", contents="Soup.")
        made.models.generate_content(model="gemini-9", contents="Soup.", config={"response_modalities": ["TEXT"]})
    assert [each.facts.kind for each in decisions] == ["image", "image", "generation"]


def vertex(**options: Any) -> genai.Client:
    credentials = google.oauth2.credentials.Credentials("a-token")  # type: ignore[no-untyped-call]
    return genai.Client(vertexai=True, project="a-project", location="us-central1", credentials=credentials, **options)


@pytest.mark.filterwarnings("ignore:The generate_images method is deprecated")
def test_vertex(provider: Provider, decisions: list[Decision]) -> None:
    with led_to(provider), vertex() as made:
        made.models.generate_content(model="gemini-9", contents="Great soup.")
        made.models.generate_content(model="anthropic/claude-haiku-9", contents="Great soup.")
        made.models.embed_content(model="text-embedding-9", contents="Great soup.")
        made.models.generate_images(model="imagen-9", prompt="Soup.")
    told = [(each.facts.api, each.facts.kind, each.facts.effective("model")) for each in decisions]
    assert told == [
        ("models.generate_content", "generation", Known("gemini-9")),
        ("models.generate_content", "generation", Known("anthropic/claude-haiku-9")),
        ("models.embed_content", "embedding", Known("text-embedding-9")),
        ("models.generate_images", "image", Known("imagen-9")),
    ]
    assert {value(decisions, "provider")} == {Known("vertex")}


def test_the_developer_api_is_google(provider: Provider, decisions: list[Decision]) -> None:
    with led_to(provider), genai.Client(api_key="k") as made:
        made.models.generate_content(model="gemini-9", contents="Great soup.")
    assert value(decisions, "provider") == Known("google")


def test_rewriting(provider: Provider, policy: PolicyOf) -> None:
    guard.install(
        policy("""
            limits = { max_output_tokens = 50, timeout = 20, models = ["gemini-9-flash"] }
            guard.rewrite = ["max_output_tokens", "timeout", "model"]
            """)
    )
    config = types.GenerateContentConfig(max_output_tokens=900, http_options=types.HttpOptions(timeout=90_000))
    ask(provider.url, config)
    ask(provider.url)
    written, missing = provider.requests
    for request in (written, missing):
        assert request.path.endswith("/models/gemini-9-flash:generateContent")
        assert request.body["generationConfig"]["maxOutputTokens"] == 50
        assert request.headers["x-server-timeout"] == "20"
    assert config.max_output_tokens == 900
    assert config.http_options is not None and config.http_options.timeout == 90_000


def test_a_repetition_that_would_wait_long(provider: Provider, policy: PolicyOf) -> None:
    guard.install(policy(""))
    provider.answers.extend([429] * 9)
    provider.headers = {"retry-after-ms": "none", "retry-after": "90000"}
    with pytest.raises(errors.ClientError):
        ask(provider.url, retry_options=types.HttpRetryOptions(attempts=4, initial_delay=0.01))
    assert len(provider.requests) == 1


def test_streams_belong_where_they_are_asked_for(provider: Provider, policy: PolicyOf) -> None:
    decisions: list[Decision] = []
    guard.install(policy('tasks.classification.models = ["gemini-*"]'), observer=decisions.append)

    def labels(made: genai.Client) -> Any:
        with guard.task("classification"):
            return made.models.generate_content_stream(model="gemini-9", contents="Great soup.")

    async def labels_async(made: genai.Client) -> Any:
        with guard.task("classification"):
            return await made.aio.models.generate_content_stream(model="gemini-9", contents="Great soup.")

    async def main(made: genai.Client) -> None:
        async for _ in await labels_async(made):
            pass
        await made.aio.aclose()

    with client(provider.url) as made:
        first, second = labels(made), labels(made)
        list(first)
        list(second)
        asyncio.run(main(made))
    for decision, function in zip(decisions, (labels, labels, labels_async), strict=True):
        assert decision.facts.place.line == function.__code__.co_firstlineno + 2
        assert decision.facts.symbol.endswith(function.__name__)
        assert decision.facts.effective("task") == Known("classification")


def test_a_wrapped_client(provider: Provider, policy: PolicyOf) -> None:
    with client(provider.url) as made, client(provider.url) as other:
        guard.wrap(made, policy('limits.models = ["small-*"]'))
        with pytest.raises(guard.PolicyViolation):
            made.models.generate_content(model="gemini-9", contents="Great soup.")
        with pytest.raises(guard.PolicyViolation):
            made.chats.create(model="gemini-9").send_message("Great soup.")
        other.models.generate_content(model="gemini-9", contents="Great soup.")


def test_it_leaves_nothing_behind(policy: PolicyOf) -> None:
    def found() -> list[int]:
        # What stands around a function is equal to it.
        owners: tuple[Any, ...] = (
            _api_client,
            _api_client.BaseApiClient,
            _api_client.HttpResponse,
            models.Models,
            chats.AsyncChat,
        )
        return [id(each) for owner in owners for each in vars(owner).values()]

    before = found()
    with guard.install(policy("")):
        assert found() != before
    assert found() == before
