"""Projects of PolicyMaker 5, with the ratings of its bundled example."""

from __future__ import annotations

import json
from typing import Any

import pytest

from stakemap.errors import MapReadError
from stakemap.interchange.content import ImportedContent
from stakemap.interchange.formats import ReadJob, format_of
from stakemap.interchange.incoming import IncomingFile

#: Position, power and weight of each player of the program's bundled example, in its order.
PUBLISHED = (
    *((6, 6, 1), (6, 6, 2), (-6, 6, 1), (4, 6, 1), (0, 4, 1), (-4, 6, 1), (0, 4, 1), (0, 6, 1), (-6, 6, 1)),
    *((-2, 4, 1), (0, 4, 1), (0, 2, 1), (4, 6, 1), (-6, 6, 1), (-6, 6, 1), (-6, 6, 1), (-6, 6, 1)),
    *((-6, 6, 1), (6, 6, 1), (-4, 2, 1)),
)
#: What the program counts for a position in the middle.
NON_MOBILISED_POSITION = 5


def rating_of(position: float) -> int:
    return next(rating for rating, low in enumerate((5, 3, 1, -1, -3, -5, -7), start=1) if position >= low)


def player(number: int, position: float, power: float, **fields: Any) -> dict[str, Any]:
    return {
        "Player_ID": number,
        "Player_name": f"Player {number}",
        "Player_abbrev": f"P{number}",
        "Sector": "Political",
        "Level": "National",
        "Org_or_indiv": 1,
        "PosValue": position,
        "Position_rating": rating_of(position),
        "PowValue": power,
        "Strength_of_influence": 1,
        "Weight": 1,
    } | fields


def project(**tables: Any) -> dict[str, Any]:
    label = {"User_label": "Health reform", "As_of_date": "1-Apr-1993", "Analyst": "Ann"}
    return {
        "Player": [],
        "Strategy": [],
        "Affected_player": [],
        "Policy_Goal": [{"Goal": "Cover all", "Mechanism": "Insurance"}],
        "Project": [label],
        "Coalition": [{"Coal_Text": "Pres."}],
    } | tables


def read(data: Any) -> ImportedContent:
    raw = data if isinstance(data, bytes) else json.dumps(data).encode()
    file = IncomingFile("reform.json", raw)
    found = format_of(file)
    assert found is not None
    assert found.id == "policymaker"
    return found.read(ReadJob(file, "2025-07-01"))


def feasibility(content: ImportedContent) -> dict[str, float]:
    """The program's own sums, of position × power × weight, from what was read alone."""
    totals = {"supporters": 0.0, "non-mobilised": 0.0, "opponents": 0.0}
    powers = {each.actor: each.influence.value * 6 / 100 + 1 for each in content.standings if each.influence}
    for actor in content.actors:
        stance = next(each for each in content.stances if each.actor == actor.key)
        assert stance.alignment is not None
        position = stance.alignment.value * 7 / 100
        cluster = "supporters" if position > 0 else "opponents"
        if "Non-mobilised" in actor.tags:
            cluster, position = "non-mobilised", NON_MOBILISED_POSITION
        weight = next((float(line[8:]) for line in actor.note.splitlines() if line.startswith("Weight: ")), 1)
        totals[cluster] += abs(position) * powers[actor.key] * weight
    return totals


def test_the_published_sums_of_the_bundled_example_come_from_what_was_read() -> None:
    players = [
        player(index, position, power, Weight=weight)
        for index, (position, power, weight) in enumerate(PUBLISHED)
    ]
    assert feasibility(read(project(Player=players))) == pytest.approx(
        {"supporters": 192, "non-mobilised": 100, "opponents": 292}
    )


def test_a_player_with_its_raw_values_and_notes() -> None:
    content = read(
        project(
            Player=[
                player(7, 4, 4, Player_abbrev="Hillary", Org_or_indiv=4, Player_opportunity="A new majority")
            ],
            Objectives=[{"Player_ID": 7, "Objective": "Reform in a year"}],
        )
    )
    (actor,), (stance,), (standing,) = content.actors, content.stances, content.standings
    assert (actor.name, actor.kind, actor.code, actor.aliases) == ("Player 7", "person", "", ("Hillary",))
    assert actor.tags == ("Political", "National")
    assert actor.note == "Opportunity: A new majority\nObjective: Reform in a year"
    assert stance.alignment is not None
    assert stance.alignment.value == pytest.approx(400 / 7, abs=1e-5)
    assert stance.reason == "PosValue 4 of −7…7"
    assert (stance.on, str(stance.place)) == ("1993-04-01", "Player[0].PosValue")
    assert standing.influence is not None
    assert standing.influence.value == 50
    (issue,) = content.issues
    assert (issue.name, issue.low_label, issue.high_label) == ("Health reform", "Opposes", "Supports")
    assert issue.note == "Goal: Cover all Mechanism: Insurance"
    assert content.sources[0].title == "reform.json"
    assert [str(remark) for remark in content.remarks_of("left-out")] == [
        "Coalition: The drawing of coalitions is left out (1 element)."
    ]


