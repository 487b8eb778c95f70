"""Copying actors from one map into another, or into the same."""

from __future__ import annotations

import pytest

from samples import MAP_ID, influence, sample, tiny
from stakemap.errors import EditError
from stakemap.model import edits
from stakemap.model.checks import check
from stakemap.model.document import Actor, Issue, Snapshot, Source, StakeMap
from stakemap.model.judgements import AlignmentEstimate, Condition, SalienceEstimate, Stance
from stakemap.model.subjects import Subject

FOUR = ("armenia", "turkiye", "president", "azerbaijan")


def test_a_bundle_holds_what_one_snapshot_shows() -> None:
    bundle = edits.extract_bundle(sample(), "pressure", ["turkiye", "russia", "azerbaijan"])
    assert bundle.standings["russia"].influence == influence(70, 50, 90)
    assert bundle.stances["border"]["turkiye"].basis == "assumed"
    assert bundle.relations.keys() == bundle.ties.keys() == {"turkiye-azerbaijan"}
    assert bundle.groups.keys() == {"ankara-and-baku"}
    assert bundle.sources.keys() == {"carnegie-2025", "agency-2022"}
    (other,) = bundle.stances["corridor"]["azerbaijan"].others
    assert other.citations[0].source == "agency-2022"


def test_a_bundle_leaves_the_ledger_behind() -> None:
    bundle = edits.extract_bundle(sample(), "2025-07", ["armenia"])
    stance = bundle.stances["border"]["armenia"]
    assert (stance.earlier, stance.reason) == ((), "Says so at every meeting.")


def test_into_the_same_map_everything_is_doubled_and_nothing_changed() -> None:
    before = sample()
    bundle = edits.extract_bundle(before, "2025-07", FOUR)
    ids = edits.minted_ids(before, bundle)
    assert ids["armenia"] == "armenia-2"
    after = edits.insert_bundle(before, bundle, "2025-07", ids)
    assert not check(after)
    for key, actor in before.actors.items():
        assert after.actors[key] is actor
    assert after.sources is before.sources
    assert after.groups is before.groups
    assert after.actors[ids["president"]].part_of == ids["turkiye"]
    copied = after.relations.keys() - before.relations.keys()
    assert {(after.relations[key].source, after.relations[key].target) for key in copied} == {
        ("turkiye-2", "azerbaijan-2"),
        ("azerbaijan-2", "armenia-2"),
    }
    assert {after.snapshots["2025-07"].ties[key].strength for key in copied} == {3, -2}


def test_pasting_again_uses_the_source_that_the_first_paste_had_to_call_something_else() -> None:
    bundle = edits.extract_bundle(sample(), "2025-07", ["armenia"])
    other = Source(title="Another with the same id")
    target = edits.add_source(tiny(), "carnegie-2025", other)
    once = edits.insert_bundle(target, bundle, "2025")
    twice = edits.insert_bundle(once, bundle, "2025")
    assert len(once.sources) == 2
    assert twice.sources is once.sources


def test_a_part_copied_alone_stays_a_part() -> None:
    before = sample()
    after = edits.insert_bundle(before, edits.extract_bundle(before, None, ["president"]), "2025-07")
    assert after.actors["the-president-of-turkiye"].part_of == "turkiye"
    away = edits.insert_bundle(tiny(), edits.extract_bundle(before, None, ["president"]), None)
    assert away.actors["president"].part_of is None


def test_into_another_map_sources_and_groups_come_along_and_foreign_issues_do_not() -> None:
    after = edits.insert_bundle(tiny(), edits.extract_bundle(sample(), "2025-07", FOUR), "2025")
    assert not check(after)
    assert after.actors.keys() == {"armenia", "armenia-2", "turkiye", "president", "azerbaijan"}
    assert after.actors["armenia"] == tiny().actors["armenia"]
    assert after.sources.keys() == {"carnegie-2025", "agency-2022"}
    assert after.groups.keys() == {"yerevan", "ankara-and-baku"}
    stances = after.snapshots["2025"].stances
    assert stances.keys() == {"border"}
    assert stances["border"]["turkiye"].conditions == (Condition(text="The treaty with Baku first"),)


