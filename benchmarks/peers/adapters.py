"""What does each peer's output say, in the terms of the labels?

A peer is scored only on what it reports: calls, if it lists them, and those of the labelled policies that one of its
rules is about. Its location is the line where the call begins, which is how the labels give it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from tests.accuracy.score import POLICIES, Call, Fact, Finding


@dataclass(frozen=True)
class Report:
    """What one run says of one repository."""

    calls: list[Call]
    findings: list[Finding]


@dataclass(frozen=True)
class Peer:
    """How one peer is run, and how its output reads.

    `command` is an executable in the folder of the peer's environment and its arguments, run in a folder that holds the
    labelled files and `files`, the peer's own configuration. `rules` maps a rule of the peer to the rule of llmlint that
    answers the same labelled policy; a rule that answers none is left out.
    """

    name: str
    distribution: str
    command: tuple[str, ...]
    read: Callable[[str, str], Report]  # (repository, stdout) → report; raises ValueError, KeyError or TypeError
    rules: Mapping[str, str] = field(default_factory=dict)
    lists_calls: bool = True
    names_models: bool = False
    notebooks: bool = False
    files: Mapping[str, str] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def policies(self) -> frozenset[str]:
        """The labelled policies that a rule of the peer is about."""
        answered = set(self.rules.values())
        return frozenset(policy for policy, rules in POLICIES.items() if answered & set(rules))


# --- tokentoll: lists calls with the model and prices them; a policy of its own is about money and unknown models ---

# Its other kinds are speech and transcription, which the labels count as other endpoints.
TOKENTOLL_KINDS = frozenset({"chat_completion", "responses", "embedding", "image_generation"})


def read_tokentoll(repo: str, text: str) -> Report:
    """The output of `tokentoll scan --format json`; `model` is null where it could not be told."""
    items = [item for item in json.loads(text)["calls"] if item["call_type"] in TOKENTOLL_KINDS]
    calls = [
        _call(repo, item["file_path"], item["line_number"], f"{item['sdk']} {item['call_type']}", item["model"]) for item in items
    ]
    return Report(calls, [])


# --- overllm: eight rules about prompts, loops and model names; none is a labelled policy, and no command lists calls ---


def read_overllm(repo: str, text: str) -> Report:
    """The output of `overllm --format json`: read to see that it is one, and answers no labelled policy."""
    for item in json.loads(text):
        _path(item["path"])
    return Report([], [])


# What its rules start from: the calls its detector finds, which no command prints.
OVERLLM_DETECTOR = """
import ast, json, sys
from overllm.analyze import iter_python_files
from overllm.detector import find_llm_calls
found = []
for path in iter_python_files(["."], ()):
    try:
        source = path.read_text(encoding="utf-8")
        tree = ast.parse(source)
    except (SyntaxError, ValueError):  # passed over, as the tool does
        continue
    for call in find_llm_calls(tree, source.splitlines()):
        found.append({"path": str(path), "line": call.line, "api": call.api, "model": call.model})
json.dump(found, sys.stdout, indent=1)
"""


def read_overllm_detector(repo: str, text: str) -> Report:
    """What the script above prints. A call of the project's own wrapper stands for one that is listed in the wrapper."""
    items = [item for item in json.loads(text) if item["api"] != "wrapper"]
    return Report([_call(repo, item["path"], item["line"], item["api"], item["model"]) for item in items], [])


# --- llmdoctor: findings by code; the other codes are about caches, high caps, dear models and loops of agents ---

LLMDOCTOR_RULES = {
    "TS010": "missing-output-cap",  # chat.completions.create without max_tokens or max_completion_tokens
    "TS101": "missing-output-cap",  # ChatOpenAI without one
}


def read_llmdoctor(repo: str, text: str) -> Report:
    """The output of `llmdoctor doctor --json`."""
    findings = [
        _finding(repo, item["file"], item["line"], LLMDOCTOR_RULES[item["code"]], f"{item['code']} {item['title']}")
        for item in json.loads(text)
        if item["code"] in LLMDOCTOR_RULES
    ]
    return Report([], findings)


