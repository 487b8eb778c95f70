"""The models of the guided import: rows of a sheet, words of a scale, what a merge changes, and remarks."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QAbstractTableModel, Qt
from pytestqt.qtbot import QtBot

from samples import sample
from stakemap.app.features.importing.changes_model import ChangesModel
from stakemap.app.features.importing.histogram import BINS, Histogram, counted
from stakemap.app.features.importing.rated import Rated, Word
from stakemap.app.features.importing.remarks import RemarksModel, RemarksTable, counts_of
from stakemap.app.features.importing.sheet_model import SheetModel
from stakemap.app.features.importing.summary import summary_of
from stakemap.app.features.importing.words_model import WordsModel
from stakemap.app.kit.style import GRID
from stakemap.interchange.content import Place, Remark
from stakemap.interchange.merging.planned import FieldChange, MergePlan, PlannedRecord
from stakemap.interchange.register.plan import ColumnPlan, SheetPlan, SkippedRow
from stakemap.interchange.tables.sheets import Sheet
from stakemap.model.edits import set_texts

Role = Qt.ItemDataRole
SHEET = Sheet(
    "Register",
    [
        ["Port expansion"],
        [],
        ["Stakeholder", "Influence"],
        ["<b>Union</b>", 4.0],
        ["City", 2.5],
        ["Total", 6.5],
    ],
)
PLAN = SheetPlan(
    sheet="Register",
    first_header_row=3,
    first_row=4,
    columns=(
        ColumnPlan(column=1, heading="Stakeholder", role="name"),
        ColumnPlan(column=2, heading="Influence", role="influence"),
    ),
    skipped=(SkippedRow(row=6, reason="total"),),
)


def _texts(model: QAbstractTableModel) -> list[list[str]]:
    columns = range(model.columnCount())
    return [[model.index(row, column).data() or "" for column in columns] for row in range(model.rowCount())]


def _rows(model: QAbstractTableModel) -> list[str]:
    return [model.headerData(row, Qt.Orientation.Vertical) for row in range(model.rowCount())]


def test_the_rows_of_a_sheet_say_in_words_what_becomes_of_them() -> None:
    model = SheetModel()
    model.show(SHEET, PLAN)
    assert _rows(model) == [
        "1  Above the headings",
        "2  Above the headings",
        "3  Headings",
        "4",
        "5",
        "6  Total, left out",
    ]
    assert _texts(model)[3:5] == [["<b>Union</b>", "4"], ["City", "2.5"]]
    assert model.headerData(1, Qt.Orientation.Horizontal) == "B"
    assert "&lt;b&gt;" in model.index(3, 0).data(Role.ToolTipRole)
    assert model.index(2, 0).data(Role.FontRole) is not None
    assert model.index(5, 0).data(Role.ForegroundRole) is not None
    assert model.index(4, 0).data(Role.ForegroundRole) is None


def test_the_rows_of_data_say_what_their_cells_become() -> None:
    model = SheetModel(only_data=True)
    model.show(SHEET, PLAN)
    model.show_results({(4, 2): "75"})
    assert _texts(model)[0] == ["<b>Union</b>", "4 → 75"]
    assert _rows(model) == ["4", "5", "6  Total, left out"]
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Influence"


def test_a_sheet_that_is_left_out_says_so_in_each_row() -> None:
    model = SheetModel()
    model.show(SHEET, PLAN.model_copy(update={"left_out": "chosen"}))
    assert {row.partition("  ")[2] for row in _rows(model)} == {"Left out"}


def _rated(*words: Word) -> Rated:
    column = PLAN.columns[1]
    return Rated(0, column, 0, 100, words, (15, 85), 1, 0, {})


def test_words_are_edited_as_numbers_of_the_scale_or_as_unknown() -> None:
    model = WordsModel()
    model.show(_rated(Word("High", "high", 85, 3), Word("n/k", "n/k", None, 1)))
    changed: list[tuple[str, object]] = []
    refused: list[str] = []
    model.changed.connect(lambda key, value: changed.append((key, value)))
    model.refused.connect(refused.append)
    assert _texts(model) == [["High", "85", "3"], ["n/k", "unknown", "1"]]
    for text in ("90", "Unknown", "", "400", "much"):
        model.setData(model.index(0, 1), text)
    assert changed == [("high", 90.0), ("high", None), ("high", None)]
    assert [bool(sentence) for sentence in refused] == [False, False, False, True, True]
    assert not model.setData(model.index(0, 0), "High")


@given(st.lists(st.floats(-100, 100), max_size=50))
def test_a_histogram_counts_each_value_once(values: list[float]) -> None:
    counts = counted(values, -100, 100)
    assert len(counts) == BINS
    assert sum(counts) == len(values)


def test_a_histogram_tells_screen_readers_its_counts() -> None:
    histogram = Histogram()
    histogram.show_values([0, 1, 100], 0, 100)
    assert histogram.accessibleDescription() == "3 values. 0 to 5: 2, 95 to 100: 1"
    histogram.deleteLater()


def _plan() -> MergePlan:
    document = sample()
    change = FieldChange("influence", "40", "85", "turkiye/influence", Place(row=5, column=4), "2025-07")
    records = (
        PlannedRecord("actor", "1", "union", "<b>Union</b>", "new", "union", (), Place(row=4)),
        PlannedRecord("actor", "2", "turkiye", "Türkiye", "changed", "turkiye", (change,), Place(row=5)),
        PlannedRecord("actor", "3", "iran-2", "Iran (I.R.)", "new", "iran-2", candidates=("iran",)),
        PlannedRecord("actor", "4", "armenia", "Armenia", "unchanged", "armenia"),
    )
    edit = set_texts.of(title="", question="", note="")
    return MergePlan(records, ("azerbaijan",), (), "2025-07", 1, document, edit)


def test_an_actor_with_the_same_values_from_another_source_is_confirmed() -> None:
    cited = FieldChange("citations", "1 entry", "2 entries", "iran/influence", Place(row=6))
    record = PlannedRecord("actor", "5", "iran", "Iran", "changed", "iran", (cited,), Place(row=6))
    plan = replace(_plan(), records=(*_plan().records, record))
    model = ChangesModel()
    model.show(plan, sample())
    rows = [tuple(row[:5]) for row in _texts(model)]
    assert ("Iran", "Confirmed", "Actor", "", "As before, with another source") in rows
    assert (model.count("confirmed"), model.count("changed")) == (1, 1)
    assert "1 changed, 1 confirmed, 1 unchanged" in summary_of(plan)


def test_values_that_change_come_before_citations() -> None:
    plan = _plan()
    (change,) = plan.records[1].changes
    cited = replace(change, field="citations", before="1 entry", after="2 entries")
    record = replace(plan.records[1], changes=(cited, change))
    model = ChangesModel()
    model.show(replace(plan, records=(record,)), sample())
    assert [row.change.field for row in model.rows if row.change] == ["influence", "citations"]


def test_rows_of_remarks_have_room_around_their_lines(qtbot: QtBot) -> None:
    table = RemarksTable()
    qtbot.addWidget(table)
    table.resize(600, 300)
    long = "A sentence that takes more than one line of the table. " * 5
    table.show_remarks([Remark(kind="doubt", sentence=each) for each in ("Short.", long)])
    line = table.fontMetrics().lineSpacing()
    assert table.rowHeight(0) >= max(table.verticalHeader().defaultSectionSize(), line + GRID)
    assert table.rowHeight(1) >= 2 * line + GRID


def test_changes_are_listed_record_by_record_and_field_by_field() -> None:
    model = ChangesModel()
    model.show(_plan(), sample())
    shown = [(row[0], row[1], row[2], row[3], row[4]) for row in _texts(model)]
    assert shown == [
        ("Iran (I.R.)", "To decide", "Actor", "", ""),
        ("Türkiye", "Changed", "Actor", "", ""),
        ("", "", "Influence", "40", "85"),
        ("<b>Union</b>", "New", "Actor", "", ""),
        ("Armenia", "Unchanged", "Actor", "", ""),
        ("Azerbaijan", "Not in the file", "", "", ""),
    ]
    assert [model.count(each) for each in ("all", "question", "new", "changed", "unchanged", "missing")] == [
        5,
        1,
        1,
        1,
        1,
        1,
    ]


@pytest.mark.parametrize(("chosen", "rows"), [("missing", 1), ("changed", 2), ("all", 6)])
def test_a_filter_lets_some_rows_through(chosen: str, rows: int) -> None:
    model = ChangesModel()
    model.show(_plan(), sample())
    model.filter(chosen)  # type: ignore[arg-type]
    assert model.rowCount() == rows


def test_only_what_can_be_left_out_has_a_box() -> None:
    model = ChangesModel()
    model.show(_plan(), sample())
    boxes = [model.index(row, 0).data(Role.CheckStateRole) for row in range(model.rowCount())]
    assert boxes == [Qt.CheckState.Checked] * 4 + [None, None]
    ticked: list[tuple[str, bool]] = []
    model.ticked.connect(lambda token, is_imported: ticked.append((token, is_imported)))
    unchecked = Qt.CheckState.Unchecked.value
    assert model.setData(model.index(2, 0), unchecked, Role.CheckStateRole)
    assert not model.setData(model.index(4, 0), unchecked, Role.CheckStateRole)
    assert ticked == [("turkiye/influence", False)]


def test_remarks_are_listed_with_their_places_the_refused_first() -> None:
    model = RemarksModel()
    place = Place(sheet="Register", row=7, column=5)
    remarks = (
        Remark(kind="left-out", sentence="A total."),
        Remark(kind="refused", sentence="Off.", place=place),
    )
    model.show(remarks)
    assert _texts(model) == [
        ["Refused", "sheet “Register”, row 7, column E", "Off.", ""],
        ["Left out", "", "A total.", ""],
    ]
    assert counts_of(remarks) == "1 refused, 1 left out"
    assert counts_of(()) == ""
