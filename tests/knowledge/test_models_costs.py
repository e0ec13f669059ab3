"""What does a call cost?"""

from __future__ import annotations

from decimal import Decimal

import pytest

from llmlint.knowledge.prices import Price, Rate, Usage

SONNET = Price(
    {
        "input": Rate(Decimal(3), ((200_000, Decimal(6)),)),
        "cached_input": Rate(Decimal("0.3"), ((200_000, Decimal("0.6")),)),
        "cache_write": Rate(Decimal("3.75")),
        "output": Rate(Decimal(15), ((200_000, Decimal("22.5")),)),
        "request": Rate(Decimal("0.005")),
    },
    source="",
    listed_as="",
    provider="",
)


@pytest.mark.parametrize(
    ("usage", "usd"),
    [
        (Usage(request=0), "0"),
        (Usage(), "0.005"),
        (Usage(input=1_000_000, request=0), "6"),
        (Usage(input=200_000, output=1000, request=0), "0.615"),
        (Usage(input=200_001, output=1000, request=0), "1.222506"),
        (Usage(input=10_000, cached_input=4000, cache_write=5000, cache_write_1h=2000, request=0), "0.02295"),
        (Usage(output=1000, reasoning=900, request=0), "0.015"),
        (Usage(web_search=1, request=0), None),
        (Usage(image=1, request=0), None),
    ],
)
def test_costs(usage: Usage, usd: str | None) -> None:
    assert SONNET.cost(usage) == (None if usd is None else Decimal(usd))


def test_reasoning_may_have_a_price_of_its_own() -> None:
    cheaper = Price({**SONNET.rates, "reasoning": Rate(Decimal(3))}, "", "", "")
    assert cheaper.cost(Usage(output=2000, reasoning=1500, request=0)) == Decimal("0.012")
    assert cheaper.worst_case(0, 2000) == Decimal("0.035"), "nobody knows beforehand how much of it is reasoned"
    dearer = Price({**SONNET.rates, "reasoning": Rate(Decimal(100))}, "", "", "")
    assert dearer.worst_case(0, 1000) == Decimal("0.105")


def test_what_has_no_price_costs_nobody_knows_what() -> None:
    embedding = Price({"input": Rate(Decimal("0.02"))}, "", "", "")
    assert embedding.cost(Usage(input=1_000_000)) == Decimal("0.02")
    assert embedding.worst_case(10, 0) == Decimal("0.0000002")
    assert embedding.worst_case(10, 10) is None


@pytest.mark.parametrize(
    "counts", [{"input": -1}, {"input": 1, "cached_input": 2}, {"cache_write_1h": 1}, {"output": 5, "reasoning": 6}]
)
def test_usage_that_cannot_be(counts: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"is -?\d+"):
        Usage(**counts)
