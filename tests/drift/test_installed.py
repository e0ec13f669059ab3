"""Does the knowledge say what the installed SDKs do, and does the probe notice where it does not?"""

from __future__ import annotations

import pytest

from .environments import here
from .probing import asked, entry, run
from .recipes import recipes

INSTALLED = ("openai", "anthropic", "google_genai")


@pytest.mark.slow
@pytest.mark.parametrize("name", INSTALLED)
def test_the_entry_says_what_the_installed_sdk_does(name: str) -> None:
    (recipe,) = recipes([name])
    (result,) = run([asked(entry(name), recipe, here())], here())
    assert [f"{each.key} ({each.at}): {each.stated}, but {each.observed}" for each in result.drift] == []
    assert result.count("executed") > 100 > 25 > result.count("source")
    assert result.unused == ()
