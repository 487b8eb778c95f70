"""What a snapshot shows: its own, what it carries over, and from where."""

from __future__ import annotations

import pytest

from samples import alignment, influence, large, sample
from stakemap.model import edits
from stakemap.model.document import Snapshot, StakeMap, new_map
from stakemap.model.judgements import Stance, Standing
from stakemap.model.resolve import (
    Resolver,
    children_of,
    dated_before,
    descendants_of,
    is_carried_over,
    lineage,
    own_judgement,
    placement,
    position,
    resolve_stance,
    resolve_standing,
    resolve_tie,
    shown_also_in,
)
from stakemap.model.subjects import Subject


def chained(**bases: str | None) -> StakeMap:
    return new_map().model_copy(
        update={"snapshots": {key: Snapshot(label=key, based_on=base) for key, base in bases.items()}}
    )


def test_lineage_goes_up_to_the_root() -> None:
    assert lineage(sample(), "delay") == ("delay", "2025-07", "2022", "2020")
    assert lineage(sample(), "nowhere") == ()


def test_lineage_survives_cycles_and_references_to_nothing() -> None:
    assert lineage(chained(a="b", b="c", c="a"), "b") == ("b", "c", "a")
    assert lineage(chained(a="a"), "a") == ("a",)
    assert lineage(chained(a="gone"), "a") == ("a",)
    assert set(descendants_of(chained(a="b", b="c", c="a"), "a")) == {"b", "c"}


def test_children_and_descendants() -> None:
    assert children_of(sample(), "2025-07") == ("delay", "pressure")
    assert descendants_of(sample(), "2020") == ("2022", "2025-07", "delay", "pressure")
    assert descendants_of(sample(), "delay") == ()


def test_the_nearest_judgement_is_shown() -> None:
    document = sample()
    resolver = Resolver()
    stances = resolver.stances(document, "pressure", "border")
    assert stances["turkiye"].snapshot == "pressure"
    assert stances["armenia"].snapshot == "2025-07"
    assert stances["russia"].snapshot == "2020"
    assert "iran" not in stances
    assert resolver.ties(document, "delay")["turkiye-azerbaijan"].snapshot == "2020"
    assert resolver.standings(document, "2020").keys() == {"armenia", "russia", "iran"}
    assert resolver.standings(document, "nowhere") == {}
    assert resolver.stances(document, "2020", "nothing") == {}


def test_single_look_ups_agree_with_the_resolver() -> None:
    document, resolver = sample(), Resolver()
    for snapshot in document.snapshots:
        for actor in document.actors:
            standings = resolver.standings(document, snapshot)
            assert resolve_standing(document, snapshot, actor) == standings.get(actor)
            for issue in document.issues:
                shown = resolve_stance(document, snapshot, issue, actor)
                assert shown == resolver.stances(document, snapshot, issue).get(actor)
        for relation in document.relations:
            ties = resolver.ties(document, snapshot)
            assert resolve_tie(document, snapshot, relation) == ties.get(relation)


def test_a_scenario_shows_what_its_base_says_as_the_base_does() -> None:
    document, resolver = sample(), Resolver()

    def carried(snapshot: str, actor: str) -> bool:
        return is_carried_over(document, resolver.standings(document, snapshot)[actor], snapshot)

    assert not carried("2020", "russia")
    assert carried("2022", "russia")
    assert carried("2025-07", "russia")
    assert carried("delay", "russia")
    assert not carried("delay", "armenia")
    assert carried("2022", "armenia")


def test_a_scenario_on_a_scenario_is_as_fresh_as_both() -> None:
    document = edits.branch(sample(), "worse", "pressure", "Worse", scenario=True)
    resolved = resolve_stance(document, "worse", "border", "turkiye")
    assert resolved is not None
    assert not is_carried_over(document, resolved, "worse")
    dated = edits.update_snapshot(document, "worse", scenario=False)
    assert is_carried_over(dated, resolved, "worse")


def test_trails_begin_at_the_dated_snapshot_before() -> None:
    document = edits.branch(sample(), "worse", "pressure", "Worse", scenario=True)
    assert dated_before(document, "worse") == "2025-07"
    assert dated_before(document, "pressure") == "2025-07"
    assert dated_before(document, "2022") == "2020"
    assert dated_before(document, "2020") is None


def test_who_carries_a_judgement_over() -> None:
    document = sample()
    assert shown_also_in(document, "2025-07", Subject.stance("border", "turkiye")) == ("delay",)
    assert shown_also_in(document, "2025-07", Subject.standing("armenia")) == ("delay", "pressure")
    assert shown_also_in(document, "2020", Subject.standing("armenia")) == ("2022",)
    assert shown_also_in(document, "2020", Subject.tie("azerbaijan-armenia")) == ("2022",)


def test_own_judgements() -> None:
    assert own_judgement(sample(), "2022", Subject.standing("russia")) is None
    assert own_judgement(sample(), "nowhere", Subject.standing("russia")) is None
    assert own_judgement(sample(), "2020", Subject.standing("russia")) is not None


