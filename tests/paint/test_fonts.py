"""Inter comes with true weights, other scripts through the system, and measures are remembered."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from PySide6.QtGui import QColor, QFont, QFontInfo, QImage, QPainter, QRawFont

from stakemap.paint.fonts import FAMILY, OfficeMeasure, QtMeasure, cap_height, font, load_fonts, slide_measure


def ink(weight: int) -> int:
    """How dark a word set in Inter comes out."""
    image = QImage(200, 60, QImage.Format.Format_Grayscale8)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setFont(font(32, weight))
    painter.drawText(5, 45, "Hamburg")
    painter.end()
    return sum(255 - byte for byte in bytes(image.constBits()))


def test_inter_is_loaded() -> None:
    assert load_fonts()
    assert QFontInfo(font(20)).family() == FAMILY
    assert QRawFont.fromFont(font(20)).familyName() == FAMILY


def test_weights_are_true_ones() -> None:
    light, regular, semibold, bold = (ink(weight) for weight in (300, 400, 600, 700))
    assert light < regular < semibold < bold
    measure = QtMeasure()
    widths = [measure.extent("Hamburg", 32, weight).width for weight in (400, 600, 700)]
    assert widths == sorted(widths)
    assert len(set(widths)) == 3


def test_a_font_is_made_once() -> None:
    assert font(20, 500) is font(20, 500)
    assert font(20).pixelSize() == 20
    assert font(0.2).pixelSize() == 1
    assert font(20).hintingPreference() == QFont.HintingPreference.PreferNoHinting


@pytest.mark.parametrize("text", ["Armenia", "Հայաստան", "საქართველო", "Россия", "جمهورية"])
def test_text_of_every_script_has_a_width(text: str) -> None:
    measure = QtMeasure()
    extent = measure.extent(text, 20)
    assert extent.width > 10
    assert 10 < extent.height < 60
    assert measure.extent(text, 20) is extent
    assert measure.extent(text, 40).width == pytest.approx(2 * extent.width, rel=0.15)


def test_capitals_are_lower_than_the_type_size() -> None:
    assert 10 < cap_height(20) < 16


def test_no_two_threads_share_a_font() -> None:
    found = [font(17.0, 500)]
    thread = threading.Thread(target=lambda: found.append(font(17.0, 500)))
    thread.start()
    thread.join()
    assert found[0] is font(17.0, 500)
    assert found[1] is not found[0]
    assert found[1] == found[0]


#: Advance widths of Arial, in thousandths of the em: regular and bold.
ARIAL = {"A": (667, 722), "a": (556, 556), "m": (833, 889), "Ж": (923, 904), "1": (556, 556), " ": (278, 278)}


@pytest.mark.parametrize("letter", ARIAL)
def test_decks_are_measured_with_the_widths_of_arial(letter: str) -> None:
    measure = OfficeMeasure()
    for weight, width in zip((400, 700), ARIAL[letter], strict=True):
        assert measure.extent(letter * 4, 20.5, weight).width == pytest.approx(4 * width * 0.0205, rel=0.004)
    # There are only two weights, and pairs of letters are not kerned.
    assert measure.extent(letter, 20, 500) == measure.extent(letter, 20, 400)
    assert measure.extent(letter, 20, 640) == measure.extent(letter, 20, 700)
    assert measure.extent("AV", 20).width == pytest.approx(2 * 667 * 0.02, rel=0.004)


@pytest.mark.parametrize("text", ["Azerbaijan can block it", "illicit", "WWW", "Россия", "Հայաստան"])
@pytest.mark.parametrize("weight", [400, 500, 640])
def test_a_slide_has_room_for_its_text_in_both_fonts(text: str, weight: int) -> None:
    for size in (18, 24, 48):
        room = slide_measure().extent(text, size, weight).width
        assert room >= QtMeasure().extent(text, size, weight).width
        office = OfficeMeasure().extent(text, size, weight).width
        assert room > 1.049 * office


def test_slides_of_a_thread_share_their_measure_and_threads_do_not() -> None:
    with ThreadPoolExecutor(1) as pool:
        theirs = pool.submit(lambda: (slide_measure(), slide_measure())).result()
    assert slide_measure() is slide_measure()
    assert slide_measure() is slide_measure("")
    assert slide_measure("Georgia") is not slide_measure()
    assert theirs[0] is theirs[1]
    assert theirs[0] is not slide_measure()
