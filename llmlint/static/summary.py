"""What is known of one module?  Its skeleton, and its definitions compiled on demand, each once."""

from __future__ import annotations

from typing import Final

from llmlint.findings import Unreadable
from llmlint.static import ir
from llmlint.static.skeleton import Scope, Skeleton, Unit, skeleton
from llmlint.static.source import Source, UnreadableSource
from llmlint.values import Reason

MAX_FOLLOWED: Final = 160
"""Lines of a definition that is followed; what makes clients and options is short, and parsing is what linking spends."""


class ModuleSummary:
    """A module, self-contained: it knows nothing of policies, knowledge or other modules.

    `name` is the dotted name by which its project imports it, "" for a script that stands alone.  `unreadable` lists the
    definitions that nest too deep or that LibCST refuses; they are `Opaque`.
    """

    def __init__(self, name: str, source: Source, outline: Skeleton) -> None:
        self.name = name
        self.source = source
        self.skeleton = outline
        self.unreadable: list[Unreadable] = []
        self.sought: ir.Function | None = None
        """A function whose calls are looked for: names lead to it however long it is."""
        self._compiled: dict[Unit, tuple[ir.Statement, ...]] = {}

    def statements(self, scope: Scope, unit: Unit) -> tuple[ir.Statement, ...]:
        """The statements of `unit`; empty where it cannot be read, which `unreadable` then says."""
        found = self._compiled.get(unit)
        if found is None:
            # LibCST takes a tenth of a second to load: a run that meets no candidate does without it.
            from llmlint.static.scan import TooDeep, Unparsed, scan

            try:
                found = scan(unit, self.source, scope.qualified_name)
            except TooDeep:
                found = ()
                self._refuse(unit, f"nests too deep to be read ({Reason.TOO_DEEP.value})")
            except Unparsed as error:
                found = ()
                self._refuse(unit, f"cannot be read: {error}")
            self._compiled[unit] = found
        return found

    def followed(self, scope: Scope, unit: Unit) -> tuple[ir.Statement, ...]:
        """As `statements`, for a definition that a call elsewhere leads to: one too long to be about options is left alone."""
        return self.statements(scope, unit) if unit.end - unit.start < MAX_FOLLOWED or self._is_sought(unit) else ()

    def _is_sought(self, unit: Unit) -> bool:
        compiled = self._compiled.get(unit)
        return self.sought is not None and bool(compiled) and compiled is not None and compiled[0] is self.sought

    def text_of(self, unit: Unit) -> str:
        """The source of `unit`, whole lines."""
        return "\n".join(self.source.lines[unit.start - 1 : unit.end])

    def _refuse(self, unit: Unit, why: str) -> None:
        span = ir.Span(unit.start, 1, unit.end, 1)
        place = self.source.place(span)
        name = next(iter(unit.binds), "a statement") if unit.is_function else "a statement"
        self.unreadable.append(Unreadable(self.source.path, f"{name} {why}", place.line))


def summarise(name: str, source: Source) -> ModuleSummary:
    """The summary of `source`.  Raises UnreadableSource where it is no Python, with the place."""
    try:
        return ModuleSummary(name, source, skeleton(source.text))
    except SyntaxError as error:
        line = error.lineno
        place = source.place(ir.Span(line, 1, line, 1)) if line else None
        cell = f"cell {place.cell}, " if place is not None and place.cell is not None else ""
        raise UnreadableSource(f"{cell}does not parse: {error.msg}", place.line if place else None) from error
    except (RecursionError, MemoryError) as error:
        raise UnreadableSource("nests too deep to be read") from error
    except ValueError as error:
        raise UnreadableSource(f"does not parse: {error}") from error
