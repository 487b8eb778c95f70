"""`stakemap export`: which slides go into which files."""

from __future__ import annotations

import argparse
import io
import itertools
import json
import re
import time
from pathlib import Path

import pytest
from lxml import etree
from pptx import Presentation

from samples import large
from stakemap.cli import main
from stakemap.commands import export as export_options
from stakemap.commands.exporting import requests_for
from stakemap.errors import UsageError
from stakemap.model.clean import CleanOptions, clean
from stakemap.model.document import Relation, StakeMap
from stakemap.picture.appearance import options as appearance_options
from stakemap.storage.files import open_map, save_map
from stakemap.storage.presets import load_preset

PRESET = ["export", "--preset", "armenia-turkiye"]


def asked(*arguments: str) -> list[tuple[str, str | None, str | None]]:
    parser = argparse.ArgumentParser()
    export_options.add_arguments(parser)
    options = parser.parse_args(("-o", "out.png", *arguments))
    found = requests_for(load_preset("armenia-turkiye"), options)
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


def test_slides_with_nothing_to_compare_are_left_out_and_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    slides = ["--slide", "map", "--slide", "movement", "--snapshot", "2020", "--issue", "normalisation"]
    assert main([*PRESET, "-o", str(tmp_path / "first.pptx"), *slides]) == 0
    assert len(Presentation(tmp_path / "first.pptx").slides) == 1
    said = capsys.readouterr().err
    assert "no earlier position is known to compare with: Movement over all dates" in said


def titles(path: Path) -> list[str]:
    """The headlines of the slides of a deck."""
    return [slide.shapes.title.text_frame.text.replace("\v", " ") for slide in Presentation(path).slides]


def test_only_the_pages_that_are_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    slides = ["--slide", "map", "--slide", "movement", "--slide", "matrix", "--slide", "issues"]
    assert main([*PRESET, "-o", str(tmp_path / "all.pptx"), *slides]) == 0
    assert main([*PRESET, "-o", str(tmp_path / "some.pptx"), *slides, "--pages", "1, 3-4"]) == 0
    whole = titles(tmp_path / "all.pptx")
    assert len(whole) == 4
    assert titles(tmp_path / "some.pptx") == [whole[0], whole[2], whole[3]]
    numbers = [
        shape.text_frame.text
        for slide in Presentation(tmp_path / "some.pptx").slides
        for shape in slide.shapes
        if shape.has_text_frame and " of 3" in shape.text_frame.text
    ]
    assert numbers == ["1 of 3", "2 of 3", "3 of 3"]
    assert main([*PRESET, "-o", str(tmp_path / "no.pptx"), *slides, "--pages", "9"]) != 0
    assert "There are only 4 pages." in capsys.readouterr().err
    assert not (tmp_path / "no.pptx").exists()


def test_pages_of_several_maps_are_numbered_through(tmp_path: Path):
    for name in ("a", "b"):
        assert main(["new", "-o", str(tmp_path / f"{name}.json"), "--preset", "armenia-turkiye"]) == 0
    files = [str(tmp_path / f"{name}.json") for name in ("a", "b")]
    slides = ["--slide", "map", "--slide", "matrix"]
    assert main(["export", *files, "-o", str(tmp_path / "a.pptx"), *slides, "--pages", "2-3"]) == 0
    kinds = titles(tmp_path / "a.pptx")
    assert len(kinds) == 2
    assert kinds[0].startswith("The main divide is between")
    assert not kinds[1].startswith("The main divide is between")


@pytest.mark.parametrize("wrong", ["", "0", "3-1", "a", "1,,2", "1-", "99999999999", "-1"])
def test_pages_that_are_no_numbers_are_told_how_to_be_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], wrong: str
):
    assert main([*PRESET, "-o", str(tmp_path / "a.pptx"), f"--pages={wrong}"]) != 0
    assert "1,3-5" in capsys.readouterr().err


def test_minister_is_the_style_unless_analyst_is_asked_for(tmp_path: Path):
    found = {}
    for name, arguments in (
        ("usual", []),
        ("minister", ["--style", "minister"]),
        ("analyst", ["--style", "analyst"]),
    ):
        out = tmp_path / f"{name}.svg"
        assert main([*PRESET, "-o", str(out), *arguments]) == 0
        found[name] = out.read_text(encoding="utf-8")
    assert found["usual"] == found["minister"]
    assert ">Legend<" not in found["usual"]
    assert ">Legend<" in found["analyst"]


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
    assert any(line.startswith("removed: 1 scenario: ") for line in told)
    assert "kept: 7 actors" in told
    document = open_map(path).document
    assert "us-plan" not in document.snapshots
    assert '"note"' not in path.read_text()
    assert main([*PRESET, "--clean", "-o", str(path)]) == 2
    assert capsys.readouterr().out == ""
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
    assert main([*PRESET, "-o", str(out), "--force", "--theme", str(broken)]) == 0
    assert "broken.json: this is not JSON. The light theme is used." in capsys.readouterr().err
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


