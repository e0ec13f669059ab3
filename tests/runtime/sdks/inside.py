"""What do the checks find in this environment?  `python -m tests.runtime.sdks.inside RECIPE BUNDLES` prints it as JSON.

Nothing is needed here but the SDK, this checkout and wrapt.
"""

from __future__ import annotations

import importlib
import json
import ssl
import sys
from importlib.metadata import version
from pathlib import Path
from unittest import mock

from llmlint import guard

from .checks import POLICIES, broken, check, misread, not_refused


def main(recipe: str, bundles: Path) -> None:
    module = importlib.import_module(f"tests.runtime.sdks.recipes.{recipe}")
    policies = {name: bundles / f"{name}.json" for name in POLICIES}
    place = Path(getattr(module, "PLACE", module.__file__) or "").name
    # Reading the certificates takes longer than all the rest, and nothing here needs them.
    with mock.patch("ssl.create_default_context", return_value=ssl.create_default_context()):
        # The SDK is imported here, under a guard that was there before it.
        with guard.install(policies["models"]):
            surfaces = module.surfaces()
            late = {name: not_refused(surface) for name, surface in surfaces.items()}
        reports = {name: check(surface, policies, place).as_data() for name, surface in surfaces.items()}
        readings = module.readings() if hasattr(module, "readings") else {}
        read = {name: misread(told, policies["nothing"]) for name, told in readings.items()}
        scenarios = module.scenarios() if hasattr(module, "scenarios") else {}
        fallen = {name: broken(scenario, policies) for name, scenario in scenarios.items()}
    for name, told in late.items():
        reports[name]["problems"] += [f"imported under the guard: {told}"] if told else []
    print(json.dumps({"version": version(module.DISTRIBUTION), "reports": reports, "misread": read, "broken": fallen}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
