"""Conflicts kept in a map until somebody decides them, and what becomes of the map then."""

from __future__ import annotations

import time
from typing import Any

import pytest

from samples import MAP_ID, alignment, sample, tiny
from stakemap.errors import EditError
from stakemap.model import edits
from stakemap.model.checks import check
from stakemap.model.document import Actor, Snapshot, StakeMap
from stakemap.model.edits import Authorship
from stakemap.model.judgements import Citation, Judgement, Stance
from stakemap.model.merging.comparison import compare
from stakemap.model.merging.conflicts import Conflict
from stakemap.model.merging.merge import merge
from stakemap.model.merging.recording import as_conflict, conflict_id, with_conflicts
from stakemap.model.merging.settling import settled
from stakemap.model.records import replace
from stakemap.model.subjects import Place, Subject
from stakemap.model.teamwork import OpenConflict
from stakemap.storage.codec import decode, encode

TURKIYE = Subject.stance("border", "turkiye")
A, B = Authorship("A", "2025-08-01"), Authorship("B", "2025-08-02")
PLACE = "snapshots/2025-07/stances/border/turkiye"


def judged(document: StakeMap, value: float, who: Authorship, **fields: Any) -> StakeMap:
    stance = Stance(alignment=alignment(value), reason=f"{who.by} says {value:g}.", **fields)
    return edits.judge(document, "2025-07", TURKIYE, stance, who)


def merged(one: StakeMap, other: StakeMap, base: StakeMap | None = None) -> StakeMap:
    """The merge of two versions with its conflicts kept, read again from a file."""
    result = merge(base or sample(), one, other)
    assert result.conflicts
    return decode(encode(with_conflicts(*result))).document


def settle(document: StakeMap, choice: Any) -> StakeMap:
    """All conflicts decided the same way."""
    after = edits.settle_conflicts(document, dict.fromkeys(document.conflicts, choice))
    assert after.conflicts == {}
    assert not [fault for fault in check(after) if fault.severity == "error"]
    return after


def contested() -> StakeMap:
    """A and B judged Türkiye, A's judgement is current."""
    cited = (Citation(source="agency-2022"),)
    return merged(judged(sample(), 20, A), judged(sample(), 45, B, citations=cited))


def stance_of(document: StakeMap) -> Stance:
    return document.snapshots["2025-07"].stances["border"]["turkiye"]


def values(judgements: tuple[Stance, ...]) -> list[float]:
    return [each.alignment.value for each in judgements if each.alignment]


# --- kept in the map --------------------------------------------------------------------------------------


def test_a_conflict_is_read_back_as_it_was_told() -> None:
    one, other = judged(sample(), 20, A), judged(sample(), 45, B)
    one, other = (edits.set_texts(each, title=str(number)) for number, each in enumerate((one, other)))
    one = edits.update_actor(one, "turkiye", tags=("a",), colour="#111111")
    other = edits.update_actor(other, "turkiye", colour="#222222")
    one, other = edits.remove_actors(one, ["georgia"]), edits.update_actor(other, "georgia", note="New.")
    document, conflicts = merge(sample(), one, other)
    kept = decode(encode(with_conflicts(document, conflicts))).document
    read = [as_conflict(kept, each) for each in kept.conflicts.values()]
    assert sorted(map(conflict_id, read)) == sorted(kept.conflicts) == sorted(map(conflict_id, conflicts))
    told = {conflict_id(each): each for each in conflicts}
    assert len(told) == 4
    for each in read:
        same = told[conflict_id(each)]
        assert (each.place, each.field, each.kind) == (same.place, same.field, same.kind)
        assert [bare(value) for value in each[2:5]] == [bare(value) for value in same[2:5]]


def bare(value: object) -> object:
    return value.model_copy(update={"earlier": ()}) if isinstance(value, Judgement) else value


def test_ids_are_readable_and_differ() -> None:
    document = contested()
    (key,) = document.conflicts
    assert key.startswith("snapshots-2025-07-stances-border-turkiye-")
    subjects = {"a-b": Subject.stance("c", "d"), "a": Subject.stance("b-c", "d")}
    places = [Place("snapshots", *each) for each in subjects.items()]
    assert len({conflict_id(Conflict(each, "", None, None, None)) for each in places}) == 2


