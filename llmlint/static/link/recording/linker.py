"""How did linking come to what it says of a call?  The linker again, with every step it takes written down.

Each part of the linker is extended where it follows something, and none of them knows: a run that nobody asks for its steps pays
nothing for them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from llmlint.facts import Step, Trail
from llmlint.knowledge.loader import Knowledge
from llmlint.static import ir
from llmlint.static.link.domain import Abstract, ClientRef, DictRef, External, FunctionRef, Instance, Items, Opaque, choices
from llmlint.static.link.frame import Frame
from llmlint.static.link.linker import Linker, Modules
from llmlint.static.link.recording.calling import RecordingCaller, RecordingCallers
from llmlint.static.link.recording.flow import RecordingEvaluator, RecordingFlow
from llmlint.static.link.recording.objects import RecordingClasses, RecordingGlobals
from llmlint.static.link.recording.sites import RecordingSites
from llmlint.static.link.recording.trail import Recorder, Steps, called, holder_of, place_of, shortened
from llmlint.static.link.relevance import Question
from llmlint.values import Place

_WHATEVER: Final = "whatever its callers pass"


class RecordingLinker(Linker):
    """A linker that keeps, for every call it finds, the steps to each part of it."""

    evaluator: RecordingEvaluator
    calling: RecordingCaller

    def __init__(self, knowledge: Knowledge, modules: Modules) -> None:
        super().__init__(knowledge, modules)
        self.recorder = Recorder()
        self.evaluator = RecordingEvaluator(self)
        self.flow = RecordingFlow(self)
        self.calling = RecordingCaller(self)
        self.callers = RecordingCallers(self)
        self.classes = RecordingClasses(self)
        self.globals = RecordingGlobals(self)
        self.sites = RecordingSites(self)
        self.starred: str | None = None
        """The name that is looked for in `from module import *`."""
        self.imports: dict[tuple[Frame, str], tuple[Abstract, Steps]] = {}
        self._trails: dict[Place, dict[str, Steps]] = {}

    def trail(self, call: Place) -> Trail:
        """The steps to the call at `call`."""
        return self._trails.get(call, {})

    def keep(self, call: Place, part: str, steps: Iterable[Step]) -> None:
        """Add to the steps that led to `part` of a call, which may be met in several ways."""
        trail = self._trails.setdefault(call, {})
        kept = shortened((*trail.get(part, ()), *steps))
        if kept:
            trail[part] = kept

    def here(self, frame: Frame) -> Place:
        """Where the current statement stands."""
        return frame.module.source.place(frame.statement or ir.Span(1, 1, 1, 1))

    def enter(self, reference: FunctionRef, question: Question) -> Frame:
        mark = self.recorder.mark()
        frame = super().enter(reference, question)
        self.recorder.forget(mark)
        for parameter in reference.function.parameters:
            held = frame.state.variables.get(parameter.name)
            if held is None or held is reference.receiver:
                continue
            default = self.evaluator.evaluated(parameter.default)[1] if parameter.default is not None else ()
            named = f"parameter {parameter.kind}{parameter.name} of {called(reference.function)}"
            for each in choices(held):
                match each:
                    case Opaque() | DictRef() | Items():
                        told = f"{named}: {_WHATEVER}"
                    case ClientRef() | Instance() if parameter.annotation is not None:
                        told = f"{named}, as annotated"
                    case _:
                        told = f"{named} has a default"
                self.recorder.hold(frame, parameter.name, each, (Step(told, place_of(reference)), *default))
        return frame

    def name(self, name: str, frame: Frame) -> Abstract:
        found = super().name(name, frame)
        around: Frame | None = frame
        while around is not None:
            self.recorder.repeat(self.recorder.held(holder_of(around, name), name, found))
            around = around.closure
        return found

    def imported(self, path: str, frame: Frame) -> Abstract:
        recorder, mark = self.recorder, self.recorder.mark()
        found = super().imported(path, frame)
        dots = path[: len(path) - len(path.lstrip("."))]
        module, _, name = path[len(dots) :].rpartition(".")
        if isinstance(found, Opaque):
            recorder.step(f"stopped: {path} is not found in the project", self.here(frame))
        elif not isinstance(found, External):
            told = f"{name} is imported from {dots}{module}" if dots or module else f"{name} is imported"
            if self.starred is not None:
                told = f"{self.starred} is among all that is imported from {path}"
            recorder.step(told, self.here(frame), mark)
        self.imports[frame, path] = (found, recorder.since(mark))
        return found
