"""Which calls follow from an entry of the knowledge, written as people write them, and what is to be said of each?"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Any, Final

from llmlint.knowledge.schema import Client, Method, Sdk
from llmlint.values import Layer
from tests.knowledge.meant import (
    FACTS,
    Among,
    Fact,
    Told,
    default,
    holders,
    is_clock,
    is_inside,
    is_near,
    kind,
    meaning,
    versions,
    written,
)
from tests.knowledge.programs import Call, Case, look_alike, receiver
from tests.knowledge.writing import Code, Given

SECONDS, CAP, RETRIES, MODEL = 7, 321, 4, "some-model-1"
SAID: Final[dict[Fact, object]] = {"timeout": SECONDS, "max_retries": RETRIES, "max_output_tokens": CAP, "stream": True}
REQUIRED: Final[dict[str, object]] = {
    "messages": [{"role": "user", "content": "hello"}],
    "inputs": [{"role": "user", "content": "hello"}],
    "documents": ["hello"],
    "texts": ["hello"],
    "model_list": [],
    "temperature": 0.2,
    "safety_settings": None,
    "body": {},
}
"""What stands for a parameter that a call cannot do without; a word for all others."""


class Generator:
    """Writes the cases of one entry."""

    def __init__(self, entry: Sdk) -> None:
        self.entry = entry
        self.version, *self.earlier = versions(entry)
        self._style = itertools.count()

    def cases(self) -> Iterator[Case]:
        """Every case."""
        for call in self._calls():
            yield self._case(call)
        for method in self.entry.methods:
            for path in method.paths:
                code = look_alike(self.entry, self._clients(method)[0], method, path, self._needed(method, Given()))
                yield Case(f"look-alike of {path}", code, self.version)
        for client in self.entry.clients:
            if client.when is not None:
                lines, made_by = receiver(self.entry, Call("", client, self.entry.methods[0], ""), Given(("s3",)), 0)
                asked = f"answer = {made_by}.{self.entry.methods[0].paths[0]}(Name='things')"
                yield Case("another service", "\n".join([*lines, asked, ""]), self.version)
        for version in self.earlier:
            self.version = version
            for method in self.entry.methods:
                client = self._clients(method)[0]
                yield self._case(Call(f"{method.paths[0]} in {self.version}", client, method, method.paths[0]))

    def _calls(self) -> Iterator[Call]:
        for client in self.entry.clients:
            yield from self._names(client)
            yield from self._derived(client)
        for method in self.entry.methods:
            for path in method.paths:
                first, *others = self._clients(method)
                yield from (Call(f"{client.names[0]} {path}", client, method, path) for client in others)
                yield Call(path, first, method, path)
                yield from self._options(first, method, path)
                yield from self._in_other_words(first, method, path)
                yield from self._said_otherwise(first, method, path)

    # -- families of calls

    def _names(self, client: Client) -> Iterator[Call]:
        """Each name of a client below each module, and in the hands of functions that give it back."""
        method = self._method(client)
        if method is None:
            return
        for root, name in itertools.product((*self.entry.roots, *self.entry.mirrors), client.names):
            # Not every function of `boto3` is one of `aiobotocore.session` too.
            if client.when is None or root == self.entry.roots[0]:
                yield Call(f"client {root}.{name}", client, method, method.paths[0], root=root, name=name)
        if client.when is not None:
            by_name = Given().put(client.when.parameter, client.when.values[0])
            yield Call("service by name", client, method, method.paths[0], chosen=by_name)
        for wrapper in self.entry.wrappers if not client.module else ():
            made = Given().put(self.entry.options["timeout"].client[0], SECONDS)
            told = {"timeout": (SECONDS, Layer.CLIENT)}
            yield Call(f"{wrapper}({client.names[0]})", client, method, method.paths[0], made=made, told=told, wrapper=wrapper)

    def _options(self, client: Client, method: Method, path: str) -> Iterator[Call]:
        """Each option by each of its names at each layer, in the SDK's unit, by None, and by 0."""
        for fact, value in SAID.items():
            told: dict[str, Told]
            option = self.entry.options.get(fact)
            if option is None or is_clock(option) or (fact == "stream" and method.streams):
                continue
            raw = written(option, value)
            at_call = method.parameters.get(fact, option.call)
            at_client = option.client if fact in ("timeout", "max_retries") and not client.module else []
            for layer, names in ((Layer.CALL, at_call), (Layer.CLIENT, at_client)):
                for name in names:
                    told = {fact: (Among(2 * RETRIES), layer) if self._counts_twice(fact, name) else (value, layer)}
                    title = f"{path}, {name} at {layer}"
                    yield self._with(title, client, method, path, layer, name, raw, told)
                    if "." in name and name.partition(".")[0] not in ("body", *self.entry.bodies):
                        yield self._with(f"{title}, typed", client, method, path, layer, name, raw, told, typed=True)
                for name in names[:1] if fact != "stream" else ():
                    for nothing in (None, 0):
                        means: dict[str, Told] = {
                            fact: meaning(option, name, nothing, default(self.entry, method, fact, self.version), layer)
                        }
                        yield self._with(
                            f"{path}, {name}={nothing} at {layer}", client, method, path, layer, name, nothing, means
                        )
                for name in names[:1] if fact == "timeout" and option.unit == "s" and self.entry.timeout_types else ():
                    told = {fact: (value, layer)}
                    for code in (f"httpx.Timeout({SECONDS})", f"httpx2.Timeout(timeout={SECONDS}, connect=1)"):
                        yield self._with(f"{path}, {code} at {layer}", client, method, path, layer, name, Code(code), told)
            for name in option.decoys:
                yield self._with(f"{path}, decoy {name}", client, method, path, Layer.CALL, name, raw, {})
            for name in option.global_ if client.module else ():
                told = {fact: (Among(2 * RETRIES) if self._counts_twice(fact, name) else value, Layer.GLOBAL)}
                yield Call(f"{path}, {name} of the module", client, method, path, module={name: raw}, told=told)
            for body in self.entry.bodies if fact == "max_output_tokens" else ():
                for name in at_call[:1] if at_call and at_call[0] not in method.requires else ():
                    told = {fact: (value, Layer.CALL)}
                    yield self._with(f"{path}, {name} in {body}", client, method, path, Layer.CALL, f"{body}.{name}", raw, told)

    def _in_other_words(self, client: Client, method: Method, path: str) -> Iterator[Call]:
        """The other parameters that say the same as an option, by each of their values."""
        for fact, value in SAID.items():
            option = self.entry.options.get(fact)
            for other in option.otherwise if option is not None and not client.module else ():
                said = dict(other.values) if other.unit == "" else {value: value}
                for layer, names in ((Layer.CALL, method.parameters.get(fact, option.call)), (Layer.CLIENT, option.client)):
                    for word, meant in said.items() if any(is_near(other.parameter, name) for name in names) else ():
                        raw = written(other, word) if other.unit else {} if word == "*" else word
                        title, told = f"{path}, {other.parameter}={raw} at {layer}", {fact: (meant, layer)}
                        yield self._with(title, client, method, path, layer, other.parameter, raw, told)

    def _said_otherwise(self, client: Client, method: Method, path: str) -> Iterator[Call]:
        """By position, through views, by the HTTP client, and what is asked for by the parameters of a variant."""
        if method.positional:
            given, told = self._positions(method.positional, method.parameters, Layer.CALL)
            yield Call(f"{path} by position", client, method, path, given=given, told=told)
        for view in self.entry.views:
            *before, last = path.split(".")
            seen = f"aio.{path}" if view == "aio" else ".".join([*before, view, last])
            is_async = method.async_ or client.async_ or view == "aio"
            yield Call(f"{path} through {view}", client, method, path, seen=seen, is_async=is_async)
        http_client = self.entry.options.get("http_client")
        for name in http_client.client if http_client is not None and not client.module else ():
            made = Given().put(name, Code(f"httpx.{'AsyncClient' if client.async_ else 'Client'}(timeout={SECONDS})"))
            told = {"timeout": (SECONDS, Layer.HTTP_CLIENT)}
            yield Call(f"{path}, {name}", client, method, path, made=made, told=told)
        for variant in method.variants:
            value: object = variant.value.replace("*", "a") if variant.value != "*" else "word"
            value = CAP if variant.parameter in method.parameters.get("max_output_tokens", ()) else value
            given = Given().put(variant.parameter, value)
            yield Call(f"{path}, {variant.parameter}={value}", client, method, path, given=given, kind=variant.kind)

    def _derived(self, client: Client) -> Iterator[Call]:
        """Clients, conversations and models that others give, with options written over."""
        for derive in self.entry.derive:
            talks = derive.rpartition(".")[2] in ("create", "start_chat")
            method = self._method(client, talks)
            if method is None:
                continue
            over, told = Given(), dict[str, Told]()
            if method.form == "constructor":
                yield self._bound(client, method, derive)
                continue
            timeout, model = self.entry.options["timeout"], self.entry.options["model"]
            reach = [name for name in timeout.client if not talks or name.startswith("config.")]
            if reach and not client.module:
                over, told["timeout"] = over.put(reach[0], written(timeout, SECONDS)), (SECONDS, Layer.DERIVED)
            if talks and "model" in model.client:
                over, told["model"] = over.put("model", MODEL), (MODEL, Layer.DERIVED)
            seen = f"{derive}({over.text()}).{method.paths[0]}"
            is_async = client.async_ or method.async_ or derive.startswith("aio.")
            if not client.module:
                yield Call(f"{derive}", client, method, method.paths[0], seen=seen, told=told, is_async=is_async)

    def _bound(self, client: Client, method: Method, derive: str) -> Call:
        """A framework's model, which may send as it is too."""
        retrying = self.entry.retrying.get(derive)
        cap = method.parameters.get("max_output_tokens", [""])[0]
        over, told = Given(), dict[str, Told]()
        if retrying is not None:
            sends = default(self.entry, method, "max_retries", self.version)[0]
            if isinstance(sends, int) and not {"rounds", "further_retries"} & self.entry.options.keys():
                told["attempts"] = (Among((sends + 1) * 5), None)
            over = over.put(retrying.parameter, 5)
        elif derive == "bind" and cap and "." not in cap:
            over, told["max_output_tokens"] = over.put(cap, CAP), (Among(CAP), Layer.DERIVED)
        return Call(f"{derive}", client, method, method.paths[0], told=told, after=f".{derive}({over.text()})")

    # -- one call

    def _with(
        self,
        title: str,
        client: Client,
        method: Method,
        path: str,
        layer: Layer,
        name: str,
        value: object,
        told: Mapping[str, Told],
        typed: bool = False,
    ) -> Call:
        given = Given().put(name, value)
        if layer is Layer.CALL:
            return Call(title, client, method, path, given=given, told=told, typed=typed)
        return Call(title, client, method, path, made=given, told=told, typed=typed)

    def _case(self, call: Call) -> Case:
        """The program, and all that is to be said of its call: what is given, and the defaults of the rest."""
        client, method = call.client, call.method
        known = [fact for fact in FACTS if fact in self.entry.options]
        facts: dict[str, Told] = {fact: default(self.entry, method, fact, self.version) for fact in known}
        made, by_position = self._made(call)
        given = self._needed(method, call.given)
        if made.keywords.keys() & set(self.entry.options["model"].client):
            facts["model"] = (MODEL, Layer.CLIENT)
        facts |= by_position
        for fact in FACTS:
            held = [value for name in method.parameters.get(fact, ()) if (value := given.at(name)) is not None]
            facts |= {fact: (held[0], Layer.CALL)} if held else {}
        facts |= call.told
        for fact in known:
            option = self.entry.options[fact]
            if is_inside(option, method.parameters.get(fact, option.call), made, given):
                del facts[fact]
        is_async = (method.async_ or client.async_) if call.is_async is None else call.is_async
        is_async = is_async and method.form == "request"
        lines, called_on = receiver(self.entry, call, made, next(self._style) % 3)
        called = f"{'await ' if is_async else ''}{called_on}.{call.seen or call.path}({given.text(call.typed)}){call.after}"
        statement = [f"answer = {called}"]
        if facts.get("stream", (False,))[0] is True and method.form == "request":
            statement = [f"{'async ' if is_async else ''}for part in {called}:", "    print(part)"]
        lines += ["", "", "async def main():", *(f"    {line}" for line in statement)] if is_async else statement
        asked_for = call.kind or kind(method, given)
        return Case(call.title, "\n".join([*lines, ""]), self.version, call.path, asked_for, method.form, is_async, facts)

    def _made(self, call: Call) -> tuple[Given, dict[str, Told]]:
        """What the client is made with, and what that says by position."""
        client, made = call.client, call.made
        if client.when is not None:
            chosen = call.chosen or Given((client.when.values[0],))
            return Given(chosen.positional, {**made.keywords, **chosen.keywords}), {}
        if client.module:
            return made, {}
        if client.positional and not made.keywords.keys() & set(client.positional):
            given, told = self._positions(client.positional, {}, Layer.CLIENT)
            return Given(given.positional, made.keywords), told
        names = self.entry.options["model"].client
        if names and not call.method.parameters.get("model") and "model" not in call.told:
            made = made.put(names[0], MODEL)
        return made, {}

    def _needed(self, method: Method, given: Given) -> Given:
        """`given`, with a model, and with what the method cannot do without."""
        names = method.parameters.get("model", [])
        by_position = method.positional[: len(given.positional)]
        if names and not any(given.holds(name) or name in by_position for name in names):
            given = given.put(names[0], MODEL)
        for name in method.requires:
            if not given.holds(name) and name not in by_position:
                given = given.put(name, self._something(name, method.parameters))
        return given

    def _positions(self, names: list[str], parameters: Mapping[Any, list[str]], layer: Layer) -> tuple[Given, dict[str, Told]]:
        """A value for each parameter that is taken by position, and what that says."""
        values, told = list[object](), dict[str, Told]()
        for name in names:
            value = {} if name in holders(self.entry.options, parameters, layer) else self._something(name, parameters)
            for fact in FACTS:
                option = self.entry.options.get(fact)
                if option and name in parameters.get(fact, option.call if layer is Layer.CALL else option.client):
                    said = SAID.get(fact, MODEL)
                    value, told[fact] = written(option, said), (said, layer)
            values.append(value)
        return Given(tuple(values)), told

    def _something(self, name: str, parameters: Mapping[Any, list[str]]) -> object:
        if name in parameters.get("max_output_tokens", ()):
            return CAP
        return MODEL if name in parameters.get("model", ()) else REQUIRED.get(name, "hello")

    def _counts_twice(self, fact: Fact, name: str) -> bool:
        """Whether a number of retries is that of two loops, or may be: an SDK's within, and one around it."""
        further = self.entry.options.get("further_retries") if fact == "max_retries" else None
        return further is not None and name in (*further.call, *further.client, *further.global_)

    # -- which client has which method

    def _clients(self, method: Method) -> list[Client]:
        """The clients that have the method; the module for what is a class, and last for what is a function."""
        modules = [client for client in self.entry.clients if client.module]
        if method.form == "constructor":
            return modules
        classes = [client for client in self.entry.clients if not client.module]
        if method.async_:
            classes = [client for client in classes if client.async_] or classes
        return [*classes, *modules]

    def _method(self, client: Client, talks: bool = False) -> Method | None:
        """A method that the client has; of what `talks`, one that has been told its model before."""
        fitting = [method for method in self.entry.methods if client in self._clients(method)]
        if not talks:
            return next(iter(fitting), None)
        told = [method for method in fitting if not method.parameters.get("model", ["model"])]
        return min(told, key=lambda method: "send_message" not in method.paths[0], default=None)
