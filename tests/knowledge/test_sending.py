"""Do an SDK's own loops add up, or multiply, to what it sends?"""

from __future__ import annotations

import pytest

from llmlint.knowledge.sending import Layers, sends, with_further
from llmlint.policy.load import default
from llmlint.runtime import derive
from llmlint.runtime.call import Given
from llmlint.runtime.observe import Observation
from llmlint.runtime.sites import Site
from llmlint.values import UNBOUNDED, Absent, Bounded, Known, Layer, OneOf, Origin, Reason, Unknown, Value

CALL, DEFAULT = Origin(Layer.CALL), Origin(Layer.SDK_DEFAULT)
TWO: Layers = ((Layer.CALL, Absent()), (Layer.SDK_DEFAULT, Known(2, DEFAULT)))
TIMED = Unknown(Reason.UNSUPPORTED, "as many as fit into 3,600 s", is_number=True)


@pytest.mark.parametrize(
    ("further", "expected"),
    [
        ((), TWO),
        (((Layer.CALL, Absent()), (Layer.SDK_DEFAULT, Known(0))), TWO),
        (((Layer.CALL, Known(3, CALL)), (Layer.SDK_DEFAULT, Known(0))), ((Layer.CALL, Known(5)),)),
        (((Layer.CALL, Absent()), (Layer.GLOBAL, Known(1))), ((Layer.GLOBAL, Known(3)),)),
        (
            ((Layer.CALL, OneOf((Known(1), Absent()))), (Layer.SDK_DEFAULT, Known(0))),
            ((Layer.CALL, OneOf((Known(2), Known(3)))),),
        ),
        (((Layer.CALL, Bounded(None, 4)),), ((Layer.CALL, Bounded(2, 6)),)),
        (((Layer.CALL, Unknown(Reason.PARAMETER)),), ((Layer.CALL, Unknown(Reason.PARAMETER)),)),
        (((Layer.CALL, Known(UNBOUNDED)),), ((Layer.CALL, Unknown(Reason.UNSUPPORTED)),)),
    ],
)
def test_further_retries_come_after_the_others(further: Layers, expected: Layers) -> None:
    assert with_further(TWO, further) == expected


def test_further_retries_that_come_sometimes_are_one_way_of_two() -> None:
    assert with_further(TWO, ((Layer.CALL, Known(3)),), sometimes=True) == ((Layer.CALL, OneOf((Known(2), Known(5)))),)
    assert with_further(TWO, ((Layer.CALL, Absent()),), sometimes=True) == TWO


def test_further_retries_without_others_are_all_there_is() -> None:
    assert with_further(((Layer.CALL, Absent()),), ((Layer.CALL, Known(3)),)) == ((Layer.CALL, Known(3)),)
    assert with_further(((Layer.CALL, TIMED),), ((Layer.CALL, Known(3)),)) == ((Layer.CALL, TIMED),)


@pytest.mark.parametrize(
    ("retries", "expected"), [(Known(2), Known(3)), (Absent(), Known(1)), (Bounded(0, 4), Bounded(1, 5)), (TIMED, TIMED)]
)
def test_retries_come_after_the_first_request(retries: Value, expected: Value) -> None:
    assert sends(retries) == expected


@pytest.mark.parametrize(
    ("sdk", "api", "given", "retries", "least"),
    [
        (
            "litellm",
            "completion",
            [("max_retries", Layer.CALL, 3), ("further_retries", Layer.CALL, 3)],
            OneOf((Known(3), Known(6))),
            4,
        ),
        ("litellm", "completion", [("max_retries", Layer.CLIENT, 2)], Known(2), 3),
        ("llama-index-llms-openai", "OpenAI", [("max_retries", Layer.CALL, 5), ("rounds", Layer.CALL, 5)], Known(5), 30),
        ("llama-index-llms-openai", "OpenAI", [("max_retries", Layer.CALL, 0), ("rounds", Layer.CALL, 0)], Known(0), 1),
    ],
)
def test_a_live_call_counts_as_one_in_source(sdk: str, api: str, given: list[Given], retries: Value, least: int) -> None:
    """What else sends it again is not seen, so that there is no most."""
    site = Site("bot.py", 1, ("ask",))
    observation = Observation(site, sdk, api, False, False, "openai", "https://api.openai.com", tuple(given), None, None)
    facts = derive.facts(observation, default().in_force("bot.py"))
    assert facts.effective("max_retries") == retries
    assert facts.effective("attempts") == Bounded(least, None)
    assert not {"rounds", "further_retries"} & facts.layers.keys()
