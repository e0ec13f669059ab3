"""Which findings does a comment suppress, and which suppressions are of no use?"""

from __future__ import annotations

from collections.abc import Iterable

from llmlint.facts import DirectiveFacts
from llmlint.findings import Finding
from llmlint.static.directives import Suppression
from llmlint.static.ir import Span
from llmlint.static.source import Source


class Suppressions:
    """The suppressions of one file, and which of them have been used."""

    def __init__(self, source: Source, suppressions: Iterable[Suppression]) -> None:
        self._source = source
        self._all = tuple(suppressions)
        self._used: set[int] = set()

    def covers(self, finding: Finding, statement: tuple[int, int]) -> bool:
        """Whether `finding`, on a statement that spans these lines, is suppressed there or at its origin in this file."""
        spans = [statement]
        if finding.origin is not None and finding.origin.path == self._source.path:
            first = self._source.line_of(finding.origin)
            spans.append((first, first + max(finding.origin.end_line - finding.origin.line, 0)))
        covered = False
        for index, suppression in enumerate(self._all):
            if suppression.rule == finding.rule and any(suppression.speaks_of(span) for span in spans):
                self._used.add(index)
                covered = True
        return covered

    def facts(self) -> list[DirectiveFacts]:
        """One record a suppression; asked once all findings have been offered."""
        return [
            DirectiveFacts(
                self._source.place(Span(each.line, each.column, each.line, len(self._source.excerpt(each.line)) + 1)),
                each.rule,
                index in self._used,
                each.reason,
                (each.line, each.line),
            )
            for index, each in enumerate(self._all)
        ]