def test_a_snapshot_is_kept_without_what_is_judged_there() -> None:
    one = edits.remove_snapshot(sample(), "delay")
    other = edits.judge(sample(), "delay", TURKIYE, Stance(alignment=alignment(1)), B)
    (conflict,) = merged(one, other).conflicts.values()
    assert conflict.kind == "removed"
    assert conflict.other == {"label": "The peace waits", "scenario": True, "based_on": "2025-07"}


def test_conflicts_of_several_merges_are_kept_beside_each_other() -> None:
    first, second = contested(), merged(judged(sample(), -20, A), judged(sample(), -45, B))
    (conflict,) = second.conflicts.values()
    both = with_conflicts(first, [as_conflict(second, conflict)])
    (key,) = first.conflicts
    assert sorted(both.conflicts) == [key, f"{key}-2"]
    assert with_conflicts(both, [as_conflict(second, conflict)]) == both


@pytest.mark.parametrize("name", ["mood", "", '"', '""'])
def test_fields_that_this_version_does_not_know_are_kept(name: str) -> None:
    versions = [
        StakeMap.model_validate({**dict(tiny()), **extra}) for extra in ({}, {name: None}, {name: [1, "x"]})
    ]
    document = merged(*versions[1:], base=versions[0])
    (conflict,) = document.conflicts.values()
    assert (conflict.one, conflict.other) == ({name: None}, {name: [1, "x"]})
    assert settle(document, "other").model_extra == {name: [1, "x"]}
    assert settle(document, "one").model_extra == {name: None}


@pytest.mark.parametrize("name", ["mood", "", '"', '""'])
def test_such_a_field_of_a_record_is_kept(name: str) -> None:
    actors = [
        Actor.model_validate({**dict(tiny().actors["armenia"]), **extra})
        for extra in ({}, {name: 1}, {name: 2})
    ]
    base, one, other = (replace(tiny(), actors=tiny().actors | {"armenia": actor}) for actor in actors)
    document = merged(one, other, base=base)
    assert settle(document, "other").actors == other.actors
    assert settle(document, "one").actors == one.actors
    comparison = compare(base, one, other)
    assert comparison.decided({comparison.differences[0].key: "other"}).actors == other.actors


@pytest.mark.parametrize(("levels", "is_kept"), [(96, True), (97, False), (99, False)])
def test_a_map_with_its_conflicts_can_be_opened_again(levels: int, is_kept: bool) -> None:
    value: Any = []
    for _ in range(levels - 1):
        value = [value]
    versions = [
        decode(encode(StakeMap.model_validate({**dict(tiny()), "x": extra}))).document for extra in (1, value)
    ]
    result = merge(tiny(), *versions)
    if is_kept:
        recorded = with_conflicts(*result)
        assert decode(encode(recorded)).document == recorded
    else:
        with pytest.raises(EditError, match="too deeply"):
            with_conflicts(*result)


# --- decided ----------------------------------------------------------------------------------------------


def test_one_leaves_the_map_as_it_is() -> None:
    document = contested()
    after = settle(document, "one")
    assert after == document.model_copy(update={"conflicts": {}})


def test_with_the_other_judgement_what_was_current_goes_to_the_ledger() -> None:
    document = contested()
    assert values(stance_of(document).with_earlier()) == [20, 45, 10]
    after = stance_of(settle(document, "other"))
    assert values(after.with_earlier()) == [45, 20, 10]
    assert (after.by, after.reason, after.citations[0].source) == ("B", "B says 45.", "agency-2022")


def test_both_judgements_stand_beside_each_other() -> None:
    after = stance_of(settle(contested(), "both"))
    assert values(after.with_earlier()) == [20, 10]
    assert [(each.by, values((each,))) for each in after.others] == [("B", [45])]


def test_a_judgement_made_since_stays_in_the_ledger() -> None:
    since = judged(contested(), 70, Authorship("C", "2025-09-01"))
    assert values(stance_of(settle(since, "other")).with_earlier()) == [45, 70, 20, 10]


def test_what_it_cites_and_is_gone_is_left_out() -> None:
    document = edits.remove_source(contested(), "agency-2022")
    after = stance_of(settle(document, "other"))
    assert values(after.with_earlier()) == [45, 20, 10]
    assert after.citations == ()


