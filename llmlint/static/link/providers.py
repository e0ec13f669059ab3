"""Who answers a request, and which model is asked, as far as client, URL and names tell?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from llmlint.knowledge.loader import Client, Knowledge, Method, Sdk
from llmlint.knowledge.providers import LOCAL, Route, deployment
from llmlint.knowledge.sending import Layers, in_force
from llmlint.static.link.convert import unknown, value_of
from llmlint.static.link.domain import Arguments, ClientRef, choices
from llmlint.values import Absent, Alternative, Known, Layer, Origin, Reason, Unknown, Value, over, replace
from llmlint.values import join as join_values

_NOBODY: Final = Unknown(Reason.UNSUPPORTED, "the name of the model does not tell")


def provider(
    knowledge: Knowledge, sdk: Sdk, method: Method, client: Client | None, arguments: Arguments, layers: Mapping[str, Layers]
) -> Value:
    """Who answers a request by `method`; `layers` are those of the call, of its URL, model and provider among others."""
    inner = list(_clients_inside(sdk, arguments))
    if inner:
        return join_values(_asked_by(knowledge, each) for each in inner)
    named = method.provider or (client.provider if client is not None else sdk.provider)
    own: Value = Known(named) if named else _NOBODY
    route = knowledge.routes.get(sdk.routes)
    if route is not None and not method.provider:
        own = _chosen(route, own, layers)
    return _answering_all(knowledge, own, layers.get("base_url", ()))


def _answering_all(knowledge: Knowledge, own: Value, base_url: Layers) -> Value:
    return replace(in_force(base_url), lambda at: replace(own, lambda each: _answering(knowledge, each, at)))


def _clients_inside(sdk: Sdk, arguments: Arguments) -> Iterator[ClientRef]:
    """The clients that an object of a framework is given to send with (`OpenAIChatCompletionsModel(openai_client=…)`)."""
    option = sdk.options.get("base_url")
    for name in () if option is None else option.call:
        written = arguments.keywords.get(name.rpartition(".")[0])
        if written is not None:
            yield from (each for each in choices(written.value) if isinstance(each, ClientRef))


def _asked_by(knowledge: Knowledge, ref: ClientRef) -> Value:
    found: list[Value] = []
    for client in ref.clients:
        urls: list[tuple[Layer, Value]] = []
        option = knowledge.sdks[client.sdk].options.get("base_url")
        if option is not None:
            written = [(layer, name) for layer in ref.layers for name in option.client if name in layer.options]
            urls = [(layer.layer, value_of(option, layer.options[name], layer.layer)) for layer, name in written]
        found.append(_answering_all(knowledge, Known(client.provider) if client.provider else _NOBODY, tuple(urls)))
    return join_values(found)


def deployments(knowledge: Knowledge, sdk: Sdk, method: Method, client: ClientRef | None, base_url: Layers) -> Layers:
    """What the path of the URL says to ask, whichever model the call names: a deployment of the client's."""
    if client is None or not method.deployment:
        return ()
    entries = [knowledge.providers.get(each.provider) for each in client.clients]
    takes_one = any(entry is not None and entry.names == "deployment" for entry in entries)
    found: list[tuple[Layer, Value]] = []
    for layer in client.layers:
        written = [layer.options[name] for name in method.deployment if name in layer.options]
        found += [(layer.layer, value_of(sdk.options["model"], each, layer.layer)) for each in written]
        if layer.open is not None and not written and takes_one:
            found.append((layer.layer, join_values((Absent(), unknown(layer.open, Origin(layer.layer, layer.place))))))
    told = replace(in_force(base_url), _in_path)
    return (*found, *(() if isinstance(told, Absent) else ((Layer.CLIENT, told),)))


def _in_path(url: Alternative) -> Value:
    name = deployment(url.value) if isinstance(url, Known) and isinstance(url.value, str) else None
    return Known(name, url.origin) if name is not None and isinstance(url, Known) else Absent()


def _answering(knowledge: Knowledge, own: Alternative, url: Alternative) -> Value:
    name = str(own.value) if isinstance(own, Known) else ""
    entry = knowledge.providers.get(name)
    if isinstance(url, Absent) or (entry is not None and entry.elsewhere):
        return own
    if not isinstance(url, Known) or not isinstance(url.value, str):
        return url if isinstance(url, Unknown) else Unknown(Reason.UNSUPPORTED, "base_url")
    if isinstance(own, Unknown) and own is not _NOBODY:
        # It may be one whose servers stand anywhere: then only a host of somebody else tells.
        at = knowledge.providers.at(url.value)
        return own if at is None or at == LOCAL else Known(at)
    found = knowledge.providers.answering(name, url.value)
    return Unknown(Reason.UNSUPPORTED, url.value) if found is None else Known(found)


def _chosen(route: Route, own: Value, layers: Mapping[str, Layers]) -> Value:
    """Whom an SDK asks that can ask many: who is named, else whom the name of the model belongs to, else its own."""
    by_model = _by_model(route, layers.get("model", ()), own)
    word = in_force(layers.get("provider", ()))
    return replace(word, lambda each: by_model if isinstance(each, Absent) else _by_word(route, each, own))


def _by_word(route: Route, word: Alternative, own: Value) -> Value:
    if isinstance(word, Unknown):
        # What is either on or off (`vertexai=`) leaves two.
        return word if len(route.prefixes) > 1 else join_values((own, *map(Known, route.prefixes.values())))
    if not isinstance(word, Known):
        return own
    named = route.named(word.value)
    found = own if named is None else Known(named)
    return join_values((found, Known(route.through))) if route.through else found


def _by_model(route: Route, layers: Layers, own: Value) -> Value:
    """By the first name, from the call down to the client, that tells."""
    told: Value = Absent()
    for _, value in layers:
        told = over(told, replace(value, lambda each: _by_name(route, each)))
    return replace(told, lambda each: own if isinstance(each, Absent) else each)


def _by_name(route: Route, model: Alternative) -> Value:
    if isinstance(model, Unknown) and (route.separator or route.names):
        return model
    found = route.provider_of(model.value) if isinstance(model, Known) and isinstance(model.value, str) else None
    return Absent() if found is None else Known(found)
