"""What do the files that declare a project's dependencies say of a distribution?

pyproject.toml (PEP 621, PEP 735, poetry, pdm, uv), Pipfile, setup.cfg and conda's environment.yml.  What is not where it should
be, or not of the type it should have, says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

import tomli
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

from llmlint.knowledge.specifiers import specifier
from llmlint.static.versions.files import Damaged
from llmlint.static.versions.names import naming, spellings
from llmlint.static.versions.requirements import said, text

_CLAUSE: Final = re.compile(r"(\^|~=|~|===?|!=|>=|<=|>|<|=)?\s*v?(\d[\w.*+!-]*|\*)[\s,]*")
_CONDA: Final = re.compile(r"^\s*-\s+[\"']?(?:[\w./-]+::)?([\w.-]+)\s*([^#\"']*)")
_NOT_PACKAGES: Final = ("source", "requires", "pipenv", "scripts")


def declared(name: str, data: bytes, distribution: str) -> tuple[SpecifierSet, ...]:
    """What the file `name` says of `distribution` (its canonical name).  Raises Damaged."""
    written = text(data)
    if re.search(spellings(distribution), written, re.IGNORECASE) is None:
        return ()
    if name == "pyproject.toml":
        found = _pyproject(_toml(written), distribution)
    elif name == "Pipfile":
        tables = (table for key, table in _toml(written).items() if key not in _NOT_PACKAGES)
        found = (each for table in tables for each in _table(table, distribution))
    elif name == "setup.cfg":
        found = said(_setup(written), distribution)
    else:
        found = _conda(written, distribution)
    return tuple(dict.fromkeys(found))


def _pyproject(document: dict[str, Any], distribution: str) -> Iterator[SpecifierSet]:
    lists = [
        _at(document, "project", "dependencies"),
        *_values(_at(document, "project", "optional-dependencies")),
        *_values(_at(document, "dependency-groups")),
        *_values(_at(document, "tool", "pdm", "dev-dependencies")),
        _at(document, "tool", "uv", "dev-dependencies"),
    ]
    requirements = [each for found in lists if isinstance(found, list) for each in found if isinstance(each, str)]
    yield from said(requirements, distribution)
    poetry = _at(document, "tool", "poetry")
    groups = [_at(group, "dependencies") for group in _values(_at(poetry, "group"))]
    for table in (_at(poetry, "dependencies"), _at(poetry, "dev-dependencies"), *groups):
        yield from _table(table, distribution)


def _at(document: Any, *keys: str) -> Any:
    for key in keys:
        document = document.get(key) if isinstance(document, dict) else None
    return document


def _values(table: Any) -> Iterable[Any]:
    return table.values() if isinstance(table, dict) else ()


def _table(table: Any, distribution: str) -> Iterator[SpecifierSet]:
    """What a table of poetry or pipenv says, whose keys are the names."""
    for name, told in table.items() if isinstance(table, dict) else ():
        if canonicalize_name(name) == distribution:
            for each in told if isinstance(told, list) else [told]:
                version = each.get("version") if isinstance(each, dict) else each
                yield from _constraint(version) if isinstance(version, str) else ()


def _constraint(written: str) -> Iterator[SpecifierSet]:
    """A constraint of poetry, which knows all of PEP 440, and `^1.2`, `~1.2`, `1.2` (this version), `||` (or)."""
    for alternative in re.split(r"\|\|?", written):
        clauses = list(_CLAUSE.finditer(alternative.strip()))
        if "".join(clause.group() for clause in clauses) != alternative.strip():
            continue
        try:
            yield specifier(",".join(_pep_440(clause.group(1) or "", clause.group(2)) for clause in clauses))
        except ValueError:
            continue


def _pep_440(operator: str, version: str) -> str:
    if version == "*":
        return ""
    if operator not in ("^", "~"):
        return f"{'==' if operator in ('', '=') else operator}{version}"
    numbers = Version(version.removesuffix(".*")).release
    if operator == "~":
        kept = min(2, len(numbers))
    else:
        kept = next((index for index, number in enumerate(numbers) if number), len(numbers) - 1) + 1
    return f">={version.removesuffix('.*')},<{'.'.join(map(str, [*numbers[: kept - 1], numbers[kept - 1] + 1]))}"


def _setup(written: str) -> list[str]:
    import configparser  # here: hardly anybody needs it any more

    parser = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        parser.read_string(written)
    except configparser.Error as error:
        raise Damaged(f"is not in the format of setup.cfg: {error.message.splitlines()[0]}") from error
    values = [parser.get("options", "install_requires", fallback="")]
    if parser.has_section("options.extras_require"):
        values.extend(value for _, value in parser.items("options.extras_require"))
    return [line.strip() for value in values for line in value.replace(";\n", "\n").splitlines() if line.strip()]


def _conda(written: str, distribution: str) -> Iterator[SpecifierSet]:
    """Line by line: below `pip:` stand requirements; the others have `=1.2` for `==1.2.*` and may name a build."""
    named = naming(distribution)
    for line in written.splitlines():
        match = _CONDA.match(line)
        if match is None or named.fullmatch(match.group(1)) is None:
            continue
        told = match.group(2).strip()
        fuzzy = re.fullmatch(r"=\s*([\d.]+)(?:\.\*)?(=.*)?", told)
        if fuzzy is not None:
            told = f"=={fuzzy.group(1)}" if fuzzy.group(2) else f"=={fuzzy.group(1).rstrip('.')}.*"
        yield from said([f"{distribution} {told}"], distribution)


def _toml(written: str) -> dict[str, Any]:
    try:
        return tomli.loads(written.replace("\r\n", "\n"))
    except (ValueError, RecursionError) as error:
        raise Damaged(f"is not TOML: {error}") from error
