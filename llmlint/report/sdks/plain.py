"""What does a program read about the SDKs?"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

from llmlint.report.sdks.entry import By, Entry

SCHEMA: Final = 1


def as_json(entries: Sequence[Entry]) -> str:
    """`{"schema": 1, "sdks": […]}`, one object an entry, in the order of the table.

    An object has every key of the entry as `llmlint/knowledge/schema.py` defines it (`id`, `title`, `distribution`, `versions`,
    `seen`, `roots`, `mirrors`, `provider`, `clients`, `methods`, `options`, `derive`, `retrying`, `hook`, `traps`, `sources`, …),
    those that nobody wrote with their default, and beside these:

    - `kind`: `sdk` or `framework`;
    - `head`: what the author of the entry says was looked at, null for nothing;
    - `guarded`: whether the guard takes hold of its calls;
    - `by_default`: what is in force where nobody says anything. `timeout` (`seconds`, null: no limit), `requests_on_429`
      (`requests`, null: not known) and `cap` (`tokens`, null: none is sent) are lists with a `versions` each, the newest first,
      where "" stands for all others; `cap_required` is true where the SDK refuses a call without a cap;
    - `evidence`: null where the entry was not checked, else `date`, `versions` (`version`, `requests_on_429`,
      `default_timeout`) and `facts`, by name, each with `state` (`executed`, `introspected`, `source`), `statements`, `note`.
    """
    return json.dumps({"schema": SCHEMA, "sdks": [_entry(entry) for entry in entries]}, indent=2, ensure_ascii=True)


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        **entry.sdk.model_dump(by_alias=True, mode="json"),
        "title": entry.title,
        "kind": "framework" if entry.is_framework else "sdk",
        "head": entry.head or None,
        "guarded": entry.is_guarded,
        "by_default": {
            "timeout": _by(entry.timeouts, "seconds"),
            "requests_on_429": _by(entry.requests, "requests"),
            "cap": _by(entry.caps, "tokens"),
            "cap_required": entry.requires_cap,
        },
        "evidence": None if entry.evidence is None else asdict(entry.evidence),
    }


def _by(values: Sequence[By], name: str) -> list[dict[str, Any]]:
    return [{"versions": each.versions, name: each.value} for each in values]
