"""Plans of imports: as files, on the next file of the same form, and changed by hand."""

from __future__ import annotations

from typing import Any

import pytest

from interchange.tables.workbooks import excel
from stakemap.errors import MapReadError
from stakemap.interchange.content import ImportedContent
from stakemap.interchange.formats import ReadJob
from stakemap.interchange.incoming import IncomingFile
from stakemap.interchange.register.adapting import Adapted, adapted
from stakemap.interchange.register.detection import detect
from stakemap.interchange.register.format import FORMATS
from stakemap.interchange.register.plan import ImportPlan, ScalePlan
from stakemap.interchange.register.plan_files import read_plan, write_plan
from stakemap.interchange.register.preview import completed, with_header
from stakemap.interchange.register.reading import read_workbook
from stakemap.interchange.tables.sheets import Sheet, Workbook

FIRST = [["Stakeholder", "Power", "Attitude"], ["Union", "High", "For"], ["Press", "Low", "Against"]]


def book(*rows: list[Any], name: str = "Week 1") -> Workbook:
    """A workbook of one sheet."""
    return Workbook((Sheet(name, rows),))


def with_words(plan: ImportPlan, column: int, **words: float) -> ImportPlan:
    """The plan with the words of a column set."""
    (sheet,) = plan.sheets
    columns = tuple(
        each.model_copy(update={"scale": ScalePlan(words=dict(words))}) if each.column == column else each
        for each in sheet.columns
    )
    return plan.model_copy(update={"sheets": (sheet.model_copy(update={"columns": columns}),)})


def fitted_to(plan: ImportPlan, workbook: Workbook) -> Adapted:
    """The plan put on another workbook."""
    return adapted(plan, workbook, detect(workbook))


def influences(content: ImportedContent) -> dict[str, float | None]:
    """The influence of each actor."""
    return {each.actor: each.influence and each.influence.value for each in content.standings}


def test_a_plan_comes_back_from_its_file() -> None:
    plan = detect(book(*FIRST))
    data = write_plan(plan)
    assert read_plan(data) == plan
    assert write_plan(read_plan(b"\xef\xbb\xbf" + data)) == data
    assert data.startswith(b'{\n  "format": "stakemap-import-plan",\n  "version": 1,')


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "not valid JSON"),
        (b"[1, 2]", "not an import plan"),
        (b'{"format": "stakemap"}', "not an import plan"),
        (b'{"format": "stakemap-import-plan", "version": 2}', "newer version"),
        (b'{"format": "stakemap-import-plan", "version": 1, "sheets": [{"sheet": 3}]}', "sheets.0.sheet"),
        (
            b'{"format": "stakemap-import-plan", "version": 1, "sheets": [{"sheet": "A", "first_row": 0}]}',
            "sheets.0.first_row",
        ),
        (b'{"format": "stakemap-import-plan", "version": 1, "run": "x"}', "fault at “run”"),
        (b" " * 9_000_000, "too long"),
    ],
)
def test_what_is_no_plan_is_refused_in_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(MapReadError, match=sentence):
        read_plan(data)


def test_a_plan_is_put_on_the_next_file_of_its_form() -> None:
    plan = with_words(detect(book(*FIRST)), 2, high=100, low=10)
    moved = book(
        ["Register of week 2"],
        [],
        ["Attitude", "Stakeholder", "Power"],
        ["For", "Union", "Low"],
        ["Neutral", "Press", "High"],
        ["For", "Church", "Medium"],
        name="Week 2",
    )
    fitted = fitted_to(plan, moved)
    assert fitted.doubts == ()
    content = read_workbook(moved, fitted.plan, "week 2")
    assert influences(content) == {"union": 10, "press": 100, "church": 50}
    assert detect(moved).fingerprint == plan.fingerprint


def test_where_a_plan_does_not_fit_is_said() -> None:
    plan = detect(book(*FIRST))
    fitted = fitted_to(plan, book(["Stakeholder", "Power"], ["Union", "High"], ["Press", "Low"]))
    assert fitted.doubts == ("The sheet “Week 1” has no column “Attitude”.",)
    assert fitted_to(plan, Workbook(())).doubts == ("This file has no sheet like “Week 1”.",)
    other = fitted_to(plan, Workbook((Sheet("A", [["x"]]), Sheet("B", [["y"]]))))
    assert other.doubts == ("This file has no sheet like “Week 1”.",)


