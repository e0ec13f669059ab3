"""What does the SDK in this environment do?  Reads entries and recipes as JSON, writes what became of each statement.

Runs inside the environment of an SDK, with the standard library and the SDK only: `python PROBE_FOLDER IN.json OUT.json`.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import sys
import warnings
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    # Last, so that nothing here stands in the way of a package of the environment.
    sys.path = [*sys.path[1:], str(Path(__file__).parents[1])]

from probe import clock

clock.install()

from probe import access, calls, deriving, hooks, names, options, retries, server, statements, transports, values, world  # noqa: E402


def probe(asked: dict[str, Any], spies: transports.Transports) -> dict[str, Any]:
    """Every statement of one entry."""
    entry, recipe = asked["entry"], asked["recipe"]
    spies.server.answers, spies.server.refusal = recipe.get("answers", {}), recipe.get("refusal", server.REFUSAL)
    ledger = statements.Ledger(recipe.get("skip", {}), asked["elsewhere"], recipe.get("needs"))
    here = world.World(entry, recipe, spies.server, spies)
    timeouts, sending = options.Timeouts(here, ledger), retries.Retries(here, ledger)
    names.hold(here, ledger)
    calls.Calls(here, ledger, timeouts, sending).hold()
    timeouts.hold()
    sending.hold()
    deriving.Derived(here, ledger).hold()
    access.hold(here, ledger, [tuple(pair) for pair in asked["hosts"]])
    hooks.hold(here, ledger)
    if entry.get("usage", {}).get("input"):
        ledger.source("usage", "usage", "the server here refuses everything: what answers tell is tried in tests/runtime")
    observed: dict[str, Any] = {}
    if sending.observed is not None:
        observed["requests_on_429"] = sending.observed
    if timeouts.observed is not values.ABSENT:
        seconds = timeouts.observed
        observed["default_timeout"] = "none" if seconds is None else int(seconds) if seconds == int(seconds) else seconds
    unused = sorted(set(recipe.get("skip", {})) - ledger.skipped)
    return {"statements": ledger.as_data(), "observed": observed, "unused": unused}


def main(given: str, out: str) -> None:
    asked = json.loads(Path(given).read_text(encoding="utf-8"))
    for name in [each for each in os.environ if each.upper().endswith(("_PROXY", "_API_KEY", "_BASE_URL", "_API_BASE"))]:
        del os.environ[name]
    warnings.simplefilter("ignore")
    spies = transports.Transports(server.Server({}))
    answers = [probe(each, spies) for each in asked["probes"]]
    versions = {name: importlib.metadata.version(name) for name in asked["distributions"]}
    Path(out).write_text(json.dumps({"versions": versions, "answers": answers}), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:3])
    sys.stdout.flush()
    os._exit(0)  # threads that an SDK leaves behind are nobody's concern
