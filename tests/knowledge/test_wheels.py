"""Is a pinned wheel the same on every machine?"""

from __future__ import annotations

import pytest

from llmlint.knowledge.refresh.wheels import for_platform


@pytest.mark.parametrize(
    ("file", "options"),
    [
        ("genai_prices-0.2.3-py3-none-any.whl", ""),
        (
            "litellm-1.109.1-cp310-abi3-manylinux_2_28_x86_64.whl",
            "--implementation cp --python-version 310 --abi abi3 --platform manylinux_2_28_x86_64",
        ),
        (
            "ab-1.0-1-cp311-cp311-linux_x86_64.manylinux2014_x86_64.whl",
            "--implementation cp --python-version 311 --abi cp311 --platform linux_x86_64 --platform manylinux2014_x86_64",
        ),
    ],
)
def test_a_wheel_for_one_platform_is_fetched_on_any(file: str, options: str) -> None:
    assert " ".join(for_platform(file)) == options
