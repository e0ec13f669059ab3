"""Is a list of hosts held against what calls talk to, and refused where it can match nothing?"""

from __future__ import annotations

from pathlib import Path

import pytest

from llmlint.policy.load import load
from llmlint.policy.problems import PolicyError


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (
            '["https://api.openai.com/v1"]',
            "'https://api.openai.com/v1' is no host; expected one like \"api.openai.com\"; did you mean 'api.openai.com'?",
        ),
        ('["api.openai.com/v1"]', "'api.openai.com/v1' is no host"),
        ('["api openai.com"]', "is no host"),
        ('"api.openai.com"', 'hosts.allow is "api.openai.com"; expected a list of patterns of hosts'),
    ],
)
def test_what_is_no_host(tmp_path: Path, written: str, told: str) -> None:
    (tmp_path / "llmlint.toml").write_text(f"[hosts]\nallow = {written}\n", encoding="utf-8")
    with pytest.raises(PolicyError) as caught:
        load(tmp_path / "llmlint.toml")
    assert told in str(caught.value)
    assert "llmlint.toml:2" in str(caught.value)
