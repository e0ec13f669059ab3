"""What is wrong with a policy or a rule file?"""

from __future__ import annotations

from collections.abc import Iterable

from llmlint.problems import Problem


class PolicyError(ValueError):
    """A policy that does not load; `problems` is all that is wrong with it, and the text has one line for each."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(dict.fromkeys(problems))
        super().__init__("\n".join(map(str, self.problems)))


class RuleError(PolicyError):
    """A rule file or a pack of llmlint itself that does not load."""
