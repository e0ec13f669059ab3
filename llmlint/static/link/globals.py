"""What does a module-level name hold?

Asked on demand: only the top-level units that bind or change a name are run, each seeing what earlier units bound.  A function
runs after the module: it sees every binding of a name, and what other functions write to it.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Final

from llmlint.static import ir
from llmlint.static.link.domain import (
    Abstract,
    ClientRef,
    DictRef,
    External,
    Foreign,
    FunctionRef,
    Missing,
    ModuleRef,
    Opaque,
    Option,
    OptionLayer,
    choices,
    join,
)
from llmlint.static.link.frame import Frame
from llmlint.static.link.relevance import Question
from llmlint.static.link.state import State
from llmlint.static.skeleton import Scope, Unit
from llmlint.static.summary import ModuleSummary
from llmlint.values import Layer, Reason

if TYPE_CHECKING:
    from llmlint.static.link.linker import Linker

Found = tuple[Abstract | None, State]
MAX_CHAIN: Final = 40
"""Names of modules are followed from one to the next this often."""


class Globals:
    """Looks names up in modules; every answer is found once."""

    def __init__(self, linker: Linker) -> None:
        self._linker = linker
        self._known: dict[tuple[ModuleSummary, str, int | None], Found] = {}
        self._active: set[tuple[ModuleSummary, str, int | None]] = set()

    def keep(self, name: str) -> Callable[[], None]:
        """Remembers what is known by now and asks for `name` anew; calling the result forgets what came after."""
        known = dict(self._known)
        for key in [key for key in known if key[1] == name]:
            del self._known[key]

        def forget() -> None:
            self._known = known

        return forget

    def value(self, module: ModuleSummary, name: str, frame: Frame, before: int | None = None) -> Abstract:
        """What `name` holds in `module`; `before` asks for the moment a top-level unit runs.  Unbound names are `Missing`."""
        units = self._units(module, name, before)
        key = (module, name, units[-1].index if units and before is not None else None)
        if key in self._active or len(self._active) >= MAX_CHAIN:
            return Opaque(Reason.TOO_DEEP, name)
        if key not in self._known:
            self._active.add(key)
            try:
                self._known[key] = self._found(module, name, units, after=before is None)
            finally:
                self._active.discard(key)
        found, state = self._known[key]
        self._linker.adopt(state.heap, frame)
        for path, written in state.external.items():
            frame.state.external.setdefault(path, written)
        return self._starred(module, name, frame) if found is None else found

    def settle(self, roots: Collection[str], frame: Frame) -> None:
        """Have known in `frame` what its module sets on the modules `roots`, by another name than a call may have."""
        scope = frame.module.skeleton.module
        for name in sorted({*scope.touched, *scope.changed}):
            nodes = [node for unit in scope.bindings.get(name, ()) for node in unit.nodes]
            if any(isinstance(node, ast.Import) and any(each.name in roots for each in node.names) for node in nodes):
                self.value(frame.module, name, frame, frame.before)

    def _units(self, module: ModuleSummary, name: str, before: int | None) -> list[Unit]:
        scope = module.skeleton.module
        units = {unit.index: unit for unit in (*scope.bindings.get(name, ()), *scope.touched.get(name, ()))}
        return [units[index] for index in sorted(units) if before is None or index < before]

    def _found(self, module: ModuleSummary, name: str, units: list[Unit], *, after: bool) -> Found:
        state = State()
        current: Abstract | None = None
        earlier: list[Abstract] = []
        for unit in units:
            if after and name in unit.binds and current is not None:
                earlier.append(current)
            frame = Frame(module, State({}, state.heap, state.external), before=unit.index)
            if current is not None:
                frame.state.variables[name] = current
            node = unit.nodes[0]
            if isinstance(node, ast.ClassDef) and len(unit.nodes) == 1:
                current = self._linker.class_at(module, node.lineno)
                continue
            statements = module.followed(module.skeleton.module, unit)
            self._linker.flow.block(statements, frame)
            state = frame.state
            current = state.variables.get(name, current) if statements else Opaque(Reason.TOO_DEEP, name)
        values = [*earlier, *([] if current is None else [current])]
        if after:
            for scope, unit in module.skeleton.module.globals.get(name, ()):
                written = self._written(module, scope, unit, name, state)
                if written is not None:
                    values.append(written)
            values = [self._changed(value, module.skeleton.module.changed.get(name, set()), state) for value in values]
        return (join(values) if values else None), state

    def _changed(self, value: Abstract, attributes: set[str], state: State) -> Abstract:
        """`value` after functions may have changed it: written these attributes, or items where "" is among them."""
        if not attributes:
            return value
        for each in choices(value):
            match each:
                case DictRef(address=address) if "" in attributes:
                    state.heap[address] = state.entries(address).opened(Opaque(Reason.MUTATED, "elsewhere in the file"))
                case Foreign(address=int() as address):
                    for name in attributes - {""}:
                        held = state.entries(address).known.get(name, Missing())
                        changed = join([held, Opaque(Reason.MUTATED, name)])
                        state.heap[address] = state.entries(address).with_key(name, changed)
                case External(path=path):
                    for name in attributes - {""}:
                        written = state.external.get(f"{path}.{name}", Missing())
                        state.external[f"{path}.{name}"] = join([written, Opaque(Reason.MUTATED, f"{path}.{name}")])
        return join(_rewritten(each, attributes - {""}) for each in choices(value))

    def _written(self, module: ModuleSummary, scope: Scope, unit: Unit, name: str, state: State) -> Abstract | None:
        """What a function that declares `global name` leaves in it."""
        statements = module.followed(scope, unit)
        if not statements or not isinstance(statements[0], ir.Function):
            return None
        receiver = self._linker.classes.anyone(scope, module) if scope.node is not None else None
        frame = self._linker.enter(FunctionRef(statements[0], module, scope, receiver), Question(variable=name))
        self._linker.calling.run(statements[0], frame)
        state.heap.update(frame.state.heap)
        held = frame.state.variables.get(name)
        kept = [] if held is None else [each for each in choices(held) if not isinstance(each, Missing)]
        return join(kept) if kept else None

    def _starred(self, module: ModuleSummary, name: str, frame: Frame) -> Abstract:
        for unit in reversed(module.skeleton.module.bindings.get("*", [])):
            for statement in module.followed(module.skeleton.module, unit):
                for bound, path in statement.bindings if isinstance(statement, ir.Import) else ():
                    if bound == "*":
                        inner = Frame(module, State({}, frame.state.heap, frame.state.external), statement=statement.span)
                        other = self._linker.imported(path, inner)
                        held = self.value(other.module, name, frame) if isinstance(other, ModuleRef) else Missing()
                        if not isinstance(held, Missing):
                            return held
        return Missing()


def _rewritten(value: Abstract, attributes: set[str]) -> Abstract:
    if not isinstance(value, ClientRef) or not attributes:
        return value
    why = join([Missing(), Opaque(Reason.MUTATED, "elsewhere in the file")])
    layer = OptionLayer(Layer.CLIENT, {name: Option(why, None) for name in attributes}, None, None)
    return ClientRef(value.clients, (layer, *value.layers), value.place)
