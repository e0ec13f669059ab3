"""How do the parts of a program become its source?"""

from __future__ import annotations

from collections.abc import Sequence

from .styles import Program


def _indent(lines: Sequence[str], depth: int = 1) -> list[str]:
    return [f"{'    ' * depth}{line}" if line else "" for line in lines]


def render(program: Program, name: str, decorators: list[str], blocks: list[str], call: str, stream: bool) -> str:
    """The source of the program; `blocks` are the `with` statements around the call."""
    wait = "await " if program.is_async else ""
    define = "async def" if program.is_async else "def"
    body = list(program.body)
    depth = 0
    for block in blocks:
        body += _indent([block], depth)
        depth += 1
    ending = [f"answer = {wait}{call}"]
    if stream:
        ending += [f"{'async ' if program.is_async else ''}for event in answer:", "    pass"]
    body += _indent(ending, depth)
    if program.block_from is not None:
        body = body[: program.block_from] + _indent(body[program.block_from :])
    parameters = sorted(program.parameters, key=lambda parameter: "=" in parameter)
    arguments = ", ".join(program.arguments)
    if program.in_class:
        head = f"{define} {name}({', '.join(['self', *parameters])}):"
        function = [*decorators, head, *_indent(body)]
        starting = ", ".join(["self", *program.initial_parameters])
        initial = [f"def __init__({starting}):", *_indent(program.initial or ["pass"]), ""]
        defined = ["class Base:", *_indent(program.bases or ["pass"]), ""]
        defined += ["class Bot(Base):" if program.bases else "class Bot:"]
        defined += _indent([*program.attributes, *initial, *function])
        made = f"{'Special' if program.below else ''}Bot({', '.join(program.initial_arguments)})"
        defined += ["", "class SpecialBot(Bot):", *_indent(program.below or ["pass"])]
        enter = [f"bot = {made}", *program.before, f"return {wait}bot.{name}({arguments})"]
    else:
        function = [*decorators, f"{define} {name}({', '.join(parameters)}):", *_indent(body)]
        if program.nested:
            defined = ["def prepare():", *_indent([*program.outer, *function, f"return {name}({arguments})"])]
            enter = [*program.before, f"return {wait}prepare()"]
        else:
            defined = function
            enter = [*program.before, f"return {wait}{name}({arguments})"]
    lines = [
        *sorted(program.imports),
        "",
        'MESSAGES = [{"role": "user", "content": "hello"}]',
        *program.constants,
        "",
        *program.functions,
        *defined,
        "",
        f"{define} run():",
        *_indent(enter),
    ]
    return "\n".join(lines) + "\n"
