"""Which judgement to check next: published checks, laws, what is unknown and what is missing."""

from __future__ import annotations

from dataclasses import replace as with_fields
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.builders import cites, emission_standards, one_issue, stance, standing
from stakemap.analysis.balance.intervals import drawn_quantities, simulation, triangle
from stakemap.analysis.balance.sides import SideLimits
from stakemap.analysis.check_next.check_next import Answer, Checkable, Swing, drawn, swings, uncertainty
from stakemap.analysis.question import Question
from stakemap.analysis.report import Place
from stakemap.model.document import StakeMap
from stakemap.model.judgements import Stance
from stakemap.model.subjects import Subject

TOP = Place("2025", Subject.stance("road", "ann"))


def ranked(question: Question) -> tuple[Checkable, ...]:
    return Answer(question).entries


def test_tornado_of_the_emission_standards() -> None:
    """With half-ranges of 20: UK −4.25 and 0 (at the end of the scale), Germany 0 and +3.78, France −2.84."""
    question = Question.of(emission_standards(20))
    mean = question.balance.mean
    assert mean == pytest.approx(12.9985, abs=5e-5)
    assert mean is not None
    found = swings(question)
    moved = {each.actor: (each.low - mean, each.high - mean) for each in found}
    assert moved["uk"] == pytest.approx((-4.25, 0), abs=5e-3)
    assert moved["germany"] == pytest.approx((0, 3.78), abs=5e-3)
    assert moved["france"] == pytest.approx((-2.84, 0), abs=5e-3)
    widths = [each.high - each.low for each in found]
    assert widths == sorted(widths, reverse=True)
    assert not any(each.crosses for each in found)
    assert Swing("x", -1, 2).crosses


def test_closed_form_of_the_shares_against_two_hundred_thousand_draws() -> None:
    """Of the weighted mean of the emission standards, by actor."""
    inputs = Question.of(emission_standards(20)).inputs
    found = uncertainty(inputs, 5)
    assert found is not None
    assert found.position is not None
    generator, draws = np.random.default_rng(1948), 200_000
    even = (np.arange(draws) + 0.5) / draws
    product = np.ones((draws, len(inputs.actors)))
    for quantity in drawn_quantities(inputs):
        # Spread evenly over each input, in an order of its own: draws without most of their noise.
        uniform = np.stack([generator.permutation(even) for _ in inputs.actors], axis=1)
        product *= triangle(quantity).at(uniform)
    variances = product.var(axis=0)
    shares = found.position.first.sum(axis=1) + found.position.together
    assert shares == pytest.approx(variances / variances.sum(), abs=1e-3)


def test_ranking_and_worth_by_hand() -> None:
    """Ann, for, 60 strong and perhaps against; Bob, against, 50 strong for certain: only Ann can turn it."""
    document = one_issue(
        {"ann": standing(60, 0), "bob": standing(50, 0)},
        {"ann": stance(10, reach=40), "bob": stance(-80, reach=0)},
    )
    question = Question.of(document)
    found = uncertainty(question.inputs, 5)
    assert found is not None
    against, undecided, supporting = found.side.chances[0]
    assert found.expected == pytest.approx(60 * (supporting - against) - 50)
    top, *rest = ranked(question)
    assert (top.actor, top.field, top.place, top.weight) == ("ann", "alignment", TOP, 60)
    assert top.share == pytest.approx(1)
    # It is not expected to pass, and does only if Ann is for it: with 60 against 50.
    assert top.worth == pytest.approx(supporting * 10)
    assert undecided > 0.05
    assert [each.worth for each in rest] == [0, 0, 0]
    result = drawn(question)
    assert result is not None
    assert result.worth_of_all == pytest.approx(top.worth, abs=0.5)
    assert result.median is not None
    # Ann alone is more than half of the weight.
    assert result.median[0, 0] == pytest.approx(1, abs=0.02)


def test_salience_counts_as_a_judgement_of_its_own_where_actors_weigh_by_it() -> None:
    ann = stance(50, 50, 0).model_copy(update={"salience": stance(0, 50, 30).salience})
    changed = one_issue(
        {"ann": standing(60, 0), "bob": standing(50, 0)}, {"ann": ann, "bob": stance(-80, 60, 0)}
    )
    top, *_ = ranked(Question.of(changed))
    assert (top.actor, top.field, top.place.field, top.share) == ("ann", "salience", "salience", 1)


def test_influence_leads_to_where_it_is_judged() -> None:
    own = stance(-80, reach=10, influence=40)
    document = one_issue(
        {"ann": standing(60, 20), "bob": standing(50, 5)}, {"ann": stance(50, reach=0), "bob": own}
    )
    places = {(each.actor, each.field): each.place for each in ranked(Question.of(document))}
    assert places["ann", "influence"] == Place("2025", Subject.standing("ann"), "value")
    assert places["bob", "influence"] == Place("2025", Subject.stance("road", "bob"), "influence")


