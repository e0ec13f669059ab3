"""Do the reported calls and verdicts agree with labelled real call sites?

Everything here is pure: labels, calls and findings in, figures out. A row is one labelled place in one repository. It
counts as found when a reported request or framework constructor covers its line; a policy's verdict on a found call is
the worst finding of that policy's rules on it, and PASS where there is none. Calls at places without a label are
ignored: the rows are a sample, so nothing is known about the rest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

# The rules of llmlint that answer a labelled policy; the label's column is the same name with `pol_` before it.
POLICIES: Mapping[str, tuple[str, ...]] = {
    "missing_timeout": ("missing-timeout", "unbounded-timeout"),
    "missing_output_cap": ("missing-output-cap",),
    "uncapped_retry": ("unbounded-retry",),
    "hardcoded_key": ("hardcoded-key",),
}
# A key is labelled for the file it stands in: the literal is rarely on the line of the call that uses it.
FILE_POLICIES = frozenset({"hardcoded_key"})
FACTS = ("model", "timeout", "max_output_tokens", "max_retries", "api_key")
FORMS = frozenset({"request", "constructor"})  # a derived call repeats one that is reported anyway
NO_LITERAL_MODEL = frozenset({"", "unknown", "default", "absent", "n/a"})
WORST_FIRST = ("fail", "possible", "undecided")


@dataclass(frozen=True)
class Row:
    """One labelled place. `line` is 1-based, within code cell `cell` (0-based over all cells) in a notebook."""

    id: str
    repo: str
    path: str
    cell: int | None
    line: int
    sdk: str
    api: str
    is_llm_call: bool
    model: str
    frame: str
    resolution: str
    policies: Mapping[str, str]  # policy → yes | no | undecidable

    @property
    def place(self) -> str:
        cell = "" if self.cell is None else f"#cell{self.cell}"
        return f"{self.repo}/{self.path}{cell}:{self.line}"


@dataclass(frozen=True)
class Fact:
    """One fact of a reported call, as the JSON of `llmlint calls` states it."""

    state: str
    value: object = None
    reason: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Call:
    """One reported call; lines and columns are 1-based."""

    repo: str
    path: str
    cell: int | None
    line: int
    column: int | None
    end_line: int
    api: str
    form: str
    facts: Mapping[str, Fact] = field(default_factory=dict)
    retries: str = ""


@dataclass(frozen=True)
class Finding:
    """One finding of `llmlint check`."""

    repo: str
    rule: str
    verdict: str
    path: str
    cell: int | None
    line: int
    column: int | None
    message: str


@dataclass(frozen=True)
class Outcome:
    """What was reported for one row: no call, or a call with a verdict and a message per policy."""

    row: Row
    call: Call | None
    verdicts: Mapping[str, tuple[str, str]]

    @property
    def model_right(self) -> bool | None:
        """Whether the reported model is the literal one of the label; None where there is nothing to compare."""
        if self.call is None or not self.row.is_llm_call or self.row.model in NO_LITERAL_MODEL:
            return None
        fact = self.call.facts.get("model")
        return fact is not None and fact.state == "known" and fact.value == self.row.model


@dataclass
class PolicyTally:
    """One policy on the LLM calls of a group of rows: counts of label × verdict."""

    table: Counter[tuple[str, str]] = field(default_factory=Counter)
    unmatched_yes: int = 0

    def _count(self, labels: Iterable[str], verdicts: Iterable[str]) -> int:
        wanted = set(verdicts)
        return sum(self.table[label, verdict] for label in labels for verdict in wanted)

    def figures(self) -> dict[str, int]:
        """The counts every share is made of; recall leaves unmatched rows out, recall_all counts them as missed."""
        decidable, everything = ("yes", "no"), (*WORST_FIRST, "pass")
        true_positive = self.table["yes", "fail"]
        yes = self._count(["yes"], everything)
        return {
            "tp": true_positive,
            "fp": self.table["no", "fail"],
            "fn_pass": self.table["yes", "pass"],
            "fn_possible": self.table["yes", "possible"],
            "fn_undecided": self.table["yes", "undecided"],
            "reported": true_positive + self.table["no", "fail"],
            "yes": yes,
            "yes_all": yes + self.unmatched_yes,
            "no": self._count(["no"], everything),
            "decided": self._count(decidable, ["fail", "pass"]),
            "decidable": self._count(decidable, everything),
            "undecidable_fail": self.table["undecidable", "fail"],
            "undecidable_pass": self.table["undecidable", "pass"],
            "undecidable_open": self._count(["undecidable"], ["possible", "undecided"]),
        }


@dataclass
class Tally:
    """The figures of one group of rows."""

    positives: int = 0
    negatives: int = 0
    matched_positives: int = 0
    matched_negatives: int = 0
    policies: dict[str, PolicyTally] = field(default_factory=lambda: {name: PolicyTally() for name in POLICIES})
    model_rows: int = 0
    model_right: int = 0
    states: dict[str, Counter[str]] = field(default_factory=lambda: {name: Counter() for name in FACTS})
    unknown: dict[str, Counter[str]] = field(default_factory=lambda: {name: Counter() for name in FACTS})


def score(rows: Sequence[Row], calls: Sequence[Call], findings: Sequence[Finding]) -> list[Outcome]:
    """One outcome per row, in the rows' order."""
    matched = match(rows, calls)
    outcomes = []
    for index, row in enumerate(rows):
        call = matched.get(index)
        verdicts = {} if call is None else {name: verdict(name, call, findings) for name in POLICIES}
        outcomes.append(Outcome(row, call, verdicts))
    return outcomes