#: Arguments that write a file of slides, several of them, data, a map.
WRITING = {
    "slides.pptx": (),
    "pages.svg": ("--all-issues",),
    "data.csv": (),
    "clean.json": ("--clean",),
}


@pytest.fixture(params=WRITING)
def written(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[list[str], Path]:
    """A command that exports, and the only file of those that it writes which is there already."""
    arguments = WRITING[request.param]
    there = tmp_path / ("pages-2.svg" if "--all-issues" in arguments else request.param)
    there.write_text("somebody's work")
    return [*PRESET, "-o", str(tmp_path / request.param), *arguments], there


def test_a_file_that_is_there_is_replaced_only_by_force(
    written: tuple[list[str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    command, there = written
    assert main(command) == 2
    said = capsys.readouterr()
    assert said.err.splitlines()[-1:] == [
        f"stakemap: {there} already exists; give another name, or --force to replace it."
    ]
    assert [each.name for each in there.parent.iterdir()] == [there.name]
    assert there.read_text() == "somebody's work"
    assert main([*command, "--force"]) == 0
    assert there.read_bytes() != b"somebody's work"


@pytest.mark.parametrize("answer", ["y\n", "\n", ""])
def test_a_terminal_is_asked_before_a_file_is_replaced(
    written: tuple[list[str], Path], monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    command, there = written
    stream = Terminal()
    monkeypatch.setattr("sys.stdin", Terminal(answer))
    monkeypatch.setattr("sys.stderr", stream)
    assert main(command) == (0 if answer.startswith("y") else 2)
    assert f"{there} already exists; replace it? [y/N] " in stream.getvalue()
    assert (there.read_bytes() != b"somebody's work") == answer.startswith("y")
    assert ("Nothing was written." in stream.getvalue()) != answer.startswith("y")


def test_a_map_that_appears_meanwhile_is_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "clean.stakemap.json"

    def cleaned(document: StakeMap, options: CleanOptions) -> StakeMap:
        path.write_text("somebody's work")
        return clean(document, options)

    monkeypatch.setattr("stakemap.model.clean.clean", cleaned)
    assert main([*PRESET, "--clean", "-o", str(path)]) == 2
    assert path.read_text() == "somebody's work"
    assert main([*PRESET, "--clean", "-o", str(path), "--force"]) == 0


def test_a_terminal_gets_a_bar(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    stream = Terminal()
    monkeypatch.setattr("sys.stderr", stream)
    assert main([*PRESET, "-o", str(tmp_path / "a.pdf"), "--all-issues"]) == 0
    assert "3/3" in stream.getvalue()
    assert stream.getvalue().endswith("\r")
    assert main([*PRESET, "-o", str(tmp_path / "b.pdf")]) == 0
    assert "1/1" not in stream.getvalue()


@pytest.mark.parametrize("font", ["Inter\0", "\ud800", "a\x1bb"])
def test_a_font_that_no_picture_can_name_is_said_in_a_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], font: str
) -> None:
    theme, picture = tmp_path / "theme.json", tmp_path / "a.svg"
    theme.write_text(json.dumps({"font": font}))
    assert main([*PRESET, "-o", str(picture), "--theme", str(theme)]) == 0
    said = capsys.readouterr().err
    assert said.startswith(f"stakemap: {theme}: The font of a theme has a character")
    assert said.count("\n") == 1
    assert etree.parse(picture).getroot().get("font-family", "").startswith("Inter,")


def test_more_relations_than_a_slide_can_show_are_thinned_and_said_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(appearance_options, "MOST_RELATIONS", 2)
    picture = tmp_path / "a.svg"
    assert main([*PRESET, "-o", str(picture), "--style", "analyst"]) == 0
    said = re.fullmatch(
        r"stakemap: (The 2 strongest of \d+ relations are shown); the others are left out.\n",
        capsys.readouterr().err,
    )
    assert said
    written = picture.read_text(encoding="utf-8")
    assert said[1] in written
    assert len(re.findall('<g [^>]*class="relation"', written)) == 2


@pytest.mark.slow
def test_a_hundred_thousand_relations_are_exported_within_half_a_minute(tmp_path: Path) -> None:
    document = large(400, 1, 1)
    ends = list(itertools.islice(itertools.permutations(sorted(document.actors), 2), 100_000))
    relations = {f"r{number}": Relation(source=a, target=b) for number, (a, b) in enumerate(ends)}
    path, picture = tmp_path / "a.stakemap.json", tmp_path / "a.svg"
    save_map(path, document.model_copy(update={"relations": relations}))
    begun = time.process_time()
    assert main(["export", str(path), "-o", str(picture), "--style", "analyst"]) == 0
    assert time.process_time() - begun < 30
    assert "The 3,000 strongest of 100,000 relations are shown" in picture.read_text(encoding="utf-8")
