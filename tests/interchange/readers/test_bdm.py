"""Tables of expected-utility models, whose scales are asked."""

from __future__ import annotations

import pytest

from foreign_files import alignments, influences, read, remarks, saliences
from stakemap.errors import MapReadError
from stakemap.interchange.formats import format_of
from stakemap.interchange.incoming import IncomingFile

TABLE = "Actor,Capability,Position,Salience\n\nParty,1.0,8,40\n\nBank,0.25,5,n/a\n\nUnions,0.5,many,120\n"


def defaults(table: str) -> dict[str, str]:
    file = IncomingFile("model.csv", table.encode())
    found = format_of(file)
    assert found is not None
    assert found.id == "bdm"
    return {option.id: option.value for option in found.options(file)}


def test_scales_are_detected_and_said() -> None:
    content = read("bdm", TABLE.replace(",120", ",60"), "monetary union.csv")
    assert [(issue.name, issue.has_sides) for issue in content.issues] == [("monetary union", False)]
    assert influences(content) == {("", "Party"): 100, ("", "Bank"): 25, ("", "Unions"): 50}
    assert alignments(content) == {("", "Party", "monetary union"): 60, ("", "Bank", "monetary union"): 0}
    assert saliences(content) == {("", "Party", "monetary union"): 40, ("", "Unions", "monetary union"): 60}
    assert content.stances[0].reason == "Position 8 of 0…10\nSalience 40 of 0…100"
    assert remarks(content, "refused") == ["row 7, column C: “many” is not a number."]
    assert remarks(content, "doubt") == [
        "row 1, column C: The scale of positions is not in the file: 0 to 10 is taken.",
        "row 1, column D: The scale of saliences is not in the file: 0 to 100 is taken.",
        "row 1, column B: Influence is capability on a scale of 0 to 1.",
    ]


def test_chosen_scales_count_and_refuse_what_is_off_them() -> None:
    options = {"position-low": "5", "position-high": "9", "salience-high": "100", "capability-high": "2"}
    content = read("bdm", TABLE, "model.csv", options)
    assert alignments(content) == {("", "Party", "model"): 50, ("", "Bank", "model"): -100}
    assert influences(content)["", "Party"] == 50
    assert "row 7, column D: 120 is off its scale: it must be between 0 and 100." in remarks(
        content, "refused"
    )


GROUPED = 'Actor,Capability,Position,Salience\nParty,"1,234",8,40\nBank,617,5,n/a\n'


def test_a_comma_that_may_part_thousands_is_doubted_and_can_be_said() -> None:
    offered = defaults(GROUPED)
    assert offered["comma"] == "decimals"
    assert "comma" not in defaults(GROUPED.replace('"1,234"', "1234").replace("617", '"0,617"'))
    doubt = (
        "row 2, column B: 1,234 is read with decimals; the options can say that the comma parts thousands."
    )
    content = read("bdm", GROUPED, "model.csv", offered)
    assert influences(content)["", "Party"] == 0.2
    assert doubt in remarks(content, "doubt")
    content = read("bdm", GROUPED, "model.csv", offered | {"comma": "thousands"})
    assert influences(content) == {("", "Party"): 100, ("", "Bank"): 50}
    assert doubt not in remarks(content, "doubt")


@pytest.mark.parametrize(
    ("positions", "low", "high"),
    [
        ("0.2 0.9", "0", "1"),
        ("4 10", "0", "10"),
        ("40 55", "0", "100"),
        ("-5 7", "-10", "10"),
        ("1990 2020", "1990", "2020"),
    ],
)
def test_the_unit_of_an_issue_gives_the_ends(positions: str, low: str, high: str) -> None:
    rows = "".join(f"A{index},1,{value},5\n" for index, value in enumerate(positions.split()))
    found = defaults(f"Stakeholder;Clout;Position;Salience\n{rows.replace(',', ';')}")
    assert (found["position-low"], found["position-high"]) == (low, high)


def test_ends_that_leave_no_scale_are_one_sentence() -> None:
    with pytest.raises(MapReadError, match="must be below"):
        read("bdm", TABLE, options={"position-low": "9", "position-high": "9"})


def test_a_register_whose_position_is_a_job_title_is_none() -> None:
    table = "Name,Power,Position,Salience\nAnn,5,Minister,4\nBo,4,Deputy,3\n"
    found = format_of(IncomingFile("register.csv", table.encode()))
    assert found is None or found.id != "bdm"


def test_a_comma_that_may_part_thousands_is_in_doubt() -> None:
    table = 'actor,capability,position,salience\nA,"1,234",5,60\nB,"2,5",5,60\nC,0,5,60\n'
    content = read("bdm", table)
    doubts = [(each.place.row, each.place.column) for each in content.remarks if "thousands" in each.sentence]
    assert doubts == [(2, 2)]