def test_a_withdrawn_judgement_is_withdrawn_after_all() -> None:
    one = edits.withdraw_judgements(sample(), "2025-07", [TURKIYE])
    for document in (merged(one, judged(sample(), 45, B)), merged(judged(sample(), 45, B), one)):
        assert values((stance_of(document),)) == [45]
        assert "turkiye" not in settle(document, "other").snapshots["2025-07"].stances["border"]
        with pytest.raises(EditError, match="Only two judgements"):
            settle(document, "both")


def test_a_field_of_the_other_version() -> None:
    one, other = (edits.update_actor(sample(), "iran", name=name, code=name) for name in ("One", "Two"))
    one, other = edits.set_texts(one, title="One"), edits.set_texts(other, title="Two")
    after = settle(merged(one, other), "other")
    assert (after.title, after.actors["iran"].name, after.actors["iran"].code) == ("Two", "Two", "Two")


def test_a_group_that_is_gone_is_no_group() -> None:
    one = edits.update_actor(sample(), "turkiye", group="yerevan")
    other = edits.update_actor(sample(), "turkiye", group=None)
    document = merged(other, one)
    assert settle(document, "other").actors["turkiye"].group == "yerevan"
    gone = edits.remove_group(document, "yerevan")
    assert settle(gone, "other").actors["turkiye"].group is None


def test_a_removed_record_is_removed_after_all_with_what_goes_with_it() -> None:
    one = edits.remove_actors(sample(), ["turkiye"])
    document = merged(one, edits.update_actor(sample(), "turkiye", note="New."))
    assert "turkiye" in document.actors
    assert settle(document, "other") == edits.remove_actors(sample(), ["turkiye"])


def test_relations_and_ends() -> None:
    one = edits.update_relation(sample(), "azerbaijan-armenia", source="russia", target="iran")
    other = edits.update_relation(sample(), "azerbaijan-armenia", source="georgia", target="iran")
    document = merged(one, other)
    assert settle(document, "other").relations["azerbaijan-armenia"].source == "georgia"
    gone = edits.remove_actors(document, ["georgia"])
    with pytest.raises(EditError, match="no actor “georgia”"):
        settle(gone, "other")
    assert settle(gone, "one").relations["azerbaijan-armenia"].source == "russia"


def test_the_other_edge_of_a_cycle_unless_it_closes_one() -> None:
    one = edits.update_actor(sample(), "armenia", part_of="georgia")
    other = edits.update_actor(sample(), "georgia", part_of="armenia")
    document = merged(one, other)
    (conflict,) = document.conflicts.values()
    assert conflict.kind == "cycle"
    with pytest.raises(EditError, match="would be part of itself"):
        settle(document, "other")
    opened = edits.update_actor(document, "armenia", part_of=None)
    assert settle(opened, "other").actors["georgia"].part_of == "armenia"


def test_outcomes_and_their_sources() -> None:
    one, other = (
        edits.record_outcome(sample(), "delay", happened, A, citations=cited)
        for happened, cited in ((True, ()), (False, (Citation(source="carnegie-2025"),)))
    )
    document = edits.remove_source(merged(one, other), "carnegie-2025")
    assert settle(document, "other").outcomes["delay"].citations == ()


def test_a_conflict_told_by_a_merge_can_be_decided_without_keeping_it() -> None:
    document, (conflict,) = merge(sample(), judged(sample(), 20, A), judged(sample(), 45, B))
    assert values(stance_of(settled(document, conflict, "both")).others) == [45]


# --- bad input --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "field", "other"),
    [
        (PLACE, "", {"alignment": {"value": 400}}),
        (PLACE, "", "text"),
        (PLACE, "", [[[[]]]]),
        (PLACE, "mood", "happy"),
        ("actors/turkiye", "name", {"a": 1}),
        ("actors/turkiye", "name", 7),
        ("actors/turkiye", "tags", ["x"] * 1001),
        ("actors/turkiye", "nothing", {"something": 1}),
        ("actors/turkiye", "", {"nam": "No name"}),
        ("snapshots/2025-07", "stances", {}),
        ("map", "", {}),
        ("map", "actors", {}),
        # Taking these would leave a map that cannot be opened, or not by this version.
        ("map", "version", 99),
        ("actors/turkiye", "", {"name": "Türkiye", "group": "nowhere"}),
        ("actors/turkiye", "", None),
        ("snapshots/2025-07", "", {"label": "July", "based_on": "nowhere"}),
        (PLACE, "citations", [{"source": "nowhere"}]),
        (PLACE, "reason", "Of another value."),
    ],
)
def test_values_that_do_not_fit_are_refused_with_their_place(place: str, field: str, other: object) -> None:
    conflict = OpenConflict(place=place, field=field, one=other, other=other)
    document = sample().model_copy(update={"conflicts": {"x": conflict}})
    assert decode(encode(document)).document == document
    with pytest.raises(EditError, match=f"about {place} holds values that do not fit"):
        settle(document, "other")
    assert settle(document, "one") == sample()


