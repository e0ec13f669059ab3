"""Is it told whether an SDK makes a call itself, or the program in a callback, and where its own threads were begun?"""

from __future__ import annotations

import sys
import threading
from contextvars import copy_context
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from llmlint.policy.compiled import CompiledPolicy
from llmlint.runtime.begun import frozen, handed
from llmlint.runtime.derive import facts
from llmlint.runtime.floors import Floors, is_made_by
from llmlint.runtime.observe import Observation
from llmlint.runtime.sites import Site, Sites
from llmlint.runtime.ticket import _is_same
from llmlint.values import Absent, Layer, Unknown

UPPER = Floors("upper", ("upper.logging",))


SOURCE = "def call(rest, last):\n    return rest[0](rest[1:], last) if rest else last(sys._getframe())\n"


def module(name: str) -> Any:
    """A function of a module, installed unless its name begins with `!`, that calls the next of those it is given."""
    plain = name.removeprefix("!")
    file = f"/project/{plain}.py" if name != plain else f"/env/site-packages/{plain.replace('.', '/')}.py"
    space: dict[str, Any] = {"__name__": plain, "sys": sys}
    exec(compile(SOURCE, file, "exec"), space)
    return space["call"]


@pytest.mark.parametrize(
    ("names", "own"),
    [
        (["upper.main", "lower._client"], True),
        (["upper.main", "tracing", "lower._client"], True),
        (["upper.main", "!logger", "lower._client"], False),
        (["upper.logging.callbacks", "lower._client"], False),
        (["upper.main", "upper.logging.callbacks", "elsewhere", "lower._client"], False),
        (["uppermost", "lower._client"], False),
        (["lower._client"], False),
        (["!program", "upper", "lower"], True),
    ],
)
def test_whose_call_it_is(names: list[str], own: bool) -> None:
    first, *rest = [module(name) for name in names]
    assert first(rest, lambda frame: is_made_by(UPPER, frame)) is own


def test_without_a_stack() -> None:
    assert not is_made_by(UPPER, None)
    assert is_made_by(UPPER._replace(threads=True), None)


@pytest.mark.parametrize(
    ("model", "asked", "same"),
    [
        ("openai/gpt-4o", "gpt-4o", True),
        ("gpt-4o", "gpt-4o", True),
        ("openrouter/openai/gpt-4o", "openai/gpt-4o", True),
        ("openai/davinci", "text-completion-openai/davinci", True),
        ("gpt-4o", "openai/gpt-4o", True),
        ("openai/gpt-4o", "4o", False),
        ("openai/gpt-4o", "gpt-4o-mini", False),
        ("gpt-4o", "o", False),
    ],
)
def test_the_same_model(model: str, asked: str, same: bool) -> None:
    assert _is_same(model, asked) is same


def test_the_site_of_work_that_was_handed_on(tmp_path: Path) -> None:
    """In the thread of an SDK no line of the program is on the stack."""
    sites = Sites(tmp_path)
    found: list[Site] = []
    here = frozen(sys._getframe())
    work = partial(module("upper.main"), [], lambda frame: found.append(sites.find(frame, "upper")))

    context = copy_context()
    context.run(handed.set, here)
    for target in (work, partial(context.run, work)):
        thread = threading.Thread(target=target)
        thread.start()
        thread.join()
    assert [site.path.rpartition("/")[2] for site in found] == ["<unknown>", "test_floors.py"]
    assert found[1].names == ("test_the_site_of_work_that_was_handed_on",)


def test_a_name_that_tells_nobody() -> None:
    seen = Observation(
        Site(), "litellm", "completion", False, False, "", "", (("max_retries", Layer.SDK_DEFAULT, 2),), None, None
    )
    record = facts(seen, CompiledPolicy(base={}).in_force("app.py", None))
    assert isinstance(record.effective("provider"), Unknown)
    assert isinstance(record.effective("base_url"), Absent)
