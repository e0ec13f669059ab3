"""Which definitions does a file have, what names do they bind, and which of them could call an LLM?

One `ast.parse` and one walk.  A module and every class is a `Scope` of `Unit`s, the pieces that are compiled on demand: a
function with all inside it, or a statement that stands beside functions.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from llmlint.static.gate import ALIASABLE, PENULTIMATE

_FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef)
_TARGETS: Final = (ast.Store, ast.Del)


@dataclass(eq=False, slots=True)
class Unit:
    """Top-level statements of a scope that are compiled together; more than one only where they share a line.

    `binds` are the names it gives, `touches` the names whose object it may change (`options["k"] = v`, `options.update(v)`).
    """

    nodes: list[ast.stmt]
    index: int
    start: int
    end: int
    binds: frozenset[str]
    touches: frozenset[str]
    calls: bool
    """Whether it holds what could be a call to an LLM."""

    @property
    def is_function(self) -> bool:
        return isinstance(self.nodes[0], _FUNCTIONS)


@dataclass(eq=False, slots=True)
class Scope:
    """A module or the body of a class.

    `attributes` (classes) lists the methods that write `self.NAME`; `globals` (modules) the functions that bind a global NAME,
    as (scope, unit).
    """

    name: str
    qualified_name: str
    parent: Scope | None
    node: ast.ClassDef | None
    units: list[Unit] = field(default_factory=list)
    bindings: dict[str, list[Unit]] = field(default_factory=dict)
    touched: dict[str, list[Unit]] = field(default_factory=dict)
    attributes: dict[str, list[Unit]] = field(default_factory=dict)
    globals: dict[str, list[tuple[Scope, Unit]]] = field(default_factory=dict)


@dataclass(eq=False, slots=True)
class Skeleton:
    """The scopes of a file: `module`, and `classes` by the line of their `class` keyword."""

    module: Scope
    classes: dict[int, Scope]
    imports: frozenset[str]
    """Dotted names of all modules imported anywhere, relative ones with their dots."""
    aliases: frozenset[str]
    """Names bound to a method that sends requests, to be called later."""


def skeleton(text: str) -> Skeleton:
    """The skeleton of `text`.  Raises SyntaxError, ValueError, RecursionError or MemoryError where `ast` does."""
    tree = ast.parse(text)
    aliases = frozenset(_aliases(tree))
    module = Scope("", "", None, None)
    classes: dict[int, Scope] = {}
    _fill(module, tree.body, module, classes, aliases)
    imports = {name for node in ast.walk(tree) for name in _imported(node)}
    return Skeleton(module, classes, frozenset(imports), aliases)


def _aliases(tree: ast.AST) -> Iterator[str]:
    """Names given to a method without calling it: `self._create = client.chat.completions.create`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            value = node.value
            while isinstance(value, ast.Call) and value.args:  # partial(client….create, …), wrap(client….create)
                value = value.args[0]
            if isinstance(value, ast.Attribute) and value.attr in ALIASABLE and _penultimate(value):
                for target in node.targets:
                    if isinstance(target, ast.Name):
                        yield target.id
                    elif isinstance(target, ast.Attribute):
                        yield target.attr


def _penultimate(node: ast.Attribute) -> bool:
    inner = node.value
    return (isinstance(inner, ast.Attribute) and inner.attr in PENULTIMATE) or (
        isinstance(inner, ast.Name) and inner.id in PENULTIMATE
    )


