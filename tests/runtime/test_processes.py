"""Does the guard do its work in forked processes, servers that fork, and pools of threads?"""

from __future__ import annotations

import gc
import json
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

import llmlint
from llmlint import guard
from llmlint.runtime import install
from llmlint.runtime.events import Event
from tests.loopback import Provider

from .calls import MESSAGES, chat, openai_client
from .conftest import PolicyOf

ONLY_SMALL = "limits.models = ['small-*']"


def in_a_child(work: Callable[[], bool]) -> bool:
    """Whether `work` is true in a forked process, within ten seconds."""
    child = os.fork()
    if child == 0:
        signal.alarm(10)
        try:
            os._exit(0 if work() else 1)
        except BaseException:
            os._exit(2)
    return os.waitpid(child, 0)[1] == 0


def refused(url: str) -> bool:
    try:
        chat(url, model="large-1")
    except guard.PolicyViolation:
        return True
    return False


def test_a_fork_while_another_thread_decides(provider: Provider, policy: PolicyOf) -> None:
    installation = guard.install(policy(ONLY_SMALL))
    gate = installation._gate
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with gate._lock, gate._pace._lock, install._LOCK:
            held.set()
            done.wait(20)

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait(5)
    try:
        assert in_a_child(lambda: refused(provider.url))
    finally:
        done.set()
        thread.join()


def test_what_the_parent_left_to_settle_stays_with_it(provider: Provider, policy: PolicyOf) -> None:
    events: list[Event] = []
    guard.install(policy(""), on_event=events.append)
    with openai_client(provider.url) as client:
        stream = client.chat.completions.create(model="m", messages=MESSAGES, stream=True)
        next(stream)
        stream.response.extensions["held"] = held = []  # so that the finalizer of the stream runs, and not its close
        del stream
        gc.collect()

        def child() -> bool:
            events.clear()
            client.chat.completions.create(model="m", messages=MESSAGES)
            return [event.status for event in events] == ["ok"]

        assert in_a_child(child)
        client.chat.completions.create(model="m", messages=MESSAGES)
    assert held == []
    assert sorted(event.status for event in events) in (["abandoned", "ok"], ["closed", "ok"])


def test_a_pool_of_threads(provider: Provider, policy: PolicyOf) -> None:
    events: list[Event] = []
    guard.install(policy(ONLY_SMALL), on_event=events.append)

    def work(number: int) -> str:
        with guard.task(f"task-{number % 4}"):
            return str(chat(provider.url, model="small-1"))

    with ThreadPoolExecutor(16) as pool:
        assert set(pool.map(work, range(200))) == {"yes"}
    assert len(events) == 200
    assert {str(event.record["task"]) for event in events} == {f"task-{number}" for number in range(4)}
    assert all(event.status == "ok" for event in events)


SERVICE = """
    import json, os
    from openai import OpenAI
    from llmlint import guard

    guard.install("llmlint.toml")
    client = OpenAI(api_key="k", base_url=os.environ["PROVIDER"] + "/v1", timeout=9)

    def app(environ, start_response):
        try:
            answer = client.chat.completions.create(
                model=environ["PATH_INFO"].strip("/"), max_tokens=5, messages=[{"role": "user", "content": "hi"}]
            )
            told = answer.choices[0].message.content
        except guard.PolicyViolation as violation:
            told = violation.rule
        start_response("200 OK", [("content-type", "application/json")])
        return [json.dumps([told, os.getpid()]).encode()]
    """


@contextmanager
def gunicorn(folder: Path, provider: Provider) -> Iterator[str]:
    """The service under a server with two forked workers, which load it before they fork; gives its URL."""
    environ = {**os.environ, "PYTHONPATH": f"{Path(llmlint.__file__).parents[1]}{os.pathsep}{folder}", "PROVIDER": provider.url}
    command = [sys.executable, "-m", "gunicorn", "--preload", "--workers=2", "--bind=127.0.0.1:0", "service:app"]
    with subprocess.Popen(command, cwd=folder, env=environ, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        try:
            said = ""
            for line in server.stderr:
                said += line
                if "Listening at: " in line:
                    break
            else:
                pytest.fail(said)
            drained = threading.Thread(target=server.stderr.read, daemon=True)
            drained.start()
            yield line.partition("Listening at: ")[2].split(" ")[0]
        finally:
            server.terminate()
            server.wait(20)


@pytest.mark.slow
def test_a_server_that_forks(tmp_path: Path, provider: Provider) -> None:
    (tmp_path / "llmlint.toml").write_text(ONLY_SMALL, encoding="utf-8")
    (tmp_path / "service.py").write_text(textwrap.dedent(SERVICE), encoding="utf-8")

    def ask(model: str) -> tuple[str, int]:
        for _ in range(50):
            try:
                with urllib.request.urlopen(f"{url}/{model}", timeout=20) as response:
                    told, process = json.load(response)
                    return told, process
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.1)
        pytest.fail("the server does not answer")

    with gunicorn(tmp_path, provider) as url, ThreadPoolExecutor(4) as pool:
        allowed = list(pool.map(ask, ["small-1"] * 24))
        sent = len(provider.requests)
        forbidden = list(pool.map(ask, ["large-1"] * 4))
    assert {told for told, _ in allowed} == {"yes"}
    assert {told for told, _ in forbidden} == {"model-not-allowed"}
    assert len({process for _, process in allowed}) == 2
    assert sent == len(provider.requests) == 24
