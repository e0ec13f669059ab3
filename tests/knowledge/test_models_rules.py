"""Do names mean and cost what the price list says, asked in its own words?"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import datetime
from decimal import Decimal
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from llmlint.knowledge.build import FOLDER
from llmlint.knowledge.model_schema import ProviderModels
from llmlint.knowledge.models import COMPILED, model
from llmlint.knowledge.prices import Usage
from llmlint.knowledge.refresh.prices import GENAI_PRICES
from llmlint.knowledge.refresh.wheels import Unavailable, cache, fetch
from llmlint.knowledge.written import read

SAID: dict[str, list[ProviderModels]] = {}
"""What is written by hand, by the provider of genai-prices that it names."""
for path in sorted((FOLDER / "models").glob("*.toml")):
    written = read(FOLDER, f"models/{path.name}").read_as(ProviderModels)
    SAID.setdefault(written.sources.genai_prices or "", []).append(written)


def test_how_often_two_sources_differ() -> None:
    """Where they do, the first of them counts: a release that changes this is to be looked at."""
    header = json.loads(COMPILED.read_text(encoding="utf-8"))[""]
    assert header["differ"] == {"prices": 147, "retirements": 5, "windows": 104}


THEIRS = """
import json, sys
from datetime import datetime
from genai_prices import Usage
from genai_prices.data import providers
moments = [datetime.fromisoformat(each) for each in json.loads(sys.argv[1])]
usage = Usage(**json.loads(sys.argv[2]))
for provider in providers:
    ids = {each.id for each in provider.models}
    for name in sorted(ids | {each + tail for each in ids for tail in ("-preview", "-20251211", ":free")}):
        found = provider.find_model(name, all_providers=providers)
        own = any(found is each for each in provider.models)
        costs = []
        for moment in moments if found else ():
            price = found.get_prices(moment)
            priced = price.input_mtok is not None and price.output_mtok is not None
            costs.append(str(price.calc_price(usage)["total_price"]) if priced else None)
        print(json.dumps([provider.id, name, found.id if found else None, own, costs]))
"""
"""Asks genai-prices itself, in an interpreter of its own."""
MOMENTS = ("2025-02-01T12:00+00:00", "2026-11-21T02:00+00:00", "2026-11-21T12:00+00:00", "2027-03-01T20:00+00:00")
USED = {"input_tokens": 250_000, "cache_read_tokens": 90_000, "cache_write_tokens": 50_000, "output_tokens": 7_000}
USAGE = Usage(input=250_000, cached_input=90_000, cache_write=50_000, output=7_000)


@pytest.fixture(scope="module")
def price_list() -> Path:
    """The pinned wheel; without an index the test is left out, except where nobody would see that."""
    try:
        return fetch([GENAI_PRICES.pin], cache())[GENAI_PRICES.pin.name]
    except Unavailable as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"the price list cannot be had: {error}")


@pytest.mark.slow
def test_names_mean_and_cost_what_the_price_list_says(price_list: Path) -> None:
    """Of every provider all its models, and names that only rules cover or nothing does; at moments of different prices."""
    command = [sys.executable, "-W", "ignore", "-c", THEIRS, json.dumps(MOMENTS), json.dumps(USED)]
    environment = {**os.environ, "PYTHONPATH": str(price_list)}
    done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    compared = 0
    for line in done.stdout.splitlines():
        theirs, name, meant, own, costs = json.loads(line)
        for said in SAID.get(theirs, ()):
            left_out = said.vendor and (not own or any(fnmatchcase(meant, glob) for glob in said.sources.skip))
            if name.startswith("ft:") or (meant is not None and left_out):
                continue  # a tuned model is looked up by what it was tuned from; a vendor serves nobody else's models
            found = model(name, said.id, deployed=True)
            price = found.price if found else None
            if found is None or price is None or not price.source.startswith("genai-prices"):
                assert not own or not any(costs), (said.id, name)
                continue
            assert price.listed_as == meant, (said.id, name)
            for moment, cost in zip(MOMENTS, costs, strict=True):
                then = found.price_at(datetime.fromisoformat(moment))
                if cost is not None:
                    assert then is not None
                    assert then.cost(USAGE) == Decimal(cost), (said.id, name, moment)
                    compared += 1
    assert compared > 8_000
