"""What surrounds a call: what sends it again, how long it may take, which task it is declared to serve?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from llmlint.facts import RetryLayer
from llmlint.static import ir
from llmlint.static.link.conditions import truth
from llmlint.static.link.domain import Abstract, Arguments, Configured, Const, External, FunctionRef, Opaque, Range, choices
from llmlint.static.link.frame import Attempt, Enclosing, Frame, Loop, Region
from llmlint.static.link.relevance import mentions, repeats
from llmlint.values import (
    UNBOUNDED,
    Absent,
    Alternative,
    Bounded,
    Known,
    Layer,
    Origin,
    Place,
    Reason,
    Unknown,
    Value,
    alternatives,
    join,
)

if TYPE_CHECKING:
    from llmlint.static.link.linker import Linker

_DEADLINES: Final = {
    "asyncio.wait_for": ("timeout", 0),
    "asyncio.timeouts.wait_for": ("timeout", 0),
    "asyncio.timeout": ("delay", 0),
    "async_timeout.timeout": ("delay", 0),
    "anyio.fail_after": ("delay", 0),
    "anyio.move_on_after": ("delay", 0),
    "llmlint.guard.deadline": ("seconds", 0),
}
"""Where each deadline has its seconds: keyword and position (behind the awaited call, for `wait_for`)."""
_DEADLINE_NAMES: Final = frozenset(path.rpartition(".")[2] for path in _DEADLINES)
_RETRY_NAMES: Final = frozenset({"tenacity", "backoff", "stamina", "retrying", "Retrying", "AsyncRetrying", "retry"})
_TASK: Final = "llmlint.guard.task"
_COUNTERS: Final = ("retry", "retries", "attempt", "attempts", "tries", "depth", "count", "n")


class Surroundings:
    """Reads the regions and decorators around a frame's current statement."""

    def __init__(self, linker: Linker) -> None:
        self._linker = linker

    def deadline(self, frame: Frame) -> Value:
        """Seconds that the code around grants: of several deadlines the one that ends first; `Absent` without any."""
        least: Value = Absent()
        for region in frame.regions:
            if isinstance(region, Enclosing) and isinstance(region.value, Configured) and region.value.path in _DEADLINES:
                keyword, position = _DEADLINES[region.value.path]
                held = region.value.arguments.get(keyword, position)
                origin = Origin(Layer.WRAPPER, region.value.place)
                here = Absent() if held is None else join(_seconds(each, origin) for each in choices(held))
                least = join(_earlier(one, other) for one in alternatives(least) for other in alternatives(here))
        for decorator in self._decorators(frame):
            for each in choices(decorator):
                if isinstance(each, FunctionRef) and mentions(each.function, _DEADLINE_NAMES):
                    least = Unknown(Reason.UNSUPPORTED, f"what @{each.function.name} grants")
        return least

    def task(self, frame: Frame) -> str | None:
        """The task that `guard.task(…)` declares, as a block around or a decorator."""
        values = [region.value for region in reversed(frame.regions) if isinstance(region, Enclosing)]
        for value in [*values, *self._decorators(frame)]:
            if isinstance(value, Configured) and value.path == _TASK:
                name = value.arguments.get("name", 0)
                if isinstance(name, Const) and isinstance(name.value, str):
                    return name.value
        return None

    def retries(self, frame: Frame) -> tuple[RetryLayer, ...]:
        """All that sends the call again, innermost first; the SDK's own retries are not among them."""
        found = [
            layer for index in range(len(frame.regions) - 1, -1, -1) for layer in self._loop(frame, index) if layer is not None
        ]
        for decorator in reversed(list(self._decorators(frame))):
            layer = self._policy(decorator, frame)
            if layer is not None:
                found.append(layer)
        recursion = self._recursion(frame)
        return (*found, *([recursion] if recursion else []))

    def _decorators(self, frame: Frame) -> Iterator[Abstract]:
        if frame.function is None or not frame.function.decorators:
            return
        records, frame.records = frame.records, False
        for decorator in frame.function.decorators:
            value = self._linker.evaluate(decorator, frame)
            if isinstance(value, External):
                yield Configured(value.path, Arguments(), frame.module.source.place(frame.function.span))
            else:
                yield value
        frame.records = records

    def _policy(self, value: Abstract, frame: Frame) -> RetryLayer | None:
        """A retry decorator or iterator: tenacity, backoff, stamina, retrying; or the project's own, which is not counted."""
        for each in choices(value):
            if isinstance(each, FunctionRef) and (repeats(each.function) or mentions(each.function, _RETRY_NAMES)):
                place = each.module.source.place(each.function.span)
                return RetryLayer(f"@{each.function.name}", place, Unknown(Reason.UNSUPPORTED, f"@{each.function.name}"))
        if not isinstance(value, Configured):
            return None
        path, arguments, place = value.path, value.arguments, value.place
        library, _, name = path.partition(".")
        attempts: Value
        match library, name.rpartition(".")[2]:
            case "tenacity", "retry" | "Retrying" | "AsyncRetrying":
                attempts = self._tenacity(arguments, place)
            case "backoff", "on_exception" | "on_predicate":
                attempts = _either(arguments, ("max_tries",), ("max_time",), place)
            case "stamina", "retry" | "retry_context":
                # stamina gives up after 10 attempts or 45 s unless both are switched off.
                attempts = counted(arguments.get("attempts"), place, default=10)
                if attempts == Known(UNBOUNDED) and arguments.get("timeout") != Const(None):
                    attempts = Unknown(Reason.UNSUPPORTED, "a time limit", is_number=True)
            case "retrying", "retry":
                attempts = _either(arguments, ("stop_max_attempt_number",), ("stop_max_delay", "stop_func", "stop"), place)
            case "retry", "retry" | "api.retry" | "retry_call":
                tries = arguments.get("tries")
                attempts = counted(None if tries == Const(-1) else tries, place, default=None)
            case _:
                return None
        return RetryLayer(library, place, attempts)

    def _tenacity(self, arguments: Arguments, place: Place) -> Value:
        stop = arguments.get("stop")
        if stop is None:
            if arguments.open is not None:
                return Unknown(Reason.STARRED_KWARGS, "stop")
            return Known(UNBOUNDED, Origin(Layer.WRAPPER, place))
        return join(_stop(each, place) for each in choices(stop))

    def _loop(self, frame: Frame, index: int) -> Iterator[RetryLayer | None]:
        region = frame.regions[index]
        if not isinstance(region, Loop):
            return
        statement = region.statement
        place = frame.module.source.place(
            ir.Span(statement.span.line, statement.span.column, statement.span.line, statement.span.column + 1)
        )
        if isinstance(statement, ir.For):
            iterated = self._silently(statement.iterable, frame)
            policy = self._policy(iterated, frame)
            if policy is not None:
                yield policy
                return
        attempts = [inner.statement for inner in _inside(frame.regions[index + 1 :]) if isinstance(inner, Attempt)]
        if not any(_swallows(attempt) for attempt in attempts):
            return
        if not _leaves_on_success(statement, attempts):
            return
        yield RetryLayer("loop", place, self._rounds(statement, attempts, frame, place))

    def _rounds(self, statement: ir.While | ir.For, attempts: list[ir.Try], frame: Frame, place: Place) -> Value:
        """How often a retry loop runs at most."""
        origin = Origin(Layer.WRAPPER, place)
        if isinstance(statement, ir.For):
            iterated = self._silently(statement.iterable, frame)
            if isinstance(iterated, Configured) and iterated.path == "range":
                return _range(iterated.arguments, origin)
            if isinstance(iterated, Configured) and iterated.path == "itertools.count":
                return (
                    Known(UNBOUNDED, origin) if not _gives_up(statement, attempts) else Unknown(Reason.UNSUPPORTED, "a counter")
                )
            return Unknown(Reason.UNSUPPORTED, "the length of what is iterated")
        if truth(self._silently(statement.test, frame)) is not True:
            return Unknown(Reason.UNSUPPORTED, "the condition of the loop")
        if _gives_up(statement, attempts):
            return Unknown(Reason.UNSUPPORTED, "a condition that gives up")
        return Known(UNBOUNDED, origin)

    def _silently(self, expression: ir.Expression, frame: Frame) -> Abstract:
        records, frame.records = frame.records, False
        value = self._linker.evaluate(expression, frame)
        frame.records = records
        return value

    def _recursion(self, frame: Frame) -> RetryLayer | None:
        """A handler that calls the function again with what it was called with."""
        if frame.function is None:
            return None
        for region in frame.regions:
            if isinstance(region, Attempt):
                for handler in region.statement.handlers:
                    for call in _calls(handler.body):
                        if _names_function(call.function, frame.function.name):
                            return self._recursive(call, frame)
        return None

    def _recursive(self, call: ir.Call, frame: Frame) -> RetryLayer:
        place = frame.module.source.place(call.span)
        counted = any(
            isinstance(argument.value, ir.Operation)
            or (argument.name or "") in _COUNTERS
            or (isinstance(argument.value, ir.Name) and argument.value.name in _COUNTERS)
            for argument in call.arguments
        )
        attempts: Value = Known(UNBOUNDED, Origin(Layer.WRAPPER, place))
        if counted:
            attempts = Unknown(Reason.UNSUPPORTED, "a counter")
        return RetryLayer("recursion", place, attempts)


