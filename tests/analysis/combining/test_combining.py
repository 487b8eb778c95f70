"""Several analysts' maps as one: what is pooled, what stays, who judged, and laws."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.builders import one_issue, stance, standing
from samples import sample, tiny
from stakemap.analysis.combining.combining import Combined, combine
from stakemap.analysis.combining.sentences import summary
from stakemap.errors import EditError
from stakemap.model import edits
from stakemap.model.checks import check
from stakemap.model.combining.combine import Contribution
from stakemap.model.document import Actor, StakeMap
from stakemap.model.edits import Authorship
from stakemap.model.judgements import Citation, Stance, Tie
from stakemap.model.records import replace
from stakemap.model.subjects import Subject
from stakemap.storage.codec import encode
from strategies import examples, maps

TURKIYE = Subject.stance("border", "turkiye")


def judging(value: float, by: str, reach: float | None = 10, **fields: object) -> Contribution:
    """The map of an analyst who judges Iran's stance on the road."""
    return Contribution(by, one_issue({}, {"iran": stance(value, reach=reach, by=by, **fields)}))


def of(found: Combined, actor: str = "iran") -> Stance:
    return found.document.snapshots["2025"].stances["road"][actor]


def test_two_analysts_who_sign_nothing_and_judge_alike_keep_their_reasons() -> None:
    days = {"on": "2025-02-01"}
    maps = [Contribution(name, judging(40, "", reason=f"{name}'s.", **days).document) for name in ("A", "B")]
    assert {(each.by, each.reason) for each in of(combine(maps)).others} == {("A", "A's."), ("B", "B's.")}
    # Of one analyst one reading counts, but what the other copy says is not gone.
    signed = of(combine([judging(40, "A", reason="One."), judging(40, "A", reason="The other.")]))
    assert {each.reason for each in signed.with_earlier()} == {"One.", "The other."}
    assert not signed.others


def test_compatible_judgements_are_pooled_with_each_beside_it() -> None:
    found = combine([judging(40, "B", on="2025-02-01"), judging(50, "A", on="2025-03-01")])
    pooled = of(found)
    assert pooled.alignment is not None
    assert (pooled.alignment.value, pooled.pooled, pooled.by, pooled.on) == (45, "linear", "", "2025-03-01")
    assert [(each.by, each.alignment.value) for each in pooled.others if each.alignment] == [
        ("A", 50),
        ("B", 40),
    ]
    assert pooled.reason == (
        "Pooled from the judgements of 2 analysts, the mean of their distributions: "
        "A +50 (+40 to +60), B +40 (+30 to +50)."
    )
    assert not found.rivals
    assert not check(found.document)


def test_rival_readings_are_never_averaged() -> None:
    found = combine([judging(60, "B"), judging(-60, "A"), judging(40, "C")])
    current = of(found)
    assert current.alignment is not None
    assert (current.alignment.value, current.by, current.pooled) == (60, "B", None)
    assert [each.by for each in current.others] == ["A", "C"]
    assert [each.subject.id for each in found.rivals] == ["iran"]


@pytest.mark.parametrize(("method", "value"), [("linear", 20), ("median", 10), ("quantile", 20)])
def test_the_method_is_kept(method, value) -> None:
    pooled = of(combine([judging(value, by, None) for value, by in ((5, "A"), (10, "B"), (45, "C"))], method))
    assert pooled.alignment is not None
    assert (pooled.alignment.value, pooled.pooled) == (value, method)


def test_weights_count_where_they_are_given() -> None:
    found = combine([judging(0, "A"), judging(9, "B")], weights={"B": 2})
    pooled = of(found)
    assert pooled.alignment is not None
    assert pooled.alignment.value == 6
    # What is told is what the map has.
    (told,) = [each.pool for each in found.comparisons]
    assert told is not None
    assert (told.value, told.low, told.high) == (6, pooled.alignment.low, pooled.alignment.high)


def test_a_copy_of_a_judgement_counts_once() -> None:
    mine = judging(40, "A", on="2025-01-01", reason="Said so")
    copy = Contribution("B", mine.document)
    found = combine([mine, copy])
    assert found.document == mine.document
    # A copy that was revised since is B's, and A's still stands.
    revised = edits.judge(
        mine.document,
        "2025",
        Subject.stance("road", "iran"),
        stance(50, reach=10),
        Authorship("B", "2025-02-01"),
    )
    pooled = of(combine([mine, Contribution("B", revised)]))
    assert [each.by for each in pooled.others] == ["A", "B"]
    assert pooled.earlier == ()


