"""What a merge decides and what it leaves open, rule by rule."""

from __future__ import annotations

from typing import Any

import pytest

from samples import alignment, influence, sample, tiny
from stakemap.errors import EditError
from stakemap.model import edits
from stakemap.model.checks import check
from stakemap.model.document import Actor, Issue, Outcome, Relation, Snapshot, StakeMap
from stakemap.model.edits import Authorship
from stakemap.model.judgements import Citation, Stance, Standing
from stakemap.model.merging.comparison import compare
from stakemap.model.merging.merge import merge
from stakemap.model.records import LIST_LIMIT
from stakemap.model.subjects import Place, Subject
from stakemap.model.teamwork import OpenConflict

ARMENIA, BORDER = Subject.standing("armenia"), Subject.stance("border", "armenia")
A, B = Authorship("A", "2025-08-01"), Authorship("B", "2025-08-02")


def judged(document: StakeMap, value: float, who: Authorship, **fields: Any) -> StakeMap:
    """Armenia judged anew on the border."""
    stance = Stance(alignment=alignment(value), reason=f"{who.by} says {value:g}.", **fields)
    return edits.judge(document, "2025", BORDER, stance, who)


def stance_of(document: StakeMap) -> Stance:
    return document.snapshots["2025"].stances["border"]["armenia"]


def values(document: StakeMap) -> list[float]:
    """The alignments of Armenia, the current one first, then those in its ledger."""
    entries = stance_of(document).with_earlier()
    return [each.alignment.value for each in entries if isinstance(each, Stance) and each.alignment]


def with_extra(document: StakeMap, **fields: Any) -> StakeMap:
    """The map with fields of a later version, in the map itself and in Armenia."""
    armenia = Actor.model_validate(fields | {"name": "Armenia", "code": "ARM"})
    return StakeMap.model_validate(fields | {**dict(document), "actors": {"armenia": armenia}})


# --- records ----------------------------------------------------------------------------------------------


def test_fields_of_a_record_merge_one_by_one() -> None:
    base = sample()
    one = edits.update_actor(base, "armenia", name="Republic of Armenia", colour="#111111")
    other = edits.update_actor(base, "armenia", note="Landlocked.", colour="#222222")
    merged, conflicts = merge(base, one, other)
    assert (
        merged.actors["armenia"] == edits.update_actor(one, "armenia", note="Landlocked.").actors["armenia"]
    )
    assert conflicts == ((Place("actors", "armenia"), "colour", None, "#111111", "#222222", "changed"),)


def test_fields_of_the_map_and_of_snapshots_merge_one_by_one() -> None:
    base = sample()
    one = edits.update_snapshot(edits.set_texts(base, title="One", contact="a"), "2022", label="One")
    other = edits.update_snapshot(edits.set_texts(base, title="Other", note="b"), "2022", note="Other")
    merged, conflicts = merge(base, one, other)
    assert (merged.title, merged.contact, merged.note) == ("One", "a", "b")
    assert (merged.snapshots["2022"].label, merged.snapshots["2022"].note) == ("One", "Other")
    assert [(each.place.container, each.field) for each in conflicts] == [("", "title")]


def test_what_two_sides_add_under_one_id_is_put_together() -> None:
    one = edits.add_actor(tiny(), "georgia", Actor(name="Georgia", code="GEO"))
    other = edits.add_actor(tiny(), "georgia", Actor(name="Georgia", note="At the sea."))
    merged, conflicts = merge(tiny(), one, other)
    assert merged.actors["georgia"] == Actor(name="Georgia", code="GEO", note="At the sea.")
    assert not conflicts


