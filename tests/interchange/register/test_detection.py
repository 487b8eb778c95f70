"""Laws of detection: order of columns, blank rows and delimiters make no difference."""

from __future__ import annotations

import csv
import io
import random
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stakemap.errors import CancelledError, MapReadError
from stakemap.interchange.content import ImportedContent
from stakemap.interchange.formats import ReadJob, format_of
from stakemap.interchange.incoming import IncomingFile
from stakemap.interchange.merging.merge import empty_map_for, plan_merge
from stakemap.interchange.merging.options import MergeOptions
from stakemap.interchange.register.detection import detect
from stakemap.interchange.register.parts import atoms
from stakemap.interchange.register.reading import read_workbook
from stakemap.interchange.tables.sheets import Cell, MergedRange, Sheet, Workbook
from stakemap.model.edits_base import Authorship

NAMES = (
    "Ministry of Roads",
    "Drivers' union",
    "City press",
    "Bridge Works Ltd",
    "Residents",
    "Harbour board",
)
COLUMNS: dict[str, tuple[str, ...]] = {
    "Stakeholder": NAMES,
    "Influence (1-5)": ("5", "2", "3", "4", "1", "5"),
    "Interest": ("High", "High", "Low", "Medium", "High", ""),
    "Attitude": ("Supportive", "Resistant", "Neutral", "Supportive", "Unaware", "Leading"),
    "Sector": ("Public", "Civil", "Civil", "Private", "Civil", "Public"),
    "Strategy": ("Inform them monthly", "", "Invite", "Contract", "Hearings in each quarter of the town", ""),
    "E-mail": ("a@b.org", "b@b.org", "", "c@b.org", "d@b.org", "e@b.org"),
}


def book(*rows: list[Any], merged: tuple[MergedRange, ...] = ()) -> Workbook:
    """A workbook of one sheet."""
    return Workbook((Sheet("Register", rows, merged),))


def read(workbook: Workbook) -> ImportedContent:
    """What is read of a workbook with the plan that is detected."""
    return read_workbook(workbook, detect(workbook), "register.xlsx")


def substance(content: ImportedContent) -> dict[str, Any]:
    """What a content says of each actor, without places, in no order."""
    said: dict[str, Any] = {}
    for actor in content.actors:
        note, tags = sorted(actor.note.split("\n")), sorted(actor.tags)
        said[actor.key] = [actor.name, actor.group, note, tags]
    for standing in content.standings:
        said[standing.actor].append(("influence", standing.snapshot, standing.state, standing.influence))
    for stance in content.stances:
        said[stance.actor].append((stance.snapshot, stance.state, stance.alignment, stance.salience))
    return said


@settings(max_examples=25)
@given(st.permutations(list(COLUMNS)), st.sets(st.integers(1, 6)), st.sampled_from(",;\t|"), st.booleans())
def test_order_of_columns_blank_rows_and_delimiters_make_no_difference(
    headings: list[str], blanks: set[int], delimiter: str, has_title: bool
) -> None:
    rows: list[list[str]] = [["Stakeholder register", "2025"], []] if has_title else []
    rows.append(headings)
    for at in range(len(NAMES)):
        rows += [[]] if at in blanks else []
        rows.append([COLUMNS[heading][at] for heading in headings])
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    file = IncomingFile("register.csv", stream.getvalue().encode())
    found = format_of(file)
    assert found is not None
    assert found.id == "register"
    content = found.read(ReadJob(file, "2025-07-01"))
    plain = book(list(COLUMNS), *map(list, zip(*COLUMNS.values(), strict=True)))
    assert substance(content) == substance(read(plain))
    assert "a@b.org" not in content.model_copy(update={"remarks": ()}).model_dump_json()


