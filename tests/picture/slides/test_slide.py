"""A slide of any map at any size is whole: nothing overlaps, nothing leaves it, nothing is missing."""

from __future__ import annotations

import json
import os
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from picture.pages import NAMES, assert_labels_clear, assert_text_inside, crowd, seen, slide_of
from samples import sample, tiny
from stakemap.model.document import Actor, StakeMap, new_map
from stakemap.picture.appearance.detail import NO_DETAIL
from stakemap.picture.labels.values import key_letter
from stakemap.picture.marks import (
    ActorMark,
    CountMark,
    FrameMark,
    LabelMark,
    LegendMark,
    Mark,
    RangeMark,
    RelationMark,
    TextMark,
    TrailMark,
    TrayMark,
)
from stakemap.picture.options import SlideOptions
from stakemap.picture.slides.legend import legend
from stakemap.picture.slides.slide import Slide
from stakemap.picture.theme import DARK, LIGHT, PRINT, THEMES, contrast
from stakemap.storage.presets import load_preset
from strategies import maps

GOLDEN = Path(__file__).parents[1] / "golden"
SIZES = ((1920, 1080), (1280, 720), (640, 480), (1080, 1080), (1240, 1754), (1754, 1240), (3840, 2160))
sizes = pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")


def texts(slide: Slide, role: str) -> list[str]:
    return [mark.text for mark in slide.marks if isinstance(mark, TextMark) and mark.role == role]


def as_dict(mark: Mark) -> dict[str, object]:
    """The mark as JSON values, with its kind; lengths are rounded to hundredths of a pixel."""
    return {
        "mark": type(mark).__name__,
        **{field.name: _plain(getattr(mark, field.name)) for field in fields(mark)},
    }


def _plain(value: object) -> object:
    if isinstance(value, float):
        return round(value, 2) + 0.0
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        if hasattr(value, "_asdict"):
            return {key: _plain(each) for key, each in value._asdict().items()}
        return [_plain(each) for each in value]
    return value


def of_kind(slide: Slide, kind: type) -> list:
    return [mark for mark in slide.marks if isinstance(mark, kind)]