@pytest.mark.parametrize(
    ("base", "one", "other", "merged"),
    [
        (("a", "b"), ("a", "b", "z"), ("a", "c", "b"), ("a", "b", "c", "z")),
        (("a", "b"), ("b", "c"), ("a", "d"), ("c", "d")),
        (("a", "b"), ("b", "a"), ("a", "b", "c"), ("a", "b", "c")),
        (("a", "b", "c"), ("b", "a", "c"), ("c", "b", "a"), ("b", "a", "c")),
        ((), ("a", "b"), ("b", "a"), ("a", "b")),
    ],
)
def test_tags_merge_as_sets_the_same_from_both_sides(
    base: tuple[str, ...], one: tuple[str, ...], other: tuple[str, ...], merged: tuple[str, ...]
) -> None:
    versions = [edits.update_actor(tiny(), "armenia", tags=tags) for tags in (base, one, other)]
    for sides in (versions[1:], versions[:0:-1]):
        result = merge(versions[0], *sides)
        assert result.document.actors["armenia"].tags == merged
        assert not result.conflicts


def test_more_tags_than_a_record_may_have_are_a_conflict() -> None:
    one, other = (
        edits.update_actor(tiny(), "armenia", tags=[f"{letter}{number}" for number in range(LIST_LIMIT - 1)])
        for letter in "ab"
    )
    merged, conflicts = merge(tiny(), one, other)
    assert merged == one
    assert [(each.field, len(each.other)) for each in conflicts] == [("tags", LIST_LIMIT - 1)]


def test_fields_of_a_later_version_merge_one_by_one() -> None:
    base, one, other = (
        with_extra(tiny(), **fields)
        for fields in (
            {"x": 1, "gone": 1, "both": 1},
            {"x": 1, "both": 2, "mine": None},
            {"x": 2, "gone": 1, "both": 3},
        )
    )
    merged, conflicts = merge(base, one, other)
    expected = {"x": 2, "both": 2, "mine": None}
    assert merged.model_extra == merged.actors["armenia"].model_extra == expected
    assert [each[1:5] for each in conflicts] == [("both", {"both": 1}, {"both": 2}, {"both": 3})] * 2


def test_the_ends_of_a_relation_are_one_value() -> None:
    base = sample()
    one = edits.update_relation(base, "azerbaijan-armenia", target="turkiye")
    other = edits.update_relation(base, "azerbaijan-armenia", source="turkiye")
    merged, conflicts = merge(base, one, other)
    assert merged == one
    ((place, field, *_, theirs, kind),) = conflicts
    assert (place.id, field, kind) == ("azerbaijan-armenia", "", "changed")
    assert isinstance(theirs, Relation)
    assert theirs.source == "turkiye"


def test_what_was_found_of_judgements_and_scenarios_merges_like_records() -> None:
    base = sample()
    one = edits.update_resolution(base, "turkiye", reason="A.")
    one = edits.record_outcome(one, "delay", True, A)
    other = edits.update_resolution(base, "turkiye", date="2026")
    other = edits.set_headline(other, "matrix::2020", "Nobody was for anything")
    merged, conflicts = merge(base, one, other)
    assert (merged.resolutions["turkiye"].reason, merged.resolutions["turkiye"].date) == ("A.", "2026")
    assert merged.outcomes["delay"] == Outcome(label="The peace waits", happened=True, by="A", on=A.on)
    assert merged.headlines["matrix::2020"].text == "Nobody was for anything"
    assert not conflicts


# --- judgements and ledgers -------------------------------------------------------------------------------


def test_of_two_judgements_one_stays_and_the_other_goes_to_the_ledger() -> None:
    base = judged(tiny(), 70, Authorship("A", "2025-07-01"))
    one, other = judged(base, 20, A), judged(base, 45, B)
    merged, conflicts = merge(base, one, other)
    assert values(merged) == [20, 45, 70, 80]
    assert [(each.place.subject, each.field, each.kind) for each in conflicts] == [(BORDER, "", "changed")]
    (conflict,) = conflicts
    assert [conflict.base, conflict.one, conflict.other] == [stance_of(each) for each in (base, one, other)]
    assert values(merge(base, other, one).document) == [45, 20, 70, 80]


