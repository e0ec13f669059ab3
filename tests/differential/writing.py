"""What does every writer of programs need, whatever SDK they are for?

A writer makes its choices from a seed; it hides values in one of many styles, puts a task and deadlines around the call, and
makes a case of the source it comes to.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Final, TypeVar

from . import flows, holders, styles
from .cases import Case, Truth
from .styles import FLAG, PLAIN, Program, Style

_T = TypeVar("_T")

STYLES: Final[dict[str, Style]] = styles.STYLES | flows.STYLES | holders.STYLES
IN_MODULE: Final = (
    "literal",
    "constant",
    "subscript",
    "returned",
    "ternary",
    "environment",
    "arithmetic",
    "formatted",
    "looked_up",
    "looked_up_in_vain",
    "lambda_result",
    "returned_early",
    "attribute_of_a_class",
    "enumeration",
    "dataclass_default",
    "dataclass_argument",
    "namespace",
)
"""Styles for a value that is used while the module is being executed."""


class Writer:
    """Writes one program; `truth` holds what is written, by the layer that says it."""

    plain: bool
    program: Program

    def __init__(self, random: Random, number: int) -> None:
        self.number = number
        self.random = random
        self.truth: dict[str, str] = {}

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def choice(self, several: Sequence[_T]) -> _T:
        return several[self.random.randrange(len(several))]

    def used(self, kind: str, name: str) -> None:
        self.program.used.add(f"{kind}:{name}")

    def value(self, name: str, value: str, other: str, *, in_module: bool = False) -> str:
        """The expression for `value` in some style."""
        known = [style for style in (IN_MODULE if in_module else STYLES) if not self.plain or style in PLAIN]
        style = self.choice(known)
        self.used("value", style)
        return STYLES[style](self.program, name, value, other)

    def surroundings(self) -> tuple[str, list[str], list[str]]:
        """The name of the function, its decorators, and the blocks around the call."""
        decorators: list[str] = []
        blocks: list[str] = []
        name = "ask"
        task = self.choice(("classification", "reasoning"))
        kind = self.choice(("none", "none", "name", "name", "name", "decorator", "block"))
        self.used("task", kind)
        if kind == "name":
            name = {"classification": "classify_ticket", "reasoning": "plan_with_reasoning"}[task]
        elif kind != "none":
            self.program.uses("from llmlint import guard")
            line = f'guard.task("{task}")'
            (decorators if kind == "decorator" else blocks).append(f"@{line}" if kind == "decorator" else f"with {line}:")
        if self.chance(0.1):
            seconds = self.choice(("5", "25", "200"))
            if self.program.is_async and self.chance(0.5):
                self.program.uses("import asyncio")
                blocks.append(f"async with asyncio.timeout({seconds}):")
                self.used("deadline", "asyncio")
            else:
                self.program.uses("from llmlint import guard")
                blocks.append(f"with guard.deadline({seconds}):")
                self.used("deadline", "guard")
        return name, decorators, blocks

    def finished(self, path: str, source: str, policies: Sequence[str], truth: Truth) -> Case:
        """The case that `source` makes, under one of `policies`."""
        program = self.program
        return Case(
            number=self.number,
            path=path,
            source=source,
            environ={FLAG: "1" if program.flag else "0", **program.environ},
            policy=self.choice(policies),
            environment="production" if self.chance(0.2) else None,
            is_async=program.is_async,
            truth=truth,
            disguises=frozenset(program.used),
            plain=self.plain,
        )
