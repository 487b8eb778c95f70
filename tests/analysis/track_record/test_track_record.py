"""The track record: published values, laws of scores and rates, sentences, and what is not told."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samples import sample
from stakemap.analysis.methods import METHODS
from stakemap.analysis.question import Question
from stakemap.analysis.report import Finding, Report, Scale
from stakemap.analysis.track_record.charts import percent
from stakemap.analysis.track_record.track_record import (
    Forecasts,
    brier,
    calibration,
    chance,
    hit_rate,
    interval_score,
    is_hit,
    midpoint,
    miss,
    probability_at_most,
    wilson,
)
from stakemap.model.document import Outcome, Resolution, StakeMap, new_map
from stakemap.storage.presets import load_preset
from strategies import examples, maps, resolutions

# --- published checks --------------------------------------------------------------------------------------


def test_wilson_1927() -> None:
    found = wilson(12, 20)
    assert (round(found.low, 3), round(found.high, 3)) == (0.387, 0.781)


@pytest.mark.parametrize(("hits", "count", "expected"), [(12, 20, 0.0321), (6, 10, 0.121), (30, 50, 0.0009)])
def test_binomial_probability_of_so_few_hits(hits: int, count: int, expected: float) -> None:
    digits = len(str(expected)) - 2
    assert round(probability_at_most(hits, count), digits) == expected


@pytest.mark.parametrize(
    ("low", "high", "found", "expected"), [(10, 50, 30, 40), (10, 50, 60, 140), (-20, 80, 60, 100)]
)
def test_interval_score_of_gneiting_and_raftery_2007(
    low: float, high: float, found: float, expected: float
) -> None:
    assert interval_score(low, high, found) == pytest.approx(expected)


def test_decomposition_of_murphy_1973() -> None:
    groups = [Forecasts(0.9, 10, 8), Forecasts(0.7, 10, 7), Forecasts(0.3, 10, 4), Forecasts(0.1, 10, 1)]
    found = brier(groups)
    assert found is not None
    assert found.score == pytest.approx(0.18)
    parts = (found.reliability, found.resolution, found.uncertainty)
    assert parts == pytest.approx((0.005, 0.075, 0.25))
    assert found.skill == pytest.approx(0.28)


def test_bands_of_icd_203() -> None:
    assert midpoint("almost-no-chance") == pytest.approx(0.03)
    assert midpoint("unlikely") == pytest.approx(0.325)
    assert midpoint("roughly-even-chance") == 0.5
    assert midpoint("very-likely") == pytest.approx(0.875)


# --- laws --------------------------------------------------------------------------------------------------


@given(st.integers(10, 400).flatmap(lambda count: st.tuples(st.integers(0, count), st.just(count))))
@settings(max_examples=40)
def test_rates_and_probabilities_are_within_their_bounds(drawn: tuple[int, int]) -> None:
    hits, count = drawn
    found = wilson(hits, count)
    assert 0 <= found.low <= hits / count + 1e-12
    assert hits / count - 1e-12 <= found.high <= 1
    assert 0 < probability_at_most(hits, count) <= 1
    fewest, most = chance(count)
    assert 0 <= fewest <= most <= count
    assert probability_at_most(most, count) - probability_at_most(fewest - 1, count) >= 0.9 - 1e-9


@given(
    st.lists(
        st.tuples(st.floats(0, 1), st.integers(1, 30), st.floats(0, 1)).map(
            lambda drawn: Forecasts(drawn[0], drawn[1], round(drawn[1] * drawn[2]))
        ),
        min_size=1,
        max_size=7,
    )
)
@settings(max_examples=40)
def test_the_brier_score_is_its_parts_together(groups: list[Forecasts]) -> None:
    found = brier(groups)
    if found is None:
        assert sum(each.count for each in groups) < 10
        return
    together = found.reliability - found.resolution + found.uncertainty
    assert math.isclose(found.score, together, abs_tol=1e-9)


@given(resolutions())
@settings(max_examples=40)
def test_a_range_holds_just_what_lies_in_it(found: Resolution) -> None:
    assert found.low is not None
    assert found.high is not None
    assert is_hit(found) == (found.low <= found.found <= found.high)
    score = interval_score(found.low, found.high, found.found)
    assert score == pytest.approx(found.high - found.low + 10 * abs(miss(found)))


@given(maps())
@examples(12)
def test_it_answers_for_every_map_and_as_plain_data(document: StakeMap) -> None:
    told = report(document)
    assert told.findings
    assert json.loads(json.dumps(told.data, allow_nan=False)) == told.data


# --- sentences ---------------------------------------------------------------------------------------------


def report(document: StakeMap) -> Report:
    return METHODS["track-record"].report(Question.of(document))


def resolved(held: int, missed: int, **fields: Any) -> list[Resolution]:
    """So many with a range from 10 to 50 that held 30, and so many where 60 was found."""
    base: dict[str, Any] = {"snapshot": "2022", "actor": "turkiye", "issue": "border", "value": 30}
    base |= {"low": 10, "high": 50, "judged_by": "A", "confidence": "high"} | fields
    return [Resolution(**base, found=30) for _ in range(held)] + [
        Resolution(**base, found=60) for _ in range(missed)
    ]


def with_found(*parts: Sequence[Resolution], outcomes: dict[str, Outcome] | None = None) -> StakeMap:
    found = [each for part in parts for each in part]
    return sample().model_copy(
        update={
            "resolutions": {f"r-{number:03}": each for number, each in enumerate(found)},
            "outcomes": outcomes or {},
        }
    )


def finding(told: Report, name: str) -> Finding:
    return next(each for each in told.findings if each.id == name)


def test_too_narrow_ranges_are_called_so() -> None:
    told = report(with_found(resolved(12, 8)))
    assert told.findings[0].text == (
        "Only 12 of 20 ranges (60 %) held what was later found; of true 80 % ranges about 16 do, 13 to 19 by "
        "chance: ours look too narrow, or off the mark."
    )
    rate = finding(told, "rate")
    assert rate.text == (
        "20 cases are compatible with a true rate of 39 to 78 % (Wilson’s 95 % interval); if it were 80 %, a "
        "record of 12 or fewer that hold would come about with a probability of 3 %."
    )
    assert "0.387 to 0.781" in rate.how
    assert "0.0321" in rate.how
    assert finding(told, "misses").place is not None
    assert "8 were found above the range and 0 below" in finding(told, "misses").text
    # (12 × 40 + 8 × 140) ÷ 20
    assert "is 80.0 points on a scale 200 wide: 40.0 for their width and 40.0 for what lay outside" in (
        finding(told, "score").text
    )
    assert "chance alone gives 13 to 19 that hold" in told.caveat


def test_a_record_that_chance_allows_and_one_that_is_too_good() -> None:
    assert "our record is compatible with that" in report(with_found(resolved(9, 3))).findings[0].text
    told = report(with_found(resolved(20, 0)))
    assert "wider than 80 % ranges need be" in told.findings[0].text
    assert "a record of 20 or more that hold would come about with a probability of 1 %" in (
        finding(told, "rate").text
    )


def test_nothing_is_told_of_fewer_than_ten() -> None:
    told = report(with_found(resolved(9, 0)))
    assert told.is_empty
    assert told.findings[0].text == (
        "9 of 9 resolved judgements have a range: how often ranges held can be told from 10 on, so 1 more is "
        "needed."
    )
    assert not told.charts
    assert not told.tables
    assert report(new_map()).is_empty


def test_what_was_resolved_without_a_range_does_not_count_as_held() -> None:
    bare = resolved(5, 0, low=None, high=None)
    told = report(with_found(resolved(6, 0), bare))
    assert told.findings[0].text.startswith("6 of 11 resolved judgements have a range")
    assert "4 more are needed" in told.findings[0].text
    assert told.rests_on == (
        "Rests on 6 resolved judgements with a range, 5 more without one and the outcomes of 0 scenarios."
    )
    assert hit_rate(bare) is None


def test_groups_below_ten_are_counted_and_not_rated() -> None:
    told = report(
        with_found(
            resolved(8, 2), resolved(3, 0, judged_by="B", confidence=None), resolved(2, 0, judged_by="")
        )
    )
    assert finding(told, "analyst").text == (
        "By analyst: A 8 of 10 held. Not told, with fewer than 10: B (3), no name given (2)."
    )
    assert finding(told, "confidence").text == (
        "By confidence: high confidence 10 of 12 held. Not told, with fewer than 10: no confidence given (3)."
    )
    assert [row[0] for row in told.tables[0].rows] == ["A", "high confidence"]


def test_actors_that_are_gone_and_hindsight_count_and_are_said() -> None:
    told = report(
        with_found(
            resolved(10, 1),
            resolved(2, 0, actor="nobody", name="The Minsk Group"),
            resolved(1, 0, judged_on="2025-07-01", date="2024"),
            resolved(1, 0, judged_on="2025-02-01", date="2024"),
        )
    )
    assert told.findings[0].text.startswith("14 of 15 ranges")
    assert finding(told, "remarks").text == (
        "Of the resolved judgements that count, 2 are about actors that are no longer in the map, 1 was "
        "judged more than three months after the time for which it was found, perhaps with hindsight."
    )


def test_the_chart_shows_the_ranges_with_what_was_found_and_the_furthest_off_first() -> None:
    influence = resolved(2, 0, issue=None, field="influence", actor="gone", name="Gone")
    told = report(with_found(resolved(24, 1), influence))
    first, second = told.charts
    assert isinstance(first, Scale)
    assert isinstance(second, Scale)
    assert (first.scale, second.scale) == ((-100, 100), (0, 100))
    assert first.rows
    assert first.title == "Alignment: ranges and what was found, the 20 furthest off of 25"
    assert first.ticks[0].found == 60
    assert first.ticks[0].key == "turkiye"
    assert second.ticks[0].key == ""


def scenarios(**counts: tuple[int, int]) -> dict[str, Outcome]:
    """Outcomes by likelihood: how many, and how many of them came about."""
    return {
        f"{likelihood}-{number}": Outcome(likelihood=likelihood.replace("_", "-"), happened=number < happened)
        for likelihood, (count, happened) in counts.items()
        for number in range(count)
    }


def test_likelihoods_are_compared_with_the_base_rate() -> None:
    told = report(with_found(outcomes=scenarios(likely=(10, 7), unlikely=(10, 3))))
    assert not told.is_empty
    # 0.45 × 0.5² and so on: (10 × 0.325² × 0.7 + …) ÷ 20, base rate 0.5
    assert told.findings[0].text == (
        "The likelihoods of 20 scenarios have a Brier score of 0.21 (0 is perfect), 16 % better than if each "
        "had been given the share that came about."
    )
    assert "likely (55 to 80 %): counted as 0.675; 7 of 10 came about" in told.findings[0].how
    worse = report(with_found(outcomes=scenarios(very_likely=(10, 0), very_unlikely=(10, 10))))
    assert "worse than if" in worse.findings[0].text
    every = report(with_found(outcomes=scenarios(very_likely=(10, 10))))
    assert "all of them came about, there is no base rate" in every.findings[0].text


def test_outcomes_without_a_likelihood_are_not_scored() -> None:
    bare = {f"o-{number}": Outcome(happened=True) for number in range(12)}
    told = report(with_found(outcomes=bare | scenarios(likely=(3, 3))))
    assert told.is_empty
    assert "3 of 15 recorded outcomes are of scenarios with a likelihood" in finding(told, "scenarios").text
    assert "so 7 more are needed" in finding(told, "scenarios").text


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.0, "0 %"), (0.0009, "under 1 %"), (0.6, "60 %"), (0.999, "over 99 %"), (1.0, "100 %")],
)
def test_probabilities_are_no_rounder_than_true(share: float, text: str) -> None:
    assert percent(share) == text


def test_the_page_has_an_example_for_a_map_in_which_nothing_is_resolved() -> None:
    page = METHODS["track-record"].page()
    assert page.example is not None
    lines = page.example(Question.of(load_preset("armenia-turkiye")))
    assert lines[0].startswith("Too little is resolved in this map.")
    assert any("Wilson" in line for line in lines)
    assert page.example(Question.of(new_map())) == (
        "For an example, the latest dated snapshot needs at least 10 judgements with a range.",
    )


@pytest.mark.parametrize(
    ("counted", "expected"), [((2, 16, 2), 1), ((4, 12, 4), 0.1233), ((1, 12, 7), 0.0098)]
)
def test_calibration_of_cooke_1991(counted: tuple[int, int, int], expected: float) -> None:
    assert calibration(counted) == pytest.approx(expected, abs=5e-5)
    assert calibration((0, 0, 0)) is None
