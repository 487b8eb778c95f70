"""What canvas and slides share: captions, labels of relations, counts of actors on one spot, colours."""

from __future__ import annotations

import pytest

from stakemap.picture.appearance.values import GroupLook, RelationLook, actor_colour
from stakemap.picture.geometry import count_badge
from stakemap.picture.labels.occupancy import Box
from stakemap.picture.labels.placement import place
from stakemap.picture.labels.relation_labels import relation_labels
from stakemap.picture.labels.values import Labelling, LabelStyle
from stakemap.picture.measure import FixedMeasure
from stakemap.picture.plot.captions import caption_places, set_caption
from stakemap.picture.plot.curves import Curve, Point
from stakemap.picture.theme import LIGHT, PRINT, disc_colour

MEASURE = FixedMeasure()
STYLE = LabelStyle(size=12, min_size=9, weight=500, max_width=200, gap=5)


def nothing_placed(*lines: list[tuple[float, float]]) -> Labelling:
    return place([], [], Box(0, 0, 800, 600), MEASURE, STYLE, lines=lines)


def relation(key: str, label: str = "presses", *, dimmed: bool = False) -> RelationLook:
    return RelationLook(key, "a", "b", label, True, 1, False, dimmed)


def straight(x0: float, x1: float, y: float = 300.0) -> Curve:
    return Curve(Point(x0, y), Point((x0 + x1) / 2, y), Point(x1, y))


def test_a_caption_ends_at_the_right_edge_of_its_box_where_that_is_its_corner() -> None:
    caption = set_caption("Can block it\nand would like to", 90, 12, MEASURE, max_lines=2)
    assert caption is not None
    assert len(caption.lines) == 2
    box = caption.box(100, 50)
    right = [left + width for _, left, _, width in caption.rows(box, at_right=True)]
    assert right == pytest.approx([box.right, box.right])
    assert [left for _, left, _, _ in caption.rows(box, at_right=False)] == [100, 100]
    assert all(box.top < baseline <= box.bottom for _, _, baseline, _ in caption.rows(box, at_right=True))


def test_a_caption_without_text_is_none() -> None:
    assert set_caption(" \n", 200, 12, MEASURE, max_lines=2) is None


def test_a_caption_moves_from_its_corner_to_the_axis() -> None:
    caption = set_caption("Decides", 200, 12, MEASURE, max_lines=2)
    assert caption is not None
    lefts = [box.left for box in caption_places(caption, 600, 420, 10)]
    below = caption_places(caption, 600, 420, 10, 30)
    assert [(box.left, round(box.top, 1)) for box in below[4:]] == [(left, 29.2) for left in lefts]
    above = caption_places(caption, 600, 420, 100, -100)
    assert sorted({round(box.top, 1) for box in above}) == [42.4, 61.6, 80.8, 100.0]
    assert lefts == pytest.approx([600, 540, 480, 420])


def test_labels_of_relations_keep_off_each_other() -> None:
    curves = [(relation("one"), straight(100, 500)), (relation("two"), straight(100, 500))]
    one, two = relation_labels(curves, nothing_placed(), MEASURE, 10, 200)
    # Both stand beside the line, which strikes neither through.
    assert all(abs(each.box.centre[1] - 300) > 5 for each in (one, two))
    assert one.box.centre[0] == pytest.approx(300)
    assert not one.box.overlaps(two.box)


def test_a_label_of_a_relation_makes_way_for_lines() -> None:
    across = [(300.0, 200.0), (300.0, 400.0)]
    (label,) = relation_labels(
        [(relation("one", "on"), straight(100, 500))], nothing_placed(across), MEASURE, 10, 200
    )
    assert not label.box.left < 300 < label.box.right


def test_a_label_of_a_relation_without_room_on_one_line_has_two_and_is_elided_at_last() -> None:
    def label_between(left: float, right: float) -> list[str]:
        walls = Box(0, 0, left, 600), Box(right, 0, 800, 600)
        labelling = place([], [], Box(0, 0, 800, 600), MEASURE, STYLE, blocked=walls)
        curves = [(relation("one", "Franco-German bargain"), straight(100, 700))]
        (label,) = relation_labels(curves, labelling, MEASURE, 10, 200)
        assert left < label.box.left < label.box.right < right
        assert all(
            label.box.left <= line.x and line.x + line.width <= label.box.right + 0.01 for line in label.lines
        )
        assert all(label.box.top < line.baseline <= label.box.bottom for line in label.lines)
        return [line.text for line in label.lines]

    width = MEASURE.extent("Franco-German bargain", 10).width
    assert label_between(300, 320 + width) == ["Franco-German bargain"]
    assert label_between(300, 290 + width) == ["Franco-German", "bargain"]
    (elided,) = label_between(296, 360)
    assert elided.startswith("Franco")
    assert elided.endswith("…")


def test_relations_that_are_short_dimmed_or_nameless_have_no_label() -> None:
    curves = [
        (relation("short"), straight(300, 310)),
        (relation("dimmed", dimmed=True), straight(100, 500)),
        (relation("nameless", ""), straight(100, 500)),
    ]
    assert list(relation_labels(curves, nothing_placed(), MEASURE, 10, 200)) == []


def test_a_badge_grows_with_the_least_size_of_its_number() -> None:
    plain, readable = count_badge(0, 0, 6, 2), count_badge(0, 0, 6, 2, least=9)
    assert plain.size < 9 <= readable.size
    assert plain.reach < readable.reach
    assert plain.centre == readable.centre
    assert count_badge(0, 0, 20, 2, least=9) == count_badge(0, 0, 20, 2)


@pytest.mark.parametrize(("count", "text"), [(99, "99"), (100, "99+")])
def test_a_badge_tells_large_counts_only_as_large(count: int, text: str) -> None:
    assert count_badge(0, 0, 20, count, most=99).text == text
    assert count_badge(0, 0, 20, count).text == str(count)


def test_an_actor_has_its_own_colour_then_that_of_its_group_then_none() -> None:
    group = GroupLook("Bloc", "#336699")
    assert actor_colour("#884400", group, LIGHT) == disc_colour("#884400", LIGHT)
    assert actor_colour(None, group, LIGHT) == group.colour
    assert actor_colour(None, None, LIGHT) == disc_colour(LIGHT.neutral, LIGHT)
    assert actor_colour("#884400", group, PRINT) == group.colour
