"""Is a mistake in the knowledge refused, with file, line, entry, key and what was meant?"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmlint.knowledge.build import FOLDER, compile_knowledge, main
from llmlint.knowledge.ranges import covers, inside, meet
from llmlint.knowledge.written import KnowledgeError

ENTRY = """\
id = "acme"
distribution = "acme"
versions = ">=1,<3"
roots = ["acme"]
provider = "openai"
seen = ["1.2.0", "2.0rc1"]

[sources]
"timeout.default" = "read in the source of 2.0"

[hook]
kind = "none"

[options.timeout]
client = ["timeout"]
default = 60
unit = "ms"
none = "unbounded"

[[options.timeout.history]]
versions = "<2"
default = 30.5

[options.max_output_tokens]
unit = "tokens"
none = "absent"

[options.stream]
default = false
none = "default"

[options.base_url]
client = ["base_url"]
none = "default"

[[clients]]
names = ["Acme", ""]
positional = ["key", "base_url"]
module = true

[[methods]]
paths = ["words.create"]
kind = "generation"
endpoint = "/words"
positional = ["text", "temperature", "max_tokens"]
requires = ["text"]
[methods.parameters]
model = ["model"]
max_output_tokens = ["max_tokens", "config.max_tokens"]
[methods.defaults]
timeout = 10
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The knowledge, with one entry only."""
    shutil.copytree(FOLDER, tmp_path / "knowledge", ignore=shutil.ignore_patterns("sdks", "__pycache__"))
    (tmp_path / "knowledge" / "sdks").mkdir()
    (tmp_path / "knowledge" / "sdks" / "acme.toml").write_text(ENTRY, encoding="utf-8")
    return tmp_path / "knowledge"


SECONDS = "expected seconds, a number that is not negative"


def refused(folder: Path) -> list[str]:
    with pytest.raises(KnowledgeError) as error:
        compile_knowledge(folder)
    return str(error.value).splitlines()


def changed(old: str, new: str) -> str:
    assert ENTRY.count(old) == 1, old
    return ENTRY.replace(old, new)


def test_the_entry_is_accepted_as_it_stands(folder: Path) -> None:
    assert "acme" in compile_knowledge(folder)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        # unknown keys, anywhere
        ("[options.stream]", "[options.steam]", "acme.options.steam: is no key that is known here; did you mean 'stream'?"),
        ("requires =", "require =", "acme.methods.0.require: is no key that is known here; did you mean 'requires'?"),
        ("seen =", "sean =", "acme.sean: is no key that is known here; did you mean 'seen'?"),
        (
            'model = ["model"]',
            'mdel = ["model"]',
            "acme.methods.0.parameters.mdel: is no key that is known here; did you mean 'model'?",
        ),
        (
            '<2"\ndefault = 30.5',
            '<2"\ndefualt = 30.5',
            "acme.options.timeout.history.0.defualt: is no key that is known here; did you mean 'default'?",
        ),
        # what is missing or not one of the words
        ('distribution = "acme"\n', "", "acme.distribution: is missing"),
        ('kind = "generation"\n', "", "acme.methods.0.kind: is missing"),
        (
            '"unbounded"',
            '"unbound"',
            "acme.options.timeout.none: 'unbound' is not valid; expected 'unbounded', 'default', 'absent', 'zero' or 'error'; "
            "did you mean 'unbounded'?",
        ),
        ('roots = ["acme"]', "roots = []", "acme.roots: list should have at least 1 item after validation, not 0, not []"),
        ('"2.0rc1"]', '"latest"]', "acme.seen.1: 'latest' is no version; expected one like \"1.61.0\""),
        # versions
        (
            'versions = ">=1,<3"',
            'versions = "~=1.0"',
            'acme.versions: \'~=1.0\' is no range of versions; expected one like ">=1", "<2" or ">=1,<2", or "" for all',
        ),
        ('versions = ">=1,<3"', 'versions = ">=3,<3.0"', "acme.versions: '>=3,<3.0' holds no version"),
        ('"2.0rc1"]', '"3.0"]', "acme.seen.1: 3.0 is none of the versions '>=1,<3' of the entry"),
        (
            'versions = "<2"',
            'versions = "<1"',
            "acme.options.timeout.history.0.versions: '<1' holds none of the versions '>=1,<3' of the entry",
        ),
        (
            'versions = "<2"',
            'versions = ">=3"',
            "acme.options.timeout.history.0.versions: '>=3' holds none of the versions '>=1,<3' of the entry",
        ),
        (
            'versions = "<2"',
            'versions = "<3"',
            "acme.options.timeout.history.0.versions: '<3' holds every version of the entry, "
            "so that the default is never in force",
        ),
        (
            "default = 30.5\n",
            'default = 30.5\n\n[[options.timeout.history]]\nversions = ">=1.2,<1.5"\n',
            "acme.options.timeout.history.1.versions: '>=1.2,<1.5' never counts, as '<2' above holds its versions",
        ),
        # defaults
        (
            "default = 60\n",
            'default = "60"\n',
            "acme.options.timeout.default: '60' is no default of timeout; " + SECONDS,
        ),
        (
            "default = 60\n",
            "default = -1\n",
            "acme.options.timeout.default: -1 is no default of timeout; " + SECONDS,
        ),
        (
            "default = 60\n",
            "default = true\n",
            "acme.options.timeout.default: True is no default of timeout; " + SECONDS,
        ),
        (
            "default = 30.5\n",
            'default = "long"\n',
            "acme.options.timeout.history.0.default: 'long' is no default of timeout; " + SECONDS,
        ),
        (
            "timeout = 10\n",
            'timeout = "10"\n',
            "acme.methods.0.defaults.timeout: '10' is no default of timeout; " + SECONDS,
        ),
        (
            "timeout = 10\n",
            "max_retries = 2\n",
            "acme.methods.0.defaults.max_retries: there is no [options.max_retries] of which it is the default",
        ),
        (
            'unit = "tokens"\n',
            'unit = "tokens"\ndefault = 1.5\n',
            "acme.options.max_output_tokens.default: 1.5 is no default of max_output_tokens; expected tokens, a whole number",
        ),
        (
            "[options.stream]",
            '[options.rounds]\nunit = "attempts"\nnone = "default"\n\n[options.stream]',
            "acme.options.rounds: there is no [options.max_retries] to which it adds",
        ),
        (
            "[options.stream]",
            "[options.stream]\nsometimes = true",
            "acme.options.stream.sometimes: is understood of further_retries only",
        ),
        (
            "[options.stream]",
            '[options.max_retries]\nunit = "elapsed_ms"\ndefault = -1\nnone = "zero"\n\n[options.stream]',
            "acme.options.max_retries.default: -1 is no default of max_retries; " + SECONDS,
        ),
        (
            "[options.stream]",
            '[options.max_retries]\nunit = "retries"\ndefault = 2.5\nnone = "zero"\n\n[options.stream]',
            "acme.options.max_retries.default: 2.5 is no default of max_retries; "
            "expected retries after the first send, a whole number",
        ),
        ("default = false", "default = 0", "acme.options.stream.default: 0 is no default of stream; expected true or false"),
        ('unit = "ms"', 'unit = "tokens"', "acme.options.timeout.unit: 'tokens' is no unit of timeout; expected 's' or 'ms'"),
        ('unit = "ms"\n', "", "acme.options.timeout.unit: '' is no unit of timeout; expected 's' or 'ms'"),
        # names
        ('"text", "temperature"', '"text", "text"', "acme.methods.0.positional.1: 'text' stands before it already"),
        (
            '"temperature", "max_tokens"]',
            '"temperature", "max_token"]',
            "acme.methods.0.positional.2: nothing speaks of 'max_token'; did you mean 'max_tokens'?",
        ),
        (
            '["key", "base_url"]',
            '["key", "baseurl"]',
            "acme.clients.0.positional.1: nothing speaks of 'baseurl'; did you mean 'base_url'?",
        ),
        ('names = ["Acme", ""]', 'names = ["Acme", "Acme"]', "acme.clients.0.names.1: 'Acme' is a client above already"),
        (
            'paths = ["words.create"]',
            'paths = ["words.create", "words.create"]',
            "acme.methods.0.paths.1: 'words.create' is a method above already",
        ),
        (
            '"timeout.default" = ',
            '"timeout.defalt" = ',
            "acme.sources.timeout.defalt: is no fact of the entry; did you mean 'timeout.default'?",
        ),
    ],
)
def test_a_mistake_in_an_entry_is_told(folder: Path, old: str, new: str, said: str) -> None:
    text = changed(old, new)
    (folder / "sdks" / "acme.toml").write_text(text, encoding="utf-8")
    found = refused(folder)
    assert [line.partition(": ")[2] for line in found] == [said]
    assert found[0].partition(":")[0] == "sdks/acme.toml"


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("default = 60\n", "default = -1\n", "default = -1"),
        ('"2.0rc1"]', '"3.0"]', 'seen = ["1.2.0", "3.0"]'),
        ("default = 30.5", "defualt = 30.5", "defualt = 30.5"),
        ('"temperature", "max_tokens"]', '"temperature", "max_token"]', 'positional = ["text", "temperature", "max_token"]'),
        ('kind = "generation"\n', "", "[[methods]]"),
    ],
)
def test_a_mistake_is_told_with_its_line(folder: Path, old: str, new: str, line: str) -> None:
    text = changed(old, new)
    (folder / "sdks" / "acme.toml").write_text(text, encoding="utf-8")
    (found,) = refused(folder)
    assert text.splitlines()[int(found.split(":")[1]) - 1] == line


@pytest.mark.parametrize(
    ("versions", "meets"), [(">=2", True), (">=2.9,<4", True), ("", True), ("<1.0.1", True), (">=3", False), ("<1", False)]
)
def test_of_one_call_in_one_version_one_entry_tells(folder: Path, versions: str, meets: bool) -> None:
    other = changed('id = "acme"', 'id = "acme-other"').replace('versions = ">=1,<3"\n', f'versions = "{versions}"\n')
    other = other.replace('seen = ["1.2.0", "2.0rc1"]\n', "").replace('[[options.timeout.history]]\nversions = "<2"', "[no]")
    other = other.replace("[no]\ndefault = 30.5\n", "")
    (folder / "sdks" / "other.toml").write_text(other, encoding="utf-8")
    if meets:
        said = f"acme-other.versions: '{versions}' overlaps '>=1,<3' of sdks/acme.toml, and both tell of acme.Acme.words.create"
        assert refused(folder) == [f'sdks/other.toml:3: {said}; expected ranges that do not meet, like "<2" and ">=2"']
    else:
        compile_knowledge(folder)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"words.create"', '"poems.create"'),  # entries of one distribution may share a module, each with its own classes
        ('roots = ["acme"]', 'roots = ["acme.legacy"]'),
        ('distribution = "acme"', 'distribution = "acme-ai"'),  # which of the two is installed tells
    ],
)
def test_entries_that_overlap_and_tell_of_different_things_are_accepted(folder: Path, old: str, new: str) -> None:
    other = changed(old, new).replace('id = "acme"', 'id = "acme-other"')
    (folder / "sdks" / "other.toml").write_text(other, encoding="utf-8")
    compile_knowledge(folder)


def test_an_id_is_of_one_entry(folder: Path) -> None:
    other = changed('roots = ["acme"]', 'roots = ["acme.legacy"]')
    (folder / "sdks" / "other.toml").write_text(other, encoding="utf-8")
    assert refused(folder)[:1] == ["sdks/other.toml:1: acme.id: is the id of sdks/acme.toml already; expected an id of its own"]


def test_everything_that_is_wrong_is_told_at_once(folder: Path) -> None:
    (folder / "sdks" / "acme.toml").write_text(changed("default = 60\n", "default = -1\n"), encoding="utf-8")
    (folder / "sdks" / "broken.toml").write_text("id = [", encoding="utf-8")
    (folder / "sdks" / "latin.toml").write_bytes(b'id = "\xe9"')
    (folder / "http.toml").unlink()
    (folder / "providers.toml").write_text('[[providers]]\nid = "acme"\nhost = ["acme.ai"]\n', encoding="utf-8")
    assert [line.partition(": ")[0] for line in refused(folder)] == [
        "sdks/broken.toml",
        "sdks/latin.toml",
        "providers.toml:1",
        "providers.toml:3",
        "http.toml",
        "sdks/acme.toml:16",
    ]


def test_the_command_says_what_is_wrong_and_leaves_the_compiled_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(folder) == 0
    compiled = (folder / "compiled.json").read_bytes()
    (folder / "sdks" / "acme.toml").write_text(changed('unit = "ms"', 'unit = "hours"'), encoding="utf-8")
    assert main(folder) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("sdks/acme.toml:17: acme.options.timeout.unit: 'hours' is not valid; expected ")
    assert (folder / "compiled.json").read_bytes() == compiled


def test_the_command_ends_with_status_2(folder: Path, tmp_path: Path) -> None:
    package = tmp_path / "llmlint"
    shutil.copytree(FOLDER.parent, package, ignore=shutil.ignore_patterns("__pycache__", "sdks"))
    (package / "knowledge" / "sdks").mkdir()
    (package / "knowledge" / "sdks" / "acme.toml").write_text("id = 1", encoding="utf-8")
    command = [sys.executable, "-P", "-m", "llmlint.knowledge.build"]
    done = subprocess.run(command, cwd=tmp_path, env={"PYTHONPATH": str(tmp_path)}, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[0] == "sdks/acme.toml:1: 1.id: input should be a valid string, not 1"
    assert "Traceback" not in done.stderr


BOUNDS = ["0.9", "1", "1.0", "1.5", "2", "2.0.1", "10"]
VERSIONS = ["0.1", "0.9", "0.9.5", "1", "1.2", "1.5", "1.9", "2", "2.0.0.5", "2.0.1", "3", "10", "11"]
ranges = st.one_of(
    st.just(""),
    st.sampled_from(BOUNDS).map(">={}".format),
    st.sampled_from(BOUNDS).map("<{}".format),
    st.tuples(st.sampled_from(BOUNDS), st.sampled_from(BOUNDS)).map(lambda ends: f">={ends[0]},<{ends[1]}"),
)


@given(ranges, ranges)
def test_ranges_meet_and_hold_one_another_as_their_versions_say(one: str, other: str) -> None:
    """Every interval between two of the bounds has one of the versions."""
    ones = {version for version in VERSIONS if covers(one, version)}
    others = {version for version in VERSIONS if covers(other, version)}
    assert meet(one, other) is bool(ones & others)
    if ones:
        assert inside(one, other) is (ones <= others)
