"""What does `llmlint explain` do?"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from llmlint.commands import options

if TYPE_CHECKING:
    from llmlint.commands.policies import Governing
    from llmlint.facts import CallFacts
    from llmlint.policy.compiled import InForce
    from llmlint.policy.evaluate import Outcome
    from llmlint.report.explain import Judgement
    from llmlint.report.terminal import Style

PLACE: Final = re.compile(r"(?P<file>.+?)(?::cell (?P<cell>\d+))?:(?P<line>\d+)(?::\d+)?:?\Z", re.DOTALL)
"""`FILE:LINE`, as reports write it: a column and a notebook's cell may be there."""


@click.command(short_help="Tell why: a rule, or the calls on a line.")
@click.argument("what", metavar="RULE|FILE:LINE")
@options.config
@options.environment
def explain(what: str, config: Path | None, environments: tuple[str, ...]) -> int:
    """Tell why a RULE exists, or what is known of the calls at FILE:LINE and what each rule says of them."""
    from llmlint.commands.output import emit
    from llmlint.report.terminal import style_of

    style = style_of(sys.stdout)
    place = PLACE.match(what)
    if place is None:
        emit(_rule(what, config, style))
        return 0
    cell = None if place["cell"] is None else int(place["cell"])
    emit(_place(Path(place["file"]), int(place["line"]), cell, config, environments, style))
    return 0


def _rule(name: str, config: Path | None, style: Style) -> Iterator[str]:
    from llmlint.commands.policies import Policies
    from llmlint.policy import rulefile
    from llmlint.problems import did_you_mean, nearest
    from llmlint.report import explain as report

    pages = {page.rule.id: page for page in rulefile.pages()}
    if name not in pages:
        if Path(name).exists():
            raise click.ClickException(f"{name} is a file: say which line, as {name}:12")
        raise click.ClickException(f"no rule {name!r}{did_you_mean(nearest(name, pages))}")
    governing = Policies(config).of(Path())
    severity = governing.policy.in_force("").severity(pages[name].rule)
    return report.rule(pages[name], severity, governing.name, style)


def _place(
    file: Path, line: int, cell: int | None, config: Path | None, environments: tuple[str, ...], style: Style
) -> Iterator[str]:
    from llmlint.commands.excerpts import line_at
    from llmlint.commands.selection import lint, select
    from llmlint.commands.trails import trails
    from llmlint.report import explain as report

    if file.is_dir():
        raise click.ClickException(f"{file} is a folder: name a file and a line")
    selection = select((file,), config, environments)
    (part,) = selection.parts
    (result,) = lint(selection).results

    def covers(first: int, last: int, in_cell: int | None) -> bool:
        return first <= line <= max(first, last) and (cell is None or in_cell == cell)

    here = [call for call in result.calls if covers(call.facts.place.line, call.facts.place.end_line, call.facts.place.cell)]
    places = {call.facts.place for call in here}
    others = [
        each for each in result.findings if covers(each.place.line, each.place.line, each.place.cell) and each.place not in places
    ]
    if not here and not others:
        for unread in result.unreadable:
            raise click.ClickException(f"{unread.path} could not be read: {unread.why}")
        lines = sorted({call.facts.place.line for call in result.calls})
        there = f"calls start on lines {', '.join(map(str, lines[:12]))}" if lines else "there is none in this file"
        raise click.ClickException(f"no LLM call on line {line} of {file} ({there})")
    lines_of_output: list[str] = []
    steps = trails(part.files[0], part.governing.root, part.governing.policy.versions) if here else {}
    for call in here:
        judgements = _judgements(call.facts, part.governing, part.files[0], part.environments)
        suppressed = frozenset(each.rule for each in result.suppressed if each.place == call.facts.place)
        trail = steps.get(call.facts.place, {})
        explained = report.Explained(call.facts, call.task_evidence, line_at(call.facts.place), judgements, suppressed, trail)
        lines_of_output += [*([""] if lines_of_output else []), *report.call(explained, style)]
    if others:
        lines_of_output += [*([""] if lines_of_output else []), *report.other(others, style)]
    return iter(lines_of_output)


def _judgements(
    facts: CallFacts, governing: Governing, file: Path, environments: tuple[str | None, ...]
) -> tuple[Judgement, ...]:
    """The outcomes in each environment, those that agree together."""
    from llmlint.policy.tasks import assign
    from llmlint.report.explain import Judgement
    from llmlint.values import Layer

    path = Path(os.path.relpath(file.resolve(), governing.root.resolve())).as_posix()
    judged: dict[object, Judgement] = {}
    for environment in environments:
        in_force = governing.policy.in_force(path, environment)
        task = assign(facts.evidence, in_force).task
        outcomes = _outcomes(replace(facts, layers={**facts.layers, "task": ((Layer.CALL, task),)}), in_force)
        key = tuple((outcome.rule.id, outcome.verdict, outcome.severity, message) for outcome, message in outcomes)
        asked = {outcome.rule.id for outcome, _ in outcomes}
        silent = tuple(rule.id for rule in in_force.rules if rule.subject == "call" and rule.id not in asked)
        same = judged.get(key)
        together = (*(same.environments if same else ()), environment)
        judged[key] = Judgement(together, outcomes, silent, _spoken_for(outcome for outcome, _ in outcomes))
    return tuple(judged.values())


def _spoken_for(outcomes: Iterable[Outcome]) -> dict[str, str]:
    """For each rule that its group keeps from being reported, the rule that is reported instead."""
    from llmlint.findings import Verdict
    from llmlint.policy.evaluate import reported

    outcomes = list(outcomes)
    speakers = {outcome.rule.group: outcome.rule.id for outcome in reported(outcomes)}
    silent = [each for each in outcomes if each.verdict is not Verdict.PASS and speakers.get(each.rule.group) != each.rule.id]
    return {each.rule.id: speakers[each.rule.group] for each in silent if each.rule.group in speakers}


def _outcomes(facts: CallFacts, in_force: InForce) -> tuple[tuple[Outcome, str], ...]:
    from llmlint.findings import Verdict
    from llmlint.policy.evaluate import verdicts
    from llmlint.policy.message import describe, render

    def message(outcome: Outcome) -> str:
        if outcome.shown:
            return render(outcome.rule.message, outcome, facts)
        if outcome.verdict is Verdict.UNDECIDED and outcome.obstacle is not None:
            return describe(outcome.obstacle.value, outcome.obstacle.fact)
        return ""

    return tuple((outcome, message(outcome)) for outcome in verdicts(facts, in_force))
