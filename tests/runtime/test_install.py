"""Does the guard come and go without a trace, and catch what was made before it came?"""

from __future__ import annotations

import importlib
import logging
import subprocess
import sys
import textwrap
import threading
from asyncio import timeouts
from pathlib import Path
from typing import Any

import anthropic._base_client
import openai._base_client
import pytest
import wrapt

from llmlint import guard
from llmlint.policy.compiled import CompiledPolicy
from llmlint.runtime.gate import Decision
from llmlint.runtime.hooks import tripwire
from tests.loopback import Provider

from .calls import MESSAGES, anthropic_client, chat, openai_client
from .conftest import PolicyOf

ONLY_SMALL = """
    [limits]
    models = ["small-*"]
    """
PATCHED: list[tuple[type, str]] = [
    (openai._base_client.SyncAPIClient, "request"),
    (openai._base_client.AsyncAPIClient, "request"),
    (anthropic._base_client.SyncAPIClient, "request"),
    (anthropic._base_client.AsyncAPIClient, "request"),
    (anthropic._base_client.BaseClient, "_calculate_nonstreaming_timeout"),
    (timeouts.Timeout, "__aenter__"),
    (timeouts.Timeout, "__aexit__"),
]


def found() -> list[Any]:
    return [vars(owner)[name] for owner, name in PATCHED]


def refused(url: str) -> bool:
    try:
        chat(url, model="large-1")
    except guard.PolicyViolation:
        return True
    return False


def test_uninstall_restores_what_was_found(policy: PolicyOf) -> None:
    before = found()
    guard.install(policy(ONLY_SMALL))
    assert all(now is not then for now, then in zip(found(), before, strict=True))
    guard.uninstall()
    assert all(now is then for now, then in zip(found(), before, strict=True))
    guard.uninstall()
    assert all(now is then for now, then in zip(found(), before, strict=True))


def test_installing_twice_lays_one_hook(provider: Provider, policy: PolicyOf) -> None:
    before = found()
    decisions: list[Decision] = []
    for _ in range(3):
        guard.install(policy(ONLY_SMALL), observer=decisions.append)
    assert all(now.__wrapped__ is then for now, then in zip(found(), before, strict=True))
    assert refused(provider.url)
    assert len(decisions) == 1
    guard.uninstall()
    assert not refused(provider.url)
    assert all(now is then for now, then in zip(found(), before, strict=True))


def test_blocks_nest_and_the_innermost_is_in_force(provider: Provider, policy: PolicyOf) -> None:
    before = found()
    small, large = policy(ONLY_SMALL), policy(ONLY_SMALL.replace("small", "large"))
    with guard.install(small):
        assert refused(provider.url)
        with guard.install(large):
            assert not refused(provider.url)
        with guard.install(mode="off"):
            assert not refused(provider.url)
        assert refused(provider.url)
    assert not refused(provider.url)
    assert all(now is then for now, then in zip(found(), before, strict=True))


def test_blocks_may_be_left_in_any_order(provider: Provider, policy: PolicyOf) -> None:
    first = guard.install(policy(ONLY_SMALL))
    second = guard.install(policy(ONLY_SMALL.replace("small", "large")))
    first.uninstall()
    first.uninstall()
    assert not refused(provider.url)
    second.uninstall()
    assert [vars(owner)[name] for owner, name in PATCHED if hasattr(vars(owner)[name], "__wrapped__")] == []


