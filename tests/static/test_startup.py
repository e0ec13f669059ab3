"""Is a file without LLM calls linted without loading the parser?"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PROGRAM = """
import sys
from pathlib import Path
from llmlint.engine import lint_paths
from llmlint.policy.compiled import CompiledPolicy
from llmlint.static.project import Project
folder = Path(sys.argv[1])
lint_paths(sorted(folder.iterdir()), Project(folder), CompiledPolicy({}))
print("libcst" in sys.modules)
"""


def loads_libcst(folder: Path) -> bool:
    done = subprocess.run([sys.executable, "-c", PROGRAM, str(folder)], capture_output=True, text=True, check=True)
    return done.stdout.strip() == "True"


def test_the_parser_is_loaded_for_candidates_only(tmp_path: Path) -> None:
    (tmp_path / "plain.py").write_text("def add(a, b):\n    return a + b\n", encoding="utf-8")
    assert not loads_libcst(tmp_path)
    (tmp_path / "bot.py").write_text("def ask(client):\n    return client.chat.completions.create()\n", encoding="utf-8")
    assert loads_libcst(tmp_path)
