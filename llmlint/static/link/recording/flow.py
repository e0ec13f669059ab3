"""By which steps do names, attributes, items and arguments get their values?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from llmlint.facts import Step
from llmlint.static import ir
from llmlint.static.link.domain import Abstract, Address, Arguments, ClientRef, Const, DictRef, External, Items, Opaque, choices
from llmlint.static.link.evaluation import Evaluator
from llmlint.static.link.flow import Flow
from llmlint.static.link.frame import Frame
from llmlint.static.link.recording.trail import RETURNED, Steps, called, holder_of
from llmlint.static.link.state import Entries, State
from llmlint.values import Reason

if TYPE_CHECKING:
    from llmlint.static.link.recording.linker import RecordingLinker


class RecordingEvaluator(Evaluator):
    def __init__(self, linker: RecordingLinker) -> None:
        super().__init__(linker)
        self._recording, self._recorder = linker, linker.recorder
        self._evaluated: dict[ir.Expression, tuple[Abstract, Steps]] = {}
        self._aside: set[ir.Expression] = set()

    def evaluated(self, node: ir.Expression) -> tuple[Abstract | None, Steps]:
        """What `node` stood for when it was last asked, and by which steps."""
        return self._evaluated.get(node, (None, ()))

    def evaluate(self, node: ir.Expression, frame: Frame) -> Abstract:
        mark = self._recorder.mark()
        found = super().evaluate(node, frame)
        self._evaluated[node] = (found, self._recorder.since(mark))
        if isinstance(node, ir.Assigned):
            told = Step(f"{node.target} is bound", self._recording.here(frame))
            self._recorder.hold(holder_of(frame, node.target), node.target, found, (told, *self._recorder.since(mark)))
        if node in self._aside:
            self._recorder.forget(mark)
        return found

    def _conditional(self, test: ir.Expression, body: ir.Expression, orelse: ir.Expression, frame: Frame) -> Abstract:
        self._aside.add(test)
        return super()._conditional(test, body, orelse, frame)

    def _item(self, container: Abstract, key: Abstract, frame: Frame) -> Abstract:
        found = super()._item(container, key, frame)
        if isinstance(found, Opaque) and found.reason is Reason.ENVIRONMENT and isinstance(container, External):
            self._recorder.step(f"{container.path} has {found.detail} of the environment", self._recording.here(frame))
        if isinstance(container, Items):
            self._recorder.repeat(self._recorder.items(found))
        if isinstance(container, DictRef) and isinstance(key, Const):
            self._recorder.repeat(self._recorder.at(container.address, key.value, found))
        return found

    def _dict(self, items: tuple[tuple[ir.Expression | None, ir.Expression], ...], frame: Frame) -> Abstract:
        mark = self._recorder.mark()
        found = super()._dict(items, frame)
        self._recorder.forget(mark)
        for key, value in items:
            held, steps = self.evaluated(value)
            name = None if key is None else self.evaluated(key)[0]
            if key is None:
                self._recorder.repeat(steps)
            elif isinstance(found, DictRef) and isinstance(name, Const) and held is not None:
                self._recorder.put(found.address, name.value, held, steps)
        return found

    def _sequence(self, kind: str, items: tuple[ir.Expression, ...], frame: Frame) -> Abstract:
        mark = self._recorder.mark()
        found = super()._sequence(kind, items, frame)
        self._recorder.forget(mark)
        for item in items:
            held, steps = self.evaluated(item)
            if isinstance(item, ir.Starred):
                self._recorder.repeat(steps)
            elif held is not None:
                self._recorder.place_item(held, steps)
        return found

    def arguments(self, given: tuple[ir.Argument, ...], frame: Frame, around: Abstract | None, call: ir.Span) -> Arguments:
        mark = self._recorder.mark()
        found = super().arguments(given, frame, around, call)
        self._recorder.forget(mark)
        position = 0
        for argument in given:
            held, steps = self.evaluated(argument.value)
            if argument.star == "**":
                self._spread_by(held, steps, found, frame)
            elif argument.name is not None and argument.name in found.keywords:
                option = found.keywords[argument.name]
                self._recorder.note(option, (*steps, *self._recorder.items(option.value)))
            else:
                taken = 1 if not argument.star else len(held.items) if isinstance(held, Items) and not held.open else 0
                for option in found.positional[position : position + taken]:
                    self._recorder.note(option, (*steps, *self._recorder.items(option.value)))
                position += taken
        return found

    def _spread_by(self, held: Abstract | None, steps: Steps, arguments: Arguments, frame: Frame) -> None:
        """Note what `**held`, which took `steps`, writes among `arguments`."""
        if arguments.open is not None:
            self._recorder.note(arguments.open, steps)
        for each in choices(held) if held is not None else ():
            if isinstance(each, DictRef):
                known = frame.state.entries(each.address).known
                for key, option in arguments.keywords.items():
                    written = [
                        one for one in choices(option.value) if key in known and any(one is two for two in choices(known[key]))
                    ]
                    if written:
                        inner = [step for one in written for step in self._recorder.at(each.address, key, one)]
                        self._recorder.note(option, (*self._recorder.noted(option), *steps, *inner))


class RecordingFlow(Flow):
    def __init__(self, linker: RecordingLinker) -> None:
        super().__init__(linker)
        self._recording, self._recorder = linker, linker.recorder
        self._under_way: list[tuple[ir.Statement, int]] = []
        self._assigned: tuple[int, Steps] | None = None

    def _statement(self, statement: ir.Statement, frame: Frame) -> bool:
        mark, returned = self._recorder.mark(), len(frame.returns)
        self._under_way.append((statement, mark))
        goes_on = super()._statement(statement, frame)
        self._under_way.pop()
        steps = self._recorder.since(mark)
        self._recorder.forget(mark)
        match statement:
            case ir.Return():
                for value in frame.returns[returned:]:
                    self._recorder.hold(frame, RETURNED, value, steps)
            case ir.Import(bindings=bindings):
                for name, path in bindings:
                    if (frame, path) in self._recording.imports:
                        self._recorder.hold(holder_of(frame, name), name, *self._recording.imports[frame, path])
        return goes_on

    def assign(self, target: ir.Expression, value: Abstract, frame: Frame) -> None:
        if not isinstance(target, ir.Name | ir.Attribute | ir.Subscript):
            super().assign(target, value, frame)
            return
        statement, mark = self._under_way[-1] if self._under_way else (None, self._recorder.mark())
        place = self._recording.here(frame) if statement is None else frame.module.source.place(statement.span)
        led = (*self._recorder.since(mark), *self._recorder.items(value))
        around, depth = self._assigned, len(self._under_way)
        if around is not None and around[0] == depth:
            # `client.timeout = 5` binds `client` anew: it is told as what it is, and the option did not come with the client.
            told = around[1][0]
            for each in choices(value):
                for option in each.layers[0].options.values() if isinstance(each, ClientRef) and each.layers else ():
                    if not self._recorder.noted(option):
                        self._recorder.note(option, around[1])
        else:
            told = Step(_written(target, frame), place)
        steps = (told, *led)
        self._assigned = (depth, steps)
        if isinstance(target, ir.Name):
            super().assign(target, value, frame)
            self._recorder.hold(holder_of(frame, target.name), target.name, value, steps)
        else:
            heap, external = dict(frame.state.heap), dict(frame.state.external)
            super().assign(target, value, frame)
            self._changed(heap, external, frame.state, steps)
        self._assigned = around

    def _changed(self, heap: Mapping[Address, Entries], external: Mapping[str, Abstract], state: State, steps: Steps) -> None:
        """What the objects in `heap` and the modules outside got by an assignment that led to `state`."""
        for address, entries in state.heap.items():
            if heap.get(address) is not entries:
                old = heap[address].known if address in heap else {}
                for key, held in entries.known.items():
                    for each in choices(held):
                        if key not in old or not any(each is kept for kept in choices(old[key])):
                            self._recorder.put(address, key, each, steps)
        for path, held in state.external.items():
            if external.get(path) is not held:
                self._recorder.hold(External, path, held, steps)


def _written(target: ir.Name | ir.Attribute | ir.Subscript, frame: Frame) -> str:
    """What an assignment to `target` does, in words."""
    function = "" if frame.function is None else f" by {called(frame.function)}"
    match target:
        case ir.Name(name=name):
            if name in frame.globals:
                return f"{name} is written{function}"
            in_class = frame.scope is not None and frame.function is None
            return f"{frame.scope.name}.{name} is bound" if frame.scope is not None and in_class else f"{name} is bound"
        case ir.Subscript(index=ir.Constant(value=key)):
            return f"{_words(target.value)}[{key!r}] is written"
    return f"{_words(target)} is written{function}"


def _words(node: ir.Expression) -> str:
    match node:
        case ir.Name(name=name):
            return name
        case ir.Attribute(value=owner, name=name):
            return f"{_words(owner)}.{name}"
        case ir.Subscript(value=owner):
            return f"{_words(owner)}[…]"
        case ir.Call(function=function):
            return f"{_words(function)}()"
    return "…"