@pytest.mark.parametrize(
    ("name", "issue", "snapshot", "size"),
    [
        ("border", "border", "2025-07", (1920, 1080)),
        ("corridor-a4", "corridor", "2025-07", (1240, 1754)),
        ("scenario-small", "border", "pressure", (640, 480)),
    ],
)
def test_the_marks_are_those_agreed_on(name: str, issue: str, snapshot: str, size: tuple[int, int]) -> None:
    """Set STAKEMAP_NEW_GOLDEN to write them anew after a change that was meant, and read the difference."""
    slide = slide_of(sample(), issue, snapshot, size)
    lines = [json.dumps(as_dict(mark), ensure_ascii=False) for mark in slide.marks]
    text = "[\n" + ",\n".join(lines) + "\n]\n"
    path = GOLDEN / f"{name}.json"
    if os.environ.get("STAKEMAP_NEW_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@sizes
def test_the_sample_at_every_size(size: tuple[int, int]) -> None:
    slide = slide_of(sample(), "border", "2025-07", size)
    assert_text_inside(slide)
    assert_labels_clear(slide)
    assert texts(slide, "title") == ["A corridor and a border"]
    assert texts(slide, "handling") == ["TLP:GREEN"]
    assert " ".join(texts(slide, "status")) == "Reviewed map · information as of July 2025"
    assert "".join(texts(slide, "issue")).startswith("Armenia–Türkiye")
    assert texts(slide, "snapshot")[0].endswith("1 July 2025")
    assert {mark.actor for mark in of_kind(slide, ActorMark)} == {"armenia", "turkiye", "president"}
    said = " ".join(texts(slide, "tray"))
    assert all(name in said for name in ("Azerbaijan", "Россия", "ایران", "საქართველო"))
    ends = " ".join(texts(slide, "axis-end"))
    assert "keep it closed" in ends
    assert "open it now" in ends
    assert "more influential" in ends
    assert "less influential" in ends
    assert texts(slide, "source")[0].startswith("Sources: ¹ “A commentary”")
    assert not slide.unnamed


@sizes
@pytest.mark.parametrize("seed", range(3))
def test_sixty_actors_at_every_size(size: tuple[int, int], seed: int) -> None:
    slide = slide_of(crowd(60, seed, relations=15), size=size)
    assert_text_inside(slide)
    assert_labels_clear(slide)
    assert len(of_kind(slide, ActorMark)) == 60
    if min(size) >= 1000:
        assert not slide.unnamed
    numbers = {mark.number: mark.name for mark in of_kind(slide, LabelMark) if mark.number}
    key = texts(slide, "name-key")
    assert [key[index] for index in range(0, len(key), 2)] == [
        key_letter(number) for number in sorted(numbers)
    ]


def test_five_hundred_actors_lose_names_and_say_so() -> None:
    slide = slide_of(crowd(500))
    assert_text_inside(slide)
    assert_labels_clear(slide)
    assert len(of_kind(slide, ActorMark)) == 500
    assert len(slide.unnamed) > 100
    assert f"{len(slide.unnamed)} actors are shown" in " ".join(texts(slide, "notice"))


@pytest.mark.parametrize(
    "name", [*(name * 40 for name in NAMES), "x" * 500, "<b>bold</b>&amp;" * 20, "\u202eabc"]
)
def test_a_name_of_any_script_and_length(name: str) -> None:
    document = tiny()
    actors = {"armenia": Actor(name=name[:500]), "tray": Actor(name=name[:500])}
    document = document.model_copy(update={"actors": actors, "title": name[:500], "question": name[:500]})
    for size in SIZES[:4]:
        slide = slide_of(document, "border", "2025", size)
        assert_text_inside(slide)
        assert_labels_clear(slide)
        assert of_kind(slide, LabelMark)


@sizes
def test_long_texts_are_shortened_in_their_places(size: tuple[int, int]) -> None:
    long = "word " * 90
    document = sample()
    issue = document.issues["border"].model_copy(
        update={"name": long, "low_label": long, "high_label": long, "quadrants": (long,) * 4}
    )
    changes = {
        "issues": {"border": issue},
        "title": long,
        "question": long * 40,
        "key_judgement": long * 40,
        "handling": long,
    }
    slide = slide_of(document.model_copy(update=changes), "border", "2025-07", size)
    assert_text_inside(slide)
    assert_labels_clear(slide)
    assert slide.plot.height > 0.25 * size[1]
    assert slide.plot.width > 0.5 * size[0]


@pytest.mark.parametrize("size", [(1, 1), (16, 16), (200, 100), (100, 900), (900, 100), (320, 180)])
def test_a_tiny_or_odd_page_shows_what_it_can(size: tuple[int, int]) -> None:
    for document, issue, snapshot in ((sample(), "border", "2025-07"), (new_map(), None, None)):
        slide = slide_of(document, issue, snapshot, size)
        assert_text_inside(slide)
        assert (slide.width, slide.height) == size


def test_an_empty_map_is_a_designed_page() -> None:
    slide = slide_of(new_map(title="Empty"), None, None)
    assert texts(slide, "notice") == ["This map has no actors yet"]
    assert of_kind(slide, FrameMark)
    assert_text_inside(slide)


def test_an_empty_page_says_what_is_missing() -> None:
    assert texts(slide_of(load_preset("blank"), "issue", "now"), "notice") == ["This map has no actors yet"]
    assert texts(slide_of(crowd(2), None, "now"), "notice") == ["This map has no issue yet"]


def test_a_map_of_unknowns_names_them_all() -> None:
    slide = slide_of(crowd(0, unknown=12))
    assert texts(slide, "notice") == ["No actor has a position on this issue"]
    assert "Without a position (12)" in texts(slide, "heading")
    assert len(of_kind(slide, TrayMark)) == 12


def test_a_full_tray_is_counted_and_cut() -> None:
    slide = slide_of(crowd(5, unknown=500))
    assert "Without a position (500)" in texts(slide, "heading")
    assert "more" in texts(slide, "tray")[-1]
    assert_text_inside(slide)


@sizes
def test_the_legend_is_that_of_what_is_shown(size: tuple[int, int]) -> None:
    document = crowd(20, relations=6, unknown=2)
    slide = slide_of(document, size=size)
    appearance = seen(document, "issue", "now")
    entries = [mark.entry for mark in of_kind(slide, LegendMark)]
    assert tuple(entry for entry in entries if entry.kind != "count") in (
        legend(appearance),
        legend(appearance, tray=False),
    )
    assert len([text for text in texts(slide, "legend") if text]) >= len(entries)


def test_discs_on_one_spot_are_counted_and_explained() -> None:
    document = tiny()
    actors = {key: Actor(name=key) for key in ("armenia", "b", "c")}
    snapshot = document.snapshots["2025"]
    stance = snapshot.stances["border"]["armenia"]
    changed = snapshot.model_copy(
        update={
            "standings": dict.fromkeys(actors, snapshot.standings["armenia"]),
            "stances": {"border": dict.fromkeys(actors, stance)},
        }
    )
    slide = slide_of(
        document.model_copy(update={"actors": actors, "snapshots": {"2025": changed}}), "border", "2025"
    )
    (count,) = of_kind(slide, CountMark)
    assert count.count == 3
    assert len(of_kind(slide, LabelMark)) == 3
    assert [mark.entry.kind for mark in of_kind(slide, LegendMark)][-1] == "count"
    assert_labels_clear(slide)


def test_positions_are_where_the_judgements_put_them() -> None:
    slide = slide_of(sample(), "border", "2025-07")
    discs = {mark.actor: mark for mark in of_kind(slide, ActorMark)}
    middle = slide.plot.centre
    assert discs["turkiye"].x > middle[0]
    assert discs["turkiye"].y < middle[1]
    assert discs["armenia"].y > middle[1]
    assert discs["president"].y == pytest.approx(middle[1])
    assert len({mark.radius for mark in discs.values()}) == 1
    ranges = {mark.actor: mark for mark in of_kind(slide, RangeMark)}
    low, high = ranges["armenia"].x_span
    assert low < discs["armenia"].x < high
    (trail,) = of_kind(slide, TrailMark)
    assert trail.x0 == pytest.approx(middle[0])


def test_the_extremes_lie_inside_the_frame() -> None:
    document = crowd(200, seed=5)
    slide = slide_of(document)
    for disc in of_kind(slide, ActorMark):
        assert slide.plot.left < disc.x - disc.radius
        assert disc.x + disc.radius < slide.plot.right
        assert slide.plot.top < disc.y - disc.radius
        assert disc.y + disc.radius < slide.plot.bottom


def test_every_part_can_be_switched_off() -> None:
    off = SlideOptions(*[False] * len(fields(SlideOptions)))
    slide = slide_of(sample(), "corridor", "2025-07", options=replace(off, relations=True))
    roles = {mark.role for mark in of_kind(slide, TextMark)}
    assert roles == {"issue", "snapshot", "axis-end"}
    assert not of_kind(slide, LegendMark)
    assert of_kind(slide, RelationMark)
    assert not of_kind(slide, RangeMark)
    styles = [mark.style for mark in of_kind(slide, ActorMark)]
    assert {(style.salience, style.confidence, style.weak) for style in styles} == {(None, 0, False)}
    assert off.detail == NO_DETAIL
    assert not of_kind(slide_of(sample(), "corridor", "2025-07", options=off), RelationMark)


def test_frames_of_two_snapshots_differ_only_where_their_contents_do() -> None:
    first = slide_of(sample(), "border", "2025-07")
    again = slide_of(sample(), "border", "2025-07")
    assert first == again


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_all_text_reads_on_the_page(theme: object) -> None:
    slide = slide_of(crowd(12, relations=4, unknown=3), theme=theme)
    for mark in slide.marks:
        if isinstance(mark, TextMark | LabelMark):
            assert contrast(mark.colour, slide.background) >= 4.5


@settings(max_examples=40, deadline=None)
@given(maps(), st.data())
def test_any_map_at_any_size(document: StakeMap, data: st.DataObject) -> None:
    issue = data.draw(st.sampled_from([None, *document.issues]))
    snapshot = data.draw(st.sampled_from([None, *document.snapshots]))
    size = data.draw(st.sampled_from(SIZES) | st.tuples(st.integers(1, 900), st.integers(1, 900)))
    slide = slide_of(document, issue, snapshot, size, data.draw(st.sampled_from([LIGHT, DARK, PRINT])))
    assert_text_inside(slide)
    assert_labels_clear(slide)
    assert len(json.loads(json.dumps([as_dict(mark) for mark in slide.marks]))) == len(slide.marks)
