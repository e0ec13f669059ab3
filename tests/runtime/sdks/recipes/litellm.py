"""litellm: its functions on the way through openai's SDK and on its own to Anthropic, and a router."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

from llmlint.runtime.usage import Usage

from ..ways import Scenario, Surface, Told

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"

DISTRIBUTION = "litellm"
ENVIRONMENTS = (
    ("litellm==1.53.9", "openai==1.55.3", "httpx==0.27.2", "tenacity==9.2.1"),
    ("litellm==1.75.8", "openai==1.99.9", "tenacity==9.2.1"),
    # It imports the last four when it finds something in its cache, or for responses.
    (
        "litellm==1.106.0",
        "openai==2.54.0",
        "tenacity==9.2.1",
        "fastapi==0.165.0",
        "mcp==2.3.0",
        "orjson==3.13.0",
        "soundfile==0.14.0",
    ),
)

MESSAGES: list[dict[str, str]] = [{"role": "user", "content": "Great soup."}]
_CHANGING = frozenset({"x-stainless-retry-count", "idempotency-key"})


def _openai(url: str, model: str) -> dict[str, Any]:
    return {"model": f"openai/{model}", "api_base": f"{url}/v1", "api_key": "k"}


def _claude(url: str, model: str) -> dict[str, Any]:
    return {"model": f"anthropic/{model}", "api_base": url, "api_key": "k"}


def surfaces() -> dict[str, Surface]:
    import litellm
    from litellm import acompletion, completion

    litellm.suppress_debug_info = True
    closes = hasattr(litellm.CustomStreamWrapper, "aclose")
    usage = {"stream_options": {"include_usage": True}}

    def fresh() -> None:
        # Clients that are kept belong to the loop in which they were made, and some versions keep them all the same.
        cache = litellm.in_memory_llm_clients_cache
        cache.flush_cache() if hasattr(cache, "flush_cache") else cache.clear()

    def chat(of: Callable[[str, str], dict[str, Any]], used: Usage, **further: Any) -> Surface:
        def ask(url: str, model: str) -> Any:
            return completion(messages=MESSAGES, **of(url, model)).choices[0].message.content

        def stream(url: str, model: str) -> Iterator[Any]:
            made: Iterator[Any] = completion(messages=MESSAGES, stream=True, **of(url, model), **usage)
            return made

        async def ask_async(url: str, model: str) -> Any:
            fresh()
            return (await acompletion(messages=MESSAGES, **of(url, model))).choices[0].message.content

        async def stream_async(url: str, model: str) -> AsyncIterator[Any]:
            fresh()
            made: AsyncIterator[Any] = await acompletion(messages=MESSAGES, stream=True, **of(url, model), **usage)
            return made

        def over(url: str, model: str) -> Any:
            return completion(messages=MESSAGES, max_tokens=900, **of(url, model))

        closed = "closed" if closes else "abandoned"
        return Surface(ask, stream, ask_async, stream_async, over=over, used=used, closed_async=closed, **further)

    def repeated(url: str, model: str) -> Any:
        return completion(messages=MESSAGES, num_retries=2, **_openai(url, model))

    def router(url: str, model: str) -> Any:
        fresh()
        return litellm.Router([{"model_name": "m", "litellm_params": _openai(url, model)}], num_retries=0)

    def route(url: str, model: str) -> Any:
        return router(url, model).completion(model="m", messages=MESSAGES)

    def route_stream(url: str, model: str) -> Iterator[Any]:
        made: Iterator[Any] = router(url, model).completion(model="m", messages=MESSAGES, stream=True, **usage)
        return made

    async def route_async(url: str, model: str) -> Any:
        return await router(url, model).acompletion(model="m", messages=MESSAGES)

    async def route_stream_async(url: str, model: str) -> AsyncIterator[Any]:
        made: AsyncIterator[Any] = await router(url, model).acompletion(model="m", messages=MESSAGES, stream=True, **usage)
        return made

    def route_repeated(url: str, model: str) -> Any:
        groups = [{"model_name": "m", "litellm_params": _openai(url, model)}]
        return litellm.Router(groups, num_retries=4, retry_after=0).completion(model="m", messages=MESSAGES)

    used = Usage(input=7, cached_input=2, output=5, reasoning=3)
    # Newer versions say that nothing was thought about; older ones leave out of a stream what was read from the cache.
    of_claude = Usage(input=7, cached_input=2, cache_write=0, output=5, reasoning=0 if closes else None)
    streamed = of_claude if hasattr(litellm, "responses") else Usage(input=5, cached_input=2, output=5)
    return {
        "openai": chat(_openai, used, repeated=repeated, changing=_CHANGING),
        "anthropic": chat(_claude, of_claude, used_by_stream=streamed),
        "router": Surface(
            route,
            route_stream,
            route_async,
            route_stream_async,
            route_repeated,
            used=used,
            changing=_CHANGING,
            closed_async="closed" if closes else "abandoned",
        ),
    }


def readings() -> dict[str, Told]:
    import httpx
    import litellm
    from litellm import completion, embedding

    def ask(**given: Any) -> Callable[[str], Any]:
        return lambda url: completion(messages=MESSAGES, **{**_openai(url, "small-1"), **given})

    def set_to(name: str, value: Any) -> Callable[[str], Any]:
        def call(url: str) -> Any:
            before = getattr(litellm, name)
            setattr(litellm, name, value)
            try:
                return completion(messages=MESSAGES, **_openai(url, "small-1"))
            finally:
                setattr(litellm, name, before)

        return call

    # In versions that have no such module a completion does not heed what is set for all.
    heeds = bool(litellm.__dict__.get("request_timeout_explicitly_set") is not None)
    return {
        "nothing": Told(
            ask(), {"timeout": 600, "max_output_tokens": None, "max_retries": 2, "provider": "local"}, {"timeout": "sdk_default"}
        ),
        "a timeout": Told(ask(timeout=7), {"timeout": 7}, {"timeout": "call"}),
        "two timeouts": Told(ask(timeout=7.5, request_timeout=9), {"timeout": 7.5}),
        "request_timeout": Told(ask(request_timeout=9), {"timeout": 9}, {"timeout": "call"}),
        "timeout=None": Told(ask(timeout=None), {"timeout": 600}, {"timeout": "sdk_default"}),
        "a timeout in text": Told(ask(timeout="8"), {"timeout": 8}),
        "a timeout by phases": Told(ask(timeout=httpx.Timeout(20, read=8)), {"timeout": 8}),
        "by position": Told(
            lambda url: completion("openai/small-1", MESSAGES, 7, api_base=f"{url}/v1", api_key="k"),
            {"timeout": 7, "model": "openai/small-1"},
        ),
        "a timeout for all": Told(set_to("request_timeout", 11.0), {"timeout": 11 if heeds else 600}),
        "retries for all": Told(set_to("num_retries", 1), {"max_retries": 2}),
        "a cap": Told(ask(max_tokens=9), {"max_output_tokens": 9}),
        "another cap": Told(ask(max_completion_tokens=9), {"max_output_tokens": 9}),
        "no cap": Told(ask(max_tokens=None), {"max_output_tokens": None}),
        "retries": Told(ask(max_retries=1), {"max_retries": 1}),
        "both retries": Told(ask(max_retries=1, num_retries=0), {"max_retries": 0}),
        "a provider": Told(ask(model="small-1", custom_llm_provider="openai"), {"model": "small-1"}),
        "an embedding": Told(
            lambda url: embedding("openai/small-1", ["Great"], api_base=f"{url}/v1", api_key="k"),
            {"model": "openai/small-1", "timeout": 600},
        ),
    }


def scenarios() -> dict[str, Scenario]:
    from ..scenarios import litellm

    return litellm.SCENARIOS
