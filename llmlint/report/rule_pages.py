"""What stands in docs/rules and in rules/README.md?

`python -m llmlint.report.rule_pages` writes them anew; with `--check` it tells whether what is there is current.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from llmlint.facts import FACTS
from llmlint.policy.compiled import All, Any_, CompiledRule, Condition, Not, Test
from llmlint.policy.message import in_general
from llmlint.policy.rulefile import Example, RulePage, pages

ROOT: Final = Path(__file__).parents[2]
COMMAND: Final = "python -m llmlint.report.rule_pages"
PAGES: Final = Path("docs/rules")
TABLE: Final = Path("rules/README.md")
_HEAD: Final = """\
# The rules

One file each; the name of a rule is the bad thing. What a rule file may say is in
[docs/policy.md](../docs/policy.md#how-a-rule-is-written). *Known* tells who can decide it: source, the running call, or both.

| Rule | What it finds | By default | Packs | Known |
|---|---|---|---|---|
"""


def documents() -> Mapping[Path, str]:
    """The text of every file, by its path in a checkout."""
    found = pages()
    return {TABLE: table(found), **{PAGES / f"{page.rule.id}.md": document(page) for page in found}}


def table(found: Sequence[RulePage]) -> str:
    """All rules, by name, a line each."""
    rows = [
        f"| [{page.rule.id}](../{PAGES.as_posix()}/{page.rule.id}.md) | {page.rule.summary} | {page.rule.severity.value} "
        f"| {', '.join(page.packs)} | {_known(page)} |"
        for page in sorted(found, key=lambda page: page.rule.id)
    ]
    return f"{_note()}\n\n{_HEAD}" + "\n".join(rows) + "\n"


def document(page: RulePage) -> str:
    """What there is to say of one rule."""
    return "\n".join(_lines(page)).rstrip("\n") + "\n"


def _note() -> str:
    return f"<!-- Written by `{COMMAND}` from rules/*.toml; a test tells when it is not current. -->"


def _lines(page: RulePage) -> Iterator[str]:
    rule = page.rule
    yield from [_note(), "", f"# {rule.id}", "", f"{rule.summary[0].upper()}{rule.summary[1:]}.", ""]
    yield from [f"Severity {rule.severity.value} by default; in the packs {', '.join(page.packs)}. Known {_where(page)}.", ""]
    settings = sorted({test.reference for test in _tests(rule) if test.reference is not None})
    if settings:
        yield from [
            f"It asks the policy for {', '.join(f'`{_key(name)}`' for name in settings)}; without that there is nothing to find.",
            "",
        ]
    yield from ["## Why", "", page.why.strip(), "", "## What to do", "", f"{_sentence(in_general(rule.remedy))}.", ""]
    for example in page.examples:
        yield from _example(example)
    yield from [
        "## Where it differs",
        "",
        "```toml",
        f"[rules.{rule.id}]",
        f'severity = "{_other(rule.severity.value)}"',
        "```",
        "",
    ]
    if rule.subject != "directive":
        yield from [f"One place: `# llmlint: ignore[{rule.id}] the reason`, on the line or in the one above it.", ""]
    yield from ["## References", "", *(f"- <{reference}>" for reference in page.references)]


def _example(example: Example) -> Iterator[str]:
    if example.policy:
        yield from ["Under this policy", "", "```toml", example.policy.strip(), "```", ""]
    yield from [
        "## Bad",
        "",
        "```python",
        example.bad.strip(),
        "```",
        "",
        "## Good",
        "",
        "```python",
        example.good.strip(),
        "```",
        "",
    ]


def _tests(rule: CompiledRule) -> Iterator[Test]:
    def inside(condition: Condition) -> Iterator[Test]:
        match condition:
            case Test():
                yield condition
            case Not(inner):
                yield from inside(inner)
            case All(several) | Any_(several):
                for each in several:
                    yield from inside(each)

    yield from inside(rule.applies_to)
    yield from inside(rule.require)


def _known(page: RulePage) -> str:
    facts = [FACTS[test.fact] for test in _tests(page.rule)]
    if not all(fact.live for fact in facts):
        return "source"
    return "source, live in part" if any(fact.partial for fact in facts) else "source, live"


def _where(page: RulePage) -> str:
    words = {
        "source": "from source only",
        "source, live": "from source and of the running call",
        "source, live in part": "from source, and of the running call as far as it shows there",
    }
    return words[_known(page)]


def _key(reference: str) -> str:
    """A setting as a policy has it."""
    return f"tasks.NAME.{reference.removeprefix('task.')}" if reference.startswith("task.") else reference


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:]


def _other(severity: str) -> str:
    """A severity that somebody may want instead."""
    return {"error": "warning", "warning": "error"}.get(severity, "off")


def main(arguments: Sequence[str] | None = None, root: Path = ROOT) -> int:
    """Write the files, or tell which are not current; the status of the process."""
    parser = argparse.ArgumentParser(prog=COMMAND, description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing; the status is 1 where a file is not current")
    options = parser.parse_args(arguments)
    if not (root / TABLE).parent.is_dir():
        parser.exit(2, f"{parser.prog}: there is no folder {(root / TABLE).parent}: this is for a checkout\n")
    made = documents()
    left = {path.relative_to(root) for path in (root / PAGES).glob("*.md")} - made.keys()
    stale = [
        path for path, text in made.items() if not (root / path).exists() or (root / path).read_text(encoding="utf-8") != text
    ]
    if options.check:
        for path in sorted([*stale, *left]):
            print(f"{path} is not current, run: {COMMAND}", file=sys.stderr)
        return 1 if stale or left else 0
    (root / PAGES).mkdir(parents=True, exist_ok=True)
    for path in left:
        (root / path).unlink()
    for path in stale:
        (root / path).write_text(made[path], encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
