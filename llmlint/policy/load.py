"""Which policy is in force here, and what does it come to?"""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pathspec

from llmlint.knowledge.loader import knowledge
from llmlint.policy import rulefile
from llmlint.policy.compiled import CompiledPolicy, CompiledRule, InForce, Overlay, Setting
from llmlint.policy.extend import DEFAULT_PACK, FILE, Extended, pack
from llmlint.policy.keys import LIMITS
from llmlint.policy.positions import Key
from llmlint.policy.problems import PolicyError, Problem, RuleError, nearest
from llmlint.policy.source import PYPROJECT, PolicySource, holds_policy, read

__all__ = ["Loaded", "PolicyError", "Problem", "RuleError", "default", "find", "load", "load_with_files", "policy_in"]

NOT_ENABLED = "no extended pack"
"""The place of the severity `off` of a rule that no extended pack switches on."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A policy and the files that it was read from (those of llmlint itself left out)."""

    policy: CompiledPolicy
    files: tuple[Path, ...]


def find(start: Path) -> Path | None:
    """The policy for a file or folder: that of the nearest folder upward that has one; None without.

    Raises PolicyError where one folder holds two, or cannot be looked into.
    """
    start = Path(os.path.abspath(start))  # noqa: PTH100 -- a link belongs to the folder it stands in
    found = (policy_in(folder) for folder in (start, *start.parents))
    return next((policy for policy in found if policy is not None), None)


def policy_in(folder: Path) -> Path | None:
    """The policy that `folder` itself holds: `llmlint.toml`, or a pyproject.toml with [tool.llmlint].

    Raises PolicyError where it holds both, or cannot be looked into.
    """
    own, shared = folder / FILE, folder / PYPROJECT
    try:
        both = (own.exists(), holds_policy(shared))
    except OSError as error:
        raise PolicyError([Problem(str(folder), None, f"cannot be read: {error.strerror or error}")]) from None
    if all(both):
        raise PolicyError([Problem(str(own), None, f"a second policy beside [tool.llmlint] of {shared}", "one of them")])
    return own if both[0] else shared if both[1] else None


def load(path: Path) -> CompiledPolicy:
    """The policy in the file `path`, with all that it extends.  Raises PolicyError with everything that is wrong."""
    return load_with_files(path).policy


def load_with_files(path: Path) -> Loaded:
    """As `load`, with the files read: the policy stays the same for as long as they do."""
    extended = Extended(read(path, path.name))
    policy = _compile(extended.packs, extended.sources, extended.problems, path.name)
    return Loaded(policy, tuple(source.file for source in extended.sources))


def default() -> CompiledPolicy:
    """The policy where there is no file: the recommended pack."""
    return _compile({DEFAULT_PACK: pack(DEFAULT_PACK)}, [], [], f"pack {DEFAULT_PACK}")


def _compile(
    packs: Mapping[str, PolicySource], sources: list[PolicySource], problems: Iterable[Problem], name: str
) -> CompiledPolicy:
    pages = rulefile.pages()
    rules = tuple(page.rule for page in pages)
    found = [*problems, *_unknown(sources, rules), *_patterns(sources)]
    if found:
        raise PolicyError(sorted(found, key=lambda problem: (problem.file != name, problem.file, problem.line or 0)))
    base: dict[str, Setting] = {
        f"rules.{page.rule.id}.severity": Setting("off", NOT_ENABLED) for page in pages if packs.keys().isdisjoint(page.packs)
    }
    for source in (*packs.values(), *sources):
        base.update(source.overlay())
    environments: dict[str, Overlay] = {}
    for source in sources:
        for environment in source.table.get("environments", {}):
            environments[environment] = {**environments.get(environment, {}), **source.overlay(("environments", environment))}
    paths = tuple((glob, source.overlay(("paths", glob))) for source in sources for glob in source.table.get("paths", {}))
    policy = CompiledPolicy(base, environments, paths, rules, name)
    crossed = tuple(_crossed(policy))
    if crossed:
        raise PolicyError(crossed)
    return policy