def test_of_two_judgements_by_one_analyst_the_newer_counts_and_the_older_is_in_the_ledger() -> None:
    found = of(combine([judging(40, "A", on="2025-01-01"), judging(-40, "A", on="2025-02-01")]))
    assert found.alignment is not None
    assert (found.alignment.value, found.on, found.others) == (-40, "2025-02-01", ())
    assert [each.on for each in found.earlier] == ["2025-01-01"]


def test_what_nobody_signed_is_by_the_analyst_whose_map_it_is() -> None:
    unsigned = [
        Contribution(name, one_issue({}, {"iran": stance(value)})) for name, value in (("x", 1), ("y", 5))
    ]
    assert [each.by for each in of(combine(unsigned)).others] == ["x", "y"]
    # One alone stays as it is.
    assert combine(unsigned[:1]).document == unsigned[0].document


def test_salience_support_and_ledgers_of_all_are_kept() -> None:
    first = judging(40, "A", citations=(Citation(source="s"),), confidence="high", role="decides")
    second = judging(50, "B", salience=70, citations=(Citation(source="t"),), confidence="high")
    pooled = of(combine([first, second]))
    assert pooled.salience is not None
    assert (pooled.salience.value, pooled.role, pooled.confidence) == (70, "decides", "high")
    assert [each.source for each in pooled.citations] == ["s", "t"]


def test_unknown_beside_a_value_is_no_rival_and_not_applicable_is() -> None:
    unknown = Contribution("B", one_issue({}, {"iran": Stance(state="unknown", by="B")}))
    pooled = of(combine([judging(40, "A"), unknown]))
    assert pooled.alignment is not None
    assert (pooled.alignment.value, len(pooled.others)) == (40, 2)
    out = Contribution("C", one_issue({}, {"iran": Stance(state="not-applicable", by="C")}))
    assert len(combine([out, judging(40, "A")]).rivals) == 1


def test_strengths_are_pooled_to_whole_steps() -> None:
    def tied(strength: int, by: str) -> Contribution:
        document = sample()
        snapshot = document.snapshots["2025-07"].with_judgements(
            {Subject.tie("turkiye-azerbaijan"): Tie(strength=strength, by=by)}
        )
        return Contribution(by, replace(document, snapshots=document.snapshots | {"2025-07": snapshot}))

    found = combine([tied(3, "A"), tied(2, "B")]).document.snapshots["2025-07"].ties["turkiye-azerbaijan"]
    assert (found.strength, found.pooled) == (3, "linear")


def test_actors_of_other_ids_are_matched_and_known_by_their_names_from_then_on() -> None:
    mine = one_issue({}, {"turkiye": stance(40, by="A")}, {"turkiye": Actor(name="Türkiye")})
    theirs = one_issue({}, {"turkey": stance(50, by="B")}, {"turkey": Actor(name="Turkey")})
    maps_of = [Contribution("A", mine), Contribution("B", theirs)]
    apart = combine(maps_of)
    assert [(each.id, each.candidate) for each in apart.suggestions] == [("turkey", "turkiye")]
    assert set(apart.document.actors) == {"turkiye", "turkey"}
    found = combine(maps_of, confirmed={("actors", "turkey"): "turkiye"})
    assert found.document.actors == {"turkiye": Actor(name="Türkiye", aliases=("Turkey",))}
    assert of(found, "turkiye").pooled == "linear"
    # Next time it matches by the alias.
    again = combine([Contribution("lead", found.document), Contribution("B", theirs)])
    assert set(again.document.actors) == {"turkiye"}


def test_texts_of_the_first_map_stay_and_empty_ones_are_filled() -> None:
    mine, theirs = judging(4, "A").document, judging(5, "B").document
    mine = replace(mine, title="Roads", question="")
    theirs = replace(theirs, title="Rails", question="Who pays?")
    found = combine([Contribution("A", mine), Contribution("B", theirs)])
    assert (found.document.title, found.document.question) == ("Roads", "Who pays?")
    assert [(each.analyst, each.conflict.field, each.conflict.other) for each in found.differences] == [
        ("B", "title", "Rails")
    ]