def test_a_header_can_be_set_by_hand() -> None:
    workbook = book(["Who", "a"], ["Name", "Power"], ["Union", "High"], ["Press", "Low"])
    plan = with_header(workbook, detect(workbook), 0, 2, 1)
    assert [column.role for column in plan.sheets[0].columns] == ["name", "influence"]
    none = with_header(workbook, plan, 0, 3, 1).sheets[0]
    assert (none.first_header_row, none.first_row) == (3, 4)


def test_a_column_that_is_given_a_role_gets_a_scale() -> None:
    workbook = book(["Name", "Weight class"], ["Union", "High"], ["Press", "Low"])
    plan = detect(workbook)
    (sheet,) = plan.sheets
    columns = tuple(
        each.model_copy(update={"role": "salience", "scale": None}) if each.column == 2 else each
        for each in sheet.columns
    )
    chosen = plan.model_copy(update={"sheets": (sheet.model_copy(update={"columns": columns}),)})
    scale = completed(workbook, chosen).sheets[0].columns[1].scale
    assert scale is not None
    assert scale.words == {"high": 85, "low": 15}


def test_a_column_may_say_that_a_stance_is_unknown_or_not_applicable() -> None:
    workbook = book(["Name", "Position", "State"], ["A", "For", ""], ["B", "", "unknown"], ["C", "", "n/a"])
    plan = detect(workbook)
    (sheet,) = plan.sheets
    columns = tuple(
        each.model_copy(update={"role": "state"}) if each.column == 3 else each for each in sheet.columns
    )
    chosen = plan.model_copy(update={"sheets": (sheet.model_copy(update={"columns": columns}),)})
    content = read_workbook(workbook, chosen, "x")
    assert [(each.actor, each.state) for each in content.stances] == [
        ("a", "judged"),
        ("b", "unknown"),
        ("c", "unknown"),
    ]


def test_a_column_that_says_two_things_is_put_on_the_next_file_in_both_roles() -> None:
    heading = "Power / Interest"
    first = book(["Name", heading], ["Union", "High / Low"], ["Press", "Low / High"], ["City", "High / High"])
    plan = detect(first)
    assert [each.role for each in plan.sheets[0].columns] == ["name", "influence", "salience"]
    (sheet,) = plan.sheets
    columns = tuple(
        each.model_copy(update={"scale": ScalePlan(words={"high / low": 7, "low / high": 8})})
        if each.role == "salience"
        else each
        for each in sheet.columns
    )
    changed = plan.model_copy(update={"sheets": (sheet.model_copy(update={"columns": columns}),)})
    moved = book(["No.", heading, "Name"], ["1", "High / Low", "Union"], ["2", "Low / High", "Press"])
    fitted = fitted_to(changed, moved)
    assert fitted.doubts == ()
    content = read_workbook(moved, fitted.plan, "week 2")
    assert influences(content) == {"union": 85, "press": 15}
    assert {each.actor: each.salience and each.salience.value for each in content.stances} == {
        "union": 7,
        "press": 8,
    }


def test_the_lists_that_cells_are_chosen_from_tell_the_scale_of_a_plan_too() -> None:
    def fill(made: Any) -> None:
        sheet = made.add_worksheet("Register")
        for row, cells in enumerate((("Stakeholder", "Influence"), ("Union", "Medium"), ("Press", "Medium"))):
            sheet.write_row(row, 0, cells)
        steps = ["Very low", "Low", "Medium", "High", "Very high"]
        sheet.data_validation(1, 1, 20, 1, {"validate": "list", "source": steps})

    file = IncomingFile("a.xlsx", excel(fill))
    found = file.register_plan
    assert found is file.register_plan, "it is detected once"
    scale = found.sheets[0].columns[1].scale
    assert scale is not None
    assert {"very low", "very high"} <= set(scale.words)
    assert FORMATS[0].read(ReadJob(file, "2025-07-01", plan=found)) == FORMATS[0].read(
        ReadJob(file, "2025-07-01")
    )