def test_contact_data_are_left_out_unless_asked_for() -> None:
    workbook = book(["Name", "Power", "E-mail"], ["Union", "High", "u@x.org"], ["Press", "Low", "p@x.org"])
    plan = detect(workbook)
    assert any("Contact data" in str(remark) for remark in read(workbook).remarks_of("left-out"))
    kept = read_workbook(workbook, plan.model_copy(update={"keeps_contacts": True}), "x")
    assert kept.actors[0].note == "E-mail: u@x.org"


def test_raw_text_place_and_source_are_kept() -> None:
    workbook = book(["Name", "Level of influence"], ["Union", "High (users of the system)"], ["Press", "Low"])
    standing = read(workbook).standings[0]
    assert standing.reason == "Level of influence: High (users of the system)"
    assert standing.citations[0].passage == "Sheet “Register”, row 2"
    assert [source.title for source in read(workbook).sources] == ["register.xlsx"]


def test_values_off_the_scale_are_refused_at_their_cell() -> None:
    content = read(book(["Name", "Power (1-5)"], ["Union", 9.0], ["Press", 2.0]))
    (refused,) = content.remarks_of("refused")
    assert (refused.place.row, refused.place.column, refused.text) == (2, 2, "9")
    assert [standing.actor for standing in content.standings] == ["press"]


def test_a_comma_that_may_part_thousands_is_in_doubt() -> None:
    content = read(book(["Name", "Power"], ["Union", "1,234"], ["Press", "2,5"]))
    doubts = [each.place for each in content.remarks_of("doubt") if "thousands" in each.sentence]
    assert [(place.row, place.column) for place in doubts] == [(2, 2)]


def test_ratings_of_a_row_share_a_line_of_its_reason() -> None:
    content = read(
        book(["Name", "Support", "Importance"], ["Union", "High", "Low"], ["Press", "Low", "High"])
    )
    reasons = [stance.reason for stance in content.stances]
    assert reasons[0] == "Support: High; Importance: Low"


def test_rows_that_contradict_each_other_are_named_with_both_places() -> None:
    content = read(book(["Name", "Power"], ["Union", "High"], ["Press", "Low"], ["union", "Low"]))
    document = empty_map_for(content, "register")
    plan = plan_merge(document, content, MergeOptions(), Authorship("", "2025-07-01"))
    refused = {remark.place.row: remark.sentence for remark in plan.remarks if remark.kind == "refused"}
    assert list(refused) == [2, 4]
    assert "85 here, 15 at sheet “Register”, row 4, column B" in refused[2]
    (standings,) = (snapshot.standings for snapshot in plan.result.snapshots.values())
    union = standings["union"]
    assert (union.state, union.reason) == ("unknown", "Power: High\nPower: Low")
    assert [citation.passage for citation in union.citations] == [
        "Sheet “Register”, row 2",
        "Sheet “Register”, row 4",
    ]


def test_columns_of_one_name_are_kept_apart() -> None:
    content = read(
        book(
            ["Name", "Power", "Comments", "Comments"],
            ["Union", "High", "a first remark of some length", "a second remark of some length"],
            ["Press", "Low", "", "a third remark of some length"],
        )
    )
    assert content.actors[0].note.split("\n") == [
        "Comments: a first remark of some length",
        "Comments (column D): a second remark of some length",
    ]


def test_a_salience_alone_leaves_the_stance_unknown() -> None:
    content = read(book(["Name", "Power", "Interest"], ["Union", 4.0, 5.0], ["Press", 2.0, 1.0]))
    assert {stance.state for stance in content.stances} == {"unknown"}
    assert [stance.salience and stance.salience.value for stance in content.stances] == [100, 0]


def test_an_influence_that_is_the_same_on_all_issues_is_one_of_the_whole_question() -> None:
    content = read(
        book(
            ["problem_id", "stakeholder_id", "influence", "stance"],
            ["Water", "Farmers", 3.0, "For"],
            ["Land", "Farmers", 3.0, "Against"],
            ["Water", "Donors", 5.0, "For"],
            ["Land", "Donors", 1.0, "For"],
        )
    )
    assert [standing.actor for standing in content.standings] == ["farmers"]
    assert [stance.influence is None for stance in content.stances] == [True, True, False, False]


