"""Which programs make one call of google-genai, and what is in force for it?

Timeouts are in milliseconds, and stand in options inside options, which may be dicts or typed objects.
"""

from __future__ import annotations

from random import Random
from typing import Final

from . import clients, passing
from .cases import UNBOUNDED, Case, Truth
from .policies import POLICIES as OF_OPENAI
from .programs import SEED
from .rendering import render
from .styles import Program
from .writing import Writer

POLICIES: Final = {
    name: text.replace('"gpt-4o-mini*", "anthropic/claude-haiku-*"', '"gemini-*-flash*"')
    .replace('"o3*", "*sonnet*", "deepseek/*"', '"google/gemini-*-pro*"')
    .replace('"openai/gpt-4o-mini"', '"google/gemini-9-flash"')
    .replace('"gpt-*", "claude-*"', '"gemini-*"')
    .replace('"openai/*", "anthropic/*", "deepseek/*"', '"google/*"')
    for name, text in OF_OPENAI.items()
}
"""Those of the other programs, with Google's models."""
MODELS: Final = ('"gemini-9-flash"', '"gemini-9-pro"', '"gemini-9-flash-lite"', '"models/gemini-9-pro"')
PICTURES: Final = '"gemini-9-flash-image"'
"""A model whose calls are of another kind, which the source must see: it stands in the call (see `test_gap_of_kinds`)."""
TIMEOUTS: Final = ("500", "3000", "10000", "20000", "30000", "45500", "90000", "600000")
CAPS: Final = ("16", "64", "300", "1000", "4000")
ATTEMPTS: Final = ("0", "1", "2", "3", "5", "10")
CLIENTS: Final = (
    "in_module",
    "in_function",
    "attribute",
    "factory",
    "class_attribute",
    "annotated_factory",
    "cached_factory",
    "annotated_parameter",
    "lazy_global",
    "constructed_by_partial",
    "options_of_client",
    "subclass",
    "default_argument",
    "table",
    "method",
    "set_later",
    "property_client",
    "field_of_dataclass",
    "handed_on",
)
"""Ways to get a client that keep it, as long as the program runs: it closes its connections when it is forgotten."""
PASSING: Final = (
    "direct",
    "splat",
    "splat_in_place",
    "splat_of_constant",
    "set_item",
    "update",
    "update_keywords",
    "union",
    "spread",
    "partial",
    "built",
    "mutated_elsewhere",
    "in_a_loop",
    "through_keywords",
    "in_a_comprehension",
    "updated_in_place",
    "copied",
    "shared",
    "in_a_lambda",
    "resource",
    "alias",
)


def case(number: int, seed: int = SEED) -> Case:
    """The case of this number; always the same for the same seed."""
    return _Writer(Random(f"google/{seed}/{number}"), number).case()


