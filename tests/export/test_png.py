"""A PNG has the size asked for, its resolution, no words but title and software, and is never half there."""

from __future__ import annotations

import struct
import subprocess
import sys
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray
from PySide6.QtGui import QImage, QImageReader

from picture.pages import slide_of
from samples import sample
from stakemap import __version__
from stakemap.errors import UsageError, WriteError
from stakemap.export.formats import write_slide
from stakemap.export.pages import MAX_PIXELS_PER_SIDE
from stakemap.export.png import encode, render
from stakemap.paint.fonts import QtMeasure
from stakemap.picture.slides.slide import Slide


@pytest.fixture(scope="module")
def slide() -> Slide:
    return slide_of(sample(), "border", "2025-07", (960, 540), measure=QtMeasure())


def chunks(data: bytes) -> dict[str, list[bytes]]:
    """The chunks of a PNG file by type, their check sums verified."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    found: dict[str, list[bytes]] = {}
    place = 8
    while place < len(data):
        (length,) = struct.unpack(">I", data[place : place + 4])
        kind, body = data[place + 4 : place + 8], data[place + 8 : place + 8 + length]
        (check,) = struct.unpack(">I", data[place + 8 + length : place + 12 + length])
        assert zlib.crc32(kind + body) == check
        found.setdefault(kind.decode("ascii"), []).append(body)
        place += 12 + length
    assert found["IEND"] == [b""]
    return found


@pytest.mark.parametrize(("scale", "size"), [(1, (960, 540)), (2, (1920, 1080)), (0.5, (480, 270))])
def test_a_picture_has_the_size_and_resolution_asked_for(
    slide: Slide, scale: float, size: tuple[int, int]
) -> None:
    image = render(slide, scale)
    assert (image.width(), image.height()) == size
    assert image.dotsPerMeterX() == image.dotsPerMeterY() == round(72 * scale / 0.0254)


def test_it_is_sharper_at_a_larger_scale_and_the_same_picture(slide: Slide) -> None:
    small = render(slide)
    large = render(slide, 2).scaled(small.size())
    far = sum(
        abs(small.pixelColor(x, y).lightness() - large.pixelColor(x, y).lightness()) > 90
        for x in range(0, 960, 3)
        for y in range(0, 540, 3)
    )
    assert far < 0.01 * 320 * 180


def test_the_file_holds_title_and_software_and_no_other_words(slide: Slide, tmp_path: Path) -> None:
    path = tmp_path / "slide.png"
    path.write_bytes(encode(render(slide), "Who wants Հայաստան?"))
    found = chunks(path.read_bytes())
    assert set(found) <= {"IHDR", "pHYs", "tEXt", "zTXt", "iTXt", "IDAT", "IEND", "sRGB", "gAMA", "cHRM"}
    reader = QImageReader(str(path))
    assert sorted(reader.textKeys()) == ["Software", "Title"]
    assert reader.text("Title") == "Who wants Հայաստան?"
    assert reader.text("Software") == f"Stakemap {__version__}"
    width, height = struct.unpack(">II", found["IHDR"][0][:8])
    assert (width, height) == (960, 540)
    per_metre, _, unit = struct.unpack(">IIB", found["pHYs"][0])
    assert (per_metre, unit) == (round(72 / 0.0254), 1)


def test_the_title_is_the_map_s_unless_given(slide: Slide, tmp_path: Path) -> None:
    path = tmp_path / "slide.png"
    write_slide(slide, sample(), path)
    assert QImageReader(str(path)).text("Title") == "A corridor and a border"


TESTS = Path(__file__).parents[1]
TWICE = """
from PySide6.QtGui import QGuiApplication
from picture.pages import slide_of
from samples import sample
from stakemap.export.png import encode, render
from stakemap.paint.fonts import QtMeasure
application = QGuiApplication([])
slide = slide_of(sample(), "border", "2025-07", (960, 540), measure=QtMeasure())
print(*(hashlib.sha256(encode(render(slide), "T")).hexdigest() for _ in range(2)))
"""


def test_the_same_slide_gives_the_same_bytes_from_the_first_one_in_a_process_on() -> None:
    program = f"import hashlib, sys\nsys.path.insert(0, {str(TESTS)!r})\n{TWICE}"
    command = [sys.executable, "-c", program]
    done = [subprocess.run(command, capture_output=True, text=True, check=True) for _ in range(2)]
    assert len({digest for each in done for digest in each.stdout.split()}) == 1


def test_what_was_encoded_can_be_read_back(slide: Slide) -> None:
    image = render(slide)
    data = QByteArray(encode(image))
    buffer = QBuffer(data)
    assert QImageReader(buffer, b"png").read().convertToFormat(image.format()) == image


@pytest.mark.parametrize("scale", [0, -1, float("nan"), float("inf"), 100_000, MAX_PIXELS_PER_SIDE / 960 + 1])
def test_an_impossible_size_is_refused_in_a_sentence(slide: Slide, scale: float, tmp_path: Path) -> None:
    path = tmp_path / "slide.png"
    with pytest.raises(UsageError, match=r"\.$"):
        write_slide(slide, sample(), path, scale)
    assert not path.exists()


@pytest.mark.parametrize("size", [(0, 540), (960, 0), (-5, 540), (100_000, 10), (12_000, 12_000)])
def test_an_impossible_slide_is_refused_in_a_sentence(slide: Slide, size: tuple[int, int]) -> None:
    with pytest.raises(UsageError):
        render(replace(slide, width=size[0], height=size[1]))


def test_a_file_there_is_replaced_whole_or_left_as_it_is(slide: Slide, tmp_path: Path) -> None:
    path = tmp_path / "slide.png"
    path.write_bytes(b"before")
    write_slide(slide, sample(), path)
    assert QImage(str(path)).width() == 960
    assert [each.name for each in tmp_path.iterdir()] == ["slide.png"]


def test_a_folder_in_the_way_is_told(slide: Slide, tmp_path: Path) -> None:
    folder = tmp_path / "slide.png"
    folder.mkdir()
    with pytest.raises(WriteError):
        write_slide(slide, sample(), folder)
    with pytest.raises(WriteError):
        write_slide(slide, sample(), tmp_path / "missing" / "slide.png")
    assert list(folder.iterdir()) == []


def test_exporting_needs_no_display_and_loads_little(tmp_path: Path) -> None:
    program = """
import sys
from stakemap.cli import main
status = main(["export", "--preset", "armenia-turkiye", "-o", sys.argv[1]])
heavy = {"numpy", "pyqtgraph", "PySide6.QtWidgets", "PySide6.QtSvg", "PySide6.QtNetwork"} & sys.modules.keys()
print(status, sorted(heavy))
"""
    path = tmp_path / "slide.png"
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "DISPLAY": ":99999"}
    ran = subprocess.run(
        [sys.executable, "-c", program, str(path)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout == "0 []\n"
    assert QImage(str(path)).width() == 1920
