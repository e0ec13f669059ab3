"""What do statements do to names and objects, in the order they run?

Branches fork the state and meet again; a loop's body runs twice, first to learn what it changes, then to be reported on.  Every
method says whether the flow goes on behind the statement.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, assert_never

from llmlint.static import ir
from llmlint.static.link.conditions import truth
from llmlint.static.link.domain import (
    NONE,
    Abstract,
    Choice,
    ClientRef,
    Const,
    DictRef,
    External,
    Foreign,
    FunctionRef,
    Instance,
    Items,
    Missing,
    Opaque,
    Option,
    OptionLayer,
    choices,
    join,
)
from llmlint.static.link.frame import Attempt, Enclosing, Frame, Loop
from llmlint.static.link.relevance import Attention, rebound
from llmlint.static.link.state import State, merge
from llmlint.values import Layer, Reason

if TYPE_CHECKING:
    from llmlint.static.link.linker import Linker

MAX_LOOPS_TWICE = 2
"""Loops nested deeper run their body once: twice each would be exponential."""


class Flow:
    """Runs statements in a frame."""

    def __init__(self, linker: Linker) -> None:
        self._linker = linker

    def block(self, statements: tuple[ir.Statement, ...], frame: Frame) -> bool:
        """Run `statements`; whether the flow reaches the end."""
        return all(self._statement(statement, frame) for statement in statements)

    def _statement(self, statement: ir.Statement, frame: Frame) -> bool:
        frame.statement = statement.span
        linker = self._linker
        attention = Attention.FOLLOW if frame.relevant is None else frame.relevant.attention(statement)
        frame.shallow = attention is not Attention.FOLLOW
        if attention is Attention.SKIP and self._skipped(statement, frame):
            return True
        match statement:
            case ir.Assign():
                self._assignment(statement, frame)
            case ir.Augment(target=target, operator=operator, value=value):
                combined = linker.evaluate(ir.Operation(operator, (target, value)), frame)
                if frame.loops and not isinstance(combined, DictRef):
                    combined = join([combined, Opaque(Reason.REASSIGNED)])
                self.assign(target, combined, frame)
            case ir.Evaluate(value=value):
                linker.evaluate(value, frame)
            case ir.Return(value=value):
                frame.returns.append(NONE if value is None else linker.evaluate(value, frame))
                frame.exits.append(frame.state)
                return False
            case ir.Raise(value=value):
                if value is not None:
                    linker.evaluate(value, frame)
                return False
            case ir.Jump(kind=kind):
                if frame.loops:
                    loop = frame.loops[-1]
                    (loop.breaks if kind == "break" else loop.continues).append(frame.state)
                return False
            case ir.Delete(targets=targets):
                for target in targets:
                    self.assign(target, Missing(), frame)
            case ir.If():
                return self._if(statement, frame)
            case ir.While() | ir.For():
                return self._loop(statement, frame)
            case ir.Try():
                return self._try(statement, frame)
            case ir.With():
                return self._with(statement, frame)
            case ir.Match():
                return self._match(statement, frame)
            case ir.Import(bindings=bindings):
                for name, path in bindings:
                    if name != "*":
                        frame.state.variables[name] = linker.imported(path, frame)
            case ir.Scoped(names=names):
                frame.globals.update(names)
            case ir.Function():
                inside = frame if frame.function is not None or frame.closure is not None else None
                reference = FunctionRef(statement, frame.module, frame.scope, None, inside)
                frame.state.variables[statement.name] = reference
                frame.volatile.update(rebound(statement))
                if frame.records or (frame.relevant is not None and frame.relevant.question.callees):
                    frame.nested[id(statement)] = reference
                for expression in (*statement.decorators, *(each.default for each in statement.parameters if each.default)):
                    linker.evaluate(expression, frame)
            case ir.ClassReference(name=name, span=span):
                frame.state.variables[name] = linker.class_at(frame.module, span.line)
            case ir.Nothing(parts=parts):
                for part in parts:
                    linker.evaluate(part, frame)
            case _:
                assert_never(statement)
        return True

    def _skipped(self, statement: ir.Statement, frame: Frame) -> bool:
        """Pass over a statement without a bearing on the answer; whether that is all there is to do."""
        match statement:
            case ir.Assign(targets=targets):
                for target in targets:
                    self._forget(target, frame)
                return True
            case ir.Augment(target=target):
                self._forget(target, frame)
                return True
            case ir.Evaluate() | ir.Nothing():
                return True
        return False

    def _forget(self, target: ir.Expression, frame: Frame) -> None:
        match target:
            case ir.Name(name=name):
                frame.state.variables[name] = Opaque(Reason.UNSUPPORTED, name)
            case ir.Sequence(items=items):
                for item in items:
                    self._forget(item, frame)

    def _assignment(self, statement: ir.Assign, frame: Frame) -> None:
        if statement.value is None:
            if statement.annotation is not None and isinstance(statement.targets[0], ir.Name):
                declared = self._linker.annotations.annotated(statement.annotation, frame)
                if declared is not None:
                    self.assign(statement.targets[0], declared, frame)
            return
        value = self._linker.evaluate(statement.value, frame)
        for target in statement.targets:
            told = value
            if frame.loops and isinstance(target, ir.Name) and _steps(target.name, statement.value):
                told = join([value, Opaque(Reason.REASSIGNED, target.name)])
            self.assign(target, told, frame)

    def assign(self, target: ir.Expression, value: Abstract, frame: Frame) -> None:
        """Bind `target`, a name, attribute, item or a display of those, to `value`."""
        match target:
            case ir.Name(name=name):
                frame.state.variables[name] = value
            case ir.Attribute(value=owner, name=name):
                self._assign_attribute(owner, name, value, frame)
            case ir.Subscript(value=owner, index=index):
                key = self._linker.evaluate(index, frame)
                for container in choices(self._linker.evaluate(owner, frame)):
                    if isinstance(container, DictRef):
                        entries = frame.state.entries(container.address)
                        frame.state.heap[container.address] = (
                            entries.with_key(key.value, value)
                            if isinstance(key, Const)
                            else entries.opened(Opaque(Reason.MUTATED, "a key that is computed"))
                        )
            case ir.Sequence(items=items):
                self._unpack(items, value, frame)
            case ir.Starred(value=inner):
                self.assign(inner, Opaque(Reason.UNSUPPORTED), frame)
            case _:
                self._linker.evaluate(target, frame)

    def _assign_attribute(self, owner: ir.Expression, name: str, value: Abstract, frame: Frame) -> None:
        held = self._linker.evaluate(owner, frame)
        for each in choices(held):
            match each:
                case Instance(address=address):
                    entries = frame.state.entries(address)
                    if isinstance(held, Choice):
                        value = join([value, entries.known.get(name, Missing())])
                    frame.state.heap[address] = entries.with_key(name, value)
                case Foreign(address=int() as address):
                    frame.state.heap[address] = frame.state.entries(address).with_key(name, value)
                case External(path=path):
                    frame.state.external[f"{path}.{name}"] = value
                case ClientRef() if isinstance(owner, ir.Name | ir.Attribute):
                    place = None if frame.statement is None else frame.module.source.place(frame.statement)
                    written = OptionLayer(Layer.CLIENT, {name: Option(value, place)}, None, place)
                    changed = ClientRef(each.clients, (written, *each.layers), each.place)
                    self.assign(owner, join([changed, *(other for other in choices(held) if other is not each)]), frame)
                case _:
                    pass

    def _unpack(self, targets: tuple[ir.Expression, ...], value: Abstract, frame: Frame) -> None:
        alternatives = [
            each for each in choices(value) if isinstance(each, Items) and len(each.items) == len(targets) and not each.open
        ]
        if len(alternatives) == len(choices(value)) and not any(isinstance(target, ir.Starred) for target in targets):
            for index, target in enumerate(targets):
                self.assign(target, join(each.items[index] for each in alternatives), frame)
            return
        for target in targets:
            self.assign(target, Opaque(Reason.CALL_RESULT), frame)

    def _if(self, statement: ir.If, frame: Frame) -> bool:
        linker = self._linker
        holds = truth(linker.evaluate(statement.test, frame))
        before = frame.state
        arriving: list[State] = []
        for taken, body in ((True, statement.body), (False, statement.orelse)):
            if holds is (not taken):
                continue
            doubt = linker.conditions.doubt(statement.test, frame, holds=taken)
            frame.state = before.fork()
            linker.conditions.narrow(statement.test, frame, holds=taken)
            if self.block(body, frame):
                frame.state.doubt = doubt
                arriving.append(frame.state)
            frame.state = before
        return self._meet(arriving, before, frame)

    def _meet(self, arriving: list[State], before: State, frame: Frame) -> bool:
        met = merge(arriving, self._linker.origins)
        if met is not None:
            # From here on it is the flow that the branches left.
            met.forked, met.doubt = before.forked, before.doubt
        frame.state = before if met is None else met
        return met is not None

    def _loop(self, statement: ir.While | ir.For, frame: Frame) -> bool:
        linker = self._linker
        forever = False
        enter: Callable[[], None]
        if isinstance(statement, ir.For):
            element = linker.element(linker.evaluate(statement.iterable, frame), frame)
            enter = lambda: self.assign(statement.target, element, frame)  # noqa: E731
        else:
            forever = truth(linker.evaluate(statement.test, frame)) is True
            enter = lambda: linker.conditions.narrow(statement.test, frame, holds=True)  # noqa: E731
        before = frame.state
        entering = before
        if len(frame.loops) < MAX_LOOPS_TWICE:
            records, frame.records = frame.records, False
            ends, _ = self._iteration(statement, entering, enter, frame)
            frame.records = records
            entering = merge([before, *ends], self._linker.origins) or before
            entering.forked = before.forked
        ends, loop = self._iteration(statement, entering, enter, frame)
        leaving = [] if forever else [merge([entering, *ends], self._linker.origins) or entering]
        if leaving and statement.orelse:
            frame.state = leaving[0].fork()
            leaving = [frame.state] if self.block(statement.orelse, frame) else []
        return self._meet([*leaving, *loop.breaks], before, frame)

    def _iteration(
        self, statement: ir.While | ir.For, entering: State, enter: Callable[[], None], frame: Frame
    ) -> tuple[list[State], Loop]:
        loop = Loop(statement)
        frame.state = entering.fork()
        frame.regions.append(loop)
        enter()
        through = self.block(statement.body, frame)
        frame.regions.pop()
        ends = [*loop.continues, frame.state] if through else loop.continues
        return ends, loop

    def _try(self, statement: ir.Try, frame: Frame) -> bool:
        before = frame.state
        frame.state = before.fork()
        frame.regions.append(Attempt(statement))
        through = self.block(statement.body, frame)
        frame.regions.pop()
        after = frame.state
        arriving: list[State] = []
        if through and self.block(statement.orelse, frame):
            arriving.append(frame.state)
        raised = merge([before, after], self._linker.origins) or before
        raised.forked = before.forked
        for handler in statement.handlers:
            frame.state = raised.fork()
            if handler.types is not None:
                self._linker.evaluate(handler.types, frame)
            if handler.name is not None:
                frame.state.variables[handler.name] = Opaque(Reason.CALL_RESULT, handler.name)
            if self.block(handler.body, frame):
                arriving.append(frame.state)
        goes_on = self._meet(arriving, raised, frame)
        return self.block(statement.final, frame) and goes_on

    def _with(self, statement: ir.With, frame: Frame) -> bool:
        entered = 0
        for expression, target in statement.items:
            value = self._linker.evaluate(expression, frame)
            frame.regions.append(Enclosing(value))
            entered += 1
            if target is not None:
                self.assign(target, self._linker.entered(value, frame), frame)
        through = self.block(statement.body, frame)
        del frame.regions[len(frame.regions) - entered :]
        return through

    def _match(self, statement: ir.Match, frame: Frame) -> bool:
        self._linker.evaluate(statement.subject, frame)
        before = frame.state
        arriving = [before]
        for names, body in statement.cases:
            frame.state = before.fork()
            for name in names:
                frame.state.variables[name] = Opaque(Reason.UNSUPPORTED, name)
            if self.block(body, frame):
                arriving.append(frame.state)
        return self._meet(arriving, before, frame)


def _steps(name: str, value: ir.Expression) -> bool:
    """Whether `value` computes the next of `name` from `name`."""
    match value:
        case ir.Operation(operands=operands):
            return any((isinstance(each, ir.Name) and each.name == name) or _steps(name, each) for each in operands)
        case ir.Call(arguments=arguments):
            return any(_steps(name, each.value) for each in arguments)
    return False
