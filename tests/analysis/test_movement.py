"""Movers and trails: who moved how far on which axis, and the reason that the later judgement gives."""

from __future__ import annotations

from analysis.builders import MAP_ID, stance, standing
from stakemap.analysis.movement import ChangeReason, TrailPoint, movers, steps_text, trail
from stakemap.model.document import Actor, Issue, Snapshot, StakeMap, new_map
from stakemap.model.judgements import Stance
from stakemap.model.resolve import Resolver


def history() -> StakeMap:
    actors = {name: Actor(name=name.title()) for name in ("ann", "bob", "cat", "dan", "eve")}
    early = Snapshot(
        label="Then",
        date="2020",
        standings={name: standing(50) for name in actors},
        stances={"road": {"ann": stance(10), "bob": stance(-10), "cat": stance(0), "dan": stance(30)}},
    )
    late = Snapshot(
        label="Now",
        date="2025",
        based_on="then",
        standings={"bob": standing(20, reason=" lost an election ")},
        stances={
            "road": {
                "ann": stance(30, reason="changed its mind"),
                "bob": stance(-60),
                "cat": stance(0.4),
                "dan": Stance(state="unknown"),
                "eve": stance(5),
            }
        },
    )
    what_if = Snapshot(
        label="If",
        scenario=True,
        based_on="now",
        stances={"road": {"ann": stance(90, influence=80, reason="is pressed")}},
    )
    return new_map(
        MAP_ID,
        actors=actors,
        issues={"road": Issue(name="Road")},
        snapshots={"then": early, "now": late, "if": what_if},
    )


def test_movers_by_distance_with_their_reasons() -> None:
    found = movers(history(), "road", "then", "now", Resolver())
    bob, ann = found.movers
    assert (bob.actor, bob.before, bob.after) == ("bob", (-10, 50), (-60, 20))
    assert (bob.alignment, bob.influence) == (-50, -30)
    assert bob.distance == (25**2 + 30**2) ** 0.5
    assert bob.why == (
        ChangeReason("alignment", "", "now"),
        ChangeReason("influence", "lost an election", "now"),
    )
    assert (ann.actor, ann.distance) == ("ann", 10)
    assert ann.why == (ChangeReason("alignment", "changed its mind", "now"),)
    assert (found.still, found.appeared, found.vanished) == (("cat",), ("eve",), ("dan",))


def test_influence_of_its_own_is_explained_by_the_stance() -> None:
    (ann,) = movers(history(), "road", "now", "if", Resolver()).movers
    assert ann.why == (
        ChangeReason("alignment", "is pressed", "if"),
        ChangeReason("influence", "is pressed", "if"),
    )
    assert steps_text(ann) == "alignment +30 → +90 (+60), influence 50 → 80 (+30)"


def test_a_step_without_a_reason_says_so() -> None:
    bob = movers(history(), "road", "then", "now", Resolver()).movers[0]
    assert steps_text(bob) == "alignment −10 → −60 (−50), influence 50 → 20 (−30)"
    assert [why.reason for why in bob.why] == ["", "lost an election"]


def test_nobody_moves_from_a_snapshot_to_itself() -> None:
    assert movers(history(), "road", "now", "now", Resolver()).movers == ()


def test_backwards_is_the_same_distance() -> None:
    there = movers(history(), "road", "then", "now", Resolver()).movers
    back = movers(history(), "road", "now", "then", Resolver()).movers
    assert [(m.actor, m.distance) for m in there] == [(m.actor, m.distance) for m in back]
    assert back[0].before == there[0].after


def test_trail_runs_along_the_line_and_skips_where_there_was_no_place() -> None:
    document = history()
    assert trail(document, "ann", "road", "if", Resolver()) == (
        TrailPoint("then", 10, 50, False),
        TrailPoint("now", 30, 50, False),
        TrailPoint("if", 90, 80, False),
    )
    assert [point.snapshot for point in trail(document, "eve", "road", "if", Resolver())] == ["now", "if"]
    assert trail(document, "dan", "road", "now", Resolver()) == (TrailPoint("then", 30, 50, False),)


def test_what_was_carried_over_is_marked_on_the_trail() -> None:
    document = new_map(
        MAP_ID,
        actors={"ann": Actor(name="Ann")},
        issues={"road": Issue(name="Road")},
        snapshots={
            "then": Snapshot(
                label="Then",
                date="2020",
                standings={"ann": standing(5)},
                stances={"road": {"ann": stance(5)}},
            ),
            "now": Snapshot(label="Now", date="2025", based_on="then"),
        },
    )
    assert [point.carried for point in trail(document, "ann", "road", "now", Resolver())] == [False, True]