def match(rows: Sequence[Row], calls: Sequence[Call]) -> dict[int, Call]:
    """Row index → the reported call at that place. A call is given to one row: the same line first, then the same
    method name (two calls on one line), then the narrowest span."""
    by_file: dict[tuple[str, str, int | None], list[tuple[int, Call]]] = {}
    for number, call in enumerate(calls):
        if call.form in FORMS:
            by_file.setdefault((call.repo, call.path, call.cell), []).append((number, call))
    pairs = []
    for index, row in enumerate(rows):
        for number, call in by_file.get((row.repo, row.path, row.cell), ()):
            if call.line <= row.line <= call.end_line:
                other_method = row.api.rpartition(".")[2] != call.api.rpartition(".")[2]
                pairs.append((call.line != row.line, other_method, call.end_line - call.line, index, number))
    matched: dict[int, Call] = {}
    taken: set[int] = set()
    for *_, index, number in sorted(pairs):
        if index not in matched and number not in taken:
            matched[index] = calls[number]
            taken.add(number)
    return matched


def verdict(policy: str, call: Call, findings: Iterable[Finding]) -> tuple[str, str]:
    """The worst verdict of the policy's rules on this call, with its message; ("pass", "") without a finding."""
    said = [
        finding
        for finding in findings
        if finding.rule in POLICIES[policy]
        and (finding.repo, finding.path) == (call.repo, call.path)
        and (policy in FILE_POLICIES or _attached(finding, call))
    ]
    for name in WORST_FIRST:
        for finding in said:
            if finding.verdict == name:
                return name, finding.message
    return "pass", ""


def _attached(finding: Finding, call: Call) -> bool:
    same_column = finding.column is None or call.column is None or finding.column == call.column
    return finding.cell == call.cell and finding.line == call.line and same_column


def tally(outcomes: Iterable[Outcome]) -> Tally:
    """The figures of these rows."""
    total = Tally()
    for outcome in outcomes:
        row, call = outcome.row, outcome.call
        if not row.is_llm_call:
            total.negatives += 1
            total.matched_negatives += call is not None
            continue
        total.positives += 1
        total.matched_positives += call is not None
        for name, policy in total.policies.items():
            label = row.policies[name]
            if call is not None:
                policy.table[label, outcome.verdicts[name][0]] += 1
            elif label == "yes":
                policy.unmatched_yes += 1
        if call is None:
            continue
        if outcome.model_right is not None:
            total.model_rows += 1
            total.model_right += outcome.model_right
        for name in FACTS:
            fact = call.facts.get(name, Fact("not reported"))
            total.states[name][fact.state] += 1
            if fact.state == "unknown":
                total.unknown[name][fact.reason] += 1
    return total


def groups(outcomes: Sequence[Outcome]) -> dict[str, Tally]:
    """The figures of all rows, then of each frame and of each scope a reader needed."""
    members = {"all": list(outcomes)}
    for kind in ("frame", "resolution"):
        for outcome in outcomes:
            members.setdefault(f"{kind} {getattr(outcome.row, kind)}", []).append(outcome)
    return {name: tally(group) for name, group in members.items()}


def errors(outcomes: Iterable[Outcome]) -> list[dict[str, str]]:
    """One entry per wrong answer: the row, what the label says, what was reported, and the message or fact behind."""
    wrong = []
    for outcome in outcomes:
        row, call = outcome.row, outcome.call
        found: list[tuple[str, str, str, str]] = []
        if row.is_llm_call and call is None:
            found.append(("call", "LLM call", "not reported", row.api))
        elif not row.is_llm_call and call is not None:
            found.append(("call", "look-alike", "reported", f"{call.api} ({call.form})"))
        elif call is not None:
            for name, (said, message) in outcome.verdicts.items():
                label = row.policies[name]
                if _wrong(label, said):
                    found.append((name, label, said, message or _behind(name, call)))
            if outcome.model_right is False:
                model = call.facts.get("model", Fact("not reported"))
                found.append(("model", row.model, model.state, model.detail))
        wrong += [
            {"id": row.id, "place": row.place, "what": what, "label": label, "reported": said, "message": message}
            for what, label, said, message in found
        ]
    return wrong


def _wrong(label: str, said: str) -> bool:
    if label == "undecidable":
        return said in ("fail", "pass")
    return (said == "fail") != (label == "yes")


def _behind(policy: str, call: Call) -> str:
    """What the reported facts say where no finding carries a message."""
    if policy == "uncapped_retry":
        return call.retries
    name = {"missing_timeout": "timeout", "missing_output_cap": "max_output_tokens"}.get(policy, "api_key")
    fact = call.facts.get(name)
    return "" if fact is None else f"{name} {fact.detail}"