def test_a_wrapper_laid_over_ours_stays(provider: Provider, policy: PolicyOf, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []

    def counting(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> Any:
        calls.append("seen")
        return wrapped(*args, **kwargs)

    owner = openai._base_client.SyncAPIClient
    found_before = vars(owner)["request"]
    guard.install(policy(ONLY_SMALL))
    ours = vars(owner)["request"]
    theirs = wrapt.FunctionWrapper(ours, counting)
    owner.request = theirs  # type: ignore[method-assign]
    try:
        guard.uninstall()
        assert vars(owner)["request"] is theirs
        assert not refused(provider.url)
        guard.install(policy(ONLY_SMALL))
        assert refused(provider.url)
        assert calls == ["seen", "seen"]
    finally:
        owner.request = ours  # type: ignore[method-assign]
        guard.uninstall()
    assert vars(owner)["request"] is found_before


def test_clients_and_bound_methods_made_before(provider: Provider, policy: PolicyOf) -> None:
    with openai_client(provider.url) as client, anthropic_client(provider.url) as claude:
        calls = [
            client.chat.completions.create,
            client.chat.completions.with_raw_response.create,
            client.with_options(timeout=3).chat.completions.create,
            claude.messages.create,
        ]
        guard.install(policy(ONLY_SMALL))
        for call in calls:
            with pytest.raises(guard.PolicyViolation):
                call(model="large-1", messages=MESSAGES, max_tokens=5)  # type: ignore[operator]
        assert provider.connections == 0
        guard.uninstall()
        for call in calls:
            call(model="large-1", messages=MESSAGES, max_tokens=5)  # type: ignore[operator]
    assert len(provider.requests) == len(calls)


@pytest.mark.parametrize(("mode", "level"), [("warn", logging.WARNING), ("observe", logging.INFO)])
def test_other_modes_tell_once_and_let_pass(
    mode: str, level: int, provider: Provider, policy: PolicyOf, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="llmlint.guard")
    guard.install(
        policy(ONLY_SMALL + "[rules]\nmissing-timeout.severity = 'off'\nmissing-output-cap.severity = 'off'\n"), mode=mode
    )
    for _ in range(3):
        assert chat(provider.url, model="large-1") == "yes"
    (record,) = [each for each in caplog.records if each.name == "llmlint.guard"]
    assert record.levelno == level
    assert record.getMessage().endswith(
        "large-1 is not among the allowed models; allowed: small-* (llmlint.toml:3) [model-not-allowed]"
    )


def test_a_warning_once_for_a_site_and_rule(provider: Provider, policy: PolicyOf, caplog: pytest.LogCaptureFixture) -> None:
    guard.install(policy("[limits]\ntimeout = 10\nmax_output_tokens = 10\n"))
    with openai_client(provider.url) as client:
        for _ in range(2):
            client.chat.completions.create(model="m", messages=MESSAGES)
            client.chat.completions.create(model="m", messages=MESSAGES, timeout=60, max_tokens=1)
    told = sorted(record.getMessage().rpartition("[")[2] for record in caplog.records if record.name == "llmlint.guard")
    assert told == ["missing-output-cap]", "missing-timeout]", "timeout-over-limit]"]
    assert len(provider.requests) == 4


def test_severity_and_at_runtime_decide(provider: Provider, policy: PolicyOf, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="llmlint.guard")
    rules = "[rules]\nmissing-timeout.severity = 'off'\nmissing-output-cap.severity = 'off'\nmodel-not-allowed."
    levels = {
        "severity = 'warning'": [logging.WARNING],
        "severity = 'info'": [logging.INFO],
        "at_runtime = 'record'": [logging.INFO],
        "at_runtime = 'off'": [],
    }
    for setting, expected in levels.items():
        caplog.clear()
        with guard.install(policy(ONLY_SMALL + rules + setting)):
            assert not refused(provider.url)
        assert [record.levelno for record in caplog.records if record.name == "llmlint.guard"] == expected
    with guard.install(policy(ONLY_SMALL + rules + "severity = 'info'\nmodel-not-allowed.at_runtime = 'raise'")):
        assert refused(provider.url)


def test_overlays(provider: Provider, policy: PolicyOf) -> None:
    text = """
        [environments.production]
        limits.models = ["small-*"]
        [paths."tests/runtime/**"]
        limits.models = ["huge-*"]
        """
    with guard.install(policy(text)):
        assert refused(provider.url)
    without_paths = policy(text.partition("[paths")[0])
    with guard.install(without_paths):
        assert not refused(provider.url)
    with guard.install(without_paths, environment="production") as installed:
        assert refused(provider.url)
        assert (installed.mode, installed.environment, installed.policy) == ("enforce", "production", without_paths)


@pytest.mark.parametrize("closed", [False, True])
def test_a_defect_of_the_guard(
    closed: bool, provider: Provider, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, policy: PolicyOf
) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError(f"cannot read {args} {kwargs} {MESSAGES}")

    monkeypatch.setattr("llmlint.runtime.gate.observe", broken)
    guard.install(policy("[guard]\non_internal_error = 'closed'" if closed else ""))
    for _ in range(2):
        if closed:
            with pytest.raises(guard.GuardError, match="RuntimeError"):
                chat(provider.url, model="m")
        else:
            assert chat(provider.url, model="m") == "yes"
    (record,) = [each for each in caplog.records if each.name == "llmlint.guard"]
    assert record.levelno == logging.ERROR
    assert "RuntimeError" in record.getMessage()
    assert "Great soup" not in record.getMessage()


def test_an_sdk_without_the_hook_is_named(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, policy: PolicyOf
) -> None:
    monkeypatch.delattr(openai._base_client, "SyncAPIClient")
    guard.install(CompiledPolicy(base={}))
    assert [each.levelno for each in caplog.records if each.name == "llmlint.guard"] == [logging.ERROR]
    guard.uninstall()
    with pytest.raises(guard.GuardError):
        guard.install(policy("[guard]\non_internal_error = 'closed'"))


LATE = """
    import sys
    from llmlint import guard
    from llmlint.policy.compiled import CompiledPolicy
    seen = []
    policy = CompiledPolicy(base={{}})
    {before}
    assert not any(name.split(".")[0] in ("openai", "anthropic", "httpx2") for name in sys.modules)
    import openai
    {after}
    from tests.loopback import Provider
    with Provider().serving() as provider:
        with openai.OpenAI(api_key="x", base_url=provider.url + "/v1") as client:
            client.chat.completions.create(model="m", messages=[])
    print(len(seen), type(openai._base_client.SyncAPIClient.__dict__["request"]).__name__)
    """


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("guard.install(policy, observer=seen.append)", "", "1 FunctionWrapper"),
        ("guard.install(policy, observer=seen.append); guard.install(policy, observer=seen.append)", "", "1 FunctionWrapper"),
        ("guard.install(policy, observer=seen.append); guard.uninstall()", "", "0 function"),
        ("guard.install(policy).uninstall(); guard.install(policy, observer=seen.append)", "", "1 FunctionWrapper"),
        ("guard.install(policy).uninstall()", "guard.install(policy, observer=seen.append)", "1 FunctionWrapper"),
        ("guard.install(mode='off')", "", "0 function"),
    ],
)
def test_an_sdk_imported_later(before: str, after: str, said: str) -> None:
    program = textwrap.dedent(LATE).format(before=before, after=after)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == said, done.stderr


