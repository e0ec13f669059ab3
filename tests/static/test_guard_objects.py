"""Does source that speaks to the guard mean the same to the linter?"""

from __future__ import annotations

from pathlib import Path

import pytest

from llmlint.engine import lint_bytes
from llmlint.policy.load import load
from llmlint.static.project import Project
from llmlint.values import Absent, Known

POLICY = """
[tasks.sorting]
models = ["gpt-4o"]
"""
HEAD = """from concurrent.futures import ThreadPoolExecutor
from openai import OpenAI
from llmlint import guard

client = guard.wrap(OpenAI(timeout=20), "llmlint.toml")
pool = ThreadPoolExecutor()


"""
ASK = 'client.chat.completions.create(model="gpt-4o", max_tokens=5, messages=[])'


@pytest.mark.parametrize(
    ("body", "task", "deadline"),
    [
        (f"def ask():\n    return {ASK}\n", None, None),
        (
            f'def ask(user):\n    with guard.task("sorting", user=user, feature="labels"):\n        return {ASK}\n',
            "sorting",
            None,
        ),
        (f'@guard.task("sorting", session="s")\ndef ask():\n    return {ASK}\n', "sorting", None),
        (f"def ask():\n    with guard.deadline(7):\n        return {ASK}\n", None, 7),
        (
            'def ask():\n    with guard.task("sorting"):\n'
            '        return pool.submit(guard.bind(client.chat.completions.create), model="gpt-4o", max_tokens=5, messages=[])\n',
            "sorting",
            None,
        ),
        (
            "ask = guard.bind(client.chat.completions.create)\n\n\n"
            'def main():\n    ask(model="gpt-4o", max_tokens=5, messages=[])\n',
            None,
            None,
        ),
        (f"def ask(question):\n    return {ASK}\n\n\ndef main():\n    pool.submit(guard.bind(ask), 'why?')\n", None, None),
    ],
)
def test_guard_objects(body: str, task: str | None, deadline: float | None, tmp_path: Path) -> None:
    (tmp_path / "llmlint.toml").write_text(POLICY, encoding="utf-8")
    policy = load(tmp_path / "llmlint.toml")
    (found,) = lint_bytes("bot.py", (HEAD + body).encode(), Project(tmp_path), policy).calls
    assert found.facts.effective("timeout") == Known(20)
    assert found.facts.effective("max_output_tokens") == Known(5)
    assert found.facts.effective("task") == (Absent() if task is None else Known(task))
    assert found.facts.effective("deadline") == (Absent() if deadline is None else Known(deadline))
