"""Positions of parties on theses, in tables of any orientation."""

from __future__ import annotations

import pytest

from foreign_files import alignments, read, remarks
from stakemap.interchange.content import ImportedContent
from stakemap.interchange.formats import format_of
from stakemap.interchange.incoming import IncomingFile

LIMIT, WAGE = "Es soll ein Tempolimit gelten.", "Der Mindestlohn soll steigen."
EXPECTED = {
    ("", "SPD", LIMIT): 100,
    ("", "SPD", WAGE): 100,
    ("", "FDP", LIMIT): -100,
    ("", "FDP", WAGE): 0,
    ("", "CDU", LIMIT): -100,
}
TABLES = {
    "numbers": f"Nr.;These;SPD;FDP;CDU\n1;{LIMIT};1;-1;-1\n2;{WAGE};1;0;\n",
    "words": f"Wahl 2025\n\nThesen,SPD,FDP,CDU\n{LIMIT},Stimme zu,stimme nicht zu,Stimme nicht zu\n"
    f"{WAGE},stimme zu,neutral,keine Antwort\n",
    "signs": f"Statement,SPD,FDP,CDU\n{LIMIT},✅,❌,❌\n{WAGE},✅,⚪,-\n",
    "transposed": f"Partei\t{LIMIT}\t{WAGE}\nSPD\tja\tja\nFDP\tnein\tneutral\nCDU\tnein\tk.A.\n",
}


@pytest.mark.parametrize("table", TABLES)
def test_numbers_and_words_in_both_orientations(table: str) -> None:
    content = read("voting-advice", TABLES[table])
    assert alignments(content) == EXPECTED
    assert content.standings == ()
    assert remarks(content, "refused") == remarks(content, "doubt") == []
    assert {stance.basis for stance in content.stances} == {"stated"}


def test_raw_words_and_places_are_kept_and_what_is_no_position_is_refused() -> None:
    rows = "".join(f"Thesis {index},agree,disagree,no\n" for index in range(5))
    content = read("voting-advice", f"Thesis,A,B,C\n{rows}Thesis 5,agree,perhaps,no\nThesis 6,agree,1,-1\n")
    assert content.stances[0].reason == "Position: agree"
    assert content.stances[0].citations[0].passage == "row 2, column B"
    assert remarks(content, "refused") == ["row 7, column C: “perhaps” is no position."]
    assert alignments(content)["", "B", "Thesis 6"] == 100


def names(content: ImportedContent) -> tuple[list[str], list[str]]:
    return [actor.name for actor in content.actors], [issue.name for issue in content.issues]


def test_without_words_in_the_header_the_longer_names_are_theses_and_it_can_be_changed() -> None:
    table = f"x,SPD,FDP,CDU\n{LIMIT},1,-1,-1\n{WAGE},1,0,\n"
    content = read("voting-advice", table)
    assert names(content) == (["SPD", "FDP", "CDU"], [LIMIT, WAGE])
    assert remarks(content, "doubt") == ["row 1: Rows are taken for theses and columns for parties."]
    assert names(read("voting-advice", table, options={"rows": "parties"})) == (
        [LIMIT, WAGE],
        ["SPD", "FDP", "CDU"],
    )


def test_the_published_table_of_the_wahl_o_mat() -> None:
    header = "Partei: Nr.;Partei: Kurzbezeichnung;Partei: Name;These: Nr.;These: Titel;These: These;"
    table = (
        f"{header}Position: Position;Position: Begründung\n"
        f'1;SPD;Sozialdemokraten;1;Tempolimit;{LIMIT};stimme zu;"Es schützt; es spart."\n'
        f"1;SPD;Sozialdemokraten;2;Mindestlohn;{WAGE};unentschlossen;\n"
        f"2;FDP;Freie Demokraten;1;Tempolimit;{LIMIT};stimme nicht zu;Nein.\n"
        f";;;1;Tempolimit;{LIMIT};stimme zu;\n"
    )
    content = read("voting-advice", table)
    assert names(content) == (["SPD", "FDP"], ["Tempolimit", "Mindestlohn"])
    assert content.issues[0].question == LIMIT
    assert content.actors[0].aliases == ("Sozialdemokraten",)
    assert alignments(content) == {("", "SPD", "Tempolimit"): 100, ("", "FDP", "Tempolimit"): -100}
    assert content.stances[0].reason == "Position: stimme zu\nEs schützt; es spart."
    assert remarks(content, "refused") == [
        "row 3, column G: “unentschlossen” is no position.",
        "row 5, column G: This row lacks the party or the thesis.",
    ]


@pytest.mark.parametrize(
    "table",
    [
        "Name,Role,Influence,Supportive,Informed\nA,x,High,yes,no\nB,y,Low,no,yes\nC,z,Low,no,yes\n",
        ",A,B,C\nA,0,1,-1\nB,1,0,1\nC,-1,1,0\n",
        "Name,A,B\nx,1,1\ny,0,1\n",
        "Name,Agree,Disagree\nx,yes,\ny,,yes\n",
    ],
    ids=["register", "signed network", "counts", "marks"],
)
def test_other_tables_are_not_taken_for_one(table: str) -> None:
    found = format_of(IncomingFile("table.csv", table.encode()))
    assert found is None or found.id != "voting-advice"
