"""Labels give way to handles: the shortest way that covers nothing else, or not at all."""

from __future__ import annotations

import pytest

from stakemap.app.canvas.labels.giving_way import off_handles
from stakemap.picture.labels.occupancy import Box

VIEW = Box(0, 0, 400, 300)
NAME = Box(100, 100, 160, 112)


def no_discs(box: Box) -> bool:
    return False


def handle(x: float, y: float) -> Box:
    return Box(x, y, x, y).grown(5)


def test_a_label_moves_only_where_a_handle_lies_on_it() -> None:
    assert off_handles([NAME, Box(100, 200, 160, 212)], [handle(130, 80)], no_discs, VIEW) == [(0, 0), (0, 0)]


@pytest.mark.parametrize(
    ("at", "moved"),
    [((130, 108), (0, -9)), ((130, 102), (0, 7)), ((98, 106), (3, 0)), ((163, 106), (-2, 0))],
)
def test_it_takes_the_shortest_way(at: tuple[float, float], moved: tuple[float, float]) -> None:
    assert off_handles([NAME], [handle(*at)], no_discs, VIEW) == [moved]


def test_it_covers_no_label_no_disc_and_no_other_handle() -> None:
    above, disc = Box(110, 80, 150, 94), Box(135, 116, 165, 146)
    assert off_handles([NAME, above], [handle(130, 108)], no_discs, VIEW) == [(0, 13), (0, 0)]
    assert off_handles([NAME, above], [handle(130, 108)], disc.overlaps, VIEW) == [(35, 0), (0, 0)]
    ways = off_handles([NAME], [handle(130, 108), handle(110, 90)], disc.overlaps, VIEW)
    assert ways == [(35, 0)]


def test_labels_that_give_way_do_not_meet() -> None:
    first, second = Box(100, 100, 160, 112), Box(100, 125, 160, 137)
    moves = off_handles([first, second], [handle(130, 109), handle(130, 128)], no_discs, VIEW)
    boxes = [
        Box(box.left + dx, box.top + dy, box.right + dx, box.bottom + dy)
        for box, (dx, dy) in zip((first, second), moves, strict=True)
    ]
    assert not boxes[0].overlaps(boxes[1])


def test_it_stays_where_there_is_no_room_and_in_view() -> None:
    around = [Box(0, 0, 400, 99), Box(0, 113, 400, 300), Box(0, 99, 99, 113), Box(161, 99, 400, 113)]
    assert off_handles([NAME], [handle(130, 106)], lambda box: any(map(box.overlaps, around)), VIEW) == [
        (0, 0)
    ]
    at_the_edge = Box(100, 0, 160, 12)
    assert off_handles([at_the_edge], [handle(130, 8)], no_discs, VIEW) == [(0, 13)]