UNKNOWN, NOT_APPLICABLE = Stance(state="unknown"), Stance(state="not-applicable")
STRONG, PRO = Standing(influence=influence(80)), Stance(alignment=alignment(30))
OWN = Stance(alignment=alignment(30), influence=influence(10))


@pytest.mark.parametrize(
    ("standing", "stance", "where", "how"),
    [
        (STRONG, PRO, (30, 80), "placed"),
        (STRONG, OWN, (30, 10), "placed"),
        (None, OWN, (30, 10), "placed"),
        (STRONG, None, (None, 80), "unjudged"),
        (None, None, (None, None), "unjudged"),
        (None, PRO, (30, None), "unjudged"),
        (Standing(state="unknown"), None, (None, None), "unjudged"),
        (STRONG, UNKNOWN, (None, 80), "unknown"),
        (None, UNKNOWN, (None, None), "unknown"),
        (Standing(state="unknown"), PRO, (30, None), "unknown"),
        (Standing(state="not-applicable"), PRO, (30, None), "not-applicable"),
        (STRONG, NOT_APPLICABLE, (None, 80), "not-applicable"),
    ],
)
def test_position_and_placement(
    standing: Standing | None, stance: Stance | None, where: tuple[float | None, float | None], how: str
) -> None:
    assert position(standing, stance) == where
    assert placement(standing, stance) == how


def test_an_edit_is_patched_and_all_else_stays_the_same_object() -> None:
    before = large(50, 2, 3)
    resolver = Resolver()
    first = resolver.stances(before, "s2", "issue-0")
    other = resolver.stances(before, "s2", "issue-1")
    after = edits.move_actors(
        before, "s2", "issue-0", {"actor-7": edits.Move(alignment=3)}, edits.Authorship("", None)
    )
    second = resolver.stances(after, "s2", "issue-0")
    assert {key for key in second if second[key] is not first[key]} == {"actor-7"}
    assert first["actor-7"].judgement is before.snapshots["s2"].stances["issue-0"]["actor-7"]
    assert resolver.stances(after, "s2", "issue-1") is other
    assert resolver.stances(before, "s2", "issue-0")["actor-7"] == first["actor-7"]


def test_an_edit_below_what_is_shown_changes_nothing() -> None:
    before, resolver = sample(), Resolver()
    shown = resolver.standings(before, "2025-07")
    after = edits.judge(
        before,
        "2020",
        Subject.standing("armenia"),
        Standing(influence=influence(1)),
        edits.Authorship("", None),
    )
    assert resolver.standings(after, "2025-07") is shown


def test_a_resolver_forgets_what_was_not_asked_for_lately() -> None:
    document, resolver = sample(), Resolver(capacity=2)
    *_, first, second, third = document.snapshots
    shown = [resolver.standings(document, snapshot) for snapshot in (first, second, third)]
    assert resolver.standings(document, third) is shown[2]
    assert resolver.standings(document, second) is shown[1]
    assert resolver.standings(document, first) is not shown[0]


def test_a_copied_resolver_knows_as_much_and_learns_by_itself() -> None:
    before, resolver = sample(), Resolver()
    known = resolver.stances(before, "2025-07", "border")
    copied = resolver.copy()
    assert copied.stances(before, "2025-07", "border") is known
    moved = {"armenia": edits.Move(-33)}
    after = edits.move_actors(before, "2025-07", "border", moved, edits.Authorship("", None))
    shown = copied.stances(after, "2025-07", "border")
    assert shown == Resolver().stances(after, "2025-07", "border")
    assert resolver.stances(before, "2025-07", "border") is known


def test_an_edit_of_most_actors_keeps_the_entries_of_others_and_can_be_learnt() -> None:
    before, resolver = large(9, 1, 2), Resolver()
    (issue,), snapshot = before.issues, list(before.snapshots)[-1]
    known = resolver.stances(before, snapshot, issue)
    moves = {f"actor-{number}": edits.Move(-number) for number in range(7)}
    after = edits.move_actors(before, snapshot, issue, moves, edits.Authorship("", None))
    copied = resolver.copy()
    shown = copied.stances(after, snapshot, issue)
    assert shown == Resolver().stances(after, snapshot, issue)
    assert shown["actor-8"] is known["actor-8"]
    resolver.learn(copied)
    assert resolver.stances(after, snapshot, issue) is shown


def test_an_edit_is_followed_whether_or_not_the_map_before_it_is_still_there() -> None:
    resolver, alone = Resolver(), Resolver()
    before = sample()
    for each in (resolver, alone):
        each.stances(before, "delay", "border")
    moved = {"armenia": edits.Move(-33)}
    after = edits.move_actors(before, "2022", "border", moved, edits.Authorship("", None))
    expected = Resolver().stances(after, "delay", "border")
    assert resolver.stances(after, "delay", "border") == expected
    del before
    assert alone.stances(after, "delay", "border") == expected
