"""What is written down of one provider's models, while it is put together?"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from llmlint.knowledge.model_schema import ProviderModels
from llmlint.knowledge.written import File

Row = dict[str, Any]


@dataclass
class Section:
    """The rows of a provider, as they are written: names in lower case; prices and defects are told once, by their places."""

    file: File
    said: ProviderModels
    names: dict[str, Row] = field(default_factory=dict)
    prices: list[Row] = field(default_factory=list)
    rules: list[Any] = field(default_factory=list)
    """[rule, row] for names that no list has, in the order in which they are tried."""
    defects: list[Row] = field(default_factory=list)
    new: set[str] = field(default_factory=set)
    """The names that nobody else has, as far as is published."""
    _places: dict[str, int] = field(default_factory=dict)

    def row(self, name: str) -> Row:
        """The row of a name; a new one where there is none yet."""
        lower = name.lower()
        row = self.names.setdefault(lower, {})
        if name != lower:
            row.setdefault("written", name)
        return row

    def matching(self, glob: str) -> list[str]:
        """The names that a glob matches."""
        return [name for name in self.names if fnmatchcase(name, glob.lower())]

    def priced(self, row: Row, price: Row) -> None:
        """`row` costs `price`."""
        row["price"] = self._place(self.prices, price)

    def defective(self, row: Row, defect: Row) -> None:
        """`row` has `defect`."""
        row.setdefault("defects", []).append(self._place(self.defects, defect))

    def _place(self, rows: list[Row], row: Row) -> int:
        key = json.dumps(row, sort_keys=True)
        if key not in self._places:
            self._places[key] = len(rows)
            rows.append(row)
        return self._places[key]
