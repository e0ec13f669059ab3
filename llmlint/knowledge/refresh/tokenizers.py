"""What is in `tokenizers/`?  Run `python -m llmlint.knowledge.refresh.tokenizers`: the same bytes are written again.

The vocabularies are OpenAI's, published with tiktoken under the MIT licence; they are taken from a wheel that carries them as
tiktoken's cache, since tiktoken itself would download them.  Patterns and special tokens are those of the installed tiktoken.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from llmlint.knowledge.refresh.wheels import Pin, Unavailable, WrongWheel, cache, fetch, member
from llmlint.knowledge.vocabulary import FOLDER, LONGEST_TOKEN, MANIFEST, TOKENIZERS

SOURCE: Final = Pin(
    "llama-index-core",
    "0.14.25",
    "llama_index_core-0.14.25-py3-none-any.whl",
    "caa7d9c5ac9b13dc33400cf8d5e92e689b6d1e4497eb9bfa50d6f52ca2eb22a1",
)
CACHE: Final = "llama_index/core/_static/tiktoken_cache"
"""The folder of the wheel that holds tiktoken's files: each is named by the SHA-1 of the address that tiktoken asks for it."""
FILES: Final = {
    "cl100k_base": "9b5ad71b2ce5302211f9c61530b329a4922fc6a4",
    "o200k_base": "fb374d419588a4632f3f557e76b4b70aebbca790",
}
PUBLISHED: Final = {
    "cl100k_base": "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7",
    "o200k_base": "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d",
}
"""The SHA-256 that tiktoken expects of each file (`tiktoken_ext/openai_public.py`)."""


def published(wheel: Path) -> dict[str, bytes]:
    """The vocabularies of `wheel` as tiktoken publishes them, by tokenizer.  Raises WrongWheel where one is another."""
    found = {name: member(wheel, f"{CACHE}/{FILES[name]}") for name in TOKENIZERS}
    for name, data in found.items():
        if _sha256(data) != PUBLISHED[name]:
            raise WrongWheel(f"{wheel.name}: its {name} is not the one that tiktoken expects")
    return found


@contextmanager
def tiktoken_cache(vocabularies: Mapping[str, bytes]) -> Iterator[Path]:
    """A folder in which tiktoken finds `vocabularies` instead of downloading them, in force while it is open."""
    before = os.environ.get("TIKTOKEN_CACHE_DIR")
    with tempfile.TemporaryDirectory() as folder:
        for name, data in vocabularies.items():
            Path(folder, FILES[name]).write_bytes(data)
        os.environ["TIKTOKEN_CACHE_DIR"] = folder
        try:
            yield Path(folder)
        finally:
            del os.environ["TIKTOKEN_CACHE_DIR"]
            if before is not None:
                os.environ["TIKTOKEN_CACHE_DIR"] = before


def pack(tokens: Sequence[bytes]) -> bytes:
    """`tokens`, in the order of their ranks, as `vocabulary.ranks` reads them.  Raises ValueError for one of over 255 bytes."""
    return len(tokens).to_bytes(4, "little") + bytes(map(len, tokens)) + b"".join(tokens)


def as_published(tokens: Iterable[bytes]) -> bytes:
    """`tokens`, in the order of their ranks, as tiktoken publishes them."""
    return b"".join(base64.b64encode(token) + b" %d\n" % rank for rank, token in enumerate(tokens))


def made(wheel: Path) -> dict[str, bytes]:
    """The files of `tokenizers/` by name, as they follow from `wheel`.  Raises WrongWheel."""
    constructors = import_module("tiktoken_ext.openai_public").ENCODING_CONSTRUCTORS
    vocabularies = published(wheel)
    files: dict[str, bytes] = {}
    entries: dict[str, Any] = {}
    with tiktoken_cache(vocabularies):
        for name, data in vocabularies.items():
            said = constructors[name]()
            tokens = list(said["mergeable_ranks"])
            if as_published(tokens) != data or max(map(len, tokens)) > LONGEST_TOKEN:
                raise WrongWheel(f"{name}: its ranks do not count from 0, or a token is longer than {LONGEST_TOKEN} bytes")
            file = f"{name}.bin"
            files[file] = pack(tokens)
            entries[name] = {
                "tokens": len(tokens),
                "packed": {"file": file, "bytes": len(files[file]), "sha256": _sha256(files[file])},
                "published": {"file": f"{CACHE}/{FILES[name]}", "bytes": len(data), "sha256": _sha256(data)},
                "pattern": said["pat_str"],
                "special_tokens": said["special_tokens"],
            }
    manifest = {
        "made_by": "python -m llmlint.knowledge.refresh.tokenizers",
        "licence": "MIT: vocabularies, patterns and special tokens are OpenAI's, published with tiktoken; see LICENSE",
        "tiktoken": version("tiktoken"),
        "source": {"package": SOURCE.name, "version": SOURCE.version, "file": SOURCE.file, "sha256": SOURCE.sha256},
        "tokenizers": entries,
    }
    files[MANIFEST] = (json.dumps(manifest, indent=1, ensure_ascii=False) + "\n").encode()
    return files


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command."""
    command = "python -m llmlint.knowledge.refresh.tokenizers"
    parser = argparse.ArgumentParser(prog=command, description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--wheels", type=Path, default=cache(), metavar="DIR", help="where wheels are kept (default: %(default)s)"
    )
    parser.add_argument("--into", type=Path, default=FOLDER, metavar="DIR", help="where to write (default: %(default)s)")
    options = parser.parse_args(arguments)
    try:
        files = made(fetch([SOURCE], options.wheels)[SOURCE.name])
    except (Unavailable, WrongWheel) as error:
        parser.exit(2, f"{parser.prog}: {error}\n")
    options.into.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        file = options.into / name
        state = "as it was" if file.is_file() and file.read_bytes() == data else "written"
        file.write_bytes(data)
        print(f"{name}: {len(data):,} bytes, {state}")
    return 0


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


if __name__ == "__main__":
    raise SystemExit(main())