@pytest.mark.parametrize("kind", ["removed", "referred", "cycle"])
def test_a_kind_of_conflict_that_no_merge_leaves_there_is_refused(kind: Any) -> None:
    for place, field in (("map", "title"), ("actors/turkiye", "name"), ("snapshots/2025-07", "part_of")):
        conflict = OpenConflict(place=place, field=field, kind=kind, one="One", other="Other")
        document = sample().model_copy(update={"conflicts": {"x": conflict}})
        with pytest.raises(EditError, match="do not fit"):
            settle(document, "other")


def test_a_ledger_in_conflict_cites_what_the_map_has() -> None:
    gone = [{"alignment": {"value": 5}, "citations": [{"source": "nowhere"}]}]
    conflict = OpenConflict(place=PLACE, field="earlier", one=[], other=gone)
    after = settle(sample().model_copy(update={"conflicts": {"x": conflict}}), "other")
    assert [each.citations for each in stance_of(after).earlier] == [()]


def test_what_one_side_decided_does_not_take_a_later_conflict_at_the_same_place_with_it() -> None:
    known = contested()
    key = next(iter(known.conflicts))
    later = replace(known.conflicts[key], other={"alignment": {"value": 70}, "by": "C"})
    decided = settle(known, "one")
    anew = replace(decided, conflicts={key: later})
    for sides in ((decided, anew), (anew, decided)):
        assert merge(known, *sides).document.conflicts == {key: later}
    assert merge(known, decided, known).document.conflicts == {}


@pytest.mark.parametrize(
    ("place", "field"),
    [("actors/nobody", "name"), ("snapshots/gone", "label"), (PLACE.replace("turkiye", "nobody"), "")],
)
def test_a_conflict_about_what_is_gone_can_be_closed(place: str, field: str) -> None:
    values = "Nobody" if field else {"state": "unknown"}
    conflict = OpenConflict(place=place, field=field, one=values, other=values)
    document = sample().model_copy(update={"conflicts": {"x": conflict}})
    with pytest.raises(EditError, match=r"no longer in the map|There is no"):
        settle(document, "other")
    assert settle(document, "one") == sample()


def test_keeping_both_leaves_what_the_same_analyst_judged_since() -> None:
    since = Stance(alignment=alignment(-5), reason="Since.", by="B", on="2025-09-01")
    document = edits.put_others(contested(), "2025-07", TURKIYE, (since,))
    assert values(stance_of(settle(document, "both")).others) == [45, -5]


def test_what_is_not_open_cannot_be_decided() -> None:
    with pytest.raises(EditError, match="not open"):
        edits.settle_conflicts(sample(), {"x": "one"})


def test_many_conflicts_are_decided_at_once() -> None:
    count = 1_500
    stance = Stance(alignment=alignment(10), by="A")
    stances = {f"a{number}": stance for number in range(count)}
    other = Stance(alignment=alignment(-10), by="B")
    document = StakeMap(
        id=MAP_ID,
        actors={f"a{number}": Actor(name=str(number)) for number in range(count)},
        issues=tiny().issues,
        snapshots={"s": Snapshot(label="S", stances={"border": stances})},
    )
    conflicts = [
        Conflict(Place("snapshots", "s", Subject.stance("border", f"a{number}")), "", None, stance, other)
        for number in range(count)
    ]
    started = time.perf_counter()
    after = settle(with_conflicts(document, conflicts), "both")
    assert time.perf_counter() - started < 20
    assert all(each.others == (other,) for each in after.snapshots["s"].stances["border"].values())
