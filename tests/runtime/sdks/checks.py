"""Does the guard keep its promises for one SDK, as it is installed here?

For every surface of a recipe: a call that violates opens no connection; one that complies is sent as it is without the guard;
each is settled once, whatever becomes of its stream; repetitions end where the policy says, with the SDK's own error.
"""

from __future__ import annotations

import asyncio
import gc
import inspect
import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from llmlint import guard
from llmlint.runtime.events import Event
from llmlint.runtime.gate import Decision
from llmlint.runtime.usage import Usage
from llmlint.values import UNBOUNDED, Known, OneOf, Unknown, Value
from tests.loopback import Provider

from .ways import Surface, Told, awaited, read, read_async

POLICIES: Final = {
    "models": 'limits.models = ["*small*"]\n',
    "attempts": "limits.attempts = 2\n",
    "nothing": "",
    "rewrite": 'limits.max_output_tokens = 50\nguard.rewrite = ["max_output_tokens"]\n',
}
"""TOML by name; what checks need is compiled from it beforehand."""
ALLOWED: Final = "small-1"
FORBIDDEN: Final = "large-1"


@dataclass
class Report:
    """What was found of one surface; `problems` is empty if all promises were kept."""

    refused: dict[str, bool] = field(default_factory=dict)
    equal: dict[str, bool] = field(default_factory=dict)
    settled: dict[str, str] = field(default_factory=dict)
    """By ending: the status with which it was settled."""
    sent: str = ""
    """Requests on 429: without the guard, and under a policy of two attempts."""
    rewritten: bool | None = None
    problems: list[str] = field(default_factory=list)

    def as_data(self) -> dict[str, Any]:
        return asdict(self)


def check(surface: Surface, policies: Mapping[str, Path], place: str) -> Report:
    """Hold all promises against `surface`; `policies` are bundles by name, `place` is the file whose lines are the call sites."""
    report = Report()
    with Provider().serving() as provider:
        ways = _ways(surface)
        for name, way in ways.items():
            _refused(name, way, provider, policies["models"], report)
            _equal(name, way, provider, policies["models"], surface, report)
            _once(name, way, provider, policies["nothing"], surface, place, report)
        if surface.raw is not None:
            _once("raw, never parsed", surface.raw, provider, policies["nothing"], surface, place, report)
        if surface.stream is not None:
            _endings(surface, provider, policies["nothing"], report)
        if surface.stream_async is not None:
            _async_endings(surface, provider, policies["nothing"], report)
        if surface.repeated is not None:
            _repeated(surface.repeated, surface.error, provider, policies["attempts"], report)
        if surface.over is not None:
            _rewritten(surface.over, provider, policies["rewrite"], report)
    return report


def misread(told: Told, bundle: Path) -> list[str]:
    """What the guard does not read of a call as it is given, in words."""
    decisions: list[Decision] = []
    with Provider().serving() as provider, guard.install(bundle, observer=decisions.append):
        told.call(provider.url)
    if len(decisions) != 1:
        return [f"{len(decisions)} calls"]
    values = {fact: _first(decisions[0].facts.effective(fact)) for fact in told.facts}
    found = {fact: _told(value) for fact, value in values.items()}
    wrong = [
        f"{fact} is {found[fact]!r}, expected {expected!r}" for fact, expected in told.facts.items() if found[fact] != expected
    ]
    layers = {fact: values[fact].origin and values[fact].origin.layer.value for fact in told.layers}
    return wrong + [f"{fact} is given by {layers[fact]}, expected {by}" for fact, by in told.layers.items() if layers[fact] != by]


def broken(scenario: Callable[[Provider, Mapping[str, Path]], None], policies: Mapping[str, Path]) -> str:
    """What does not hold of a scenario, in words; "" if all does."""
    with Provider().serving() as provider:
        try:
            scenario(provider, policies)
        except Exception as error:
            return f"{type(error).__name__}: {error}"
        finally:
            guard.uninstall()
    return ""


def _first(value: Value) -> Any:
    return value.alternatives[0] if isinstance(value, OneOf) else value


def _told(value: Value) -> object:
    match value:
        case Known(value=found):
            return "unbounded" if found is UNBOUNDED else found
        case Unknown(reason=reason):
            return reason.value
    return None


