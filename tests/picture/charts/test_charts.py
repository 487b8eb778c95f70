"""Charts: all within their boxes and no text over another, legible without colours, at any width."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations

import pytest

from reports import BARS, CHARTS, LINE, ROWS, STACKS, WHISKERS, grid
from stakemap.analysis.report import (
    Bar,
    Bars,
    Chart,
    Code,
    Grid,
    Scale,
    Segment,
    Stack,
    Stacks,
    Tick,
    WhiskerRow,
    Whiskers,
)
from stakemap.picture.charts import draw_chart, height_of
from stakemap.picture.charts.look import fill_of
from stakemap.picture.labels.occupancy import Box
from stakemap.picture.marks import LineMark, ShapeMark, TextMark
from stakemap.picture.measure import FixedMeasure
from stakemap.picture.slides.page_builder import PageBuilder
from stakemap.picture.theme import DARK, LIGHT, PRINT, Theme, contrast

#: Boxes of a slide's half, of a slide, and of panels.
SIZES = [(900, 860), (1800, 820), (320, 2400), (480, 2400), (900, 240)]


def drawn(chart: Chart, width: float, height: float, theme: Theme = LIGHT) -> tuple[list, float]:
    page = (1920, 1080) if width > 500 else (width + 20, height + 20)
    builder = PageBuilder(*page, theme, FixedMeasure())
    used = draw_chart(builder, chart, Box(10, 10, 10 + width, 10 + height))
    return builder.marks, used


def texts_of(marks: list) -> list[tuple[str, Box]]:
    """Every text with the box of its ink."""
    found = []
    for mark in marks:
        if isinstance(mark, TextMark):
            top, bottom = mark.baseline - 0.72 * mark.size, mark.baseline + 0.2 * mark.size
            found.append((mark.text, Box(mark.x, top, mark.x + mark.width, bottom)))
        elif isinstance(mark, ShapeMark) and mark.text:
            x, y = mark.box.centre
            reach = mark.width / 2, 0.4 * mark.size
            found.append((mark.text, Box(x - reach[0], y - reach[1], x + reach[0], y + reach[1])))
    return found


def shapes(marks: list, key: str | None = None) -> list[ShapeMark]:
    return [
        mark
        for mark in marks
        if isinstance(mark, ShapeMark)
        and (key is None or mark.key == key)
        and not mark.name.startswith("Legend")
    ]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", CHARTS)
def test_all_lies_in_the_box_and_no_text_covers_another(name, size):
    width, height = size
    marks, used = drawn(CHARTS[name], width, height)
    box = Box(10, 10, 10 + width, 10 + used).grown(1)
    assert used <= height + 0.5
    for text, place in texts_of(marks):
        assert box.holds(place), text
    for mark in marks:
        if isinstance(mark, ShapeMark):
            assert box.holds(mark.box), mark.name
        elif isinstance(mark, LineMark):
            assert box.holds(Box(mark.x0, min(mark.y0, mark.y1), mark.x1, max(mark.y0, mark.y1)))
    for (text, one), (other, another) in combinations(texts_of(marks), 2):
        assert not one.overlaps(another), (text, other)


@pytest.mark.parametrize("width", [320, 480])
@pytest.mark.parametrize("name", CHARTS)
def test_the_height_told_before_is_the_one_that_is_taken(name, width):
    builder = PageBuilder(width, 2000, LIGHT, FixedMeasure())
    height = height_of(builder, CHARTS[name], width)
    assert draw_chart(builder, CHARTS[name], Box(0, 0, width, height)) == pytest.approx(height)
    assert not any(re.match(r"and \d+ more", text) for text, _ in texts_of(builder.marks))


@pytest.mark.parametrize("name", CHARTS)
def test_no_text_on_a_slide_is_smaller_than_ten_points(name):
    marks, _ = drawn(CHARTS[name], 900, 860)
    assert all(
        mark.size >= 20
        for mark in marks
        if isinstance(mark, TextMark) or (isinstance(mark, ShapeMark) and mark.text)
    )


def test_rows_without_room_are_counted():
    marks, used = drawn(BARS, 900, 260)
    shown = len(shapes(marks))
    assert 0 < shown < len(BARS.bars)
    assert used <= 260
    assert f"and {len(BARS.bars) - shown} more" in [text for text, _ in texts_of(marks)]


def test_a_bar_is_one_object_with_the_name_and_the_id_of_its_actor():
    marks, _ = drawn(BARS, 900, 860)
    (bar,) = shapes(marks, "azerbaijan")
    assert bar.name == "Azerbaijan: −60 → −4"
    scale = next(mark.box for mark in shapes(marks) if mark.name.endswith("+0 → +100"))
    # From −60 to −4, where another runs from 0 to 100.
    assert bar.box.width == pytest.approx(0.56 * scale.width, rel=0.01)


LEVERS = Bars(
    "",
    (
        Bar("Azerbaijan · unblock", -45, -4, "−45 → −4", "for", key="aze", short="AZE · unblock"),
        Bar("Ministry of Foreign Affairs of the Republic · mean", 85, 4, "+85 → +4", "against", True, "mfa"),
    ),
    (-100, 100),
    0.0,
)


def test_labels_without_room_in_a_narrow_chart_stand_whole_above_their_bars():
    marks, _ = drawn(LEVERS, 264, 600)
    texts = dict(texts_of(marks))
    assert "Azerbaijan · unblock" in texts
    assert [mark.text for mark in marks if isinstance(mark, TextMark) and mark.key == "mfa"] == [
        "Ministry of Foreign Affairs of the",
        "Republic · mean",
    ]
    (bar,) = shapes(marks, "aze")
    label = texts["Azerbaijan · unblock"]
    assert label.left == 10
    assert label.bottom <= bar.box.top
    # Nearer to its own bar than to the label below.
    assert bar.box.top - label.bottom < texts["Ministry of Foreign Affairs of the"].top - bar.box.bottom
    poles = [mark for mark in marks if isinstance(mark, LineMark) and mark.role == "axis"]
    assert len(poles) == 2
    assert all(
        max(pole.y0, pole.y1) <= box.top or min(pole.y0, pole.y1) >= box.bottom
        for pole in poles
        for text, box in texts.items()
        if box.left <= pole.x0 <= box.right
    )


def test_labels_stay_beside_the_bars_where_they_fit_or_where_the_chart_is_wide():
    short = replace(LEVERS, bars=(Bar("Iran", -45, -4, key="aze"),))
    for chart, width in ((short, 264), (LEVERS, 900)):
        marks, _ = drawn(chart, width, 600)
        (bar,) = shapes(marks, "aze")
        label = next(mark for mark in marks if isinstance(mark, TextMark) and mark.key == "aze")
        assert label.x + label.width < bar.box.left
        assert bar.box.top < label.baseline < bar.box.bottom + label.size


def test_what_stands_for_a_label_is_used_before_it_is_cut():
    marks, _ = drawn(replace(LEVERS, bars=LEVERS.bars[:1]), 450, 600)
    assert "AZE · unblock" not in dict(texts_of(marks))
    long = Bar("Organisation for Security and Co-operation in Europe", 0, 9, key="osce", short="OSCE")
    texts = dict(texts_of(drawn(replace(LEVERS, bars=(long,)), 900, 600)[0]))
    assert "OSCE" in texts
    assert not any("…" in text for text in texts)


def test_a_bar_of_no_length_is_seen():
    marks, _ = drawn(BARS, 900, 860)
    (bar,) = shapes(marks, "nobody")
    assert bar.box.width >= 2


@pytest.mark.parametrize("theme", [LIGHT, DARK, PRINT])
def test_sides_differ_in_more_than_colour(theme):
    plain, hatched, hollow = (fill_of(side, theme) for side in ("for", "against", "undecided"))
    assert plain.hatch is None
    assert hatched.hatch is not None
    assert hollow.hatch is None
    assert contrast(plain.colour, hollow.colour) >= 3
    assert hollow.edge is not None
    for fill in (plain, hatched, hollow):
        assert contrast(fill.ink, fill.colour) >= 4.5


def test_what_is_emphasised_is_outlined_and_explained():
    marks, _ = drawn(BARS, 900, 860)
    (bar,), (other,) = shapes(marks, "azerbaijan"), shapes(marks, "turkiye")
    assert bar.edge == LIGHT.text
    assert bar.edge_width > other.edge_width
    assert "Holds a veto" in [text for text, _ in texts_of(marks)]
    calm = replace(BARS, bars=BARS.bars[1:])
    assert "Holds a veto" not in [text for text, _ in texts_of(drawn(calm, 900, 860)[0])]


def test_what_can_block_has_a_double_edge_that_the_key_explains():
    marks, _ = drawn(STACKS, 900, 860)
    assert [mark.key for mark in shapes(marks) if mark.is_double] == ["a", "t"]
    assert "Double edge: can block" in [text for text, _ in texts_of(marks)]


def test_segments_without_room_for_their_names_are_named_below():
    marks, _ = drawn(STACKS, 900, 860)
    texts = [text for text, _ in texts_of(marks)]
    assert "Without room in the bar: Iran" in texts
    assert not any(mark.text == "Iran" for mark in shapes(marks))
    assert "No weight" not in " ".join(texts)


def test_codes_stand_in_segments_without_room_for_names():
    members = [("France", "FR"), ("Germany", "DE"), ("Netherlands", "NL"), ("Luxembourg", "LU")]
    segments = tuple(
        Segment(name, 1 if code == "LU" else 10, "for", key=code, short=code) for name, code in members
    )
    chart = Stacks("", (Stack("For", segments, "31"),), 100)
    for width, shown in ((264, ["FR", "DE", "NL"]), (900, ["France", "DE", "NL"])):
        marks, _ = drawn(chart, width, 600)
        assert [mark.text for mark in shapes(marks) if mark.text] == shown
        assert "Without room in the bar: Luxembourg" in dict(texts_of(marks))
        assert [mark.name for mark in shapes(marks)] == [name for name, _ in members]


def test_codes_that_stand_for_names_are_explained_below_once_and_only_where_they_do():
    france, eu, germany = Code("FR", "France"), Code("EU", "EU"), Code("DE", "Germany")
    segments = tuple(
        Segment(each.name, 10, "for", key=each.code, short=each.code, code=each)
        for each in (france, germany, eu)
    )
    stack = Stack("For", segments)
    chart = Stacks("", (stack, stack._replace(label="In the scenario")), 100)
    for width, told in ((264, ["Codes: FR France, DE Germany"]), (900, ["Codes: DE Germany"]), (2000, [])):
        texts = [text for text, _ in texts_of(drawn(chart, width, 600)[0])]
        assert [text for text in texts if text.startswith("Codes")] == told
    label = "France · keep what was agreed at the latest meeting"
    bar = Bar(label, 0, 9, key="fr", short="FR · keep", code=france)
    for width, told in ((500, ["Codes: FR France"]), (2000, [])):
        texts = [text for text, _ in texts_of(drawn(replace(LEVERS, bars=(bar,)), width, 600)[0])]
        assert [text for text in texts if text.startswith("Codes")] == told
        assert ("FR · keep" in texts) == bool(told)


def test_the_names_without_room_and_the_texts_of_a_stack_take_lines_of_their_own():
    names = ("Netherlands", "Belgium", "Sweden", "Luxembourg")
    stack = Stack(
        "A smallest set that could pass it", tuple(Segment(name, 1) for name in names), "52 % of all"
    )
    texts = dict(texts_of(drawn(Stacks("", (stack,), 100), 264, 600)[0]))
    assert texts["A smallest set that could pass it"].bottom < texts["52 % of all"].top
    listed = " ".join(text for text in texts if any(name in text for name in names))
    assert listed == "Without room in the bar: Netherlands, Belgium, Sweden, Luxembourg"


def test_segments_over_the_total_stay_in_the_box():
    chart = Stacks("", (Stack("", (Segment("A", 80), Segment("B", 70))),), 100, 300, "Quota over the total")
    marks, _ = drawn(chart, 900, 400)
    assert max(mark.box.right for mark in shapes(marks)) <= 10 + 900 / 2 + 1


def test_no_pole_crosses_a_label():
    marks, _ = drawn(LINE, 900, 860)
    poles = [
        mark for mark in marks if isinstance(mark, LineMark) and mark.x0 == mark.x1 and mark.role == "rule"
    ]
    assert len(poles) == len(LINE.ticks) - 1
    for text, box in texts_of(marks):
        for pole in poles:
            line = Box(pole.x0, min(pole.y0, pole.y1), pole.x0 + 1, max(pole.y0, pole.y1))
            assert not line.overlaps(box), text
    assert "Not computed: no salience" in [text for text, _ in texts_of(marks)]


def test_a_row_has_range_value_and_what_was_found():
    marks, _ = drawn(ROWS, 900, 860)
    span, value, found = shapes(marks, "Armenia")
    assert (span.form, value.form, found.form) == ("bar", "dot", "diamond")
    assert span.box.left < value.box.centre[0] < span.box.right
    # −70 to −40, −50, and 0 on a scale from −100 to 100.
    assert (value.box.centre[0] - span.box.left) / span.box.width == pytest.approx(2 / 3, abs=0.02)


def test_a_whisker_an_analyst_stands_before_the_pooled_range_with_a_letter_of_the_key():
    marks, _ = drawn(WHISKERS, 900, 860)
    names = [mark.name for mark in shapes(marks, "turkiye")]
    assert names[0] == "Türkiye: pooled range"
    assert names.count("Türkiye: A judges it") == 2, "the whisker and its dot"
    assert not [mark for mark in shapes(marks, "osce") if mark.name.endswith("pooled range")]
    texts = [text for text, _ in texts_of(marks)]
    assert texts.count("A") == 2
    assert any(text.startswith("A: Armenia") for text in texts)


def test_columns_without_room_for_names_have_the_numbers_of_the_rows():
    marks, _ = drawn(grid(25), 900, 860)
    texts = [text for text, _ in texts_of(marks)]
    assert "1 Armenia 0" in texts
    assert "25" in texts
    assert not any(text.startswith("Columns: ") for text in texts)
    listed = [text for text, _ in texts_of(drawn(grid(6, 20), 480, 2400)[0])]
    assert any(text.startswith("Columns: 1 Issue number 0, 2 Issue") for text in listed)


@pytest.mark.parametrize("theme", [LIGHT, PRINT])
def test_cells_below_zero_differ_by_text_or_pattern(theme):
    for chart in (grid(5), grid(25)):
        marks, _ = drawn(chart, 900, 860, theme)
        cells = iter(shapes(marks))
        for row in chart.cells:
            for cell in row:
                mark = next(cells)
                if cell.share is not None and cell.share < -0.005:
                    assert mark.hatch or mark.text.startswith("−")
                else:
                    assert mark.hatch is None
                if mark.text:
                    assert contrast(mark.colour, mark.fill) >= 4.5


@pytest.mark.parametrize(
    "chart",
    [
        Bars("", (), (0, 0)),
        Bars("Same ends", (Bar("A", 0, 0),), (0, 0), 0.0),
        Stacks("Nothing", (Stack("None", ()),), 0),
        Stacks("", (), 0, 0.0),
        Scale("", (), (0, 0)),
        Scale("One", (Tick("", None),), (5, 5), rows=True),
        Whiskers("", (), (0, 0), ()),
        Whiskers("Nobody", (WhiskerRow("A", ()),), (5, 5), ()),
        Grid("", (), (), ()),
        Grid("No columns", ("A",), (), ((),)),
    ],
)
def test_what_holds_nothing_is_drawn_without_a_fault(chart):
    for width in (320, 900):
        _, used = drawn(chart, width, 500)
        assert used <= 500


def test_names_are_shown_as_plain_text_on_one_line():
    chart = Bars("A\nB", (Bar("<b>Name\n</b>\u202e", 0, 1, "x\ty"),), (0, 1))
    marks, _ = drawn(chart, 900, 400)
    assert not any(letter in text for text, _ in texts_of(marks) for letter in "\n\t\u202e")
