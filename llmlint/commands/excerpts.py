"""What does the source say at the places a finding points to?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from llmlint.findings import FileResult, Finding
from llmlint.static.source import Source, UnreadableSource, read
from llmlint.values import Place

NOTHING: Mapping[str, bytes] = {}


def line_at(place: Place, contents: Mapping[str, bytes] = NOTHING) -> str:
    """The line at `place` (path as seen from the working directory); empty where it cannot be read.

    `contents` stands in for files by path, as standard input does.
    """
    source = _source(place.path, contents.get(place.path))
    return "" if source is None else source.excerpt(source.line_of(place))


def with_excerpts(result: FileResult, contents: Mapping[str, bytes] = NOTHING) -> FileResult:
    """`result` with the line of every second place of its findings, so that no report reads files."""
    return replace(result, findings=tuple(_with_excerpts(finding, contents) for finding in result.findings))


def _with_excerpts(finding: Finding, contents: Mapping[str, bytes]) -> Finding:
    if all(each.excerpt for each in finding.related):
        return finding
    related = tuple(each if each.excerpt else replace(each, excerpt=line_at(each.place, contents)) for each in finding.related)
    return replace(finding, related=related)


@lru_cache(maxsize=32)
def _source(path: str, data: bytes | None) -> Source | None:
    try:
        return read(path, Path(path).read_bytes() if data is None else data)
    except (OSError, ValueError, UnreadableSource):
        return None
