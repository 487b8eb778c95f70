"""Where models put the outcome: published runs, laws, sentences, and what is missing."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.builders import emission_standards, one_issue, stance, standing
from stakemap.analysis.methods import METHODS
from stakemap.analysis.question import Question
from stakemap.analysis.report import Report, Scale
from stakemap.analysis.settlement.settlement import (
    MODELS,
    MOST_OPTIONS,
    VOTES,
    Settlement,
    chances,
    coalitions,
    settlement,
    victories,
)
from stakemap.model.document import StakeMap, new_map
from stakemap.model.judgements import Stance

#: KTAB, examples/smp/doc/20170530_ref-smpExample.txt: the utilities of the bargains of actor 0.
WEIGHTS = np.array([117.7, 93.2, 61.4, 135.4, 63.8])
UTILITIES = np.array(
    [
        [0.94413, 0.95113, 0.94812],
        [0.64659, 0.67104, 0.64728],
        [0.64098, 0.63545, 0.63969],
        [0.65095, 0.65249, 0.65888],
        [0.69137, 0.70138, 0.69155],
    ]
)


def found(document: StakeMap) -> Settlement:
    result = settlement(Question.of(document).inputs)
    assert result is not None
    return result


def report_on(document: StakeMap) -> Report:
    return METHODS["settlement"].report(Question.of(document))


def years(place: float) -> float:
    return 7 + place * 3 / 100


def test_reference_run_of_ktab() -> None:
    """Votes half cubic; incentives (its file has utilities to five digits)."""
    coalition = coalitions(WEIGHTS, UTILITIES, "half-cubic")
    assert coalition[1, 0] == pytest.approx(1.975, abs=1e-3)
    assert coalition[0, 2] == pytest.approx(0.039, abs=1e-3)
    victory = victories(coalition)
    assert victory[0, 1] == pytest.approx(0.0791, abs=1e-4)
    assert victory[0, 2] == pytest.approx(0.0465, abs=2e-4)
    assert victory[1, 2] == pytest.approx(0.7396, abs=1e-4)
    assert chances(coalition, "markov-incentive") == pytest.approx([0.0054, 0.7502, 0.2444], abs=1e-4)


def test_emission_standards() -> None:
    """Positions 4, 7 and 10: the compromise 7.389956, the median voter 7, and KTAB's models."""
    result = found(emission_standards())
    assert years(result.mean) == pytest.approx(7.389956, abs=5e-7)
    assert years(result.median) == 7
    assert result.options.tolist() == [-100, 0, 100]
    assert result.chances["proportional", "conditional"] == pytest.approx([0.2046, 0.4198, 0.3756], abs=5e-5)
    assert years(result.expected("proportional", "conditional")) == pytest.approx(7.513, abs=5e-4)
    assert years(result.expected("proportional", "markov-uniform")) == pytest.approx(7.348, abs=5e-4)
    assert result.disagreement == pytest.approx(max(result.places) - 0)


rows = st.lists(
    st.tuples(st.integers(-100, 100), st.integers(0, 100), st.integers(0, 100)), min_size=1, max_size=8
)


def map_of(rows: list[tuple[int, int, int]], names: str = "abcdefgh") -> StakeMap:
    each = list(zip(names, rows, strict=False))
    return one_issue(
        {name: standing(influence) for name, (_, influence, _) in each},
        {name: stance(place, salience) for name, (place, _, salience) in each},
    )


@settings(max_examples=40)
@given(rows)
def test_chances_sum_to_one_and_no_model_leaves_the_positions_held(rows: list[tuple[int, int, int]]) -> None:
    result = settlement(Question.of(map_of(rows)).inputs)
    if result is None:
        assert not any(influence * salience for _, influence, salience in rows)
        return
    for shares in result.chances.values():
        assert float(shares.min()) >= 0
        assert float(shares.sum()) == pytest.approx(1)
    low, high = result.options[0], result.options[-1]
    assert all(low - 1e-9 <= place <= high + 1e-9 for place in result.places)
    for vote in VOTES:
        assert bool(result.chances) == (len(result.options) > 1)
        assert {key for key in result.chances if key[0] == vote} <= {(vote, model) for model in MODELS}


@settings(max_examples=30)
@given(rows)
def test_a_mirrored_map_settles_at_the_mirrored_place(rows: list[tuple[int, int, int]]) -> None:
    mirrored = [(-place, influence, salience) for place, influence, salience in rows]
    result, other = (settlement(Question.of(map_of(each)).inputs) for each in (rows, mirrored))
    if result is not None and other is not None:
        assert result.places == pytest.approx([-place for place in other.places], abs=1e-6)


@settings(max_examples=30)
@given(rows)
def test_actors_at_one_place_are_as_one(rows: list[tuple[int, int, int]]) -> None:
    """Each actor beside its like; weights count in relation."""
    result = settlement(Question.of(map_of(rows)).inputs)
    doubled = settlement(Question.of(map_of([*rows, *rows], "abcdefghijklmnop")).inputs)
    if result is not None and doubled is not None:
        assert result.places == pytest.approx(doubled.places, abs=1e-5)


def test_two_positions_are_won_by_weight() -> None:
    result = found(
        one_issue({"ann": standing(60), "bob": standing(20)}, {"ann": stance(50), "bob": stance(-30)})
    )
    assert result.chances["proportional", "conditional"] == pytest.approx([0.25, 0.75])
    assert result.chances["proportional", "markov-uniform"] == pytest.approx([0.25, 0.75])


def test_too_many_positions_leave_the_mean_and_the_median() -> None:
    numbers = range(MOST_OPTIONS + 1)
    document = one_issue(
        {f"actor-{number}": standing(50) for number in numbers},
        {f"actor-{number}": stance(number) for number in numbers},
    )
    report = report_on(document)
    assert len(found(document).places) == 2
    assert report.findings[0].text.startswith("Experiment: 2 models")
    assert report.findings[-1].kind == "missing"
    assert not report.tables


def test_sentences_of_the_emission_standards() -> None:
    report = report_on(emission_standards(20))
    first = report.findings[0]
    assert first.text == (
        "Experiment: 5 models put “The road” between 0 and +18 on the scale from −100 to +100; "
        "they disagree by 18 points, and on whether it leans to a side, and none is tested on your case."
    )
    assert "5,500 ÷ 423.1 = +13.0" in report.findings[1].how
    assert "0.205 × (−100) + 0.420 × (0) + 0.376 × (+100) = +17.1" in report.findings[3].how
    assert "weights: 155.0 at −100, 58.1 at 0, 210.0 at +100" in report.findings[3].how
    (chart,) = report.charts
    assert isinstance(chart, Scale)
    assert [tick.low is None for tick in chart.ticks] == [False, False, True, True, True]
    assert [row[0] for row in report.tables[0].rows] == ["−100", "0", "+100"]
    assert "(10th to 90th percentile)" in report.findings[-1].text
    assert "experiment" in METHODS["settlement"].title()
    json.dumps(report.data, allow_nan=False)


@pytest.mark.parametrize(
    "document",
    [
        one_issue({}, {}),
        one_issue({"ann": standing(0)}, {"ann": stance(50)}),
        one_issue({"ann": standing(50)}, {"ann": Stance(state="unknown")}),
        one_issue({"ann": standing(50)}, {"ann": stance(40)}),
        one_issue({"ann": standing(50), "bob": standing(20)}, {"ann": stance(0), "bob": stance(0)}),
        new_map("00000000-0000-4000-8000-000000000000"),
    ],
)
def test_nothing_to_settle_is_told(document: StakeMap) -> None:
    report = report_on(document)
    assert report.is_empty
    assert report.findings
