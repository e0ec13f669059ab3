"""What does source say of its calls that a guard without the source should know?"""

from __future__ import annotations

from dataclasses import replace

from llmlint.commands.policies import Governing, Policies
from llmlint.commands.selection import project_at
from llmlint.discover import discover
from llmlint.findings import AnalysedCall, FileResult
from llmlint.policy.compiled import CompiledPolicy, SiteNote
from llmlint.values import Known


def with_sites(governing: Governing) -> CompiledPolicy:
    """The policy with what the files below its folder say: paths are as the policy's own patterns see them."""
    from llmlint import engine

    policies = Policies(governing.source)
    found = discover((governing.root,), lambda folder: policies.of(folder).exclude)
    report = engine.lint_paths(found.files, project_at(governing.root), governing.policy)
    notes = {result.path: _notes(result) for result in report.results}
    return replace(governing.policy, sites={path: several for path, several in sorted(notes.items()) if several})


def _notes(result: FileResult) -> tuple[SiteNote, ...]:
    notes = (_note(call, result) for call in result.calls)
    return tuple(dict.fromkeys(note for note in notes if note.task is not None or note.accepted))


def _note(call: AnalysedCall, result: FileResult) -> SiteNote:
    first, last = call.facts.statement
    task = call.facts.effective("task")
    accepted = sorted({finding.rule for finding in result.suppressed if finding.place == call.facts.place})
    return SiteNote(
        first,
        last,
        task=str(task.value) if isinstance(task, Known) else None,
        stated=call.facts.evidence.directive is not None,
        accepted=tuple(accepted),
    )