def test_ledgers_are_united_by_date_and_what_was_removed_stays_removed() -> None:
    base = judged(judged(tiny(), 70, Authorship("A", "2025-07-01")), 60, Authorship("A", "2025-07-02"))
    one = judged(judged(base, 1, A), 2, Authorship("A", "2025-08-04"))
    other = judged(judged(base, 3, B), 4, Authorship("B", "2025-08-05"))
    # The oldest entry was removed on one side by hand.
    cleared = stance_of(other).model_copy(update={"earlier": stance_of(other).earlier[:-1]})
    other = other.model_copy(
        update={"snapshots": {"2025": other.snapshots["2025"].with_judgements({BORDER: cleared})}}
    )
    assert values(merge(base, one, other).document) == [2, 4, 3, 1, 60, 70]


def test_a_judgement_that_followed_the_other_sides_is_newer() -> None:
    base = judged(tiny(), 70, Authorship("A", "2025-07-01"))
    one = judged(base, 20, A)
    other = judged(one, 45, B)
    assert merge(base, one, other) == (other, ())
    assert merge(None, one, other) == (other, ())
    assert merge(None, other, one) == (other, ())


def test_judging_as_before_is_not_overruled_by_what_stood_in_the_ledger() -> None:
    first = judged(tiny(), 70, A)
    base = judged(first, 20, A)
    one = base.model_copy(update={"snapshots": first.snapshots})
    other = judged(base, 45, B)
    merged, conflicts = merge(base, one, other)
    assert values(merged)[:2] == [70, 45]
    assert len(conflicts) == 1


def test_a_full_ledger_keeps_the_newest_and_tells_of_the_rest() -> None:
    earlier = tuple(
        Standing(influence=influence(1), reason=str(n), on="2025-01-01") for n in range(LIST_LIMIT)
    )
    snapshot = tiny().snapshots["2025"]
    versions = [
        tiny().model_copy(
            update={
                "snapshots": {
                    "2025": snapshot.with_judgements(
                        {ARMENIA: Standing(influence=influence(value), on=on, earlier=ledger)}
                    )
                }
            }
        )
        for value, on, ledger in (
            (5, "2025-01-02", earlier[1:]),
            (6, "2025-02-01", earlier),
            (7, "2025-02-02", earlier),
        )
    ]
    merged, conflicts = merge(*versions)
    ledger = merged.snapshots["2025"].standings["armenia"].earlier
    assert len(ledger) == LIST_LIMIT
    assert ledger[0].on == "2025-02-02"
    assert [each.field for each in conflicts] == ["", "earlier"]
    assert conflicts[1].other == earlier


# --- removed on one side ----------------------------------------------------------------------------------


@pytest.mark.parametrize("turned", [False, True])
def test_an_actor_that_was_removed_and_changed_stays_with_all_that_it_had(turned: bool) -> None:
    base = sample()
    removed = edits.set_texts(edits.remove_actors(base, ["azerbaijan"]), title="Without Baku")
    changed = edits.update_actor(base, "azerbaijan", note="On the Caspian.")
    sides = (changed, removed) if turned else (removed, changed)
    merged, conflicts = merge(base, *sides)
    assert merged == edits.set_texts(changed, title="Without Baku")
    assert [(each.place, each.field, each.kind) for each in conflicts] == [
        (Place("actors", "azerbaijan"), "", "removed")
    ]
    assert {conflicts[0].one, conflicts[0].other} == {None, changed.actors["azerbaijan"]}


def test_with_what_stays_nothing_else_comes_back() -> None:
    """One of two related actors, both of which a side removed with the group of one and a source."""
    base = edits.remove_issue(sample(), "corridor")
    one = edits.remove_group(edits.remove_actors(base, ["azerbaijan", "turkiye"]), "ankara-and-baku")
    one = edits.remove_snapshot(edits.remove_source(one, "carnegie-2025"), "2022")
    other = edits.update_actor(base, "turkiye", note="At the straits.")
    merged, conflicts = merge(base, one, other)
    assert [each.place for each in conflicts] == [Place("actors", "turkiye")]
    assert merged.actors["turkiye"].note == "At the straits."
    assert merged.actors["turkiye"].group is None
    assert not merged.relations.keys() & {"turkiye-azerbaijan"}
    stance = merged.snapshots["2025-07"].stances["border"]["turkiye"]
    assert [each.source for each in stance.citations] == ["agency-2022"]
    assert "2022" not in merged.snapshots
    assert merged.snapshots["2025-07"].based_on == "2020"


