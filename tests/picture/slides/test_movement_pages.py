"""Pages of maps in a deck: dates on tracks, room used on each page, codes and labels that nothing covers."""

from __future__ import annotations

import math

import pytest

from picture.pages import compose_deck, crowd
from samples import MAP_ID, alignment, influence
from stakemap.model.document import Actor, Issue, Snapshot, StakeMap
from stakemap.model.judgements import Stance, Standing
from stakemap.paint.fonts import slide_measure
from stakemap.picture.deck import Page
from stakemap.picture.job import DeckStyle, SlideRequest
from stakemap.picture.labels.occupancy import Box
from stakemap.picture.marks import ActorMark, LabelMark, LineMark, MoveMark, RelationMark, TextMark
from stakemap.picture.measure import FixedMeasure
from stakemap.picture.options import ANALYST, MINISTER
from stakemap.picture.plot.curves import point_on
from stakemap.picture.style import TEXT_HALO, relation_width
from stakemap.picture.theme import LIGHT
from stakemap.storage.presets import load_preset


def pages_of(document: StakeMap, *requests: SlideRequest, options=MINISTER) -> tuple[Page, ...]:
    return compose_deck(document, requests, DeckStyle(LIGHT, FixedMeasure(), options=options))


def marks(page: Page, kind: type, role: str = "") -> list:
    return [
        mark
        for mark in page.slide.marks
        if isinstance(mark, kind) and role in ("", getattr(mark, "role", ""))
    ]


@pytest.fixture(scope="module")
def preset() -> StakeMap:
    return load_preset("armenia-turkiye")


@pytest.mark.parametrize("options", [MINISTER, ANALYST])
def test_each_earlier_place_on_a_track_has_its_date_beside_it(preset, options):
    (page,) = pages_of(preset, SlideRequest("movement", "normalisation", "2025-07"), options=options)
    track = next(mark for mark in marks(page, MoveMark) if mark.actor == "armenia")
    dates = {mark.text: mark for mark in marks(page, TextMark, "date") if mark.key == "armenia"}
    assert sorted(dates) == ["2020", "2022"]
    for when, (x, y) in zip(("2020", "2022"), track.points, strict=False):
        assert (
            math.dist((dates[when].x + dates[when].width / 2, dates[when].baseline), (x, y))
            < 3.5 * track.radius
        )
    for mark in dates.values():
        box = Box(mark.x, mark.baseline - 0.7 * mark.size, mark.x + mark.width, mark.baseline)
        assert not any(box.overlaps(label.box) for label in marks(page, LabelMark))
        for disc in marks(page, ActorMark):
            assert not box.overlaps(Box(disc.x, disc.y, disc.x, disc.y).grown(0.7 * disc.radius))


def test_months_are_short_and_a_day_is_told_only_where_it_tells_places_apart():
    document = crowd(3)
    first = document.snapshots["now"]
    moved = {
        "a": ("2020-02-03", -50.0),
        "b": ("2020-02-20", 0.0),
        "c": ("2022-12", 40.0),
        "d": ("2024", 80.0),
    }
    earlier, snapshots = None, {}
    for key, (date, place) in moved.items():
        stance = Stance(alignment=alignment(place), reason="Told.")
        stances = (
            {"issue": {**first.stances["issue"], "actor-000": stance}}
            if earlier is None
            else {"issue": {"actor-000": stance}}
        )
        standings = first.standings if earlier is None else {}
        snapshots[key] = first.model_copy(
            update={
                "date": date,
                "based_on": earlier,
                "stances": stances,
                "standings": standings,
                "label": key,
            }
        )
        earlier = key
    document = document.model_copy(update={"snapshots": snapshots})
    (page,) = pages_of(document, SlideRequest("movement", "issue", "d"))
    dates = [mark.text for mark in marks(page, TextMark, "date") if mark.key == "actor-000"]
    assert sorted(dates) == ["20 Feb 2020", "3 Feb 2020", "Dec 2022"]


def test_the_plot_begins_right_below_its_heading_on_every_page(preset):
    requests = [SlideRequest("map", "normalisation", key) for key in sorted(preset.snapshots)]
    requests.append(SlideRequest("before-after", "normalisation", "2025-07", "2023"))
    assert preset.key_judgement
    pages = pages_of(preset, *requests)
    assert marks(pages[0], TextMark, "key-judgement")
    for page in pages[1:]:
        assert not marks(page, TextMark, "key-judgement")
        rule = min(mark.y0 for mark in marks(page, LineMark, "rule"))
        # The heading, the label of the axis, and gaps of 9 points; never the room of a key judgement.
        assert page.slide.plot.top - rule < page.slide.height / 540 * (
            13.5 * 1.34 + 10 * 1.34 + 9 + 0.08 * 400
        )
    assert pages[0].slide.plot.top > pages[1].slide.plot.top + 40


