"""Does the probe notice where an entry is wrong, and name the key that is?"""

from __future__ import annotations

import copy
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import pytest

from .environments import here
from .probing import Result, asked, entry, run
from .recipes import Recipe

Entry = dict[str, Any]


def _option(name: str, key: str, value: Any) -> Callable[[Entry], None]:
    return lambda entry: entry["options"][name].__setitem__(key, value)


def _method(key: str, value: Any) -> Callable[[Entry], None]:
    return lambda entry: entry["methods"][0].__setitem__(key, value)


def _parameter(fact: str, value: list[str]) -> Callable[[Entry], None]:
    return lambda entry: entry["methods"][0]["parameters"].__setitem__(fact, value)


def _key(key: str, value: Any) -> Callable[[Entry], None]:
    return lambda entry: entry.__setitem__(key, value)


def _client(key: str, value: Any) -> Callable[[Entry], None]:
    return lambda entry: entry["clients"][0].__setitem__(key, value)


CREATE = "methods(chat.completions.create)"
DERIVED = {"derive(with_options)", "derive(copy)"}
"""They are given numbers in the same unit."""
LIES: dict[str, tuple[Callable[[Entry], None], set[str]]] = {
    "default timeout": (_option("timeout", "default", 60), {"options.timeout.default"}),
    "no default timeout": (_option("timeout", "default", None), {"options.timeout.default"}),
    "unit": (_option("timeout", "unit", "ms"), {"options.timeout.unit", *DERIVED}),
    "what None means": (_option("timeout", "none", "default"), {"options.timeout.none"}),
    "what 0 means": (_option("timeout", "zero", "unbounded"), {"options.timeout.zero"}),
    "timeout of a call": (_option("timeout", "call", ["request_timeout"]), {"options.timeout.call"}),
    "a decoy that is none": (_option("timeout", "decoys", ["timeout"]), {"options.timeout.decoys"}),
    "default retries": (_option("max_retries", "default", 3), {"options.max_retries.default"}),
    "retries for attempts": (_option("max_retries", "unit", "attempts"), {"options.max_retries.unit", *DERIVED}),
    "None retries": (_option("max_retries", "none", "default"), {"options.max_retries.none"}),
    "a method's timeout": (_method("defaults", {"timeout": 30}), {f"{CREATE}.defaults.timeout"}),
    "a method's retries": (_method("defaults", {"max_retries": 0}), {f"{CREATE}.defaults.max_retries"}),
    "cap": (_parameter("max_output_tokens", ["max_output_tokens"]), {f"{CREATE}.parameters.max_output_tokens"}),
    "a default cap": (_option("max_output_tokens", "default", 256), {"options.max_output_tokens.default"}),
    "a required cap": (_option("max_output_tokens", "required", True), {"options.max_output_tokens.required"}),
    "a client's model": (_option("model", "client", ["organization"]), {"options.model.client"}),
    "model": (_parameter("model", ["model_name"]), {f"{CREATE}.parameters.model"}),
    "stream": (_parameter("stream", ["store"]), {f"{CREATE}.parameters.stream"}),
    "required parameter": (_method("requires", ["prompt"]), {f"{CREATE}.requires(prompt)"}),
    "position": (_method("positional", ["messages"]), {f"{CREATE}.positional"}),
    "endpoint": (_method("endpoint", "/completions/chat"), {f"{CREATE}.endpoint"}),
    "a method that is awaited": (_method("async", True), {f"{CREATE}.async", "clients(OpenAI).async"}),
    "a method that streams": (_method("streams", True), {f"{CREATE}.streams"}),
    "call path": (_method("paths", ["chat.completions.create", "chat.ask"]), {"methods(chat.ask).paths"}),
    "client": (_client("names", ["OpenAI", "Openai"]), {"clients(Openai).names"}),
    "who answers": (_client("provider", "anthropic"), {"clients(OpenAI).provider"}),
    "variable for the key": (_option("api_key", "environment", ["OPENAI_KEY"]), {"options.api_key.environment"}),
    "URL": (_option("base_url", "client", ["api_base"]), {"options.base_url.client"}),
    "what derives": (_key("derive", ["with_option"]), {"derive(with_option)"}),
    "view": (_key("views", ["with_response"]), {"views(with_response)"}),
    "not given": (_key("not_given", ["NOTHING"]), {"not_given(NOTHING)"}),
    "part of the body": (_key("bodies", ["extra_query"]), {"bodies(extra_query)"}),
    "hook": (_key("hook", {"kind": "stainless", "module": "openai._client_base"}), {"hook.module"}),
    "nothing": (lambda entry: None, set()),
}  # fmt: skip


@lru_cache(maxsize=1)
def results() -> dict[str, Result]:
    """What the probe says of each lie, all told in one process."""
    recipe = Recipe("openai", (), {})
    probes = []
    for lie, _ in LIES.values():
        lying = _small()
        lie(lying)
        probes.append(asked(lying, recipe, here()))
    return dict(zip(LIES, run(probes, here()), strict=True))


def _small() -> Entry:
    """openai's entry with one method and two clients."""
    small = copy.deepcopy(entry("openai"))
    small["methods"] = [each | {"paths": each["paths"][:1]} for each in small["methods"][:1]]
    small["clients"] = [each | {"names": each["names"][:1]} for each in small["clients"][:2]]
    for option in small["options"].values():
        option["global"] = []
    # What only Azure's clients have is none of these two.
    small["options"]["base_url"] |= {"client": ["base_url"], "environment": ["OPENAI_BASE_URL"]}
    small["options"]["api_key"] |= {"client": ["api_key"], "environment": ["OPENAI_API_KEY"]}
    return small | {"mirrors": [], "wrappers": [], "http_client_types": [], "not_given": ["NOT_GIVEN"]}


@pytest.mark.slow
@pytest.mark.parametrize("lie", LIES)
def test_a_lie_is_drift_under_its_key(lie: str) -> None:
    assert {each.key for each in results()[lie].drift} == LIES[lie][1]