def test_what_is_still_referred_to_comes_back() -> None:
    base = sample()
    one = edits.remove_source(edits.remove_issue(base, "corridor"), "agency-2022")
    cited = Standing(influence=influence(1), citations=(Citation(source="agency-2022"),))
    other = edits.judge(base, "2022", ARMENIA, cited, A)
    other = edits.judge(other, "2022", Subject.stance("corridor", "iran"), Stance(alignment=alignment(1)), A)
    merged, conflicts = merge(base, one, other)
    assert merged == other
    assert [(*each.place[:2], each.kind) for each in conflicts] == [
        ("issues", "corridor", "referred"),
        ("sources", "agency-2022", "referred"),
    ]


def test_a_group_that_comes_back_has_its_actors() -> None:
    base = sample()
    one, other = edits.remove_group(base, "yerevan"), edits.update_group(base, "yerevan", name="Armenians")
    merged, conflicts = merge(base, one, other)
    assert merged.actors["armenia"].group == "yerevan"
    assert merged.groups["yerevan"].name == "Armenians"
    assert [each.kind for each in conflicts] == ["removed"]


def test_a_snapshot_that_was_removed_and_judged_stays() -> None:
    base = sample()
    one = edits.remove_snapshot(base, "delay")
    other = edits.judge(base, "delay", ARMENIA, Standing(influence=influence(1)), A)
    merged, conflicts = merge(base, one, other)
    assert merged.snapshots["delay"] == other.snapshots["delay"]
    assert [(each.place, each.kind) for each in conflicts] == [(Place("snapshots", "delay"), "removed")]


def test_removing_an_actor_is_no_reason_to_keep_a_snapshot() -> None:
    base = sample()
    one, other = edits.remove_snapshot(base, "pressure"), edits.remove_actors(base, ["turkiye"])
    merged, conflicts = merge(base, one, other)
    assert not conflicts
    assert "pressure" not in merged.snapshots
    assert "turkiye" not in merged.actors


def test_a_judgement_that_was_withdrawn_and_changed_stays() -> None:
    base = tiny()
    one, other = edits.withdraw_judgements(base, "2025", [BORDER]), judged(base, 45, B)
    merged, conflicts = merge(base, one, other)
    assert merged == other
    assert [(each.place.subject, each.kind, each.one) for each in conflicts] == [(BORDER, "removed", None)]


def test_what_a_conflict_may_be_decided_for_is_not_removed() -> None:
    base = sample()
    one = edits.remove_group(edits.update_actor(base, "iran", group=None), "yerevan")
    one = edits.update_actor(one, "armenia", group="ankara-and-baku")
    other = edits.update_actor(base, "iran", group="yerevan")
    for sides in ((one, other), (other, one)):
        merged, conflicts = merge(base, *sides)
        assert merged.actors["iran"].group == "yerevan"
        assert [each.place for each in conflicts] == [Place("groups", "yerevan")]


# --- cycles -----------------------------------------------------------------------------------------------


def test_actors_that_would_be_part_of_each_other_lose_the_last_edge() -> None:
    base = sample()
    one = edits.update_actor(base, "iran", part_of="russia")
    other = edits.update_actor(base, "russia", part_of="iran")
    for sides in ((one, other), (other, one)):
        merged, conflicts = merge(base, *sides)
        assert (merged.actors["iran"].part_of, merged.actors["russia"].part_of) == ("russia", None)
        assert [(each.place, each.field, each.kind) for each in conflicts] == [
            (Place("actors", "russia"), "part_of", "cycle")
        ]


def test_a_snapshot_whose_new_base_would_close_a_cycle_keeps_its_old_one() -> None:
    base = sample()
    for key in ("x", "y", "z"):
        base = edits.add_snapshot(base, key, Snapshot(label=key, based_on=None if key == "x" else "x"))
    one, other = edits.rebase_snapshot(base, "y", "z"), edits.rebase_snapshot(base, "z", "y")
    merged, conflicts = merge(base, one, other)
    assert (merged.snapshots["y"].based_on, merged.snapshots["z"].based_on) == ("z", "x")
    assert [each[1:5] for each in conflicts] == [("based_on", "x", "x", "y")]