@pytest.mark.parametrize("known", [True, False])
def test_while_another_thread_imports(known: bool, policy: PolicyOf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its import may end with hooks that need what the installing thread holds."""
    begun, go = threading.Event(), threading.Event()
    laid: list[str] = []
    (tmp_path / "slowly_imported.py").write_text("import slowly_imported_part\n", encoding="utf-8")
    (tmp_path / "slowly_imported_part.py").write_text("import builtins\nbuiltins._halt()\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr("builtins._halt", lambda: (begun.set(), go.wait(5)), raising=False)
    monkeypatch.setattr(tripwire, "MODULES", ("slowly_imported_part", "slowly_imported") if known else ("slowly_imported",))
    monkeypatch.setattr(tripwire, "hook", lambda module, **given: laid.append(module.__name__))
    importing = threading.Thread(target=importlib.import_module, args=("slowly_imported",))
    installing = threading.Thread(target=guard.install, args=(policy(ONLY_SMALL),))
    if known:
        guard.install(policy(ONLY_SMALL))
    importing.start()
    assert begun.wait(5)
    installing.start()
    installing.join(0.1)
    go.set()
    installing.join(5)
    importing.join(5)
    assert not installing.is_alive()
    assert not importing.is_alive()
    assert set(laid) == set(tripwire.MODULES)
    for name in ("slowly_imported", "slowly_imported_part"):
        sys.modules.pop(name)
