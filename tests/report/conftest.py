"""Which findings do the tests of the reports print?  Made by hand, so that each is one case."""

from __future__ import annotations

import pytest

from llmlint.facts import CallFacts, RetryLayer
from llmlint.findings import AnalysedCall, Confidence, FileResult, Finding, Fix, Related, Report, Severity, Unreadable
from llmlint.values import UNBOUNDED, Absent, Bounded, Known, Layer, OneOf, Origin, Place, Reason, Unknown, join

CLIENT = Place("bot/clients.py", 9, 10, 9, 18)
REPLY = "    reply = client.chat.completions.create(model=MODEL, messages=messages)"


def through_client(path: str, line: int) -> Finding:
    return Finding(
        rule="missing-timeout",
        verdict=Confidence.FAIL,
        severity=Severity.WARNING,
        place=Place(path, line, 13, line, 75),
        message="no timeout is set for openai chat.completions.create; 600 s is in force; at most 30 s is allowed",
        remedy="pass timeout= to the client or the call",
        origin=CLIENT,
        related=(Related(CLIENT, "the client is made here", "client = OpenAI()"),),
        fix=Fix("timeout=30", "unsafe"),
        symbol="reply",
        excerpt=REPLY,
    )


KEY = Finding(
    rule="hardcoded-key",
    verdict=Confidence.FAIL,
    severity=Severity.ERROR,
    place=Place("bot/clients.py", 9, 25, 9, 45),
    message="an OpenAI project key ends in …wxyz",
    remedy="read it from the environment, and revoke it",
    excerpt='client = OpenAI(api_key="sk-proj-abcdefgh")',
)
POSSIBLE = Finding(
    rule="model-not-allowed-for-task",
    verdict=Confidence.POSSIBLE,
    severity=Severity.ERROR,
    place=Place("bot/triage.py", 20, 5, 23, 6),
    message="deepseek-reasoner is not allowed for classification: deepseek-chat, openai/gpt-4o-mini*",
    remedy="use a model of the task, or change the policy",
    excerpt="    client.chat.completions.create(",
)
UNDECIDED = Finding(
    rule="missing-output-cap",
    verdict=Confidence.UNDECIDED,
    severity=Severity.WARNING,
    place=Place("bot/triage.py", 20, 5, 23, 6),
    message="unknown (parameter: options)",
    excerpt="    client.chat.completions.create(",
)
SUPPRESSED = Finding(
    rule="missing-output-cap",
    verdict=Confidence.FAIL,
    severity=Severity.WARNING,
    place=Place("notes.ipynb", 2, 1, 2, 40, cell=3),
    message="no cap on generated tokens",
    excerpt='client.responses.create(model="gpt-4o", input=text)',
)


def call(path: str, line: int, outcome: str, cell: int | None = None) -> AnalysedCall:
    at = Place(path, line, 13, line, 75, cell)
    here = Origin(Layer.CALL, at, "model=MODEL")
    facts = CallFacts(
        place=at,
        sdk="openai",
        api="chat.completions.create",
        kind="generation",
        symbol="reply",
        is_async=True,
        layers={
            "model": ((Layer.CALL, Known("gpt-4o-mini", here)),),
            "timeout": (
                (Layer.CALL, Absent()),
                (Layer.CLIENT, Absent(Origin(Layer.CLIENT, CLIENT))),
                (Layer.SDK_DEFAULT, Known(600, Origin(Layer.SDK_DEFAULT))),
            ),
            "max_output_tokens": ((Layer.CALL, OneOf((Known(500), Bounded(1, 900), Absent(), Unknown(Reason.PARAMETER)))),),
            "max_retries": ((Layer.CLIENT, Known(UNBOUNDED, Origin(Layer.CLIENT, CLIENT))),),
            "provider": ((Layer.CLIENT, Known("openai")),),
            "task": ((Layer.CALL, Known("summarization")),),
            "api_key": ((Layer.CLIENT, Unknown(Reason.ENVIRONMENT, "OPENAI_API_KEY")),),
        },
        retries=(RetryLayer("tenacity.retry", Place(path, line - 2), join([Known(3)])),),
        client=CLIENT,
    )
    return AnalysedCall(facts, "name summarise_thread matches 'summari*'", outcome)


@pytest.fixture
def report() -> Report:
    """Every kind of finding, in four files."""
    shared = [through_client("bot/reply.py", line) for line in (12, 30, 48)]
    return Report(
        (
            FileResult("bot/broken.py", unreadable=(Unreadable("bot/broken.py", "invalid syntax", 7),)),
            FileResult("bot/clients.py", findings=(KEY,)),
            FileResult("bot/reply.py", tuple(call("bot/reply.py", line, "fail") for line in (12, 30, 48)), tuple(shared)),
            FileResult(
                "bot/triage.py",
                (call("bot/triage.py", 20, "possible"), call("bot/triage.py", 60, "fail"), call("bot/triage.py", 80, "pass")),
                (POSSIBLE, UNDECIDED, through_client("bot/triage.py", 60), through_client("bot/triage.py", 80)),
            ),
            FileResult("notes.ipynb", (call("notes.ipynb", 2, "suppressed", cell=3),), suppressed=(SUPPRESSED,)),
        )
    )
