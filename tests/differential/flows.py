"""In how many ways can a value depend on what the program does?"""

from __future__ import annotations

from typing import Final

from .styles import FLAG, Program, Style, literal


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


def matched(program: Program, name: str, value: str, other: str) -> str:
    first, second = (value, other) if program.flag else (other, value)
    program.uses("import os")
    program.body += [f'match os.environ["{FLAG}"]:', '    case "1":', f"        chosen_{name} = {first}"]
    program.body += ["    case _:", f"        chosen_{name} = {second}"]
    return f"chosen_{name}"


def loop(program: Program, name: str, value: str, other: str) -> str:
    program.body += [f"for chosen_{name} in ({other}, {value}):", "    pass"]
    return f"chosen_{name}"


def handler(program: Program, name: str, value: str, other: str) -> str:
    program.body += ["try:", f"    chosen_{name} = {other}"]
    program.body += ['    int("no number")', "except ValueError:", f"    chosen_{name} = {value}"]
    return f"chosen_{name}"


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


def returned(program: Program, name: str, value: str, other: str) -> str:
    program.functions += [f"def the_{name}():", f"    return {value}", ""]
    return f"the_{name}()"


def returned_early(program: Program, name: str, value: str, other: str) -> str:
    first, second = (value, other) if program.flag else (other, value)
    program.functions += [f"def the_{name}():", f"    if {program.condition()}:", f"        return {first}"]
    program.functions += [f"    return {second}", ""]
    return f"the_{name}()"


def lambda_result(program: Program, name: str, value: str, other: str) -> str:
    program.constants.append(f"pick_{name} = lambda: {value}")
    return f"pick_{name}()"


def changed_global(program: Program, name: str, value: str, other: str) -> str:
    program.constants.append(f"{name.upper()} = {other}")
    program.functions += [f"def configure_{name}():", f"    global {name.upper()}", f"    {name.upper()} = {value}", ""]
    program.before.append(f"configure_{name}()")
    return name.upper()


def changed_table(program: Program, name: str, value: str, other: str) -> str:
    """A dictionary of the module that another function changes."""
    program.constants.append(f'TABLE_{name.upper()} = {{"{name}": {other}}}')
    program.functions += [f"def configure_{name}():", f'    TABLE_{name.upper()}["{name}"] = {value}', ""]
    program.before.append(f"configure_{name}()")
    return f'TABLE_{name.upper()}["{name}"]'


def changed_by_inner(program: Program, name: str, value: str, other: str) -> str:
    program.body += [f"chosen_{name} = {other}", f"def set_{name}():", f"    nonlocal chosen_{name}"]
    program.body += [f"    chosen_{name} = {value}", f"set_{name}()"]
    return f"chosen_{name}"


STYLES: Final[dict[str, Style]] = {
    style.__name__: style
    for style in (
        ternary,
        branch,
        maybe_overwritten,
        matched,
        loop,
        handler,
        or_default,
        none_default,
        returned,
        returned_early,
        lambda_result,
        changed_global,
        changed_table,
        changed_by_inner,
    )
}
