"""What is on show follows the judgements, and an edit changes only the looks it touched."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from picture.pages import seen
from samples import alignment, influence, large, sample, tiny
from stakemap.model.document import Actor, Group, StakeMap
from stakemap.model.judgements import Citation, SalienceEstimate, Stance, Standing, Tie
from stakemap.model.new_actors import code_of
from stakemap.model.resolve import Resolver
from stakemap.picture.appearance.appearance import Appearance, build, update, with_view
from stakemap.picture.appearance.values import View
from stakemap.picture.theme import DARK, LIGHT, PRINT, contrast, disc_colour
from strategies import maps


def with_stance(document: StakeMap, snapshot: str, issue: str, actor: str, stance: Stance) -> StakeMap:
    old = document.snapshots[snapshot]
    stances = {**old.stances, issue: {**old.stances.get(issue, {}), actor: stance}}
    new = old.model_copy(update={"stances": stances})
    return document.model_copy(update={"snapshots": {**document.snapshots, snapshot: new}})


def same(a: Appearance, b: Appearance) -> bool:
    return (a.actors, a.tray, a.relations, a.groups) == (b.actors, b.tray, b.relations, b.groups)


def test_the_sample_looks_as_it_was_judged() -> None:
    shown = seen(sample(), "border", "2025-07")
    armenia, turkiye = shown.actors["armenia"], shown.actors["turkiye"]
    assert (armenia.x, armenia.y) == (85, 35)
    assert (armenia.x_range, armenia.y_range) == ((70, 95), (25, 50))
    assert armenia.confidence == 3
    assert armenia.salience == 14
    assert armenia.weak, "its standing has no reason"
    assert turkiye.confidence == 0
    assert turkiye.salience is None
    assert turkiye.trail == (0, 75)
    assert armenia.trail is None, "nobody judged it before"
    assert not turkiye.carried
    assert shown.actors["president"].y == 50, "the stance's own influence wins"
    assert [look.actor for look in shown.tray] == ["azerbaijan", "russia", "iran", "georgia"]
    reasons = {look.actor: (look.state, look.reason) for look in shown.tray}
    assert reasons["russia"] == ("unknown", "Unknown")
    assert reasons["azerbaijan"] == ("unjudged", "Not judged")


@pytest.mark.parametrize(
    ("changes", "weak"),
    [
        ({}, False),
        ({"confidence": "moderate"}, False),
        ({"confidence": "low"}, True),
        ({"reason": ""}, True),
        ({"citations": ()}, True),
        ({"citations": (Citation(source="carnegie-2025", against=True),)}, True),
    ],
)
def test_support_is_weak_with_low_confidence_or_without_reason_or_source(
    changes: dict[str, Any], weak: bool
) -> None:
    supported = {"reason": "It said so.", "citations": (Citation(source="carnegie-2025"),)}
    stance = Stance(alignment=alignment(5), influence=influence(40), **(supported | changes))
    document = with_stance(sample(), "2025-07", "border", "turkiye", stance)
    assert seen(document, "border", "2025-07").actors["turkiye"].weak is weak


def test_the_standing_counts_where_it_gives_the_influence() -> None:
    supported = {"reason": "It said so.", "citations": (Citation(source="carnegie-2025"),)}
    stance = Stance(alignment=alignment(5), **supported)
    document = with_stance(sample(), "2025-07", "border", "armenia", stance)
    for confidence, weak in (("high", False), ("low", True)):
        standing = Standing(influence=influence(40), confidence=confidence, **supported)
        snapshot = document.snapshots["2025-07"]
        standings = {**snapshot.standings, "armenia": standing}
        changed = snapshot.model_copy(update={"standings": standings})
        shown = document.model_copy(update={"snapshots": {**document.snapshots, "2025-07": changed}})
        assert seen(shown, "border", "2025-07").actors["armenia"].weak is weak


def test_older_judgements_look_carried_over_in_a_dated_snapshot_only() -> None:
    assert seen(sample(), "border", "2022").actors["turkiye"].carried is False
    document = with_stance(sample(), "2020", "corridor", "turkiye", Stance(alignment=alignment(5)))
    assert seen(document, "corridor", "2022").actors["turkiye"].carried
    assert seen(document, "corridor", "2025-07").actors["turkiye"].carried
    delay = seen(sample(), "border", "delay").actors
    assert not any(look.carried for look in delay.values()), "a scenario holds constant what its base says"


def test_not_applicable_takes_an_actor_off() -> None:
    shown = seen(sample(), "corridor", "2025-07")
    assert "georgia" not in shown.actors
    assert "georgia" not in shown.trayed


def test_why_an_actor_has_no_position() -> None:
    document = tiny()
    snapshot = document.snapshots["2025"]

    def reason(standing: Standing | None, stance: Stance | None) -> str:
        changed = snapshot.model_copy(
            update={
                "standings": {"armenia": standing} if standing else {},
                "stances": {"border": {"armenia": stance} if stance else {}},
            }
        )
        shown = seen(document.model_copy(update={"snapshots": {"2025": changed}}), "border", "2025")
        return shown.tray[0].reason if shown.tray else "on stage"

    known, stance = Standing(influence=influence(5)), Stance(alignment=alignment(5))
    assert reason(known, stance) == "on stage"
    assert reason(None, None) == "Not judged"
    assert reason(known, Stance(state="unknown")) == "Unknown"
    assert reason(None, stance) == "Influence not judged"
    assert reason(Standing(state="unknown"), stance) == "Influence unknown"
    assert build(document, View(None, "2025"), LIGHT).tray[0].reason == "No issue yet"
    assert build(document, View("border", "gone"), LIGHT).tray[0].reason == "Not judged"


@pytest.mark.parametrize(
    ("value", "steps"), [(0, 0), (0.5, 1), (3, 1), (6.25, 1), (50, 8), (96, 15), (97, 16), (100, 16)]
)
def test_salience_comes_in_sixteenths(value: float, steps: int) -> None:
    stance = Stance(alignment=alignment(0), salience=SalienceEstimate(value=value))
    document = with_stance(tiny(), "2025", "border", "armenia", stance)
    assert seen(document, "border", "2025").actors["armenia"].salience == steps


@pytest.mark.parametrize(
    ("name", "code", "shown"),
    [
        ("Armenia", "ARM", "ARM"),
        ("Armenia", "", "ARM"),
        ("European Union", "", "EU"),
        ("the United States of America", "", "TUS"),
        ("Հայաստան", "", "ՀԱՅ"),
        ("საქართველო", "", "საქ"),
        ("中国", "", "中国"),
        ("  ", "", "?"),
    ],
)
def test_an_actor_without_a_code_gets_letters_of_its_name(name: str, code: str, shown: str) -> None:
    assert code_of(Actor(name=name, code=code)) == shown


def test_colours_come_from_actor_then_group_then_none() -> None:
    shown = seen(sample(), "corridor", "2025-07")
    assert shown.actors["azerbaijan"].colour == disc_colour("#cc79a7", LIGHT)
    assert shown.actors["armenia"].colour == "#0072b2"
    assert shown.groups["ankara-and-baku"].colour != "#0067a5", "too like the blue of the other group"
    russia = next(look for look in shown.tray if look.actor == "russia")
    assert russia.colour == LIGHT.neutral


@given(st.lists(st.sampled_from([None, "#0067a5", "#ffffff", "#123456"]), max_size=10))
def test_groups_always_have_colours_that_show(colours: list[str | None]) -> None:
    groups = {f"g{index}": Group(name="g", colour=colour) for index, colour in enumerate(colours)}
    for theme in (LIGHT, DARK, PRINT):
        shown = build(tiny().model_copy(update={"groups": groups}), View(None, None), theme)
        assert all(contrast(look.colour, theme.canvas) >= 3 for look in shown.groups.values())


def test_relations_join_actors_on_stage_only() -> None:
    corridor = seen(sample(), "corridor", "2025-07")
    assert corridor.relations.keys() == {"azerbaijan-armenia"}
    assert corridor.relations["azerbaijan-armenia"].strength == -2
    assert seen(sample(), "border", "2025-07").relations == {}


def test_a_relation_never_judged_is_shown_as_unknown_and_one_judged_elsewhere_is_not_shown() -> None:
    document = sample()
    bare = {key: each.model_copy(update={"ties": {}}) for key, each in document.snapshots.items()}
    never = document.model_copy(update={"snapshots": bare})
    assert seen(never, "corridor", "2025-07").relations["azerbaijan-armenia"].strength is None
    later = {
        **bare,
        "delay": bare["delay"].model_copy(update={"ties": {"azerbaijan-armenia": Tie(strength=1)}}),
    }
    elsewhere = document.model_copy(update={"snapshots": later})
    assert seen(elsewhere, "corridor", "2025-07").relations == {}


def test_relations_can_be_those_of_the_selection_or_none() -> None:
    shown = seen(sample(), "corridor", "2025-07")
    none = with_view(shown, View("corridor", "2025-07", "2022", relations="none"))
    assert none.relations == {}
    chosen = View("corridor", "2025-07", "2022", relations="selection", selection=frozenset({"armenia"}))
    assert with_view(none, chosen).relations.keys() == {"azerbaijan-armenia"}


@settings(max_examples=40)
@given(maps(), st.data())
def test_another_view_of_the_same_map_is_what_building_it_gives(
    document: StakeMap, data: st.DataObject
) -> None:
    keys = sorted(document.actors)
    some = st.frozensets(st.sampled_from(keys)) if keys else st.just(frozenset())
    views = st.builds(
        View,
        st.sampled_from([None, *document.issues]),
        st.sampled_from([None, *document.snapshots]),
        st.sampled_from([None, *document.snapshots]),
        st.sampled_from(["all", "selection", "none"]),
        some,
        some,
    )
    first, second = data.draw(views), data.draw(views)
    built = build(document, second, LIGHT)
    assert same(with_view(build(document, first, LIGHT), second), built)


@settings(max_examples=30)
@given(maps(), maps(), st.data())
def test_an_update_gives_what_building_anew_gives(
    before: StakeMap, after: StakeMap, data: st.DataObject
) -> None:
    view = View(
        data.draw(st.sampled_from([None, *before.issues])),
        data.draw(st.sampled_from([None, *before.snapshots])),
        data.draw(st.sampled_from([None, *before.snapshots])),
    )
    resolver = Resolver()
    shown = build(before, view, LIGHT, resolver)
    touched = before.actors.keys() | after.actors.keys()
    assert same(update(shown, after, LIGHT, resolver, touched), build(after, view, LIGHT))


def test_an_update_shares_all_looks_it_need_not_change() -> None:
    before = sample()
    resolver = Resolver()
    shown = build(before, View("border", "2025-07", "2022"), LIGHT, resolver)
    after = with_stance(before, "2025-07", "border", "armenia", Stance(alignment=alignment(-5)))
    later = update(shown, after, LIGHT, resolver, ["armenia"])
    assert later.actors["armenia"].x == -5
    assert later.actors["turkiye"] is shown.actors["turkiye"]
    assert later.tray is shown.tray
    assert shown.actors["armenia"].x == 85, "the earlier appearance is as it was"


def test_an_actor_that_goes_is_gone() -> None:
    before = sample()
    resolver = Resolver()
    shown = build(before, View("border", "2025-07"), LIGHT, resolver)
    actors = {key: actor for key, actor in before.actors.items() if key not in ("armenia", "russia")}
    later = update(
        shown, before.model_copy(update={"actors": actors}), LIGHT, resolver, ["armenia", "russia"]
    )
    assert "armenia" not in later.actors
    assert "russia" not in {look.actor for look in later.tray}


def test_ten_thousand_actors_are_updated_in_no_time() -> None:
    document = large(10_000, 1, 1)
    issue, snapshot = next(iter(document.issues)), next(iter(document.snapshots))
    actor = next(iter(document.actors))
    resolver = Resolver()
    shown = build(document, View(issue, snapshot), LIGHT, resolver)
    after = with_stance(document, snapshot, issue, actor, Stance(alignment=alignment(1)))
    resolver.stances(after, snapshot, issue)
    best = float("inf")
    for _ in range(5):
        start = time.perf_counter()
        later = update(shown, after, LIGHT, resolver, [actor])
        best = min(best, time.perf_counter() - start)
    assert later.actors[actor].x == 1
    assert best < 0.02, "a rebuild takes ten times as long; the goal on a quiet machine is 5 ms"
