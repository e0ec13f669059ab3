"""Does llmlint say of six real packages what it is expected to say?

Left out where their wheels cannot be had.  After a change that is meant to show: `python -m tests.ecosystem.run --update`, and
read the diff.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from llmlint.findings import Severity
from llmlint.knowledge.refresh.wheels import Pin, Unavailable, WrongWheel, fetch
from llmlint.policy.load import load
from llmlint.policy.rulefile import pages

from . import run
from .comparison import counted, show
from .expectation import EXPECTED, POLICIES, file_of, linted
from .run import differences, found_in, main
from .wheels import pins, unpack

SOURCE = "from openai import OpenAI\nOpenAI().responses.create(model='gpt-4o', input='')\n"


@pytest.mark.parametrize("name", pins())
def test_package(name: str, wheels: dict[str, Path], tmp_path: Path) -> None:
    changes = differences(pins()[name], found_in(wheels[name], tmp_path))
    assert not changes, "\n".join([f"{name}: {counted(changes)}", *show(changes)])


def test_nothing_is_expected_of_what_is_not_pinned() -> None:
    assert sorted(EXPECTED.iterdir()) == sorted(file_of(pin) for pin in pins().values())


def test_every_rule_runs_under_the_second_policy() -> None:
    in_force = load(POLICIES[1]).in_force("a.py")
    assert [page.rule.id for page in pages() if in_force.severity(page.rule) is Severity.OFF] == []


class TestWheels:
    """Wheels of one module, made by hand."""

    @pytest.fixture
    def pin(self, tmp_path: Path) -> Pin:
        """The pin of a wheel that lies in the folder `index`."""
        wheel = tmp_path / "index" / "bot-1.0-py3-none-any.whl"
        wheel.parent.mkdir()
        with zipfile.ZipFile(wheel, "w") as archive:
            archive.writestr("bot/main.py", SOURCE)
            archive.writestr("bot/data.bin", "not read")
        return Pin("bot", "1.0", wheel.name, hashlib.sha256(wheel.read_bytes()).hexdigest())

    def test_a_wheel_is_downloaded_once(self, pin: Pin, tmp_path: Path) -> None:
        asked: list[str] = []

        def download(wanted: Sequence[Pin], folder: Path) -> None:
            asked.extend(each.name for each in wanted)
            (folder / pin.file).write_bytes((tmp_path / "index" / pin.file).read_bytes())

        kept = tmp_path / "kept"
        assert fetch([pin], kept, download) == fetch([pin], kept, download) == {"bot": kept / pin.file}
        assert asked == ["bot"]
        assert [file.name for file in kept.iterdir()] == [pin.file]

    def test_another_wheel_than_the_pinned_one_is_refused_and_not_kept(self, pin: Pin, tmp_path: Path) -> None:
        def download(wanted: Sequence[Pin], folder: Path) -> None:
            (folder / pin.file).write_bytes(b"something else")

        kept = tmp_path / "kept"
        with pytest.raises(WrongWheel, match="SHA-256"):
            fetch([pin], kept, download)
        assert not list(kept.iterdir())
        kept.joinpath(pin.file).write_bytes(b"something else")
        with pytest.raises(WrongWheel, match="SHA-256"):
            fetch([pin], kept, download)

    def test_a_release_without_the_wheel_is_refused(self, pin: Pin, tmp_path: Path) -> None:
        with pytest.raises(WrongWheel, match="has no bot-1"):
            fetch([pin], tmp_path / "kept", lambda wanted, folder: None)

    def test_an_index_that_has_it_not_is_a_reason(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        for name, value in {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(tmp_path), "PIP_CONFIG_FILE": "/dev/null"}.items():
            monkeypatch.setenv(name, value)
        with pytest.raises(Unavailable, match=r"bot==1\.0"):
            fetch([Pin("bot", "1.0", "bot-1.0-py3-none-any.whl", "")], tmp_path / "kept")

    def test_only_what_llmlint_reads_is_unpacked(self, pin: Pin, tmp_path: Path) -> None:
        folder = unpack(tmp_path / "index" / pin.file, tmp_path / "scratch")
        assert [file.name for file in folder.rglob("*") if file.is_file()] == ["main.py"]

    def test_what_the_linter_raises_names_the_file(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("a.py", "b.py"):
            tmp_path.joinpath(name).write_text(SOURCE)

        def broken(path: str, *_: object) -> None:
            if path == "b.py":
                raise ZeroDivisionError

        monkeypatch.setattr("llmlint.engine.lint_bytes", broken)
        with pytest.raises(ZeroDivisionError) as caught:
            linted(tmp_path)
        assert caught.value.__notes__ == ["while reading b.py under the policy recommended"]


class TestCommand:
    """The command, with wheels and expectations of its own."""

    @pytest.fixture
    def arguments(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        wheel = tmp_path / "bot-1.0-py3-none-any.whl"
        with zipfile.ZipFile(wheel, "w") as archive:
            archive.writestr("bot.py", SOURCE)
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        monkeypatch.setattr(run, "pins", lambda: {"bot": Pin("bot", "1.0", wheel.name, digest)})
        return ["--wheels", str(tmp_path)]

    def test_a_difference_is_an_exit_status_until_it_is_written_down(
        self, arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        expected = tmp_path / "expected"
        assert main(arguments, expected) == 1
        assert "      + 2:1 openai responses.create model=gpt-4o@call" in capsys.readouterr().out
        assert not expected.exists()
        assert main([*arguments, "--update"], expected) == 0
        assert main([*arguments, "bot"], expected) == 0
        assert capsys.readouterr().out.endswith("1 package: no differences\n")

    def test_a_package_that_is_not_pinned_is_a_mistake(self, arguments: list[str]) -> None:
        with pytest.raises(SystemExit) as stopped:
            main([*arguments, "nobody"])
        assert stopped.value.code == 2

    def test_a_damaged_expectation_is_a_mistake(
        self, arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "bot.txt").write_text("<<<<<<< HEAD\n")
        with pytest.raises(SystemExit) as stopped:
            main(arguments, tmp_path)
        assert stopped.value.code == 2
        assert "<<<<<<< HEAD" in capsys.readouterr().err
