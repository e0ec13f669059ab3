"""Is a count the tokenizer's own, is a bound sound, and does neither reach for the network or load what it does not need?"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from llmlint.knowledge import tokens, vocabulary
from llmlint.knowledge.refresh.tokenizers import as_published, tiktoken_cache
from llmlint.knowledge.tokens import LONGEST_PIECE, bounds, chat, count, estimate, pieces
from llmlint.knowledge.vocabulary import TOKENIZERS, VocabularyError, encoding, packed, ranks
from llmlint.values import Absent, Bounded, Known, OneOf, Reason, Unknown
from tests.knowledge.texts import texts

ROOT = Path(__file__).parent.parent.parent
O200K = "o200k_base"
EDGES = st.text(st.sampled_from(" \n\r\t/'aAsSltT1٣.,-éß中文、，。ไĞ\u0301\u0e31\u200b\x1c\x85\u2028ǅʰ"), max_size=80)
"""What the patterns of the tokenizers tell apart, and where Python and they may disagree."""


@pytest.fixture
def published_cache() -> Iterator[Path]:
    """A folder with the vocabularies that are shipped, as tiktoken keeps what it has downloaded."""
    with tiktoken_cache({name: as_published(ranks(packed(name))) for name in TOKENIZERS}) as folder:
        yield folder


@pytest.fixture
def no_vocabulary(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(tokenizer: str) -> None:
        pytest.fail(f"{tokenizer} was loaded")

    monkeypatch.setattr(tokens, "encoding", refuse)


def exact(text: str, tokenizer: str = O200K) -> int:
    counted = count(text, tokenizer)
    assert isinstance(counted, Known)
    return int(str(counted.value))


def in_a_process(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", check=True).stdout


def test_counts_are_tiktokens_with_the_network_closed(published_cache: Path) -> None:
    command = [sys.executable, "-m", "tests.knowledge.network_closed", str(published_cache)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    told = json.loads(done.stdout)
    assert told["network"] == "refused"
    assert told["ours"] == told["theirs"]
    assert len(told["ours"][O200K]) == len(texts())


@settings(deadline=None)
@given(EDGES | st.text(), st.integers(1, 9))
@example("x\n'll", 2)
@example(".\n/ a", 1)
def test_no_token_crosses_from_one_piece_to_the_next(text: str, longest: int) -> None:
    cut = list(pieces(text, longest))
    assert "".join(piece for piece, _ in cut) == text
    assert all(is_countable == (len(piece) <= longest) for piece, is_countable in cut)
    for name in TOKENIZERS:
        encode = encoding(name).encode_ordinary
        assert [token for piece, _ in cut for token in encode(piece)] == encode(text), name


@settings(deadline=None)
@given(EDGES | st.text(st.characters()) | st.text(st.characters(categories=["Cs", "L", "So"])))
def test_bounds_are_sound(text: str) -> None:
    bounded = bounds(text)
    assert bounded.minimum is not None and bounded.maximum is not None
    for name in TOKENIZERS:
        assert bounded.minimum <= exact(text, name) <= bounded.maximum


def test_bounds_are_met() -> None:
    """The longest token there is, and bytes that no token joins."""
    for name in TOKENIZERS:
        longest = next(token for token in ranks(packed(name)) if len(token) == vocabulary.LONGEST_TOKEN)
        assert count(longest.decode(), name) == Known(1) == Known(bounds(longest.decode()).minimum)
    assert count("\x00", "cl100k_base") == Known(bounds("\x00").maximum)


@settings(deadline=None)
@given(st.lists(EDGES, max_size=30).map("".join), st.integers(0, 200))
def test_a_limit_is_decided_as_the_count_decides_it(text: str, limit: int) -> None:
    whole = exact(text)
    match count(text, O200K, limit=limit):
        case Known(value=number):
            assert number == whole
        case Bounded(minimum=int() as low, maximum=int() as high):
            assert low <= whole <= high
            assert (low > limit) == (whole > limit) == (not high <= limit)
        case other:
            pytest.fail(str(other))


def test_a_text_is_counted_no_further_than_its_limit_asks() -> None:
    text = "many words " * 100_000
    begun = time.process_time()
    whole = count(text, O200K)
    between = time.process_time()
    early = count(text, O200K, limit=10_000)
    assert time.process_time() - between < (between - begun) / 5
    assert whole == Known(200_001)
    assert isinstance(early, Bounded) and early.minimum is not None and 10_000 < early.minimum < 12_000


@pytest.mark.usefixtures("no_vocabulary")
@pytest.mark.parametrize(("text", "limit"), [("hello world", 11), ("hello world", 0), ("a" * 1024, 1024), ("a" * 1024, 7)])
def test_a_vocabulary_is_loaded_only_where_the_bounds_do_not_decide(text: str, limit: int) -> None:
    assert count(text, O200K, limit=limit) == bounds(text)
    assert count("", O200K) == Known(0)


@pytest.mark.parametrize("name", TOKENIZERS)
@pytest.mark.parametrize("character", ["a", " ", "\n", "中", "ไ", "-", "😀"])
def test_what_cannot_be_divided_is_bounded_and_the_rest_is_counted(name: str, character: str) -> None:
    """A million spaces make tiktoken panic, which is no Exception; a million letters cost the old ones minutes."""
    run = character * 1_000_000
    size = len(run.encode())
    around = exact("So it is said. ", name) + exact("It is\n", name) if character not in " \n" else 0
    begun = time.process_time()
    found = count(f"So it is said. {run}" + (". It is\n" if around else ""), name)
    assert time.process_time() - begun < 5
    assert isinstance(found, Bounded) and found.minimum is not None and found.maximum is not None
    assert size / 128 <= found.minimum <= size / 128 + around + 20
    assert size < found.maximum <= size + around + 20
    assert isinstance(count(character * LONGEST_PIECE, name), Known)


class TestEstimate:
    def test_it_is_no_value_and_decides_nothing(self) -> None:
        guess = estimate("four words, eight tokens")
        assert not isinstance(guess, Known | Absent | Bounded | Unknown | OneOf | int | float)
        for decide in (bool, int, float, lambda found: found < 10, lambda found: found >= 10, lambda found: found + 1):
            with pytest.raises(TypeError):
                decide(guess)
        assert guess != guess.roughly
        assert str(guess) == "about 6 tokens"

    def test_where_no_tokenizer_is_public_nothing_is_known(self) -> None:
        for found in (count("hello", None), count("hello", None, limit=10**9), chat([{"role": "user", "content": "hi"}], None)):
            assert found == Unknown(Reason.UNSUPPORTED, is_number=True)
            assert isinstance(found, Unknown) and "not public" in found.detail


class TestChat:
    HELLO = {"role": "user", "content": "hello world"}  # noqa: RUF012

    def test_at_least_what_is_said_and_at_most_with_what_stands_around(self) -> None:
        # OpenAI's cookbook: 3 a message, its role and text, and 3 for the answer: 3 + 1 + 2 + 3.
        found = chat([self.HELLO], O200K)
        assert found == Bounded(2, 2 + len("user") + 4 + 3)
        assert chat([self.HELLO, {"role": "user", "name": "ann", "content": None}], O200K) == Bounded(
            2, 2 + 4 + 4 + 4 + 4 + 3 + 3
        )
        assert chat([], O200K) == Bounded(0, 3)

    @pytest.mark.parametrize(
        ("message", "least"),
        [
            ({**HELLO, "tool_calls": [{"id": "1"}]}, 2),
            ({"role": "user", "content": [{"type": "text", "text": "hello world"}, {"type": "image_url", "image_url": {}}]}, 2),
            ({"role": "user", "content": [{"type": "text", "text": "hel"}, {"type": "text", "text": "lo world"}]}, 1),
            ({"role": "user", "content": [{"type": "image_url", "image_url": {}}]}, 0),
            ({"role": "user", "content": 3}, 0),
            ("hello", 0),
            (None, 0),
        ],
    )
    def test_what_has_no_public_count_leaves_the_upper_end_open(self, message: object, least: int) -> None:
        found = chat([message], O200K)
        assert found == (Bounded(least, None) if message is not None else Bounded(0, 7))

    def test_a_single_text_among_parts_is_the_text(self) -> None:
        parts = {"role": "user", "content": [{"type": "text", "text": "hello world"}]}
        assert chat([parts], O200K) == chat([self.HELLO], O200K)
        assert chat([self.HELLO], O200K, more=True) == Bounded(2, None)

    @pytest.mark.usefixtures("no_vocabulary")
    def test_bounds_come_first(self) -> None:
        assert chat([self.HELLO] * 10, O200K, limit=10**4) == Bounded(10, 10 * 19 + 3)
        assert chat([{"role": "user", "content": "a" * 12800}], O200K, limit=99, more=True) == Bounded(100, None)

    def test_a_limit_that_an_open_end_may_pass_is_counted(self) -> None:
        assert chat([{"role": "user", "content": "a b c d e f g h"}], O200K, limit=5, more=True) == Bounded(8, None)


class TestLoading:
    def test_importing_costs_nothing_and_a_limit_seldom_more(self) -> None:
        said = in_a_process(
            "import sys\nfrom llmlint.knowledge.tokens import count\n"
            "print(count('hello', 'o200k_base', limit=100))\n"
            "print(sorted({'tiktoken', 'regex', 'requests', 'pydantic'} & sys.modules.keys()))\n"
            "count('hello world', 'o200k_base', limit=5)\nprint('tiktoken' in sys.modules, 'requests' in sys.modules)\n"
        )
        assert said.splitlines() == ["Bounded(minimum=1, maximum=5, origin=None)", "[]", "True False"]

    def test_threads_load_a_vocabulary_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        read, made = vocabulary._read, []

        def slow(tokenizer: str) -> object:
            made.append(tokenizer)
            time.sleep(0.05)
            return read(tokenizer)

        monkeypatch.setattr(vocabulary, "_loaded", {})
        monkeypatch.setattr(vocabulary, "_read", slow)
        found: list[object] = []
        threads = [threading.Thread(target=lambda: found.append(encoding("cl100k_base"))) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert made == ["cl100k_base"]
        assert len(found) == 8 and len(set(map(id, found))) == 1

    @pytest.mark.skipif(sys.platform == "win32", reason="no fork")
    def test_a_process_forked_while_one_is_loaded_loads_its_own(self) -> None:
        said = in_a_process(
            "import os\nfrom llmlint.knowledge import vocabulary\nfrom llmlint.knowledge.tokens import count\n"
            "vocabulary._lock.acquire()\n"
            "if not (child := os.fork()):\n    print(count('hello world', 'cl100k_base'), flush=True)\n    os._exit(0)\n"
            "assert os.waitpid(child, 0)[1] == 0\n"
        )
        assert said == "Known(value=2, origin=None)\n"

    def test_a_tokenizer_that_is_not_shipped_is_named(self) -> None:
        with pytest.raises(VocabularyError, match="'p50k_base' is not shipped; there are cl100k_base, o200k_base"):
            count("hello", "p50k_base")
