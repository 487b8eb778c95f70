"""Headlines on movement: what the arrows of the page show, since when, and what would be in a scenario."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from picture.pages import compose_deck
from samples import MAP_ID, alignment, influence
from stakemap.analysis.balance.sides import SideLimits
from stakemap.model.document import Actor, Issue, Snapshot, StakeMap
from stakemap.model.ids import slug
from stakemap.model.judgements import Role, Stance, Standing
from stakemap.picture.comparisons import asked_for, left_out_text
from stakemap.picture.job import DeckStyle, SlideRequest
from stakemap.picture.marks import MoveMark, TextMark
from stakemap.picture.measure import FixedMeasure
from stakemap.picture.options import ANALYST
from stakemap.picture.theme import LIGHT
from stakemap.storage.presets import load_preset

Places = Mapping[str, tuple[float, float] | None]


def through(
    *dates: Places, scenario: Places | None = None, roles: Mapping[str, Role] | None = None
) -> StakeMap:
    """A map of actors by name with (alignment, influence) in 2020, 2021 …, and perhaps in a scenario "s"."""
    snapshots: dict[str, Snapshot] = {}
    for number, places in enumerate([*dates, *([scenario] if scenario is not None else [])]):
        is_scenario = number == len(dates)
        stances = {
            slug(name): Stance(state="unknown")
            if place is None
            else Stance(alignment=alignment(place[0]), role=(roles or {}).get(name))
            for name, place in places.items()
        }
        standings = {
            slug(name): Standing(influence=influence(place[1])) for name, place in places.items() if place
        }
        snapshots["s" if is_scenario else str(2020 + number)] = Snapshot(
            label="Pressure" if is_scenario else "",
            date=None if is_scenario else str(2020 + number),
            scenario=is_scenario,
            based_on=str(2019 + number) if number else None,
            standings=standings,
            stances={"opening": stances},
        )
    return StakeMap(
        id=MAP_ID,
        actors={slug(name): Actor(name=name) for places in dates for name in places},
        issues={"opening": Issue(name="Opening", low_label="Keep closed", high_label="Open now")},
        snapshots=snapshots,
    )


def said(document: StakeMap, kind: str, snapshot: str, undecided_below: float = 5.0) -> str:
    style = DeckStyle(LIGHT, FixedMeasure(), limits=SideLimits(threshold=undecided_below))
    return compose_deck(document, [SlideRequest(kind, "opening", snapshot)], style)[0].headline


def test_a_movement_with_more_weight_comes_before_a_longer_one_without() -> None:
    """A page is about what matters most: who moved furthest may be who has the least say."""
    before = {"Institute": (0, 10), "Treasury": (0, 90)}
    document = through(before, {"Institute": (60, 10), "Treasury": (-50, 90)})
    assert said(document, "map", "2021") == "Treasury moved towards “Keep closed” since 2020"
    assert said(document, "movement", "2021").endswith("; all 2 actors have moved")
    little = through(before, {"Institute": (60, 10), "Treasury": (-9, 90)})
    assert said(little, "map", "2021") == "Institute moved furthest towards “Open now” since 2020"
    alike = through({"A": (0, 40), "B": (0, 50)}, {"A": (60, 40), "B": (-50, 50)})
    assert said(alike, "map", "2021") == "A moved furthest towards “Open now” since 2020"
    silenced = through({"A": (0, 90), "B": (0, 20)}, {"A": (0, 0), "B": (0, 5)})
    assert said(silenced, "map", "2021") == "A lost the most influence since 2020"


def test_over_all_dates_the_longest_track_comes_first_whatever_its_weight() -> None:
    """The page shows the whole span, and its readers look for the longest track on it."""
    document = through(
        {"Institute": (0, 10), "Treasury": None},
        {"Treasury": (0, 90)},
        {"Institute": (60, 10), "Treasury": (-50, 90)},
    )
    assert said(document, "movement", "2022") == (
        "Institute moved furthest towards “Open now” since 2020; all 2 actors have moved"
    )
    assert said(document, "map", "2022") == "Treasury moved towards “Keep closed” since 2021"


def with_range(document: StakeMap, snapshot: str, **ranges: tuple[float, float]) -> StakeMap:
    """The map with ranges of alignments, by actor, at a snapshot."""
    at = document.snapshots[snapshot]
    stances = dict(at.stances["opening"])
    for actor, (low, high) in ranges.items():
        known = stances[actor].alignment
        assert known is not None
        stances[actor] = stances[actor].model_copy(
            update={"alignment": known.model_copy(update={"low": low, "high": high})}
        )
    changed = at.model_copy(update={"stances": {"opening": stances}})
    return document.model_copy(update={"snapshots": {**document.snapshots, snapshot: changed}})


@pytest.mark.parametrize("kind", ["map", "before-after", "movement"])
def test_nobody_is_said_to_have_moved_furthest_if_another_may_have_by_its_range(
    kind: str,
) -> None:
    document = through({"A": (0, 40), "B": (0, 40)}, {"A": (60, 40), "B": (40, 40)})
    assert said(document, kind, "2021").startswith("A moved furthest towards “Open now” since 2020")
    narrow = with_range(document, "2021", a=(55, 65), b=(35, 45))
    assert said(narrow, kind, "2021").startswith("A moved furthest towards “Open now” since 2020")
    wide = with_range(document, "2021", a=(40, 80), b=(20, 60))
    assert said(wide, kind, "2021").startswith("A moved towards “Open now” since 2020")
    # A range that may reach back to where it began says nothing of how far it moved.
    doubtful = with_range(document, "2020", a=(-60, 60))
    assert said(doubtful, kind, "2021").startswith("A moved towards “Open now” since 2020")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (80, 30, "A moved away from “Open now” since 2020 but still leans towards it"),
        (-80, -30, "A moved away from “Keep closed” since 2020 but still leans towards it"),
        (80, 0, "A moved away from “Open now” since 2020 and is now undecided"),
        (30, 80, "A moved towards “Open now” since 2020"),
        (30, -80, "A moved towards “Keep closed” since 2020"),
        (0, -80, "A moved towards “Keep closed” since 2020"),
    ],
)
def test_who_moved_is_not_said_to_be_where_it_is_not(before: float, after: float, expected: str) -> None:
    document = through({"A": (before, 30)}, {"A": (after, 30)})
    assert said(document, "map", "2021") == expected


def test_who_is_undecided_before_and_after_is_said_to_be_so() -> None:
    document = through({"A": (-9, 30)}, {"A": (9, 30)})
    assert said(document, "map", "2021", undecided_below=20) == (
        "A moved towards “Open now” since 2020 but is still undecided"
    )


def test_several_who_moved_away_and_those_who_would() -> None:
    document = through({"A": (80, 30), "B": (70, 30)}, {"A": (40, 30), "B": (30, 30)})
    assert said(document, "map", "2021") == (
        "A and B moved away from “Open now” since 2020 but still lean towards it"
    )
    mixed = through({"A": (80, 30), "B": (20, 30)}, {"A": (40, 30), "B": (-20, 30)})
    assert said(mixed, "map", "2021") == "A and B moved closer to “Keep closed” since 2020"
    foreseen = through({"A": (80, 30), "B": (5, 30)}, {}, scenario={"A": (30, 30)})
    would = "A would move away from “Open now” but still lean towards it"
    assert said(foreseen, "map", "s") == would
    assert said(foreseen, "movement", "s") == (
        "A would have moved away from “Open now” since 2020 but still lean towards it; "
        "no other actor would have moved"
    )
    nowhere = through({"A": (80, 30), "B": (5, 30)}, {}, scenario={"A": (0, 30)})
    assert said(nowhere, "map", "s") == "A would move away from “Open now” and be undecided"


@pytest.mark.parametrize("kind", ["before-after", "movement"])
class TestComparable:
    """Actors without an earlier position have neither moved nor stood still."""

    def test_they_alone_are_counted(self, kind: str) -> None:
        first = {"A": (0, 30), "B": (10, 30), "C": (0, 20), "D": None, "E": None}
        later = {"A": (60, 30), "B": (30, 30), "D": (50, 30), "E": (-50, 30)}
        assert said(through(first, later), kind, "2021").endswith(
            "; 2 of 3 with an earlier position have moved"
        )
        assert said(through(first, later | {"B": (10, 30)}), kind, "2021").endswith(
            "; no other with an earlier position has moved"
        )
        alone = {"A": (0, 30), "B": None}
        assert said(through(alone, {"A": (60, 30), "B": (30, 5)}), kind, "2021") == (
            "A moved towards “Open now” since 2020; no other earlier position is known"
        )

    def test_nor_is_their_position_unchanged(self, kind: str) -> None:
        first: Places = {"A": (0, 30), "B": None}
        assert (
            said(through(first, {"B": (30, 5)}), kind, "2021") == "No position known since 2020 has changed"
        )
        assert said(through(first, {"A": (4, 30), "B": (30, 5)}), kind, "2021").startswith(
            "Positions known since 2020 have hardly changed"
        )

    def test_they_are_named_below(self, kind: str) -> None:
        document = through({"A": (0, 30), "B": None}, {"A": (60, 30), "B": (30, 5)})
        (page,) = compose_deck(
            document, [SlideRequest(kind, "opening", "2021")], DeckStyle(LIGHT, FixedMeasure())
        )
        texts = [mark.text for mark in page.slide.marks if isinstance(mark, TextMark)]
        assert any("Position newly known: B" in text for text in texts)


def test_a_position_that_is_carried_over_has_the_date_of_its_judgement() -> None:
    document = through({"A": (0, 30), "B": (50, 5)}, {"B": (50, 8)}, {"A": (60, 30)})
    assert said(document, "before-after", "2022").startswith("A moved towards “Open now” since 2020; ")
    (page,) = compose_deck(
        document,
        [SlideRequest("before-after", "opening", "2022")],
        DeckStyle(LIGHT, FixedMeasure(), options=ANALYST),
    )
    dates = [mark.text for mark in page.slide.marks if isinstance(mark, TextMark) and mark.role == "date"]
    assert dates
    assert all(date.endswith("2020") for date in dates)
    legend = [mark.text for mark in page.slide.marks if isinstance(mark, TextMark) and mark.role == "legend"]
    assert "Moved since 2020" in legend
    # Who was judged anew at that date, alike, was seen there then.
    again = through({"A": (0, 30), "B": (50, 5)}, {"A": (0, 30)}, {"A": (60, 30)})
    assert said(again, "before-after", "2022").startswith("A moved towards “Open now” since 2021; ")


@pytest.mark.parametrize("kind", ["before-after", "movement"])
def test_the_headline_counts_the_arrows_on_the_page(kind: str) -> None:
    document = load_preset("armenia-turkiye")
    for issue in document.issues:
        for snapshot in document.snapshots:
            request = SlideRequest(kind, issue, snapshot)
            page = compose_deck(document, [request], DeckStyle(LIGHT, FixedMeasure()))[0]
            arrows = len({mark.actor for mark in page.slide.marks if isinstance(mark, MoveMark)})
            among = "(?:actors|with an earlier position)"
            counted = re.search(rf"(\d+) of \d+ {among} (?:has|have|would)", page.headline)
            more = re.search(r"(\d+) more would", page.headline)
            told = sum(int(found[1]) for found in (counted, more) if found) or "; no other " in page.headline
            assert told == arrows, (request, page.headline)


def test_over_all_dates_it_looks_back_to_the_first_and_between_two_to_the_other() -> None:
    document = through({"Armenia": (0, 30), "Iran": (0, 5)}, {"Armenia": (60, 30)}, {"Iran": (30, 5)})
    assert said(document, "movement", "2022") == (
        "Armenia moved furthest towards “Open now” since 2020; all 2 actors have moved"
    )
    assert said(document, "before-after", "2022") == (
        "Iran moved towards “Open now” since 2020; no other actor has moved"
    )
    assert said(document, "movement", "2021").endswith("since 2020; no other actor has moved")


def test_it_tells_since_when_the_position_of_the_furthest_is_known() -> None:
    document = through({"Armenia": (0, 30), "Iran": None}, {"Iran": (0, 30)}, {"Iran": (60, 30)})
    assert said(document, "movement", "2022") == (
        "Iran moved towards “Open now” since 2021; no other actor has moved"
    )


def test_a_way_there_and_back_is_no_standstill() -> None:
    document = through({"Armenia": (0, 30), "Iran": (0, 5)}, {"Armenia": (60, 30)}, {"Armenia": (2, 30)})
    assert said(document, "movement", "2022") == (
        "Positions are back close to those of 2020; 1 of 2 actors has moved"
    )


@pytest.mark.parametrize("kind", ["before-after", "movement"])
def test_what_became_known_has_not_stood_still(kind: str) -> None:
    document = through({"Armenia": None}, {"Armenia": (60, 30)})
    assert said(document, kind, "2021") == "No earlier position is known to compare with"
    unchanged = through({"Armenia": (60, 30)}, {"Armenia": (60, 30)})
    assert said(unchanged, kind, "2021") == "No position has changed since 2020"


def test_who_moved_far_along_neither_axis_but_along_both_is_named() -> None:
    document = through({"A": (0, 30), "B": (0, 5)}, {"A": (8, 34)})
    assert said(document, "before-after", "2021") == (
        "A moved towards “Open now” since 2020; no other actor has moved"
    )


class TestScenarios:
    def test_what_would_be(self) -> None:
        document = through({"Armenia": (0, 30), "Iran": (0, 5)}, {}, scenario={"Armenia": (60, 30)})
        would = "Armenia would move towards “Open now”"
        assert said(document, "map", "s") == would
        assert said(document, "before-after", "s") == f"{would}; no other actor would move"
        assert said(document, "movement", "s") == (
            "Armenia would have moved towards “Open now” since 2020; no other actor would have moved"
        )

    def test_what_happened_before_is_told_as_such(self) -> None:
        document = through(
            {"Armenia": (0, 30), "Iran": (0, 5)}, {"Armenia": (60, 30)}, scenario={"Armenia": (60, 30)}
        )
        assert said(document, "movement", "s") == (
            "Armenia moved towards “Open now” since 2020; no other actor has moved"
        )
        assert said(document, "before-after", "s") == "No position would change"
        both = through(
            {"Armenia": (0, 30), "Iran": (0, 5)}, {"Armenia": (60, 30)}, scenario={"Iran": (20, 5)}
        )
        assert said(both, "movement", "s") == (
            "Armenia moved furthest towards “Open now” since 2020; 1 of 2 actors has moved, 1 more would"
        )

    def test_hardly_any_change_is_hypothetical_too(self) -> None:
        document = through({"Armenia": (0, 30), "Iran": (0, 5)}, {}, scenario={"Armenia": (4, 30)})
        assert said(document, "map", "s") == "Positions would hardly change"
        assert said(document, "before-after", "s").startswith("Positions would hardly change; ")
        assert said(document, "movement", "s").startswith("Positions would hardly have changed since 2020; ")
        none = through({"Armenia": (0, 30), "Iran": (0, 5)}, {}, scenario={})
        assert said(none, "movement", "s") == "No position would have changed since 2020"


class TestMostlyUnknown:
    unknown = "The positions of 2 of 3 actors on “Opening” are unknown"

    def test_it_comes_before_any_movement_on_a_map(self) -> None:
        for place in (4.0, 60.0):
            document = through({"A": (0, 30), "B": None, "C": None}, {}, scenario={"A": (place, 30)})
            assert said(document, "map", "s") == self.unknown

    @pytest.mark.parametrize("kind", ["before-after", "movement"])
    def test_a_page_of_movement_claims_no_standstill(self, kind: str) -> None:
        for place in (0.0, 4.0):
            document = through({"A": (0, 30), "B": None, "C": None}, {"A": (place, 30)})
            assert said(document, kind, "2021") == self.unknown
        far = through({"A": (0, 30), "B": None, "C": None}, {"A": (60, 30)})
        assert said(far, kind, "2021") == "A moved towards “Open now” since 2020"


def test_sides_are_those_of_the_balance() -> None:
    document = through({"A": (60, 30), "B": (15, 5), "C": (-15, 90)}, roles={"C": "can-block"})
    leaning = "2 actors lean towards “Open now”, 1 towards “Keep closed”; C can block “Open now”"
    assert said(document, "map", "2020") == leaning
    assert said(document, "map", "2020", undecided_below=20) == "A leans towards “Open now”"


def test_a_deck_of_all_snapshots_has_no_movement_page_for_the_first() -> None:
    document = through({"A": (0, 30)}, {"A": (60, 30)}, scenario={"A": (70, 30)})
    kinds, snapshots = ["movement", "before-after"], ["2020", "2021", "s"]
    found = asked_for(document, kinds, ["opening"], snapshots).slides
    assert [(request.kind, request.snapshot) for request in found] == [
        (kind, snapshot) for snapshot in ("2021", "s") for kind in kinds
    ]
    # The tracks through all dates do not depend on the snapshot that others are compared with.
    compared = asked_for(document, ["movement"], ["opening"], snapshots, "2021").slides
    assert [request.snapshot for request in compared] == ["2021", "s"]
    (only,) = asked_for(document, ["movement"], ["opening"], ["2020"]).slides
    assert only.snapshot == "2020"


def test_pages_with_nothing_to_compare_are_left_out_and_told() -> None:
    document = through({"A": (0, 30), "B": None}, {"B": (5, 5)}, {"A": (60, 30)})
    kinds = ["map", "before-after", "movement"]
    found = asked_for(document, kinds, ["opening"], ["2020"])
    assert [request.kind for request in found.slides] == ["map"]
    assert left_out_text(document, found.left_out) == (
        "Left out, since no earlier position is known to compare with: "
        "Movement between two dates · Opening · 2020, Movement over all dates · Opening · 2020."
    )
    found = asked_for(document, kinds, ["opening"], ["2022"])
    assert (len(found.slides), left_out_text(document, found.left_out)) == (3, "")
    # A snapshot before at which nothing is known on the issue is nothing to compare with either.
    first = through({"A": None}, {"A": (60, 30)}, {"A": (20, 30)})
    assert [request.kind for request in asked_for(first, kinds, ["opening"], ["2021"]).slides] == ["map"]
    assert len(asked_for(first, kinds, ["opening"], ["2022"]).slides) == 3
    against = asked_for(first, kinds, ["opening"], ["2022"], "2020")
    assert [request.kind for request in against.slides] == ["map", "movement"]
