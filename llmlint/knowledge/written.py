"""What do the files of the knowledge say, and on which lines?  A mistake is told with its file, its key and what was meant."""

from __future__ import annotations

import re
import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar, Union, get_args, get_origin

import tomli
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from llmlint.problems import Problem, nearest
from llmlint.toml_lines import Key, line_of, locate

Model = TypeVar("Model", bound=BaseModel)

_AT: Final = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)\Z")
_QUOTED: Final = re.compile(r"'([^']*)'")


class KnowledgeError(ValueError):
    """Knowledge that does not fit its schema, or itself; one line for each mistake, with file, line, key and remedy."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = tuple(dict.fromkeys(problems))
        super().__init__("\n".join(map(str, self.problems)))


@dataclass(frozen=True)
class File:
    """One TOML file: `name` is its path below the knowledge, `table` what it holds, `lines` where its keys stand."""

    name: str
    table: Mapping[str, Any]
    lines: Mapping[Key, int]

    def problem(self, key: Key, what: str, expected: str = "", meant: str = "") -> Problem:
        """Something wrong at `key`."""
        entry = [str(self.table["id"])] if "id" in self.table else []
        dotted = ".".join([*entry, *map(str, key)])
        return Problem(self.name, line_of(self.lines, key), f"{dotted}: {what}" if dotted else what, expected, meant)

    def read_as(self, model: type[Model]) -> Model:
        """The file as a `model`.  Raises KnowledgeError."""
        try:
            return model.model_validate(self.table)
        except ValidationError as error:
            raise KnowledgeError(*(self._explained(model, each) for each in error.errors())) from error

    def _explained(self, model: type[BaseModel], error: ErrorDetails) -> Problem:
        key = tuple(self._written(error["loc"]))
        last, around = str(key[-1]) if key else "", key[:-1]
        match error["type"]:
            case "extra_forbidden":
                return self.problem(key, "is no key that is known here", meant=nearest(last, _keys(model, around)))
            case "missing":
                missing = str(error["loc"][-1])
                return self.problem((*key, missing), "is missing")
            case "literal_error" if error["loc"][-1] == "[key]":
                valid = _QUOTED.findall(error["ctx"]["expected"])
                return self.problem(key, "is no key that is known here", meant=nearest(last, valid))
            case "literal_error":
                expected = error["ctx"]["expected"]
                meant = nearest(str(error["input"]), _QUOTED.findall(expected))
                return self.problem(key, f"{error['input']!r} is not valid", expected, meant)
            case "value_error":
                return self.problem(key, str(error["ctx"]["error"]))
        return self.problem(key, f"{error['msg'][:1].lower()}{error['msg'][1:]}, not {error['input']!r}")

    def _written(self, location: tuple[int | str, ...]) -> Iterator[int | str]:
        """The part of `location` that is written in the file: pydantic adds the names of what it tried."""
        node: Any = self.table
        for step in location:
            try:
                node = node[step]
            except (KeyError, IndexError, TypeError):
                return
            yield step


def read(folder: Path, name: str) -> File:
    """The file `name` of the knowledge in `folder`.  Raises KnowledgeError."""
    try:
        text = (folder / name).read_text(encoding="utf-8")
        return File(name, tomli.loads(text), locate(text))
    except OSError as error:
        raise KnowledgeError(Problem(name, None, f"cannot be read: {error.strerror or error}")) from error
    except UnicodeDecodeError as error:
        raise KnowledgeError(Problem(name, None, "is not UTF-8")) from error
    except tomli.TOMLDecodeError as error:
        found = _AT.search(str(error))
        line, column = (int(found[1]), int(found[2])) if found and found[1] else (None, None)
        what = f"is not TOML: {_AT.sub('', str(error))}"
        raise KnowledgeError(Problem(name, line, what, column=column)) from error


def _keys(annotation: Any, key: Key) -> tuple[str, ...]:
    """The keys that the table at `key` of an annotation may have."""
    for step in key:
        annotation = _inner(annotation, step)
    model = _model(annotation)
    return tuple(field.alias or name for name, field in model.model_fields.items()) if model else ()


def _inner(annotation: Any, step: int | str) -> Any:
    model = _model(annotation)
    if model is not None:
        return next((field.annotation for name, field in model.model_fields.items() if step in (name, field.alias)), None)
    arguments = get_args(annotation)
    return arguments[-1] if get_origin(annotation) in (list, dict) else None


def _model(annotation: Any) -> type[BaseModel] | None:
    several = get_args(annotation) if get_origin(annotation) in (Union, types.UnionType) else (annotation,)
    return next((each for each in several if isinstance(each, type) and issubclass(each, BaseModel)), None)
