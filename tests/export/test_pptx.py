"""PowerPoint: native shapes read back with python-pptx, and drawn by LibreOffice."""

from __future__ import annotations

import dataclasses
import datetime
import io
import re
import time
import zipfile
from collections.abc import Iterator

import numpy as np
import pytest
from pptx import Presentation
from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_SHAPE, MSO_SHAPE_TYPE
from pptx.oxml.ns import qn

from libreoffice import anchor_of, drawn_by_office, needs_office, picture_of
from samples import sample, tiny
from stakemap.errors import UsageError, WriteError
from stakemap.export.formats import write_slide
from stakemap.export.png import render
from stakemap.export.pptx import DeckProperties, pptx_bytes, properties_of
from stakemap.model.edits import set_texts, update_actor
from stakemap.paint.fonts import OfficeMeasure, slide_measure
from stakemap.picture.actor_parts import ActorPart, group_actor_marks
from stakemap.picture.deck import deck_of
from stakemap.picture.job import DeckStyle, SlideRequest
from stakemap.picture.marks import ActorMark, LabelMark, LeaderMark, RelationMark, TextMark
from stakemap.picture.options import ANALYST
from stakemap.picture.theme import DARK, LIGHT


def read(data: bytes):
    return Presentation(io.BytesIO(data))


def leaves(shapes) -> Iterator:
    for shape in shapes:
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            yield from leaves(shape.shapes)
        else:
            yield shape


@pytest.fixture(scope="module")
def page(corridor, preset):
    return read(pptx_bytes([corridor], properties_of(preset), ["Why: because."])).slides[0]


def test_an_actor_is_one_group_of_its_disc_and_its_name(corridor, page):
    groups = {shape.name: shape for shape in page.shapes if shape.shape_type == MSO_SHAPE_TYPE.GROUP}
    labels = {mark.actor: mark for mark in corridor.marks if isinstance(mark, LabelMark)}
    for disc in (mark for mark in corridor.marks if isinstance(mark, ActorMark)):
        inner = list(groups[disc.name].shapes)
        codes = [
            shape for shape in inner if shape.has_text_frame and shape.text_frame.text == disc.style.code
        ]
        assert len(codes) == 1
        assert codes[0].auto_shape_type == MSO_SHAPE.OVAL
        names = [shape for shape in inner if shape.shape_type == MSO_SHAPE_TYPE.TEXT_BOX]
        lines = [line.text for line in labels[disc.actor].lines]
        assert [shape.text_frame.text for shape in names] == ["\v".join(lines)]
        assert lines[0].startswith(disc.name)


def test_a_relation_is_one_group_of_its_curve_its_heads_and_its_text(corridor, page):
    names = {mark.actor: mark.name for mark in corridor.marks if isinstance(mark, ActorMark)}
    texts: dict[str, list[str]] = {}
    for mark in corridor.marks:
        if isinstance(mark, TextMark) and mark.role == "relation":
            texts.setdefault(mark.key, []).append(mark.text)
    shown = {shape.name: shape for shape in page.shapes}
    relations = [mark for mark in corridor.marks if isinstance(mark, RelationMark)]
    assert relations
    for mark in relations:
        arrow = "→" if mark.directed else "–"
        shape = shown[f"{names[mark.source]} {arrow} {names[mark.target]}: {mark.label}"]
        parts = list(shape.shapes) if shape.shape_type == MSO_SHAPE_TYPE.GROUP else [shape]
        forms = [part for part in parts if part.shape_type == MSO_SHAPE_TYPE.FREEFORM]
        assert len(forms) == (2 if mark.directed else 3)
        assert forms[0]._element.find(f".//{qn('a:cubicBezTo')}") is not None
        assert (forms[0].line.dash_style == MSO_LINE.DASH) == ((mark.strength or 0) < 0)
        written = [part.text_frame.text for part in parts if part not in forms]
        # All lines of the text are one paragraph.
        assert [text.split("\v") for text in written] == [
            lines for key, lines in texts.items() if key == mark.relation
        ]


