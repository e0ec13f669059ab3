"""Do the snapshots follow from the published wheels, byte for byte?"""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from llmlint.knowledge.refresh import literals, prices, snapshots
from llmlint.knowledge.refresh.snapshots import FOLDER, Source, render
from llmlint.knowledge.refresh.wheels import Unavailable, WrongWheel, cache, fetch

SOURCES = (*prices.SOURCES, *literals.SOURCES)


@pytest.fixture(scope="module")
def wheels() -> dict[str, Path]:
    """The pinned wheels; without an index these tests are left out, except where nobody would see that."""
    try:
        return fetch([source.pin for source in SOURCES], cache())
    except Unavailable as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"the packages cannot be had: {error}")


@pytest.mark.slow
@pytest.mark.parametrize("source", SOURCES, ids=[source.pin.name for source in SOURCES])
def test_a_snapshot_follows_from_its_wheel(source: Source, wheels: dict[str, Path]) -> None:
    assert (FOLDER / source.file).read_text(encoding="utf-8") == render(source, wheels[source.pin.name]), f"run: {source.command}"


@pytest.mark.parametrize("source", SOURCES, ids=[source.pin.name for source in SOURCES])
def test_a_snapshot_says_what_it_was_made_of(source: Source) -> None:
    snapshot = snapshots.read(source.pin.name)
    assert (snapshot["version"], snapshot["sha256"]) == (source.pin.version, source.pin.sha256)
    assert all(snapshot[key] for key in ("source", "pinned", "licence", "copyright", "made_by", "records"))


def packed(folder: Path, **files: str) -> Path:
    """A wheel with these files; `__` in a name stands for a slash."""
    with zipfile.ZipFile(folder / "made.whl", "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "/") + (".json" if "backup" in name else ".py"), text)
    return folder / "made.whl"


GENAI = """
providers: list[Provider] = [
    Provider(
        id='acme',
        fallback_model_providers=['openai'],
        models=[
            ModelInfo(
                id='one',
                match=ClauseOr(or_=[ClauseEquals(equals='one'), ClauseRegex(regex='^one-')]),
                context_window=8000,
                deprecated=True,
                prices=[
                    ConditionalPrice(prices=ModelPrice(input_mtok=Decimal('1.50'), requests_kcount=Decimal('5'))),
                    ConditionalPrice(
                        constraint=StartDateConstraint(start_date=datetime.date(2026, 1, 2)),
                        prices=ModelPrice(
                            input_mtok=TieredPrices(base=Decimal('1'), tiers=[Tier(start=200, price=Decimal('2'))]),
                            audio_hours=Decimal('3'),
                        ),
                    ),
                    ConditionalPrice(
                        constraint=TimeOfDateConstraint(
                            start_time=datetime.time(16, 30, tzinfo=datetime.UTC),
                            end_time=datetime.time(0, 5, tzinfo=datetime.UTC),
                        ),
                        prices=ModelPrice(input_mtok=Decimal('0.5')),
                    ),
                ],
            )
        ],
    )
]
"""


def test_what_is_taken_of_genai_prices(tmp_path: Path) -> None:
    (record,) = prices.genai_prices(packed(tmp_path, genai_prices__data=GENAI))
    assert record == {
        "provider": "acme",
        "id": "one",
        "match": ["or", [["equals", "one"], ["regex", "^one-"]]],
        "fallback": ["openai"],
        "window": 8000,
        "deprecated": True,
        "prices": [
            {"rates": {"input": "1.5", "request": "0.005"}},
            {"from": "2026-01-02", "rates": {"input": ["1", [200, "2"]]}},
            {"hours": ["16:30", "00:05"], "rates": {"input": "0.5"}},
        ],
    }


LITELLM = """
{"one": {"litellm_provider": "acme", "mode": "chat", "max_input_tokens": 9, "max_output_tokens": 8, "supports_reasoning": true,
         "deprecation_date": "2026-01-02", "input_cost_per_token": 2.5e-06, "output_cost_per_token": 1e-05,
         "input_cost_per_token_above_200k_tokens": 5e-06, "input_cost_per_token_batches": 1e-06},
 "two": {"litellm_provider": "acme", "mode": "embedding", "tiered_pricing": [
         {"range": [0, 32000.0], "input_cost_per_token": 1e-07}, {"range": [32000.0, 64000.0], "input_cost_per_token": 2e-07}]},
 "gap": {"litellm_provider": "acme", "mode": "chat", "tiered_pricing": [
         {"range": [0, 10], "input_cost_per_token": 1e-07}, {"range": [20, 30], "input_cost_per_token": 2e-07}]},
 "image": {"litellm_provider": "acme", "mode": "image_generation", "output_cost_per_image": 0.04},
 "search": {"litellm_provider": "acme", "mode": "search", "input_cost_per_query": 0.01}}
"""


def test_what_is_taken_of_litellm(tmp_path: Path) -> None:
    wheel = packed(tmp_path, litellm__model_prices_and_context_window_backup=LITELLM)
    assert list(prices.litellm(wheel)) == [
        {
            "provider": "acme",
            "name": "one",
            "mode": "chat",
            "max_input": 9,
            "max_output": 8,
            "reasoning": True,
            "retires": "2026-01-02",
            "rates": {"input": ["2.5", [200_000, "5"]], "output": "10"},
        },
        {"provider": "acme", "name": "two", "mode": "embedding", "rates": {"input": ["0.1", [32_000, "0.2"]]}},
        {"provider": "acme", "name": "gap", "mode": "chat"},
        {"provider": "acme", "name": "image", "mode": "image_generation", "rates": {"image": "0.04"}},
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Decimal('0.5')", "Decimal(1) / 2", "line 26: 'Decimal(1) / 2' is no literal that can be read"),
        ("audio_hours", "smell_hours", "genai-prices has prices that are not known here: smell_hours"),
        ("providers:", "vendors:", "genai_prices/data.py assigns no providers"),
    ],
)
def test_a_price_list_that_has_changed_its_form(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(WrongWheel) as caught:
        list(prices.genai_prices(packed(tmp_path, genai_prices__data=GENAI.replace(old, new))))
    assert str(caught.value) == said


CHAT = 'ChatModel: TypeAlias = Literal["one", "two", "three"]\n"""Deprecated values:\n\n{}\n"""\n'


def models_of_openai(folder: Path, told: str) -> Path:
    empty = {f"openai__types__{name}": "" for name in ("shared__all_models", "embedding_model", "image_model", "audio_model")}
    return packed(folder, openai__types__shared__chat_model=CHAT.format(told), **empty)


def test_what_is_taken_of_openai(tmp_path: Path) -> None:
    told = '- "one": Announced shutdown\n  date: 2026-08-10. See there.\n- "two": It was retired on May 2, 2026.'
    assert list(literals.openai(models_of_openai(tmp_path, told))) == [
        {"name": "one", "kind": "generation", "deprecated": True, "retires": "2026-08-10"},
        {"name": "two", "kind": "generation", "deprecated": True, "retires": "2026-05-02"},
        {"name": "three", "kind": "generation"},
    ]


def test_a_retirement_that_cannot_be_read_is_not_passed_over(tmp_path: Path) -> None:
    with pytest.raises(WrongWheel, match="a deprecation that cannot be read"):
        list(literals.openai(models_of_openai(tmp_path, '- "one": Goes soon.')))


def test_a_table_that_is_gone_is_missed(tmp_path: Path) -> None:
    with pytest.raises(WrongWheel, match="there is no DEPRECATED_MODELS"):
        list(literals.anthropic(packed(tmp_path, anthropic__resources__messages__messages="A = 1")))
