"""Atlas, fragments and discs: many discs at once look as when each is painted by itself."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap

from stakemap.app.canvas.layers.atlas import Budget, SpriteSheet
from stakemap.app.canvas.layers.fragments import FragmentBatch
from stakemap.picture.theme import LIGHT


def test_fragments_land_where_they_should(qapp):
    source = QPixmap(20, 10)
    source.fill(QColor("red"))
    painter = QPainter(source)
    painter.fillRect(QRectF(10, 0, 10, 10), QColor("blue"))
    painter.end()
    image = QImage(100, 50, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor("white"))
    batch = FragmentBatch()
    sources = np.array([[0, 0, 10, 10], [10, 0, 10, 10], [0, 0, 10, 10]], float)
    batch.fill(np.array([20.0, 50.0, 80.0]), np.array([25.0, 25.0, 25.0]), sources, np.array([1, 1, 0.5]))
    painter = QPainter(image)
    batch.draw(painter, source)
    painter.end()
    assert [image.pixelColor(x, 25).name() for x in (20, 50, 80)] == ["#ff0000", "#0000ff", "#ff8080"]
    assert image.pixelColor(14, 25).name() == "#ffffff"
    assert image.pixelColor(15, 25).name() == "#ff0000"


def test_a_batch_grows_shrinks_and_may_be_empty(qapp):
    source = QPixmap(4, 4)
    source.fill(QColor("red"))
    image = QImage(40, 4, QImage.Format.Format_ARGB32_Premultiplied)
    batch = FragmentBatch()
    for count in (0, 5_000, 3, 0, 10_000):
        places = np.full(count, 20.0)
        batch.fill(places, np.full(count, 2.0), np.tile([0.0, 0, 4, 4], (count, 1)))
        assert len(batch) == count
        painter = QPainter(image)
        batch.draw(painter, source)
        painter.end()


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_a_sheet_keeps_its_sprites_as_it_grows(qapp, ratio):
    sheet = SpriteSheet(ratio)
    colours = [QColor(number % 256, number // 3, 90) for number in range(600)]
    for shade in colours:
        sheet.add(40, 30, lambda painter, _, shade=shade: painter.fillRect(QRectF(-20, -15, 40, 30), shade))
    assert len(sheet) == 600
    image = sheet.pixmap.toImage()
    for shade, (left, top, width, height) in zip(colours, sheet.sources, strict=True):
        assert width >= 40 * ratio
        assert width % 2 == 0
        assert image.pixelColor(int(left + width / 2), int(top + height / 2)) == shade


def test_a_budget_always_allows_one():
    budget = Budget(0)
    assert budget.allows()
    assert not budget.allows()
    assert budget.overdrawn


def test_many_discs_look_as_when_each_is_painted_by_itself(drive):
    """The batch against the primitive, pixel by pixel around a lone disc."""
    from stakemap.paint.fonts import QtMeasure
    from stakemap.paint.primitives import paint_disc

    canvas = drive()
    image = canvas.canvas.view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    at, radius = canvas.at("president"), int(canvas.scene.radius)
    drawn = QImage(image.size(), QImage.Format.Format_RGB32)
    drawn.fill(QColor(LIGHT.canvas))
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    style = canvas.scene.appearance.actors["president"].disc
    paint_disc(painter, at.toPointF(), canvas.scene.radius, style, LIGHT, QtMeasure())
    painter.end()
    # Well inside the disc, whiskers and axes do not show.
    inside = range(-radius + 4, radius - 3)
    differing = [
        (x, y)
        for x in inside
        for y in inside
        if x * x + y * y < (radius - 4) ** 2
        and _distance(image.pixelColor(at.x() + x, at.y() + y), drawn.pixelColor(at.x() + x, at.y() + y)) > 24
    ]
    assert not differing


def _distance(a: QColor, b: QColor) -> int:
    return max(abs(a.red() - b.red()), abs(a.green() - b.green()), abs(a.blue() - b.blue()))
