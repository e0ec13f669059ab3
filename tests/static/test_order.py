"""Is the answer about a file the same, whatever was linted before it?"""

from __future__ import annotations

from pathlib import Path

import pytest

from llmlint.engine import lint_paths
from llmlint.policy.load import default
from llmlint.static.project import Project
from llmlint.values import Known, Value

MODULES = {
    "asking.py": """
class Asking:
    def __init__(self, client) -> None:
        self.client = client

    def ask(self, question):
        return self.client.responses.create(model="gpt-4o", input=question)
""",
    "app.py": """
from asking import Asking
from openai import OpenAI


def main(question):
    asking = Asking(OpenAI(timeout=7))
    OpenAI(timeout=9).responses.create(model="gpt-4o", input=asking.ask(question))
""",
}


@pytest.mark.parametrize(
    "order", [["asking.py"], ["asking.py", "app.py"], ["app.py", "asking.py"], ["app.py"] * 2 + ["asking.py"]]
)
def test_the_order_of_files(order: list[str], tmp_path: Path) -> None:
    for name, text in MODULES.items():
        tmp_path.joinpath(name).write_text(text)
    files = [tmp_path / name for name in order]
    report = lint_paths(files, Project(tmp_path, lambda folder: sorted(folder.glob("*.py"))), default())
    asking = next(result for result in report.results if result.path == "asking.py")
    assert [timeouts(call.facts.effective("timeout")) for call in asking.calls] == [[7]]


def timeouts(value: Value) -> list[object]:
    """The numbers `value` may be."""
    return [each.value for each in getattr(value, "alternatives", (value,)) if isinstance(each, Known)]
