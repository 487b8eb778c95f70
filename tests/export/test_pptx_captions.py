"""Texts of relations are found by their lines, and lie above the lines of others."""

from __future__ import annotations

from stakemap.export.pptx_captions import captions_above, captions_of
from stakemap.picture.marks import LineMark, Mark, RelationMark, TextMark
from stakemap.picture.plot.curves import Curve, Point


def relation(key: str, start: tuple[float, float], end: tuple[float, float]) -> RelationMark:
    middle = Point((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    return RelationMark(key, "a", "b", key, Curve(Point(*start), middle, Point(*end)), 1, False, 20, False)


def caption(key: str, x: float, baseline: float) -> TextMark:
    return TextMark("relation", key, x, baseline, 40, 18, 400, "#000000", True, key, 0.5)


RULE = LineMark("rule", 0, 0, 100, 0, 1, "#000000")


def test_a_line_is_drawn_before_the_text_that_it_crosses() -> None:
    across, down, bare = (
        relation("across", (0, 100), (400, 100)),
        relation("down", (200, 0), (200, 300)),
        relation("bare", (0, 105), (400, 105)),
    )
    # "down" crosses the text of "across", which is therefore drawn after it.
    texts = caption("across", 180, 105), caption("down", 180, 250)
    marks: tuple[Mark, ...] = (RULE, across, down, bare, RULE, *texts)
    assert captions_above(marks) == (RULE, bare, down, across, RULE, *texts)
    # Where each crosses the text of the other nothing is lost.
    both = captions_above((across, down, texts[0], caption("down", 180, 110)))
    assert set(both[:2]) == {across, down}


def test_a_text_belongs_to_the_relation_of_its_own_plot() -> None:
    line, text = relation("ally", (0, 0), (100, 0)), caption("ally", 30, 5)
    found = captions_of((line, RULE, line, text))
    assert found == {2: [text]}
    assert captions_of((line, text, line, caption("ally", 30, 90)))[0] == [text]
    lines = caption("ally", 30, 5), caption("ally", 32, 17)
    assert captions_of((line, RULE, *lines)) == {0: list(lines)}