def test_on_request_relations_are_curved_connectors_glued_to_discs(corridor):
    page = read(pptx_bytes([corridor], glued_connectors=True)).slides[0]
    discs = {
        shape.shape_id: shape.text_frame.text
        for shape in leaves(page.shapes)
        if shape.has_text_frame and shape.shape_type == MSO_SHAPE_TYPE.AUTO_SHAPE
    }
    codes = {mark.actor: mark.style.code for mark in corridor.marks if isinstance(mark, ActorMark)}
    wanted = sorted(
        (codes[mark.source], codes[mark.target], (mark.strength or 0) < 0, mark.directed)
        for mark in corridor.marks
        if isinstance(mark, RelationMark)
    )
    found = []
    for shape in page.shapes:
        if shape.shape_type != MSO_SHAPE_TYPE.LINE:
            continue
        assert shape._element.spPr.find(qn("a:prstGeom")).get("prst") == "curvedConnector3"
        ends = [shape._element.find(f".//{qn(tag)}").get("id") for tag in ("a:stCxn", "a:endCxn")]
        hostile = shape.line.dash_style == MSO_LINE.DASH
        heads = [shape._element.find(f".//{qn(tag)}") is not None for tag in ("a:headEnd", "a:tailEnd")]
        directed = heads == [False, True]
        assert directed or heads == [True, True]
        found.append((*(discs[int(end)] for end in ends), hostile, directed))
    assert sorted(found) == wanted


def test_nothing_is_a_picture_and_ids_are_unique(page, corridor):
    kinds = {shape.shape_type for shape in leaves(page.shapes)}
    assert MSO_SHAPE_TYPE.PICTURE not in kinds
    ids = [int(each.get("id")) for each in page._element.iter(qn("p:cNvPr"))]
    assert len(ids) == len(set(ids))
    names = zipfile.ZipFile(io.BytesIO(pptx_bytes([corridor]))).namelist()
    assert not [name for name in names if re.search(r"\.(png|jpe?g|emf|wmf|bin)$|media/", name)]


def test_the_slide_has_its_title_and_all_its_words(page, corridor):
    assert page.shapes.title.text_frame.text == "Armenia–Türkiye normalisation"
    texts = [
        shape.text_frame.text.replace("\u00a0", " ") for shape in leaves(page.shapes) if shape.has_text_frame
    ]
    for mark in corridor.marks:
        if getattr(mark, "role", "") in ("source", "status", "issue", "legend", "axis-end", "caption"):
            assert any(mark.text in text for text in texts), mark


def test_every_text_box_has_room_to_spare_and_lies_on_the_page(page):
    measure, found = OfficeMeasure(), 0
    for shape in leaves(page.shapes):
        if shape.shape_type != MSO_SHAPE_TYPE.TEXT_BOX or not shape.text_frame.text:
            continue
        assert shape.left >= 0
        assert shape.left + shape.width <= 12_192_000
        assert shape.top + shape.height <= 6_858_000
        run = shape.text_frame.paragraphs[0].runs[0].font
        assert run.name == "Arial"
        if not shape.text_frame.word_wrap:
            found += 1
            for line in shape.text_frame.text.split("\v"):
                width = measure.extent(line, run.size.pt, 700 if run.bold else 400).width
                assert shape.width >= 1.05 * width * 12_700, line
    assert found > 10


def test_a_theme_may_name_the_font_of_a_deck(make_slide, preset):
    theme = dataclasses.replace(LIGHT, font="Georgia")
    data = pptx_bytes([make_slide(preset, "corridor", "2025-07", theme)])
    faces = {each.get("typeface") for each in read(data).slides[0]._element.iter(qn("a:latin"))}
    assert faces == {"Georgia"}


def test_no_leader_line_is_lost(corridor):
    disc = next(mark for mark in corridor.marks if isinstance(mark, ActorMark))
    beside = LeaderMark(disc.actor, disc.x, disc.y - 30, disc.x, disc.y - 90, 1, "#000000", dimmed=False)
    # Before its disc, and after it as on maps.
    others = [mark for mark in corridor.marks if not isinstance(mark, LeaderMark)]
    for marks in ((beside, *others), (*others, beside)):
        slide = dataclasses.replace(corridor, marks=marks)
        names = [shape.name for shape in leaves(read(pptx_bytes([slide])).slides[0].shapes)]
        assert names.count("Leader") == 1


def test_notes_hold_what_they_are_given(page):
    assert page.notes_slide.notes_text_frame.text == "Why: because."


def test_properties_are_those_of_the_map(preset, corridor):
    document = set_texts(preset, handling="TLP:GREEN", contact="desk@example.org")
    data = pptx_bytes([corridor], properties_of(document))
    core = read(data).core_properties
    assert (core.title, core.author) == ("Armenia–Türkiye normalisation", "desk@example.org")
    assert (core.category, core.keywords, core.last_modified_by) == ("Draft", "TLP:GREEN", "")
    whole = b"".join(
        zipfile.ZipFile(io.BytesIO(data)).read(name) for name in ("docProps/core.xml", "docProps/app.xml")
    )
    assert not re.search(rb"Steve|python-pptx|PowerPoint|201\d", whole)