# --- without a base ---------------------------------------------------------------------------------------


def test_without_a_base_all_of_both_is_there_and_what_differs_is_a_conflict() -> None:
    one = edits.add_actor(edits.set_texts(tiny(), note="One"), "iran", Actor(name="Iran"))
    other = edits.add_issue(edits.update_actor(tiny(), "armenia", tags=["x"]), "rail", Issue(name="Rail"))
    other = edits.update_actor(judged(other, 45, B), "armenia", note="b")
    merged, conflicts = merge(None, one, other)
    assert merged.actors.keys() == {"armenia", "iran"}
    assert "rail" in merged.issues
    assert merged.actors["armenia"].tags == ("x",)
    assert stance_of(merged) == stance_of(other)
    assert [(*each.place[:2], each.field) for each in conflicts] == [
        ("", "", "note"),
        ("actors", "armenia", "note"),
    ]


# --- the whole --------------------------------------------------------------------------------------------


def test_maps_that_are_not_versions_of_one_map_are_refused() -> None:
    stranger = tiny().model_copy(update={"id": "11111111-1111-4111-8111-111111111111"})
    for versions in ((None, tiny(), stranger), (stranger, tiny(), tiny())):
        with pytest.raises(EditError, match="different maps"):
            merge(*versions)


def test_records_that_are_equal_are_those_of_the_first_side() -> None:
    base = sample()
    one = StakeMap.model_validate(sample().model_dump())
    other = StakeMap.model_validate(edits.update_actor(base, "iran", note="x").model_dump())
    merged = merge(base, one, other).document
    assert merged.snapshots is one.snapshots
    assert [key for key, actor in merged.actors.items() if actor is not one.actors[key]] == ["iran"]
    assert merge(base, one, base).document is one


def test_two_analysts_on_the_south_caucasus() -> None:
    """One moves Azerbaijan with a reason, one adds Georgia, both judge Türkiye: one disagreement."""
    base = edits.remove_actors(sample(), ["georgia"])
    azerbaijan, turkiye = Subject.stance("border", "azerbaijan"), Subject.stance("border", "turkiye")
    one = edits.judge(base, "2025-07", azerbaijan, Stance(alignment=alignment(-40), reason="The treaty."), A)
    one = edits.judge(one, "2025-07", turkiye, Stance(alignment=alignment(20), reason="Slow."), A)
    other = edits.add_actor(base, "georgia", Actor(name="Georgia", code="GEO"))
    other = edits.judge(other, "2025-07", turkiye, Stance(alignment=alignment(45), reason="Soon."), B)
    merged, conflicts = merge(base, one, other)
    assert [each.place for each in conflicts] == [Place("snapshots", "2025-07", turkiye)]
    assert "georgia" in merged.actors
    assert merged.snapshots["2025-07"].judgement(azerbaijan) == one.snapshots["2025-07"].judgement(azerbaijan)
    reasons = [
        each.reason for each in merged.snapshots["2025-07"].stances["border"]["turkiye"].with_earlier()
    ]
    assert reasons == ["Slow.", "Soon.", "Wants the treaty first."]
    assert not [fault for fault in check(merged) if fault.severity == "error"]


# --- what others judge, and what a team works with --------------------------------------------------------


def other(value: float, by: str) -> Stance:
    return Stance(alignment=alignment(value), by=by)


def beside(document: StakeMap, *others: Stance) -> StakeMap:
    return edits.put_others(document, "2025", BORDER, others)


def other_values(document: StakeMap) -> list[float]:
    return [each.alignment.value for each in stance_of(document).others if each.alignment]


def test_what_others_judge_is_a_set_and_no_conflict() -> None:
    base = beside(tiny(), other(1, "X"), other(2, "Y"))
    one = beside(edits.remove_other(base, "2025", BORDER, other(1, "X")), other(4, "Z"))
    merged, conflicts = merge(base, one, beside(base, other(3, "W")))
    assert (other_values(merged), conflicts) == ([3, 2, 4], ())
    assert merge(base, beside(base, other(3, "W")), one).document == merged


