"""How does a program put its policy in force, and tell the guard what its calls are for?

from llmlint import guard

guard.install()                        # the policy of the project, on every call from here on
client = guard.wrap(OpenAI())          # or: on the calls of this client only

@guard.task("classification")          # what the calls in this function work on
def classify(ticket: str) -> str: ...

with guard.task("reply", user=user.id, feature="chat"): ...
with guard.deadline(20): ...           # seconds that whoever waits for this block waits at most
pool.submit(guard.bind(classify), ticket)   # task and deadline go along into the thread
"""

from __future__ import annotations

from llmlint.runtime.context import bind, task
from llmlint.runtime.deadlines import deadline
from llmlint.runtime.errors import GuardError, PolicyViolation, Refused
from llmlint.runtime.install import Installation, install, uninstall, wrap

__all__ = ["GuardError", "Installation", "PolicyViolation", "Refused", "bind", "deadline", "install", "task", "uninstall", "wrap"]
