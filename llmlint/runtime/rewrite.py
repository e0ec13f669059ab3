"""Which changes would make a call comply?

Only what the policy says may be mended (`guard.rewrite`), and only by what it says itself: a rule's own remedy, or the first
model of the task.  A call that is mended is judged again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from llmlint.policy.compiled import InForce, Operand, Test
from llmlint.policy.evaluate import Outcome
from llmlint.values import Scalar

REWRITABLE: Final = ("max_output_tokens", "timeout", "model")


def mended(failures: Iterable[Outcome], policy: InForce, changeable: frozenset[str]) -> dict[str, Scalar]:
    """The value to give each fact; nothing for a failure that the policy does not let be mended, or does not say how."""
    allowed = changeable.intersection(policy.strings("guard.rewrite"))
    changes: dict[str, Scalar] = {}
    for outcome in failures:
        found = _change(outcome, policy)
        if found is not None and found[0] in allowed:
            changes.setdefault(*found)
    return changes


def _change(outcome: Outcome, policy: InForce) -> tuple[str, Scalar] | None:
    fix = outcome.rule.fix
    if fix is not None:
        value = _resolved(fix.to, policy, outcome.task)
        return None if isinstance(value, tuple) or value is None else (fix.option, value)
    witness = outcome.witness
    if witness is not None and witness.fact == "model" and witness.setting is not None:
        models = witness.setting.value if isinstance(witness.setting.value, tuple) else (witness.setting.value,)
        return next((("model", _name(str(model))) for model in models if not any(sign in str(model) for sign in "*?[")), None)
    return None


def _resolved(operand: Operand, policy: InForce, task: str | None) -> Operand | None:
    reference = Test("", "set", operand).reference
    if reference is None:
        return operand
    setting = policy.setting(reference, task)
    return None if setting is None else setting.value


def _name(model: str) -> str:
    """A policy may say who serves a model; who that is, the client decides, not the name."""
    return model.partition("/")[2] or model


def shown(changes: Mapping[str, Scalar]) -> str:
    """Changes in words, for a log."""
    return ", ".join(f"{name}={value}" for name, value in changes.items())