def _inside(regions: list[Region]) -> Iterator[Region]:
    """The regions of one loop's body: what an inner loop encloses is that loop's."""
    for region in regions:
        if isinstance(region, Loop):
            return
        yield region


def _seconds(held: Abstract, origin: Origin) -> Value:
    match held:
        case Const(value=None):
            return Absent(origin)
        case Const(value=int() | float() as number):
            return Known(number, origin)
        case Range(low=low, high=high):
            return Bounded(low, high, origin)
        case Opaque(reason=reason, detail=detail):
            return Unknown(reason, detail, origin)
    return Unknown(Reason.UNSUPPORTED, "", origin)


def _earlier(one: Alternative, other: Alternative) -> Value:
    """The deadline in force where both are; one that is not known may be earlier than another, never later."""
    if isinstance(one, Absent) or isinstance(other, Absent):
        return other if isinstance(one, Absent) else one
    first, second = _latest(one), _latest(other)
    if first is None or second is None:
        known = second if first is None else first
        return one if known is None else Bounded(None, known, (other if first is None else one).origin)
    earlier = one if first <= second else other
    exact = isinstance(one, Known) and isinstance(other, Known)
    return earlier if exact else Bounded(None, min(first, second), earlier.origin)


def _latest(value: Alternative) -> float | None:
    """The latest moment a deadline may end; None where that is not known."""
    match value:
        case Known(value=int() | float() as seconds):
            return seconds
        case Bounded(maximum=seconds):
            return seconds
    return None


