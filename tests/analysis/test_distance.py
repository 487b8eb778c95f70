"""Distance to an actor: the KTAB definition by hand, whose salience counts, and its laws."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.builders import MAP_ID, stance
from stakemap.analysis.distance import distance_line, distances, method_line, separation
from stakemap.model.document import Actor, Issue, Snapshot, StakeMap, new_map
from stakemap.model.judgements import Stance, Standing
from stakemap.model.resolve import Resolver


def map_of(stances: dict[str, dict[str, Stance]], standings: dict[str, Standing] | None = None) -> StakeMap:
    """Issue → actor → stance, as a map with one snapshot "now"."""
    actors = sorted({actor for entries in stances.values() for actor in entries})
    return new_map(
        MAP_ID,
        actors={actor: Actor(name=actor.title()) for actor in actors},
        issues={issue: Issue(name=issue.title(), order=place) for place, issue in enumerate(stances)},
        snapshots={"now": Snapshot(label="Now", standings=standings or {}, stances=stances)},
    )


TWO_ISSUES = {
    "road": {"ann": stance(100, 90), "bob": stance(-100, 10), "cat": stance(100)},
    "rail": {"ann": stance(0, 30), "bob": stance(50, 100), "cat": Stance(state="unknown")},
}


def test_published_matrix_of_ktab() -> None:
    """KTAB, examples/smp/doc/20170530_ref-smpExample.txt: the value of all positions to each actor, 1 − d."""
    positions = np.array(
        [[52.8, 39.8, 39.6], [15.9, 61.4, 72.0], [61.1, 86.5, 44.5], [26.3, 16.5, 15.9], [73.3, 61.1, 26.3]]
    )
    saliences = np.array(
        [[32.3, 22.4, 13.4], [25.2, 34.5, 26.5], [28.8, 28.6, 18.2], [15.6, 42.0, 14.3], [39.7, 19.9, 15.8]]
    )
    published = [
        [1.000, 0.673, 0.739, 0.747, 0.799],
        [0.708, 1.000, 0.681, 0.570, 0.625],
        [0.694, 0.647, 1.000, 0.483, 0.804],
        [0.763, 0.563, 0.358, 1.000, 0.571],
        [0.800, 0.493, 0.839, 0.560, 1.000],
    ]
    for position, salience, row in zip(positions, saliences, published, strict=True):
        assert 1 - separation(position / 100, positions / 100, salience / 100) == pytest.approx(row, abs=6e-4)


def test_definition_by_hand_with_the_salience_of_the_chosen_actor() -> None:
    """Ann: d² = ((0.9·1)² + (0.3·0.25)²) ÷ (0.9² + 0.3²); Bob looks at her with his own priorities."""
    document = map_of(TWO_ISSUES)
    from_ann = distances(document, "now", "ann", Resolver())
    assert from_ann.weighted
    cat, bob = from_ann.entries
    assert (cat.actor, cat.value, cat.issues) == ("cat", 0.0, ("road",))
    assert bob.issues == ("road", "rail")
    assert bob.value == pytest.approx(np.sqrt((0.81 + (0.3 * 0.25) ** 2) / 0.9))
    from_bob = distances(document, "now", "bob", Resolver())
    ann = next(entry for entry in from_bob.entries if entry.actor == "ann")
    assert ann.value == pytest.approx(np.sqrt((0.01 + 0.25**2) / 1.01))


def test_issues_weigh_alike_where_the_chosen_actor_has_no_salience_everywhere() -> None:
    document = map_of({**TWO_ISSUES, "rail": {"ann": stance(0), "bob": stance(50, 100)}})
    result = distances(document, "now", "ann", Resolver())
    assert not result.weighted
    assert result.without_salience == ("rail",)
    bob = next(entry for entry in result.entries if entry.actor == "bob")
    assert bob.value == pytest.approx(np.sqrt((1 + 0.25**2) / 2))
    assert method_line(document, result) == (
        "Distance from Ann, 0 to 1. All issues have equal weight because its salience is not judged on Rail."
    )


def test_who_shares_no_issue_is_left_out_and_who_is_off_the_stage_too() -> None:
    document = map_of(
        {
            "road": {"ann": stance(0, 50), "bob": Stance(state="unknown"), "dan": stance(0)},
            "rail": {"bob": stance(0)},
        },
        {"dan": Standing(state="not-applicable")},
    )
    result = distances(document, "now", "ann", Resolver())
    assert result.entries == ()
    assert result.left_out == ("bob", "dan")


def test_no_distance_where_the_chosen_actor_gives_no_shared_issue_any_weight() -> None:
    document = map_of(
        {
            "road": {"ann": stance(10, 0), "bob": stance(90)},
            "rail": {"ann": stance(10, 50), "cat": stance(10)},
        }
    )
    result = distances(document, "now", "ann", Resolver())
    assert [(entry.actor, entry.value) for entry in result.entries] == [("cat", 0.0), ("bob", None)]
    assert distance_line(document, result.entries[0]) == "Cat: 0.00, on 1 issue (Rail)"
    assert distance_line(document, result.entries[1]) == "Bob: no weight, on 1 issue (Road)"


def test_an_actor_without_a_place_has_no_distances() -> None:
    document = map_of({"road": {"ann": Stance(state="unknown"), "bob": stance(3)}})
    result = distances(document, "now", "ann", Resolver())
    assert (result.entries, result.left_out, result.weighted) == ((), ("bob",), False)
    assert "no known alignment" in method_line(document, result)
    assert distances(document, "now", "nobody", Resolver()).entries == ()


PLACES = st.lists(st.floats(0, 1) | st.just(float("nan")), min_size=3, max_size=3)
SALIENCES = st.lists(st.floats(0.01, 1), min_size=3, max_size=3)


def between(one: list[float], other: list[float], salience: list[float]) -> float:
    return float(separation(np.array(one), np.array([other]), np.array(salience))[0])


@given(PLACES, PLACES, SALIENCES)
def test_distance_is_between_nought_and_one_and_symmetric_for_one_salience(
    one: list[float], other: list[float], salience: list[float]
) -> None:
    there, back = between(one, other, salience), between(other, one, salience)
    if np.isnan(there):
        assert np.isnan(back)
        assert not np.any(~np.isnan(one) & ~np.isnan(other))
        return
    assert there == back
    assert 0 <= there <= 1 + 1e-12


@given(PLACES, SALIENCES)
def test_an_actor_is_at_distance_nought_from_itself(place: list[float], salience: list[float]) -> None:
    if not np.isnan(place).all():
        assert between(place, place, salience) == 0


@given(*[st.lists(st.floats(0, 1), min_size=3, max_size=3)] * 3, SALIENCES)
def test_on_the_same_issues_no_detour_is_shorter(
    one: list[float], other: list[float], third: list[float], salience: list[float]
) -> None:
    direct = between(one, other, salience)
    assert direct <= between(one, third, salience) + between(third, other, salience) + 1e-12


@given(PLACES, PLACES, SALIENCES, st.floats(0.1, 10))
def test_the_unit_of_salience_does_not_matter(
    one: list[float], other: list[float], salience: list[float], unit: float
) -> None:
    scaled = [value * unit for value in salience]
    assert between(one, other, scaled) == pytest.approx(between(one, other, salience), nan_ok=True)
