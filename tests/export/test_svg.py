"""SVG: well formed, self-contained, one group an actor, and the same picture in another renderer."""

from __future__ import annotations

import dataclasses
import re
import xml.etree.ElementTree as ET
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import numpy as np
import pytest

from samples import sample, tiny
from stakemap.errors import UsageError, WriteError
from stakemap.export.formats import write_slide
from stakemap.export.png import render
from stakemap.export.pptx import DeckProperties, pptx_bytes
from stakemap.export.svg import svg_bytes
from stakemap.export.svg_writer import number, xml_text
from stakemap.model.edits import update_actor
from stakemap.paint import fonts
from stakemap.picture.geometry import hatching
from stakemap.picture.labels.occupancy import Box
from stakemap.picture.marks import ActorMark, FrameMark, LabelMark, RelationMark, TextMark
from stakemap.picture.theme import THEMES

SVG = "{http://www.w3.org/2000/svg}"


def group_titles(root: ET.Element, role: str) -> dict[str, str]:
    found = {}
    for group in root.iter(f"{SVG}g"):
        if group.get("class") == role:
            title = group.find(f"{SVG}title")
            found[group.get("id", "")] = title.text if title is not None and title.text else ""
    return found


def words(root: ET.Element) -> list[str]:
    return [each.text or "" for each in root.iter(f"{SVG}text")]


def test_is_parsed_by_an_xml_parser_and_has_the_size_of_the_slide(corridor):
    root = ET.fromstring(svg_bytes(corridor))
    assert root.tag == f"{SVG}svg"
    assert (root.get("width"), root.get("height"), root.get("viewBox")) == ("1920", "1080", "0 0 1920 1080")
    assert root.findtext(f"{SVG}title") == "Armenia–Türkiye normalisation"


def test_an_actor_is_one_group_that_bears_its_name(corridor):
    root = ET.fromstring(svg_bytes(corridor))
    discs = {mark.actor: mark.name for mark in corridor.marks if isinstance(mark, ActorMark)}
    assert group_titles(root, "actor") == {f"actor-{key}": name for key, name in discs.items()}
    turkiye = next(each for each in root.iter(f"{SVG}g") if each.get("id") == "actor-turkiye")
    assert {"TUR", "Türkiye\u2009¹"} <= set(words(turkiye))
    assert len(list(turkiye.iter(f"{SVG}circle"))) >= 2


def test_relations_ranges_and_the_tray_are_groups_that_say_what_they_are(corridor):
    root = ET.fromstring(svg_bytes(corridor))
    relations = [mark for mark in corridor.marks if isinstance(mark, RelationMark)]
    titles = group_titles(root, "relation")
    assert set(titles) == {f"relation-{mark.relation}" for mark in relations}
    assert "Azerbaijan → Armenia: military pressure" in titles.values()
    groups = {group.get("id"): group for group in root.iter(f"{SVG}g") if group.get("class") == "relation"}
    heads = {key: len(list(group.iter(f"{SVG}polygon"))) for key, group in groups.items()}
    assert heads == {f"relation-{mark.relation}": 1 if mark.directed else 2 for mark in relations}
    assert set(heads.values()) == {1, 2}
    assert group_titles(root, "range")["range-armenia"] == "Armenia: plausible range"
    assert group_titles(root, "tray") == {
        "tray-iran": "Iran: Unknown",
        "tray-russia": "Russia: Unknown",
    }
    assert group_titles(root, "movement")["movement-european-union"] == "European Union: movement"


def test_ids_are_unique_and_nothing_lies_outside(corridor):
    data = svg_bytes(corridor).decode()
    ids = re.findall(r' id="([^"]*)"', data)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"url\(#([^)]*)\)", data)) <= set(ids)
    assert re.findall(r"https?://[^\"' ]+", data) == ["http://www.w3.org/2000/svg"]
    assert not re.search(r"<(image|script|foreignObject|style)\b|href", data)


def test_all_text_of_the_slide_is_text(corridor):
    shown = set(words(ET.fromstring(svg_bytes(corridor))))
    assert {mark.text for mark in corridor.marks if isinstance(mark, TextMark)} <= shown
    root = ET.fromstring(svg_bytes(corridor))
    assert root.get("font-family", "").startswith("Inter, ")
    assert {int(each.get("font-weight", "0")) % 100 for each in root.iter(f"{SVG}text")} == {0}


def test_text_as_paths_leaves_no_text(corridor):
    root = ET.fromstring(svg_bytes(corridor, "paths"))
    assert words(root) == []
    assert group_titles(root, "actor")["actor-turkiye"] == "Türkiye"


