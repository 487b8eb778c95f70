"""Shapes of charts: alike in every format, one object each, with name and text."""

from __future__ import annotations

import dataclasses
import io
import itertools
import xml.etree.ElementTree as ET

import pytest
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE, MSO_SHAPE_TYPE

from reports import CHARTS
from stakemap.export.png import render
from stakemap.export.pptx import pptx_bytes
from stakemap.export.svg import svg_bytes
from stakemap.paint.fonts import slide_measure
from stakemap.picture.charts import draw_chart
from stakemap.picture.labels.occupancy import Box
from stakemap.picture.marks import ShapeMark
from stakemap.picture.slides.page_builder import PageBuilder
from stakemap.picture.slides.slide import Slide
from stakemap.picture.theme import LIGHT, Theme

SVG = "{http://www.w3.org/2000/svg}"
BOX = Box(100, 100, 500, 200)


def slide_with(*marks: object, theme: Theme = LIGHT) -> Slide:
    page = Box(0, 0, 960, 540)
    return Slide(960, 540, theme.canvas, marks, "", theme, page, ())  # type: ignore[arg-type]


def chart_slide(name: str) -> Slide:
    builder = PageBuilder(1920, 1080, LIGHT, slide_measure())
    draw_chart(builder, CHARTS[name], Box(40, 40, 1880, 1040))
    slide = slide_with(*builder.marks)
    return dataclasses.replace(slide, width=1920, height=1080)


def colours(slide: Slide, y: int) -> set[str]:
    image = render(slide)
    return {image.pixelColor(x, y).name() for x in range(80, 520)}


def test_a_hatched_bar_has_two_colours_and_a_double_one_two_edges():
    bar = ShapeMark("Bar", BOX, "#888888", "#ffffff")
    assert {"#888888", "#ffffff"} <= colours(slide_with(bar), 150)
    double = ShapeMark("Bar", BOX, "#888888", None, "#000000", 2.0, is_double=True)
    image = render(slide_with(double))
    row = [image.pixelColor(x, 150).name() == "#000000" for x in range(95, 300)]
    assert sum(before < after for before, after in itertools.pairwise(row)) == 2


@pytest.mark.parametrize(("form", "corner"), [("bar", True), ("dot", False), ("diamond", False)])
def test_forms_are_painted(form, corner):
    mark = ShapeMark("Mark", Box(100, 100, 200, 200), "#123456", form=form)
    image = render(slide_with(mark))
    assert image.pixelColor(150, 150).name() == "#123456"
    assert (image.pixelColor(104, 104).name() == "#123456") is corner


def test_in_svg_a_shape_is_a_group_with_its_name():
    mark = ShapeMark(
        "Iran: +5", BOX, "#888888", "#ffffff", "#000000", 2.0, True, key="iran", text="Iran", size=20
    )
    root = ET.fromstring(svg_bytes(slide_with(mark, dataclasses.replace(mark, form="diamond"))))
    group, other = (each for each in root.iter(f"{SVG}g") if each.get("class") == "chart")
    assert (group.get("id"), other.get("id")) == ("chart-iran", "chart-iran-2")
    assert [group.findtext(f"{SVG}{tag}") for tag in ("title", "text")] == ["Iran: +5", "Iran"]
    assert len(group.findall(f"{SVG}rect")) == 2
    assert other.find(f"{SVG}polygon") is not None
    words = svg_bytes(slide_with(mark), text="paths").decode()
    assert "Iran</desc>" in words


def test_in_powerpoint_a_bar_is_one_shape_with_name_and_text():
    mark = ShapeMark("Iran: +5", BOX, "#888888", "#ffffff", text="Iran", size=20, colour="#000000")
    locked = dataclasses.replace(mark, is_double=True, edge="#000000", edge_width=2.0)
    dot = dataclasses.replace(mark, form="dot", hatch=None, text="")
    data = pptx_bytes([slide_with(mark, dot, locked)])
    one, round_one, group = Presentation(io.BytesIO(data)).slides[0].shapes
    assert (one.name, one.text_frame.text) == ("Iran: +5", "Iran")
    assert round_one.auto_shape_type == MSO_SHAPE.OVAL
    assert group.shape_type == MSO_SHAPE_TYPE.GROUP
    assert [shape.name for shape in group.shapes] == ["Iran: +5", "Second edge"]


@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_is_written_in_every_format(name):
    slide = chart_slide(name)
    assert not render(slide).isNull()
    named = {mark.name for mark in slide.marks if isinstance(mark, ShapeMark)}
    svg = ET.fromstring(svg_bytes(slide))
    assert named == {
        each.findtext(f"{SVG}title") for each in svg.iter(f"{SVG}g") if each.get("class") == "chart"
    }
    shapes = Presentation(io.BytesIO(pptx_bytes([slide]))).slides[0].shapes
    assert named <= {shape.name for shape in shapes}
