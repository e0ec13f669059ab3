"""In how many ways does a call get its client?

Each way takes the program and the construction of the client as an expression; it adds what it needs and returns the expression
to reach the client in the function of the call.  `IN_FUNCTION` are the ways that construct it there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from .styles import Program

Way = Callable[[Program, str, str], str]
"""(program, name of the class, construction) to the expression of the client."""


def in_module(program: Program, kind: str, construction: str) -> str:
    program.functions += [f"client = {construction}", ""]
    return "client"


def in_function(program: Program, kind: str, construction: str) -> str:
    program.body.append(f"client = {construction}")
    return "client"


def in_place(program: Program, kind: str, construction: str) -> str:
    return construction


def attribute(program: Program, kind: str, construction: str) -> str:
    if not program.in_class:
        return in_module(program, kind, construction)
    program.initial.append(f"self.client = {construction}")
    return "self.client"


def class_attribute(program: Program, kind: str, construction: str) -> str:
    if not program.in_class:
        return in_module(program, kind, construction)
    program.attributes.append(f"client = {construction}")
    return "self.client"


def factory(program: Program, kind: str, construction: str) -> str:
    program.functions += ["def make_client():", f"    return {construction}", ""]
    program.body.append("client = make_client()")
    return "client"


def annotated_factory(program: Program, kind: str, construction: str) -> str:
    program.functions += [f"def make_client() -> {kind}:", f"    client = {construction}", "    return client", ""]
    return "make_client()"


def cached_factory(program: Program, kind: str, construction: str) -> str:
    program.uses("import functools")
    program.functions += ["@functools.lru_cache", "def the_client():", f"    return {construction}", ""]
    return "the_client()"


def with_block(program: Program, kind: str, construction: str) -> str:
    """The client of a `with` statement; the lines that follow belong to its block."""
    program.body.append(f"{'async ' if program.is_async else ''}with {construction} as client:")
    program.block_from = len(program.body)
    return "client"


def annotated_parameter(program: Program, kind: str, construction: str) -> str:
    program.parameters.append(f"client: {kind}")
    program.arguments.append(f"client={construction}")
    return "client"


def parameter(program: Program, kind: str, construction: str) -> str:
    program.parameters.append("client")
    program.arguments.append(f"client={construction}")
    return "client"


def lazy_global(program: Program, kind: str, construction: str) -> str:
    program.functions += ["_client = None", "", "def get_client():", "    global _client", "    if _client is None:"]
    program.functions += [f"        _client = {construction}", "    return _client", ""]
    return "get_client()"


def either(program: Program, kind: str, construction: str) -> str:
    """One of two clients; the other one has a timeout of its own and no retries."""
    other = construction.partition("(")[0] + '(api_key="k", timeout=3, max_retries=0)'
    first, second = (construction, other) if program.flag else (other, construction)
    program.body += [f"if {program.condition()}:", f"    client = {first}", "else:", f"    client = {second}"]
    return "client"


def constructed_by_partial(program: Program, kind: str, construction: str) -> str:
    program.uses("import functools")
    program.functions += [f"make_client = functools.partial({construction.replace('(', ', ', 1)}", ""]
    return "make_client()"


def options_of_client(program: Program, kind: str, construction: str) -> str:
    program.functions += [f"CLIENT_OPTIONS = dict({construction.partition('(')[2]}", f"client = {kind}(**CLIENT_OPTIONS)", ""]
    return "client"


def subclass(program: Program, kind: str, construction: str) -> str:
    program.functions += [f"class Ours({kind}):", "    pass", "", f"client = Ours({construction.partition('(')[2]}", ""]
    return "client"


def subclass_with_options(program: Program, kind: str, construction: str) -> str:
    """A class of the project's own that knows its options."""
    program.functions += [f"class Ours({kind}):", "    def __init__(self, **options):"]
    program.functions += [f"        super().__init__(**{{**dict({construction.partition('(')[2]}, **options}})", ""]
    program.body.append("client = Ours()")
    return "client"


def default_argument(program: Program, kind: str, construction: str) -> str:
    program.functions += [f"shared_client = {construction}", ""]
    program.parameters.append("client=shared_client")
    return "client"


def chosen_by_or(program: Program, kind: str, construction: str) -> str:
    program.parameters.append(f"given_client: {kind} | None = None")
    program.body.append(f"client = given_client or {construction}")
    return "client"


def table(program: Program, kind: str, construction: str) -> str:
    program.functions += [f'CLIENTS = {{"main": {construction}}}', ""]
    return 'CLIENTS["main"]'


def method(program: Program, kind: str, construction: str) -> str:
    if not program.in_class:
        return factory(program, kind, construction)
    program.attributes += ["def make_client(self):", f"    return {construction}", ""]
    return "self.make_client()"


def set_later(program: Program, kind: str, construction: str) -> str:
    """An attribute that is None until another method has made the client."""
    if not program.in_class:
        return lazy_global(program, kind, construction)
    program.initial.append("self.client = None")
    program.attributes += ["def connect(self):", f"    self.client = {construction}", ""]
    program.before.append("bot.connect()")
    return "self.client"


def property_client(program: Program, kind: str, construction: str) -> str:
    if not program.in_class:
        return factory(program, kind, construction)
    program.uses("import functools")
    decorator = program.random.choice(("@property", "@functools.cached_property"))
    program.attributes += [decorator, "def client(self):", f"    return {construction}", ""]
    return "self.client"


def of_base_class(program: Program, kind: str, construction: str) -> str:
    if not program.in_class:
        return in_module(program, kind, construction)
    program.bases += ["def connect(self):", f"    self.client = {construction}"]
    program.initial.append("self.connect()")
    return "self.client"


def context_manager(program: Program, kind: str, construction: str) -> str:
    """A client that a generator lends."""
    program.uses("import contextlib")
    program.functions += ["@contextlib.contextmanager", "def lent():", f"    yield {construction}", ""]
    program.body.append("with lent() as client:")
    program.block_from = len(program.body)
    return "client"


def field_of_dataclass(program: Program, kind: str, construction: str) -> str:
    program.uses("import dataclasses")
    program.functions += ["@dataclasses.dataclass", "class Services:", f"    llm: {kind}", ""]
    program.body.append(f"services = Services(llm={construction})")
    return "services.llm"


def handed_on(program: Program, kind: str, construction: str) -> str:
    """A function that returns the client it is given."""
    program.functions += ["def traced(client):", "    return client", ""]
    program.body.append(f"client = traced({construction})")
    return "client"


def guarded_import(program: Program, kind: str, construction: str) -> str:
    """A client of a module that is made under `try`."""
    program.functions += ["try:", f"    client = {construction}", "except ImportError:", "    client = None", ""]
    return "client"


PLAIN: Final[dict[str, Way]] = {way.__name__: way for way in (in_module, in_function, in_place, attribute, factory)}
WAYS: Final[dict[str, Way]] = PLAIN | {
    way.__name__: way
    for way in (
        class_attribute,
        annotated_factory,
        cached_factory,
        with_block,
        annotated_parameter,
        parameter,
        lazy_global,
        either,
        constructed_by_partial,
        options_of_client,
        subclass,
        subclass_with_options,
        default_argument,
        chosen_by_or,
        table,
        method,
        set_later,
        property_client,
        of_base_class,
        context_manager,
        field_of_dataclass,
        handed_on,
        guarded_import,
    )
}
IN_FUNCTION: Final = frozenset({"in_function", "in_place", "with_block", "either"})
"""Ways whose construction may use what the function of the call knows."""