def test_another_source_under_the_same_id_is_added_beside_it() -> None:
    other = edits.add_source(tiny(), "agency-2022", Source(title="Another report"))
    after = edits.insert_bundle(other, edits.extract_bundle(sample(), "2022", ["turkiye"]), "2025")
    assert after.sources["agency-2022"].title == "Another report"
    (citation,) = after.snapshots["2025"].stances["border"]["turkiye"].citations
    assert after.sources[citation.source].title == "An agency report"


def test_without_a_snapshot_actors_come_unjudged() -> None:
    empty = StakeMap(id=MAP_ID, issues={"border": Issue(name="Border")})
    after = edits.insert_bundle(empty, edits.extract_bundle(sample(), "2025-07", FOUR), None)
    assert after.actors.keys() == set(FOUR)
    assert after.relations.keys() == {"turkiye-azerbaijan", "azerbaijan-armenia"}
    assert not check(after)


def test_an_empty_bundle_changes_nothing() -> None:
    document = sample()
    assert edits.insert_bundle(document, edits.Bundle(), "2025-07") is document


def test_ids_do_not_run_into_each_other() -> None:
    document = edits.add_actor(tiny(), "armenia-3", Actor(name="Armenia"))
    bundle = edits.Bundle(
        actors={key: Actor(name="Armenia") for key in ("armenia", "armenia-2", "armenia-3")}
    )
    ids = edits.minted_ids(document, bundle)
    assert len(set(ids.values())) == 3
    assert not set(ids.values()) & document.actors.keys()
    assert len(edits.insert_bundle(document, bundle, "2025", ids).actors) == 5


def test_what_cannot_be_is_refused() -> None:
    bundle = edits.extract_bundle(sample(), None, ["armenia"])
    with pytest.raises(EditError, match="already in use"):
        edits.insert_bundle(tiny(), bundle, "2025", {"armenia": "armenia"})
    with pytest.raises(EditError, match="no snapshot"):
        edits.insert_bundle(tiny(), bundle, "1999")
    with pytest.raises(EditError, match="no actor"):
        edits.extract_bundle(sample(), None, ["atlantis"])
    circle = edits.Bundle(actors={"a": Actor(name="A", part_of="b"), "b": Actor(name="B", part_of="a")})
    with pytest.raises(EditError, match="part of itself"):
        edits.insert_bundle(tiny(), circle, None)


def test_positions_go_to_the_actors_of_the_map_and_what_they_replace_is_kept() -> None:
    document = sample()
    bundle = edits.extract_bundle(document, "2022", ["armenia", "turkiye"])
    ids = edits.matched_actors(document, bundle)
    assert ids == {"armenia": "armenia", "turkiye": "turkiye"}
    after = edits.paste_positions(document, bundle, "2025-07", "border", ids)
    assert after.actors is document.actors
    assert after.relations is document.relations
    before, now = (each.snapshots["2025-07"].stances["border"]["turkiye"] for each in (document, after))
    then = bundle.stances["border"]["turkiye"]
    assert (now.alignment, now.reason, now.citations) == (then.alignment, then.reason, then.citations)
    assert (now.by, now.on) == (then.by, then.on)
    others = [issue for issue in document.issues if issue != "border"]
    assert others
    for issue in others:
        stances = (each.snapshots["2025-07"].layer("stance", issue) for each in (document, after))
        assert next(stances) is next(stances)
    assert now.earlier == (before.model_copy(update={"earlier": ()}), *before.earlier)
    assert not check(after)
    again = edits.extract_bundle(after, "2025-07", ["armenia", "turkiye"])
    assert edits.paste_positions(after, again, "2025-07", "border", ids) is after


def _with_stance(document: StakeMap, snapshot: str, stance: Stance) -> StakeMap:
    subject = Subject.stance("border", "armenia")
    changed = document.snapshots[snapshot].with_judgements({subject: stance})
    return document.model_copy(update={"snapshots": document.snapshots | {snapshot: changed}})


