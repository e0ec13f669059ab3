"""What does one definition say?  The LibCST visitor: source of a unit in, statements of the intermediate form out.

Only units that matter are parsed, and without a metadata wrapper; `positions` tells where things stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, ClassVar

import libcst as cst

from llmlint.static import ir
from llmlint.static.expressions import ExpressionVisitor
from llmlint.static.positions import Aligned, Measured, Positions
from llmlint.static.skeleton import Unit
from llmlint.static.source import Source
from llmlint.values import Reason

MAX_BRACKETS = 200
"""Deeper nesting crashes native parsers (3,000 nested calls do); such a unit is not parsed."""


class TooDeep(Exception):
    """A unit nests deeper than can be parsed safely."""


class Unparsed(Exception):
    """LibCST refuses what `ast` accepts."""


def scan(unit: Unit, source: Source, prefix: str) -> tuple[ir.Statement, ...]:
    """The statements of `unit`; `prefix` is the qualified name of its scope.  Raises TooDeep and Unparsed."""
    lines = source.lines[unit.start - 1 : unit.end]
    indented = unit.nodes[0].col_offset > 0 and lines[0][:1] in (" ", "\t")  # a form feed indents nothing
    text = "\n".join(lines) + "\n"
    if _depth(text) > MAX_BRACKETS:
        raise TooDeep
    shift = unit.start - 1
    if indented:
        # A block of its own keeps the indentation, and so the text of multi-line strings.
        text, shift = "if 1:\n" + text, shift - 1
    try:
        module = cst.parse_module(text)
        positions = Aligned(unit, source)
        statements = _statements(module, positions, prefix, indented=indented)
        if not positions.exhausted:
            statements = _statements(module, Measured(module, shift, source), prefix, indented=indented)
    except RecursionError as error:
        raise TooDeep from error
    except (cst.ParserSyntaxError, cst.CSTValidationError) as error:
        raise Unparsed(str(error)) from error
    return statements


def _depth(text: str) -> int:
    """How deep brackets nest, those in strings included; 0 where there are too few to matter."""
    deepest = depth = 0
    if sum(map(text.count, "([{")) <= MAX_BRACKETS:
        return depth
    for character in text:
        if character in "([{":
            depth += 1
            deepest = max(deepest, depth)
        elif character in ")]}" and depth:
            depth -= 1
    return deepest


def _statements(module: cst.Module, positions: Positions, prefix: str, *, indented: bool) -> tuple[ir.Statement, ...]:
    body: Sequence[cst.CSTNode] = module.body
    if indented:
        block = module.body[0]
        assert isinstance(block, cst.If)
        body = block.body.body
    visitor = DefinitionVisitor(positions, prefix)
    return visitor.block(body)


class DefinitionVisitor(cst.CSTVisitor):
    """Visits the statements of one unit in source order and collects them, block by block.

    `on_visit` answers for every statement itself and sends LibCST no deeper: white space is never visited, and no node rebuilt.
    """

    def __init__(self, positions: Positions, prefix: str) -> None:
        super().__init__()
        self._positions = positions
        self._names = [prefix] if prefix else []
        self._expressions = ExpressionVisitor(positions)
        self._blocks: list[list[ir.Statement]] = []

    def block(self, body: Sequence[cst.CSTNode]) -> tuple[ir.Statement, ...]:
        """The statements of `body`."""
        self._blocks.append([])
        for node in body:
            node.visit(self)
        return tuple(self._blocks.pop())

    def on_visit(self, node: cst.CSTNode) -> bool:
        if isinstance(node, cst.SimpleStatementLine):
            for small in node.body:
                self._blocks[-1].append(self._small(small))
            return False
        handler = self._COMPOUND.get(type(node))
        if handler is not None:
            self._blocks[-1].append(handler(self, node))
        return False

    def _expression(self, node: cst.CSTNode) -> ir.Expression:
        return self._expressions.expression(node)

    def _optional(self, node: cst.CSTNode | None) -> ir.Expression | None:
        return None if node is None else self._expression(node)

    def _suite(self, body: cst.BaseSuite) -> tuple[ir.Statement, ...]:
        if isinstance(body, cst.SimpleStatementSuite):
            return tuple(self._small(small) for small in body.body)
        return self.block(body.body)

    def _small(self, node: cst.CSTNode) -> ir.Statement:
        span = self._positions.statement(node)
        match node:
            case cst.Assign():
                targets = tuple(self._expression(target.target) for target in node.targets)
                return ir.Assign(targets, self._expression(node.value), None, span)
            case cst.AnnAssign():
                target = self._expression(node.target)
                annotation = self._expression(node.annotation.annotation)
                return ir.Assign((target,), self._optional(node.value), annotation, span)
            case cst.AugAssign():
                target = self._expression(node.target)
                operator = type(node.operator).__name__
                return ir.Augment(target, _AUGMENTED.get(operator, "?"), self._expression(node.value), span)
            case cst.Expr():
                return ir.Evaluate(self._expression(node.value), span)
            case cst.Return():
                return ir.Return(self._optional(node.value), span)
            case cst.Raise():
                value = self._optional(node.exc)
                if value is not None and node.cause is not None:
                    value = ir.Opaque(Reason.UNSUPPORTED, (value, self._expression(node.cause.item)))
                return ir.Raise(value, span)
            case cst.Break():
                return ir.Jump("break", span)
            case cst.Continue():
                return ir.Jump("continue", span)
            case cst.Del():
                return ir.Delete((self._expression(node.target),), span)
            case cst.Import():
                return ir.Import(tuple(_imported(node)), span)
            case cst.ImportFrom():
                return ir.Import(tuple(_imported_from(node)), span)
            case cst.Global() | cst.Nonlocal():
                return ir.Scoped(tuple(item.name.value for item in node.names), span)
            case cst.Assert():
                test = self._expression(node.test)
                return ir.If(test, (), (ir.Raise(self._optional(node.msg), span),), span)
        return ir.Nothing((), span)

    def _if(self, node: cst.If) -> ir.Statement:
        span = self._positions.statement(node)
        test = self._expression(node.test)
        body = self._suite(node.body)
        orelse: tuple[ir.Statement, ...] = ()
        if isinstance(node.orelse, cst.If):
            orelse = (self._if(node.orelse),)
        elif node.orelse is not None:
            orelse = self._suite(node.orelse.body)
        return ir.If(test, body, orelse, span)

    def _while(self, node: cst.While) -> ir.Statement:
        span = self._positions.statement(node)
        test = self._expression(node.test)
        body = self._suite(node.body)
        return ir.While(test, body, self._orelse(node.orelse), span)

    def _for(self, node: cst.For) -> ir.Statement:
        span = self._positions.statement(node)
        target = self._expression(node.target)
        iterable = self._expression(node.iter)
        body = self._suite(node.body)
        return ir.For(target, iterable, body, self._orelse(node.orelse), span)

    def _orelse(self, node: cst.Else | None) -> tuple[ir.Statement, ...]:
        return () if node is None else self._suite(node.body)

    def _try(self, node: cst.Try | cst.TryStar) -> ir.Statement:
        span = self._positions.statement(node)
        body = self._suite(node.body)
        handlers = []
        for handler in node.handlers:
            types = self._optional(handler.type)
            name = handler.name.name.value if handler.name and isinstance(handler.name.name, cst.Name) else None
            handlers.append(ir.Handler(types, name, self._suite(handler.body)))
        orelse = self._orelse(node.orelse)
        final = self._suite(node.finalbody.body) if node.finalbody is not None else ()
        return ir.Try(body, tuple(handlers), orelse, final, span)

    def _with(self, node: cst.With) -> ir.Statement:
        span = self._positions.statement(node)
        items = []
        for item in node.items:
            value = self._expression(item.item)
            items.append((value, self._optional(item.asname.name if item.asname else None)))
        return ir.With(tuple(items), self._suite(node.body), node.asynchronous is not None, span)

    def _match(self, node: cst.Match) -> ir.Statement:
        span = self._positions.statement(node)
        subject = self._expression(node.subject)
        cases = []
        for case in node.cases:
            names = tuple(_captured(case.pattern))
            self._expressions.pattern(case.pattern)
            guard = () if case.guard is None else (ir.Nothing((self._expression(case.guard),), span),)
            cases.append((names, (*guard, *self._suite(case.body))))
        return ir.Match(subject, tuple(cases), span)

    def _function(self, node: cst.FunctionDef) -> ir.Statement:
        decorators = tuple(self._expression(decorator.decorator) for decorator in node.decorators)
        span = self._positions.statement(node)
        parameters = self._expressions.parameters(node.params)
        returns = self._optional(node.returns.annotation if node.returns else None)
        self._names.append(node.name.value)
        qualified = ".".join(self._names)
        body = self._suite(node.body)
        self._names.pop()
        generator = self._expressions.take_yield()
        return ir.Function(
            node.name.value,
            qualified,
            parameters,
            decorators,
            returns,
            body,
            node.asynchronous is not None,
            generator,
            span,
        )

    def _class(self, node: cst.ClassDef) -> ir.Statement:
        # A class is a scope of its own, with its own units; nothing of it counts here.
        return ir.ClassReference(node.name.value, self._positions.statement(node))

    _COMPOUND: ClassVar[dict[type[cst.CSTNode], Callable[[DefinitionVisitor, Any], ir.Statement]]] = {
        cst.If: _if,
        cst.While: _while,
        cst.For: _for,
        cst.Try: _try,
        cst.TryStar: _try,
        cst.With: _with,
        cst.Match: _match,
        cst.FunctionDef: _function,
        cst.ClassDef: _class,
    }


_AUGMENTED = {
    "AddAssign": "+",
    "SubtractAssign": "-",
    "MultiplyAssign": "*",
    "DivideAssign": "/",
    "FloorDivideAssign": "//",
    "BitOrAssign": "|",
}


def dotted(node: cst.BaseExpression | None) -> str:
    """A dotted name as text; empty for anything else."""
    if isinstance(node, cst.Name):
        return node.value
    if isinstance(node, cst.Attribute):
        return f"{dotted(node.value)}.{node.attr.value}"
    return ""


def _imported(node: cst.Import) -> Iterator[tuple[str, str]]:
    for alias in node.names:
        path = dotted(alias.name)
        if alias.asname is not None and isinstance(alias.asname.name, cst.Name):
            yield alias.asname.name.value, path
        else:
            yield path.partition(".")[0], path.partition(".")[0]


def _imported_from(node: cst.ImportFrom) -> Iterator[tuple[str, str]]:
    module = "." * len(node.relative) + dotted(node.module)
    if isinstance(node.names, cst.ImportStar):
        yield "*", module
        return
    for alias in node.names:
        name = dotted(alias.name)
        bound = alias.asname.name.value if alias.asname and isinstance(alias.asname.name, cst.Name) else name
        yield bound, f"{module}{'' if module.endswith('.') else '.'}{name}"


def _captured(pattern: cst.CSTNode) -> Iterator[str]:
    if isinstance(pattern, cst.MatchAs | cst.MatchStar) and pattern.name is not None:
        yield pattern.name.value
    for child in pattern.children:
        yield from _captured(child)