def _stop(held: Abstract, place: Place) -> Value:
    origin = Origin(Layer.WRAPPER, place)
    match held:
        case Configured(path=path, arguments=arguments) if path.endswith("stop_after_attempt"):
            return counted(arguments.get("max_attempt_number", 0), place, default=None)
        case Configured(path=path, arguments=arguments) if path.endswith("stop_any"):
            bound = counted(arguments.get("max_attempt_number", 0), place, default=None)
            return Bounded(None, bound.value, origin) if isinstance(bound, Known) and isinstance(bound.value, int) else bound
        case Configured(path=path) if "stop" in path:
            # However many it lets through, it ends them.
            return Unknown(Reason.UNSUPPORTED, path.rpartition(".")[2], origin, is_number=True)
        case External(path=path) if path.endswith("stop_never"):
            return Known(UNBOUNDED, origin)
        case Const(value=None):
            return Known(UNBOUNDED, origin)
    return Unknown(Reason.UNSUPPORTED, "stop", origin)


def counted(held: Abstract | None, place: Place, *, default: int | None) -> Value:
    """A number of attempts; None, written or not, is without bound unless the library has a `default`."""
    origin = Origin(Layer.WRAPPER, place)
    if held is None:
        return Known(UNBOUNDED if default is None else default, origin)

    def one(each: Abstract) -> Value:
        match each:
            case Const(value=None):
                return Known(UNBOUNDED, origin)
            case Const(value=int() | float() as number):
                return Known(number, origin)
            case Opaque(reason=reason, detail=detail, number=number):
                return Unknown(reason, detail, origin, number == "yes")
        return Unknown(Reason.UNSUPPORTED, "", origin)

    return join(one(each) for each in choices(held))


def _either(arguments: Arguments, counts: tuple[str, ...], others: tuple[str, ...], place: Place) -> Value:
    """Attempts bounded by a count, or by something else that is not counted in attempts."""
    for name in counts:
        held = arguments.get(name)
        if held is not None and held != Const(None):
            return counted(held, place, default=None)
    if arguments.open is not None:
        return Unknown(Reason.STARRED_KWARGS)
    for name in others:
        held = arguments.get(name)
        if held is not None and held != Const(None):
            return Unknown(Reason.UNSUPPORTED, name, Origin(Layer.WRAPPER, place), is_number=True)
    return Known(UNBOUNDED, Origin(Layer.WRAPPER, place))