def _ways(surface: Surface) -> dict[str, Callable[[str, str], Any]]:
    found: dict[str, Callable[[str, str], Any]] = {"sync": surface.ask}
    if surface.ask_async is not None:
        found["async"] = awaited(surface.ask_async)
    if surface.stream is not None:
        found["stream"] = read(surface.stream)
    if surface.stream_async is not None:
        found["async stream"] = read_async(surface.stream_async)
    return found


@contextmanager
def _guarded(bundle: Path) -> Iterator[list[Event]]:
    events: list[Event] = []
    with guard.install(bundle, on_event=events.append):
        yield events


def not_refused(surface: Surface) -> str:
    """Why a forbidden call was not refused, by the guard in force, before anything was sent; "" if it was."""
    with Provider().serving() as provider:
        return _not_refused(surface.ask, provider)


def _not_refused(way: Callable[[str, str], Any], provider: Provider) -> str:
    told = "nothing was raised"
    try:
        way(provider.url, FORBIDDEN)
    except guard.PolicyViolation:
        told = ""
    except Exception as error:
        told = f"{type(error).__name__}: {error}"
    return told or (f"{provider.connections} connections" if provider.connections or provider.requests else "")


def _refused(name: str, way: Callable[[str, str], Any], provider: Provider, bundle: Path, report: Report) -> None:
    provider.forget()
    with _guarded(bundle):
        told = _not_refused(way, provider)
    report.refused[name] = not told
    if told:
        report.problems.append(f"{name}: not refused: {told}")


def _equal(name: str, way: Callable[[str, str], Any], provider: Provider, bundle: Path, surface: Surface, report: Report) -> None:
    provider.forget()
    way(provider.url, ALLOWED)
    without = _sent(provider, surface)
    provider.forget()
    with _guarded(bundle):
        way(provider.url, ALLOWED)
    report.equal[name] = without == _sent(provider, surface)
    if not report.equal[name]:
        report.problems.append(f"{name}: sent {_sent(provider, surface)}, without the guard {without}")


def _sent(provider: Provider, surface: Surface) -> list[Any]:
    return [
        (request.path, request.body, {name: text for name, text in request.headers.items() if name not in surface.changing})
        for request in provider.requests
    ]


def _once(
    name: str,
    way: Callable[[str, str], Any],
    provider: Provider,
    bundle: Path,
    surface: Surface,
    place: str,
    report: Report,
) -> None:
    provider.forget()
    with _guarded(bundle) as events:
        way(provider.url, ALLOWED)
        gc.collect()
    used = surface.used_by_stream if "stream" in name and surface.used_by_stream is not None else surface.used
    _settled(name, events, "ok", report)
    for event in events:
        if event.usage != used and not (event.usage is None and used == Usage()):
            report.problems.append(f"{name}: used {event.usage}, expected {used}")
        if surface.places and not str(event.decision.facts.place).partition(":")[0].endswith(place):
            report.problems.append(f"{name}: called at {event.decision.facts.place}")


def _settled(ending: str, events: list[Event], expected: str, report: Report) -> None:
    statuses = [event.status for event in events]
    report.settled[ending] = " ".join(statuses) or "never"
    if statuses != [expected]:
        report.problems.append(f"{ending}: settled {report.settled[ending]}, expected {expected}")


def _endings(surface: Surface, provider: Provider, bundle: Path, report: Report) -> None:
    assert surface.stream is not None
    provider.forget()
    with _guarded(bundle) as events:
        stream: Any = surface.stream(provider.url, ALLOWED)
        next(iter(stream))
        if hasattr(stream, "close"):
            stream.close()
            if surface.closes:
                _settled("closed", events, "closed", report)
            else:
                del stream
                _forgotten("closed", surface, provider, events, report)
    with _guarded(bundle) as events:
        stream = surface.stream(provider.url, ALLOWED)
        next(iter(stream))
        del stream
        _forgotten("abandoned", surface, provider, events, report)
    _broken("error midway", read(surface.stream), provider, bundle, report)


