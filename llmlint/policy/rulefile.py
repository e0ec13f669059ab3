"""Which rules are there, and what does each say?

A rule is found by being there: `rules/<id>.toml`.  Its file stem is its id, the name of the bad thing.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

import llmlint
from llmlint.facts import FACTS
from llmlint.findings import Severity
from llmlint.policy import conditions, message
from llmlint.policy.compiled import CompiledRule, Condition, FixTemplate
from llmlint.policy.keys import REFERENCES
from llmlint.policy.problems import RuleError
from llmlint.problems import Problem, did_you_mean, nearest

RULE_ID: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*\Z")
PACKS: Final = "packs"
"""The folder of the packs, within the folder of the rules."""

Text = Annotated[str, Field(min_length=1)]


class _Table(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")


class _Fix(_Table):
    set: Text
    to: str | int | float
    safety: Literal["safe", "unsafe"]


class _Example(_Table):
    bad: Text
    good: Text
    policy: str = ""


class _RuleFile(_Table):
    summary: Text
    subject: Literal["call", "client", "secret", "directive", "program"]
    group: Text
    rank: Annotated[int, Field(ge=1)]
    severity: Literal["error", "warning", "info"]
    packs: list[str]
    message: Text
    remedy: Text
    why: Text
    references: list[Annotated[str, Field(pattern=r"^https://\S+$")]] = []
    fix: _Fix | None = None
    applies_to: dict[str, Any] = {}
    require: dict[str, Any]
    example: Annotated[list[_Example], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Example:
    """The same code, once with the bad thing and once without, under `policy` (the text of a policy; empty: the default)."""

    bad: str
    good: str
    policy: str = ""


@dataclass(frozen=True, slots=True)
class RulePage:
    """A rule and what `explain`, the docs and SARIF tell of it.  `packs` are the packs that switch it on."""

    rule: CompiledRule
    why: str
    references: tuple[str, ...]
    examples: tuple[Example, ...]
    packs: tuple[str, ...]


def rules_folder() -> Path:
    """The folder of the rules: in an installed wheel inside the package, in a checkout beside it."""
    package = Path(llmlint.__file__).parent
    installed = package / "rules"
    return installed if installed.is_dir() else package.parent / "rules"


@lru_cache(maxsize=8)
def pages(folder: Path | None = None) -> tuple[RulePage, ...]:
    """Every rule in `folder` (default: `rules_folder()`), by subject, group, rank and id.

    Raises RuleError with all that is wrong: a file that is no rule, two rules of one rank, an unknown pack.
    """
    folder = rules_folder() if folder is None else folder
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise RuleError([Problem(str(folder), None, "there are no rules here", "one TOML file for each rule")])
    packs = pack_names(folder)
    found: list[RulePage] = []
    problems: list[Problem] = []
    for file in files:
        try:
            found.append(read(file, packs))
        except RuleError as error:
            problems.extend(error.problems)
    found.sort(key=lambda page: (page.rule.subject, page.rule.group, page.rule.rank, page.rule.id))
    problems.extend(_same_rank(page.rule for page in found))
    if problems:
        raise RuleError(problems)
    return tuple(found)


def pack_names(folder: Path | None = None) -> tuple[str, ...]:
    """The packs there are, each a file `packs/<name>.toml` in the folder of the rules."""
    folder = rules_folder() if folder is None else folder
    return tuple(sorted(file.stem for file in (folder / PACKS).glob("*.toml")))


def read(file: Path, packs: Iterable[str]) -> RulePage:
    """The rule in `file`.  Raises RuleError."""
    name = f"{file.parent.name}/{file.name}"
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
        raw = _RuleFile.model_validate(data)
    except ValidationError as error:
        raise RuleError(
            Problem(name, None, f"{'.'.join(map(str, each['loc']))}: {each['msg'][0].lower()}{each['msg'][1:]}")
            for each in error.errors()
        ) from None
    except (OSError, ValueError) as error:
        raise RuleError([Problem(name, None, f"cannot be read: {error}")]) from None
    wrong = list(_wrong(file.stem, raw, tuple(packs)))
    compiled: dict[str, Condition] = {}
    for key, table in (("applies_to", raw.applies_to), ("require", raw.require)):
        try:
            compiled[key] = conditions.parse(table, key)
        except conditions.ConditionError as error:
            wrong.append(str(error))
    if wrong:
        raise RuleError(Problem(name, None, what) for what in wrong)
    fix = raw.fix
    rule = CompiledRule(
        id=file.stem,
        summary=raw.summary,
        subject=raw.subject,
        group=raw.group,
        rank=raw.rank,
        severity=Severity(raw.severity),
        message=raw.message,
        remedy=raw.remedy,
        applies_to=compiled["applies_to"],
        require=compiled["require"],
        fix=None if fix is None else FixTemplate(fix.set, fix.to, fix.safety),
    )
    examples = tuple(Example(each.bad, each.good, each.policy) for each in raw.example)
    return RulePage(rule, raw.why.strip(), tuple(raw.references), examples, tuple(raw.packs))


def _wrong(stem: str, raw: _RuleFile, packs: tuple[str, ...]) -> Iterator[str]:
    if RULE_ID.match(stem) is None:
        yield f"the file is named {stem!r}; a rule's id is lower-case words joined by hyphens"
    if not raw.require:
        yield "require: demands nothing"
    for field in sorted(message.unknown_fields(raw.message)):
        yield f"message: there is no field {{{field}}}{did_you_mean(nearest(field, (*message.FIELDS, *FACTS)))}"
    for pack in raw.packs:
        if pack not in packs:
            yield f"packs: there is no pack {pack!r}{did_you_mean(nearest(pack, packs))}"
    if raw.fix is not None:
        if raw.fix.set not in FACTS:
            yield f"fix.set: there is no fact {raw.fix.set!r}{did_you_mean(nearest(raw.fix.set, FACTS))}"
        if isinstance(raw.fix.to, str) and raw.fix.to.startswith("$") and raw.fix.to[1:] not in REFERENCES:
            yield f"fix.to: there is no setting {raw.fix.to!r}{did_you_mean(nearest(raw.fix.to[1:], REFERENCES))}"


def _same_rank(rules: Iterable[CompiledRule]) -> Iterator[Problem]:
    first: dict[tuple[str, str, int], str] = {}
    for rule in rules:
        other = first.setdefault((rule.subject, rule.group, rule.rank), rule.id)
        if other != rule.id:
            what = f"rank {rule.rank} of group {rule.group!r} is taken by {other}.toml"
            yield Problem(f"{rule.id}.toml", None, what, "a rank of its own")
