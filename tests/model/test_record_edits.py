"""Adding, changing and removing actors, groups, issues, sources and relations."""

from __future__ import annotations

import pytest

from samples import sample, tiny
from stakemap.errors import EditError
from stakemap.model import edits
from stakemap.model.document import Actor, Group, Issue, Relation, Snapshot, Source
from stakemap.model.judgements import Citation, Condition, Stance, Standing
from stakemap.model.records import replace


def test_texts_of_the_map() -> None:
    document = tiny()
    after = edits.set_texts(document, title="New", status="reviewed", cut_off="2025-07")
    assert (after.title, after.status, after.cut_off) == ("New", "reviewed", "2025-07")
    assert edits.set_texts(document, title="Tiny", question="") is document
    with pytest.raises(EditError, match="Information cut-off: a date"):
        edits.set_texts(document, cut_off="soon")
    for field in ("id", "version", "format", "actors", "colour"):
        with pytest.raises(TypeError, match=field):
            edits.set_texts(document, **{field: "x"})


@pytest.mark.parametrize("bad", ["", "A", "a b", "-a", "a-", "a--b", "é", "a\n", "x" * 121, "../a"])
def test_an_id_is_a_slug(bad: str) -> None:
    with pytest.raises(EditError, match="is not an id"):
        edits.add_actor(tiny(), bad, Actor(name="X"))


def test_an_id_is_used_once() -> None:
    with pytest.raises(EditError, match="already in use"):
        edits.add_actor(tiny(), "armenia", Actor(name="Armenia"))
    with pytest.raises(EditError, match="already in use"):
        edits.add_snapshot(tiny(), "2025", Snapshot(label="2025"))


def test_what_an_actor_refers_to_exists() -> None:
    document = sample()
    for fields in ({"group": "nobody"}, {"part_of": "nobody"}):
        with pytest.raises(EditError, match="There is no"):
            edits.update_actor(document, "iran", **fields)
        with pytest.raises(EditError, match="There is no"):
            edits.add_actor(document, "new", Actor(name="New", **fields))  # type: ignore[arg-type]


def test_nobody_is_part_of_itself() -> None:
    document = sample()
    for actor, whole in (("turkiye", "president"), ("iran", "iran")):
        with pytest.raises(EditError, match="part of itself"):
            edits.update_actor(document, actor, part_of=whole)
    with pytest.raises(EditError, match="part of itself"):
        edits.add_actor(document, "new", Actor(name="New", part_of="new"))


def test_fields_are_validated_and_unknown_ones_are_a_mistake_of_ours() -> None:
    with pytest.raises(EditError, match="Colour is “red”"):
        edits.update_actor(tiny(), "armenia", colour="red")
    with pytest.raises(EditError, match="Code is longer than 4"):
        edits.update_actor(tiny(), "armenia", code="ARMEN")
    with pytest.raises(TypeError, match="influence"):
        edits.update_actor(tiny(), "armenia", influence=3)


def test_a_removed_actor_takes_everything_of_it_along() -> None:
    before = sample()
    after = edits.remove_actors(before, ["turkiye"])
    assert "turkiye" not in after.actors
    assert after.actors["president"].part_of is None
    assert after.relations.keys() == {"azerbaijan-armenia"}
    for snapshot in after.snapshots.values():
        assert "turkiye" not in snapshot.standings
        assert "turkiye-azerbaijan" not in snapshot.ties
        assert not any("turkiye" in entries for entries in snapshot.stances.values())
    assert after.snapshots["pressure"].stances == {}
    assert after.snapshots["delay"] is before.snapshots["delay"]
    assert edits.remove_actors(before, []) is before
    with pytest.raises(EditError, match="no actor “atlantis”"):
        edits.remove_actors(before, ["iran", "atlantis"])


def test_a_removed_group_leaves_its_actors() -> None:
    after = edits.remove_group(sample(), "ankara-and-baku")
    assert after.actors["turkiye"].group is None
    assert after.actors["armenia"] is not None
    assert "ankara-and-baku" not in after.groups


def test_a_removed_issue_takes_its_stances_and_leaves_what_was_written() -> None:
    after = edits.remove_issue(sample(), "corridor")
    assert not any("corridor" in snapshot.stances for snapshot in after.snapshots.values())
    turkiye = after.snapshots["2025-07"].stances["border"]["turkiye"]
    assert turkiye.conditions == (Condition(text="The treaty with Baku first"),)
    assert turkiye.reason == "Wants the treaty first."


def test_a_removed_source_takes_its_citations_those_in_ledgers_too() -> None:
    before = sample()
    cited = replace(
        before.snapshots["2020"].standings["russia"],
        earlier=(Standing(state="unknown", citations=(Citation(source="agency-2022"),)),),
    )
    snapshot = before.snapshots["2020"].model_copy(update={"standings": {"russia": cited}})
    before = before.model_copy(update={"snapshots": {**before.snapshots, "2020": snapshot}})
    after = edits.remove_source(before, "agency-2022")
    assert after.snapshots["2020"].standings["russia"].earlier[0].citations == ()
    assert after.snapshots["2022"].stances["border"]["turkiye"].citations == ()
    kept = after.snapshots["2025-07"].stances["border"]["turkiye"].citations
    assert [citation.source for citation in kept] == ["carnegie-2025"]
    assert after.snapshots["2025-07"].standings is before.snapshots["2025-07"].standings


