"""How does a program put its policy in force, and tell the guard what its calls are for?

from llmlint import guard

guard.install()                        # the policy of the project, on every call from here on

@guard.task("classification")          # what the calls in this function work on
def classify(ticket: str) -> str: ...
"""

from __future__ import annotations

from llmlint.runtime.context import task
from llmlint.runtime.deadlines import deadline
from llmlint.runtime.errors import GuardError, PolicyViolation, Refused
from llmlint.runtime.install import Installation, install, uninstall

__all__ = ["GuardError", "Installation", "PolicyViolation", "Refused", "deadline", "install", "task", "uninstall"]