def _range(arguments: Arguments, origin: Origin) -> Value:
    bounds = [option.value for option in arguments.positional]
    if len(bounds) == 1:
        return join(_length(Const(0), each, origin) for each in choices(bounds[0]))
    if len(bounds) == 2:
        return join(_length(bounds[0], each, origin) for each in choices(bounds[1]))
    return Unknown(Reason.UNSUPPORTED, "range", origin)


def _length(start: Abstract, stop: Abstract, origin: Origin) -> Value:
    match start, stop:
        case Const(value=int() as first), Const(value=int() as last):
            return Known(max(last - first, 0), origin)
        case _, Opaque(reason=reason, detail=detail):
            return Unknown(reason, detail, origin)
    return Unknown(Reason.UNSUPPORTED, "range", origin)


def _swallows(attempt: ir.Try) -> bool:
    """Whether some handler lets the loop go round again."""
    return any(not _ends(handler.body) for handler in attempt.handlers)


def _ends(body: tuple[ir.Statement, ...]) -> bool:
    """Whether every way through `body` leaves the loop."""
    for statement in body:
        match statement:
            case ir.Return() | ir.Raise():
                return True
            case ir.Jump(kind=kind):
                return kind == "break"
            case ir.If(body=inner, orelse=orelse) if orelse and _ends(inner) and _ends(orelse):
                return True
            case ir.With(body=inner) if _ends(inner):
                return True
    return False


def _leaves_on_success(statement: ir.While | ir.For, attempts: list[ir.Try]) -> bool:
    """Whether the loop is over once the call has succeeded: what tells retrying from going through work."""
    return any(_ends(attempt.body) or _ends(attempt.orelse) for attempt in attempts) or _ends(_after(statement.body, attempts))


def _after(body: tuple[ir.Statement, ...], attempts: list[ir.Try]) -> tuple[ir.Statement, ...]:
    for index, statement in enumerate(body):
        if any(statement is attempt for attempt in attempts):
            return body[index + 1 :]
    return ()


def _gives_up(statement: ir.While | ir.For, attempts: list[ir.Try]) -> bool:
    """Whether a failure may end the loop under some condition: a counter, a clock.

    A condition on the error alone is no bound: the same error comes back as often as it likes.
    """
    around = [each for each in statement.body if not any(each is attempt for attempt in attempts)]
    around.extend(each for attempt in attempts for each in attempt.final)
    return any(_may_end(each, None) for each in around) or any(
        _may_end(each, handler.name)
        for attempt in attempts
        for handler in attempt.handlers
        if not _ends(handler.body)
        for each in handler.body
    )


def _may_end(statement: ir.Statement, error: str | None) -> bool:
    if not isinstance(statement, ir.If) or (error is not None and _only_about(statement.test, error)):
        return False
    return _leaves(statement.body, error) or _leaves(statement.orelse, error)


def _only_about(test: ir.Expression, error: str) -> bool:
    """Whether nothing but the error decides `test`."""
    match test:
        case ir.Name(name=name):
            return name == error
        case ir.Constant():
            return True
        case ir.Attribute(value=owner):
            return _only_about(owner, error) or _is_type(test)
        case ir.Operation(operands=operands):
            return all(_only_about(each, error) for each in operands)
        case ir.Call(function=ir.Name(name="isinstance" | "str" | "getattr" | "hasattr"), arguments=arguments):
            return bool(arguments) and _only_about(arguments[0].value, error)
        case ir.Call(function=ir.Attribute(value=owner), arguments=arguments):
            return _only_about(owner, error) and all(_only_about(each.value, error) for each in arguments)
    return False


def _is_type(node: ir.Expression) -> bool:
    return isinstance(node, ir.Attribute) and node.name[:1].isupper()


def _leaves(body: tuple[ir.Statement, ...], error: str | None) -> bool:
    return any(
        isinstance(each, ir.Return | ir.Raise) or (isinstance(each, ir.Jump) and each.kind == "break") or _may_end(each, error)
        for each in body
    )


def _calls(body: tuple[ir.Statement, ...]) -> Iterator[ir.Call]:
    for statement in body:
        match statement:
            case ir.Return(value=value) | ir.Evaluate(value=value) | ir.Assign(value=value):
                while isinstance(value, ir.Await):
                    value = value.value
                if isinstance(value, ir.Call):
                    yield value
            case ir.If(body=inner, orelse=orelse):
                yield from _calls(inner)
                yield from _calls(orelse)


def _names_function(function: ir.Expression, name: str) -> bool:
    match function:
        case ir.Name(name=called):
            return called == name
        case ir.Attribute(value=ir.Name(name="self" | "cls"), name=called):
            return called == name
    return False
