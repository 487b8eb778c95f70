"""Headlines of pages on all issues: the verdicts of the balance in a sentence, and the weightiest divide."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from picture.pages import compose_deck
from samples import MAP_ID, alignment, influence, large
from stakemap.analysis.balance.sides import SideLimits
from stakemap.model.document import Actor, Issue, Snapshot, StakeMap
from stakemap.model.judgements import Stance, Standing
from stakemap.picture.job import DeckStyle, SlideRequest
from stakemap.picture.measure import FixedMeasure
from stakemap.picture.theme import LIGHT
from stakemap.storage.presets import load_preset

Places = Mapping[str, float | tuple[float, float, float] | None]


def of(influences: Mapping[str, float], labels: bool = True, **issues: Places) -> StakeMap:
    """A map of actors by influence, and their alignment, perhaps with a range, on each issue."""

    def stance(place: float | tuple[float, float, float] | None) -> Stance:
        if place is None:
            return Stance(state="unknown")
        return Stance(alignment=alignment(*place) if isinstance(place, tuple) else alignment(place))

    def issue(key: str) -> Issue:
        ends = {"low_label": f"No {key}", "high_label": f"More {key}"} if labels else {}
        return Issue(name=key.capitalize(), order=list(issues).index(key), **ends)

    return StakeMap(
        id=MAP_ID,
        actors={key: Actor(name=key.capitalize()) for key in influences},
        issues={key: issue(key) for key in issues},
        snapshots={
            "2025": Snapshot(
                label="2025",
                date="2025",
                standings={
                    key: Standing(influence=influence(value, value - 1, value + 1))
                    for key, value in influences.items()
                },
                stances={
                    key: {actor: stance(place) for actor, place in places.items()}
                    for key, places in issues.items()
                },
            )
        },
    )


def said(document: StakeMap, kind: str = "issues", limits: SideLimits | None = None) -> str:
    style = DeckStyle(LIGHT, FixedMeasure(), limits=limits or SideLimits())
    return compose_deck(document, [SlideRequest(kind, None, "2025")], style)[0].headline


class TestIssues:
    def test_what_the_weight_favours_by_the_names_of_the_ends(self) -> None:
        document = of({"a": 60, "b": 30}, trade={"a": 50, "b": 40}, arms={"a": -50, "b": 40})
        assert said(document) == "The weight of influence favours “More trade” and “No arms”"

    def test_issues_without_names_of_their_ends(self) -> None:
        document = of({"a": 60, "b": 30}, labels=False, trade={"a": 50}, arms={"a": -50})
        assert said(document) == "The weight of influence favours support of “Trade” and opposition to “Arms”"

    def test_what_is_even_and_what_could_be_turned(self) -> None:
        document = of(
            {"a": 60, "b": 58, "c": 30},
            trade={"a": 50, "b": -40, "c": 0},
            arms={"a": 50, "b": 50, "c": -20},
            water={"a": 60, "c": -60, "b": None},
        )
        # The balance below the canvas says of “Water” that too much is unknown to call it.
        assert said(document) == (
            "The weight of influence favours “More arms”; “Trade” is evenly balanced; "
            "too much is unknown to call “Water”"
        )

    def test_no_issue_is_passed_over(self) -> None:
        document = of(
            {"a": 60, "b": 58, "c": 30},
            trade={"a": 50, "b": 40, "c": 0},
            arms={"a": (5, -60, 60), "b": (-5, -60, 60), "c": (0, -60, 60)},
            water={"a": 60},
        )
        assert said(document) == (
            "The weight of influence favours “More trade”; “Arms” could go either way; "
            "most positions on “Water” are unknown"
        )

    def test_where_names_would_take_too_much_room_the_last_issues_are_counted(self) -> None:
        actors = {"a": 60.0, "b": 58.0, "c": 30.0}
        long = "a-name-of-an-issue-that-takes-much-room-on-it-"
        places: dict[str, Places] = {"trade": {"a": 50, "b": 40, "c": 0}}
        places |= {f"{long}{number}": {"a": 50, "b": -50, "c": 0} for number in (1, 2)}
        places |= {f"{long}{number}": {"a": 60} for number in (3, 4)}
        said_of = said(of(actors, **places))
        assert said_of == (
            "The weight of influence favours “More trade”; 2 issues are evenly balanced; "
            "most positions on 2 issues are unknown"
        )

    def test_a_lead_that_the_ranges_do_not_bear_out_is_uncertain(self) -> None:
        wide = of({"a": 60, "b": 30}, trade={"a": (20, -60, 70), "b": (-20, -70, 60)})
        assert said(wide) == "“More trade” is ahead, but the lead is uncertain"
        narrow = of({"a": 60, "b": 30}, trade={"a": (20, 15, 25), "b": (-20, -25, -15)})
        assert said(narrow) == "The weight of influence favours “More trade”"

    def test_the_limits_are_those_of_the_balance(self) -> None:
        document = of({"a": 60, "b": 40}, trade={"a": 50, "b": -50})
        assert said(document) == "The weight of influence favours “More trade”"
        assert said(document, limits=SideLimits(margin=30)) == "“Trade” is evenly balanced"

    def test_of_many_issues_three_are_named(self) -> None:
        document = of({"a": 60}, **{name: {"a": 50} for name in ("b", "c", "d", "e", "f")})
        assert said(document) == "The weight of influence favours “More b”, “More c”, “More d” and 2 others"

    def test_only_where_nearly_nothing_is_known_what_is_not(self) -> None:
        actors = dict.fromkeys("abcde", 50.0)
        bare = of(actors, trade={"a": 50}, arms={"b": 50})
        assert said(bare) == "Only 2 of 10 positions on 2 issues are known"
        unsure = of(actors, trade={"a": 50, "b": -50, "c": None, "d": None, "e": None})
        assert said(unsure) == "Too little is known to say what the weight of influence favours"
        assert said(of(actors, trade={}, arms={})) == "No actor’s position is known yet"

    def test_to_whom_an_issue_does_not_apply_is_not_unknown(self) -> None:
        document = of(dict.fromkeys("abcde", 50.0), trade={"a": 50})
        stances = {key: Stance(state="not-applicable") for key in "bcde"} | {
            "a": Stance(alignment=alignment(50))
        }
        now = document.snapshots["2025"].model_copy(update={"stances": {"trade": stances}})
        assert said(document.model_copy(update={"snapshots": {"2025": now}})) == (
            "The weight of influence favours “More trade”"
        )

    def test_of_the_preset(self) -> None:
        page = compose_deck(
            load_preset("armenia-turkiye"),
            [SlideRequest("issues", None, "2025-07")],
            DeckStyle(LIGHT, FixedMeasure()),
        )[0]
        assert page.headline == (
            "The weight of influence favours “Third-party guarantee”; “Open it now” is ahead, but the lead "
            "is uncertain; most positions on “Armenia–Azerbaijan treaty” are unknown"
        )


class TestMatrix:
    def test_the_weightiest_of_either_side_are_named_not_the_most_extreme(self) -> None:
        document = of(
            {"mouse": 5, "cat": 80, "dog": 90, "ant": 2},
            trade={"mouse": 95, "cat": 60, "dog": -50, "ant": -100},
            arms={"mouse": 100, "ant": -100},
        )
        assert said(document, "matrix") == "The main divide is between Dog and Cat on “Trade”"

    def test_of_divides_as_deep_the_one_with_the_stronger_side(self) -> None:
        document = of({"a": 50, "b": 50}, trade={"a": -40, "b": 40}, arms={"a": -40, "b": 90})
        assert said(document, "matrix") == "The main divide is between A and B on “Arms”"

    def test_without_two_sides_who_are_furthest_apart(self) -> None:
        document = of({"a": 60, "b": 5, "c": 90}, trade={"a": 60, "b": 30, "c": 80})
        assert said(document, "matrix") == "The widest gap is between B and C on “Trade”"

    def test_no_divide_is_told_on_what_is_mostly_unknown(self) -> None:
        known = {"a": 20, "b": -20, "c": 30, "d": 10, "e": -10}
        actors = dict.fromkeys("abcde", 50.0)
        document = of(actors, trade=known, arms={"d": 90, "e": -90})
        assert said(document, "matrix") == "The main divide is between B and C on “Trade”"
        assert said(of(actors, arms={"d": 90, "e": -90}), "matrix") == (
            "Only 2 of 5 positions on 1 issue are known"
        )
        near = of(actors, trade=dict.fromkeys("abcde", 6.0), arms={"d": 90, "e": -90})
        assert said(near, "matrix") == "Actors stand close together where most positions are known"

    @pytest.mark.parametrize(
        ("places", "expected"),
        [
            ({"a": 6, "b": 3}, "Actors stand close together on every issue"),
            ({"a": 6}, "No issue has two known positions to compare"),
            ({}, "No actor’s position is known yet"),
        ],
    )
    def test_without_any_divide(self, places: Places, expected: str) -> None:
        assert said(of({"a": 30, "b": 5}, trade=places), "matrix") == expected


@pytest.mark.parametrize("kind", ["issues", "matrix"])
def test_a_large_map_has_one_too(kind: str) -> None:
    document = large(2_000, 1, 2)
    style = DeckStyle(LIGHT, FixedMeasure())
    page = compose_deck(document, [SlideRequest(kind, None, next(iter(document.snapshots)))], style)[0]
    assert page.headline