def test_a_side_that_changed_only_others_does_not_contradict_a_new_judgement() -> None:
    base = judged(tiny(), 10, A)
    one, two = judged(base, 20, B), beside(base, other(3, "W"))
    for merged, conflicts in (merge(base, one, two), merge(base, two, one)):
        assert (values(merged), other_values(merged), conflicts) == ([20, 10, 80], [3], ())
        assert not check(merged)


def test_only_so_many_others_are_kept_and_the_rest_is_told() -> None:
    half = [[other(1, f"{name}{number}") for number in range(LIST_LIMIT // 2 + 1)] for name in "AB"]
    merged, conflicts = merge(tiny(), *(beside(tiny(), *each) for each in half))
    assert len(other_values(merged)) == LIST_LIMIT
    assert [(each.field, len(each.one), len(each.other)) for each in conflicts] == [("others", 501, 501)]


def conflict(other: str) -> OpenConflict:
    return OpenConflict(place="actors/armenia", field="name", one="Armenia", other=other)


def with_open(document: StakeMap, **conflicts: OpenConflict) -> StakeMap:
    return document.model_copy(update={"conflicts": conflicts})


def test_open_conflicts_stay_until_a_side_decides_them() -> None:
    base = with_open(tiny(), a=conflict("X"), b=conflict("Y"))
    one = edits.settle_conflicts(base, {"a": "other"})
    merged, conflicts = merge(base, one, edits.set_texts(base, title="Two"))
    assert (merged.actors["armenia"].name, list(merged.conflicts), conflicts) == ("X", ["b"], ())
    assert merge(base, edits.set_texts(base, title="Two"), one).document == merged


def test_open_conflicts_of_two_merges_are_both_kept() -> None:
    one, two = with_open(tiny(), a=conflict("X")), with_open(tiny(), a=conflict("Y"))
    merged, conflicts = merge(tiny(), one, two)
    assert (merged.conflicts, conflicts) == ({"a": conflict("X"), "a-2": conflict("Y")}, ())
    assert merge(tiny(), two, one).document == merged
    for side in (one, two):
        assert merge(tiny(), merged, side) == merge(tiny(), side, merged) == (merged, ())


def test_a_comment_that_both_resolved_was_resolved_by_the_first() -> None:
    base = edits.add_comment(tiny(), "c", "actors/armenia", "Why?", A)
    one, two = edits.resolve_comment(base, "c", B), edits.resolve_comment(base, "c", A)
    for merged, conflicts in (merge(base, one, two), merge(base, two, one)):
        assert (merged.comments["c"].resolved_by, conflicts) == ("A", ())


def test_of_a_comment_that_both_changed_the_text_alone_is_in_conflict() -> None:
    base = edits.add_comment(tiny(), "c", "actors/armenia", "Why?", A)
    one = edits.update_comment(base, "c", "Why so?", A.by)
    other = edits.update_comment(edits.update_comment(base, "c", "How?", A.by), "c", "How so?", A.by)
    for mine, theirs in ((one, other), (other, one)):
        merged, conflicts = merge(base, mine, theirs)
        assert [each.field for each in conflicts] == ["text"]
        assert merged.comments["c"] == mine.comments["c"].model_copy(update={"revision": 2})
    assert merge(base, base, other) == merge(base, other, base) == (other, ())
    # Nobody is asked how often somebody changed it.
    assert [each.field for each in compare(base, one, other).differences] == ["text"]


def test_comments_go_with_an_actor_and_come_back_with_it() -> None:
    base = edits.add_comment(tiny(), "c", "actors/armenia", "Why?", A)
    gone = edits.remove_actors(base, ["armenia"])
    assert not gone.comments
    merged, conflicts = merge(base, gone, edits.update_actor(base, "armenia", note="New."))
    assert list(merged.comments) == ["c"]
    assert [each.kind for each in conflicts] == ["removed"]