def test_the_same_slides_give_the_same_bytes(corridor, monkeypatch):
    class Tomorrow(datetime.datetime):
        @classmethod
        def now(cls, tz=None):
            return super().now(tz) + datetime.timedelta(days=1)

    first = pptx_bytes([corridor], DeckProperties("A"))
    tomorrow = time.time() + 86_400
    monkeypatch.setattr(time, "time", lambda: tomorrow)
    monkeypatch.setattr(datetime, "datetime", Tomorrow)
    assert pptx_bytes([corridor], DeckProperties("A")) == first


def test_the_page_is_that_of_the_slide(make_slide, preset):
    sizes = {(1920, 1080): (13.333, 7.5), (1600, 1200): (10, 7.5), (1240, 1754): (8.268, 11.693)}
    for size, inches in sizes.items():
        deck = read(pptx_bytes([make_slide(preset, "corridor", "2025-07", size=size)]))
        assert (deck.slide_width.inches, deck.slide_height.inches) == pytest.approx(inches, abs=0.002)
        assert [layout.name for layout in deck.slide_layouts] == ["Title Only"]


def test_a_dark_slide_has_a_dark_ground_and_a_transparent_one_none(make_slide, preset):
    slide = make_slide(preset, "corridor", "2025-07", DARK)
    page = read(pptx_bytes([slide])).slides[0]
    assert str(page.background.fill.fore_color.rgb) == DARK.canvas.lstrip("#").upper()
    clear = read(pptx_bytes([dataclasses.replace(slide, background=None)])).slides[0]
    assert clear.follow_master_background


def test_names_are_text_whatever_they_hold(make_slide):
    hostile = "<a:t>&amp;\"=cmd|'/c calc'!A1\ufffe\u202e"
    document = set_texts(update_actor(tiny(), "armenia", name=hostile), title=hostile)
    page = read(pptx_bytes([make_slide(document)], properties_of(document), [hostile])).slides[0]
    texts = [shape.text_frame.text for shape in leaves(page.shapes) if shape.has_text_frame]
    assert any(text.startswith('<a:t>&amp;"=cmd|') for text in texts)


def test_a_dozen_slides_tell_how_far_they_are(corridor):
    told: list[int] = []
    data = pptx_bytes([corridor] * 12, notes=["Reasons."] * 12, progress=told.append)
    assert len(read(data).slides) == 12
    assert told == list(range(1, 13))


def test_what_cannot_be_written_is_said(corridor, preset, tmp_path):
    with pytest.raises(UsageError):
        pptx_bytes([])
    with pytest.raises(UsageError):
        pptx_bytes([dataclasses.replace(corridor, width=0)])
    (tmp_path / "folder.pptx").mkdir()
    with pytest.raises(WriteError):
        write_slide(corridor, preset, tmp_path / "folder.pptx")


@needs_office
@pytest.mark.parametrize("size", [(1920, 1080), (1600, 1200), (1240, 1754)])
def test_office_draws_actors_and_names_where_we_do(preset, make_slide, tmp_path, size):
    slide = make_slide(preset, "corridor", "2025-07", DARK, size)
    words = drawn_by_office(pptx_bytes([slide]), tmp_path)[0]
    actors = [part for part in group_actor_marks(slide.marks) if isinstance(part, ActorPart)]
    assert len(actors) == 5
    for part in actors:
        disc, label = part.disc, part.label
        assert label
        ours = {disc.style.code: (0.5, disc.x / slide.width, disc.y / slide.height)}
        for line in label.lines:
            share, middle = part.label_align, line.baseline - 0.35 * label.size
            end = (line.x + share * line.width) / slide.width
            ours[line.text] = (share, end, middle / slide.height)
        for text, (share, x, y) in ours.items():
            assert anchor_of(text, words, share, (x, y)) == pytest.approx((x, y), abs=0.01), text


@needs_office
def test_office_shows_names_in_other_scripts(make_slide, tmp_path):
    words = drawn_by_office(pptx_bytes([make_slide(sample(), "border", "2025-07")]), tmp_path)[0]
    assert "Россия" in [word.text for word in words]


@pytest.fixture(scope="module")
def moved(preset):
    """The page that shows who moved between two snapshots, as it is exported."""
    request = SlideRequest("before-after", "normalisation", "2025-07")
    return deck_of(preset, [request], DeckStyle(LIGHT, slide_measure(), options=ANALYST)).pages[0]


