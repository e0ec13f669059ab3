"""By which steps were attributes of classes, their objects and modules found?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from llmlint.facts import Step
from llmlint.static import ir
from llmlint.static.link.classes import Classes
from llmlint.static.link.domain import Abstract, Arguments, ClassRef, ClientRef, Instance, Missing, Opaque, choices
from llmlint.static.link.frame import Frame
from llmlint.static.link.globals import MAX_CHAIN, Found, Globals
from llmlint.static.link.recording.trail import Steps, options_of
from llmlint.static.link.state import State
from llmlint.static.skeleton import Scope, Unit
from llmlint.static.summary import ModuleSummary
from llmlint.values import Place, Reason

if TYPE_CHECKING:
    from llmlint.static.link.recording.linker import RecordingLinker


class RecordingClasses(Classes):
    def __init__(self, linker: RecordingLinker) -> None:
        super().__init__(linker)
        self._recorder = linker.recorder
        self._extending: list[tuple[Scope, ModuleSummary]] = []
        self._writers: dict[tuple[Unit, str, Scope], Steps] = {}

    def attribute(self, owner: Instance | ClassRef, name: str, frame: Frame) -> Abstract:
        found = super().attribute(owner, name, frame)
        if isinstance(owner, Instance):
            self._recorder.repeat(self._recorder.held(owner.address, (name,), found))
        return found

    def _of_class(self, scope: Scope, module: ModuleSummary, name: str, owner: Instance | ClassRef, frame: Frame) -> Abstract:
        found = super()._of_class(scope, module, name, owner, frame)
        if isinstance(found, Opaque) and found.detail == f"{scope.name}.{name}":
            outside = found.reason is Reason.IMPORTED
            why = "is left to a base outside the project" if outside else "is written nowhere in the project"
            self._recorder.step(f"stopped: {found.detail} {why}", _head(scope, module))
        return found

    def _found(
        self, scope: Scope, module: ModuleSummary, name: str, owner: Instance | ClassRef, frame: Frame, seen: set[Scope]
    ) -> Abstract | None:
        inherits, mark = bool(seen), self._recorder.mark()
        self._extending.append((scope, module))
        found = super()._found(scope, module, name, owner, frame, seen)
        self._extending.pop()
        if found is not None and inherits:
            below, place = self._extending[-1][0], _head(*self._extending[-1])
            self._recorder.step(f"{below.name} extends {scope.name}", place, mark)
        return found

    def _bases(self, scope: Scope, module: ModuleSummary) -> list[Abstract]:
        mark = self._recorder.mark()
        found = super()._bases(scope, module)
        self._recorder.forget(mark)
        return found

    def _class_level(
        self, scope: Scope, module: ModuleSummary, name: str, owner: Instance | ClassRef, frame: Frame
    ) -> Abstract | None:
        found = super()._class_level(scope, module, name, owner, frame)
        for each in choices(found) if found is not None else ():
            self._recorder.repeat(self._recorder.held(scope, name, each))
            match each:
                case Opaque(reason=Reason.PARAMETER, detail=detail) if detail == name:
                    self._recorder.step(f"field {name} of {scope.name}: whatever it is made with", _head(scope, module))
                case Opaque(reason=Reason.ENVIRONMENT, detail=detail) if detail == name:
                    self._recorder.step(f"the environment may set {scope.name}.{name}", _head(scope, module))
        return found

    def _writes(
        self, scope: Scope, module: ModuleSummary, unit: Unit, name: str, owner: Instance, frame: Frame
    ) -> Abstract | None:
        written = super()._writes(scope, module, unit, name, owner, frame)
        if written is not None:
            self._recorder.repeat(self._writers.get((unit, name, owner.scope), ()))
        return written

    def _follow(
        self, scope: Scope, module: ModuleSummary, unit: Unit, name: str, owner: Instance
    ) -> tuple[Abstract | None, State]:
        mark = self._recorder.mark()
        written, state = super()._follow(scope, module, unit, name, owner)
        self._recorder.forget(mark)
        addresses = [address for address, entries in state.heap.items() if entries.known.get(name) is written]
        if written is not None:
            steps = tuple(step for address in addresses for step in self._recorder.held(address, (name,), written))
            self._writers[unit, name, owner.scope] = steps
        return written, state

    def construct(self, reference: ClassRef, arguments: Arguments, frame: Frame) -> Abstract:
        mark = self._recorder.mark()
        found = super().construct(reference, arguments, frame)
        self._recorder.forget(mark)
        if not isinstance(found, Instance):
            return found
        if arguments.place is not None:
            self._recorder.step(f"{reference.scope.name}() is made", arguments.place)
        for key, held in frame.state.entries(found.address).known.items():
            for _, option in options_of(arguments):
                if held is option.value and not self._recorder.held(found.address, (key,), held):
                    first = () if option.place is None else (Step(f"{reference.scope.name}() is given {key!s}", option.place),)
                    self._recorder.put(found.address, key, held, (*first, *self._recorder.noted(option)))
        return found


class RecordingGlobals(Globals):
    def __init__(self, linker: RecordingLinker) -> None:
        super().__init__(linker)
        self._recording, self._recorder = linker, linker.recorder

    def value(self, module: ModuleSummary, name: str, frame: Frame, before: int | None = None) -> Abstract:
        around, self._recording.starred = self._recording.starred, None
        deep = len(self._active) >= MAX_CHAIN
        found = super().value(module, name, frame, before)
        self._recording.starred = around
        if deep:
            told = f"stopped: {name} comes after {MAX_CHAIN} names that lead to one another"
            self._recorder.step(told, self._recording.here(frame))
        self._recorder.repeat(self._recorder.held(module, name, found))
        return found

    def _found(self, module: ModuleSummary, name: str, units: list[Unit], *, after: bool) -> Found:
        mark = self._recorder.mark()
        found = super()._found(module, name, units, after=after)
        self._recorder.forget(mark)
        return found

    def _starred(self, module: ModuleSummary, name: str, frame: Frame) -> Abstract:
        mark, around, self._recording.starred = self._recorder.mark(), self._recording.starred, name
        found = super()._starred(module, name, frame)
        self._recording.starred = around
        if isinstance(found, Missing):
            self._recorder.forget(mark)
        return found

    def _changed(self, value: Abstract, attributes: set[str], state: State) -> Abstract:
        changed = super()._changed(value, attributes, state)
        for each in choices(changed):
            for old in choices(value):
                if each is not old and isinstance(each, ClientRef) and isinstance(old, ClientRef) and each.place == old.place:
                    self._recorder.same(each, old)
        return changed


def _head(scope: Scope, module: ModuleSummary) -> Place:
    line = 1 if scope.node is None else scope.node.lineno
    return module.source.place(ir.Span(line, 1, line, 1))
