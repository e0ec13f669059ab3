"""Which calls to an LLM does a module make, with what in force?

The linker interprets the definitions that could hold such calls: abstractly, with every value it can follow and `Opaque` for the
rest.  What it needs of other definitions it follows on demand, bounded in depth and in steps.
"""

from __future__ import annotations

import ast
from typing import Final, Protocol

from llmlint.facts import CallFacts
from llmlint.knowledge.loader import Knowledge
from llmlint.static import ir
from llmlint.static.link.calling import Caller
from llmlint.static.link.classes import Classes
from llmlint.static.link.domain import (
    NONE,
    Abstract,
    Arguments,
    Choice,
    ClassRef,
    ClientRef,
    Configured,
    Const,
    DictRef,
    External,
    Foreign,
    FunctionRef,
    HttpClientRef,
    Instance,
    Items,
    Missing,
    ModuleRef,
    NotGiven,
    Opaque,
    OptionLayer,
    Resource,
    choices,
    join,
)
from llmlint.static.link.evaluation import Evaluator
from llmlint.static.link.flow import Flow
from llmlint.static.link.frame import Frame
from llmlint.static.link.globals import Globals
from llmlint.static.link.relevance import Question, Relevant, relevant
from llmlint.static.link.sites import Sites, merged
from llmlint.static.link.state import Entries, State
from llmlint.static.skeleton import Scope, Unit
from llmlint.static.summary import ModuleSummary
from llmlint.values import Layer, Reason

MAX_STEPS: Final = 200_000
"""Steps spent on one definition before the rest of it is taken for unknown."""


_REQUESTS: Final = Question(requests=True)


class Modules(Protocol):
    """What linking asks of the project."""

    def imported(self, importer: ModuleSummary, path: str) -> tuple[ModuleSummary, str | None] | None:
        """The module that dotted `path` means in `importer`, and the name in it, None for the module itself."""


