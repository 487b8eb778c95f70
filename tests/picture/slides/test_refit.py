"""A slide takes the widths of the font it is set in, and what is aligned stays where it is."""

from __future__ import annotations

import pytest

from picture.pages import crowd, slide_of
from stakemap.picture.actor_parts import ActorPart, group_actor_marks
from stakemap.picture.marks import TextMark
from stakemap.picture.measure import Extent, FixedMeasure, WidestMeasure
from stakemap.picture.slides.refit import refit


class Narrow(FixedMeasure):
    """Letters are a tenth narrower than those of FixedMeasure."""

    def extent(self, text: str, size: float, weight: int = 400) -> Extent:
        """See TextMeasure."""
        extent = super().extent(text, size, weight)
        return extent._replace(width=0.9 * extent.width)


def test_the_widest_font_decides() -> None:
    wide, narrow = FixedMeasure(), Narrow()
    for measure in (WidestMeasure(wide, narrow), WidestMeasure(narrow, wide)):
        assert measure.extent("Armenia", 20, 700) == wide.extent("Armenia", 20, 700)
    assert WidestMeasure(narrow).extent("Armenia", 20) == narrow.extent("Armenia", 20)


def test_text_gets_its_own_width_and_keeps_its_fixed_end() -> None:
    slide = slide_of(crowd(12, relations=4, unknown=2))
    fitted = refit(slide, Narrow())
    texts = [
        (before, after)
        for before, after in zip(slide.marks, fitted.marks, strict=True)
        if isinstance(before, TextMark) and isinstance(after, TextMark)
    ]
    assert {before.align for before, _ in texts} == {0.0, 0.5, 1.0}
    for before, after in texts:
        assert after.width == pytest.approx(0.9 * before.width)
        assert after.x + after.align * after.width == pytest.approx(before.x + before.align * before.width)
    parts = [
        [part for part in group_actor_marks(each.marks) if isinstance(part, ActorPart) and part.label]
        for each in (slide, fitted)
    ]
    assert {part.label_align for part in parts[0]} >= {0.0, 1.0}
    for before, after in zip(*parts, strict=True):
        assert before.label
        assert after.label
        for one, other in zip(before.label.lines, after.label.lines, strict=True):
            fixed = before.label_align
            assert other.width == pytest.approx(0.9 * one.width)
            assert other.x + fixed * other.width == pytest.approx(one.x + fixed * one.width)


def test_a_slide_in_the_font_it_was_laid_out_for_stays_as_it_is() -> None:
    slide = slide_of(crowd(12, relations=4, unknown=2))
    before, after = slide.marks, refit(slide, FixedMeasure()).marks
    assert [type(mark) for mark in after] == [type(mark) for mark in before]
    for one, other in zip(before, after, strict=True):
        if isinstance(one, TextMark) and isinstance(other, TextMark):
            assert other.x == pytest.approx(one.x)
