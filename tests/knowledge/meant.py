"""What does an entry of the knowledge say, read as its words stand in the TOML?

Worked out apart from the code that lints, which compiles, loads and narrows the same entries.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from packaging.specifiers import SpecifierSet

from llmlint.knowledge.build import FOLDER
from llmlint.knowledge.schema import Method, Option, Otherwise, Sdk
from llmlint.values import UNBOUNDED, Layer
from tests.knowledge.writing import Given

Fact = Literal["timeout", "max_retries", "max_output_tokens", "model", "stream"]
FACTS: Final[tuple[Fact, ...]] = ("timeout", "max_retries", "max_output_tokens", "model", "stream")
NOTHING: Final = "nothing in force"
UNSEEN: Final = "not to be seen"
_BOUND = re.compile(r"(?:>=|<)([0-9.]+)")


@dataclass(frozen=True)
class Among:
    """One of several things that may be in force."""

    value: object


Told = tuple[object, Layer | None]
"""A value (or `Among` others, or `NOTHING`, `UNSEEN`) and the layer that wrote it."""


def entries() -> dict[str, Sdk]:
    """The entries by the name of their file."""
    files = sorted((FOLDER / "sdks").glob("*.toml"))
    return {file.stem: Sdk.model_validate(tomllib.loads(file.read_text(encoding="utf-8"))) for file in files}


def default(entry: Sdk, method: Method, fact: Fact, version: str) -> Told:
    """What is in force in `version` where nothing is given."""
    option = entry.options[fact]
    if fact == "stream" and method.streams:
        return True, Layer.CALL
    if fact == "max_output_tokens" and fact not in method.parameters:
        return UNSEEN, None
    further = entry.options.get("further_retries") if fact == "max_retries" else None
    more = 0 if further is None or further.sometimes else method.defaults.get("further_retries", further.default) or 0
    if fact in method.defaults:
        return _sum(method.defaults[fact], more), Layer.SDK_DEFAULT
    value = next((era.default for era in option.history if SpecifierSet(era.versions).contains(version)), option.default)
    if option.required or (is_clock(option) and value):
        return UNSEEN, None
    return (NOTHING, None) if value is None else (_sum(value, more), Layer.SDK_DEFAULT)


def _sum(value: object, more: object) -> object:
    return value + more if isinstance(value, int) and isinstance(more, int) and more else value


def meaning(option: Option, name: str, raw: int | None, otherwise: Told, layer: Layer) -> Told:
    """What None or 0 means as `name`; `otherwise` where it is as if nothing was given, and nothing around it says anything."""
    match option.none if raw is None else option.zero:
        case "unbounded":
            return UNBOUNDED, layer
        case "zero":
            return 0, layer
        case "value":
            return raw, layer
    around = (each for each in option.otherwise if name.startswith(f"{each.parameter}.") and "*" in each.values)
    return next(((each.values["*"], layer) for each in around), otherwise)


def written(option: Option | Otherwise, value: object) -> object:
    """A number of seconds or of retries, as the SDK has it."""
    match option.unit, value:
        case "ms", int():
            return value * 1000
        case "attempts", int():
            return value + 1
    return value


def is_near(other: str, name: str) -> bool:
    """Whether one parameter stands around another one, or beside it."""
    return name.startswith(f"{other}.") or name.rpartition(".")[0] == other.rpartition(".")[0]


def is_clock(option: Option) -> bool:
    """Whether the option bounds the time that is spent on sending again, and no number."""
    return option.unit.startswith("elapsed")


def kind(method: Method, given: Given) -> str:
    """What a request asks for, by the first variant that fits."""
    for variant in method.variants:
        if given.holds(variant.parameter) and variant.value == "*" and not (variant.without and given.holds(variant.without)):
            return variant.kind
    return method.kind


def is_inside(option: Option, parameters: list[str], made: Given, given: Given) -> bool:
    """Whether something is written into what an option is as a whole (`retry_config`): what that says is not told here."""
    pairs = ((made, option.client), (given, parameters))
    return any(isinstance(held.keywords.get(name), dict) for held, names in pairs for name in names)


def holders(options: Mapping[Any, Option], parameters: Mapping[Any, list[str]], layer: Layer) -> set[str]:
    """The parameters that hold options inside."""
    names = [*(each for option in options.values() for each in (option.call if layer is Layer.CALL else option.client))]
    return {name.partition(".")[0] for name in [*names, *(each for held in parameters.values() for each in held)] if "." in name}


def versions(entry: Sdk) -> list[str]:
    """A version that the entry speaks of: the latest, and then one of each time that has defaults of its own."""
    eras = [era.versions for option in entry.options.values() for era in option.history]
    bounds = [bound for ranges in (entry.versions, *eras) for bound in _BOUND.findall(ranges)]
    known = [each for each in ("9999", *bounds, *map(_before, bounds)) if SpecifierSet(entry.versions).contains(each)]
    latest = next(each for each in known if not any(SpecifierSet(era).contains(each) for era in eras))
    return [latest, *dict.fromkeys(next(each for each in known if SpecifierSet(era).contains(each)) for era in eras)]


def _before(release: str) -> str:
    """A version just before `release`."""
    *head, last = re.sub(r"(\.0+)+$", "", release).split(".")
    return ".".join([*head, str(int(last) - 1), "9999"])
