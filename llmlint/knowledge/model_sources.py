"""What do the snapshots say of a provider's models, where several speak of one?

The price is the provider's own in genai-prices; else litellm's for that provider; else that of the lists which genai-prices
itself falls back to.  Where two differ the first counts, and it is counted how often they do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Final

from llmlint.knowledge.model_schema import ProviderModels, Sources
from llmlint.knowledge.model_sections import Row, Section
from llmlint.knowledge.name_rules import beyond_names, covers, named
from llmlint.knowledge.refresh.snapshots import Record, read
from llmlint.knowledge.spellings import with_dashes
from llmlint.knowledge.written import File, KnowledgeError
from llmlint.problems import Problem

_PRICES, _TABLE, _SDKS = "genai-prices", "litellm", ("openai", "anthropic")
_MODES: Final = {
    "chat": "generation",
    "completion": "generation",
    "responses": "generation",
    "embedding": "embedding",
    "rerank": "rerank",
    "image_generation": "image",
    "audio_transcription": "audio",
    "audio_speech": "audio",
}
_REFUSES_SAMPLING: Final = {
    "id": "refuses-sampling",
    "parameters": ["temperature", "top_p", "top_k"],
    "description": "refuses temperature, top_p and top_k other than their defaults",
    "reference": "litellm, model_prices_and_context_window_backup.json: supports_sampling_params",
}
_NEEDS_STREAMING: Final = {
    "id": "needs-streaming",
    "parameters": ["max_tokens"],
    "description": "the SDK refuses a larger max_tokens without streaming, as long as no timeout is set",
    "reference": "anthropic, _constants.py: MODEL_NONSTREAMING_TOKENS",
}


@dataclass
class Published:
    """The snapshots, by provider and by name."""

    sources: Mapping[str, str]
    notices: Mapping[str, str]
    pinned: str
    genai: Mapping[str, Sequence[Record]]
    litellm: Mapping[str, Sequence[Record]]
    literals: Mapping[str, Mapping[str, Record]]
    differ: Counter[str] = field(default_factory=Counter)
    """How often two of them say different things of one model, by what it is about."""

    @classmethod
    def read(cls, folder: Path) -> Published:
        """The snapshots in `folder`.  Raises KnowledgeError."""
        try:
            whole = {name: read(name, folder) for name in (_PRICES, _TABLE, *_SDKS)}
        except (OSError, ValueError) as error:
            raise KnowledgeError(Problem(folder.name, None, f"a snapshot cannot be read: {error}")) from error
        return cls(
            sources={name: f"{name} {each['version']}" for name, each in whole.items()},
            notices={name: f"{each['copyright']} ({each['licence']})" for name, each in whole.items()},
            pinned=max(str(each["pinned"]) for each in whole.values()),
            genai=_by_provider(whole[_PRICES]["records"]),
            litellm=_by_provider(whole[_TABLE]["records"]),
            literals={name: {record["name"]: record for record in whole[name]["records"]} for name in _SDKS},
        )

    def section(self, file: File, said: ProviderModels) -> Section:
        """What is published of a provider."""
        section = Section(file, said)
        own, others = self._lists(said)
        table = {name.lower(): record for name, record in self._tabled(said.sources)}
        literals = self._literals(said.sources)
        by_hand = [name for facts in said.models for name in facts.names if not is_glob(name)]
        written = [*_listed([*own, *others]), *(name for name, _ in self._tabled(said.sources)), *literals]
        section.new = {name.lower() for name in by_hand} - {name.lower() for name in written}
        for name in sorted({*written, *by_hand}):
            section.row(name)
        for name, row in section.names.items():
            self._priced(section, row, (_first(own, name), table.get(name), _first(others, name)))
            self._described(section, row, table.get(name, {}), literals.get(name, {}))
            if "nonstreaming_limit" in self.literals["anthropic"].get(name, {}):
                limit = self.literals["anthropic"][name]["nonstreaming_limit"]
                section.defective(row, {**_NEEDS_STREAMING, "limit": limit})
        for record in (*own, *others):
            rule = beyond_names(record["match"])
            if rule is not None:
                row = {}
                self._priced(section, row, (record, None, None))
                section.rules.append([rule, row])
        return section

    def _lists(self, said: ProviderModels) -> tuple[list[Record], list[Record]]:
        """The provider's own list, and those that it falls back to; a vendor serves what it makes and nothing else."""
        whole = self.genai.get(said.sources.genai_prices or "", [])
        own = [record for record in whole if not any(fnmatchcase(str(record["id"]), glob) for glob in said.sources.skip)]
        names = whole[0].get("fallback", []) if whole and not said.vendor else []
        return own, [record for name in names for record in self.genai[name]]

    def _literals(self, sources: Sources) -> Mapping[str, Record]:
        """The models that the vendor's SDK names; it names some as others serve them, too."""
        named = self.literals[sources.sdk] if sources.sdk else {}
        return {name: record for name, record in named.items() if "@" not in name and not name.startswith("anthropic.")}

    def _tabled(self, sources: Sources) -> Iterator[tuple[str, Record]]:
        """(name, record) of litellm's table, the last of a name being the one that counts."""
        for provider in reversed(sources.litellm):
            for record in reversed(self.litellm[provider]):
                key = str(record["name"])
                name = next((key.removeprefix(prefix) for prefix in sources.prefixes if key.startswith(prefix)), key)
                if not any(fnmatchcase(name, glob) for glob in sources.skip):
                    yield name, record

    def _priced(self, section: Section, row: Row, told: tuple[Record | None, Record | None, Record | None]) -> None:
        """The price and the window by the own list, the table, the lists that are fallen back to."""
        own, table, other = told
        prices = [_list_price(own, section.said.id), _table_price(table, section.said.id), _list_price(other)]
        first = next((each for each in prices if each is not None), None)
        if first is not None:
            section.priced(row, first)
        if prices[0] is not None and prices[1] is not None and _rates(prices[0]) != _rates(prices[1]):
            self.differ["prices"] += 1
        listed = own or other or {}
        window, most = listed.get("window"), (table or {}).get("max_input", 0)
        if window is not None and window < most:
            self.differ["windows"] += 1
        if window is not None:
            row["context_window"] = max(window, most)
        if listed.get("deprecated"):
            row["deprecated"] = True

    def _described(self, section: Section, row: Row, table: Record, literal: Record) -> None:
        if "max_input" in table:
            row["max_input_tokens"] = table["max_input"]
        if "max_output" in table:
            row["max_output_tokens"] = table["max_output"]
        if table.get("reasoning"):
            row["reasoning"] = True
        kind = literal.get("kind") or _MODES.get(table.get("mode", ""))
        if kind is not None:
            row["kind"] = kind
        days = [each["retires"] for each in (literal, table) if "retires" in each]
        if days:
            row["retires"] = days[0]
        if len(set(days)) > 1:
            self.differ["retirements"] += 1
        if literal.get("deprecated"):
            row["deprecated"] = True
        if table.get("sampling") is False:
            section.defective(row, _REFUSES_SAMPLING)