class _Writer(Writer):
    def __init__(self, random: Random, number: int) -> None:
        super().__init__(random, number)
        self.plain = self.chance(0.4)
        self.program = Program(random, flag=self.chance(0.5), is_async=self.chance(0.3), in_class=self.chance(0.35))
        self.program.nested = not self.program.in_class and self.chance(0.25)
        self.stream = self.chance(0.25)
        self.chat = self.chance(0.2)

    def case(self) -> Case:
        program = self.program
        way = self.choice([name for name in CLIENTS if not self.plain or name in clients.PLAIN])
        self.used("client", way)
        construction, kind = self.construction(in_module=way not in clients.IN_FUNCTION)
        path = "src/labels/app.py" if self.chance(0.15) else "app.py"
        name, decorators, blocks = self.surroundings()
        client = clients.WAYS[way](program, kind, construction)
        if client.endswith(")") or way == "property_client":
            program.body.append(f"kept = {client}")
            client = "kept"
        call = self.call(client)
        source = render(program, name, decorators, blocks, call, self.stream)
        return self.finished(path, source, tuple(POLICIES), self.in_force())

    def construction(self, *, in_module: bool) -> tuple[str, str]:
        """The construction of the client, and its class, in the words of one of the ways to import it."""
        style, kind = self.choice(
            (
                ("from google import genai", "genai.Client"),
                ("import google.genai as genai", "genai.Client"),
                ("from google.genai import Client", "Client"),
                ("from google import genai as sdk", "sdk.Client"),
            )
        )
        self.program.uses(style)
        given = {"api_key": '"k"'}
        options = self.http_options("client", in_module=in_module)
        if options is not None:
            given["http_options"] = options
        return f"{kind}({', '.join(f'{name}={value}' for name, value in given.items())})", kind

    def http_options(self, layer: str, *, in_module: bool) -> str | None:
        """Options of HTTP with a timeout, retries, or both; None for none."""
        given: dict[str, str] = {}
        if self.chance(0.5):
            written, other = self.choice(TIMEOUTS), self.choice(TIMEOUTS)
            kind = self.random.random()
            if kind < 0.12:
                written = "0"
            elif kind < 0.2:
                written = "None"
            self.truth[f"{layer}_timeout"] = written
            given["timeout"] = self.value(f"{layer}_timeout", written, other, in_module=in_module)
        if self.chance(0.35):
            attempts, other = self.choice(ATTEMPTS), self.choice(ATTEMPTS)
            self.truth[f"{layer}_attempts"] = attempts
            retry = {"attempts": self.value(f"{layer}_attempts", attempts, other, in_module=in_module)}
            if self.chance(0.15):
                self.truth[f"{layer}_attempts"] = "5"
                retry = {"initial_delay": "0.5"}
            given["retry_options"] = self.object("HttpRetryOptions", retry)
        return self.object("HttpOptions", given) if given else None

    def object(self, kind: str, given: dict[str, str]) -> str:
        """A typed object, or a dict."""
        if self.chance(0.5):
            self.used("object", "dict")
            return "{" + ", ".join(f'"{name}": {value}' for name, value in given.items()) + "}"
        self.used("object", "typed")
        style, name = self.choice(
            (("from google.genai import types", f"types.{kind}"), (f"from google.genai.types import {kind}", kind))
        )
        self.program.uses(style)
        return f"{name}({', '.join(f'{key}={value}' for key, value in given.items())})"

    def config(self) -> str | None:
        """The configuration of the call, with a cap, options of HTTP, or both; it may be completed after it was made."""
        given: dict[str, str] = {}
        if self.chance(0.65):
            self.truth["cap"] = tokens = self.choice((*CAPS, "None")) if self.chance(0.3) else self.choice(CAPS)
            given["max_output_tokens"] = self.value("cap", tokens, self.choice(CAPS))
        if self.chance(0.2):
            given["temperature"] = "0"
        options = self.http_options("call", in_module=False) if self.chance(0.5) else None
        if options is not None:
            given["http_options"] = options
        if not given:
            return None
        late = given.pop("max_output_tokens", None) if len(given) > 1 and self.chance(0.2) else None
        made = self.object("GenerateContentConfig", given)
        if late is not None:
            self.used("config", "completed")
            self.program.body.append(f"config = {made}")
            self.program.body.append(
                f'config["max_output_tokens"] = {late}' if made[0] == "{" else f"config.max_output_tokens = {late}"
            )
            return "config"
        if self.chance(0.4):
            self.program.body.append(f"config = {made}")
            return "config"
        return made

    def call(self, client: str) -> str:
        """The expression of the call; what leads up to it goes into the body."""
        program = self.program
        aio = f"{client}.aio" if program.is_async else client
        model = self.choice(MODELS)
        self.truth["model"] = model.strip('"').removeprefix("models/")
        options = {"model": self.value("model", model, self.choice(MODELS))}
        if self.chance(0.08):
            options["model"] = PICTURES
            self.truth["model"] = PICTURES.strip('"')
        config = self.config()
        if config is not None:
            options["config"] = config
        if self.chat:
            self.used("api", "chat")
            program.body.append(f"chat = {aio}.chats.create({', '.join(f'{name}={value}' for name, value in options.items())})")
            return f'chat.send_message{"_stream" if self.stream else ""}("hello")'
        options["contents"] = '"hello"'
        way = self.choice([name for name in PASSING if not self.plain or name in passing.PLAIN])
        way = "direct" if options["model"] == PICTURES else way
        self.used("passing", way)
        return passing.WAYS[way](program, f"{aio}.models.generate_content{'_stream' if self.stream else ''}", options)

    def in_force(self) -> Truth:
        """A timeout of None is none, as it is where nobody gives one."""
        layers = [self.truth.get(f"{layer}_timeout", "None") for layer in ("call", "client")]
        timeout = next((written for written in layers if written != "None"), None)
        attempts = next((self.truth[name] for name in ("call_attempts", "client_attempts") if name in self.truth), "1")
        cap = self.truth.get("cap", "None")
        return Truth(
            model=self.truth["model"],
            named=self.truth["model"],
            timeout=None if timeout is None else UNBOUNDED if timeout == "0" else float(timeout) / 1000,
            cap=None if cap == "None" else float(cap),
            retries=max(int(attempts) - 1, 0),
            stream=self.stream,
        )