class Linker:
    """Links one run's modules; what it has found out about a module serves every later question."""

    def __init__(self, knowledge: Knowledge, modules: Modules) -> None:
        self.knowledge = knowledge
        self.evaluator = Evaluator(self)
        self.flow = Flow(self)
        self.calling = Caller(self)
        self.classes = Classes(self)
        self.globals = Globals(self)
        self.sites = Sites(self)
        self._modules = modules
        self._steps = MAX_STEPS
        self._awaited: set[int] = set()
        self._relevant: dict[tuple[ir.Function, Question], Relevant] = {}

    def calls(self, module: ModuleSummary) -> list[CallFacts]:
        """The calls to LLMs in `module`, in source order."""
        self.sites.found = {}
        for scope in (module.skeleton.module, *module.skeleton.classes.values()):
            for unit in scope.units:
                if unit.calls:
                    self._steps = MAX_STEPS
                    self._unit(module, scope, unit)
        found = [merged(several) for several in self.sites.found.values()]
        return sorted(found, key=lambda call: (call.place.cell or 0, call.place.line, call.place.column))

    def _unit(self, module: ModuleSummary, scope: Scope, unit: Unit) -> None:
        statements = module.statements(scope, unit)
        in_class = scope.node is not None
        if unit.is_function and statements and isinstance(statements[0], ir.Function):
            reference = FunctionRef(
                statements[0], module, scope if in_class else None, self._receiver(statements[0], module, scope)
            )
            self._entry(reference)
            return
        frame = Frame(module, State(), scope if in_class else None, before=None if in_class else unit.index, records=True)
        self.flow.block(statements, frame)
        self._nested(frame)

    def _receiver(self, function: ir.Function, module: ModuleSummary, scope: Scope) -> Abstract | None:
        if scope.node is None:
            return None
        names = {each.name for each in function.decorators if isinstance(each, ir.Name)}
        if "staticmethod" in names:
            return None
        if "classmethod" in names:
            return ClassRef(scope, module)
        return self.classes.anyone(scope, module)

    def _entry(self, reference: FunctionRef) -> None:
        frame = self.enter(reference, _REQUESTS)
        self.calling.run(reference.function, frame)
        self._nested(frame)

    def _nested(self, frame: Frame) -> None:
        for reference in list(frame.nested.values()):
            self._entry(FunctionRef(reference.function, reference.module, reference.scope, None, reference.closure or frame))

    def relevant(self, function: ir.Function, module: ModuleSummary, question: Question) -> Relevant:
        """The slice of `function` that answers `question`."""
        key = (function, question)
        if key not in self._relevant:
            self._relevant[key] = relevant(function.body, question, module.skeleton.aliases)
        return self._relevant[key]

    def enter(self, reference: FunctionRef, question: Question) -> Frame:
        """A frame for a function that anyone may call: its parameters are what their defaults and annotations tell."""
        function = reference.function
        frame = Frame(
            reference.module,
            State(),
            reference.scope,
            function,
            reference.receiver,
            reference.closure,
        )
        if reference.closure is not None:
            frame.state.heap = dict(reference.closure.state.heap)
            frame.state.external = dict(reference.closure.state.external)
        variables = frame.state.variables
        rest = list(function.parameters)
        if reference.receiver is not None and rest and not rest[0].kind:
            variables[rest.pop(0).name] = reference.receiver
        for parameter in rest:
            variables[parameter.name] = self._anything(parameter, frame)
        frame.records = question.requests
        frame.relevant = self.relevant(function, reference.module, question)
        return frame

    def _anything(self, parameter: ir.Parameter, frame: Frame) -> Abstract:
        why = Opaque(Reason.PARAMETER, parameter.name)
        if parameter.kind == "*":
            return Items("tuple", (), open=True)
        if parameter.kind == "**":
            return frame.state.new_dict(Entries({}, why))
        declared = None if parameter.annotation is None else self.annotated(parameter.annotation, frame)
        value: Abstract = why if declared is None else declared
        if parameter.default is None:
            return value
        default = self.evaluate(parameter.default, frame)
        return value if declared is not None and default == NONE else join([default, value])

    def annotated(self, annotation: ir.Expression, frame: Frame) -> Abstract | None:
        """What an annotation tells of a value: which client it is, or an instance of which class; None for no help."""
        match annotation:
            case ir.Constant(value=str() as text):
                parsed = _parsed(text)
                return None if parsed is None else self.annotated(parsed, frame)
            case ir.Operation(operator="|", operands=operands):
                return self._any_annotated(operands, frame)
            case ir.Subscript(value=_, index=index):
                return self._any_annotated(index.items if isinstance(index, ir.Sequence) else (index,), frame)
            case ir.Name() | ir.Attribute():
                return self._declared(self.evaluate(annotation, frame))
        return None

    def _any_annotated(self, annotations: tuple[ir.Expression, ...], frame: Frame) -> Abstract | None:
        found = [each for each in (self.annotated(annotation, frame) for annotation in annotations) if each is not None]
        return join(found) if found else None

    def _declared(self, held: Abstract) -> Abstract | None:
        match held:
            case External(path=path) if path in self.knowledge.clients:
                why = Opaque(Reason.PARAMETER, "the client")
                return ClientRef(self.knowledge.clients[path], (OptionLayer(Layer.CLIENT, {}, why, None),))
            case ClassRef(scope=scope, module=module):
                return self.classes.anyone(scope, module)
        return None

    def evaluate(self, node: ir.Expression, frame: Frame) -> Abstract:
        """What `node` stands for in `frame`."""
        if not self.spend(1):
            return Opaque(Reason.TOO_DEEP)
        if isinstance(node, ir.Await) and isinstance(node.value, ir.Call):
            self._awaited.add(id(node.value))
        return self.evaluator.evaluate(node, frame)

    def is_awaited(self, node: ir.Call) -> bool:
        """Whether the call stands right behind `await`."""
        return id(node) in self._awaited

    def call(self, node: ir.Call, frame: Frame) -> Abstract:
        """The value of a call expression."""
        return self.calling.call(node, frame)

    def spend(self, steps: int) -> bool:
        """Take `steps` off what one definition may cost; whether any are left."""
        self._steps -= steps
        return self._steps > 0

    def name(self, name: str, frame: Frame) -> Abstract:
        """What a name holds: locally, in the functions around, in the module, or built in."""
        held = frame.state.variables.get(name)
        if held is not None and not any(isinstance(each, Missing) for each in choices(held)):
            return held
        known = [] if held is None else [each for each in choices(held) if not isinstance(each, Missing)]
        closure = frame.closure
        while closure is not None:
            outer = closure.state.variables.get(name)
            if outer is not None:
                for address, entries in closure.state.heap.items():
                    frame.state.heap.setdefault(address, entries)
                return join([*known, outer])
            closure = closure.closure
        if frame.scope is not None and frame.function is None and name in frame.scope.bindings:
            return self.classes.attribute(ClassRef(frame.scope, frame.module), name, frame)
        found = self.globals.value(frame.module, name, frame, frame.before)
        if isinstance(found, Missing) and known:
            return join(known)
        return join([*known, External(name) if isinstance(found, Missing) else found])

    def imported(self, path: str, frame: Frame) -> Abstract:
        """What an import binds: something of the project, or of the outside."""
        found = self._modules.imported(frame.module, path)
        if found is None:
            return Opaque(Reason.IMPORTED, path.lstrip(".")) if path.startswith(".") else self.outside(path, frame)
        module, name = found
        if name is None:
            return ModuleRef(module)
        held = self.globals.value(module, name, frame)
        return Opaque(Reason.IMPORTED, path) if isinstance(held, Missing) else held

    def member(self, module: ModuleSummary, name: str, frame: Frame) -> Abstract:
        """`module.name`: what the module binds, else the module of that name in the package it is."""
        held = self.globals.value(module, name, frame)
        if not isinstance(held, Missing) or not module.source.path.endswith("__init__.py"):
            return held
        found = self._modules.imported(module, f".{name}")
        return held if found is None or found[1] is not None else ModuleRef(found[0])

    def outside(self, path: str, frame: Frame) -> Abstract:
        """An object that is not the project's."""
        return NotGiven() if path in self.knowledge.not_given else External(path)

    def dotted(self, expression: ast.expr, module: ModuleSummary) -> Abstract:
        """A class's base, as it stands in the class statement."""
        frame = Frame(module, State())
        match expression:
            case ast.Name(id=name):
                return self.name(name, frame)
            case ast.Attribute(value=owner, attr=name):
                return self.evaluator.attribute(self.dotted(owner, module), name, frame)
            case ast.Subscript(value=owner):
                return self.dotted(owner, module)
        return Opaque(Reason.UNSUPPORTED)

    def class_at(self, module: ModuleSummary, line: int) -> Abstract:
        """The class whose `class` keyword stands at `line`."""
        scope = module.skeleton.classes.get(line)
        return Opaque(Reason.UNSUPPORTED) if scope is None else ClassRef(scope, module)

    def why(self, value: Abstract, reason: Reason) -> Opaque:
        """Why `value` is not known; `reason` where it does not say."""
        match value:
            case Opaque():
                return value
            case Resource(receiver=Opaque(reason=told, detail=detail), path=path):
                return Opaque(told, ".".join([detail, *path]).strip("."))
            case Choice(alternatives=alternatives):
                return next(
                    (self.why(each, reason) for each in alternatives if isinstance(each, Opaque | Resource)), Opaque(reason)
                )
            case External(path=path) | Foreign(path=path):
                return Opaque(reason, path)
        return Opaque(reason)

    def truth(self, value: Abstract) -> bool | None:
        """Whether `value` is true in a condition; None where that is open."""
        match value:
            case Const(value=literal):
                return bool(literal)
            case Items(items=items, open=False):
                return bool(items)
            case ClientRef() | FunctionRef() | ClassRef() | Instance() | HttpClientRef():
                return True
            case Choice(alternatives=alternatives):
                truths = {self.truth(each) for each in alternatives}
                return truths.pop() if len(truths) == 1 else None
        return None

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
                self._kept(test, [each for each in self._now(test, frame) if self.truth(each) is not (not holds)], frame)
            case ir.Assigned(target=target):
                self.narrow(ir.Name(target), frame, holds=holds)

    def _compared(self, left: ir.Expression, value: Const, frame: Frame, *, equal: bool) -> None:
        if not isinstance(left, ir.Name | ir.Attribute):
            return
        now = self._now(left, frame)
        if equal:
            same: list[Abstract] = [each for each in now if each == value]
            self._kept(left, same or ([value] if now else []), frame)
        else:
            self._kept(left, [each for each in now if each != value], frame)

    def _now(self, node: ir.Name | ir.Attribute, frame: Frame) -> list[Abstract]:
        """What a local name or an attribute of an instance holds; nothing for what cannot be narrowed."""
        if isinstance(node, ir.Name):
            return list(choices(frame.state.variables[node.name])) if node.name in frame.state.variables else []
        owner = frame.state.variables.get(node.value.name) if isinstance(node.value, ir.Name) else None
        if isinstance(owner, Instance):
            return list(choices(self.classes.attribute(owner, node.name, frame)))
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

    def element(self, value: Abstract, frame: Frame) -> Abstract:
        """What iterating over `value` gives."""
        found: list[Abstract] = []
        for each in choices(value):
            match each:
                case Items(items=items, open=open_):
                    found.extend(items)
                    if open_ or not items:
                        found.append(Opaque(Reason.CALL_RESULT))
                case DictRef():
                    found.append(Opaque(Reason.UNSUPPORTED, "a key"))
                case Configured():
                    found.append(Opaque(Reason.CALL_RESULT, each.path))
                case _:
                    found.append(self.why(each, Reason.CALL_RESULT))
        return join(found)

    def entered(self, value: Abstract, frame: Frame) -> Abstract:
        """What `with value as target` binds."""
        return join(self._entered(each, frame) for each in choices(value))

    def _entered(self, value: Abstract, frame: Frame) -> Abstract:
        match value:
            case ClientRef() | HttpClientRef() | Configured():
                return value
            case Instance():
                for name in ("__enter__", "__aenter__"):
                    method = self.classes.method(value, name)
                    if method is not None:
                        return self.calling.function(method, Arguments(), frame)
                return value
        return self.why(value, Reason.CALL_RESULT)


def _parsed(text: str) -> ir.Expression | None:
    """A quoted annotation, where it is names, dots and `|`."""
    try:
        return _translated(ast.parse(text.strip(), mode="eval").body)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _translated(node: ast.expr) -> ir.Expression | None:
    match node:
        case ast.Name(id=name):
            return ir.Name(name)
        case ast.Attribute(value=owner, attr=name):
            inner = _translated(owner)
            return None if inner is None else ir.Attribute(inner, name)
        case ast.Subscript(value=owner, slice=index):
            outer, inner = _translated(owner), _translated(index)
            return None if outer is None or inner is None else ir.Subscript(outer, inner)
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            operands = tuple(each for each in (_translated(left), _translated(right)) if each is not None)
            return ir.Operation("|", operands)
    return None
