"""What is given in this live call, and by whom?

Everything is read by attribute from what the SDK made of the call, before it makes a request of it.  Observations are plain and
hashable: equal calls are judged once.  Neither prompts nor credentials are read.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from contextvars import ContextVar
from functools import lru_cache
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from llmlint.knowledge.loader import Method, Sdk, knowledge
from llmlint.runtime.context import current_task
from llmlint.runtime.deadlines import current_deadline
from llmlint.runtime.sites import Site, Sites
from llmlint.values import Layer

UNREADABLE: Final = ...
"""Stands for a value that is no scalar: given, but not to be understood."""

Raw = Any
"""A str, int, float, bool, None, or `UNREADABLE`."""

Given = tuple[str, Layer, Raw]
"""A fact, the layer that gives it, and the value as it is given; a layer `SDK_DEFAULT` has the value in force."""

computed_timeout: Final[ContextVar[Any]] = ContextVar("llmlint_computed_timeout", default=UNREADABLE)
"""The last timeout that the SDK chose by itself and passes on as if the caller had (anthropic, for calls that do not stream)."""


class Observation(NamedTuple):
    """One call as it was found."""

    site: Site
    sdk: str
    api: str
    is_async: bool
    stream: bool
    provider: str
    base_url: str
    given: tuple[Given, ...]
    task: str | None
    deadline: float | None


def observe(sdk: Sdk, client: Any, options: Any, sites: Sites, *, is_async: bool, stream: bool) -> Observation | None:
    """The call that `client` is about to make with `options` (a Stainless client's); None where it asks no model for anything."""
    methods = _at(sdk, options.method, options.url)
    if not methods:
        return None
    site = sites.find(sys._getframe(1), _package(sdk))
    method = next((each for each in methods if each.path.rpartition(".")[2] == site.method), methods[0])
    body = _body(options)
    streamed = stream or body.get("stream") is True
    base_url = _without_credentials(str(client.base_url))
    return Observation(
        site=site,
        sdk=sdk.id,
        api=method.path,
        is_async=is_async,
        stream=streamed,
        provider=_provider_at(base_url) or _provider(sdk, type(client)),
        base_url=base_url,
        given=(
            *_parameters(method, body),
            *_timeout(sdk, client, options),
            _max_retries(sdk, client, options),
        ),
        task=current_task(),
        deadline=current_deadline(is_async=is_async),
    )


@lru_cache(maxsize=1024)
def _methods(sdk: str, path: str) -> tuple[Method, ...]:
    """The methods whose endpoint ends `path`, those of the longest endpoint only; a segment `*` of an endpoint stands for any."""
    parts = path.strip("/").split("/")
    found: dict[int, list[Method]] = {}
    for method in knowledge().sdks[sdk].methods.values():
        endpoint = method.endpoint.strip("/").split("/")
        tail = parts[-len(endpoint) :]
        if len(tail) == len(endpoint) and all(want in ("*", have) for want, have in zip(endpoint, tail, strict=True)):
            found.setdefault(len(endpoint), []).append(method)
    return tuple(found[max(found)]) if found else ()


def _at(sdk: Sdk, verb: str, url: str) -> tuple[Method, ...]:
    return _methods(sdk.id, urlsplit(url).path) if verb.lower() == "post" else ()


def _body(options: Any) -> Mapping[str, Any]:
    """What is sent: the body, and over it the extra body."""
    parts = (options.json_data, getattr(options, "extra_json", None))
    return {key: value for part in parts if isinstance(part, Mapping) for key, value in part.items()}


def _is_given(value: object) -> bool:
    # The sentinels of Stainless; each SDK has its own classes, and their names are what they share.
    return type(value).__name__ not in ("NotGiven", "Omit")


def _scalar(value: object) -> Raw:
    if isinstance(value, str):
        return str(value)
    return value if value is None or isinstance(value, bool | int | float) else UNREADABLE


def _parameters(method: Method, body: Mapping[str, Any]) -> list[Given]:
    """The facts that the body gives; of several names for one fact the first that is given counts."""
    found: list[Given] = []
    for fact in ("model", "max_output_tokens"):
        given = [body[name] for name in method.parameters.get(fact, ()) if name in body and _is_given(body[name])]
        if given:
            # A null beside a number leaves the number in force.
            found.append((fact, Layer.CALL, _scalar(next((value for value in given if value is not None), None))))
    return found


def _timeout(sdk: Sdk, client: Any, options: Any) -> list[Given]:
    """The timeout of the call, if it has one, and that of its client.

    A client keeps no record of who chose its timeout, but it keeps the object: only the SDK itself puts its own
    `DEFAULT_TIMEOUT` there, and only an http client's timeout is the very object that the http client has.
    """
    found: list[Given] = []
    if _is_given(options.timeout) and options.timeout is not computed_timeout.get():
        found.append(("timeout", Layer.CALL, _seconds(options.timeout)))
    timeout, default = client.timeout, _of_sdk(sdk, "DEFAULT_TIMEOUT")
    http_client = getattr(client, "_client", None)
    if timeout is default:
        layer = Layer.SDK_DEFAULT
    elif _is_module(client):
        layer = Layer.GLOBAL
    elif timeout is None or timeout is not getattr(http_client, "timeout", None):
        layer = Layer.CLIENT
    elif timeout == default and type(http_client).__module__.partition(".")[0] == _package(sdk):
        # An http client class of the SDK's own (DefaultHttpxClient) brings the SDK's default along.
        layer = Layer.SDK_DEFAULT
    else:
        layer = Layer.HTTP_CLIENT
    found.append(("timeout", layer, _seconds(timeout)))
    return found


def _max_retries(sdk: Sdk, client: Any, options: Any) -> Given:
    """The retries in force; `SDK_DEFAULT` where they equal the default, since a number does not tell who wrote it."""
    retries = options.get_max_retries(client.max_retries)
    if retries == _of_sdk(sdk, "DEFAULT_MAX_RETRIES"):
        return ("max_retries", Layer.SDK_DEFAULT, retries)
    return ("max_retries", Layer.GLOBAL if _is_module(client) else Layer.CLIENT, _scalar(retries))


def _seconds(timeout: Any) -> Raw:
    """The read phase of a timeout object or tuple.  `httpx` has forked, so the class tells nothing."""
    if isinstance(timeout, tuple):
        return _scalar(timeout[1]) if len(timeout) == 4 else UNREADABLE
    return _scalar(getattr(timeout, "read", timeout))


def _of_sdk(sdk: Sdk, name: str) -> Any:
    return getattr(sys.modules.get(sdk.hook.module or ""), name, UNREADABLE)


def _package(sdk: Sdk) -> str:
    return sdk.roots[0].partition(".")[0]


def _is_module(client: Any) -> bool:
    """Whether the client is one that the SDK's module builds from its globals (`openai.timeout = 30`)."""
    return type(client).__name__.endswith("ModuleClient")


@lru_cache(maxsize=256)
def _provider_at(base_url: str) -> str | None:
    return knowledge().provider_at(base_url)


@lru_cache(maxsize=256)
def _provider_of(sdk: str, names: tuple[str, ...]) -> str | None:
    clients = knowledge().clients
    roots = knowledge().sdks[sdk].roots
    found = (clients.get(f"{root}.{name}", ()) for name in names for root in roots)
    return next((client.provider for several in found for client in several if client.sdk == sdk), None)


def _provider(sdk: Sdk, client: type) -> str:
    """Who answers the clients of a class, or of the class that it extends, when their URL does not tell."""
    return _provider_of(sdk.id, tuple(each.__name__ for each in client.__mro__)) or sdk.provider


def _without_credentials(url: str) -> str:
    url = url.rstrip("/")
    if "@" not in url:
        return url
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="").geturl()
