"""Do both sides say the same of litellm's routers?  Not yet: the guard sees what the router makes of a call."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.drift import environments
from tests.loopback import Provider

from . import litellm_programs
from .cases import written
from .judging import is_there, kept
from .law import CourtElsewhere, contradictions

SOURCE = """
from litellm import Router

router = Router(model_list=[{{"model_name": "m", "litellm_params": {{"model": "openai/gpt-4o-mini", "api_key": "k"{given}}}}}])

def run():
    router.completion(model="m", messages=[{{"role": "user", "content": "hello"}}], max_tokens=100)
"""


@pytest.mark.parametrize(
    "given",
    [
        pytest.param("", id="a router's own 6,000 s look to the guard like a timeout of the call"),
        pytest.param(', "timeout": 7', id="what a model of the list is given is not read from source"),
    ],
)
@pytest.mark.xfail(strict=True, reason="a router hands on its own defaults, and what its list says, as arguments of the call")
def test_gap(given: str, tmp_path: Path) -> None:
    if not is_there("litellm"):
        pytest.skip("no environment for litellm; python -m tests.runtime.sdks.run litellm makes it")
    case = replace(written(SOURCE.format(given=given), "by task"), environ=litellm_programs.ENVIRON)
    with Provider().serving() as provider:
        environment = environments.made(litellm_programs.REQUIREMENTS, kept())
        (comparison,) = CourtElsewhere(tmp_path, provider, litellm_programs.POLICIES, environment).judge_all([case])
    assert comparison.static
    assert contradictions(comparison) == []