def test_issues_are_put_in_order() -> None:
    document = edits.add_issue(sample(), "third", Issue(name="Third", order=9))
    after = edits.reorder_issues(document, ["third", "border"])
    orders = {key: issue.order for key, issue in after.issues.items()}
    assert orders == {"third": 0, "border": 1, "corridor": 2}
    assert edits.reorder_issues(after, ["third"]) is after
    with pytest.raises(EditError, match="no issue “war”"):
        edits.reorder_issues(document, ["war"])


def test_a_relation_joins_two_actors_that_exist() -> None:
    document = sample()
    with pytest.raises(EditError, match="two different actors"):
        edits.add_relation(document, "self", Relation(source="iran", target="iran"))
    with pytest.raises(EditError, match="no actor “atlantis”"):
        edits.update_relation(document, "azerbaijan-armenia", target="atlantis")
    after = edits.add_relation(document, "iran-armenia", Relation(source="iran", target="armenia"))
    assert edits.remove_relation(after, "iran-armenia") == document


def test_a_removed_relation_takes_its_ties() -> None:
    after = edits.remove_relation(sample(), "azerbaijan-armenia")
    assert not any("azerbaijan-armenia" in snapshot.ties for snapshot in after.snapshots.values())
    assert after.snapshots["2022"] is not None


@pytest.mark.parametrize(
    ("edit", "key", "record"),
    [
        (edits.add_group, "new", Group(name="New")),
        (edits.add_issue, "new", Issue(name="New")),
        (edits.add_source, "new", Source(title="New")),
    ],
)
def test_what_is_added_can_be_changed_and_removed(edit, key, record) -> None:  # type: ignore[no-untyped-def]
    document = sample()
    kind = edit.__name__.removeprefix("add_")
    name = "title" if kind == "source" else "name"
    added = edit(document, key, record)
    changed = getattr(edits, f"update_{kind}")(added, key, **{name: "Newer"})
    assert getattr(getattr(changed, f"{kind}s")[key], name) == "Newer"
    assert getattr(edits, f"update_{kind}")(added, key, **{name: "New"}) is added
    removed = getattr(edits, f"remove_{kind}")(changed, key)
    # Groups keep the colours they had meanwhile.
    assert replace(removed, groups=document.groups) == document
    assert removed.groups.keys() == document.groups.keys()


def test_only_a_scenario_has_a_likelihood() -> None:
    document = sample()
    with pytest.raises(EditError, match="Only a scenario"):
        edits.branch(document, "x", None, "X", scenario=False, likelihood="likely")
    with pytest.raises(EditError, match="Only a scenario"):
        edits.update_snapshot(document, "2025-07", likelihood="likely")
    dated = edits.update_snapshot(document, "pressure", scenario=False)
    assert dated.snapshots["pressure"].likelihood is None
    with pytest.raises(TypeError, match="based_on"):
        edits.update_snapshot(document, "pressure", based_on=None)
    with pytest.raises(EditError, match="Date: a date"):
        edits.update_snapshot(document, "2022", date="spring")
    with pytest.raises(EditError, match="Likelihood is “maybe”"):
        edits.branch(document, "x", None, "X", scenario=True, likelihood="maybe")  # type: ignore[arg-type]


def test_a_snapshot_brings_only_what_exists() -> None:
    document = sample()
    unknown = Stance(state="unknown")
    for content in (
        {"standings": {"atlantis": Standing(state="unknown")}},
        {"stances": {"border": {"atlantis": unknown}}},
        {"stances": {"war": {"armenia": unknown}}},
        {"based_on": "1999"},
        {
            "standings": {
                "iran": Standing(
                    state="unknown", earlier=(Standing(state="unknown", citations=(Citation(source="x"),)),)
                )
            }
        },
    ):
        with pytest.raises(EditError, match="There is no"):
            edits.add_snapshot(document, "new", Snapshot.model_validate({"label": "New", **content}))


def test_a_source_that_is_there_is_found_by_its_link_and_not_added_again() -> None:
    document = sample()
    link = document.sources["carnegie-2025"].url
    same, ids = edits.find_or_add_sources(document, [Source(title="Typed as a link", url=f"{link} ")])
    assert same is document
    assert ids == ("carnegie-2025",)
    new = [Source(title="A report"), Source(title="A report"), Source(title="A report", date="2024")]
    after, ids = edits.find_or_add_sources(document, new)
    assert ids == ("a-report", "a-report", "a-report-2")
    assert len(after.sources) == len(document.sources) + 2