def test_who_is_unknown_and_could_turn_it_comes_first() -> None:
    document = one_issue(
        {"ann": standing(60, 10), "bob": standing(70, 10), "cat": standing(5, 1)},
        {"ann": stance(50, reach=10), "cat": stance(20, reach=5)},
    )
    question = Question.of(document)
    top = ranked(question)[0]
    assert (top.actor, top.field, top.is_known, top.weight, top.share) == (
        "bob",
        "alignment",
        False,
        70,
        None,
    )
    small = one_issue({"ann": standing(60, 10), "bob": standing(7, 1)}, {"ann": stance(50, reach=10)})
    assert [each.actor for each in ranked(Question.of(small))] == ["ann", "ann"]


def test_without_ranges_weakly_supported_judgements_come_first_by_weight() -> None:
    sound: dict[str, Any] = {"reason": "as they say", "citations": cites("a"), "confidence": "high"}
    document = one_issue(
        {"ann": standing(60, **sound), "bob": standing(50, **sound), "cat": standing(40, **sound)},
        {"ann": stance(50, **sound), "bob": stance(-80), "cat": stance(20)},
    )
    found = ranked(Question.of(document))
    assert [(each.actor, each.field) for each in found[:2]] == [("bob", "alignment"), ("cat", "alignment")]
    assert {each.share for each in found} == {None}


@pytest.mark.parametrize("document", [one_issue({}, {}), one_issue({"ann": standing(0, 0)}, {})])
def test_nothing_counted_gives_nothing(document: StakeMap) -> None:
    question = Question.of(document)
    assert uncertainty(question.inputs, 5) is None
    assert drawn(question) is None
    assert swings(question) == ()
    assert Question(document).has_view is False
    assert ranked(Question(document)) == ()


def test_without_weight_nothing_varies() -> None:
    question = Question.of(one_issue({"ann": standing(0, 0)}, {"ann": stance(50, reach=10)}))
    found = uncertainty(question.inputs, 5)
    assert found is not None
    assert found.lead is None
    assert found.position is None
    assert [each.share for each in ranked(question)] == [0, 0]
    assert swings(question) == ()


rows = st.lists(
    st.tuples(st.integers(-100, 100), st.integers(0, 100), st.integers(0, 100), st.integers(0, 40)),
    min_size=1,
    max_size=6,
)


def map_of(rows: list[tuple[int, int, int, int]], *, names: str = "abcdef") -> StakeMap:
    each = list(zip(names, rows, strict=False))
    return one_issue(
        {name: standing(influence, reach) for name, (_, influence, _, reach) in each},
        {name: stance(place, salience, reach) for name, (place, _, salience, reach) in each},
    )


@settings(max_examples=40)
@given(rows, st.sampled_from([0.0, 5.0, 30.0]))
def test_shares_sum_to_one_with_what_acts_together(
    rows: list[tuple[int, int, int, int]], threshold: float
) -> None:
    question = with_fields(Question.of(map_of(rows)), limits=SideLimits(threshold, 10))
    found = uncertainty(question.inputs, threshold)
    assert found is not None
    for shares in (found.lead, found.position):
        if shares is not None:
            assert float(shares.first.sum() + shares.together.sum()) == pytest.approx(1)
            assert 0 <= float(shares.first.min()) <= float(shares.first.max()) <= 1 + 1e-12
            assert float(shares.together.min()) >= 0
    assert float(found.worth.min()) >= 0
    known = [each for each in ranked(question) if each.is_known]
    assert sum(each.share or 0 for each in known) <= 1 + 1e-9


@settings(max_examples=30)
@given(rows.flatmap(lambda rows: st.tuples(st.just(rows), st.permutations("abcdef"[: len(rows)]))))
def test_the_order_of_actors_changes_nothing(
    given_rows: tuple[list[tuple[int, int, int, int]], list[str]],
) -> None:
    rows, permuted = given_rows
    names = dict(zip("abcdef", permuted, strict=False))
    one = {(names[e.actor], e.field): e for e in ranked(Question.of(map_of(rows))) if e.is_known}
    other = {(e.actor, e.field): e for e in ranked(Question.of(map_of(rows, names="".join(permuted))))}
    for key, each in one.items():
        assert each.share == pytest.approx(other[key].share, abs=1e-9)
        assert each.share_of_position == pytest.approx(other[key].share_of_position, abs=1e-9)
        assert each.worth == pytest.approx(other[key].worth, abs=1e-6)


@settings(max_examples=20)
@given(rows)
def test_the_draws_scatter_around_the_exact_expectation(rows: list[tuple[int, int, int, int]]) -> None:
    inputs = Question.of(map_of(rows)).inputs
    found, chunks = uncertainty(inputs, 5), simulation(inputs)
    assert found is not None
    if chunks is None:
        return
    support, opposition, *_ = np.concatenate([each.results for each in chunks], axis=1)
    variance = 0.0 if found.lead is None else found.lead.variance
    error = (variance / len(support)) ** 0.5
    assert float((support - opposition).mean()) == pytest.approx(found.expected, abs=5 * error + 1e-6)


def test_a_cancelled_question_has_no_draws() -> None:
    question = with_fields(Question.of(emission_standards(20)), cancelled=lambda: True)
    assert drawn(question) is None


def test_unknown_judgements_have_no_estimate() -> None:
    document = one_issue({"ann": standing(60, 10)}, {"ann": Stance(state="unknown")})
    (only,) = ranked(Question.of(document))
    assert not only.is_known
    assert only.judgement is not None