def _partials(source: PolicySource) -> Iterator[tuple[Key, Mapping[str, object]]]:
    """Every table of a source that holds limits, tasks and rules; those that are no tables are problems already."""
    yield (), source.table
    for kind in ("environments", "paths"):
        several = source.table.get(kind)
        for name, table in several.items() if isinstance(several, dict) else ():
            if isinstance(table, dict):
                yield (kind, name), table


def _names(table: Mapping[str, object], key: str) -> tuple[str, ...]:
    found = table.get(key)
    return tuple(found) if isinstance(found, dict) else ()


def _unknown(sources: list[PolicySource], rules: tuple[CompiledRule, ...]) -> Iterator[Problem]:
    """Rules and SDKs that do not exist, and tasks that only an overlay knows."""
    ids = [rule.id for rule in rules]
    tasks = {task for source in sources for task in _names(source.table, "tasks")}
    for source in sources:
        for sdk in _names(source.table, "sdks"):
            distributions = {each.distribution for each in knowledge().sdks.values()}
            if sdk not in distributions:
                yield source.problem(("sdks", sdk), f"unknown SDK {sdk!r}", meant=nearest(sdk, distributions))
        for key, table in _partials(source):
            for rule in _names(table, "rules"):
                if rule not in ids:
                    yield source.problem((*key, "rules", rule), f"unknown rule {rule!r}", meant=nearest(rule, ids))
            for task in _names(table, "tasks"):
                if task not in tasks:
                    what = f"unknown task {task!r}"
                    yield source.problem((*key, "tasks", task), what, f"a task declared in [tasks.{task}]", nearest(task, tasks))


def _patterns(sources: list[PolicySource]) -> Iterator[Problem]:
    """Patterns that can never match."""
    for source in sources:
        written: list[tuple[Key, object]] = [(("paths", glob), glob) for glob in _names(source.table, "paths")]
        for key, table in _partials(source):
            tasks = table.get("tasks")
            for name, task in tasks.items() if isinstance(tasks, dict) else ():
                detect = task.get("detect") if isinstance(task, dict) else None
                globs = detect.get("paths") if isinstance(detect, dict) else None
                for index, glob in enumerate(globs if isinstance(globs, list) else ()):
                    written.append(((*key, "tasks", name, "detect", "paths", index), glob))
        for key, glob in written:
            if isinstance(glob, str) and (glob.startswith(("/", "./", "../")) or "\\" in glob):
                yield source.problem(
                    key, f"the pattern {glob!r} matches nothing", "a path relative to the policy's folder, with /"
                )
        excluded = source.table.get("exclude")
        for index, pattern in enumerate(excluded if isinstance(excluded, list) else ()):
            try:
                pathspec.GitIgnoreSpec.from_lines([pattern] if isinstance(pattern, str) else [])
            except ValueError:
                yield source.problem(("exclude", index), f"{pattern!r} is no pattern", "a pattern as in .gitignore")


def _crossed(policy: CompiledPolicy) -> Iterator[Problem]:
    """Limits whose minimum is above their maximum, in any environment, under any path, for any task; each pair once."""
    seen: set[tuple[str, Setting, Setting]] = set()
    for environment, path in itertools.product((None, *policy.environments), (None, *policy.paths)):
        settings = dict(policy.base)
        settings.update({} if environment is None else policy.environments[environment])
        settings.update({} if path is None else path[1])
        in_force = InForce(settings, ())
        for task, limit in itertools.product((None, *in_force.tasks), LIMITS):
            low, high = (in_force.setting(f"limits.{limit}.{end}", task) for end in ("min", "max"))
            if low is None or high is None or (limit, low, high) in seen:
                continue
            if isinstance(low.value, int | float) and isinstance(high.value, int | float) and low.value > high.value:
                seen.add((limit, low, high))
                where = [f"task {task}"] if task else []
                where += [f"environment {environment}"] if environment else []
                where += [f"paths {path[0]}"] if path else []
                what = f"{limit}: min {low.value} is above max {high.value} ({high.place})"
                yield Problem.at(low.place, f"{what} for {', '.join(where)}" if where else what)
