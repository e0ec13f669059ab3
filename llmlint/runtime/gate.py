"""May this call go out?

The gate judges an observation with the evaluator that the static side uses and acts on what it reports: it refuses, warns, or
records.  What is undecided never stops a call.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Literal

from llmlint.facts import CallFacts
from llmlint.findings import Verdict
from llmlint.knowledge.loader import Sdk
from llmlint.policy.compiled import CompiledPolicy, InForce
from llmlint.policy.evaluate import Outcome, reported, verdicts
from llmlint.policy.message import describe, render
from llmlint.runtime.derive import facts
from llmlint.runtime.errors import GuardError, PolicyViolation, told
from llmlint.runtime.observe import Observation, observe
from llmlint.runtime.sites import Sites
from llmlint.values import Absent, Known, Scalar

Mode = Literal["enforce", "warn", "observe", "off"]
MODES: Final[tuple[Mode, ...]] = ("enforce", "warn", "observe", "off")
_REMEMBERED: Final = 4096
"""Decisions and spoken words kept: when there are more, all are forgotten and found anew."""

log: Final = logging.getLogger("llmlint.guard")


@dataclass(frozen=True, slots=True)
class Decision:
    """What is known of a call, the policy in force for it, and the answer of every rule that applies.

    `failures` are those to act on: of each group of rules the first that fails.
    """

    facts: CallFacts
    policy: InForce
    outcomes: tuple[Outcome, ...]
    failures: tuple[Outcome, ...]


Observer = Callable[[Decision], None]
"""Told of every decision, before the gate acts on it."""


class Gate:
    """One policy in force in this process."""

    def __init__(
        self,
        policy: CompiledPolicy,
        *,
        root: Path,
        environment: str | None,
        mode: Mode,
        fail_open: bool = True,
        observer: Observer | None = None,
    ) -> None:
        self.policy = policy
        self.root = root
        self.environment = environment
        self.mode = mode
        self._fail_open = fail_open
        self._observer = observer
        self._sites = Sites(root)
        self._decisions: dict[Observation, Decision] = {}
        self._said: set[tuple[str, int, str]] = set()
        self._lock = threading.Lock()

    def admit(self, sdk: Sdk, client: Any, options: Any, *, is_async: bool, stream: bool) -> None:
        """Let the call pass, or raise PolicyViolation.

        What goes wrong inside the guard is logged; it stops the call, as GuardError, only if the policy says so.
        """
        try:
            violation = self._judge(sdk, client, options, is_async=is_async, stream=stream)
        except Exception as error:
            self.failed(error)
            return
        if violation is not None:
            raise violation

    def _judge(self, sdk: Sdk, client: Any, options: Any, *, is_async: bool, stream: bool) -> PolicyViolation | None:
        observation = observe(sdk, client, options, self._sites, is_async=is_async, stream=stream)
        if observation is None:
            return None
        decision = self._decisions.get(observation)
        if decision is None:
            if len(self._decisions) >= _REMEMBERED:
                self._decisions.clear()
            decision = self._decisions[observation] = self._decide(observation)
        if self._observer is not None:
            self._observer(decision)
        return self._act(decision)

    def _decide(self, observation: Observation) -> Decision:
        policy = self.policy.in_force(observation.site.path, self.environment)
        record = facts(observation, policy)
        outcomes = tuple(verdicts(record, policy))
        failures = tuple(outcome for outcome in reported(outcomes) if outcome.verdict is Verdict.FAIL)
        return Decision(record, policy, outcomes, failures)

    def _act(self, decision: Decision) -> PolicyViolation | None:
        """Warn and record what is to be; the violation to raise, if any."""
        refused: list[Outcome] = []
        for outcome in decision.failures:
            match self._action(decision.policy.at_runtime(outcome.rule)):
                case "raise":
                    refused.append(outcome)
                case "warn":
                    self._say(logging.WARNING, decision, outcome)
                case "record":
                    self._say(logging.INFO, decision, outcome)
        if not refused:
            return None
        worst = min(refused, key=lambda outcome: outcome.severity.rank)
        self._say(logging.WARNING, decision, worst, "refused: ")
        return _violation(decision, worst, tuple(each.rule.id for each in refused if each is not worst))

    def _action(self, wanted: str) -> str:
        if self.mode == "warn" and wanted == "raise":
            return "warn"
        return "record" if self.mode == "observe" and wanted in ("raise", "warn") else wanted

    def _say(self, level: int, decision: Decision, outcome: Outcome, what: str = "") -> None:
        """Log one failure, once for a site and rule."""
        place = decision.facts.place
        key = (place.path, place.line, outcome.rule.id)
        with self._lock:
            if key in self._said:
                return
            if len(self._said) >= _REMEMBERED:
                self._said.clear()
            self._said.add(key)
        message = render(outcome.rule.message, outcome, decision.facts)
        log.log(level, "%s%s%s [%s]", told(place), what, message, outcome.rule.id)

    def failed(self, error: Exception) -> None:
        """Log, once, that the guard itself has failed.  Raises GuardError if the policy wants calls stopped then."""
        # Not the error's own text: it may quote what was being sent.
        told = f"the guard failed with {type(error).__name__} at {_where(error.__traceback__)}"
        with self._lock:
            new = ("", 0, told) not in self._said
            self._said.add(("", 0, told))
        if new:
            log.error("%s; calls %s", told, "go out unchecked" if self._fail_open else "are stopped")
        if not self._fail_open:
            raise GuardError(told) from None


def _violation(decision: Decision, outcome: Outcome, others: tuple[str, ...]) -> PolicyViolation:
    witness = outcome.witness
    value: Scalar = None
    if witness is not None and isinstance(witness.value, Known):
        value = witness.value.value
    elif witness is not None and not isinstance(witness.value, Absent):
        value = describe(witness.value, witness.fact)
    setting = None if witness is None else witness.setting
    return PolicyViolation(
        outcome.rule.id,
        render(outcome.rule.message, outcome, decision.facts),
        value=value,
        limit=None if setting is None else setting.value,
        written=None if setting is None else setting.place,
        site=decision.facts.place,
        task=outcome.task,
        remedy=render(outcome.rule.remedy, outcome, decision.facts),
        others=others,
    )


def _where(traceback: TracebackType | None) -> str:
    """The innermost place of a traceback, as module and line."""
    where = "an unknown place"
    while traceback is not None:
        where = f"{traceback.tb_frame.f_globals.get('__name__', '?')}:{traceback.tb_lineno}"
        traceback = traceback.tb_next
    return where
