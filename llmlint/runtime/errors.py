"""What does the guard raise?

None of these is an error of an SDK or of an HTTP library, nor carries one as its cause: an SDK would retry it, and
`except openai.APIError` would hide it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from llmlint.policy.compiled import Operand
    from llmlint.values import Place, Scalar


class Refused(Exception):
    """A call that was not sent: no connection was opened for it."""


class PolicyViolation(Refused):
    """A call that the policy forbids; sending it again is refused again.

    `message` is the text that `llmlint check` gives of the same call.  `value` is what violates: None where nothing is given,
    text where it is a range.  `limit` is what the policy allows, None where a rule asks for a value as such; `written` tells
    where the policy says so, as `file:line`.  `others` are the rules, besides `rule`, for which the call is refused.  `count`
    says how often this rule has refused at this site by now.
    """

    def __init__(
        self,
        rule: str,
        message: str,
        *,
        value: Scalar = None,
        limit: Operand | None = None,
        written: str | None = None,
        site: Place | None = None,
        task: str | None = None,
        remedy: str = "",
        others: tuple[str, ...] = (),
    ) -> None:
        super().__init__(rule, message)
        self.rule = rule
        self.message = message
        self.value = value
        self.limit = limit
        self.written = written
        self.site = site
        self.task = task
        self.remedy = remedy
        self.others = others
        self.count = 1

    def __str__(self) -> str:
        also = f" (also: {', '.join(self.others)})" if self.others else ""
        return f"{told(self.site)}{self.message} [{self.rule}]{also}"

    def __reduce__(self) -> tuple[Any, ...]:
        # The dictionary of attributes restores what the constructor takes by keyword.
        return type(self), (self.rule, self.message), self.__dict__


def told(site: Place | None) -> str:
    """A site in front of a message; nothing where none is known."""
    return "" if site is None else f"{site if site.line else site.path}: "


class GuardError(Exception):
    """The guard itself cannot work: no policy, an unknown environment, a defect."""
