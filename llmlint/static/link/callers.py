"""What do the project's callers pass for a parameter?

Asked only where a request hangs on it: `def ask(client, text): client.messages.create(…)` sends by whatever client it is given.
The definitions that name the function are interpreted, and each call that leads to it says what it passes.  Where others may call
too (an exported name, a function handed on as a value, a call that cannot be followed), what they pass stays unknown.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from llmlint.static import ir
from llmlint.static.link.domain import Abstract, Arguments, ClassRef, FunctionRef, Opaque, Parameter, choices, distinct
from llmlint.static.link.frame import Frame
from llmlint.static.link.relevance import Question, expressions
from llmlint.static.link.state import Entries, State
from llmlint.static.skeleton import Scope, Unit
from llmlint.static.summary import ModuleSummary
from llmlint.values import Reason

if TYPE_CHECKING:
    from llmlint.static.link.linker import Linker

MAX_CALLERS: Final = 40
"""Definitions that are interpreted for one function; beyond these others may call."""
MAX_FUNCTIONS: Final = 24
"""A caller may pass on a parameter of its own, whose callers are asked in turn, for this many functions."""
MAX_GIVEN: Final = 48
"""Different values that are kept for one parameter."""
MAX_STEPS: Final = 60_000
"""Steps spent on the callers of one function."""
_HARMLESS_DECORATORS: Final = frozenset(
    {
        "staticmethod",
        "classmethod",
        "property",
        "lru_cache",
        "cache",
        "wraps",
        "contextmanager",
        "asynccontextmanager",
        "override",
    }
    | {"retry", "on_exception", "on_predicate", "task", "traceable", "observe", "trace", "timer", "timeit", "typechecked"}
)
"""Decorators after which a function is called by its own name only."""
_SUBCLASSES: Final = 3
"""Levels of classes that extend the one whose `__init__` is asked about."""


@dataclass(eq=False, slots=True)
class _Calls:
    """What the calls of one function pass, by parameter; `unsure` where others may call."""

    function: ir.Function
    names: frozenset[str]
    given: dict[str, list[Abstract]] = field(default_factory=dict)
    heap: dict[int, Entries] = field(default_factory=dict)
    unsure: bool = False
    met: int = 0


class Callers:
    """Finds the calls of functions; every function is asked about once."""

    def __init__(self, linker: Linker) -> None:
        self._linker = linker
        self._known: dict[ir.Function, _Calls] = {}
        self._watched: _Calls | None = None

    def given(self, parameter: Parameter, frame: Frame) -> list[Abstract]:
        """What callers pass for `parameter`; `Opaque` among it where others may call, or alone where nobody does."""
        unknown = Opaque(Reason.PARAMETER, parameter.name)
        if self._watched is not None:
            return [unknown]
        found: list[Abstract] = []
        asked, waiting = {parameter}, [parameter]
        while waiting:
            current = waiting.pop(0)
            calls = self._calls(current)
            given = calls.given.get(current.name, [])
            self._linker.adopt(calls.heap, frame)
            if calls.unsure or not given or len(asked) > MAX_FUNCTIONS or len(found) > MAX_GIVEN:
                found.append(unknown)
            for each in given:
                if isinstance(each, Opaque) and each.parameter is not None:
                    if each.parameter not in asked:
                        asked.add(each.parameter)
                        waiting.append(each.parameter)
                else:
                    found.append(each)
            found = distinct(found)
        return found

    def met(self, reference: FunctionRef, arguments: Arguments, frame: Frame) -> bool:
        """A call of a function was met, wherever it stands; whether it is the one whose callers are looked for."""
        watched = self._watched
        if watched is None or watched.function is not reference.function:
            return False
        watched.met += 1
        inner = Frame(reference.module, State({}, frame.state.heap, frame.state.external), reference.scope, reference.function)
        self._linker.calling.bind(reference.function.parameters, arguments, reference.receiver, inner)
        for name, value in inner.state.variables.items():
            known = watched.given.setdefault(name, [])
            if len(known) <= MAX_GIVEN:
                known[:] = distinct([*known, *choices(value)])
        watched.heap.update(frame.state.heap)
        return True

    def handed_on(self, value: Abstract) -> None:
        """A function is given to code that is not followed, which may call it with anything."""
        watched = self._watched
        if watched is not None:
            watched.unsure |= any(isinstance(each, FunctionRef) and each.function is watched.function for each in choices(value))

    def not_followed(self, node: ir.Call) -> None:
        """A call leads nowhere that is known; by its name it may lead to the function that is watched."""
        if self._watched is not None:
            self._watched.unsure |= _tail(node.function) in self._watched.names

    def _calls(self, parameter: Parameter) -> _Calls:
        function = parameter.function
        if function in self._known:
            return self._known[function]
        names = self._names(parameter)
        unsure = self._exported(parameter) or any(_registers(each) for each in function.decorators)
        calls = self._known[function] = _Calls(function, names, unsure=unsure)
        linker = self._linker
        steps, linker.steps, self._watched = linker.steps, MAX_STEPS, calls
        forget = linker.globals.keep(function.name), linker.classes.keep()
        parameter.module.sought = function
        try:
            for count, (module, scope, unit) in enumerate(self._mentioning(parameter, names)):
                if count >= MAX_CALLERS:
                    calls.unsure = True
                    break
                self._interpret(module, scope, unit, calls)
        finally:
            calls.unsure |= linker.steps <= 0
            linker.steps, self._watched, parameter.module.sought = steps, None, None
            for each in forget:  # what is found without following the function is not what others would find
                each()
        return calls

    def _interpret(self, module: ModuleSummary, scope: Scope, unit: Unit, calls: _Calls) -> None:
        """Run a definition for the calls in it."""
        statements = module.statements(scope, unit)
        if not any(_mentions(each, calls.names) for each in expressions(statements)):
            calls.unsure |= not statements
            return
        before = calls.met, calls.unsure
        if unit.is_function and statements and isinstance(statements[0], ir.Function):
            receiver = self._linker.receiver(statements[0], module, scope)
            reference = FunctionRef(statements[0], module, scope if scope.node is not None else None, receiver)
            self._enter(reference, calls)
        else:
            in_class = scope.node is not None
            frame = Frame(module, State(), scope if in_class else None, before=None if in_class else unit.index)
            self._linker.flow.block(statements, frame)
            calls.heap.update(frame.state.heap)
        if (calls.met, calls.unsure) == before and any(
            self._refers(item, module, calls) for each in expressions(statements) for item in _held(each)
        ):
            calls.unsure = True

    def _refers(self, node: ir.Expression, module: ModuleSummary, calls: _Calls) -> bool:
        """Whether `node` may stand for the function, rather than for a namesake."""
        if not _mentions(node, calls.names):
            return False
        if not isinstance(node, ir.Name):
            return True
        held = choices(self._linker.name(node.name, Frame(module, State())))
        return any(isinstance(each, Opaque) or self._is(each, calls.function) for each in held)

    @staticmethod
    def _is(value: Abstract, function: ir.Function) -> bool:
        if isinstance(value, ClassRef):
            return function.name == "__init__"
        return isinstance(value, FunctionRef) and value.function is function

    def _enter(self, reference: FunctionRef, calls: _Calls) -> None:
        frame = self._linker.enter(reference, Question(callees=calls.names))
        self._linker.calling.run(reference.function, frame)
        calls.heap.update(frame.state.heap)
        for inner in list(frame.nested.values()):
            self._enter(FunctionRef(inner.function, inner.module, inner.scope, None, inner.closure or frame), calls)

    def _mentioning(self, parameter: Parameter, names: frozenset[str]) -> Iterator[tuple[ModuleSummary, Scope, Unit]]:
        """The definitions whose text names the function; those of tests do not count for code that is no test."""
        within = is_test(parameter.module.source.path)
        for module in self._linker.mentioning(parameter.module, names - {"cls"}):
            if is_test(module.source.path) and not within:
                continue
            here = names
            if module is not parameter.module:
                here = frozenset(name for name in names - {"cls"} if not _defines(module, name))
            if not here:
                continue
            pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(here)))})\b")
            lines = [number for number, line in enumerate(module.source.lines, 1) if pattern.search(line)]
            for scope in (module.skeleton.module, *module.skeleton.classes.values()):
                for unit in scope.units:
                    if not unit.is_class and any(unit.start <= line <= unit.end for line in lines):
                        yield module, scope, unit

    def _names(self, parameter: Parameter) -> frozenset[str]:
        """By what names the function is called: a class's, and those of classes that extend it, for its `__init__`."""
        scope = parameter.scope
        if scope is None or parameter.function.name != "__init__":
            return frozenset({parameter.function.name})
        names = {scope.name, "cls"}
        for _ in range(_SUBCLASSES):
            more = set(names)
            for module in self._linker.mentioning(parameter.module, frozenset(names - {"cls"})):
                for below in module.skeleton.classes.values():
                    if below.node is not None and any(_last_name(base) in names for base in below.node.bases):
                        more.add(below.name)
            if more == names:
                break
            names = more
        return frozenset(names)

    def _exported(self, parameter: Parameter) -> bool:
        """Whether a package offers the name to whoever installs it: listed in `__all__`, or imported by an `__init__`."""
        name = parameter.scope.name if parameter.scope is not None else parameter.function.name
        listed = parameter.module.skeleton.module.bindings.get("__all__", ())
        word = re.compile(rf"\b{re.escape(name)}\b")
        if any(word.search(parameter.module.text_of(unit)) for unit in listed):
            return True
        return any(word.search(each.source.text) for each in self._linker.packages(parameter.module))