def test_words_drawn_as_paths_are_still_read_and_found(corridor):
    text, paths = ET.fromstring(svg_bytes(corridor)), ET.fromstring(svg_bytes(corridor, "paths"))
    labelled = [each.get("aria-label") for each in paths.iter(f"{SVG}path") if each.get("aria-label")]
    spoken = [each.text for each in text.iter(f"{SVG}text") if each.get("aria-hidden") is None]
    assert labelled == spoken
    description = paths.findtext(f"{SVG}desc", "").splitlines()
    for mark in corridor.marks:
        if isinstance(mark, TextMark):
            assert mark.text in description
        elif isinstance(mark, LabelMark):
            assert " ".join(line.text for line in mark.lines) in description
    # The parts of an image are hidden from screen readers, those of a document are not.
    assert {text.get("role"), paths.get("role")} == {"graphics-document document"}
    assert text.find(f"{SVG}desc") is None


@pytest.mark.parametrize("text", ["text", "paths"])
@pytest.mark.parametrize("theme", ["light", "dark", "print"])
def test_another_renderer_draws_the_same_picture(preset, make_slide, pixels_of, text, theme):
    resvg = pytest.importorskip("resvg_py", reason="resvg-py is not installed")
    slide = make_slide(preset, "corridor", "2025-07", THEMES[theme], (1280, 720))
    drawn = resvg.svg_to_bytes(
        svg_string=svg_bytes(slide, text).decode(), font_files=[str(fonts.FILE)], skip_system_fonts=True
    )
    ours, theirs = pixels_of(render(slide)), pixels_of(bytes(drawn))
    assert ours.shape == theirs.shape
    assert np.abs(ours - theirs).mean() < (4.5 if text == "text" else 2.5)
    for mark in slide.marks:
        if isinstance(mark, ActorMark):
            spot = np.s_[round(mark.y - mark.radius * 0.7), round(mark.x)]
            assert np.abs(ours[spot] - theirs[spot]).max() <= 6, mark.name


def test_names_are_never_markup_and_what_xml_cannot_hold_is_replaced(make_slide):
    hostile = '<script>&amp;"]]>\ufffe\u0001'
    document = update_actor(tiny(), "armenia", name=hostile)
    root = ET.fromstring(svg_bytes(make_slide(document)))
    assert any(title.startswith('<script>&amp;"]]>\ufffd') for title in group_titles(root, "actor").values())
    assert not list(root.iter("script"))
    assert xml_text("a\x00b\ud800c") == "a\ufffdb\ufffdc"


def test_text_that_runs_right_to_left_keeps_its_place(make_slide):
    root = ET.fromstring(svg_bytes(make_slide(sample(), "border", "2025-07")))
    turned = [each for each in root.iter(f"{SVG}text") if each.get("direction") == "rtl"]
    assert turned, "the sample holds a Persian name"
    assert all(each.get("text-anchor") in ("start", "middle", "end") for each in turned)


def test_the_same_slide_gives_the_same_bytes(preset, make_slide):
    first, second = (svg_bytes(make_slide(preset, "corridor", "2025-07")) for _ in range(2))
    assert first == second


def test_a_transparent_slide_has_no_ground(corridor):
    plain = ET.fromstring(svg_bytes(dataclasses.replace(corridor, background=None)))
    assert plain.find(f"{SVG}rect[@width='1920']") is None
    assert ET.fromstring(svg_bytes(corridor)).find(f"{SVG}rect[@width='1920']") is not None


def test_a_file_is_written_whole_or_not_at_all(corridor, preset, tmp_path: Path):
    write_slide(corridor, preset, tmp_path / "a.svg")
    assert (tmp_path / "a.svg").read_bytes() == svg_bytes(corridor)
    (tmp_path / "folder.svg").mkdir()
    with pytest.raises(WriteError):
        write_slide(corridor, preset, tmp_path / "folder.svg")
    with pytest.raises(UsageError):
        svg_bytes(dataclasses.replace(corridor, width=0))


@pytest.mark.parametrize(
    ("value", "text"), [(1.0, "1"), (0.004, "0"), (-0.004, "0"), (12.345, "12.35"), (100, "100")]
)
def test_lengths_are_as_short_as_they_go(value, text):
    assert number(value) == text


def test_a_hatched_box_has_its_lines_in_every_format(corridor):
    box = Box(100, 100, 500, 200)
    slide = dataclasses.replace(
        corridor, marks=(FrameMark(box, "#000000", 0.0, "#888888", "#ffffff"),), background="#dddddd"
    )
    image = render(slide)
    row = {image.pixelColor(x, 150).name() for x in range(105, 495)}
    assert {"#888888", "#ffffff"} <= row
    assert image.pixelColor(99, 150).name() == image.pixelColor(501, 150).name() == "#dddddd"
    root = ET.fromstring(svg_bytes(slide))
    (lines,) = root.iter(f"{SVG}path")
    assert lines.get("fill") == "#ffffff"
    assert (lines.get("d") or "").count("M") == len(hatching(box))
    with ZipFile(BytesIO(pptx_bytes([slide], DeckProperties()))) as deck:
        assert b"wdUpDiag" in deck.read("ppt/slides/slide1.xml")
