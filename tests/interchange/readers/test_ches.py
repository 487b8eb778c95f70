"""Party positions of the Chapel Hill expert surveys."""

from __future__ import annotations

import pytest

from foreign_files import alignments, read, remarks, saliences
from stakemap.interchange.formats import format_of
from stakemap.interchange.incoming import IncomingFile

HEADER = (
    "country,year,party_id,party,vote,eu_position,eu_position_sd,eu_salience,lrgen,galtan,galtan_salience"
)
TREND = f"""{HEADER}
3,2014,302,SPD,25.7,6.4,0.5,5,3.6,3.2,.
3,2019,302,SPD,20.5,7,0.5,7.5,3.5,,6
21,2019,2104,SPD,10.6,1,0.4,10,9,10.5,10
21,2019,2199,Piráti,10.8,4,0.9,.d,5,1,2
"""


def test_years_are_snapshots_and_parties_of_one_name_are_told_apart() -> None:
    content = read("ches", TREND, "trend.csv")
    assert [(actor.name, actor.group, actor.code) for actor in content.actors] == [
        ("SPD (Germany)", "Germany", "SPD"),
        ("SPD (Czechia)", "Czechia", "SPD"),
        ("Piráti", "Czechia", ""),
    ]
    assert [(each.label, each.date, each.based_on) for each in content.snapshots] == [
        ("2014", "2014", ""),
        ("2019", "2019", "2014"),
    ]
    europe = "European integration"
    values = alignments(content)
    assert values["2014", "SPD (Germany)", europe] == pytest.approx(80)
    assert values["2019", "SPD (Germany)", europe] == 100
    assert values["2019", "SPD (Czechia)", europe] == -100
    assert values["2019", "Piráti", europe] == 0
    assert values["2019", "Piráti", "Left and right in general"] == 0
    assert ("2019", "SPD (Germany)", "Democratic freedoms and rights") not in values
    assert saliences(content)["2019", "SPD (Germany)", europe] == 75
    assert ("2019", "Piráti", europe) not in saliences(content)
    assert saliences(content)["2019", "SPD (Germany)", "Democratic freedoms and rights"] == 60
    assert content.stances[0].reason == "eu_position 6.4 of 1…7\nSalience 5 of 0…10"
    assert remarks(content, "refused") == [
        "row 4, column J: 10.5 is off its scale: it must be between 0 and 10."
    ]
    assert remarks(content, "left-out") == ["row 1: 2 columns are not read: vote, eu_position_sd"]
    issue = next(issue for issue in content.issues if issue.key == "eu_position")
    assert (issue.low_label, issue.high_label) == ("Opposes", "Favours")


def test_one_country_can_be_chosen() -> None:
    file = IncomingFile("trend.csv", TREND.encode())
    found = format_of(file)
    assert found is not None
    (option,) = found.options(file)
    assert [value for value, _ in option.choices] == ["", "Czechia", "Germany"]
    content = read("ches", TREND, options={"country": "Germany"})
    assert [(actor.name, actor.group) for actor in content.actors] == [("SPD", "")]


def test_rows_of_experts_are_averaged() -> None:
    content = read("ches", "party,expert,position,lrgen\nA,1,1,2\nA,2,7,4\nB,1,4,.\n")
    assert alignments(content) == {
        ("", "A", "European integration"): 0,
        ("", "B", "European integration"): 0,
        ("", "A", "Left and right in general"): -40,
    }
    assert content.stances[0].reason == "position 4 of 1…7\nThe mean of 2 rows"
    assert content.snapshots == ()
