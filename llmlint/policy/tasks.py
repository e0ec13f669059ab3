"""Which task does a call work on, and what tells?

Levels of evidence are asked from the strongest to the weakest; the first that speaks for exactly one task decides.  Two tasks
at one level are both kept (`OneOf`), and no level at all leaves the call without a task: then only the limits apply.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from llmlint.facts import TaskEvidence
from llmlint.policy.compiled import InForce
from llmlint.policy.glob import matches_name, matches_path
from llmlint.values import Absent, Known, Value, join


@dataclass(frozen=True, slots=True)
class Assigned:
    """The task of a call and the words that told it."""

    task: Value
    evidence: str


def assign(evidence: TaskEvidence, policy: InForce) -> Assigned:
    """The task that `evidence` speaks for under `policy`.

    A directive or a context that names a task the policy does not declare stands all the same: no limits apply to it.
    """
    for told, what in _levels(evidence, policy):
        if told:
            return Assigned(join(Known(task) for task in told), what)
    return Assigned(Absent(), "")


def _levels(evidence: TaskEvidence, policy: InForce) -> Iterator[tuple[tuple[str, ...], str]]:
    if evidence.directive is not None:
        yield (evidence.directive,), f"# llmlint: task={evidence.directive}"
    if evidence.context is not None:
        yield (evidence.context,), f"guard.task({evidence.context!r})"
    if evidence.bundled is not None:
        yield (evidence.bundled,), "the bundle"
    for text in evidence.metadata:
        yield tuple(task for task in policy.tasks if task == text), f"metadata {text!r}"
    told = [
        (task, pattern)
        for task in policy.tasks
        for pattern in policy.strings(f"tasks.{task}.detect.paths")
        if matches_path(evidence.path, pattern)
    ]
    yield _tasks(told), _because("path", told)
    for name in evidence.names:
        told = [
            (task, pattern)
            for task in policy.tasks
            for pattern in policy.strings(f"tasks.{task}.detect.functions")
            if matches_name(name, pattern)
        ]
        yield _tasks(told), _because(f"name {name} matches", told)
    told = [
        (task, phrase)
        for task in policy.tasks
        for phrase in policy.strings(f"tasks.{task}.detect.prompts")
        if any(phrase.casefold() in prompt.casefold() for prompt in evidence.prompts)
    ]
    yield _tasks(told), _because("prompt", told)


def _tasks(told: list[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(task for task, _ in told))


def _because(what: str, told: list[tuple[str, str]]) -> str:
    return f"{what} {', '.join(dict.fromkeys(repr(pattern) for _, pattern in told))}"
