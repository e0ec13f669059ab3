"""Where does each call and statement of a definition stand?

`ast` knows positions and LibCST knows the definition: calls and statements of both are paired in source order, at a tenth of the
cost of LibCST's own position metadata.  Where the two disagree, or where a request stands in an f-string (whose positions `ast`
has wrong before Python 3.12), LibCST's PositionProvider answers instead.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider

from llmlint.static import ir
from llmlint.static.gate import ALIASABLE
from llmlint.static.skeleton import Unit
from llmlint.static.source import Source


class Positions:
    """Where the next call or statement in source order stands."""

    formatted = 0
    """How many f-strings are open around the next call."""

    @property
    def exhausted(self) -> bool:
        """Whether every position was asked for, so that none was paired wrongly."""
        return True

    def call(self, node: cst.Call) -> tuple[ir.Span, Sequence[ir.Span]]:
        """The spans of a call and of its arguments."""
        raise NotImplementedError

    def statement(self, node: cst.CSTNode) -> ir.Span:
        """The span of a statement."""
        raise NotImplementedError


class Aligned(Positions):
    """Positions by pairing with `ast`."""

    def __init__(self, unit: Unit, source: Source) -> None:
        self._source = source
        calls: list[ast.Call] = []
        statements: list[ast.stmt] = []
        for node in unit.nodes:
            _collect(node, calls, statements)
        self._calls = sorted(calls, key=_order)
        self._statements = sorted(statements, key=_order)
        self._call = self._statement = 0
        self._broken = False
        self._last = ir.Span(unit.start, 1, unit.end, 1)

    @property
    def exhausted(self) -> bool:
        return not self._broken and self._call == len(self._calls) and self._statement == len(self._statements)

    def call(self, node: cst.Call) -> tuple[ir.Span, Sequence[ir.Span]]:
        if self.formatted:
            # Good enough for a call that sends nothing; one that may is worth the slow way.
            self._broken |= isinstance(node.func, cst.Attribute) and node.func.attr.value in ALIASABLE
            return self._last, [self._last] * len(node.args)
        index = self._call
        self._call += 1
        if index >= len(self._calls):
            return self._mismatch(len(node.args))
        found = self._calls[index]
        written: list[ast.expr | ast.keyword] = [*found.args, *found.keywords]
        arguments = sorted(written, key=_order)
        if len(arguments) != len(node.args):
            return self._mismatch(len(node.args))
        self._last = self._span(found)
        return self._last, [self._span(argument) for argument in arguments]

    def _mismatch(self, arguments: int) -> tuple[ir.Span, Sequence[ir.Span]]:
        self._broken = True
        return self._last, [self._last] * arguments

    def statement(self, node: cst.CSTNode) -> ir.Span:
        index = self._statement
        self._statement += 1
        if index >= len(self._statements):
            self._broken = True
            return self._last
        return self._span(self._statements[index])

    def _span(self, node: ast.expr | ast.stmt | ast.keyword) -> ir.Span:
        end_line = node.end_lineno or node.lineno
        return ir.Span(
            node.lineno,
            self._column(node.lineno, node.col_offset),
            end_line,
            self._column(end_line, node.end_col_offset or node.col_offset),
        )

    def _column(self, line: int, offset: int) -> int:
        text = self._source.lines[line - 1]
        return offset + 1 if text.isascii() else len(text.encode()[:offset].decode(errors="replace")) + 1


class Measured(Positions):
    """Positions by LibCST's own provider: slower, and right where pairing is not possible."""

    def __init__(self, module: cst.Module, shift: int, source: Source) -> None:
        wrapper = MetadataWrapper(module, unsafe_skip_copy=True)
        self._ranges = wrapper.resolve(PositionProvider)
        self._shift = shift

    def call(self, node: cst.Call) -> tuple[ir.Span, Sequence[ir.Span]]:
        return self.statement(node), [self.statement(argument) for argument in node.args]

    def statement(self, node: cst.CSTNode) -> ir.Span:
        found = self._ranges[node]
        return ir.Span(found.start.line + self._shift, found.start.column + 1, found.end.line + self._shift, found.end.column + 1)


def _collect(root: ast.AST, calls: list[ast.Call], statements: list[ast.stmt]) -> None:
    stack = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.stmt):
            statements.append(node)
            if isinstance(node, ast.ClassDef):
                continue
        elif isinstance(node, ast.Call):
            calls.append(node)
        elif isinstance(node, ast.JoinedStr):
            continue
        for name in node._fields:  # ast.iter_child_nodes, at a third of its cost
            value = getattr(node, name, None)
            if isinstance(value, list):
                stack.extend(each for each in value if isinstance(each, ast.AST))
            elif isinstance(value, ast.AST):
                stack.append(value)


def _order(node: ast.expr | ast.stmt | ast.keyword) -> tuple[int, int, int, int]:
    return (node.lineno, node.col_offset, -(node.end_lineno or 0), -(node.end_col_offset or 0))
