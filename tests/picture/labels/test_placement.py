"""Names never cover names or discs, wherever the actors are, and climb down the ladder step by step."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from picture.pages import NAMES, covers
from stakemap.picture.labels.occupancy import Box, Occupancy, Place
from stakemap.picture.labels.placement import place
from stakemap.picture.labels.values import Disc, Labelling, LabelRequest, LabelStyle
from stakemap.picture.labels.variants import forms_for
from stakemap.picture.measure import FixedMeasure

MEASURE = FixedMeasure()
FRAME = Box(0, 0, 1400, 760)
STYLE = LabelStyle(size=24, min_size=18, weight=560, max_width=420, gap=5, max_numbers=30)
REACH = 26.0


def requests(points: list[tuple[float, float]], names: list[str]) -> list[LabelRequest]:
    return [
        LabelRequest(f"a{index}", name, x, y, REACH, importance=y)
        for index, ((x, y), name) in enumerate(zip(points, names, strict=True))
    ]


def placed(wanted: list[LabelRequest], frame: Box = FRAME, style: LabelStyle = STYLE) -> Labelling:
    return place(wanted, [Disc(each.x, each.y, REACH) for each in wanted], frame, MEASURE, style)


def assert_clear(labelling: Labelling, wanted: list[LabelRequest], frame: Box) -> None:
    labels = labelling.labels
    for index, label in enumerate(labels):
        assert frame.holds(label.box)
        assert not any(label.box.overlaps(other.box) for other in labels[index + 1 :])
        assert not any(covers(label.box, each.x, each.y, REACH) for each in wanted)
        for line in label.lines:
            assert label.box.grown(0.01).holds(
                Box(line.x, line.baseline - 0.8 * label.size, line.x + line.width, line.baseline)
            )
    assert {label.key for label in labels}.isdisjoint(labelling.omitted)
    assert len(labels) + len(labelling.omitted) == len(wanted)


names = st.sampled_from(NAMES) | st.text(min_size=1, max_size=80).map(str.strip).filter(bool)
points = st.tuples(st.floats(30, 1370), st.floats(30, 730))


@given(st.lists(st.tuples(points, names), max_size=30), st.sampled_from([(1400, 760), (500, 300), (120, 90)]))
def test_no_name_covers_a_name_or_a_disc(actors: list, size: tuple[int, int]) -> None:
    frame = Box(0, 0, *size)
    scaled = [((x / 1400 * size[0], y / 760 * size[1]), name) for (x, y), name in actors]
    wanted = requests([point for point, _ in scaled], [name for _, name in scaled])
    labelling = placed(wanted, frame)
    assert_clear(labelling, wanted, frame)
    assert labelling.labels == placed(wanted, frame).labels


@pytest.mark.parametrize("seed", range(12))
def test_sixty_actors_all_keep_a_name_or_a_number(seed: int) -> None:
    chance = random.Random(seed)
    where = [(chance.uniform(40, 1360), chance.uniform(40, 720)) for _ in range(60)]
    style = LabelStyle(size=20, min_size=18, weight=560, max_width=300, gap=4, max_numbers=30)
    wanted = requests(where, [f"{chance.choice(NAMES)} {index}" for index in range(60)])
    labelling = placed(wanted, style=style)
    assert_clear(labelling, wanted, FRAME)
    assert not labelling.omitted


def test_a_name_alone_stands_to_the_right_of_its_disc() -> None:
    (label,) = placed(requests([(700, 400)], ["Armenia"])).labels
    assert label.leader is None
    assert label.box.left == pytest.approx(700 + REACH + STYLE.gap)
    assert label.box.centre[1] == pytest.approx(400)


def test_at_the_right_edge_it_stands_to_the_left() -> None:
    (label,) = placed(requests([(1370, 400)], ["Armenia"])).labels
    assert label.box.right == pytest.approx(1370 - REACH - STYLE.gap)


@pytest.mark.parametrize(("height", "cell"), [(100.0, 2.0), (16.5, 1.1)])
def test_a_box_may_end_where_the_frame_and_its_cells_end(height: float, cell: float) -> None:
    occupancy = Occupancy(Box(0.0, 0.0, 100.0, height), cell)
    corner = Place(100.0, height, 1.0, 1.0)
    assert occupancy.free([corner], 10.0, 10.0) == [corner]


def test_a_name_keeps_off_a_line_where_it_can() -> None:
    wanted = requests([(700, 400)], ["Armenia"])
    line = [(700.0, 400.0), (1300.0, 400.0)]
    (label,) = place(wanted, [Disc(700, 400, REACH)], FRAME, MEASURE, STYLE, lines=[line]).labels
    assert label.box.right < 700


def test_a_name_that_had_to_move_away_has_a_leader() -> None:
    ring = [(700, 400), (700, 340), (640, 375), (760, 375), (640, 425), (760, 425)]
    labelling = placed(requests(ring, [f"Name {index}" for index in range(6)]))
    middle = next(label for label in labelling.labels if label.key == "a0")
    assert middle.number is None
    assert middle.leader is not None
    x0, y0, x1, y1 = middle.leader
    assert Box(x1, y1, x1, y1).overlaps(middle.box.grown(6)) or middle.box.grown(6).holds(Box(x1, y1, x1, y1))
    assert (x0 - 700) ** 2 + (y0 - 400) ** 2 < (REACH + 5) ** 2


def test_a_name_that_would_be_far_away_is_a_number_instead() -> None:
    ring = [(700 + dx, 400 + dy) for dx in (-75, 0, 75) for dy in (-60, 0, 60)]
    labelling = placed(requests(ring, [f"Name {index}" for index in range(9)]))
    middle = next(label for label in labelling.labels if label.key == "a4")
    assert middle.number == 1


def test_a_disc_shut_in_by_others_still_gets_a_number() -> None:
    ring = [(700 + dx, 400 + dy) for dx in (-54, 0, 54) for dy in (-54, 0, 54)]
    wanted = requests(ring, [f"No {index}" for index in range(9)])
    labelling = placed(wanted)
    assert_clear(labelling, wanted, FRAME)
    middle = next(label for label in labelling.labels if label.key == "a4")
    assert middle.leader is not None
    assert middle.number is not None
    assert not labelling.omitted


def test_discs_on_one_spot_each_have_their_name() -> None:
    wanted = requests([(700, 400)] * 5, [f"Name {index}" for index in range(5)])
    labelling = placed(wanted)
    assert_clear(labelling, wanted, FRAME)
    assert len(labelling.labels) == 5


def narrow(width: float, height: float, text: str, **changes: object) -> Labelling:
    """One actor at the left edge of a frame with so much room beside its disc."""
    frame = Box(0, 0, 2 * REACH + 5 + width, height)
    wanted = requests([(REACH, height / 2)], [text])
    style = LabelStyle(**{**{f: getattr(STYLE, f) for f in STYLE.__dataclass_fields__}, **changes})
    return place(wanted, [Disc(REACH, height / 2, REACH)], frame, MEASURE, style)


def test_the_ladder_wraps_then_shrinks_then_shortens_then_numbers() -> None:
    text = "European Union institutions"
    whole = narrow(500, 60, text).labels[0]
    wrapped = narrow(240, 60, text).labels[0]
    shrunk = narrow(190, 60, text).labels[0]
    shortened = narrow(150, 54, text).labels[0]
    numbered = narrow(30, 54, text).labels[0]
    assert [line.text for line in whole.lines] == [text]
    assert len(wrapped.lines) == 2
    assert wrapped.size == STYLE.size
    assert shrunk.size == STYLE.min_size
    assert len(shrunk.lines) == 2
    assert shortened.lines[0].text.endswith("…")
    assert numbered.number == 1
    assert numbered.lines[0].text == "A"


@pytest.mark.parametrize("text", NAMES)
def test_no_form_of_a_name_is_tried_twice(text: str) -> None:
    forms = forms_for(MEASURE, 24.0, 18.0, 560, 300.0)
    in_full, in_least = [*forms.full(text), *forms.wrapped(text)], list(forms.shrunk(text))
    assert len(in_full) == len(set(in_full))
    assert len(in_least) == len(set(in_least))


def test_what_finds_no_room_is_told() -> None:
    assert narrow(4, 54, "Armenia").omitted == ("a0",)
    assert narrow(30, 54, "European Union institutions", max_numbers=0).omitted == ("a0",)


def test_the_important_ones_keep_their_names_in_a_crowd() -> None:
    chance = random.Random(3)
    where = [(chance.uniform(40, 1360), chance.uniform(40, 720)) for _ in range(400)]
    wanted = requests(where, [f"Name {index}" for index in range(400)])
    labelling = placed(wanted)
    assert_clear(labelling, wanted, FRAME)
    importance = {each.key: each.importance for each in wanted}
    told = [importance[key] for key in labelling.omitted]
    assert told == sorted(told, reverse=True)


@settings(max_examples=10)
@given(st.integers(100, 500))
def test_a_name_of_any_length_stays_in_the_frame(length: int) -> None:
    wanted = requests([(700, 400)], [("word " * 100)[:length].strip()])
    labelling = placed(wanted)
    assert_clear(labelling, wanted, FRAME)
    assert len(labelling.labels[0].lines) <= 4