def _by_provider(records: Sequence[Record]) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for record in records:
        found.setdefault(str(record["provider"]), []).append(record)
    return found


def _listed(records: Sequence[Record]) -> Iterator[str]:
    """The names that a price list has, and those of its models that are names."""
    for record in records:
        yield from named(record["match"])
        if covers(record["match"], str(record["id"]).lower()) and not str(record["id"]).endswith("-"):
            yield str(record["id"])


def is_glob(name: str) -> bool:
    """Whether a name in a file written by hand stands for several."""
    return any(character in name for character in "*?[")


def _first(records: Sequence[Record], name: str) -> Record | None:
    """The model of a price list that a name means, by the list's own rules; dates are tried with dashes too."""
    for each in dict.fromkeys((name.lower(), with_dashes(name.lower()))):
        for record in records:
            if covers(record["match"], each):
                return record
    return None


def _list_price(record: Record | None, provider: str | None = None) -> Row | None:
    """The price of a model in the list of `provider`, or of whom it falls back to.

    An empty one says that the model is free where its name says so; else it says nothing.
    """
    if record is None:
        return None
    free = {"input": "0", "output": "0"} if str(record["id"]).endswith(":free") else {}
    dated = [{**each, "rates": each["rates"] or free} for each in record["prices"]]
    if not any(each["rates"] for each in dated):
        return None
    return {"source": _PRICES, "provider": provider or record["provider"], "id": record["id"], "dated": dated}


def _table_price(record: Record | None, provider: str) -> Row | None:
    """The price of a model in the table, where zero stands for what is not known."""
    rates: Mapping[str, Any] = {} if record is None else record.get("rates", {})
    if record is None or not any(Decimal(each if isinstance(each, str) else each[0]) for each in rates.values()):
        return None
    return {"source": _TABLE, "provider": provider, "id": record["name"], "dated": [{"rates": rates}]}


def _rates(price: Row) -> tuple[Any, ...]:
    """What of a price is compared: tokens in and out, where it has no conditions or after the last of them."""
    rates = price["dated"][-1]["rates"]
    return tuple(
        Decimal(each if isinstance(each, str) else each[0]) for each in (rates.get("input", "0"), rates.get("output", "0"))
    )