def test_nothing_importable_is_one_sentence() -> None:
    drawn = book(["", "Keep satisfied", "", "Manage closely"], ["", "Monitor", "", "Keep informed"])
    with pytest.raises(MapReadError, match="No sheet of this file"):
        read(drawn)
    assert detect(Workbook(())).sheets == ()


def test_a_long_reading_can_be_left() -> None:
    rows = [["Name", "Power"], *([f"Actor {at}", "High"] for at in range(500))]
    workbook = book(*rows)
    with pytest.raises(CancelledError):
        read_workbook(workbook, detect(workbook), "x", lambda share: share < 0.3)


POOL: tuple[Cell, ...] = (
    *(
        "",
        "",
        "Name",
        "Influence (1-5)",
        "Attitude",
        "Total",
        "e.g. X",
        "[Name]",
        "C/D",
        "++",
        "N/A",
        "★★",
        "IV",
    ),
    *(
        "1 = Low",
        "Position on tax",
        "Influence 2019",
        "x",
        "High",
        "3 - Medium",
        "a" * 3000,
        "((1-5",
        "Union",
    ),
    *(3.0, 1e300, -7.5, True),
)


@settings(max_examples=40)
@given(st.integers(0, 10**6))
def test_whatever_stands_in_a_sheet_gives_a_content_or_one_sentence(seed: int) -> None:
    draw = random.Random(seed)
    rows = [[draw.choice(POOL) for _ in range(draw.randint(0, 8))] for _ in range(draw.randint(0, 12))]
    merged = [MergedRange(row, 1, row + draw.randint(0, 2), 1 + draw.randint(0, 3)) for row in (1, 4, 7)]
    workbook = book(*rows, merged=tuple(merged[: draw.randint(0, 3)]))
    with suppress(MapReadError):
        assert read(workbook).actors


def test_a_rated_row_without_a_name_is_refused_and_not_read_of_the_actor_above() -> None:
    content = read(
        book(
            ["Name", "Influence (1-5)", "Attitude (1-5)", "Note"],
            ["Union", 3.0, "", "Has members"],
            ["", 4.0, 4.0, "no name"],
            ["Press", 2.0, 1.0, ""],
        )
    )
    (refused,) = content.remarks_of("refused")
    assert (refused.place.row, refused.text) == (3, "4 | 4 | no name")
    assert [stance.actor for stance in content.stances] == ["press"]


def test_columns_of_which_the_same_becomes_are_named_in_one_remark() -> None:
    content = read(
        book(
            ["N°", "Name", "Power", "E-mail", "Phone"],
            [1.0, "Union", "High", "u@x.org", "+34 600 000 001"],
            [2.0, "Press", "Low", "p@x.org", "+34 600 000 002"],
        )
    )
    sentences = [remark.sentence for remark in content.remarks_of("left-out")]
    assert "“N°” is not read." in sentences
    assert "Contact data are left out unless you ask for them: “E-mail”, “Phone”." in sentences


def test_of_very_many_refused_cells_the_rest_is_counted() -> None:
    rows = [[f"Actor {number}", 9.0 if number else 3.0] for number in range(5_021)]
    content = read(book(["Name", "Power (1-5)"], *rows))
    assert content.remarks[-1].kind == "refused"
    assert content.remarks[-1].sentence == "20 more remarks of this kind are not listed."


def test_alike_tags_are_one_text() -> None:
    rows = [[f"Actor {letter}", "High", "Red"] for letter in "ABCD"]
    first, second, *_ = read(book(["Name", "Power", "Colour"], *rows)).actors
    assert first.tags == second.tags == ("Colour: Red",)
    assert first.tags[0] is second.tags[0]


def test_a_long_text_is_not_parted_at_each_of_its_dashes() -> None:
    tried: list[str] = []
    assert atoms("nobody knows - " * 2_000, lambda text: bool(tried.append(text))) == ()
    assert len(tried) < 1_000
