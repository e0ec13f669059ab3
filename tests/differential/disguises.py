"""What do check and the guard say of one call in twelve disguises?  `python -m tests.differential.disguises` prints it.

The call asks a model that its task may not use, with a timeout, a cap and retries above their limits.
"""

from __future__ import annotations

import tempfile
import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from llmlint.findings import Verdict
from tests.loopback import Provider

from .cases import written
from .law import Comparison, Court, Side

POLICY: Final = """
[limits]
timeout = 30
max_output_tokens = 500
max_retries = 2

[tasks.classification]
models = ["gpt-4o-mini*"]
detect = { functions = ["classify_*"] }
"""
RULES: Final = {
    "timeout-over-limit": "timeout",
    "output-cap-over-limit": "cap",
    "retry-over-limit": "retries",
    "model-not-allowed-for-task": "model",
}
_HEAD: Final = """
import functools
import os

from openai import OpenAI

MESSAGES = [{"role": "user", "content": "Great soup, slow service."}]
"""
_PROGRAMS: Final = {
    "literal": """
        def classify_review():
            client = OpenAI(api_key="k", max_retries=5)
            client.chat.completions.create(model="gpt-4o", messages=MESSAGES, max_tokens=4000, timeout=120)
        """,
    "constant": """
        MODEL, RETRIES = "gpt-4o", 5
        CAP = 4000
        TIMEOUT = 120

        def classify_review():
            client = OpenAI(api_key="k", max_retries=RETRIES)
            client.chat.completions.create(model=MODEL, messages=MESSAGES, max_tokens=CAP, timeout=TIMEOUT)
        """,
    "alias": """
        def classify_review():
            send = OpenAI(api_key="k", max_retries=5).chat.completions.create
            send(model="gpt-4o", messages=MESSAGES, max_tokens=4000, timeout=120)
        """,
    "splat": """
        OPTIONS = {"model": "gpt-4o", "max_tokens": 4000, "timeout": 120}

        def classify_review():
            client = OpenAI(**{"api_key": "k", "max_retries": 5})
            client.chat.completions.create(messages=MESSAGES, **OPTIONS)
        """,
    "update": """
        def classify_review():
            client = OpenAI(api_key="k", max_retries=5)
            options = {"messages": MESSAGES, "timeout": 10}
            options["model"] = "gpt-4o"
            options.update(max_tokens=4000, timeout=120)
            client.chat.completions.create(**options)
        """,
    "self": """
        class Bot:
            def __init__(self):
                self.model, self.timeout = "gpt-4o", 120
                self.cap = 4000
                self.client = OpenAI(api_key="k", max_retries=5)

            def classify_review(self):
                self.client.chat.completions.create(
                    model=self.model, messages=MESSAGES, max_tokens=self.cap, timeout=self.timeout
                )

        def classify_review():
            Bot().classify_review()
        """,
    "factory": """
        def make_client():
            return OpenAI(api_key="k", max_retries=5, timeout=120)

        def options():
            return {"model": "gpt-4o", "max_tokens": 4000}

        def classify_review():
            make_client().chat.completions.create(messages=MESSAGES, **options())
        """,
    "with_options": """
        client = OpenAI(api_key="k", timeout=10)

        def classify_review():
            patient = client.with_options(timeout=120, max_retries=5)
            patient.chat.completions.create(model="gpt-4o", messages=MESSAGES, max_tokens=4000)
        """,
    "partial": """
        client = OpenAI(api_key="k", max_retries=5)
        ask = functools.partial(client.chat.completions.create, model="gpt-4o", timeout=120)

        def classify_review():
            ask(messages=MESSAGES, max_tokens=4000)
        """,
    "ternary": """
        def classify_review():
            thorough = os.environ.get("THOROUGH") != "0"
            client = OpenAI(api_key="k", max_retries=5 if thorough else 1)
            client.chat.completions.create(
                model="gpt-4o" if thorough else "gpt-4o-mini",
                messages=MESSAGES,
                max_tokens=4000 if thorough else 100,
                timeout=120 if thorough else 10,
            )
        """,
    "environment default": """
        def classify_review():
            client = OpenAI(api_key="k", max_retries=int(os.getenv("BOT_RETRIES", "5")))
            client.chat.completions.create(
                model=os.getenv("BOT_MODEL", "gpt-4o"),
                messages=MESSAGES,
                max_tokens=int(os.getenv("BOT_CAP", "4000")),
                timeout=float(os.environ.get("BOT_TIMEOUT", "120")),
            )
        """,
    "parameter": """
        def classify_with(client: OpenAI, model, cap, timeout):
            client.chat.completions.create(model=model, messages=MESSAGES, max_tokens=cap, timeout=timeout)

        def classify_review():
            classify_with(OpenAI(api_key="k", max_retries=5), "gpt-4o", cap=4000, timeout=120)
        """,
}
PROGRAMS: Final = {
    name: f"{_HEAD}\n{textwrap.dedent(text)}\ndef run():\n    classify_review()\n" for name, text in _PROGRAMS.items()
}
"""By disguise: a program whose function `run` makes the call."""


def judged(folder: Path, provider: Provider) -> dict[str, Comparison]:
    """Both sides of every disguise."""
    court = Court(folder, provider, {"the policy": POLICY})
    return {name: court.judge(written(source, "the policy")) for name, source in PROGRAMS.items()}


def check_says(comparison: Comparison, rule: str) -> str:
    """The word of check on one rule, of each record of the call that the rule applies to; a derived one stands at the caller."""
    words = [
        f"{_word(side, rule)}{' at the caller' if side.facts.form == 'derived' else ''}"
        for side in comparison.static
        if rule in side.verdicts
    ]
    return ", ".join(words) or "-"


def guard_says(comparison: Comparison, rule: str) -> str:
    return _word(comparison.live, rule) if rule in comparison.live.verdicts else "-"


def _word(side: Side, rule: str) -> str:
    verdict = side.verdicts[rule]
    return "possible" if verdict is Verdict.UNDECIDED and rule in side.messages else verdict.value


def table(comparisons: Mapping[str, Comparison]) -> str:
    """A line for each disguise and rule column by column, then the words of both sides where they differ."""
    rows = [["disguise", *(f"{short}: check" for short in RULES.values()), "guard"]]
    for name, comparison in comparisons.items():
        guard = {guard_says(comparison, rule) for rule in RULES}
        told = guard.pop() if len(guard) == 1 else ", ".join(f"{RULES[r]} {guard_says(comparison, r)}" for r in RULES)
        rows.append([name, *(check_says(comparison, rule) for rule in RULES), told])
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(lines) + "\n"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, Provider().serving() as provider:
        comparisons = judged(Path(folder), provider)
    print(table(comparisons))
    print("In the words of both, of the literal:")
    literal = comparisons["literal"]
    for rule in RULES:
        print(f"  check  {literal.static[0].messages[rule]}")
        print(f"  guard  {literal.live.messages[rule]}")


if __name__ == "__main__":
    main()
