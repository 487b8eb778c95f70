"""Registers with sheets of relations beside that of actors are registers, whatever the ends are called."""

from __future__ import annotations

import pytest

from foreign_files import influences, read, relations, remarks, workbook
from stakemap.interchange.formats import format_of
from stakemap.interchange.incoming import IncomingFile
from stakemap.interchange.register.adapting import adapted
from stakemap.interchange.register.link_sheets import link_sheets

ACTORS = [
    ["Stakeholder", "Influence", "Position"],
    ["France", 90, -60],
    ["Poland", 60, -80],
    ["Italy", 75, 10],
]
TIES = [
    ["France", "Poland", "alliance", 80],
    ["poland", "ITALY", "conflict", 40],
    ["Italy", "Brazil", "trade", None],
]
FROM_TO = ["From", "To", "Type", "Strength"]


@pytest.mark.parametrize("ends", [["From", "To"], ["Source", "Target"]])
def test_actors_and_relations_are_read(ends: list[str]) -> None:
    sheets = {"Actors": ACTORS, "Relations": [[*ends, "Type", "Strength"], *TIES], "Empty": []}
    content = read("register", workbook(sheets), "map.xlsx")
    assert [actor.name for actor in content.actors] == ["France", "Poland", "Italy", "Brazil"]
    assert influences(content) == {("", "France"): 90, ("", "Poland"): 60, ("", "Italy"): 75}
    assert relations(content) == [
        ("France", "→", "Poland", "alliance"),
        ("Poland", "→", "Italy", "conflict"),
        ("Italy", "→", "Brazil", "trade"),
    ]
    assert [tie.strength for tie in content.ties] == [2, -2]
    assert content.relations[0].note == "Strength: 80"
    assert any("row 4: “Brazil” is named by a link alone" in each for each in remarks(content, "doubt"))
    assert not [each for each in remarks(content, "left-out") if "Relations" in each]


def test_elements_and_nodes_with_ratings_stay_those_of_other_programs() -> None:
    kumu = {"E": [["Label", "Influence"], ["A", 90], ["B", 40]], "C": [["From", "To"], ["A", "B"]]}
    gephi = {"N": [["Id", "Label", "Influence"], [1, "A", 9]], "E": [["Source", "Target"], [1, 1]]}
    found = [format_of(IncomingFile("a.xlsx", workbook(each))) for each in (kumu, gephi)]
    assert [each and each.id for each in found] == ["kumu-sheets", "gephi-tables"]


def test_relations_that_are_not_wanted_stay_away_when_the_plan_is_replayed() -> None:
    file = IncomingFile("a.xlsx", workbook({"Actors": ACTORS, "Ties": [FROM_TO, *TIES]}))
    plan = file.register_plan
    assert link_sheets(plan) == ("Ties",)
    assert adapted(plan, file.workbook, plan).plan == plan
    unwanted = plan.sheets[1].model_copy(update={"left_out": "chosen"})
    chosen = plan.model_copy(update={"sheets": (plan.sheets[0], unwanted)})
    assert adapted(chosen, file.workbook, plan).plan == chosen


@pytest.mark.parametrize(
    "rows",
    [
        [["From", "To", "Stakeholder", "Topic"], ["2026-01-01", "2026-01-02", "France", "Talks"]],
        [["From", "To", "Meaning"], [0, 20, "low"], [21, 100, "high"]],
        [["Project", "From", "To"], ["Tunnel", "March 2019", 2020], ["Bridge", 2020, 2021]],
    ],
)
def test_periods_and_scales_are_no_relations(rows: list[list[object]]) -> None:
    content = read("register", workbook({"Actors": ACTORS, "Other": rows}), "map.xlsx")
    assert [actor.name for actor in content.actors] == ["France", "Poland", "Italy"]
    assert relations(content) == []
