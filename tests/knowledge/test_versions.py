"""Which entry, and which default, does the knowledge have for a version?"""

from __future__ import annotations

import itertools
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from packaging.specifiers import SpecifierSet
from packaging.version import Version

from llmlint.knowledge.build import FOLDER, compile_knowledge
from llmlint.knowledge.loader import Era, Sdk, knowledge, parse
from llmlint.knowledge.meaning import default
from llmlint.knowledge.ranges import covers
from llmlint.values import Absent, Known, Layer, OneOf, Origin

VERSIONS = ["0", "0.0.9", "0.9", "0.10", "0.28.1", "0.99.99", "1", "1.0", "1.0.0", "1.0.1", "1.10", "1.9.3", "2", "2.0.1", "10.0"]
RANGES = ["", ">=1", "<1", ">=1.0", "<1.0.0", ">=0.3", ">=1,<2", ">=1.9.3,<1.10", ">=0.0.9,<0.10", "<10"]


@pytest.mark.parametrize(("versions", "version"), list(itertools.product(RANGES, VERSIONS)))
def test_ranges_hold_what_pep_440_says(versions: str, version: str) -> None:
    assert covers(versions, version) is SpecifierSet(versions).contains(Version(version))


@pytest.mark.parametrize(
    ("versions", "version", "inside"),
    [
        (">=1", "1.0.0b3", True),
        ("<1", "1.0.0rc1", False),
        (">=1,<2", "1.5.post1", True),
        (">=1", "1.2.0.dev0+g1234", True),
        ("<2", "2.0.dev3", False),
        ("", "unknown", False),
        (">=1", "", False),
    ],
)
def test_versions_with_suffixes_count_as_their_release(versions: str, version: str, inside: bool) -> None:
    assert covers(versions, version) is inside


def changed() -> Sdk:
    """openai as if its timeout had been 60 seconds before 1.5, and none at all before 1.2."""
    sdk = knowledge().sdks["openai"]
    timeout = replace(sdk.options["timeout"], history=(Era("<1.2", None), Era("<1.5", 60)))
    return replace(sdk, options={**sdk.options, "timeout": timeout})


ORIGIN = Origin(Layer.SDK_DEFAULT)


@pytest.mark.parametrize(
    ("versions", "expected"),
    [
        (["1.0"], Absent()),
        (["1.2"], Known(60)),
        (["1.4.9"], Known(60)),
        (["1.5"], Known(600)),
        (["3.54.0"], Known(600)),
        (["1.3", "1.4"], Known(60)),
        (["1.3", "2.0"], OneOf((Known(60), Known(600)))),
        (["0.28", "2.0"], Known(600)),
        (["1.0", "1.3", "2.0"], OneOf((Known(60), Known(600), Absent()))),
    ],
)
def test_the_default_is_that_of_the_versions(versions: list[str], expected: object) -> None:
    entry = changed().among(versions)
    assert entry is not None
    assert default(entry.options["timeout"], ORIGIN) == expected


def test_without_a_version_every_default_may_be_in_force() -> None:
    assert default(changed().options["timeout"], ORIGIN) == OneOf((Known(60), Known(600), Absent()))


def test_an_entry_says_nothing_of_versions_outside_its_range() -> None:
    assert knowledge().sdks["openai"].among(["0.28.1"]) is None
    assert knowledge().sdks["openai-legacy"].among(["0.28.1"]) is not None


def test_history_is_compiled_and_loaded(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "knowledge")
    file = tmp_path / "knowledge" / "sdks" / "openai.toml"
    told = '[[options.timeout.history]]\nversions = "<1.2"\n\n[[options.timeout.history]]\nversions = "<1.5"\ndefault = 60\n\n'
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("[options.max_retries]", told + "[options.max_retries]", 1), encoding="utf-8")
    loaded = parse(compile_knowledge(tmp_path / "knowledge"))
    assert loaded.sdks["openai"].options["timeout"] == changed().options["timeout"]
