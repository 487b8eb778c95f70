"""Pasted tables: what is matched, previewed, refused in words, and applied whole or not at all."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samples import sample
from stakemap.errors import EditError, UsageError
from stakemap.interchange.copied_table import table_text
from stakemap.interchange.spreadsheet import Change, Plan, paste_table, plan_paste, read_table
from stakemap.interchange.table import Table
from stakemap.model.checks import check
from stakemap.model.colours import group_colours
from stakemap.model.document import Source, StakeMap, new_map
from stakemap.model.edits import update_actor
from stakemap.model.edits_base import Authorship, put_judgements
from stakemap.model.judgements import Stance, Standing
from stakemap.model.records import replace
from stakemap.model.resolve import Resolver
from stakemap.model.subjects import Subject

ME = Authorship("Analyst", "2025-08-01")
KINDS = (
    "state, international organisation, government body, company, NGO, media, person, group of people, other"
)


def table(*rows: str) -> Table:
    """A table whose cells are separated by bars."""
    return read_table("\n".join(row.replace("|", "\t") for row in rows))


def plan(*rows: str, document: StakeMap | None = None) -> Plan:
    return plan_paste(document or sample(), table(*rows), "2025-07", "border", ME)


def pasted(*rows: str, document: StakeMap | None = None) -> StakeMap:
    return paste_table(document or sample(), table(*rows), "2025-07", "border", ME)


def stance(document: StakeMap, actor: str) -> Stance:
    return document.snapshots["2025-07"].stances["border"][actor]


def standing(document: StakeMap, actor: str) -> Standing:
    return document.snapshots["2025-07"].standings[actor]


def sentences(*rows: str) -> list[tuple[int, str, str]]:
    return [(cell.row, cell.text, cell.sentence) for cell in plan(*rows).refused]


def test_a_table_is_previewed_and_applied() -> None:
    rows = (
        "actor | Power | STANCE | why | nonsense",
        "Armenia | 35 | 70 | Softer since May | x",
        "turkiye | 90 | | | x",
        "Georgia | 20 | 15 | | x",
        "European Union | 30 | +40 | Wants it | x",
    )
    found = plan(*rows)
    assert found.ignored == ("nonsense",)
    assert (found.added, found.changed, found.unchanged, found.refused) == (1, 3, 0, ())
    armenia, turkiye, georgia, union = found.rows
    assert armenia.changes == (
        Change("alignment", "85 (70 to 95)", "70 (55 to 80)"),
        Change("confidence", "high", ""),
        Change("basis", "stated", ""),
        Change("reason", "Says so at every meeting.", "Softer since May"),
        Change("source", "1 entry", ""),
    )
    assert turkiye.changes == (
        Change("influence", "85", "90"),
        Change("basis", "stated", ""),
        Change("source", "1 entry", ""),
    )
    # The map's Georgia has another script.
    assert (georgia.actor, georgia.is_new) == ("georgia", False)
    assert Change("aliases", "", "Georgia") in georgia.changes
    assert (union.actor, union.name, union.is_new) == ("european-union", "European Union", True)
    document = pasted(*rows)
    assert document == found.result
    assert check(document) == check(sample())
    assert stance(document, "armenia").alignment.value == 70  # type: ignore[union-attr]
    assert stance(document, "armenia").earlier[0] == stance(sample(), "armenia").model_copy(
        update={"earlier": ()}
    )
    assert (stance(document, "european-union").reason, stance(document, "european-union").by) == (
        "Wants it",
        "Analyst",
    )


def test_what_the_map_says_already_is_no_change_and_gives_the_same_map() -> None:
    rows = ("Name | Influence | Alignment | Salience", "ARMENIA | 35.0 | +85 % | 90")
    assert plan(*rows).unchanged == 1
    document = sample()
    assert pasted(*rows, document=document) is document


def test_matching_by_name_alias_code_and_id() -> None:
    found = plan(
        "id | name | code", "armenia | | ", " | Հայաստան | ", " | Türkiye | ", " | | GEO", " | Russia |"
    )
    assert [row.actor for row in found.rows] == ["armenia", "armenia", "turkiye", "georgia", "russia"]


def test_rows_of_one_actor_are_taken_together_unless_they_contradict_each_other() -> None:
    rows = ("name | influence | alignment | group", "Wales | 40 | | Union", "wales | | 20 |")
    found = plan_paste(sample(), table(*rows), "2025-07", "border", ME, adds_groups=True)
    assert (found.added, found.refused) == (1, ())
    assert found.result is not None
    wales = standing(found.result, "wales").influence, stance(found.result, "wales").alignment
    assert [each and each.value for each in wales] == [40, 20]
    rows = ("name | influence | group", "Wales | 40 | Union", "wales | 50 | Others")
    found = plan_paste(sample(), table(*rows), "2025-07", "border", ME, adds_groups=True)
    assert [(cell.row, cell.column, cell.sentence) for cell in found.refused] == [
        (
            0,
            1,
            "Two rows contradict each other about the influence of “Wales”: 40 here, 50 at row 2, column B. "
            "Neither was imported.",
        ),
        (
            1,
            1,
            "Two rows contradict each other about the influence of “Wales”: 50 here, 40 at row 1, column B. "
            "Neither was imported.",
        ),
        (1, 2, "“wales” has another group at row 1, column A, which was kept: Union."),
    ]


def test_lists_of_further_rows_of_one_actor_add_to_that_of_the_first() -> None:
    document = pasted(
        "name | tags | aliases | note", "Armenia | a; b | Hayk | One", "Armenia | b; c | Arm | Two"
    )
    armenia = document.actors["armenia"]
    assert armenia.tags == ("a", "b", "c")
    assert armenia.aliases == ("Hayk", "Arm")
    assert armenia.note == "One\nTwo"
    assert pasted("id | tags", "armenia | a", "armenia | b").actors["armenia"].tags == ("a", "b")


def test_new_groups_are_given_colours_and_the_others_keep_theirs() -> None:
    before = group_colours(sample().groups)
    rows = table("name | group", "Georgia | Aswan", "Iran | Aswan", "Russia | Nile")
    document = plan_paste(sample(), rows, "2025-07", "border", ME, adds_groups=True).result
    assert document is not None
    after = {key: group.colour for key, group in document.groups.items()}
    assert before.items() <= after.items()
    assert len(set(after.values())) == len(before) + 2


def test_a_name_changes_only_where_the_id_tells_who_it_is() -> None:
    document = pasted("ID | Name", "turkiye | Turkey")
    assert document.actors["turkiye"].name == "Turkey"
    assert plan("Name", "TURKIYE").rows[0].changes == ()


def test_cells_that_cannot_be_taken_each_say_why() -> None:
    assert sentences(
        "name | influence | low | high | alignment | group | kind | confidence | code | colour | part of",
        "Armenia | plenty | | | 120 | Nowhere | planet | sure | ARMEN | red | Atlantis",
        "Azerbaijan | 50 | 60 | 70 | | | | | | | AZERBAIJAN",
        "Georgia | 50 | 40 | | | | | | | |",
        "Türkiye | unknown | 1 | 2 | n/a | | | | | |",
    ) == [
        (0, "plenty", "“plenty” has no value on the scale of its column."),
        (0, "120", "120 is out of range: it must be between −100 and 100."),
        (0, "Nowhere", "There is no group “Nowhere” in this map; add it first."),
        (0, "planet", f"“planet” is not one of: {KINDS}."),
        (0, "sure", "“sure” is not one of: low, moderate, high."),
        (0, "ARMEN", "Code is longer than 4 characters."),
        (0, "red", "“red” is not a colour: write it as #1f77b4."),
        (0, "Atlantis", "There is no actor “Atlantis” in this map or this table."),
        (1, "50", "The range 60 to 70 does not include the value 50."),
        (1, "AZERBAIJAN", "An actor cannot be part of itself."),
        (2, "40", "A range needs both ends, low and high."),
        (3, "1", "This range needs a value."),
    ]


def test_words_are_values_as_in_registers_and_said_to_be() -> None:
    found = plan(
        "name | power | interest | attitude",
        "Wales | High | Low | Supportive",
        "Scotland | Low | Low | Opponent",
        "Kars | Medium-High | High | ",
    )
    assert found.refused == ()
    assert found.words["influence"] == {"High": 85, "Low": 15}
    assert found.result is not None
    wales, kars = (standing(found.result, each).influence for each in ("wales", "kars"))
    assert wales is not None
    assert kars is not None
    assert (wales.value, kars.low, kars.high) == (85, 50, 85)
    alignments = [stance(found.result, each).alignment for each in ("wales", "scotland")]
    assert [each is not None and each.value > 0 for each in alignments] == [True, False]


def test_one_refused_cell_keeps_all_of_it_out() -> None:
    rows = ("name | influence", "Armenia | 40", "Iran | lots")
    assert plan(*rows).result is None
    document = sample()
    with pytest.raises(
        EditError,
        match=(
            r"1 cell cannot be used\. Row 2, influence: “lots” has no value on the scale of "
            r"its column\."
        ),
    ):
        pasted(*rows, document=document)
    assert document == sample()


def test_cells_are_corrected_emptied_or_left_out_in_place() -> None:
    wrong = table("name | influence", "Armenia | 40", "Azerbaijan | lots", "Nobody | 200")
    refused = plan_paste(sample(), wrong, "2025-07", "border", ME).refused
    assert [(cell.row, cell.column) for cell in refused] == [(1, 1), (2, 1)]
    corrected = wrong.with_cell(1, 1, " 15 ").without_rows([2])
    document = paste_table(sample(), corrected, "2025-07", "border", ME)
    assert standing(document, "azerbaijan").influence.value == 15  # type: ignore[union-attr]
    emptied = paste_table(
        sample(), wrong.without_cells((cell.row, cell.column) for cell in refused), "2025-07", "border", ME
    )
    assert standing(emptied, "azerbaijan").influence.value == 80  # type: ignore[union-attr]
    assert "nobody" in emptied.actors


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("just a sentence", "The first row must name the columns"),
        ("name\tinfluence", "no rows below"),
        ("  ", "no text"),
    ],
)
def test_what_is_no_table_of_actors(text: str, sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        read_table(text)


def test_rows_that_do_not_say_who_they_are_about_are_refused() -> None:
    assert sentences("name | code", " | XYZ") == [
        (0, "XYZ", "This actor is not in the map; a new one needs a name.")
    ]
    assert sentences("name | influence", " | 40") == [
        (0, "", "This row does not say which actor it is about.")
    ]


def test_names_that_mean_several_actors_are_refused() -> None:
    twins = pasted("id | name | influence", " | Twin | 1", " | Twin two | 2")
    twins = pasted("id | name", "twin-two | TWIN", document=twins)
    assert (
        plan("name", "twin", document=twins).refused[0].sentence == "“twin” could be any of: twin, twin-two."
    )
    assert [row.actor for row in plan("name", "TWIN", "Twin", document=twins).rows] == ["twin-two", "twin"]


def test_rows_may_refer_to_each_other_but_not_in_a_circle() -> None:
    document = pasted("name | part of", "Minister | Ministry", "Ministry | Armenia")
    assert document.actors["minister"].part_of == "ministry"
    found = plan("name | part of", "A1 | B1", "B1 | C1", "C1 | A1")
    assert {cell.sentence for cell in found.refused} == {
        "This would make an actor part of itself, through others."
    }


def test_unknown_and_not_applicable() -> None:
    document = pasted(
        "name | alignment | reason",
        "Armenia | unknown | Silent since May",
        "Azerbaijan | ? |",
        "Türkiye | Not applicable |",
    )
    armenia = stance(document, "armenia")
    assert (armenia.state, armenia.reason, armenia.role) == ("unknown", "Silent since May", "decides")
    assert stance(document, "azerbaijan").state == "unknown"
    assert stance(document, "turkiye").state == "not-applicable"
    assert plan("name | alignment", "russia | unknown").unchanged == 1


def test_a_new_value_does_not_inherit_the_reason_it_is_pasted_with_again() -> None:
    """As in a table that was copied, changed in one cell and pasted back."""
    document = pasted(
        "name | alignment | reason | confidence | basis",
        "Armenia | 60 | Says so at every meeting. | high | inferred",
    )
    armenia = stance(document, "armenia")
    assert (armenia.reason, armenia.confidence, armenia.basis) == ("", None, "inferred")
    fresh = stance(
        pasted("name | alignment | reason | confidence", "Armenia | 60 | Softer | high"), "armenia"
    )
    assert (fresh.reason, fresh.confidence, fresh.citations) == ("Softer", "high", ())


def test_a_reason_that_a_row_rewrites_is_no_longer_one_kept_from_another_value() -> None:
    document = sample()
    subject = Subject.stance("border", "armenia")
    kept = stance(document, "armenia").model_copy(update={"support_kept": True, "earlier": ()})
    document = put_judgements(document, "2025-07", {subject: kept})
    rewritten = stance(pasted("name | reason", "Armenia | Elections", document=document), "armenia")
    assert (rewritten.reason, rewritten.support_kept) == ("Elections", False)
    cited = stance(pasted("name | source", "Armenia | https://a.org/b", document=document), "armenia")
    assert cited.support_kept


def test_reasons_speak_for_the_stance_and_for_an_influence_that_changes_with_it() -> None:
    document = pasted("name | influence | alignment | reason", "Armenia | 45 | 60 | Elections")
    assert (standing(document, "armenia").reason, stance(document, "armenia").reason) == ("Elections",) * 2
    document = pasted("name | influence | alignment | reason", "Armenia | 35 | 60 | Elections")
    assert standing(document, "armenia").reason == ""
    document = pasted("name | influence | reason", "Armenia | 35 | Elections")
    assert standing(document, "armenia").reason == "Elections"
    assert stance(document, "armenia") is stance(sample(), "armenia") or (
        stance(document, "armenia") == stance(sample(), "armenia")
    )
    document = pasted(
        "name | influence | influence reason | alignment | reason", "Armenia | 45 | Arms | 60 | Elections"
    )
    assert (standing(document, "armenia").reason, stance(document, "armenia").reason) == ("Arms", "Elections")


def test_who_fills_blanks_signs_for_them_and_what_stood_goes_to_the_ledger() -> None:
    document = pasted("name | influence | reason", "Armenia | 35 | Weak since 2020")
    filled = standing(document, "armenia")
    assert (filled.reason, filled.basis, filled.by) == ("Weak since 2020", "inferred", "Analyst")
    assert [entry.reason for entry in filled.earlier] == [""]
    again = standing(
        pasted("name | influence | confidence", "Armenia | 35 | low", document=document), "armenia"
    )
    assert (again.confidence, again.earlier) == ("low", filled.earlier)
    rewritten = stance(pasted("name | alignment | reason", "Armenia | 85 | Other words"), "armenia")
    assert rewritten.reason == "Other words"
    assert [entry.reason for entry in rewritten.earlier] == ["Says so at every meeting.", "Reportedly."]


def test_what_is_carried_over_is_judged_anew_only_when_a_row_says_something_new() -> None:
    assert plan("name | influence", "Россия | 70").unchanged == 1
    document = pasted("name | influence", "Россия | 30")
    russia = standing(document, "russia")
    assert (russia.influence.value, russia.influence.low, russia.influence.high) == (30, 10, 50)  # type: ignore[union-attr]
    assert (russia.confidence, russia.earlier, russia.by) == (None, (), "Analyst")
    assert document.snapshots["2020"] is not None
    assert document.snapshots["2020"] == sample().snapshots["2020"]


def test_influence_of_a_stance_of_its_own_stays_there() -> None:
    document = pasted("name | influence", "The president of Türkiye | 70")
    president = stance(document, "president")
    assert (president.influence.value, president.influence.low) == (70, 50)  # type: ignore[union-attr]
    assert standing(document, "president") == standing(sample(), "president")
    assert sentences("name | influence", "The president of Türkiye | unknown") == [
        (
            0,
            "unknown",
            (
                "This actor has its own influence on this issue, which shares the reason and sources of "
                "its alignment."
            ),
        )
    ]


def test_influence_of_a_stance_of_its_own_keeps_its_range_where_no_alignment_applies() -> None:
    rows = ("name | influence | alignment | salience", "The president of Türkiye | 70 | not applicable | ")
    president = stance(pasted(*rows), "president")
    assert president.state == "not-applicable"
    assert (president.influence.value, president.influence.low) == (70, 50)  # type: ignore[union-attr]


def test_a_source_that_is_named_keeps_what_this_version_does_not_know() -> None:
    known = sample()
    key, source = next(iter(known.sources.items()))
    later = Source.model_validate({**source.model_dump(), "archived": True})
    document = pasted(
        "name | source",
        f"Armenia | {source.title}",
        document=replace(known, sources={**known.sources, key: later}),
    )
    assert document.sources == {**known.sources, key: later}
    assert key in {each.source for each in stance(document, "armenia").citations}


def test_words_without_a_judgement_to_belong_to_are_refused() -> None:
    nowhere = "This needs a judgement, here or on the map."
    assert sentences("name | alignment | reason", "Iran | | Far away") == [(0, "Far away", nowhere)]
    assert sentences("name | alignment | confidence", "Iran | | low") == [(0, "low", nowhere)]
    assert sentences("name | influence reason", "Georgia | So") == [(0, "So", nowhere)]


def test_a_salience_without_an_alignment_is_of_a_stance_that_is_unknown() -> None:
    iran = stance(pasted("name | salience | reason", "Iran | 50 | Far away"), "iran")
    assert iran.salience is not None
    assert (iran.state, iran.salience.value, iran.reason) == ("unknown", 50, "Far away")


def test_a_reason_of_an_influence_alone_needs_no_alignment() -> None:
    document = pasted("name | influence | alignment | reason", "Wales | 40 | | So it is said")
    assert standing(document, "wales").reason == "So it is said"
    assert "wales" not in document.snapshots["2025-07"].stances["border"]


@pytest.mark.parametrize("column", ["alignment", "salience", "code"])
def test_a_new_influence_does_not_take_the_reason_that_a_copied_row_has_for_the_stance(column: str) -> None:
    rows = (f"name | influence | {column} | reason | confidence | basis",)
    value = {"alignment": "85", "salience": "90", "code": "ARM"}[column]
    repeated = standing(
        pasted(*rows, f"Armenia | 41 | {value} | Says so at every meeting. | high | stated"), "armenia"
    )
    assert (repeated.reason, repeated.confidence, repeated.basis) == ("", None, None)
    written = standing(pasted(*rows, f"Armenia | 41 | {value} | A new army | high | stated"), "armenia")
    assert (written.reason, written.confidence, written.basis) == ("A new army", "high", "stated")


def test_without_an_issue_alignments_are_refused() -> None:
    bare = new_map(
        sample().id, snapshots={"now": sample().snapshots["2020"].model_copy(update={"stances": {}})}
    )
    bare = bare.model_copy(update={"actors": sample().actors})
    found = plan_paste(bare, table("name | influence | alignment", "Armenia | 3 | 4"), "now", None, ME)
    assert [cell.sentence for cell in found.refused] == ["There is no issue for an alignment. Add one first."]
    assert plan_paste(bare, table("name | influence", "Armenia | 3"), "now", None, ME).result is not None


def test_texts_of_a_map_stay_plain_and_harmless() -> None:
    document = pasted("name | note", "'=HYPERLINK(1) | {x} <b>bold</b>")
    actor = document.actors["hyperlink-1"]
    assert (actor.name, actor.note) == ("=HYPERLINK(1)", "{x} <b>bold</b>")
    text = table_text(document, "2025-07", "border", ["hyperlink-1"], Resolver())
    assert [line.split("\t") for line in text.splitlines()] == [
        ["Name", "Kind", "Influence", "Alignment", "Note", "ID"],
        ["'=HYPERLINK(1)", "other", "", "", "{x} <b>bold</b>", "hyperlink-1"],
    ]


@pytest.mark.parametrize("snapshot", ["2020", "2022", "2025-07", "pressure"])
@pytest.mark.parametrize("issue", ["border", "corridor"])
def test_a_copied_table_pasted_back_changes_nothing(snapshot: str, issue: str) -> None:
    document = sample()
    text = table_text(document, snapshot, issue, sorted(document.actors), Resolver())
    found = plan_paste(document, read_table(text), snapshot, issue, ME)
    assert (found.refused, found.unchanged) == ((), len(document.actors))
    assert found.result is document


def test_an_alias_with_a_comma_is_one_alias_in_a_copied_table() -> None:
    aliases = ("Egypt, Arab Republic of", "Misr")
    document = update_actor(sample(), "iran", aliases=aliases)
    text = table_text(document, "2025-07", "border", ["iran"], Resolver())
    found = plan_paste(update_actor(document, "iran", aliases=()), read_table(text), "2025-07", "border", ME)
    assert found.result.actors["iran"].aliases == aliases


def test_a_copied_table_reads_well() -> None:
    text = table_text(sample(), "2025-07", "border", ["armenia", "russia", "georgia"], Resolver())
    rows = list(csv.DictReader(text.splitlines(), dialect="excel-tab"))
    shown = ("Name", "Influence", "Influence low", "Alignment", "Salience", "Role", "Tags")
    assert [[row[heading] for heading in shown] for row in rows] == [
        ["Armenia", "35", "25", "85", "90", "decides", "landlocked"],
        ["Россия", "70", "50", "unknown", "", "", ""],
        ["საქართველო", "", "", "", "", "", ""],
    ]


def test_thousands_of_rows_become_one_edit() -> None:
    count = 2_000
    lines = ["Name\tInfluence\tInfluence low\tInfluence high\tAlignment\tConfidence\tReason"]
    lines += [f"Actor Nº {n}\t{n % 101}\t0\t100\t{n % 201 - 100}\tlow\tBecause of {n}" for n in range(count)]
    found = plan_paste(sample(), read_table("\n".join(lines)), "2025-07", "border", ME)
    assert (found.added, found.refused) == (count, ())
    assert found.result is not None
    assert len(found.result.snapshots["2025-07"].stances["border"]) == count + 3


WORDS = st.sampled_from(
    [
        "",
        "Armenia",
        "Iran",
        "New One",
        "armenia",
        "50",
        "-20",
        "120",
        "unknown",
        "n/a",
        "high",
        "so",
        "=x",
        "A\tB",
    ]
)
HEADERS = st.permutations(
    ["Name", "Influence", "Influence low", "Influence high", "Alignment", "Salience", "Confidence", "Reason"]
)


@settings(max_examples=150)
@given(HEADERS, st.lists(st.lists(WORDS, min_size=8, max_size=8), min_size=1, max_size=5))
def test_any_table_is_applied_whole_or_not_at_all(headers: list[str], rows: list[list[str]]) -> None:
    document = sample()
    pasting = Table(
        tuple(headers), read_table("\t".join(headers) + "\nx").columns, tuple(tuple(row) for row in rows)
    )
    found = plan_paste(document, pasting, "2025-07", "border", ME)
    assert document == sample()
    assert (found.result is None) == bool(found.refused)
    if found.result is not None:
        assert check(found.result) == check(document)
        again = plan_paste(found.result, pasting, "2025-07", "border", ME)
        assert again.added == 0
        assert not again.refused