def _forgotten(ending: str, surface: Surface, provider: Provider, events: list[Event], report: Report) -> None:
    """Where nothing holds a stream but the program, forgetting it closes it; else a later call settles it."""
    left: list[str] = []
    for _ in range(20):
        # What logs the pieces in a thread of its own may hold the stream for a moment, or until the next call.
        gc.collect()
        surface.ask(provider.url, ALLOWED)
        left = [event.status for event in events if event.status != "ok"]
        if left:
            break
        time.sleep(0.05)
    report.settled[ending] = " ".join(left) or "never"
    if left not in (["abandoned"], ["closed"]):
        report.problems.append(f"{ending}: settled {report.settled[ending]}")


def _broken(ending: str, way: Callable[[str, str], Any], provider: Provider, bundle: Path, report: Report) -> None:
    """A connection that breaks is an error if it is one to the program: some take it for the end."""
    raised: list[bool] = []
    for guarding in (False, True):
        provider.forget()
        provider.breaks_after = 1
        with _guarded(bundle) if guarding else nullcontext([]) as events:
            try:
                way(provider.url, ALLOWED)
            except Exception:
                raised.append(True)
            else:
                raised.append(False)
    _settled(ending, events, "error" if raised[0] else "ok", report)
    if raised[0] != raised[1]:
        report.problems.append(f"{ending}: raised {raised[1]}, without the guard {raised[0]}")


def _async_endings(surface: Surface, provider: Provider, bundle: Path, report: Report) -> None:
    start = surface.stream_async
    assert start is not None

    async def closed() -> None:
        stream: Any = await start(provider.url, ALLOWED)
        await anext(aiter(stream))
        close = getattr(stream, "aclose", None) or getattr(stream, "close", None)
        closing = None if close is None else close()
        if inspect.isawaitable(closing):
            await closing

    async def cancelled() -> None:
        async with asyncio.timeout(0.5):
            async for _ in await start(provider.url, ALLOWED):
                pass

    if surface.closed_async:
        provider.forget()
        with _guarded(bundle) as events:
            asyncio.run(closed())
            gc.collect()
            surface.ask(provider.url, ALLOWED)
            _settled("async closed", events[:-1], surface.closed_async, report)
    _broken("async error midway", read_async(start), provider, bundle, report)
    for ending, stalls in (("cancelled midway", 1), ("cancelled", None)):
        provider.forget()
        provider.hold, provider.stalls_after = threading.Event(), stalls
        with _guarded(bundle) as events:
            try:
                asyncio.run(cancelled())
            except TimeoutError:
                _settled(ending, events, "cancelled", report)
            else:
                report.problems.append(f"{ending}: it was not cancelled")
            provider.hold.set()


def _rewritten(way: Callable[[str, str], Any], provider: Provider, bundle: Path, report: Report) -> None:
    provider.forget()
    with _guarded(bundle):
        way(provider.url, ALLOWED)
    sent = [json.dumps(request.body) for request in provider.requests]
    report.rewritten = len(sent) == 1 and "900" not in sent[0] and "50" in sent[0]
    if not report.rewritten:
        report.problems.append(f"over its cap: sent {sent}")


def _repeated(way: Callable[[str, str], Any], status: int, provider: Provider, bundle: Path, report: Report) -> None:
    requests: list[int] = []
    for policy in (None, bundle):
        provider.forget()
        provider.answers.extend([status] * 1000)
        error: Exception | None = None
        events: list[Event] = []
        try:
            if policy is None:
                way(provider.url, ALLOWED)
            else:
                with _guarded(policy) as events:
                    way(provider.url, ALLOWED)
        except Exception as raised:
            error = raised
        requests.append(len(provider.requests))
        if error is None or type(error).__module__.startswith("llmlint"):
            report.problems.append(f"repeated: raised {error!r}, not the SDK's own error")
        if policy is not None and [event.retries for event in events] != [len(provider.requests) - 1]:
            report.problems.append(f"repeated: told {[event.retries for event in events]} retries")
        if policy is not None and [event.status for event in events] != ["error"]:
            report.problems.append(f"repeated: settled {[event.status for event in events]}, expected error")
    report.sent = f"{requests[0]} -> {requests[1]}"
    if requests[1] != 2:
        report.problems.append(f"repeated: {requests[1]} requests under a policy of two attempts")
