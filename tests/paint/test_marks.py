"""A few pixels of each mark: what is painted is what the marks say."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import pairwise

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter

from picture.curve_between import curve_between
from picture.pages import crowd, slide_of
from samples import sample
from stakemap.paint.fonts import QtMeasure
from stakemap.paint.marks import paint_badge, paint_slide
from stakemap.paint.primitives import paint_disc, paint_label, paint_relation, paint_whiskers
from stakemap.paint.trails import paint_trail
from stakemap.picture.appearance.values import DiscStyle
from stakemap.picture.geometry import count_badge, relation_line, weak_sign
from stakemap.picture.marks import ActorMark, FrameMark
from stakemap.picture.plot.curves import Curve, Point
from stakemap.picture.style import ARC_RADIUS, DISC_REACH, TICK_SPAN
from stakemap.picture.theme import DARK, LIGHT, PRINT, THEMES, Theme, contrast

BLUE = "#0067a5"
CENTRE = 60.0
RADIUS = 30.0


def painted(draw: Callable[[QPainter], None], ground: str = LIGHT.canvas) -> QImage:
    image = QImage(120, 120, QImage.Format.Format_RGB32)
    image.fill(QColor(ground))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw(painter)
    painter.end()
    return image


def disc(theme: Theme = LIGHT, **changes: object) -> QImage:
    style = DiscStyle("", BLUE)._replace(**changes)
    return painted(
        lambda painter: paint_disc(painter, QPointF(CENTRE, CENTRE), RADIUS, style, theme, QtMeasure()),
        theme.canvas,
    )


def at(image: QImage, dx: float, dy: float) -> str:
    """The colour so many radii right of and above the centre."""
    return image.pixelColor(round(CENTRE + dx * RADIUS), round(CENTRE - dy * RADIUS)).name()


def differing(a: QImage, b: QImage) -> int:
    return sum(a.pixel(x, y) != b.pixel(x, y) for x in range(a.width()) for y in range(a.height()))


def test_a_disc_is_filled_with_its_colour() -> None:
    image = disc()
    assert at(image, 0, 0) == BLUE
    assert at(image, 0.85, 0) == BLUE
    assert at(image, 1.2, 0) == LIGHT.canvas


def test_a_carried_over_disc_is_hollow() -> None:
    image = disc(carried=True)
    assert at(image, 0, 0) == LIGHT.canvas
    assert at(image, 0.9, 0) == BLUE


def test_the_code_is_written_in_the_disc() -> None:
    assert differing(disc(code="ARM"), disc()) > 100
    assert differing(disc(code="ARM", carried=True), disc(carried=True)) > 100


@pytest.mark.parametrize("theme", [LIGHT, DARK, PRINT])
@pytest.mark.parametrize("carried", [False, True])
def test_ticks_tell_confidence_apart_by_their_number(theme: Theme, carried: bool) -> None:
    height = sum(TICK_SPAN) / 2

    def bars(image: QImage) -> int:
        """How often the lightness turns to that of a tick, from left to right below the code."""
        row = [QColor(at(image, x / 50, -height)).lightness() for x in range(-24, 25)]
        ground = row[0]
        marked = [abs(lightness - ground) > 60 for lightness in row]
        return sum(now and not before for before, now in pairwise(marked))

    ink = theme.categorical[0]
    for confidence in range(4):
        image = disc(theme, colour=ink, confidence=confidence, carried=carried)
        assert bars(image.convertToFormat(QImage.Format.Format_Grayscale8)) == confidence


def test_salience_is_an_arc_from_twelve_o_clock() -> None:
    quarter = disc(salience=4)
    assert at(quarter, ARC_RADIUS * 0.7, ARC_RADIUS * 0.7) == BLUE
    assert at(quarter, -ARC_RADIUS, 0) != BLUE
    assert at(disc(salience=16), -ARC_RADIUS, 0) == BLUE
    assert at(disc(salience=None), ARC_RADIUS, 0) == LIGHT.canvas


@pytest.mark.parametrize("theme", [LIGHT, DARK, PRINT])
def test_weak_support_is_a_sign_beside_the_disc_in_the_colour_of_text(theme: Theme) -> None:
    image = disc(theme, weak=True)
    sign = weak_sign(0, 0, 1)
    assert at(image, sign.dot.x, -sign.dot.y) == theme.text_muted
    assert at(image, sign.hook[0].x + 0.06, -sign.hook[-1].y) == theme.canvas, "hollow left of its stem"
    assert differing(image, disc(theme)) > 20


def test_nothing_of_a_disc_lies_beyond_its_reach() -> None:
    everything = disc(code="WIDE", confidence=3, weak=True, salience=16)
    plain = painted(lambda painter: painter.setOpacity(1))
    for x in range(120):
        for y in range(120):
            if (x - CENTRE) ** 2 + (y - CENTRE) ** 2 > (DISC_REACH * RADIUS + 1.5) ** 2:
                assert everything.pixel(x, y) == plain.pixel(x, y)


def test_a_dimmed_disc_is_faint() -> None:
    assert QColor(at(disc(dimmed=True), 0, 0)).lightness() > 180


def test_whiskers_have_a_soft_box() -> None:
    image = painted(
        lambda painter: paint_whiskers(painter, QPointF(60, 60), (20, 100), (30, 90), RADIUS, BLUE)
    )
    assert image.pixelColor(40, 45).name() != LIGHT.canvas
    assert image.pixelColor(40, 45).lightness() > 220
    assert image.pixelColor(40, 60).lightness() < image.pixelColor(40, 45).lightness()
    assert image.pixelColor(10, 60).name() == LIGHT.canvas


def test_a_trail_fades_towards_its_start() -> None:
    image = painted(lambda painter: paint_trail(painter, QPointF(10, 60), QPointF(110, 60), 20, BLUE, LIGHT))
    assert image.pixelColor(100, 60).lightness() < image.pixelColor(40, 60).lightness()


@pytest.mark.parametrize("end", [QPointF(110, 100), QPointF(110, 60), QPointF(60, 110), QPointF(13, 62)])
def test_a_trail_in_steps_looks_like_its_gradient(end: QPointF) -> None:
    def trail(painter: QPainter, in_steps: bool) -> None:
        paint_trail(painter, QPointF(10, 60), end, 20, BLUE, LIGHT, in_steps=in_steps)

    gradient, steps = (painted(partial(trail, in_steps=in_steps)) for in_steps in (False, True))
    for x in range(120):
        for y in range(120):
            one, other = gradient.pixelColor(x, y), steps.pixelColor(x, y)
            # At soft edges the parts that overlap cover a little more.
            assert max(abs(a - b) for a, b in zip(one.getRgb(), other.getRgb(), strict=True)) <= 24


@pytest.mark.parametrize("theme", [LIGHT, PRINT], ids=["light", "print"])
def test_friendly_is_solid_and_hostile_is_broken(theme: Theme) -> None:
    curve = curve_between((5, 60), (115, 60), 3)
    assert curve is not None

    def gaps(strength: int) -> int:
        image = painted(
            lambda painter: paint_relation(painter, curve, strength, False, 14, theme), theme.canvas
        )
        columns = [
            any(image.pixelColor(x, y).name() != theme.canvas for y in range(120)) for x in range(12, 108)
        ]
        return columns.count(False)

    assert gaps(3) == 0
    assert gaps(-3) > 10


def test_arrow_heads_show_the_direction_or_both() -> None:
    curve = curve_between((5, 60), (115, 60), 3)
    assert curve is not None

    def heads(directed: bool | None) -> tuple[bool, bool]:
        """Whether the line is wider near its start and near its end than in its middle."""
        image = painted(lambda painter: paint_relation(painter, curve, 1, directed, 20, LIGHT))
        start, middle, end = (
            sum(image.pixelColor(x, y).name() != LIGHT.canvas for y in range(120))
            for x in (round(curve.start.x) + 7, 60, round(curve.end.x) - 7)
        )
        return start > middle + 2, end > middle + 2

    assert heads(True) == (False, True)
    assert heads(False) == (True, True)
    assert heads(None) == (False, False)


def test_heads_of_discs_close_to_each_other_do_not_overlap() -> None:
    curve = Curve(Point(0, 0), Point(5, 0), Point(10, 0))
    first, second = relation_line(curve, 3, False, 40).heads
    assert min(corner.x for corner in first.corners) > max(corner.x for corner in second.corners)


def test_a_label_has_a_halo() -> None:
    label = painted(lambda p: paint_label(p, QPointF(20, 70), "No", 40, 600, "#000000", "#ffffff"), "#777777")
    shades = {label.pixelColor(x, y).lightness() for x in range(120) for y in range(120)}
    assert min(shades) < 20
    assert max(shades) > 235


def test_a_count_stands_at_the_lower_right() -> None:
    image = painted(
        lambda painter: paint_badge(painter, count_badge(CENTRE, CENTRE, RADIUS, 12), LIGHT, QtMeasure())
    )
    assert at(image, 0, 0) == LIGHT.canvas
    assert at(image, 0.95, -1.35) == LIGHT.text


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_a_slide_is_painted_from_its_marks(theme: Theme) -> None:
    slide = slide_of(sample(), "corridor", "2025-07", (960, 540), theme, measure=QtMeasure())
    image = QImage(960, 540, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    paint_slide(painter, slide)
    painter.end()
    assert image.pixelColor(1, 1).name() == theme.canvas
    for mark in slide.marks:
        if isinstance(mark, ActorMark):
            below = image.pixelColor(round(mark.x), round(mark.y + 0.75 * mark.radius)).name()
            assert below == mark.style.colour
        if isinstance(mark, FrameMark):
            assert image.pixelColor(round(mark.box.left), round(mark.box.top + 5)).name() != theme.canvas


def test_painting_leaves_the_painter_as_it_was() -> None:
    image = QImage(300, 200, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setOpacity(0.5)
    before = (painter.font(), painter.pen(), painter.brush(), painter.opacity(), painter.transform())
    paint_slide(painter, slide_of(crowd(12), size=(300, 200)))
    assert (painter.font(), painter.pen(), painter.brush(), painter.opacity(), painter.transform()) == before
    painter.end()


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
@pytest.mark.parametrize("strength", [None, 0])
@pytest.mark.parametrize("shift", [0.0, 0.25, 0.5, 0.75])
def test_a_relation_without_strength_is_seen_beside_small_discs(
    theme: Theme, strength: int | None, shift: float
) -> None:
    y = CENTRE + shift
    line = Curve(Point(10, y), Point(60, y), Point(110, y))
    image = painted(lambda painter: paint_relation(painter, line, strength, None, 14.0, theme), theme.canvas)
    columns = [
        max(contrast(image.pixelColor(x, row).name(), theme.canvas) for row in range(55, 67))
        for x in range(12, 108)
    ]
    # Dots leave gaps, of less than 5 pixels.
    assert all(max(columns[x : x + 5]) >= 3 for x in range(len(columns) - 5))