def _imported(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        yield "." * node.level + (node.module or "")


def _fill(scope: Scope, body: list[ast.stmt], module: Scope, classes: dict[int, Scope], aliases: frozenset[str]) -> None:
    for nodes in _by_line(body):
        unit = _unit(scope, nodes, module, classes, aliases)
        scope.units.append(unit)
        for name in unit.binds:
            scope.bindings.setdefault(name, []).append(unit)
        for name in unit.touches:
            scope.touched.setdefault(name, []).append(unit)


def _by_line(body: list[ast.stmt]) -> Iterator[list[ast.stmt]]:
    group: list[ast.stmt] = []
    for node in body:
        if group and _start(node) > (group[-1].end_lineno or group[-1].lineno):
            yield group
            group = []
        group.append(node)
    if group:
        yield group


def _start(node: ast.stmt) -> int:
    decorators = getattr(node, "decorator_list", None)
    return min([node.lineno, *(decorator.lineno for decorator in decorators)]) if decorators else node.lineno


def _unit(scope: Scope, nodes: list[ast.stmt], module: Scope, classes: dict[int, Scope], aliases: frozenset[str]) -> Unit:
    walk = _Walk(scope, module, classes, aliases)
    for node in nodes:
        walk.statement(node)
    end = max(node.end_lineno or node.lineno for node in nodes)
    unit = Unit(nodes, len(scope.units), min(map(_start, nodes)), end, frozenset(walk.binds), frozenset(walk.touches), walk.calls)
    if scope.node is not None and isinstance(nodes[0], _FUNCTIONS):
        for name in walk.attributes:
            scope.attributes.setdefault(name, []).append(unit)
    for name in walk.globals & walk.stored:
        module.globals.setdefault(name, []).append((scope, unit))
    return unit


class _Walk:
    """What one unit binds and mentions; classes inside it become scopes."""

    def __init__(self, scope: Scope, module: Scope, classes: dict[int, Scope], aliases: frozenset[str]) -> None:
        self.scope, self.module, self.classes, self.aliases = scope, module, classes, aliases
        self.binds: set[str] = set()
        self.touches: set[str] = set()
        self.attributes: set[str] = set()
        self.globals: set[str] = set()
        self.stored: set[str] = set()
        self.calls = False

    def statement(self, node: ast.stmt) -> None:
        if isinstance(node, _FUNCTIONS):
            self.binds.add(node.name)
            self._expressions(node, None, binding=False)
        else:
            self._expressions(node, None, binding=True)

    def _class(self, node: ast.ClassDef) -> None:
        qualified = f"{self.scope.qualified_name}.{node.name}".lstrip(".")
        scope = Scope(node.name, qualified, self.scope, node)
        self.classes[node.lineno] = scope
        _fill(scope, node.body, self.module, self.classes, self.aliases)

    def _expressions(self, root: ast.AST, self_name: str | None, *, binding: bool) -> None:
        stack: list[tuple[ast.AST, str | None, bool]] = [(root, self_name, binding)]
        while stack:
            node, self_name, binding = stack.pop()
            if isinstance(node, ast.ClassDef):
                if binding:
                    self.binds.add(node.name)
                self._class(node)
                stack.extend((child, self_name, False) for child in [*node.decorator_list, *node.bases, *node.keywords])
                continue
            if isinstance(node, _FUNCTIONS):
                if binding:
                    self.binds.add(node.name)
                binding = False
                if self_name is None and self.scope.node is not None and node.args.args:
                    self_name = node.args.args[0].arg
            elif isinstance(node, ast.Lambda | ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
                binding = False
            else:
                self._leaf(node, self_name, binding=binding)
            stack.extend((child, self_name, binding) for child in ast.iter_child_nodes(node))

    def _leaf(self, node: ast.AST, self_name: str | None, *, binding: bool) -> None:
        match node:
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                self.stored.add(name)
                if binding:
                    self.binds.add(name)
            case ast.Attribute(value=ast.Name(id=name), attr=attribute, ctx=ast.Store()):
                if name == self_name:
                    self.attributes.add(attribute)
                self.touches.add(name)
            case ast.Subscript(value=ast.Name(id=name), ctx=ast.Store()):
                self.touches.add(name)
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name)))):
                self.touches.add(name)
            case ast.AugAssign(target=ast.Name(id=name)):
                self.touches.add(name)
            case ast.Global(names=names):
                self.globals.update(names)
            case ast.alias(name=name, asname=asname):
                if binding:
                    self.binds.add(asname or name.partition(".")[0])
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                if binding:
                    self.binds.add(name)
            case ast.Attribute(attr=attribute) if not self.calls:
                self.calls = (attribute in ALIASABLE and _penultimate(node)) or attribute in self.aliases
            case ast.Name(id=name) if not self.calls:
                self.calls = name in self.aliases
