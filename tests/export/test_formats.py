"""Decks in each format: which files, how many, and never half of one."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from pptx import Presentation

from stakemap.errors import UsageError, WriteError
from stakemap.export.exporters import WriteOptions
from stakemap.export.formats import files_for, write_pages, write_slide
from stakemap.paint.fonts import QtMeasure
from stakemap.picture.deck import Page, deck_of
from stakemap.picture.job import DeckStyle, SlideRequest
from stakemap.picture.kinds import SLIDE_KINDS
from stakemap.picture.theme import LIGHT


@pytest.fixture(scope="module")
def pages(preset) -> tuple[Page, ...]:
    requests = [SlideRequest(kind, "corridor", "2025-07") for kind in SLIDE_KINDS.ids]
    return deck_of(preset, requests, DeckStyle(LIGHT, QtMeasure(), (960, 540))).pages


def test_pages_are_numbered_where_a_file_holds_one(tmp_path: Path):
    assert files_for(Path("a.png"), 1) == (Path("a.png"),)
    assert files_for(Path("a.b.svg"), 2) == (Path("a.b-1.svg"), Path("a.b-2.svg"))
    assert files_for(Path("a.PNG"), 10)[0] == Path("a-01.PNG")
    assert files_for(Path("a.pdf"), 10) == (Path("a.pdf"),)
    with pytest.raises(UsageError):
        files_for(Path("a.docx"), 1)
    assert files_for(Path("a.PPTX"), 2) == (Path("a.PPTX"),)


@pytest.mark.parametrize("ending", [".png", ".svg", ".pdf", ".pptx"])
def test_a_deck_of_every_kind_in_each_format(preset, pages, tmp_path, ending):
    told: list[tuple[int, int]] = []
    done = write_pages(pages, preset, tmp_path / f"deck{ending}", progress=lambda *each: told.append(each))
    assert done == files_for(tmp_path / f"deck{ending}", len(pages))
    assert sorted(tmp_path.iterdir()) == sorted(done)
    assert all(file.stat().st_size > 2_000 for file in done)
    assert told == [(number, len(pages)) for number in range(1, len(pages) + 1)]


def test_notes_go_with_the_deck_unless_told_not_to(preset, pages, tmp_path):
    write_pages(pages, preset, tmp_path / "a.pptx")
    write_pages(pages, preset, tmp_path / "b.pptx", WriteOptions(speaker_notes=False))
    assert "Reason: " in Presentation(tmp_path / "a.pptx").slides[0].notes_slide.notes_text_frame.text
    assert not any(slide.has_notes_slide for slide in Presentation(tmp_path / "b.pptx").slides)


def test_text_of_svg_as_paths(preset, pages, tmp_path):
    (file,) = write_pages(pages[:1], preset, tmp_path / "a.svg", WriteOptions(text_as_paths=True))
    assert b"<text" not in file.read_bytes()


@pytest.mark.parametrize("ending", [".png", ".svg", ".pdf", ".pptx"])
def test_what_cannot_be_written_leaves_what_was_there(preset, pages, tmp_path, ending):
    there = tmp_path / f"a{ending}"
    there.write_bytes(b"before")
    for bad in (replace(pages[0].slide, width=0), replace(pages[0].slide, width=100_000, height=100_000)):
        with pytest.raises(UsageError):
            write_pages([replace(pages[0], slide=bad)], preset, there)
    with pytest.raises(UsageError):
        write_pages([], preset, there)
    assert there.read_bytes() == b"before"
    folder = tmp_path / f"folder{ending}"
    folder.mkdir()
    with pytest.raises(WriteError):
        write_pages(pages[:1], preset, folder)
    with pytest.raises(WriteError):
        write_pages(pages[:1], preset, tmp_path / "nowhere" / f"a{ending}")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_to(preset, pages, tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(WriteError):
        write_pages(pages[:1], preset, tmp_path / "a.pdf")


def test_work_can_be_ended_between_pages(preset, pages, tmp_path):
    def stop(done: int, count: int) -> None:
        raise KeyboardInterrupt

    for ending in (".pdf", ".pptx"):
        with pytest.raises(KeyboardInterrupt):
            write_pages(pages, preset, tmp_path / f"a{ending}", progress=stop)
    assert not list(tmp_path.iterdir())


def test_one_slide_goes_to_one_file(corridor, preset, tmp_path):
    write_slide(corridor, preset, tmp_path / "a.svg")
    assert (tmp_path / "a.svg").exists()
