"""By which steps did a call give what it gave, and a parameter what it holds?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from llmlint.facts import Step
from llmlint.static import ir
from llmlint.static.link.callers import Callers
from llmlint.static.link.calling import MAX_DEPTH, Caller
from llmlint.static.link.domain import (
    Abstract,
    Arguments,
    ClassRef,
    ClientRef,
    Const,
    DictRef,
    External,
    Foreign,
    FunctionRef,
    HttpClientRef,
    Opaque,
    Option,
    Parameter,
    Partial,
    Range,
    Resource,
    TimeoutRef,
    Words,
    choices,
)
from llmlint.static.link.frame import Frame
from llmlint.static.link.recording.trail import RETURNED, Steps, called, options_of, place_of
from llmlint.values import Layer, Place, Reason

if TYPE_CHECKING:
    from llmlint.static.link.callers import _Calls
    from llmlint.static.link.recording.linker import RecordingLinker


class RecordingCaller(Caller):
    def __init__(self, linker: RecordingLinker) -> None:
        super().__init__(linker)
        self._recording, self._recorder = linker, linker.recorder
        self._under_way: list[tuple[ir.Call, int]] = []

    @property
    def begun(self) -> int:
        """The mark at which the call under way began."""
        return self._under_way[-1][1] if self._under_way else self._recorder.mark()

    def place(self, frame: Frame) -> Place:
        """Where the call under way stands."""
        return frame.module.source.place(self._under_way[-1][0].span)

    def call(self, node: ir.Call, frame: Frame) -> Abstract:
        self._under_way.append((node, self._recorder.mark()))
        found = super().call(node, frame)
        self._under_way.pop()
        return found

    def apply(self, function: Abstract, arguments: Arguments, node: ir.Call, frame: Frame) -> Abstract:
        found = super().apply(function, arguments, node, frame)
        if arguments.place is not None:
            self._made(function, found, arguments, arguments.place)
        for each in choices(found):
            # `int(os.getenv("SECONDS", "30"))` is computed of its argument, `closing(client)` is what it was given.
            computed = isinstance(function, External) and isinstance(each, Const | Words | Range | Opaque)
            for _, option in options_of(arguments):
                if computed or any(_is(inner, given) for inner in _within(each) for given in choices(option.value)):
                    self._recorder.repeat(self._recorder.noted(option))
        match function, found:  # dict(model=MODEL), HttpOptions(timeout=SECONDS)
            case External(), DictRef(address=int() as address) | Foreign(address=int() as address):
                for key, option in arguments.keywords.items():
                    self._recorder.put(address, key, option.value, self._recorder.noted(option))
        return found

    def _made(self, function: Abstract, found: Abstract, arguments: Arguments, place: Place) -> None:
        name = _name(function)
        given = [each for _, option in options_of(arguments) for each in choices(option.value)]
        for each in choices(found):
            match each:
                case _ if any(_is(each, one) for one in given):
                    continue
                case ClientRef(layers=[first, *_]) if first.place is place and first.layer is Layer.DERIVED:
                    self._recorder.step(f"{name}() changes options of the client", place, self.begun)
                case ClientRef() if each.place is place:
                    self._recorder.step(f"{name}() makes the client", place)
                case HttpClientRef() if each.place is place:
                    self._recorder.step(f"{name}() makes the HTTP client", place)
                case Opaque(reason=Reason.ENVIRONMENT, detail=variable) if isinstance(function, External):
                    self._recorder.step(f"{name}() reads {variable or 'a variable'} of the environment", place)
                case Opaque(reason=Reason.CALL_RESULT, detail=path) if isinstance(function, External) and path == function.path:
                    self._recorder.step(f"stopped: {path}() is not the project's", place)

    def handed_over(self, arguments: Arguments, node: ir.Call, frame: Frame) -> Abstract | None:
        for option in arguments.positional[:2]:
            self._recorder.repeat(self._recorder.noted(option))
        return super().handed_over(arguments, node, frame)

    def function(self, reference: FunctionRef, arguments: Arguments, frame: Frame) -> Abstract:
        function, recorder = reference.function, self._recorder
        if frame.shallow:
            return super().function(reference, arguments, frame)
        if arguments.place is None:
            recorder.step(
                f"{function.qualified_name} is read, a property" if _is_property(function) else called(function),
                place_of(reference),
            )
        else:
            recorder.step(f"{called(function)} is called", arguments.place, self.begun)
        deep, again = frame.depth >= MAX_DEPTH, function in self._active
        found = super().function(reference, arguments, frame)
        if deep:
            recorder.step(f"stopped: nests deeper than {MAX_DEPTH} calls", place_of(reference))
        elif again:
            recorder.step(f"stopped: {called(function)} calls itself", place_of(reference))
        return found

    def _declared(self, reference: FunctionRef) -> Abstract | None:
        found = super()._declared(reference)
        if found is not None:
            self._recorder.step(f"{called(reference.function)} returns what its annotation says", place_of(reference))
        return found

    def run(self, function: ir.Function, frame: Frame) -> Abstract:
        mark = self._recorder.mark()
        found = super().run(function, frame)
        self._recorder.forget(mark)
        self._recorder.repeat(self._recorder.held(frame, RETURNED, found))
        if function.is_generator:
            self._recorder.step(f"stopped: {called(function)} is a generator", frame.module.source.place(function.span))
        return found

    def bind(self, parameters: tuple[ir.Parameter, ...], arguments: Arguments, receiver: Abstract | None, frame: Frame) -> None:
        mark = self._recorder.mark()
        super().bind(parameters, arguments, receiver, frame)
        self._recorder.forget(mark)
        name = "a lambda" if frame.function is None else called(frame.function)
        for parameter in parameters:
            held = frame.state.variables.get(parameter.name)
            if held is None or held is receiver:
                continue
            if isinstance(held, DictRef) and parameter.kind == "**":
                for key, option in arguments.keywords.items():
                    self._recorder.put(held.address, key, option.value, self._passed(name, key, option))
            for each in choices(held):
                steps = self._bound(name, parameter, each, arguments, frame)
                self._recorder.hold(frame, parameter.name, each, steps)
                if frame.function is not None:
                    self._recorder.hold(frame.function, parameter.name, each, steps)  # for whoever asks what callers pass

    def _bound(self, name: str, parameter: ir.Parameter, held: Abstract, arguments: Arguments, frame: Frame) -> Steps:
        for _, option in options_of(arguments):
            if any(held is each for each in choices(option.value)):
                return self._passed(name, parameter.name, option)
        if parameter.default is None:
            return ()
        value, steps = self._recording.evaluator.evaluated(parameter.default)
        if value is None or not any(held is each for each in choices(value)) or frame.function is None:
            return ()
        return (Step(f"{parameter.name} of {name} has a default", frame.module.source.place(frame.function.span)), *steps)

    def _passed(self, name: str, parameter: str, option: Option) -> Steps:
        first = () if option.place is None else (Step(f"{name} is given {parameter}", option.place),)
        return (*first, *self._recorder.noted(option))

    def _dict_method(self, address: int, name: str, arguments: Arguments, frame: Frame) -> Abstract:
        key = arguments.get("key", 0)
        found = super()._dict_method(address, name, arguments, frame)
        if name == "update" and arguments.place is not None:
            for keyword, option in arguments.keywords.items():
                told = Step(f"update() writes {keyword!r}", arguments.place)
                self._recorder.put(address, keyword, option.value, (told, *self._recorder.noted(option)))
        elif isinstance(key, Const):
            self._recorder.repeat(self._recorder.at(address, key.value, found))
        return found


class RecordingCallers(Callers):
    def __init__(self, linker: RecordingLinker) -> None:
        super().__init__(linker)
        self._recorder = linker.recorder
        self._asked: list[Parameter] = []

    def given(self, parameter: Parameter, frame: Frame) -> list[Abstract]:
        self._asked.clear()
        found = super().given(parameter, frame)
        for each in found:
            for asked in self._asked:
                self._recorder.repeat(self._recorder.held(asked.function, asked.name, each))
        return found

    def _calls(self, parameter: Parameter) -> _Calls:
        self._asked.append(parameter)
        mark = self._recorder.mark()
        found = super()._calls(parameter)
        self._recorder.forget(mark)
        return found


def _is_property(function: ir.Function) -> bool:
    return any(isinstance(each, ir.Name | ir.Attribute) and each.name.endswith("property") for each in function.decorators)


def _is(inner: Abstract, given: Abstract) -> bool:
    """Whether it is the same thing, or the same unknown after a conversion (`int(os.environ["S"])`)."""
    if isinstance(inner, Opaque) and isinstance(given, Opaque):
        return inner.reason is given.reason and inner.detail == given.detail
    return inner is given


def _within(value: Abstract) -> Iterator[Abstract]:
    """A value and those that it is made of."""
    yield value
    match value:
        case Partial(function=inner) | TimeoutRef(read=inner) | HttpClientRef(timeout=inner):
            for each in choices(inner):
                yield from _within(each)


def _name(function: Abstract) -> str:
    match function:
        case External(path=path):
            return path.rpartition(".")[2]
        case ClassRef(scope=scope):
            return scope.name
        case Resource(path=path):
            return path[-1]
        case FunctionRef(function=inner):
            return inner.qualified_name
    return "it"