def test_a_code_that_another_disc_covers_stands_on_a_tag_or_before_the_name():
    document = crowd(2)
    actors = {
        "actor-000": document.actors["actor-000"].model_copy(update={"name": "Saudi Arabia", "code": "KSA"}),
        "actor-001": document.actors["actor-001"].model_copy(update={"name": "Sudan", "code": "SDN"}),
    }

    def placed(x: float) -> StakeMap:
        stances = {"actor-000": Stance(alignment=alignment(30)), "actor-001": Stance(alignment=alignment(x))}
        standings = {
            key: Standing(influence=influence(y)) for key, y in (("actor-000", 50), ("actor-001", 51))
        }
        now = document.snapshots["now"].model_copy(
            update={"stances": {"issue": stances}, "standings": standings}
        )
        return document.model_copy(update={"actors": actors, "snapshots": {"now": now}})

    def codes_and_names(x: float) -> tuple[dict[str, str], dict[str, str]]:
        (page,) = pages_of(placed(x), SlideRequest("map", "issue", "now"))
        tags.clear()
        tags.update({mark.key: mark.text for mark in marks(page, TextMark, "code")})
        codes = {mark.name: mark.style.code for mark in marks(page, ActorMark)}
        return codes, {
            mark.name: " ".join(line.text for line in mark.lines) for mark in marks(page, LabelMark)
        }

    tags: dict[str, str] = {}
    codes, names = codes_and_names(33)
    assert codes == {"Saudi Arabia": "", "Sudan": "SDN"}
    assert names == {"Saudi Arabia": "Saudi Arabia", "Sudan": "Sudan"}
    assert tags == {"actor-000": "KSA"}
    # On one spot nothing is seen of the disc below, to which a tag would be attached.
    codes, names = codes_and_names(30.3)
    assert codes == {"Saudi Arabia": "", "Sudan": "SDN"}
    assert names == {"Saudi Arabia": "KSA Saudi Arabia", "Sudan": "Sudan"}
    assert tags == {}
    codes, names = codes_and_names(60)
    assert codes == {"Saudi Arabia": "KSA", "Sudan": "SDN"}
    assert names == {"Saudi Arabia": "Saudi Arabia", "Sudan": "Sudan"}
    assert tags == {}


@pytest.mark.parametrize("seed", range(4))
def test_the_name_of_a_relation_stands_beside_its_line(seed):
    document = crowd(8, seed=seed, relations=5)
    (page,) = pages_of(document, SlideRequest("map", "issue", "now"), options=ANALYST)
    curves = {mark.relation: mark.curve for mark in marks(page, RelationMark)}
    named = marks(page, TextMark, "relation")
    assert named
    struck = 0
    for mark in named:
        box = Box(mark.x, mark.baseline - 0.7 * mark.size, mark.x + mark.width, mark.baseline)
        points = [point_on(curves[mark.key], step / 60) for step in range(61)]
        struck += any(box.left < x < box.right and box.top < y < box.bottom for x, y in points)
    assert struck == 0


def test_with_room_the_halo_of_the_name_of_a_relation_leaves_its_line_whole(preset):
    (page,) = pages_of(preset, SlideRequest("map", "normalisation", "2025-07"))
    lines = {mark.relation: mark for mark in marks(page, RelationMark)}
    for name in marks(page, TextMark, "relation"):
        # The letters, which reach from their ascenders to their descenders, and the halo around them.
        top, bottom = name.baseline - 0.75 * name.size, name.baseline + 0.2 * name.size
        line = lines[name.key]
        reach = TEXT_HALO * name.size + line.radius * relation_width(line.strength) / 2
        left, top, right, bottom = Box(name.x, top, name.x + name.width, bottom).grown(reach)
        points = [point_on(line.curve, step / 200) for step in range(201)]
        assert not any(left < x < right and top < y < bottom for x, y in points), name.text


def moving(**tracks: tuple[tuple[float, float], tuple[float, float]]) -> StakeMap:
    """A map of actors that moved from one place (alignment, influence) to another."""

    def judged(label: str, index: int, based_on: str | None) -> Snapshot:
        return Snapshot(
            label=label,
            date=label,
            based_on=based_on,
            standings={key: Standing(influence=influence(track[index][1])) for key, track in tracks.items()},
            stances={
                "issue": {key: Stance(alignment=alignment(track[index][0])) for key, track in tracks.items()}
            },
        )

    return StakeMap(
        id=MAP_ID,
        title="Movement",
        actors={key: Actor(name=key.capitalize(), code=key[:3].upper()) for key in tracks},
        issues={"issue": Issue(name="Issue")},
        snapshots={"2020": judged("2020", 0, None), "2024": judged("2024", 1, "2020")},
    )


