"""What does a program look like that makes a call, or something that only looks like one?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from llmlint.knowledge.schema import Client, Method, Sdk
from tests.knowledge.meant import Told
from tests.knowledge.writing import Given, text

NONE: Final = Given()
IMPORTS: Final = ("import json", "import httpx", "import httpx2", "import typed_options as types")


@dataclass(frozen=True)
class Case:
    """A program of one call, and what is to be said of it in `version`; without an `api` it is no call."""

    title: str
    code: str
    version: str
    api: str = ""
    kind: str = ""
    form: str = "request"
    is_async: bool = False
    facts: Mapping[str, Told] = field(default_factory=dict)


@dataclass(frozen=True)
class Call:
    """What is written of a call, beside what it cannot do without; `told` is what that says."""

    title: str
    client: Client
    method: Method
    path: str
    given: Given = NONE
    made: Given = NONE
    told: Mapping[str, Told] = field(default_factory=dict)
    root: str = ""
    name: str = ""
    seen: str = ""
    """The path with what stands between (`messages.with_raw_response.create`)."""
    after: str = ""
    """What is asked of the object that the call makes (`.bind(max_tokens=321)`)."""
    module: Mapping[str, object] = field(default_factory=dict)
    wrapper: str = ""
    typed: bool = False
    kind: str = ""
    is_async: bool | None = None
    chosen: Given | None = None
    """How a function that makes clients of many services is told which."""


def receiver(entry: Sdk, call: Call, made: Given, style: int) -> tuple[list[str], str]:
    """The lines above the call, and what it is called on; imported in one of three ways (`style`)."""
    root = call.root or entry.roots[0]
    *inside, maker = (call.name or call.client.names[0]).split(".")
    place = ".".join([root, *(part for part in inside if part[:1].islower())])
    outer, _, last = place.rpartition(".")
    local, by_name = (last, f"from {outer} import {last}") if outer else ("sdk", f"import {place} as sdk")
    bound, prefix = [(f"import {place}", place), (by_name, local), (f"import {place}", place)][style]
    lines = [*IMPORTS, bound]
    if call.client.module:
        return [*lines, *(f"{prefix}.{name} = {text(value)}" for name, value in call.module.items())], prefix
    classes = [part for part in inside if part[:1].isupper()]
    names = [*(f"{part}()" for part in classes), f"{maker}({made.text(call.typed)})"]
    if style == 2:
        lines[-1] = f"from {place} import {(classes or [maker])[0]}"
    expression = ".".join(names if style == 2 else [prefix, *names])
    if call.wrapper:
        lines.append(f"import {call.wrapper.rpartition('.')[0]}")
        expression = f"{call.wrapper}({expression})"
    return [*lines, "", f"llm = {expression}"], "llm"


def look_alike(entry: Sdk, client: Client, method: Method, path: str, given: Given) -> str:
    """A class or a function of the project with the names of the SDK, called in a file that imports the SDK."""
    *inside, last = path.split(".")
    lines, called = ["import json", f"import {entry.roots[0]}", ""], path
    if client.module and not inside:
        made = [f"class {path}:", "    def __init__(self, *args, **options):", "        self.options = options"]
        lines += made if method.form == "constructor" else [f"def {path}(*args, **options):", "    return options"]
    else:
        names = [(client.names[0] or "Local").rpartition(".")[2], *inside]
        for depth in reversed(range(len(names))):
            lines.append(f"class {_class(names, depth)}:")
            held = [f"    def {last}(self, *args, **options):", "        return options"]
            if depth < len(names) - 1:
                held = [
                    "    def __init__(self, *args, **options):",
                    f"        self.{names[depth + 1]} = {_class(names, depth + 1)}()",
                ]
            lines += [*held, ""]
        lines.append(f"llm = {names[0]}()")
        called = f"llm.{path}"
    return "\n".join([*lines, f"answer = {called}({given.text()})", ""])


def _class(names: list[str], depth: int) -> str:
    return names[0] if depth == 0 else "_" + "".join(name.title().replace("_", "") for name in names[1 : depth + 1])
