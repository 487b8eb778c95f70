"""`stakemap export`: which slides go into which files."""

from __future__ import annotations

import argparse
import io
import json
from pathlib import Path

import pytest
from pptx import Presentation

from stakemap import export_options
from stakemap.cli import main
from stakemap.errors import UsageError
from stakemap.exporting import requests_for
from stakemap.storage.files import open_map
from stakemap.storage.presets import load_preset

PRESET = ["export", "--preset", "armenia-turkiye"]


def asked(*arguments: str) -> list[tuple[str, str | None, str | None]]:
    parser = argparse.ArgumentParser()
    export_options.add_arguments(parser)
    parser.add_argument("--issue")
    parser.add_argument("--snapshot")
    found = requests_for(load_preset("armenia-turkiye"), parser.parse_args(arguments))
    return [(each.kind, each.issue, each.snapshot) for each in found]


def test_what_is_asked_for_in_one_line():
    assert asked() == [("map", "normalisation", "2025-07")]
    assert len(asked("--all-issues")) == 3
    assert len(asked("--all-snapshots", "--all-issues")) == 18
    kinds = [kind for kind, _, _ in asked("--slide", "matrix", "--slide", "evidence", "--all-issues")]
    assert kinds.count("matrix") == 1
    assert kinds.count("evidence") == 3
    befores = asked("--slide", "before-after", "--all-snapshots")
    assert "2020" not in {snapshot for _, _, snapshot in befores}
    against = asked("--slide", "before-after", "--all-snapshots", "--against", "2022")
    assert "2022" not in {snapshot for _, _, snapshot in against}


@pytest.mark.parametrize(
    "arguments",
    [
        ("--issue", "corridor", "--all-issues"),
        ("--snapshot", "2020", "--all-snapshots"),
        ("--against", "never"),
        ("--issue", "never"),
    ],
)
def test_what_makes_no_sense_is_said(arguments):
    with pytest.raises(UsageError):
        asked(*arguments)


def test_several_slides_go_into_one_deck_or_numbered_files(tmp_path: Path):
    slides = ["--slide", "map", "--slide", "before-after", "--slide", "matrix"]
    assert main([*PRESET, "-o", str(tmp_path / "a.pptx"), *slides]) == 0
    assert len(Presentation(tmp_path / "a.pptx").slides) == 3
    assert main([*PRESET, "-o", str(tmp_path / "a.svg"), *slides]) == 0
    assert sorted(each.name for each in tmp_path.glob("*.svg")) == ["a-1.svg", "a-2.svg", "a-3.svg"]


def test_several_maps_go_into_one_deck(tmp_path: Path):
    for name in ("a", "b"):
        assert main(["new", "-o", str(tmp_path / f"{name}.json"), "--preset", "armenia-turkiye"]) == 0
    files = [str(tmp_path / f"{name}.json") for name in ("a", "b")]
    assert main(["export", *files, "-o", str(tmp_path / "a.pptx")]) == 0
    assert len(Presentation(tmp_path / "a.pptx").slides) == 2


def test_a_clean_copy_is_told_of_and_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = tmp_path / "clean.json"
    assert main([*PRESET, "--clean", "--without", "us-plan", "-o", str(path)]) == 0
    told = capsys.readouterr().out.splitlines()
    assert any(line.startswith("goes: 1 scenario: ") for line in told)
    assert "stays: 7 actors" in told
    document = open_map(path).document
    assert "us-plan" not in document.snapshots
    assert '"note"' not in path.read_text()
    assert main([*PRESET, "--clean", "-o", str(path)]) == 2
    assert main([*PRESET, "-o", str(tmp_path / "b.json")]) == 2
    assert main([*PRESET, "--without", "us-plan", "-o", str(tmp_path / "b.pdf")]) == 2
    assert main([*PRESET, "--clean", "--without", "2020", "-o", str(tmp_path / "b.pdf")]) == 2


def test_a_clean_deck_has_no_speaker_notes(tmp_path: Path):
    assert main([*PRESET, "-o", str(tmp_path / "a.pptx")]) == 0
    assert main([*PRESET, "--clean", "-o", str(tmp_path / "b.pptx")]) == 0
    assert Presentation(tmp_path / "a.pptx").slides[0].has_notes_slide
    assert not Presentation(tmp_path / "b.pptx").slides[0].has_notes_slide


def test_a_theme_of_one_s_own_or_a_message_and_the_light_one(tmp_path: Path, capsys):
    ours, broken, out = tmp_path / "ours.json", tmp_path / "broken.json", tmp_path / "a.svg"
    ours.write_text(json.dumps({"colours": {"canvas": "#fffff0"}, "footer": "AppContext South"}))
    broken.write_text("{")
    assert main([*PRESET, "-o", str(out), "--theme", str(ours)]) == 0
    assert "#fffff0" in out.read_text()
    assert "AppContext South" in out.read_text()
    assert main([*PRESET, "-o", str(out), "--theme", str(broken)]) == 0
    assert "broken.json: this is no JSON. The light theme is used." in capsys.readouterr().err
    assert main([*PRESET, "-o", str(out), "--theme", "pink"]) == 2


def test_transparent_and_plain(tmp_path: Path):
    out = tmp_path / "a.svg"
    assert main([*PRESET, "-o", str(out), "--transparent", "--minister"]) == 0
    assert '<rect width="1920" height="1080"' not in out.read_text()
    assert 'class="range"' not in out.read_text()


def test_text_of_a_drawing_is_text_or_paths(tmp_path: Path):
    text, paths = tmp_path / "text.svg", tmp_path / "paths.svg"
    assert main([*PRESET, "-o", str(text)]) == 0
    assert main([*PRESET, "-o", str(paths), "--text", "paths"]) == 0
    assert "<text" in text.read_text()
    assert "<text" not in paths.read_text()
    # All words are still found in the file.
    assert "Azerbaijan" in paths.read_text()


def test_connectors_of_a_deck_are_freeforms_or_glued(tmp_path: Path):
    free, glued = tmp_path / "free.pptx", tmp_path / "glued.pptx"
    assert main([*PRESET, "-o", str(free), "--issue", "corridor"]) == 0
    assert main([*PRESET, "-o", str(glued), "--issue", "corridor", "--connectors", "glued"]) == 0
    found = [list(Presentation(file).slides[0].shapes._spTree.iter("{*}stCxn")) for file in (free, glued)]
    assert not found[0]
    assert found[1]


class Terminal(io.StringIO):
    """A stream that is a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_terminal_gets_a_bar(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    stream = Terminal()
    monkeypatch.setattr("sys.stderr", stream)
    assert main([*PRESET, "-o", str(tmp_path / "a.pdf"), "--all-issues"]) == 0
    assert "3/3" in stream.getvalue()
    assert stream.getvalue().endswith("\r")
    assert main([*PRESET, "-o", str(tmp_path / "b.pdf")]) == 0
    assert "1/1" not in stream.getvalue()