def test_the_ghost_at_the_start_of_a_track_bears_the_code_of_its_actor():
    document = moving(one=((-60, 30), (60, 70)), two=((60, 30), (-60, 70)))
    for kind in ("before-after", "movement"):
        (page,) = pages_of(document, SlideRequest(kind, "issue", "2024"))
        assert {mark.actor: mark.code for mark in marks(page, MoveMark)} == {"one": "ONE", "two": "TWO"}
        assert [mark.text for mark in marks(page, TextMark, "date")] == ["2020", "2020"]


def test_a_code_that_only_just_fits_its_disc_fits_the_ghost_too():
    document = moving(wide=((-60, 30), (60, 70)))
    actors = {"wide": document.actors["wide"].model_copy(update={"code": "WIDE"})}
    (page,) = pages_of(
        document.model_copy(update={"actors": actors}), SlideRequest("before-after", "issue", "2024")
    )
    assert [mark.style.code for mark in marks(page, ActorMark)] == ["WIDE"]
    assert [mark.code for mark in marks(page, MoveMark)] == ["WIDE"]
    assert [mark.text for mark in marks(page, TextMark, "date")] == ["2020"]


def test_a_code_that_has_no_room_in_its_ghost_stands_before_the_date():
    # The ghost of one lies beneath the disc of the other.
    document = moving(first=((0, 50), (60, 70)), other=((-60, 20), (1, 52)))
    (page,) = pages_of(document, SlideRequest("before-after", "issue", "2024"))
    assert {mark.actor: mark.code for mark in marks(page, MoveMark)} == {"first": "", "other": "OTH"}
    dates = {mark.key: mark.text for mark in marks(page, TextMark, "date")}
    assert dates == {"first": "FIR 2020", "other": "2020"}


def test_a_disc_does_not_cover_the_head_of_the_arrow_to_another():
    document = moving(sudan=((-60, 55), (33, 55)), saudi=((30, 53), (30, 53)))
    (page,) = pages_of(document, SlideRequest("before-after", "issue", "2024"))
    order = [(type(mark), mark.actor) for mark in page.slide.marks if isinstance(mark, MoveMark | ActorMark)]
    assert order == [(ActorMark, "saudi"), (MoveMark, "sudan"), (ActorMark, "sudan")]


@pytest.mark.parametrize("carried", [False, True], ids=["judged", "carried"])
@pytest.mark.parametrize("size", [(1920, 1080), (1684, 1190), (1190, 1684)], ids=str)
def test_a_disc_has_its_code_or_the_code_stands_before_its_name(size: tuple[int, int], carried: bool) -> None:
    document = crowd(3)
    written = {"actor-000": ("Armenia", "ARM"), "actor-001": ("Iran", "IRN"), "actor-002": ("Mines", "WWWW")}
    places = {"actor-000": -60, "actor-001": 0, "actor-002": 60}
    then = document.snapshots["now"].model_copy(
        update={
            "stances": {"issue": {key: Stance(alignment=alignment(x)) for key, x in places.items()}},
            "standings": {key: Standing(influence=influence(50)) for key in places},
        }
    )
    later = Snapshot(label="Later", date="2026", based_on="now")
    document = document.model_copy(
        update={
            "actors": {
                key: document.actors[key].model_copy(update={"name": name, "code": code})
                for key, (name, code) in written.items()
            },
            "snapshots": {"now": then, "later": later} if carried else {"now": then},
        }
    )
    request = SlideRequest("map", "issue", "later" if carried else "now")
    (page,) = compose_deck(document, [request], DeckStyle(LIGHT, slide_measure(), size))
    discs = {mark.name: mark.style for mark in marks(page, ActorMark)}
    assert {style.carried for style in discs.values()} == {carried}
    # Capitals as wide as these have no room at 10 points.
    assert {name: style.code for name, style in discs.items()} == {
        "Armenia": "ARM",
        "Iran": "IRN",
        "Mines": "",
    }
    names = {mark.name: " ".join(line.text for line in mark.lines) for mark in marks(page, LabelMark)}
    assert names == {"Armenia": "Armenia", "Iran": "Iran", "Mines": "WWWW Mines"}
