"""What does an attribute of an object or a class of the project hold?

An object whose construction was followed has its attributes in the heap.  For anyone's instance (`self` of a method) the class is
asked: every method that writes the attribute, then the class body, then the bases.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from llmlint.knowledge.loader import Client
from llmlint.static import ir
from llmlint.static.link.domain import (
    Abstract,
    Arguments,
    ClassRef,
    ClientRef,
    External,
    Foreign,
    FunctionRef,
    Instance,
    Missing,
    Opaque,
    OptionLayer,
    choices,
    join,
    new_address,
)
from llmlint.static.link.frame import Frame
from llmlint.static.link.parameters import named
from llmlint.static.link.relevance import Question
from llmlint.static.link.state import Entries, Key, State
from llmlint.static.skeleton import Scope, Unit
from llmlint.static.summary import ModuleSummary
from llmlint.values import Layer, Reason

if TYPE_CHECKING:
    from llmlint.static.link.linker import Linker

_PROPERTIES: Final = frozenset({"property", "cached_property", "functools.cached_property"})
_ENUMS: Final = frozenset({"enum.Enum", "enum.StrEnum", "enum.IntEnum", "Enum", "StrEnum", "IntEnum"})
_SETTINGS: Final = frozenset({"pydantic_settings.BaseSettings", "pydantic.BaseSettings", "pydantic.v1.BaseSettings"})
_TYPED_DICTS: Final = frozenset({"typing.TypedDict", "typing_extensions.TypedDict"})
MAX_BASES: Final = 8


class Classes:
    """Looks attributes up; every method is followed at most once for what it writes."""

    def __init__(self, linker: Linker) -> None:
        self._linker = linker
        self._written: dict[tuple[Unit, str, Scope], tuple[Abstract | None, State]] = {}
        self._active: set[tuple[Unit, str, Scope]] = set()
        self._class_values: dict[tuple[Scope, str], tuple[Abstract | None, ir.Expression | None, State]] = {}
        self._declared: dict[tuple[Scope, str], Abstract] = {}
        self._bases_of: dict[Scope, list[Abstract]] = {}
        self._looking: list[tuple[Scope, str]] = []

    def keep(self) -> Callable[[], None]:
        """Remembers what is known by now; calling the result forgets what came after."""
        written, values = dict(self._written), dict(self._class_values)

        def forget() -> None:
            self._written, self._class_values = written, values

        return forget

    def anyone(self, scope: Scope, module: ModuleSummary) -> Instance:
        """An instance of which nothing but the class is known."""
        return Instance(scope, module, new_address())

    def attribute(self, owner: Instance | ClassRef, name: str, frame: Frame) -> Abstract:
        """`owner.name`"""
        if isinstance(owner, Instance):
            held = frame.state.entries(owner.address).known.get(name)
            if held is not None and not any(isinstance(each, Missing) for each in choices(held)):
                return held
            asked = self._of_class(owner.scope, owner.module, name, owner, frame)
            if held is None:
                return asked
            return join([asked if isinstance(each, Missing) else each for each in choices(held)])
        return self._of_class(owner.scope, owner.module, name, owner, frame)

    def _of_class(self, scope: Scope, module: ModuleSummary, name: str, owner: Instance | ClassRef, frame: Frame) -> Abstract:
        key = (scope, name)
        if self._looking.count(key) > 1:  # a getter that fills what it returns asks once more, and is answered by the others
            return Opaque(Reason.TOO_DEEP, name)
        self._looking.append(key)
        try:
            found = self._found(scope, module, name, owner, frame, set())
        finally:
            self._looking.pop()
        if found is not None:
            if isinstance(owner, Instance) and not owner.constructed and self._is_handled(scope, module, name):
                return join([found, Opaque(Reason.MUTATED, name)])
            return found
        return Opaque(Reason.IMPORTED if self._has_outside_base(scope, module) else Reason.UNSUPPORTED, f"{scope.name}.{name}")

    def _found(
        self, scope: Scope, module: ModuleSummary, name: str, owner: Instance | ClassRef, frame: Frame, seen: set[Scope]
    ) -> Abstract | None:
        if scope in seen or len(seen) > MAX_BASES:
            return None
        seen.add(scope)
        values: list[Abstract] = []
        settled = False
        if isinstance(owner, Instance):
            for unit in (*scope.attributes.get(name, ()), *self._delegating(scope, module, name)):
                initial = isinstance(unit.nodes[0].name, str) and unit.nodes[0].name == "__init__"
                if initial and owner.constructed:
                    continue
                written = self._writes(scope, module, unit, name, owner, frame)
                if written is not None:
                    kept = [each for each in choices(written) if not isinstance(each, Missing)]
                    values.extend(kept)
                    settled |= initial and len(kept) == len(choices(written))
        if not settled:
            own = self._class_level(scope, module, name, owner, frame)
            if own is not None and not (values and self._merely_declared(scope, module, name)):
                values.append(own)
            elif own is None:  # what methods write comes on top of what the bases left
                for base in self.bases(scope, module):
                    inherited = self._found(base.scope, base.module, name, owner, frame, seen)
                    if inherited is not None:
                        values.append(inherited)
                        break
        if isinstance(owner, Instance) and not owner.constructed and scope is owner.scope and values:
            values.extend(self._overridden(scope, module, name, frame))
        return join(values) if values else None

    def _is_handled(self, scope: Scope, module: ModuleSummary, name: str) -> bool:
        """Whether `name` is written from outside on an object of this class, or of one that extends it."""
        handled = module.skeleton.handled.get(name, set())
        extending = (below for below in module.skeleton.classes.values() if below.name in handled)
        return scope.name in handled or any(above.scope is scope for below in extending for above in self._above(below, module))

    def _delegating(self, scope: Scope, module: ModuleSummary, name: str) -> list[Unit]:
        """The `__init__` that leaves writing `name` to that of a base, which it calls with arguments of its own."""
        written = any(isinstance(base, ClassRef) and name in base.scope.attributes for base in self._ancestors(scope, module))
        own = [unit for unit in scope.bindings.get("__init__", ()) if unit.is_function]
        return own[-1:] if written and own and own[-1] not in scope.attributes.get(name, ()) else []

    def _overridden(self, scope: Scope, module: ModuleSummary, name: str, frame: Frame) -> list[Abstract]:
        """What classes of the file that extend `scope` put in place of a plain class attribute."""
        found = []
        for below in module.skeleton.classes.values():
            bases = below.node.bases if below.node is not None else []
            if any(isinstance(base, ast.Name) and base.id == scope.name for base in bases) and below is not scope:
                units = below.bindings.get(name)
                if units and not units[-1].is_function:
                    held = self._class_level(below, module, name, ClassRef(below, module), frame)
                    found.extend([] if held is None else [held])
        return found

    def _class_level(
        self, scope: Scope, module: ModuleSummary, name: str, owner: Instance | ClassRef, frame: Frame
    ) -> Abstract | None:
        units = [unit for unit in scope.bindings.get(name, ()) if not _is_setter(unit)]
        if not units:
            return None
        if units[-1].is_function:
            return self._member(scope, module, units[-1], owner, frame)
        key = (scope, name)
        if key not in self._class_values:
            self._class_values[key] = self._class_value(scope, module, name, units, frame)
        held, declared, state = self._class_values[key]
        self._linker.adopt(state.heap, frame)
        if held is None:
            return None if declared is None else self._as_declared(declared, scope, module, name)
        if declared and isinstance(owner, Instance) and self._is_settings(scope, module):
            number = self._linker.annotations.number(declared)
            return join([held, Opaque(Reason.ENVIRONMENT, name, number=number)])
        private = name.startswith("_") and not (scope.node and scope.node.decorator_list)  # pydantic lets nobody else set it
        if declared and isinstance(owner, Instance) and not owner.constructed and self._is_record(scope, module) and not private:
            return join([held, self._as_declared(declared, scope, module, name)])
        return held

    def _as_declared(self, annotation: ir.Expression, scope: Scope, module: ModuleSummary, name: str) -> Abstract:
        """What anyone may set a field to: whose client it is, at least, its annotation tells."""
        key = (scope, name)
        if key not in self._declared:
            told = self._linker.annotations.annotated(annotation, Frame(module, State()))
            number = self._linker.annotations.number(annotation)
            known = isinstance(told, Foreign | ClientRef)
            self._declared[key] = told if known and told is not None else Opaque(Reason.PARAMETER, name, number=number)
        return self._declared[key]

    def _merely_declared(self, scope: Scope, module: ModuleSummary, name: str) -> bool:
        """Whether the class body says what `name` will be (`client: OpenAI`) and leaves giving it to methods alone."""
        units = scope.bindings.get(name, ())
        statements = [statement for unit in units if not unit.is_function for statement in module.followed(scope, unit)]
        bare = bool(statements) and all(isinstance(each, ir.Assign) and each.value is None for each in statements)
        return bare and not self._is_record(scope, module)

    def _class_value(
        self, scope: Scope, module: ModuleSummary, name: str, units: list[Unit], frame: Frame
    ) -> tuple[Abstract | None, ir.Expression | None, State]:
        """What the class body gives `name`, and the annotation that declares it."""
        inner = Frame(module, State(), scope, depth=frame.depth + 1)
        declared: ir.Expression | None = None
        for unit in units:
            for statement in module.followed(scope, unit):
                if isinstance(statement, ir.Assign) and statement.annotation is not None:
                    declared = statement.annotation
                self._linker.flow.block((statement,), inner)
        return inner.state.variables.get(name), declared, inner.state

    def _member(self, scope: Scope, module: ModuleSummary, unit: Unit, owner: Instance | ClassRef, frame: Frame) -> Abstract:
        statements = module.followed(scope, unit)
        if not statements or not isinstance(statements[0], ir.Function):
            return Opaque(Reason.TOO_DEEP, next(iter(unit.binds), ""))
        function = statements[0]
        names = {_dotted(decorator) for decorator in function.decorators}
        receiver: Abstract | None = owner
        if "staticmethod" in names:
            receiver = None
        elif "classmethod" in names:
            receiver = ClassRef(owner.scope, owner.module)
        elif isinstance(owner, ClassRef):
            receiver = None
        reference = FunctionRef(function, module, scope, receiver)
        if names & _PROPERTIES and isinstance(owner, Instance):
            return self._linker.calling.function(reference, Arguments(), frame)
        return reference

    def _writes(
        self, scope: Scope, module: ModuleSummary, unit: Unit, name: str, owner: Instance, frame: Frame
    ) -> Abstract | None:
        """What a method leaves in `self.name` of an object like `owner`; None while that very question is being answered."""
        key = (unit, name, owner.scope)
        if key in self._active:
            return None
        if key not in self._written:
            self._active.add(key)
            try:
                self._written[key] = self._follow(scope, module, unit, name, owner)
            finally:
                self._active.discard(key)
        written, state = self._written[key]
        self._linker.adopt(state.heap, frame)
        return written

    def _follow(
        self, scope: Scope, module: ModuleSummary, unit: Unit, name: str, owner: Instance
    ) -> tuple[Abstract | None, State]:
        statements = module.followed(scope, unit)
        if not statements or not isinstance(statements[0], ir.Function):
            return Opaque(Reason.TOO_DEEP, name), State()  # too long to be followed: it may write anything
        instance = self.anyone(owner.scope, owner.module)  # of the class that was asked, whose attributes win over `scope`'s
        reference = FunctionRef(statements[0], module, scope, instance)
        frame = self._linker.enter(reference, Question(attribute=name))
        self._linker.calling.run(statements[0], frame)
        return frame.state.entries(instance.address).known.get(name), frame.state

    def construct(self, reference: ClassRef, arguments: Arguments, frame: Frame) -> Abstract:
        """A new instance, its `__init__` followed; without one, keywords are taken for fields."""
        scope, module = reference.scope, reference.module
        if self._is_enum(scope, module):
            return arguments.positional[0].value if arguments.positional else Opaque(Reason.CALL_RESULT, scope.name)
        if any(isinstance(base, External) and base.path in _TYPED_DICTS for base in self._ancestors(scope, module)):
            known: dict[Key, Abstract] = {name: option.value for name, option in arguments.keywords.items()}
            return frame.state.new_dict(Entries(known, arguments.open))
        clients = self._extended_clients(scope, module)
        if clients:
            return self._extended(reference, clients, arguments, frame)
        instance = Instance(scope, module, new_address(), constructed=True)
        initializer = self._method(scope, module, "__init__", instance, set())
        if isinstance(initializer, Opaque):
            return self.anyone(scope, module)
        if initializer is not None:
            self._linker.calling.function(initializer, arguments, frame)
            return instance
        if arguments.open is not None or arguments.open_positional:
            return Instance(scope, module, new_address())
        entries = frame.state.entries(instance.address)
        for name, option in arguments.keywords.items():
            entries = entries.with_key(name, option.value)
        for field, option in zip(self._fields(scope, module), arguments.positional, strict=False):
            entries = entries.with_key(field, option.value)
        frame.state.heap[instance.address] = entries
        return instance

    def _extended_clients(self, scope: Scope, module: ModuleSummary) -> tuple[Client, ...]:
        """The SDK clients that a class extends."""
        for base in self._ancestors(scope, module):
            if isinstance(base, External) and base.path in self._linker.knowledge.clients:
                return self._linker.knowledge.clients[base.path]
        return ()

    def _extended(self, reference: ClassRef, clients: tuple[Client, ...], arguments: Arguments, frame: Frame) -> Abstract:
        """A client of a class that extends the SDK's; what an `__init__` of its own hands on is not followed."""
        own = any("__init__" in base.scope.bindings for base in (reference, *self.bases(reference.scope, reference.module)))
        open_ = Opaque(Reason.CALL_RESULT, f"{reference.scope.name}.__init__") if own else arguments.open
        inner = dict.fromkeys(name for each in clients for name in each.nested)
        keywords = {} if own else named(arguments, clients[0].positional, inner, frame).keywords
        layer = OptionLayer(Layer.CLIENT, keywords, open_, arguments.place)
        return ClientRef(clients, (layer,), arguments.place)

    def method(self, instance: Instance, name: str) -> FunctionRef | None:
        """A method of `instance`, bound; None where the class has none that can be followed."""
        found = self._method(instance.scope, instance.module, name, instance, set())
        return found if isinstance(found, FunctionRef) else None

    def fields(self, instance: Instance, frame: Frame) -> Entries:
        """The fields of a dataclass, a pydantic model or a named tuple, with what they hold."""
        names = [
            name
            for each in (*reversed(self._above(instance.scope, instance.module)), ClassRef(instance.scope, instance.module))
            for name in self._fields(each.scope, each.module)
        ]
        written = frame.state.entries(instance.address)
        every = dict.fromkeys([*names, *map(str, written.known)])
        known: dict[Key, Abstract] = {name: self.attribute(instance, name, frame) for name in every}
        return Entries(known, written.open)

    def is_record(self, instance: Instance) -> bool:
        """Whether an object has fields that its class body declares: a dataclass, a pydantic model, a named tuple."""
        return self._is_record(instance.scope, instance.module)

    def is_plain_record(self, instance: Instance, name: str) -> bool:
        """Whether `name` on a record is what its library gives it, and no method of the project's."""
        return self.is_record(instance) and self._method(instance.scope, instance.module, name, instance, set()) is None

    def changed(self, instance: Instance, fields: Mapping[Key, Abstract], frame: Frame) -> Instance:
        """A copy of `instance` with some fields written over."""
        other = Instance(instance.scope, instance.module, new_address(), instance.constructed)
        entries = frame.state.entries(instance.address)
        frame.state.heap[other.address] = Entries({**entries.known, **fields}, entries.open)
        return other

    def overriding(self, reference: FunctionRef) -> list[FunctionRef]:
        """What classes of the file put in place of a method that is there to be overridden, called on anyone's instance."""
        owner, function = reference.receiver, reference.function
        if not isinstance(owner, Instance) or owner.constructed or owner.scope is not reference.scope or not _is_stub(function):
            return []
        found = []
        for below in owner.module.skeleton.classes.values():
            if function.name in below.bindings and any(base.scope is owner.scope for base in self._above(below, owner.module)):
                held = self._method(below, owner.module, function.name, self.anyone(below, owner.module), set())
                if isinstance(held, FunctionRef) and held.function is not function:
                    found.append(held)
        return found

    def _above(self, scope: Scope, module: ModuleSummary) -> list[ClassRef]:
        return [base for base in self._ancestors(scope, module) if isinstance(base, ClassRef)]

    def inherited(self, receiver: Abstract | None, scope: Scope | None, module: ModuleSummary, name: str) -> Abstract:
        """`super().name`"""
        if scope is None or not isinstance(receiver, Instance):
            return Opaque(Reason.UNSUPPORTED, "super")
        for base in self.bases(scope, module):
            found = self._method(base.scope, base.module, name, receiver, {scope})
            if found is not None:
                return found
        return Opaque(Reason.IMPORTED, f"super().{name}")

    def _method(
        self, scope: Scope, module: ModuleSummary, name: str, receiver: Instance, seen: set[Scope]
    ) -> FunctionRef | Opaque | None:
        if scope in seen or len(seen) > MAX_BASES:
            return None
        seen.add(scope)
        for unit in reversed(scope.bindings.get(name, [])):
            statements = module.followed(scope, unit) if unit.is_function else ()
            if statements and isinstance(statements[0], ir.Function):
                return FunctionRef(statements[0], module, scope, receiver)
            return Opaque(Reason.TOO_DEEP, name)
        for base in self.bases(scope, module):
            found = self._method(base.scope, base.module, name, receiver, seen)
            if found is not None:
                return found
        return None

    def bases(self, scope: Scope, module: ModuleSummary) -> list[ClassRef]:
        """The bases that are classes of the project."""
        return [base for base in self._bases(scope, module) if isinstance(base, ClassRef)]

    def _bases(self, scope: Scope, module: ModuleSummary) -> list[Abstract]:
        if scope not in self._bases_of:
            self._bases_of[scope] = []  # a class that is its own base has none
            expressions = scope.node.bases if scope.node is not None else []
            self._bases_of[scope] = [self._linker.dotted(expression, module) for expression in expressions]
        return self._bases_of[scope]

    def _ancestors(self, scope: Scope, module: ModuleSummary) -> Iterator[Abstract]:
        """The bases and their bases, each once: in broken code a class may be its own ancestor."""
        seen, waiting = {scope}, list(self._bases(scope, module))
        while waiting:
            base = waiting.pop(0)
            yield base
            if isinstance(base, ClassRef) and base.scope not in seen:
                seen.add(base.scope)
                waiting.extend(self._bases(base.scope, base.module))

    def _has_outside_base(self, scope: Scope, module: ModuleSummary) -> bool:
        return any(not isinstance(base, ClassRef) for base in self._ancestors(scope, module))

    def _is_enum(self, scope: Scope, module: ModuleSummary) -> bool:
        return any(isinstance(base, External) and base.path in _ENUMS for base in self._bases(scope, module))

    def _is_settings(self, scope: Scope, module: ModuleSummary) -> bool:
        """Whether the environment may say otherwise than the class body."""
        return any(isinstance(base, External) and base.path in _SETTINGS for base in self._ancestors(scope, module))

    def _is_record(self, scope: Scope, module: ModuleSummary) -> bool:
        """Whether annotated names in the class body are fields that a caller may set: dataclasses, pydantic and the like."""
        return bool(scope.node and scope.node.decorator_list) or self._has_outside_base(scope, module)

    def _fields(self, scope: Scope, module: ModuleSummary) -> list[str]:
        names: list[str] = []
        for unit in scope.units:
            if not unit.is_function:
                for statement in module.followed(scope, unit):
                    if isinstance(statement, ir.Assign) and statement.annotation and isinstance(statement.targets[0], ir.Name):
                        names.append(statement.targets[0].name)
        return names


def _is_setter(unit: Unit) -> bool:
    """Whether a method is what a property does when it is written (`@timeout.setter`)."""
    decorators = getattr(unit.nodes[0], "decorator_list", [])
    return any(isinstance(each, ast.Attribute) and each.attr in ("setter", "deleter") for each in decorators)


def _is_stub(function: ir.Function) -> bool:
    """Whether a body says nothing but that it must be overridden: `...`, `pass`, a docstring, `raise NotImplementedError`."""
    return all(
        isinstance(statement, ir.Raise | ir.Nothing)
        or (isinstance(statement, ir.Evaluate) and isinstance(statement.value, ir.Constant))
        for statement in function.body
    )


def _dotted(expression: ir.Expression) -> str:
    match expression:
        case ir.Name(name=name):
            return name
        case ir.Attribute(value=owner, name=name):
            return f"{_dotted(owner)}.{name}"
    return ""
