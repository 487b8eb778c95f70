"""Exchange files of Decide, with the faults of its faulty example."""

from __future__ import annotations

import pytest

from foreign_files import alignments, influences, read, remarks, saliences
from stakemap.errors import MapReadError

FAULTY = """#O\tNegotiations in the capital\t\t\t\t
#/\tData collected in October\t\t\t\t
#A\tNorth\tThe northern states\t\t\t
#A\tRivers\tThe river states\t\t\t
#A\tIsles\tIsles\t\t\t
#P\tNewtreaty\tNew treaty instead of the old one\t\t\t
#P\tControl\tControl of the funds\t\t\t
#/\tactor\tissue\tposition\tsalience\tpower
#D\tNorth\tNewtreaty\t10\t0.9\t0.25
#D\tRivers\tNewtreaty\t100\t0.5\t0.247
#D\tIsles\tNewtreaty\t90\t0.7\t0.013
#D\tNorth\tControl\t160\t0.1\t0.25
#D\tRivers\tControl\t75\t0.75\t-0.247
"""


def test_the_three_faults_are_told_by_row_and_the_rest_is_read() -> None:
    content = read("decide", FAULTY)
    assert remarks(content, "refused") == [
        "row 12, column D: 160 is off its scale: it must be between 0 and 100.",
        "row 13, column F: -0.247 is off its scale: it must be between 0 and 1.",
    ]
    assert "row 5: Isles has no data on 1 issue, where it is unknown: Control of the funds" in remarks(
        content, "doubt"
    )
    assert content.title == "Negotiations in the capital"
    treaty, control = "New treaty instead of the old one", "Control of the funds"
    assert alignments(content) == {
        ("", "The northern states", treaty): -80,
        ("", "The river states", treaty): 100,
        ("", "Isles", treaty): 80,
        ("", "The river states", control): 50,
    }
    assert saliences(content)["", "The northern states", control] == 10
    assert influences(content) == {
        ("", "The northern states"): 25,
        ("", "The river states"): 24.7,
        ("", "Isles"): 1.3,
    }


@pytest.mark.parametrize("delimiter", ["\t", ";", ","])
def test_tokens_in_single_quotation_marks_and_the_scale_of_an_issue(delimiter: str) -> None:
    rows = [
        ["'#A'", "'SP'", "'Socialists'", "'in town'"],
        ["'#P'", "'toll'", "'How high is the toll?'", "''"],
        ["'#M'", "'toll'", "0.5", "'half a euro'"],
        ["'#M'", "'toll'", "2", "'two'"],
        ["'#M'", "'toll'", "6.5", "'more'"],
        ["'#D'", "'SP'", "'toll'", "5.0", "0.9", "0.26", ""],
    ]
    content = read("decide", "\n".join(delimiter.join(row) for row in rows))
    (actor,), (issue,), (stance,) = content.actors, content.issues, content.stances
    assert (actor.name, actor.code, actor.note) == ("Socialists", "SP", "in town")
    assert (issue.low_label, issue.high_label) == ("half a euro", "more")
    assert issue.note == "0.5: half a euro\n2: two\n6.5: more"
    assert alignments(content) == {("", "Socialists", "How high is the toll?"): 50}
    assert stance.reason == "Position 5 of 0.5…6.5\nSalience 0.9 of 0…1"
    assert remarks(content, "doubt") == []


def test_a_scale_with_one_end_is_told_as_assumed() -> None:
    content = read("decide", "#A\tA\tA\n#P\ttoll\tToll\n#M\ttoll\t50\tmore\n#D\tA\ttoll\t75\t1\t1\n")
    assert alignments(content) == {("", "A", "Toll"): 50}
    assert not content.issues[0].has_sides
    assert remarks(content, "doubt") == ["row 2: The scale of Toll is not given: 0 to 100 is taken."]


def test_power_that_varies_by_issue_belongs_to_the_stances() -> None:
    content = read("decide", FAULTY.replace("10\t0.9\t0.25", "10\t0.9\t0.5"))
    assert ("", "The northern states") not in influences(content)
    powers = [stance.influence.value for stance in content.stances if stance.influence]
    assert powers == [50, 25]


def test_lines_that_name_what_is_not_there_or_come_twice_are_refused() -> None:
    lines = ["#D\tEast\tControl\t1\t1\t1", "#D\tNorth\tPace\t1\t1\t1", "#D\tIsles\tNewtreaty\t1\t1\t1"]
    lines += ["#X\ta", "#M\tPace\t0"]
    found = remarks(read("decide", FAULTY + "\n".join(lines)), "refused")
    assert {remark for remark in found if not remark.startswith(("row 12", "row 13"))} == {
        "row 14: East is neither an actor nor an issue of this file.",
        "row 15: Pace is neither an actor nor an issue of this file.",
        "row 16: Isles stands here twice on Newtreaty; row 11 counts.",
        "row 17: A line of this kind is not known: #X",
        "row 18: There is no issue Pace.",
    }


def test_more_actors_and_issues_than_can_be_compared_are_refused() -> None:
    text = "".join(f"#A\ta{number}\tA\n#P\tp{number}\tP\n" for number in range(5_000))
    with pytest.raises(MapReadError, match="more actors and issues"):
        read("decide", text)
