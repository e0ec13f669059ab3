"""What do vocabularies cost to load, how fast is counting beside tiktoken's own, and how far off is an estimate?

    python -m benchmarks.tokens

Prints ratios taken in one run, since seconds say little of another machine; tiktoken is given the same vocabularies as a cache
folder.  The estimate is measured on the standard library's code, on its documentation, and on the sentences of the tests.
"""

from __future__ import annotations

import lzma
import pydoc_data.topics
import subprocess
import sys
import sysconfig
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final

from llmlint.knowledge.refresh.tokenizers import as_published, tiktoken_cache
from llmlint.knowledge.tokens import count, estimate
from llmlint.knowledge.vocabulary import TOKENIZERS, encoding, packed, ranks
from llmlint.values import Known
from tests.knowledge.texts import PROSE

ROUNDS: Final = 5
LOAD: Final = {
    "ours": "from llmlint.knowledge.vocabulary import encoding; encoding({name!r})",
    "tiktoken": "import tiktoken; tiktoken.get_encoding({name!r})",
}
MEASURED: Final = """\
import re, time
begun = time.perf_counter()
{code}
seconds = time.perf_counter() - begun
print(seconds, re.search(r"VmRSS:\\s+(\\d+) kB", open("/proc/self/status").read())[1])
"""
"""A process of its own for each load: seconds, the import of tiktoken included, and the kilobytes that it holds then (Linux)."""


def code() -> str:
    """Modules of the standard library, about two megabytes."""
    library = Path(sysconfig.get_path("stdlib"))
    return "".join(file.read_text(encoding="utf-8") for file in sorted(library.glob("*.py"))[:90])


def prose() -> str:
    """The documentation of the language."""
    return "\n".join(pydoc_data.topics.topics.values())


@contextmanager
def vocabularies() -> Iterator[None]:
    """tiktoken finds its own files, made of ours."""
    with tiktoken_cache({name: as_published(ranks(packed(name))) for name in TOKENIZERS}):
        yield


def best(run: Callable[[], object]) -> float:
    """Seconds of the fastest of several rounds."""
    taken = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        run()
        taken.append(time.perf_counter() - begun)
    return min(taken)


def loaded(name: str) -> dict[str, tuple[float, float]]:
    """Least seconds and megabytes of loading a vocabulary, by whose; both by turns, so that they meet the same machine."""
    runs = [{whose: measured(statement.format(name=name)) for whose, statement in LOAD.items()} for _ in range(ROUNDS)]
    return {whose: (min(run[whose][0] for run in runs), min(run[whose][1] for run in runs)) for whose in LOAD}


def measured(statement: str) -> tuple[float, float]:
    """Seconds and megabytes of a statement in a process of its own."""
    command = [sys.executable, "-c", MEASURED.format(code=statement)]
    seconds, size = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout.split()
    return float(seconds), int(size) / 1024


def show_loads() -> None:
    bare = measured("pass")[1]
    print("Load: seconds, and megabytes of memory beyond a bare interpreter's; sizes in MB")
    for name in TOKENIZERS:
        with vocabularies():
            runs = loaded(name)
        said = "; ".join(f"{whose} {seconds:.3f} s, {size - bare:.0f} MB" for whose, (seconds, size) in runs.items())
        print(f"  {name}: {said}; ratio {runs['ours'][0] / runs['tiktoken'][0]:.2f}")
        data = packed(name)
        for kind, compressed, expand in (
            ("zlib", zlib.compress(data, 9), zlib.decompress),
            ("lzma", lzma.compress(data, preset=9 | lzma.PRESET_EXTREME), lzma.decompress),
        ):
            seconds = best(partial(expand, compressed))
            print(f"    {len(data) / 1e6:.2f}; {len(compressed) / 1e6:.2f} with {kind}, {seconds:.3f} s to undo")


def show_counts() -> None:
    texts = {"code": code(), "documentation": prose(), **PROSE}
    print("\nCount beside tiktoken's encode (ratio of seconds, MB/s), and the estimate beside the count")
    for name in TOKENIZERS:
        encode = encoding(name).encode_ordinary
        for kind, text in texts.items():
            tokens = len(encode(text))
            assert count(text, name) == Known(tokens), kind
            speed = ""
            if len(text) > 100_000:
                ours, theirs = best(partial(count, text, name)), best(partial(encode, text))
                speed = f"ratio {ours / theirs:.2f}, {len(text.encode()) / ours / 1e6:.1f} MB/s"
            print(f"  {name} {kind:14} {tokens:>7} tokens, estimate {estimate(text).roughly / tokens - 1:+5.0%}  {speed}")


def show_pathological() -> None:
    print("\nA million characters (s): without a limit, and with one of 16,000 tokens")
    for kind, text in {"one letter": "a" * 10**6, "spaces": " " * 10**6, "words": "word " * 200_000}.items():
        whole, limited = (best(partial(count, text, TOKENIZERS[-1], limit=limit)) for limit in (None, 16_000))
        print(f"  {kind}: {whole:.3f}, {limited:.4f}")


if __name__ == "__main__":
    show_loads()
    show_counts()
    show_pathological()
