"""PDF: vectors with embedded fonts, read back with poppler's tools."""

from __future__ import annotations

import dataclasses
import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from samples import sample
from stakemap import __version__
from stakemap.errors import UsageError, WriteError
from stakemap.export.formats import write_slide
from stakemap.export.pdf import pdf_bytes
from stakemap.export.png import render
from stakemap.picture.marks import ActorMark, TextMark
from stakemap.picture.theme import THEMES

needs_poppler = pytest.mark.skipif(shutil.which("pdfinfo") is None, reason="poppler-utils is not installed")


def poppler(tool: str, *arguments: str | Path) -> str:
    done = subprocess.run([tool, *map(str, arguments)], capture_output=True, check=True, timeout=60)
    return done.stdout.decode()


@pytest.fixture
def written(corridor, tmp_path: Path) -> Path:
    path = tmp_path / "corridor.pdf"
    path.write_bytes(pdf_bytes([corridor], "Armenia & Türkiye (draft)"))
    return path


@needs_poppler
def test_fonts_are_embedded_subsets_at_true_weights(written):
    rows = poppler("pdffonts", written).splitlines()[2:]
    assert rows
    for row in rows:
        assert re.search(r"\byes\s+(yes|no)\s+yes\s+\d+\s+\d+$", row), f"not embedded, or not text: {row}"
    names = " ".join(row.split()[0] for row in rows)
    assert "680wght" in names
    assert "560wght" in names


@needs_poppler
def test_all_text_can_be_searched_and_copied(corridor, written):
    # Qt names the glyph of a closing quotation mark by its twin among the modifier letters.
    text = " ".join(poppler("pdftotext", "-layout", written, "-").replace("ˮ", "”").split())
    for mark in corridor.marks:
        if isinstance(mark, TextMark):
            assert " ".join(mark.text.split()) in text, mark.role
    assert "Türkiye" in text


@needs_poppler
def test_metadata_hold_title_and_software_only(written):
    info = dict(re.findall(r"^([^:\n]+):[ ]*(.*)$", poppler("pdfinfo", written), re.MULTILINE))
    assert info["Title"] == "Armenia & Türkiye (draft)"
    assert info["Creator"] == f"Stakemap {__version__}"
    assert info["Author"] == ""
    assert "CreationDate" not in info
    assert "ModDate" not in info
    assert '<rdf:li xml:lang="x-default">Armenia &amp; Türkiye (draft)</rdf:li>' in poppler(
        "pdfinfo", "-meta", written
    )


@needs_poppler
def test_each_slide_is_a_page_of_its_own_size(preset, make_slide, tmp_path):
    sizes = {
        (1920, 1080): "960 x 540",
        (1600, 1200): "720 x 540",
        (1240, 1754): "595.28 x 841.89",
        (1754, 1240): "841.89 x 595.28",
        (1200, 1200): "720 x 720",
        (900, 400): "1080 x 480",
    }
    slides = [make_slide(preset, "corridor", "2025-07", size=size) for size in sizes]
    told: list[int] = []
    (tmp_path / "deck.pdf").write_bytes(pdf_bytes(slides, progress=told.append))
    assert told == [1, 2, 3, 4, 5, 6]
    shown = poppler("pdfinfo", "-f", "1", "-l", "9", tmp_path / "deck.pdf")
    found = [
        tuple(map(float, each)) for each in re.findall(r"Page +\d+ size: +([\d.]+) x ([\d.]+) pts", shown)
    ]
    wanted = [tuple(map(float, each.split(" x "))) for each in sizes.values()]
    # The format counts in points; Qt rounds to whole ones.
    assert np.abs(np.array(found) - np.array(wanted)).max() <= 0.5


@needs_poppler
@pytest.mark.parametrize("theme", ["light", "dark", "print"])
def test_another_renderer_draws_the_same_picture(preset, make_slide, pixels_of, tmp_path, theme):
    slide = make_slide(preset, "corridor", "2025-07", THEMES[theme], (1440, 810))
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf_bytes([slide]))
    poppler("pdftoppm", "-r", "108", "-png", "-singlefile", path, tmp_path / "a")
    ours, theirs = pixels_of(render(slide)), pixels_of((tmp_path / "a.png").read_bytes())
    assert ours.shape == theirs.shape
    assert np.abs(ours - theirs).mean() < 4
    for mark in slide.marks:
        if isinstance(mark, ActorMark):
            spot = np.s_[round(mark.y - mark.radius * 0.7), round(mark.x)]
            assert np.abs(ours[spot] - theirs[spot]).max() <= 8, mark.name


@needs_poppler
def test_names_in_other_scripts_come_out_as_text(make_slide, tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf_bytes([make_slide(sample(), "border", "2025-07")]))
    assert "Россия" in poppler("pdftotext", path, "-")


def test_nothing_is_a_picture_and_the_same_slide_gives_the_same_bytes(corridor):
    data = pdf_bytes([corridor])
    # Not compared in the assertion: to explain how two files differ takes minutes.
    is_same = data == pdf_bytes([corridor])
    assert is_same
    assert b"/Subtype /Image" not in data
    assert data.startswith(b"%PDF-")
    assert data.rstrip().endswith(b"%%EOF")


def test_what_cannot_be_written_is_said(corridor, preset, tmp_path):
    with pytest.raises(UsageError):
        pdf_bytes([])
    with pytest.raises(UsageError):
        pdf_bytes([dataclasses.replace(corridor, height=0)])
    (tmp_path / "folder.pdf").mkdir()
    with pytest.raises(WriteError):
        write_slide(corridor, preset, tmp_path / "folder.pdf")


def test_work_can_be_ended_between_pages(corridor):
    class FaultLimitError(Exception):
        pass

    def stop(done: int) -> None:
        raise FaultLimitError

    with pytest.raises(FaultLimitError):
        pdf_bytes([corridor, corridor], progress=stop)
