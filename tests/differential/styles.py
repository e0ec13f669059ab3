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


def returned(program: Program, name: str, value: str, other: str) -> str:
    program.functions += [f"def the_{name}():", f"    return {value}", ""]
    return f"the_{name}()"


def ternary(program: Program, name: str, value: str, other: str) -> str:
    condition = program.condition()
    first, second = (value, other) if program.flag else (other, value)
    return f"({first} if {condition} else {second})"


def branch(program: Program, name: str, value: str, other: str) -> str:
    first, second = (value, other) if program.flag else (other, value)
    program.body += [
        f"if {program.condition()}:",
        f"    chosen_{name} = {first}",
        "else:",
        f"    chosen_{name} = {second}",
    ]
    return f"chosen_{name}"


def maybe_overwritten(program: Program, name: str, value: str, other: str) -> str:
    if program.flag:
        value, other = other, value
    program.body += [f"chosen_{name} = {value}", f"if {program.condition()}:", f"    chosen_{name} = {other}"]
    return f"chosen_{name}"


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


def changed_global(program: Program, name: str, value: str, other: str) -> str:
    program.constants.append(f"{name.upper()} = {other}")
    program.functions += [f"def configure_{name}():", f"    global {name.upper()}", f"    {name.upper()} = {value}", ""]
    program.before.append(f"configure_{name}()")
    return name.upper()


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


def changed_table(program: Program, name: str, value: str, other: str) -> str:
    """A dictionary of the module that another function changes."""
    program.constants.append(f'TABLE_{name.upper()} = {{"{name}": {other}}}')
    program.functions += [f"def configure_{name}():", f'    TABLE_{name.upper()}["{name}"] = {value}', ""]
    program.before.append(f"configure_{name}()")
    return f'TABLE_{name.upper()}["{name}"]'


def or_default(program: Program, name: str, value: str, other: str) -> str:
    if value in ("0", "None"):
        return literal(program, name, value, other)
    program.parameters.append(f"given_{name}=None")
    return f"(given_{name} or {value})"


def none_default(program: Program, name: str, value: str, other: str) -> str:
    program.parameters.append(f"given_{name}=None")
    if program.flag and value != "None":
        program.arguments.append(f"given_{name}={value}")
        value = other
    program.body += [f"if given_{name} is None:", f"    given_{name} = {value}"]
    return f"given_{name}"


def loop(program: Program, name: str, value: str, other: str) -> str:
    program.body += [f"for chosen_{name} in ({other}, {value}):", "    pass"]
    return f"chosen_{name}"


def handler(program: Program, name: str, value: str, other: str) -> str:
    program.body += ["try:", f"    chosen_{name} = {other}"]
    program.body += ['    int("no number")', "except ValueError:", f"    chosen_{name} = {value}"]
    return f"chosen_{name}"


def matched(program: Program, name: str, value: str, other: str) -> str:
    first, second = (value, other) if program.flag else (other, value)
    program.uses("import os")
    program.body += [f'match os.environ["{FLAG}"]:', '    case "1":', f"        chosen_{name} = {first}"]
    program.body += ["    case _:", f"        chosen_{name} = {second}"]
    return f"chosen_{name}"


def lambda_result(program: Program, name: str, value: str, other: str) -> str:
    program.constants.append(f"pick_{name} = lambda: {value}")
    return f"pick_{name}()"


def returned_early(program: Program, name: str, value: str, other: str) -> str:
    first, second = (value, other) if program.flag else (other, value)
    program.functions += [f"def the_{name}():", f"    if {program.condition()}:", f"        return {first}"]
    program.functions += [f"    return {second}", ""]
    return f"the_{name}()"


def shadowed(program: Program, name: str, value: str, other: str) -> str:
    """A name of the module that the function has for itself."""
    program.constants.append(f"chosen_{name} = {other}")
    return local(program, name, value, other)


def changed_by_inner(program: Program, name: str, value: str, other: str) -> str:
    program.body += [f"chosen_{name} = {other}", f"def set_{name}():", f"    nonlocal chosen_{name}"]
    program.body += [f"    chosen_{name} = {value}", f"set_{name}()"]
    return f"chosen_{name}"


def is_number(expression: str) -> bool:
    return re.fullmatch(r"\d+(\.\d+)?", expression) is not None


PLAIN: Final[dict[str, Style]] = {style.__name__: style for style in (literal, constant, local, reassigned)}
STYLES: Final[dict[str, Style]] = PLAIN | {
    style.__name__: style
    for style in (
        closure,
        subscript,
        returned,
        ternary,
        branch,
        maybe_overwritten,
        environment,
        parameter,
        parameter_default,
        parameter_over_default,
        changed_global,
        at_most,
        unpacked,
        arithmetic,
        formatted,
        augmented,
        walrus,
        looked_up,
        looked_up_in_vain,
        changed_table,
        or_default,
        none_default,
        loop,
        handler,
        matched,
        lambda_result,
        returned_early,
        shadowed,
        changed_by_inner,
    )
}
