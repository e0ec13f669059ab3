"""Where is the interpretation: in which function of which module, inside what, and what has it met so far?"""

from __future__ import annotations

from dataclasses import dataclass, field

from llmlint.static import ir
from llmlint.static.link.domain import Abstract, FunctionRef
from llmlint.static.link.relevance import Relevant
from llmlint.static.link.state import State
from llmlint.static.skeleton import Scope
from llmlint.static.summary import ModuleSummary


@dataclass(slots=True, eq=False)
class Loop:
    """A loop around the current statement, and the states that left its body early."""

    statement: ir.While | ir.For
    breaks: list[State] = field(default_factory=list)
    continues: list[State] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Attempt:
    """A `try` around the current statement: only its body, not its handlers."""

    statement: ir.Try


@dataclass(slots=True, eq=False)
class Enclosing:
    """A value that encloses what happens: a `with` item, or `asyncio.wait_for` around its argument."""

    value: Abstract


Region = Loop | Attempt | Enclosing


@dataclass(slots=True, eq=False)
class Frame:
    """One function, or one top-level unit, being interpreted.

    `before` is the index of the top-level unit that runs: it sees only what earlier units bound.  `records` says whether calls
    met here are reported: those of the function asked about are, those of functions it calls are not.
    """

    module: ModuleSummary
    state: State
    scope: Scope | None = None
    function: ir.Function | None = None
    receiver: Abstract | None = None
    closure: Frame | None = None
    before: int | None = None
    depth: int = 0
    records: bool = False
    statement: ir.Span | None = None
    regions: list[Region] = field(default_factory=list)
    returns: list[Abstract] = field(default_factory=list)
    exits: list[State] = field(default_factory=list)
    globals: set[str] = field(default_factory=set)
    volatile: set[str] = field(default_factory=set)
    """Names that an inner function rebinds whenever it is called."""
    nested: dict[int, FunctionRef] = field(default_factory=dict)
    relevant: Relevant | None = None
    shallow: bool = False
    """Whether the current statement cannot matter, so that project functions are not followed."""

    @property
    def loops(self) -> list[Loop]:
        """The loops around the current statement, outermost first."""
        return [region for region in self.regions if isinstance(region, Loop)]
