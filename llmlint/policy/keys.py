"""Which settings of the policy may a rule refer to, and what do they measure?

A limit is named after the fact it bounds, so a setting has that fact's unit.
"""

from __future__ import annotations

from typing import Final

LIMITS: Final = ("timeout", "max_output_tokens", "attempts", "max_retries")
"""The facts a policy bounds, each with a `min` and a `max`."""

REFERENCES: Final = frozenset(
    f"{head}.{key}"
    for head in ("limits", "task")
    for key in ("models", *(f"{limit}.{end}" for limit in LIMITS for end in ("min", "max")))
)
"""What may follow the `$` of an operand; `limits.X` is answered by the task first, `task.X` by nothing else."""


def fact_of(reference: str) -> str:
    """The fact that the setting `reference` (one of `REFERENCES`) bounds."""
    name = reference.split(".")[1]
    return "model" if name == "models" else name
