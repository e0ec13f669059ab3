"""What does a condition tell of the names in it?"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from llmlint.static import ir
from llmlint.static.link.domain import (
    NONE,
    Abstract,
    Choice,
    ClassRef,
    ClientRef,
    Const,
    FunctionRef,
    HttpClientRef,
    Instance,
    Items,
    Opaque,
    Resource,
    choices,
    join,
)
from llmlint.static.link.frame import Frame
from llmlint.values import Reason

if TYPE_CHECKING:
    from llmlint.static.link.linker import Linker


def truth(value: Abstract) -> bool | None:
    """Whether `value` is true in a condition; None where that is open."""
    match value:
        case Const(value=literal):
            return bool(literal)
        case Items(items=items, open=False):
            return bool(items)
        case ClientRef() | FunctionRef() | ClassRef() | Instance() | HttpClientRef():
            return True
        case Choice(alternatives=alternatives):
            truths = {truth(each) for each in alternatives}
            return truths.pop() if len(truths) == 1 else None
    return None


def _settled(value: Abstract) -> Abstract:
    """`value` once it is not None."""
    return dataclasses.replace(value, number="yes") if isinstance(value, Opaque) and value.number == "or none" else value


class Conditions:
    """Narrows what names may hold by the conditions that were passed."""

    def __init__(self, linker: Linker) -> None:
        self._linker = linker

    def narrow(self, test: ir.Expression, frame: Frame, *, holds: bool) -> None:
        """Keep of the names in `test` what is possible once it holds (or does not)."""
        match test:
            case ir.Operation(operator="not", operands=(inner,)):
                self.narrow(inner, frame, holds=not holds)
            case ir.Operation(operator="and", operands=operands) if holds:
                for operand in operands:
                    self.narrow(operand, frame, holds=True)
            case ir.Operation(operator="or", operands=operands) if not holds:
                for operand in operands:
                    self.narrow(operand, frame, holds=False)
            case ir.Operation(operator=("is" | "==" | "is not" | "!=") as operator, operands=(left, ir.Constant(value=value))):
                self._compared(left, Const(value), frame, equal=(operator in ("is", "==")) is holds)
            case ir.Name() | ir.Attribute():
                kept = [each for each in self._now(test, frame) if truth(each) is not (not holds)]
                self._kept(test, [_settled(each) for each in kept] if holds else kept, frame)
            case ir.Assigned(target=target):
                self.narrow(ir.Name(target), frame, holds=holds)

    def doubt(self, test: ir.Expression, frame: Frame, *, holds: bool) -> Opaque | None:
        """Why it is open whether `test` ever comes out so: of the names in it, nothing that is known does."""
        match test:
            case ir.Operation(operator="not", operands=(inner,)):
                return self.doubt(inner, frame, holds=not holds)
            case ir.Operation(operator="and" | "or" as operator, operands=operands) if (operator == "and") is holds:
                return next((found for each in operands if (found := self.doubt(each, frame, holds=holds))), None)
            case ir.Operation(
                operator=("is" | "==" | "is not" | "!=") as operator,
                operands=(ir.Name() | ir.Attribute() as left, ir.Constant(value=None)),
            ):
                wants_none = (operator in ("is", "==")) is holds
                now = self._now(left, frame)
                passing = [each for each in now if not isinstance(each, Const) or (each == NONE) is wants_none]
            case ir.Name() | ir.Attribute():
                now = self._now(test, frame)
                passing = [each for each in now if truth(each) is not (not holds)]
            case _:
                return None
        # A flag of which nothing is known goes either way; a default that goes one way makes the other one anyone's guess.
        if not passing or len(passing) == len(now) or not all(isinstance(each, Opaque | Resource) for each in passing):
            return None
        return self._linker.why(passing[0], Reason.UNSUPPORTED)

    def _compared(self, left: ir.Expression, value: Const, frame: Frame, *, equal: bool) -> None:
        if not isinstance(left, ir.Name | ir.Attribute):
            return
        now = self._now(left, frame)
        if equal:
            same: list[Abstract] = [each for each in now if each == value]
            # What is not known may be None, but nobody has said that it ever is: it stays unknown, and no witness of None.
            open_: list[Abstract] = [each for each in now if not isinstance(each, Const)] if value.value is None else []
            settled: list[Abstract] = [value] if now else []
            self._kept(left, same or open_ or settled, frame)
        else:
            rest = [each for each in now if each != value]
            self._kept(left, [_settled(each) for each in rest] if value.value is None else rest, frame)

    def _now(self, node: ir.Name | ir.Attribute, frame: Frame) -> list[Abstract]:
        """What a local name or an attribute of an instance holds; nothing for what cannot be narrowed."""
        if isinstance(node, ir.Name):
            return list(choices(frame.state.variables[node.name])) if node.name in frame.state.variables else []
        owner = frame.state.variables.get(node.value.name) if isinstance(node.value, ir.Name) else None
        if isinstance(owner, Instance):
            return list(choices(self._linker.classes.attribute(owner, node.name, frame)))
        return []

    def _kept(self, node: ir.Name | ir.Attribute, values: list[Abstract], frame: Frame) -> None:
        if not values:
            return
        if isinstance(node, ir.Name):
            frame.state.variables[node.name] = join(values)
        elif isinstance(node.value, ir.Name):
            owner = frame.state.variables.get(node.value.name)
            if isinstance(owner, Instance):
                entries = frame.state.entries(owner.address)
                frame.state.heap[owner.address] = entries.with_key(node.name, join(values))
