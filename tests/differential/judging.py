"""How are many cases judged?  In several processes, each of which judges some and keeps what is told of them.

A family is the cases of some SDKs: programs, and the policies they are held against.  Its SDK is there where the tests run, or
in an environment of its own.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import tempfile
import traceback
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from llmlint.findings import Verdict
from tests.drift import environments
from tests.loopback import Provider

from . import bedrock_programs, google_programs, litellm_programs, programs
from .cases import Case
from .checks import CHECKS, is_gap
from .law import Comparison, Court, CourtElsewhere, comparable
from .policies import POLICIES

AT_ONCE: Final = 50
"""Cases that a process takes at a time; elsewhere each time starts an interpreter."""
AT_ONCE_ELSEWHERE: Final = 250


@dataclass(frozen=True)
class Family:
    """How the case of a number is written under a seed, the policies, and the environment that executes it (() is this one)."""

    case: Callable[..., Case]
    policies: Mapping[str, str]
    requirements: tuple[str, ...] = ()


FAMILIES: Final = {
    "openai, anthropic": Family(programs.case, POLICIES),
    "google-genai": Family(google_programs.case, google_programs.POLICIES),
    "bedrock": Family(bedrock_programs.case, bedrock_programs.POLICIES, (f"boto3=={bedrock_programs.VERSION}",)),
    "litellm": Family(litellm_programs.case, litellm_programs.POLICIES, litellm_programs.REQUIREMENTS),
}
Told = tuple[str, Verdict | None, Verdict | None]
"""A rule, and what is said of it: from source, and live."""


@dataclass(frozen=True)
class Judgement:
    """What is told of one case; `complaints` by check, and `raised` where it did not come to be judged."""

    number: int
    complaints: tuple[tuple[str, str], ...]
    raised: str = ""
    told: tuple[Told, ...] = ()
    live: tuple[tuple[str, Verdict], ...] = ()
    same_task: bool = False
    """Whether both sides take the call for one of the same task."""
    sdk: str = ""
    provider: str = ""
    disguises: frozenset[str] = frozenset()
    policy: str = ""
    environment: str | None = None
    is_async: bool = False
    plain: bool = False
    is_gap: bool = False
    """Whether it is not held to the law, as the static side is known to overlook what it hides."""


@contextmanager
def workers(processes: int | None = None) -> Iterator[Executor]:
    """Processes that judge, as many as there are cores unless told."""
    # Not forked: threads of the guard and of a server may run here.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes or os.cpu_count(), mp_context=context, initializer=_begin) as pool:
        yield pool


def judged(pool: Executor, family: str, numbers: range, seed: int = programs.SEED) -> Iterator[Judgement]:
    """What is told of the cases of these numbers, in their order."""
    step = AT_ONCE_ELSEWHERE if FAMILIES[family].requirements else AT_ONCE
    parts = [numbers[at : at + step] for at in range(0, len(numbers), step)]
    for several in pool.map(_judged, [family] * len(parts), parts, [seed] * len(parts)):
        yield from several


def kept() -> Path:
    """Where environments are."""
    return Path(os.environ.get("LLMLINT_DRIFT", environments.folder()))


def is_there(family: str) -> bool:
    """Whether what executes the cases is installed."""
    requirements = FAMILIES[family].requirements
    return not requirements or environments.is_made(requirements, kept())


def _begin() -> None:
    warnings.simplefilter("error")
    # What is loaded by now stays: it need not be looked through again and again.
    gc.freeze()


def _judged(family: str, numbers: range, seed: int) -> list[Judgement]:
    written = FAMILIES[family]
    cases = [written.case(number, seed) for number in numbers]
    with Provider().serving() as provider, tempfile.TemporaryDirectory() as folder:
        if written.requirements:
            environment = environments.made(written.requirements, kept())
            return [
                _told(each) for each in CourtElsewhere(Path(folder), provider, written.policies, environment).judge_all(cases)
            ]
        court = Court(Path(folder), provider, written.policies)
        return [_one(court, case) for case in cases]


def _one(court: Court, case: Case) -> Judgement:
    try:
        return _told(court.judge(case))
    except Exception:  # of whatever the program is made of: it must be told which one it was
        return Judgement(case.number, (), traceback.format_exc())


def _told(comparison: Comparison) -> Judgement:
    case, live = comparison.case, comparison.live
    alike = [static for static in comparison.static if comparable(static, live)]
    return Judgement(
        number=case.number,
        complaints=tuple((name, said) for name, check in CHECKS.items() for said in check(comparison)),
        told=tuple(
            (rule, static.verdicts.get(rule), live.verdicts.get(rule))
            for static in alike
            for rule in {*static.verdicts, *live.verdicts}
        ),
        live=tuple(live.verdicts.items()),
        same_task=bool(alike),
        sdk=live.facts.sdk,
        provider=str(live.facts.effective("provider")),
        disguises=case.disguises,
        policy=case.policy,
        environment=case.environment,
        is_async=case.is_async,
        plain=case.plain,
        is_gap=is_gap(comparison),
    )


def pairs(judgements: list[Judgement]) -> Counter[Told]:
    """How often each pair of verdicts, static and live, was given by each rule."""
    return Counter(told for judgement in judgements for told in judgement.told)


def table(told: Counter[Told]) -> str:
    """The pairs of verdicts in words, a rule a line."""
    words = {None: "-", Verdict.PASS: "pass", Verdict.FAIL: "fail", Verdict.UNDECIDED: "undecided"}
    lines = []
    for rule in sorted({rule for rule, _, _ in told}):
        counts = [
            f"{words[said]}/{words[happened]} {count}" for (name, said, happened), count in told.most_common() if name == rule
        ]
        lines.append(f"  {rule:28}{', '.join(counts)}")
    return "\n".join(lines)