def test_what_was_reviewed_or_cleared_is_a_draft_again_once_something_changed() -> None:
    mine, theirs = judging(4, "A").document, judging(5, "B").document
    cleared, drafted = Contribution("B", replace(theirs, status="cleared")), Contribution("A", mine)
    assert combine([drafted, cleared]).document.status == "draft"
    assert combine([cleared, drafted]).document.status == "draft"
    assert combine([cleared, cleared]).document.status == "cleared"


def test_more_analysts_than_a_map_can_list_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stakemap.analysis.combining.combining.LIST_LIMIT", 2)
    with pytest.raises(EditError, match="More than 2 analysts"):
        combine([judging(value, by) for value, by in ((1, "A"), (2, "B"), (3, "C"))])


def test_what_finds_no_room_in_a_ledger_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stakemap.model.combining.readings.LIST_LIMIT", 3)

    def judged_before(by: str, days: range) -> Contribution:
        earlier = tuple(stance(day, by=by, on=f"2025-01-{day:02}") for day in days)
        return judging(40, by, on="2025-02-01", earlier=earlier)

    full = combine([judged_before("A", range(10, 12)), judged_before("B", range(20, 22))])
    assert [each.on for each in of(full).earlier] == ["2025-01-21", "2025-01-20", "2025-01-11"]
    told = "1 of the oldest is left out: Iran on The road at In 2025."
    assert summary(full).endswith(f"A map keeps 1,000 earlier judgements of a subject; {told}")
    roomy = combine([judged_before("A", range(10, 11)), judged_before("B", range(20, 22))])
    assert not roomy.left_out
    assert "left out" not in summary(roomy)


VALUES = st.lists(st.tuples(st.integers(-100, 100), st.sampled_from([None, 10, 40])), min_size=2, max_size=5)


@settings(max_examples=20)
@given(VALUES, st.integers(0, 99))
def test_the_order_of_the_maps_makes_no_difference_to_pools(values, seed) -> None:
    maps_of = [judging(value, chr(65 + place), reach) for place, (value, reach) in enumerate(values)]
    shuffled = random.Random(seed).sample(maps_of, len(maps_of))
    one, other = combine(maps_of), combine(shuffled)
    assert one.comparisons == other.comparisons
    if not one.rivals:
        assert one.document == other.document


@settings(max_examples=12)
@given(VALUES)
def test_combining_in_steps_is_combining_at_once(values) -> None:
    maps_of = [judging(value, chr(65 + place), reach) for place, (value, reach) in enumerate(values)]
    pair = combine(maps_of[:2]).document
    assert combine([Contribution("pair", pair), *maps_of[2:]]).document == combine(maps_of).document


@examples(5)
@given(maps(actors_at_most=3, snapshots_at_most=2), maps(actors_at_most=3, snapshots_at_most=2))
def test_any_maps_become_a_valid_one_in_which_nothing_judged_is_lost(one, other) -> None:
    found = combine([Contribution("one", one), Contribution("other", other)])
    assert encode(found.document)
    document = found.document
    assert not [each for each in check(document) if each.severity == "error"]
    for subject, judgement in _judged(one):
        kept = document.snapshots[subject[0]].judgement(subject[1])
        assert kept is not None
        held = {_value(each) for each in (kept, *kept.others, *kept.earlier)}
        assert _value(judgement) in held


def _judged(document: StakeMap):
    for key, snapshot in document.snapshots.items():
        for subject, judgement in snapshot.judgements():
            # A pool is nobody's judgement, and made anew.
            if not judgement.pooled:
                yield (key, subject), judgement


def _value(judgement) -> tuple[object, ...]:
    return judgement.state, getattr(judgement, judgement.measured), judgement.reason


def test_a_map_in_which_one_analyst_judged_stays_as_it_is() -> None:
    for document in (tiny(), one_issue({"iran": standing(4)}, {"iran": stance(5)})):
        assert combine([Contribution("A", document)]).document == document
        assert combine([Contribution("A", document), Contribution("B", document)]).document == document


def test_what_is_combined_stays_as_it_is_when_it_is_combined_again() -> None:
    once = combine([Contribution("A", sample()), Contribution("B", sample())]).document
    assert combine([Contribution("A", once)]).document == once
    assert combine([Contribution("A", once), Contribution("A", sample())]).document == once
