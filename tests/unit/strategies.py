"""Which values, facts, conditions and policies do the property tests draw?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from hypothesis import strategies as st

from llmlint.facts import Subject
from llmlint.findings import Severity
from llmlint.policy import compiled
from llmlint.policy.compiled import CompiledPolicy, CompiledRule, Condition, Setting
from llmlint.values import UNBOUNDED, Absent, Bounded, Known, Layer, Origin, Place, Reason, Unknown, Value, join

NUMBERS = ("timeout", "attempts", "max_output_tokens")
NAMES = ("model", "provider", "kind")
TASKS = ("classification", "reasoning")
PATTERNS = ("gpt-4o", "gpt-4o*", "*4o", "openai/gpt-4o", "open*/gpt-4o", "*/x/*", "azure/*", "openai/[gx]*", "*i/gpt?4o")

origins = st.sampled_from([None, Origin(Layer.CALL), Origin(Layer.SDK_DEFAULT), Origin(Layer.CLIENT, Place("a.py", 3))])
unknowns = st.builds(Unknown, st.sampled_from(list(Reason)), st.sampled_from(["", "timeout"]))
numbers = st.one_of(st.integers(0, 6), st.sampled_from([0.5, 3.0, UNBOUNDED]))
limits = st.one_of(st.integers(0, 6), st.sampled_from([0.5, 2.0]))
bounds = st.one_of(
    st.tuples(st.integers(0, 6), st.integers(0, 6), origins).map(lambda drawn: Bounded(min(drawn[:2]), max(drawn[:2]), drawn[2])),
    st.builds(Bounded, st.integers(0, 6), st.none(), origins),
    st.builds(Bounded, st.none(), st.integers(0, 6), origins),
)
absents = st.builds(Absent, origins)


def _either(alternatives: st.SearchStrategy[Value]) -> st.SearchStrategy[Value]:
    return st.lists(alternatives, min_size=1, max_size=3).map(join)


numeric: st.SearchStrategy[Value] = _either(st.one_of(st.builds(Known, numbers, origins), absents, bounds, unknowns))
textual: Mapping[str, st.SearchStrategy[Value]] = {
    "model": _either(st.one_of(st.sampled_from(["gpt-4o", "x/gpt-4o", "o3"]).map(Known), absents, unknowns)),
    # Not azure: a provider that is not known is taken for one whose models go by their names, as they do nearly everywhere.
    "provider": _either(st.one_of(st.sampled_from(["openai", "openrouter", "local"]).map(Known), unknowns)),
    "kind": _either(st.one_of(st.sampled_from(["generation", "embedding"]).map(Known), unknowns)),
    "task": _either(st.one_of(st.sampled_from(TASKS).map(Known), absents, unknowns)),
}
values: st.SearchStrategy[Value] = st.one_of(numeric, *textual.values())


@dataclass(frozen=True)
class Record:
    """Facts of a call, given directly."""

    values: Mapping[str, Value] = field(default_factory=dict)
    subject: Subject = "call"

    @property
    def place(self) -> Place:
        return Place("a.py", 1)

    def effective(self, name: str) -> Value:
        return self.values.get(name, Absent())


records = st.fixed_dictionaries({**dict.fromkeys(NUMBERS, numeric), **textual}).map(Record)


def _test(fact: str) -> st.SearchStrategy[Condition]:
    if fact in NUMBERS:
        operand = st.one_of(limits, st.just(f"$limits.{fact}.max"), st.just(f"$limits.{fact}.max?"), st.just(f"$task.{fact}.max"))
        compared = st.builds(compiled.Test, st.just(fact), st.sampled_from(["min", "max"]), operand)
        flagged = st.builds(compiled.Test, st.just(fact), st.sampled_from(["set", "present", "bounded"]), st.booleans())
        return st.one_of(compared, flagged, st.builds(compiled.Test, st.just(fact), st.just("equals"), limits))
    patterns = st.lists(st.sampled_from(PATTERNS), min_size=1, max_size=2).map(tuple)
    several = st.lists(st.sampled_from(["generation", "embedding", "gpt-4o", "openai"]), max_size=2).map(tuple)
    return st.one_of(
        st.builds(
            compiled.Test,
            st.just(fact),
            st.sampled_from(["matches", "not_matches"]),
            st.one_of(patterns, st.just("$limits.models")),
        ),
        st.builds(compiled.Test, st.just(fact), st.sampled_from(["one_of", "not_one_of"]), several),
    )


tests = st.sampled_from(NUMBERS + NAMES).flatmap(_test)
conditions: st.SearchStrategy[Condition] = st.recursive(
    tests,
    lambda inner: st.one_of(
        st.builds(compiled.Not, inner),
        st.builds(compiled.All, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(compiled.Any_, st.lists(inner, min_size=1, max_size=3).map(tuple)),
    ),
    max_leaves=4,
)


def rule(
    require: Condition, applies_to: Condition | None = None, name: str = "a-rule", group: str = "g", rank: int = 1
) -> CompiledRule:
    """A rule of subject call that demands `require`."""
    applies = compiled.All(()) if applies_to is None else applies_to
    return CompiledRule(name, "a summary", "call", group, rank, Severity.WARNING, "a message", "a remedy", applies, require)


rules = st.builds(rule, conditions, st.one_of(st.none(), conditions))
_keys = [f"{head}.{fact}.max" for head in ("limits", *(f"tasks.{task}" for task in TASKS)) for fact in NUMBERS]
_models = ["limits.models", *(f"tasks.{task}.models" for task in TASKS)]
overlays = st.builds(
    lambda numeric, textual: {**numeric, **textual},
    st.dictionaries(st.sampled_from(_keys), st.builds(Setting, limits, st.just("llmlint.toml:1")), max_size=5),
    st.dictionaries(
        st.sampled_from(_models),
        st.builds(Setting, st.lists(st.sampled_from(PATTERNS), max_size=2).map(tuple), st.just("llmlint.toml:2")),
        max_size=2,
    ),
)
policies = st.builds(
    CompiledPolicy,
    overlays,
    st.dictionaries(st.sampled_from(["production", "test"]), overlays, max_size=2),
    st.lists(st.tuples(st.sampled_from(["src/**", "*.py", "tests"]), overlays), max_size=2).map(tuple),
    st.lists(rules, max_size=2).map(tuple),
    st.just("llmlint.toml"),
)