def is_test(path: str) -> bool:
    """Whether a file belongs to a test suite, whose clients are made to fail or to answer by heart."""
    parts = PurePosixPath(path).parts
    name = parts[-1] if parts else ""
    return (
        name.startswith("test_") or name == "conftest.py" or name.endswith("_test.py") or bool({"tests", "test"} & {*parts[:-1]})
    )


def _defines(module: ModuleSummary, name: str) -> bool:
    """Whether a module has a function or a class of its own by that name, and speaks of no other one."""
    units = module.skeleton.module.bindings.get(name, [])
    return any(unit.is_function or unit.is_class for unit in units) and f".{name}" not in module.source.text


def _mentions(node: ir.Expression, names: frozenset[str]) -> bool:
    return isinstance(node, ir.Name | ir.Attribute) and node.name in names


def _held(node: ir.Expression) -> list[ir.Expression]:
    """What a call is given and a display holds."""
    match node:
        case ir.Call(arguments=arguments):
            return [argument.value for argument in arguments]
        case ir.Sequence(items=items):
            return list(items)
        case ir.Dict(items=pairs):
            return [value for _, value in pairs]
    return []


def _registers(decorator: ir.Expression) -> bool:
    """Whether a decorator may hand the function to a framework, which calls it with what it likes."""
    return _tail(decorator.function if isinstance(decorator, ir.Call) else decorator) not in _HARMLESS_DECORATORS


def _tail(node: ir.Expression) -> str:
    return node.name if isinstance(node, ir.Name | ir.Attribute) else ""


def _last_name(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Subscript(value=inner):
            return _last_name(inner)
    return ""
