"""What do the tests of the guard share: a provider on the loopback device, and policies written as TOML."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from llmlint import guard
from llmlint.policy import load
from llmlint.policy.compiled import CompiledPolicy
from tests.loopback import Provider

PolicyOf = Callable[[str], CompiledPolicy]


@pytest.fixture(scope="session")
def server() -> Iterator[Provider]:
    with Provider().serving() as provider:
        yield provider


@pytest.fixture
def provider(server: Provider) -> Provider:
    server.forget()
    return server


@pytest.fixture(autouse=True)
def nothing_installed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No variable of the environment chooses a policy, and no guard outlives its test."""
    for name in ("LLMLINT_POLICY", "LLMLINT_ENV", "LLMLINT_GUARD", "OPENAI_BASE_URL", "ANTHROPIC_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    yield
    guard.uninstall()


@pytest.fixture
def policy(tmp_path: Path) -> PolicyOf:
    """`policy(text)`: what the TOML `text` compiles to."""

    def compiled(text: str) -> CompiledPolicy:
        file = tmp_path / "llmlint.toml"
        file.write_text(textwrap.dedent(text), encoding="utf-8")
        return load.load(file)

    return compiled