@pytest.mark.parametrize("rating", [0, 8, None])
def test_what_is_not_set_is_not_zero(rating: int | None) -> None:
    content = read(project(Player=[player(1, 0, 0, Position_rating=rating, Strength_of_influence=4)]))
    assert len(content.actors) == 1
    assert content.stances == content.standings == ()
    assert content.remarks_of("refused") == ()


def test_values_off_their_scale_are_refused_with_their_place_and_the_rest_is_read() -> None:
    content = read(project(Player=[player(1, 9, 4), player(2, 4, 0.5), player(3, 4, 4)]))
    assert [str(remark) for remark in content.remarks_of("refused")] == [
        "Player[0].PosValue: 9 is off its scale: it must be between −7 and 7.",
        "Player[1].PowValue: 0.5 is off its scale: it must be between 1 and 7.",
    ]
    assert {stance.actor for stance in content.stances} == {"#2", "#3"}
    assert {standing.actor for standing in content.standings} == {"#1", "#3"}


def test_a_player_with_an_empty_id_keeps_its_position() -> None:
    content = read(project(Player=[player(1, 7, 4) | {"Player_ID": ""}]))
    assert [stance.alignment and stance.alignment.value for stance in content.stances] == [100]


def test_players_of_one_id_are_told() -> None:
    content = read(project(Player=[player(1, 4, 4), player(1, -4, 4)]))
    assert [str(remark) for remark in content.remarks_of("refused")] == [
        "Player[1]: Another player has this Player_ID."
    ]
    assert len(content.stances) == 1


def effect(strategy: int, actor: int, position: float, power: float, **fields: Any) -> dict[str, Any]:
    return {
        "Strategy_ID": strategy,
        "Player_ID": actor,
        "Fut_PosValue": position,
        "Future_position_rating": rating_of(position),
        "Fut_PowValue": power,
        "Future_power_rating": 1,
    } | fields


def test_strategies_are_scenarios_and_all_together_have_the_mean_of_what_they_change() -> None:
    content = read(
        project(
            Player=[player(1, 0, 4), player(2, -6, 6)],
            Strategy=[
                {"Strategy_ID": 1, "Strategy_name": "Talk", "Action": "Invite them", "Pct_Success": 50},
                {"Strategy_ID": 2, "Strategy_name": "Campaign"},
                {"Strategy_ID": 3, "Strategy_name": "Nothing"},
            ],
            Affected_player=[
                effect(1, 1, 2, 6),
                effect(2, 1, 4, 4, Future_power_rating=4),
                effect(2, 2, -4, 6),
                effect(2, 99, 4, 4),
            ],
        )
    )
    assert [(each.label, each.scenario) for each in content.snapshots] == [
        ("Talk", True),
        ("Campaign", True),
        ("All strategies", True),
    ]
    assert content.snapshots[0].note == "Invite them\nChance of success: 50 %"
    stances = {
        (each.snapshot, each.actor): each.alignment.value
        for each in content.stances
        if each.snapshot and each.alignment
    }
    assert stances == pytest.approx(
        {
            ("#1", "#1"): 200 / 7,
            ("#2", "#1"): 400 / 7,
            ("#2", "#2"): -400 / 7,
            ("all", "#1"): 300 / 7,
            ("all", "#2"): -400 / 7,
        },
        abs=1e-5,
    )
    powers = {(each.snapshot, each.actor) for each in content.standings if each.snapshot}
    assert powers == {("#1", "#1"), ("#2", "#2"), ("all", "#1"), ("all", "#2")}
    assert [str(remark.place) for remark in content.remarks_of("refused")] == ["Affected_player[3]"]


def test_the_bundled_example_is_read_as_the_program_that_it_is() -> None:
    text = json.dumps(project(Player=[player(1, 6, 6, Player_details="a, ]b")]))
    program = "/* PolicyMaker 5 */\nvar TESTDATA =\n" + text.replace("}]", "},\n]") + ";"
    content = read(program.encode())
    assert (content.actors[0].name, content.actors[0].note) == ("Player 1", "a, ]b")


def test_a_project_without_players_is_one_sentence() -> None:
    with pytest.raises(MapReadError, match="no table of players"):
        read(project(Player=7))
