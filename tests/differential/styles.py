"""In how many ways can the value of a variable be written?

A style takes the program that is being written, the name and the value, and what else the value could have been; it returns the
expression to use in the function of the call, and adds to the program what that expression needs.  Styles of `PLAIN` are those
the static side must see through.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Final

FLAG: Final = "CASE_FLAG"
"""The variable of the environment that runtime flags read."""


@dataclass
class Program:
    """The parts of a program, in the order they will stand.

    `flag` is what runtime flags will be, `arguments` is what the function of the call is called with, `before` what is done
    before that; the lines of `body` from `block_from` on stand in a `with` block.
    """

    random: Random
    flag: bool
    is_async: bool = False
    in_class: bool = False
    imports: dict[str, None] = field(default_factory=dict)
    constants: list[str] = field(default_factory=list)
    functions: list[str] = field(default_factory=list)
    attributes: list[str] = field(default_factory=list)
    initial: list[str] = field(default_factory=list)
    initial_parameters: list[str] = field(default_factory=list)
    initial_arguments: list[str] = field(default_factory=list)
    bases: list[str] = field(default_factory=list)
    below: list[str] = field(default_factory=list)
    parameters: list[str] = field(default_factory=list)
    arguments: list[str] = field(default_factory=list)
    outer: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    environ: dict[str, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    nested: bool = False
    block_from: int | None = None

    def uses(self, *imports: str) -> None:
        self.imports.update(dict.fromkeys(imports))

    def condition(self) -> str:
        """An expression that is `flag` when the program runs, and that source does not tell."""
        self.uses("import os")
        return f'os.environ.get("{FLAG}") == "1"'


Style = Callable[[Program, str, str, str], str]
"""(program, name, expression of the value, expression of another value) to the expression to use."""


def literal(program: Program, name: str, value: str, other: str) -> str:
    return value


def constant(program: Program, name: str, value: str, other: str) -> str:
    program.constants.append(f"{name.upper()} = {value}")
    return name.upper()


def local(program: Program, name: str, value: str, other: str) -> str:
    program.body.append(f"chosen_{name} = {value}")
    return f"chosen_{name}"


def reassigned(program: Program, name: str, value: str, other: str) -> str:
    program.body += [f"chosen_{name} = {other}", f"chosen_{name} = {value}"]
    return f"chosen_{name}"


def closure(program: Program, name: str, value: str, other: str) -> str:
    if not program.nested:
        return local(program, name, value, other)
    program.outer.append(f"outer_{name} = {value}")
    return f"outer_{name}"


def subscript(program: Program, name: str, value: str, other: str) -> str:
    program.constants.append(f'CONFIG_{name.upper()} = {{"{name}": {value}, "other": {other}}}')
    return f'CONFIG_{name.upper()}["{name}"]'


def environment(program: Program, name: str, value: str, other: str) -> str:
    """A default that stands for the lack of a variable; now and then the variable is there."""
    text = value.startswith('"')
    if not text and not is_number(value):
        return literal(program, name, value, other)
    program.uses("import os")
    variable = f"CASE_{name.upper()}"
    default = value
    if program.random.random() < 0.3 and (other.startswith('"') if text else is_number(other)):
        program.environ[variable] = value.strip('"')
        default = other
    if text:
        return f"os.getenv({variable!r}, {default})"
    return f'{"int" if f"{value}{other}".isdigit() else "float"}(os.getenv({variable!r}, "{default}"))'


def parameter(program: Program, name: str, value: str, other: str) -> str:
    program.parameters.append(f"given_{name}")
    program.arguments.append(f"given_{name}={value}")
    return f"given_{name}"


def parameter_default(program: Program, name: str, value: str, other: str) -> str:
    program.parameters.append(f"given_{name}={value}")
    return f"given_{name}"


def parameter_over_default(program: Program, name: str, value: str, other: str) -> str:
    program.parameters.append(f"given_{name}={other}")
    program.arguments.append(f"given_{name}={value}")
    return f"given_{name}"


def at_most(program: Program, name: str, value: str, other: str) -> str:
    """The smaller of what is given and a bound; the bound when nobody knows."""
    if not is_number(value) or not is_number(other):
        return parameter(program, name, value, other)
    program.parameters.append(f"given_{name}")
    program.arguments.append(f"given_{name}={max(float(value), float(other)):g}")
    return f"min(given_{name}, {value})"


def unpacked(program: Program, name: str, value: str, other: str) -> str:
    program.body.append(f"chosen_{name}, rest_{name} = {value}, {other}")
    return f"chosen_{name}"


def arithmetic(program: Program, name: str, value: str, other: str) -> str:
    if value.startswith('"'):
        return f'{value[:3]}" + "{value[3:]}'
    return f"({int(value) - 1} + 1)" if value.isdigit() else value


def formatted(program: Program, name: str, value: str, other: str) -> str:
    if not value.startswith('"'):
        return arithmetic(program, name, value, other)
    program.constants.append(f'{name.upper()}_HEAD = {value[:4]}"')
    return f'f"{{{name.upper()}_HEAD}}{value[4:]}'


def augmented(program: Program, name: str, value: str, other: str) -> str:
    if not value.isdigit():
        return reassigned(program, name, value, other)
    program.body += [f"chosen_{name} = {int(value) - 1}", f"chosen_{name} += 1"]
    return f"chosen_{name}"


def walrus(program: Program, name: str, value: str, other: str) -> str:
    program.body.append(f"if (chosen_{name} := {value}) == {other}: pass")
    return f"chosen_{name}"


def looked_up(program: Program, name: str, value: str, other: str) -> str:
    program.constants.append(f'TABLE_{name.upper()} = {{"{name}": {value}}}')
    return f'TABLE_{name.upper()}.get("{name}", {other})'


def looked_up_in_vain(program: Program, name: str, value: str, other: str) -> str:
    program.constants.append(f'TABLE_{name.upper()} = {{"nothing": {other}}}')
    return f'TABLE_{name.upper()}.get("{name}", {value})'


def shadowed(program: Program, name: str, value: str, other: str) -> str:
    """A name of the module that the function has for itself."""
    program.constants.append(f"chosen_{name} = {other}")
    return local(program, name, value, other)


def is_number(expression: str) -> bool:
    return re.fullmatch(r"\d+(\.\d+)?", expression) is not None


PLAIN: Final[dict[str, Style]] = {style.__name__: style for style in (literal, constant, local, reassigned)}
STYLES: Final[dict[str, Style]] = PLAIN | {
    style.__name__: style
    for style in (
        closure,
        subscript,
        environment,
        parameter,
        parameter_default,
        parameter_over_default,
        at_most,
        unpacked,
        arithmetic,
        formatted,
        augmented,
        walrus,
        looked_up,
        looked_up_in_vain,
        shadowed,
    )
}
