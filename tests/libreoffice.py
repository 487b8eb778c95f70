"""Decks drawn by LibreOffice, with all fonts of the machine or with a few."""

from __future__ import annotations

import html
import math
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest

needs_office = pytest.mark.skipif(
    shutil.which("soffice") is None or shutil.which("pdftotext") is None,
    reason="LibreOffice Impress or poppler-utils is not installed",
)


class Word(NamedTuple):
    """A word in a PDF, in shares of its page."""

    text: str
    left: float
    right: float
    top: float
    bottom: float

    @property
    def middle(self) -> float:
        """Half way between the top and the bottom."""
        return (self.top + self.bottom) / 2


def words_of(pdf: Path) -> list[list[Word]]:
    done = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], capture_output=True, check=True, timeout=60)
    pages = []
    for width, height, body in re.findall(
        r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', done.stdout.decode(), re.DOTALL
    ):
        w, h = float(width), float(height)
        found = re.findall(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>', body)
        pages.append(
            [
                Word(html.unescape(t), float(a) / w, float(c) / w, float(b) / h, float(d) / h)
                for a, b, c, d, t in found
            ]
        )
    return pages


def drawn_by_office(data: bytes, folder: Path, fonts: Path | None = None) -> list[list[Word]]:
    """The words of each page of a deck as LibreOffice draws it to `deck.pdf` in `folder`.

    `fonts` is a fontconfig file with the fonts it has; None is all that are installed.
    """
    (folder / "deck.pptx").write_bytes(data)
    command = [
        "soffice",
        f"-env:UserInstallation=file://{folder}/profile",
        "--headless",
        "--convert-to",
        "pdf",
    ]
    subprocess.run(
        [*command, "--outdir", str(folder), str(folder / "deck.pptx")],
        capture_output=True,
        check=True,
        timeout=150,
        env=os.environ | ({"FONTCONFIG_FILE": str(fonts)} if fonts else {}),
    )
    return words_of(folder / "deck.pdf")


def anchor_of(line: str, words: list[Word], share: float, near: tuple[float, float]) -> tuple[float, float]:
    """Where the end (0 left, 1 right) and the middle of a line are: the one nearest to a place."""
    wanted = line.split()
    runs = [words[index : index + len(wanted)] for index in range(len(words))]
    places = [
        (run[0].left + share * (run[-1].right - run[0].left), run[0].middle)
        for run in runs
        if [word.text for word in run] == wanted
    ]
    assert places, f"{line} is not on the page"
    return min(places, key=lambda place: math.dist(place, near))


def only_fonts(family: str, folder: Path) -> Path:
    """A fontconfig file with the fonts of one family, to draw on a machine that has no others."""
    if shutil.which("fc-list") is None:
        pytest.skip("fontconfig is not installed")
    listed = subprocess.run(
        ["fc-list", f":family={family}", "file"], capture_output=True, check=True, text=True, timeout=60
    )
    files = [Path(line.strip().rstrip(":")) for line in listed.stdout.splitlines() if line.strip()]
    if not files:
        pytest.skip(f"{family} is not installed")
    shown, config = folder / "fonts", folder / "fonts.conf"
    shown.mkdir()
    for name, file in {file.name: file for file in files}.items():
        (shown / name).symlink_to(file)
    folders = f"<dir>{shown}</dir><cachedir>{folder / 'cache'}</cachedir>"
    config.write_text(f"<?xml version='1.0'?><fontconfig>{folders}</fontconfig>", encoding="utf-8")
    return config


def picture_of(folder: Path, page: int = 1, size: tuple[int, int] = (1920, 1080)) -> bytes:
    """A page of `deck.pdf` in `folder` as a PNG of `size` pixels."""
    scale = ("-scale-to-x", str(size[0]), "-scale-to-y", str(size[1]))
    place = ("-f", str(page), "-l", str(page), "-singlefile")
    command = ["pdftoppm", "-png", *scale, *place, str(folder / "deck.pdf"), str(folder / "page")]
    subprocess.run(command, check=True, timeout=60)
    return (folder / "page.png").read_bytes()
