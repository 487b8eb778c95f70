"""Fits a slide that has been laid out to the font that its text is set in."""

from __future__ import annotations

from dataclasses import replace

from stakemap.picture.actor_parts import ActorPart, group_actor_marks
from stakemap.picture.labels.values import Line
from stakemap.picture.marks import CellMark, LabelMark, Mark, ShapeMark, TextMark
from stakemap.picture.measure import TextMeasure
from stakemap.picture.slides.slide import Slide


def refit(slide: Slide, measure: TextMeasure) -> Slide:
    """The slide with the widths that `measure` gives its texts, whose aligned ends stay where they are.

    A layout may reserve more than the width of a text in one font (see `WidestMeasure`); a name that ends at
    its disc, or a date at the margin, would otherwise begin where the widest font begins.
    """
    aligns = {
        id(part.label): part.label_align
        for part in group_actor_marks(slide.marks)
        if isinstance(part, ActorPart) and part.label is not None
    }

    def fitted(mark: Mark) -> Mark:
        match mark:
            case TextMark():
                width = measure.extent(mark.text, mark.size, mark.weight).width
                return replace(mark, x=mark.x + mark.align * (mark.width - width), width=width)
            case CellMark() | ShapeMark():
                return replace(mark, width=measure.extent(mark.text, mark.size, mark.weight).width)
            case LabelMark():
                align = aligns.get(id(mark), 0.0)
                return replace(mark, lines=tuple(line(each, mark, align) for each in mark.lines))
        return mark

    def line(placed: Line, label: LabelMark, align: float) -> Line:
        width = measure.extent(placed.text, label.size, label.weight).width
        return placed._replace(x=placed.x + align * (placed.width - width), width=width)

    return replace(slide, marks=tuple(fitted(mark) for mark in slide.marks))
