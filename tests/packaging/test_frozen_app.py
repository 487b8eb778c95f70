"""The frozen app, once it was built: it is whole, runs from anywhere, and needs no Python."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from building import freeze

PROGRAM = freeze.FROZEN / "stakemap"
needs_program = pytest.mark.skipif(
    sys.platform != "linux" or not PROGRAM.is_file(), reason="run packaging/build.py portable first"
)


def called(program: Path, home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the frozen app as somebody who has never run it, without a display and without Python."""
    variables = {"HOME": str(home), "PATH": "/nonexistent", "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(
        [str(program), *arguments],
        env=variables,
        cwd=home,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


@pytest.fixture
def far_away(tmp_path: Path) -> Iterator[Path]:
    """The folder of the app at a place with blanks, other scripts and many letters in its path."""
    place = tmp_path / "Հայաստան և Türkiye" / ("long " * 40).strip() / "stakemap"
    shutil.copytree(freeze.FROZEN, place, symlinks=True, copy_function=_linked)
    yield place
    shutil.rmtree(place, ignore_errors=True)


def _linked(source: str, target: str) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)


@needs_program
def test_the_frozen_app_is_whole_and_no_larger_than_it_may_be(tmp_path: Path) -> None:
    told = called(PROGRAM, tmp_path, "selftest")
    assert told.returncode == 0, told.stdout + told.stderr
    assert "frozen" in told.stdout
    assert " ?" not in told.stdout
    assert sum(path.lstat().st_size for path in freeze.FROZEN.rglob("*")) <= 140 * 1024**2


@needs_program
def test_it_runs_from_any_folder_and_keeps_its_state_where_it_was_told(
    far_away: Path, tmp_path: Path
) -> None:
    link, home = tmp_path / "link", tmp_path / "home"
    home.mkdir()
    link.symlink_to(far_away / "stakemap")
    opening = ("open", "--preset", "armenia-turkiye", "--exit-when-painted")
    told = called(link, home, "--portable", *opening)
    assert (told.returncode, told.stderr) == (0, "")
    assert list(home.iterdir()) == []
    assert {path.name for path in (far_away / "stakemap-data").iterdir()} >= {"state"}
    shutil.rmtree(far_away / "stakemap-data")
    assert called(link, home, *opening).returncode == 0
    assert not (far_away / "stakemap-data").exists()
    assert list(home.iterdir()) != []


@needs_program
def test_a_deck_a_workbook_and_a_picture_are_made_by_it(tmp_path: Path) -> None:
    for name in ("deck.pptx", "map.xlsx", "slide.png", "slides.pdf"):
        told = called(PROGRAM, tmp_path, "export", "--preset", "armenia-turkiye", "-o", name)
        assert (told.returncode, told.stderr) == (0, ""), name
    assert called(PROGRAM, tmp_path, "import", "map.xlsx", "-o", "again.stakemap.json").returncode == 0


@needs_program
def test_programs_that_the_app_starts_load_their_own_libraries(tmp_path: Path) -> None:
    told = tmp_path / "told"
    for name in ("update-mime-database", "update-desktop-database"):
        (tmp_path / name).write_text(f"#!/bin/sh\nset >>'{told}'\n")
        (tmp_path / name).chmod(0o755)
    variables = {"HOME": str(tmp_path), "PATH": str(tmp_path), "LD_LIBRARY_PATH": "/nonexistent"}
    command = [str(PROGRAM), "desktop-setup"]
    result = subprocess.run(command, env=variables, capture_output=True, text=True, timeout=60, check=False)
    assert (result.returncode, result.stderr) == (0, "")
    seen = told.read_text().splitlines()
    assert [line for line in seen if line.startswith("LD_")] == ["LD_LIBRARY_PATH='/nonexistent'"] * 2
    assert not [line for line in seen if line.startswith("_PYI_")]


@needs_program
def test_it_knows_countries_by_their_names_in_the_languages_of_registers(tmp_path: Path) -> None:
    for name, table in (
        ("first", "Actor,Influence\nAustria,60\n"),
        ("later", "Akteur;Einfluss\nÖsterreich;70\n"),
    ):
        (tmp_path / f"{name}.csv").write_text(table, encoding="utf-8")
    made = called(PROGRAM, tmp_path, "import", "first.csv", "-o", "a.stakemap.json")
    assert made.returncode == 0, made.stdout + made.stderr
    merged = called(
        PROGRAM, tmp_path, "import", "later.csv", "--into", "a.stakemap.json", "-o", "b.stakemap.json"
    )
    assert merged.returncode == 0, merged.stdout + merged.stderr
    assert len(json.loads((tmp_path / "b.stakemap.json").read_bytes())["actors"]) == 1
