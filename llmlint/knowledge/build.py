"""What is `compiled.json` made of?  Run `python -m llmlint.knowledge.build` after changing a TOML file; a test compares.

Compiled, the knowledge loads in a millisecond and without pydantic; a production process pays for nothing else.
"""

from __future__ import annotations

import sys
from pathlib import Path

from llmlint.knowledge.build_models import compile_models
from llmlint.knowledge.checks import problems
from llmlint.knowledge.checks_of_providers import problems as of_providers
from llmlint.knowledge.loader import COMPILED
from llmlint.knowledge.models import COMPILED as MODELS
from llmlint.knowledge.packing import packed
from llmlint.knowledge.schema import Http, KeyFormats, Others, Providers, Sdk
from llmlint.knowledge.written import File, KnowledgeError, Model, read
from llmlint.problems import Problem

FOLDER = Path(__file__).parent
_COPIED = ("anthropic", "openai", "openai_legacy")
"""The SDKs whose methods others have copied: they come first, and a call whose client nobody knows is theirs."""


def compile_knowledge(folder: Path = FOLDER) -> str:
    """The text of `compiled.json`.  Raises KnowledgeError with all that is wrong, for entries that do not fit."""
    found: list[Problem] = []
    names = sorted((path.relative_to(folder) for path in (folder / "sdks").glob("*.toml")), key=_order)
    entries = [entry for name in names for entry in _read(found, folder, name.as_posix(), Sdk)]
    providers = _read(found, folder, "providers.toml", Providers)
    keys = _read(found, folder, "keys.toml", KeyFormats)
    http = _read(found, folder, "http.toml", Http)
    found.extend(problems(entries))
    found.extend(problem for each in providers for problem in of_providers(*each, entries))
    if found:
        raise KnowledgeError(*found)
    sdks = [sdk.model_dump(by_alias=True, exclude_defaults=True) for _, sdk in entries]
    others = Others(keys=keys[0][1].formats, http=http[0][1])
    return packed({"sdks": sdks, **providers[0][1].model_dump(exclude_defaults=True), **others.model_dump()})


def main(folder: Path = FOLDER) -> int:
    """Write the compiled knowledge and models; the status of the process."""
    try:
        texts = {COMPILED.name: compile_knowledge(folder), MODELS.name: compile_models(folder)}
    except KnowledgeError as error:
        print(error, file=sys.stderr)
        return 2
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return 0


def _read(found: list[Problem], folder: Path, name: str, model: type[Model]) -> list[tuple[File, Model]]:
    """The file `name` as a `model`; none, and what is wrong in `found`, where it is no such."""
    try:
        file = read(folder, name)
        return [(file, file.read_as(model))]
    except KnowledgeError as error:
        found.extend(error.problems)
        return []


def _order(path: Path) -> tuple[bool, str]:
    return (path.stem not in _COPIED, path.stem)


if __name__ == "__main__":
    sys.exit(main())