def test_a_pasted_position_never_replaces_what_is_known_by_what_is_not() -> None:
    own = Stance(
        alignment=AlignmentEstimate(value=30), role="decides", salience=SalienceEstimate(value=60), by="Aram"
    )
    document = _with_stance(sample(), "2025-07", own)
    ids = {"armenia": "armenia"}

    def stance(copied: Stance) -> Stance:
        bundle = edits.extract_bundle(_with_stance(document, "2022", copied), "2022", ids)
        after = edits.paste_positions(document, bundle, "2025-07", "border", ids)
        return after.snapshots["2025-07"].stances["border"]["armenia"]

    assert stance(Stance(state="unknown")) == own
    new = stance(Stance(alignment=AlignmentEstimate(value=-30)))
    assert (new.alignment, new.role, new.salience) == (AlignmentEstimate(value=-30), "decides", own.salience)
    assert new.earlier == (own,)


def test_an_unexplained_judgement_of_the_same_day_stays_in_the_history_of_a_pasted_one() -> None:
    own = Stance(alignment=AlignmentEstimate(value=30), by="Ani", on="2025-09-01")
    document = _with_stance(sample(), "2025-07", own)
    copied = Stance(alignment=AlignmentEstimate(value=-30), by="Ani", on="2025-09-01")
    bundle = edits.extract_bundle(_with_stance(document, "2022", copied), "2022", ["armenia"])
    after = edits.paste_positions(document, bundle, "2025-07", "border", {"armenia": "armenia"})
    now = after.snapshots["2025-07"].stances["border"]["armenia"]
    assert (now.by, now.on, now.earlier) == ("Ani", "2025-09-01", (own,))


def test_a_copy_without_what_it_replaced_does_not_say_that_its_support_was_kept() -> None:
    old = Stance(alignment=AlignmentEstimate(value=30), reason="So they said.")
    kept = Stance(
        alignment=AlignmentEstimate(value=35), reason="So they said.", support_kept=True, earlier=(old,)
    )
    document = _with_stance(sample(), "2025-07", kept)
    bundle = edits.extract_bundle(document, "2025-07", ["armenia"])
    assert not bundle.stances["border"]["armenia"].support_kept
    for copy in (
        edits.duplicate_snapshot(document, "copy", "2025-07", "Copy"),
        edits.copy_snapshot(document, "copy", Snapshot(label="Copy"), "2025-07"),
    ):
        stance = copy.snapshots["copy"].stances["border"]["armenia"]
        assert (stance.reason, stance.earlier, stance.support_kept) == ("So they said.", (), False)
    base = document.snapshots["2025-07"].based_on
    assert base is not None
    followed = _with_stance(document, base, old)
    after = edits.duplicate_snapshot(followed, "copy", "2025-07", "Copy")
    assert after.snapshots["copy"].stances["border"]["armenia"].support_kept


def test_actors_that_the_map_lacks_are_added_with_their_relations_to_those_it_has() -> None:
    document = edits.remove_actors(sample(), ["azerbaijan"])
    bundle = edits.extract_bundle(sample(), "2025-07", ["armenia", "azerbaijan"])
    ids = edits.minted_ids(document, bundle) | edits.matched_actors(document, bundle)
    after = edits.paste_positions(document, bundle, "2022", "border", ids)
    assert after.actors.keys() - document.actors.keys() == {"azerbaijan"}
    assert "azerbaijan-armenia" in after.relations
    assert after.snapshots["2022"].standings["azerbaijan"] == bundle.standings["azerbaijan"]
    assert not check(after)


def test_who_the_map_has_is_told_by_id_in_the_same_map_and_by_name_in_another() -> None:
    document = sample()
    bundle = edits.extract_bundle(document, None, ["armenia", "turkiye"])
    renamed = edits.update_actor(document, "turkiye", name="Turkey")
    assert edits.matched_actors(renamed, bundle) == {"armenia": "armenia", "turkiye": "turkiye"}
    other = renamed.model_copy(update={"id": "00000000-0000-4000-8000-00000000000f"})
    assert edits.matched_actors(other, bundle) == {"armenia": "armenia"}
    moved = edits.Bundle(actors={"hayastan": Actor(name=" ARMENIA"), "armenia": Actor(name="ایران")})
    assert edits.matched_actors(document, moved) == {"hayastan": "armenia", "armenia": "iran"}
    twins = edits.add_actor(document, "armenia-2", Actor(name="Armenia"))
    assert edits.matched_actors(twins, moved) == {"armenia": "iran"}
