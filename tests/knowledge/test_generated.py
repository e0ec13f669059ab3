"""Is every call that an entry of the knowledge speaks of found as the entry has it, and what only looks like one left alone?

The programs are generated from the TOML: each client by each of its names, each method, each option by each of its names at each
layer and in the SDK's own unit, None and 0, positions, derived clients, defaults by version; and a class of the project for each.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from llmlint.engine import lint_bytes
from llmlint.facts import CallFacts
from llmlint.knowledge.schema import Sdk
from llmlint.policy.compiled import CompiledPolicy
from llmlint.policy.load import load
from llmlint.static.project import Project
from llmlint.values import UNBOUNDED, Absent, Alternative, Known, Reason, Unknown, alternatives
from tests.knowledge.generating import Generator
from tests.knowledge.meant import NOTHING, UNSEEN, Among, Fact, Told, entries
from tests.knowledge.programs import Case

ENTRIES = entries()


@pytest.mark.parametrize("name", ENTRIES)
def test_calls_are_found_as_the_entry_has_them(name: str, tmp_path: Path) -> None:
    entry = ENTRIES[name]
    generated = list(Generator(entry).cases())
    wrong = list(complaints(entry, generated, tmp_path))
    assert not wrong, f"{name}: {len(wrong)} complaints of {len(generated)} programs\n" + "\n".join(wrong)
    called = {case.api for case in generated}
    assert called >= {path for method in entry.methods for path in method.paths}
    assert sum(not case.api for case in generated) >= len(entry.methods)


@pytest.mark.parametrize(
    ("fact", "lie", "said"),
    [
        ("timeout", {"default": 60}, "timeout is Known(value=600"),
        ("timeout", {"unit": "ms"}, "timeout is Known(value=7000"),
        ("timeout", {"none": "default"}, "timeout is Known(value=UNBOUNDED"),
        ("timeout", {"client": ["patience"]}, "timeout is Known(value=600"),
        ("max_retries", {"unit": "attempts"}, "max_retries is Known(value=5"),
    ],
)
def test_what_an_entry_does_not_say_is_not_found(fact: Fact, lie: dict[str, object], said: str, tmp_path: Path) -> None:
    """An entry that says something else than the one that the linter reads."""
    entry = ENTRIES["openai"]
    options = {**entry.options, fact: entry.options[fact].model_copy(update=lie)}
    other = entry.model_copy(update={"options": options, "methods": entry.methods[:1]})
    assert said in "\n".join(complaints(other, Generator(other).cases(), tmp_path))


@pytest.mark.parametrize(
    ("part", "lie"),
    [
        ("methods", {"kind": "image"}),
        ("methods", {"paths": ["chat.completions.craete"]}),
        ("methods", {"streams": True}),
        ("methods", {"positional": ["model"]}),
        ("clients", {"async_": False}),
        ("clients", {"names": ["AsyncOpenAi"]}),
    ],
)
def test_what_an_entry_does_not_say_of_a_client_or_a_method_is_not_found(
    part: str, lie: dict[str, object], tmp_path: Path
) -> None:
    entry = ENTRIES["openai"].model_copy(update={"methods": ENTRIES["openai"].methods[:1]})
    *others, last = entry.clients[:2] if part == "clients" else entry.methods
    other = entry.model_copy(update={part: [*others, last.model_copy(update=lie)]})
    assert list(complaints(other, Generator(other).cases(), tmp_path))
    assert not list(complaints(entry, Generator(entry).cases(), tmp_path))


def complaints(entry: Sdk, generated: Iterator[Case] | list[Case], folder: Path) -> Iterator[str]:
    """What the linter says otherwise than expected, with the program."""

    @cache
    def policy(version: str) -> CompiledPolicy:
        file = folder / "llmlint.toml"
        file.write_text(f'[sdks]\n{entry.distribution} = "{version}"\n', encoding="utf-8")
        return load(file)

    for case in generated:
        result = lint_bytes("bot.py", case.code.encode(), Project(folder), policy(case.version))
        assert not result.unreadable, case.code
        for said in differences([call.facts for call in result.calls], case, entry):
            yield f"{case.title}: {said}\n{case.code}"


def differences(calls: list[CallFacts], case: Case, entry: Sdk) -> list[str]:
    """One line for each thing that is said and not expected."""
    if len(calls) != bool(case.api):
        return [f"calls found: {[(call.sdk, call.api) for call in calls]}"]
    wrong = []
    for call in calls:
        expected = (entry.id, case.api, case.kind, case.form, case.is_async)
        found = (call.sdk, call.api, call.kind, call.form, call.is_async)
        wrong += [f"{found}, expected {expected}"] if found != expected else []
        for fact, told in case.facts.items():
            wrong += [] if is_told(call, fact, told) else [f"{fact} is {call.effective(fact)}, expected {told}"]
    return wrong


def is_told(call: CallFacts, fact: str, told: Told) -> bool:
    """Whether a fact is what is expected, written by the layer that is expected."""
    value, layer = told
    found = alternatives(call.effective(fact))
    if isinstance(value, Among):
        return any(_is(each, (value.value, layer)) for each in found)
    return len(found) == 1 and _is(found[0], told)


def _is(found: Alternative, told: Told) -> bool:
    value, layer = told
    match found:
        case Absent():
            return value is NOTHING
        case Unknown(reason=Reason.NOT_OBSERVABLE | Reason.UNSUPPORTED):
            return value is UNSEEN
        case Known(value=held, origin=origin):
            same = held == value and (held is UNBOUNDED or isinstance(held, bool) is isinstance(value, bool))
            return same and (layer is None or origin is None or origin.layer is layer)
    return False
