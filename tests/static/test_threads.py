"""Is a request that another thread sends a request of the place that hands it over?"""

from __future__ import annotations

from pathlib import Path

import pytest

from llmlint.engine import lint_bytes
from llmlint.policy.load import default
from llmlint.static.project import Project
from llmlint.values import Known


@pytest.mark.parametrize(
    "call",
    [
        "asyncio.to_thread(client.chat.completions.create, model='gpt-4o', messages=[], max_tokens=70)",
        "pool.submit(client.chat.completions.create, model='gpt-4o', messages=[], max_tokens=70)",
        "loop.run_in_executor(None, partial(client.chat.completions.create, model='gpt-4o', messages=[], max_tokens=70))",
    ],
)
def test_a_method_handed_over(tmp_path: Path, call: str) -> None:
    source = (
        "import asyncio\nfrom functools import partial\n"
        "from concurrent.futures import ThreadPoolExecutor\nfrom openai import OpenAI\n\n"
        "client = OpenAI(timeout=30)\npool = ThreadPoolExecutor()\nloop = asyncio.get_event_loop()\n\n\n"
        f"def ask():\n    return {call}\n"
    )
    (found,) = lint_bytes("bot.py", source.encode(), Project(tmp_path), default()).calls
    assert found.facts.place.line == 12
    assert found.facts.effective("max_output_tokens") == Known(70)
    assert found.facts.effective("timeout") == Known(30)