def test_before_and_after_is_native_through_and_through(moved, preset):
    page = read(pptx_bytes([moved.slide])).slides[0]
    groups = {shape.name: shape for shape in page.shapes if shape.shape_type == MSO_SHAPE_TYPE.GROUP}
    for name, code in (("Armenia", "ARM"), ("Türkiye", "TUR")):
        track, head, ghost = groups[f"{name}: movement"].shapes
        assert {track.shape_type, head.shape_type} == {MSO_SHAPE_TYPE.FREEFORM}
        assert ghost.text_frame.text == code
    data = pptx_bytes([moved.slide], properties_of(preset), [moved.notes], glued_connectors=True)
    deck = read(data)
    page = deck.slides[0]
    assert MSO_SHAPE_TYPE.PICTURE not in {shape.shape_type for shape in leaves(page.shapes)}
    ids = {shape.shape_id: shape for shape in leaves(page.shapes)}
    arrows = [shape for shape in page.shapes if shape.shape_type == MSO_SHAPE_TYPE.LINE]
    ends = [
        [ids[int(arrow._element.find(f".//{qn(tag)}").get("id"))] for tag in ("a:stCxn", "a:endCxn")]
        for arrow in arrows
    ]
    # An arrow leads from the ghost of an actor to its disc.
    assert sorted(end.text_frame.text for _, end in ends) == ["ARM", "TUR"]
    assert sorted(start.text_frame.text for start, _ in ends) == ["ARM", "TUR"]
    # The footnotes are those of the sources, by the numbers beside the names.
    texts = [shape.text_frame.text for shape in leaves(page.shapes) if shape.has_text_frame]
    assert texts.count("2022") == 2, "the dates of ghosts that have their codes"
    source = next(iter(preset.sources.values()))
    assert any(text.startswith(f"Source: ¹\u00a0“{source.title}”") for text in texts)
    assert {"Türkiye\u2009¹", "Armenia\u2009¹"} <= set(texts)
    notes = page.notes_slide.notes_text_frame.text
    assert "Reason: " in notes
    assert f"1. “{source.title}”" in notes
    assert deck.core_properties.title == preset.title


@needs_office
def test_office_draws_the_picture_that_we_draw(moved, preset, tmp_path, pixels_of):
    drawn_by_office(pptx_bytes([moved.slide], properties_of(preset)), tmp_path)
    theirs, ours = pixels_of(picture_of(tmp_path)), pixels_of(render(moved.slide))
    assert theirs.shape == ours.shape
    for disc in (mark for mark in moved.slide.marks if isinstance(mark, ActorMark)):
        places = [centre_of(disc, picture) for picture in (ours, theirs)]
        assert places[0] == pytest.approx((disc.x, disc.y), abs=2)
        assert places[1] == pytest.approx(places[0], abs=0.01 * 1080)


def centre_of(disc: ActorMark, picture: np.ndarray) -> tuple[float, float]:
    """The middle of what has a disc's colour around its place."""
    reach = round(2.5 * disc.radius)
    left, top = round(disc.x) - reach, round(disc.y) - reach
    window = picture[top : top + 2 * reach, left : left + 2 * reach]
    colour = [int(disc.style.colour[at : at + 2], 16) for at in (1, 3, 5)]
    rows, columns = np.nonzero(np.abs(window - colour).max(axis=2) < 12)
    assert len(rows) > disc.radius**2
    return left + float(columns.mean()), top + float(rows.mean())


@pytest.mark.parametrize(
    ("role", "text", "kept"),
    [
        (
            "title",
            "Ethiopia has moved; 4 of 15 actors have",
            "Ethiopia has moved; 4\u00a0of\u00a015\u00a0actors have",
        ),
        (
            "source",
            "Sources: ¹ Agency; ² Reuters, 18 Dec 2025",
            "Sources: ¹\u00a0Agency; ²\u00a0Reuters, 18\u00a0Dec\u00a02025",
        ),
    ],
)
def test_what_belongs_together_stays_on_a_line_in_other_programs_too(corridor, preset, role, text, kept):
    mark = TextMark(role, text, 50, 80, 900, 40, 700, "#000000")
    slide = dataclasses.replace(corridor, marks=(mark,))
    (shape,) = read(pptx_bytes([slide], properties_of(preset))).slides[0].shapes
    assert shape.text_frame.text == kept