# --- scanllm: findings by pattern name, `call:…` for what its signatures name ---

# The other categories of a `call:` are vector databases, agents (a framework's own object) and MCP servers.
SCANLLM_CALLS = frozenset({"llm_provider", "orchestration_framework", "inference_server"})
SCANLLM_OTHER_ENDPOINTS = frozenset({"call:client.moderations.create", "call:client.audio.transcriptions.create"})
SCANLLM_RULES = {
    "missing_max_tokens": "missing-output-cap",
    "hardcoded_key": "hardcoded-key",  # hardcoded_key:<provider>, by the key's format
    "hardcoded_credential": "hardcoded-key",  # api_key = "…"
    "risk_pattern:hardcoded_api_key": "hardcoded-key",  # the only one of the three that reads notebooks
}


def read_scanllm(repo: str, text: str) -> Report:
    """The output of `scanllm scan --output json`. A line is one call, however many signatures match it."""
    calls: dict[tuple[str, int | None, int], Call] = {}
    findings = []
    for item in json.loads(text)["findings"]:
        name = item["pattern_name"]
        cell = item.get("cell_index")
        line = item["line_number"] - item.get("cell_line_offset", 0)
        rule = SCANLLM_RULES.get(name) or SCANLLM_RULES.get(name.partition(":")[0])
        if rule is not None:
            findings.append(_finding(repo, item["file_path"], line, rule, item["pattern_description"], cell))
        named = name.startswith("call:") and item["component_type"] in SCANLLM_CALLS and name not in SCANLLM_OTHER_ENDPOINTS
        if named or name == "missing_max_tokens":  # "LLM call without max_tokens"
            place = (item["file_path"], cell, line)
            if place not in calls or calls[place].facts["model"].state == "unknown":
                calls[place] = _call(repo, item["file_path"], line, name, item["model_name"], cell)
    return Report(list(calls.values()), findings)


def _path(path: str) -> str:
    return str(PurePosixPath(path.replace("\\", "/")))


def _call(repo: str, path: str, line: int, api: str, model: str | None, cell: int | None = None) -> Call:
    fact = Fact("unknown", reason="not reported") if model is None else Fact("known", model, detail=f"known, value {model!r}")
    return Call(repo, _path(path), cell, line, None, line, api, "request", {"model": fact})


def _finding(repo: str, path: str, line: int, rule: str, message: str, cell: int | None = None) -> Finding:
    return Finding(repo, rule, "fail", _path(path), cell, line, None, message)


PEERS = (
    Peer(
        name="tokentoll",
        distribution="tokentoll",
        command=("tokentoll", "scan", ".", "--format", "json"),
        read=read_tokentoll,
        names_models=True,
        files={".tokentoll.yml": "use_default_excludes: false\n"},  # else tests, examples, scripts and notebooks are left out
    ),
    Peer(
        name="overllm",
        distribution="overllm",
        command=("overllm", ".", "--all", "--exit-zero", "--format", "json"),
        read=read_overllm,
        lists_calls=False,
    ),
    Peer(
        name="overllm's detector",
        distribution="overllm",
        command=("python", "-c", OVERLLM_DETECTOR),
        read=read_overllm_detector,
        names_models=True,
    ),
    Peer(
        name="llmdoctor",
        distribution="llmdoctor",
        command=("llmdoctor", "doctor", ".", "--json"),
        read=read_llmdoctor,
        rules=LLMDOCTOR_RULES,
        lists_calls=False,
    ),
    Peer(
        name="scanllm",
        distribution="scanllm",
        command=("scanllm", "scan", ".", "--output", "json", "--full-scan", "--no-save"),  # full: tests and examples too
        read=read_scanllm,
        rules=SCANLLM_RULES,
        names_models=True,
        notebooks=True,
        environment={"SCANLLM_TELEMETRY": "off"},  # else each scan is reported to its vendor
    ),
)
