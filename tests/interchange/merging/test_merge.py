"""Merging imported content into a map: who is who, what is new, what stays, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from samples import alignment, influence, sample, tiny
from stakemap.errors import CancelledError, EditError
from stakemap.interchange.content import (
    ImportedActor,
    ImportedCitation,
    ImportedContent,
    ImportedEstimate,
    ImportedIssue,
    ImportedRelation,
    ImportedSnapshot,
    ImportedSource,
    ImportedStance,
    ImportedStanding,
    ImportedTie,
    Place,
    Remark,
)
from stakemap.interchange.merging.merge import plan_merge
from stakemap.interchange.merging.options import MergeOptions, NewSnapshot
from stakemap.interchange.merging.planned import MergePlan
from stakemap.interchange.merging.report import counts_in_words, rejects_csv, remarks_in_words
from stakemap.model.document import Actor, StakeMap, new_map
from stakemap.model.edits_base import Authorship
from stakemap.model.edits_records import add_actor
from stakemap.model.resolve import resolve_stance, resolve_standing

ME = Authorship("Ani", "2025-08-01")
FILE = ImportedSource(key="file", title="register.xlsx")
CITED = (ImportedCitation(source="file", passage="Actors, row 2"),)


def actor(key: str, name: str, **fields: Any) -> ImportedActor:
    return ImportedActor(key=key, name=name, place=Place(sheet="Actors", row=int(key)), **fields)


def stance(key: str, value: float | None, **fields: Any) -> ImportedStance:
    estimate = None if value is None else ImportedEstimate(value=value)
    return ImportedStance(
        actor=key, **{"issue": "", "alignment": estimate, "place": Place(row=int(key))} | fields
    )


def standing(key: str, value: float, **fields: Any) -> ImportedStanding:
    estimate = ImportedEstimate(value=value)
    return ImportedStanding(actor=key, influence=estimate, **{"place": Place(row=int(key))} | fields)


def merged(content: ImportedContent, document: StakeMap | None = None, **options: Any) -> MergePlan:
    return plan_merge(document or tiny(), content, MergeOptions(**options), ME)


def sentences(plan: MergePlan) -> list[str]:
    return [str(remark) for remark in plan.remarks]


# --- a new map ---------------------------------------------------------------------------------------------


def test_an_empty_map_gets_an_issue_and_a_snapshot_for_what_names_none() -> None:
    content = ImportedContent(
        title="Border",
        actors=(actor("2", "Georgia", group="East"), actor("3", "Ministry of Finance")),
        standings=(standing("2", 85, reason="Power: High", citations=CITED),),
        stances=(stance("2", 50), stance("3", None, state="unknown")),
        sources=(FILE,),
    )
    result = merged(content, new_map()).result
    assert result.title == "Border"
    assert {key: actor.kind for key, actor in result.actors.items()} == {
        "georgia": "state",
        "ministry-of-finance": "government-body",
    }
    assert result.actors["georgia"].code == "GEO"
    assert result.groups["east"].colour
    assert result.issues["issue"].low_label == "Against"
    now = result.snapshots["now"]
    assert now.standings["georgia"].influence == influence(85)
    assert now.standings["georgia"].citations[0].source in result.sources
    assert (now.standings["georgia"].by, now.standings["georgia"].on) == ME
    assert now.stances["issue"]["georgia"].alignment == alignment(50)
    assert now.stances["issue"]["ministry-of-finance"].state == "unknown"
    assert "ministry-of-finance" not in now.standings


def test_actors_of_a_table_without_kinds_are_of_the_kind_that_their_names_suggest() -> None:
    names = {"georgia": "Georgia", "ministry": "Ministry of Finance", "copa": "Copa-Cogeca"}
    actors = [actor(str(row), name, map_id=key) for row, (key, name) in enumerate(names.items(), 2)]
    content = ImportedContent(actors=tuple(actors))
    kinds = {key: each.kind for key, each in merged(content, new_map()).result.actors.items()}
    assert kinds == {"georgia": "state", "ministry": "government-body", "copa": "other"}


def test_countries_are_known_in_the_languages_in_which_registers_are_read() -> None:
    before = merged(
        ImportedContent(actors=(actor("2", "Austria"), actor("3", "Allemagne"))), new_map()
    ).result
    content = ImportedContent(
        actors=(actor("2", "Österreich"), actor("3", "Germany"), actor("4", "Нідерланди"))
    )
    result = merged(content, before).result
    assert set(result.actors) - set(before.actors) == {"niderlandi"}
    assert "Österreich" in result.actors["austria"].aliases


@pytest.mark.parametrize(
    "pair", [("Iran", "IRA"), ("Mauritius", "Maurice"), ("Congo - Brazzaville", "Congo")]
)
@pytest.mark.parametrize("turn", [1, -1])
def test_what_is_a_country_in_another_language_only_by_chance_is_another_actor(
    pair: tuple[str, str], turn: int
) -> None:
    known, new = pair[::turn]
    before = merged(ImportedContent(actors=(actor("2", known),)), new_map()).result
    result = merged(ImportedContent(actors=(actor("2", new),)), before).result
    assert [each.name for each in result.actors.values()] == [known, new]


def test_new_issues_say_which_side_is_which_unless_they_or_a_map_say_it() -> None:
    content = ImportedContent(
        issues=(
            ImportedIssue(key="a", name="Ratification"),
            ImportedIssue(key="b", name="Price", low_label="Half a euro"),
            ImportedIssue(key="c", name="Silent", map_id="silent"),
            ImportedIssue(key="d", name="Days", has_sides=False),
        )
    )
    issues = merged(content, new_map()).result.issues
    assert {key: (issue.low_label, issue.high_label) for key, issue in issues.items()} == {
        "ratification": ("Against", "For"),
        "price": ("Half a euro", ""),
        "silent": ("", ""),
        "days": ("", ""),
    }


def test_dated_columns_become_snapshots_that_carry_over_what_has_no_date() -> None:
    content = ImportedContent(
        actors=(actor("2", "Georgia"),),
        snapshots=(
            ImportedSnapshot(key="b", label="", date="2024"),
            ImportedSnapshot(key="a", label="", date="2023"),
            ImportedSnapshot(key="w", label="What we want", scenario=True, based_on="b"),
        ),
        standings=(standing("2", 50),),
        stances=tuple(stance("2", value, snapshot=key) for key, value in (("a", -50), ("b", 0), ("w", 100))),
    )
    result = merged(content, new_map()).result
    assert result.snapshots["2024"].based_on == "2023"
    assert result.snapshots["what-we-want"].scenario
    assert result.snapshots["what-we-want"].based_on == "2024"
    found = [resolve_stance(result, key, "issue", "georgia") for key in ("2023", "2024", "what-we-want")]
    assert [each.judgement.alignment for each in found if each] == [
        alignment(-50),
        alignment(0),
        alignment(100),
    ]
    shown = resolve_standing(result, "what-we-want", "georgia")
    assert shown is not None
    assert shown.snapshot == "2023"


# --- who is who --------------------------------------------------------------------------------------------


def test_actors_are_known_by_names_aliases_countries_and_codes() -> None:
    content = ImportedContent(
        actors=(
            actor("2", "ARMENIA"),
            actor("3", "Turkey"),
            actor("4", "Russia"),
            actor("5", "Persia", aliases=("Iran",)),
            actor("6", "", code="geo"),
            actor("7", "Ministry"),
            actor("8", ""),
            actor("9", "", code="XYZ"),
        )
    )
    plan = merged(content, sample())
    assert [record.id for record in plan.of_kind("actor")[:5]] == [
        "armenia",
        "turkiye",
        "russia",
        "iran",
        "georgia",
    ]
    assert plan.result.actors.keys() - sample().actors.keys() == {"ministry"}
    assert set(plan.missing) == {"azerbaijan", "president"}
    assert plan.result.actors["armenia"].name == "Armenia"
    assert "Persia" in plan.result.actors["iran"].aliases
    assert sentences(plan) == [
        "sheet “Actors”, row 8: This row does not say which actor it is about.",
        "sheet “Actors”, row 9: This actor is not in the map; a new one needs a name.",
    ]


def test_a_name_of_two_actors_is_a_question_and_an_answer_settles_it() -> None:
    document = add_actor(tiny(), "armenia-2", Actor(name="Armenia"))
    content = ImportedContent(actors=(actor("2", "armenia"),), stances=(stance("2", -20),))
    plan = merged(content, document)
    (record,) = plan.of_kind("actor")
    assert (record.status, record.candidates) == ("ambiguous", ("armenia", "armenia-2"))
    assert plan.result is document
    assert "could be any of" in sentences(plan)[0]
    answered = merged(content, document, matches={"2": "armenia-2"}).result
    assert answered.snapshots["2025"].stances["border"]["armenia-2"].alignment == alignment(-20)
    assert merged(content, document, matches={"2": ""}).result.actors.keys() - document.actors.keys()


def test_what_another_row_is_called_settles_which_actor_a_row_is() -> None:
    rows = (actor("2", "Sea", aliases=("Armenia", "Georgia")), actor("3", "Sea"))
    document = add_actor(tiny(), "georgia", Actor(name="Georgia"))
    plan = merged(ImportedContent(actors=rows), document)
    assert [record.id for record in plan.of_kind("actor")] == ["sea", "sea"]
    (alone,) = merged(ImportedContent(actors=rows[:1]), document).of_kind("actor")
    assert (alone.status, alone.candidates) == ("ambiguous", ("armenia", "georgia"))


def test_near_names_are_only_suggested() -> None:
    document = add_actor(tiny(), "finance", Actor(name="Ministry of Finance"))
    content = ImportedContent(actors=(actor("2", "Min. of Finance"), actor("3", "Belarus")))
    first, second = merged(content, document).of_kind("actor")
    assert (first.status, first.candidates) == ("new", ("finance",))
    assert second.candidates == ()
    answered = merged(content, document, matches={"2": "finance"}).result
    assert answered.actors["finance"].aliases == ("Min. of Finance",)
    assert merged(content, answered).of_kind("actor")[0].id == "finance"


def test_an_id_of_the_map_counts_more_than_the_name() -> None:
    content = ImportedContent(actors=(actor("2", "Hayastan", map_id="armenia", note="New"),))
    plan = merged(content)
    assert plan.result.actors["armenia"].name == "Hayastan"
    assert plan.result.actors["armenia"].note == "New"
    assert [(each.field, each.before, each.after) for each in plan.records[0].changes] == [
        ("name", "Armenia", "Hayastan"),
        ("note", "", "New"),
    ]


# --- what is said ------------------------------------------------------------------------------------------


def test_a_new_value_goes_through_the_ledger_and_the_same_value_changes_nothing() -> None:
    content = ImportedContent(
        actors=(actor("2", "Armenia"),), standings=(standing("2", 35),), stances=(stance("2", 60),)
    )
    plan = merged(content)
    snapshot = plan.result.snapshots["2025"]
    assert snapshot.standings["armenia"] == tiny().snapshots["2025"].standings["armenia"]
    replaced = snapshot.stances["border"]["armenia"]
    assert replaced.alignment == alignment(60)
    assert [each.alignment for each in replaced.earlier] == [alignment(80)]
    (record,) = plan.of_kind("actor")
    assert [(each.field, each.before, each.after, each.issue) for each in record.changes] == [
        ("alignment", "80", "60", "border")
    ]


def test_into_a_new_snapshot_goes_all_that_was_judged_anew() -> None:
    content = ImportedContent(
        actors=(actor("2", "Armenia"),), standings=(standing("2", 35),), stances=(stance("2", 60),)
    )
    plan = merged(content, new_snapshot=NewSnapshot(date="2026-01"))
    assert plan.snapshot == "2026-01"
    new = plan.result.snapshots["2026-01"]
    assert (new.based_on, new.label) == ("2025", "2026-01")
    assert new.standings["armenia"].influence == influence(35)
    assert new.stances["border"]["armenia"].earlier == ()
    assert plan.result.snapshots["2025"] == tiny().snapshots["2025"]
    assert merged(content, plan.result, new_snapshot=NewSnapshot(date="2026-01")).result is plan.result


def test_blanks_and_no_information_erase_nothing() -> None:
    document = sample()
    content = ImportedContent(
        actors=(actor("2", "Armenia"),),
        stances=(stance("2", None, state="unknown", salience=ImportedEstimate(value=40), issue="b"),),
        issues=(ImportedIssue(key="b", name="Armenia–Türkiye border"),),
    )
    result = merged(content, document, snapshot="2025-07").result
    assert result.actors["armenia"] is document.actors["armenia"]
    before = resolve_stance(document, "2025-07", "border", "armenia")
    after = resolve_stance(result, "2025-07", "border", "armenia")
    assert before is not None
    assert after is not None
    assert after.judgement.alignment == before.judgement.alignment
    assert after.judgement.reason == before.judgement.reason
    assert after.judgement.salience is not None
    assert after.judgement.salience.value == 40


def test_to_fill_takes_only_what_the_map_lacks() -> None:
    content = ImportedContent(
        actors=(actor("2", "Armenia", code="HY", note="Landlocked"),), stances=(stance("2", -80),)
    )
    result = merged(content, policy="fill").result
    assert result.actors["armenia"].code == "ARM"
    assert result.actors["armenia"].note == "Landlocked"
    assert result.snapshots["2025"].stances["border"]["armenia"].alignment == alignment(80)


def test_notes_gain_lines_and_a_heading_is_written_anew() -> None:
    first = merged(ImportedContent(actors=(actor("2", "Armenia", note="Budget: 12\nSeat: Yerevan"),))).result
    again = merged(ImportedContent(actors=(actor("2", "Armenia", note="Budget: 15"),)), first).result
    assert again.actors["armenia"].note == "Budget: 15\nSeat: Yerevan"


def test_rows_that_contradict_each_other_are_told_and_not_taken() -> None:
    content = ImportedContent(
        actors=(actor("2", "Armenia"), actor("3", "armenia")),
        stances=(stance("2", 60), stance("3", -60)),
        standings=(standing("2", 50), standing("3", 50)),
    )
    plan = merged(content)
    assert plan.result.snapshots["2025"].stances["border"]["armenia"].alignment == alignment(80)
    assert plan.result.snapshots["2025"].standings["armenia"].influence == influence(50)
    assert sentences(plan) == [
        "row 2: Two rows contradict each other about the alignment of “Armenia”: 60 here, −60 at row 3. "
        "Neither was imported.",
        "row 3: Two rows contradict each other about the alignment of “Armenia”: −60 here, 60 at row 2. "
        "Neither was imported.",
    ]


def test_a_contradiction_without_words_makes_no_judgement() -> None:
    actors = (actor("2", "Iran"), actor("3", "iran"))
    values = (standing("2", 50), standing("3", 60))
    plan = merged(ImportedContent(actors=actors, standings=values))
    assert len(plan.remarks) == 2
    assert "iran" not in plan.result.snapshots["2025"].standings


def test_what_no_map_can_hold_is_refused_with_its_place_and_the_rest_goes_in() -> None:
    content = ImportedContent(
        actors=(actor("2", "Armenia", code="TOOLONG", tags=("key",)), actor("3", "X" * 501)),
        standings=(standing("2", 130, reason="Very high"), standing("3", 10)),
        stances=(stance("2", 60), stance("7", 10)),
    )
    plan = merged(content)
    assert plan.result.actors["armenia"].tags == ("key",)
    assert plan.result.snapshots["2025"].standings["armenia"].influence == influence(35)
    assert plan.result.snapshots["2025"].stances["border"]["armenia"].alignment == alignment(60)
    assert plan.result.actors.keys() == {"armenia"}
    refused = [(str(remark.place), remark.text[:7]) for remark in plan.remarks]
    assert sorted(refused) == [
        ("row 2", "130"),
        ("row 7", ""),
        ("sheet “Actors”, row 2", "TOOLONG"),
        ("sheet “Actors”, row 3", "XXXXXXX"),
    ]
    lines = rejects_csv(plan.remarks).splitlines()
    assert lines[0] == "Sheet,Row,Column,Text,Why it was refused"
    assert "Actors,2,,TOOLONG,Code is longer than 4 characters." in lines


def test_of_very_many_remarks_the_rest_is_counted() -> None:
    remarks = [Remark(kind="left-out", sentence=f"Sheet {number} is left out.") for number in range(22)]
    lines = remarks_in_words(remarks)
    assert len(lines) == 21
    assert lines[-1] == "and 2 more"


def test_rejects_are_no_formulas() -> None:
    content = ImportedContent(actors=(actor("2", "=cmd()" + "X" * 500),))
    assert "'=cmd()" in rejects_csv(merged(content).remarks)


def test_what_was_left_out_is_left_out() -> None:
    content = ImportedContent(
        actors=(actor("2", "Armenia", note="A note"), actor("3", "Georgia", part_of="2"), actor("4", "Iran")),
        stances=(stance("2", 60, reason="Said so"), stance("3", 10)),
        relations=(ImportedRelation(key="r", source="3", target="2"),),
    )
    whole = merged(content)
    changes = {change.field: change.token for change in whole.of_kind("actor")[0].changes}
    assert set(changes) == {"note", "alignment", "reason"}
    plan = merged(content, skipped=(changes["alignment"], whole.of_kind("actor")[1].token))
    assert plan.result.actors.keys() == {"armenia", "iran"}
    assert not plan.result.relations
    kept = plan.result.snapshots["2025"].stances["border"]["armenia"]
    assert (kept.alignment, kept.reason) == (alignment(80), "")
    assert plan.result.actors["armenia"].note == "A note"
    assert plan.of_kind("actor")[1].is_skipped
    assert [change.field for change in plan.of_kind("actor")[0].changes if change.is_skipped] == ["alignment"]


def test_relations_are_the_same_with_the_same_ends_label_and_direction() -> None:
    ends = {"source": "2", "target": "3"}
    content = ImportedContent(
        actors=(actor("2", "Azerbaijan"), actor("3", "Turkey"), actor("4", "Iran")),
        relations=(
            ImportedRelation(key="a", label="Alliance", directed=False, **ends),
            ImportedRelation(key="b", label="trades with", **ends),
            ImportedRelation(key="c", source="4", target="4"),
        ),
        ties=(ImportedTie(relation="a", strength=1), ImportedTie(relation="b", strength=2.4)),
    )
    plan = merged(content, sample(), snapshot="2025-07")
    assert [record.name for record in plan.of_kind("relation")][:2] == [
        "Azerbaijan – Turkey",
        "Azerbaijan → Turkey",
    ]
    assert [record.id for record in plan.of_kind("relation")] == [
        "turkiye-azerbaijan",
        "azerbaijan-turkiye",
        "",
    ]
    assert plan.result.snapshots["2025-07"].ties["turkiye-azerbaijan"].strength == 1
    assert plan.result.snapshots["2025-07"].ties["azerbaijan-turkiye"].strength == 2
    assert sentences(plan) == ["A relation joins two different actors.", "The strength 2.4 was rounded to 2."]


def test_sources_are_the_same_with_the_same_doi_address_or_title_and_year() -> None:
    content = ImportedContent(
        sources=(
            ImportedSource(key="1", title="Other", url="https://example.org/a/"),
            ImportedSource(key="2", title="An agency report", date="2022-05", author="B"),
            ImportedSource(key="3", title="An agency report", date="2023"),
            ImportedSource(key="4", title="A paper", doi="10.1000/XYZ"),
            ImportedSource(key="5", title="The same paper", url="https://dx.doi.org/10.1000/xyz"),
        )
    )
    plan = merged(content, sample())
    assert [record.id for record in plan.of_kind("source")] == [
        "carnegie-2025",
        "agency-2022",
        "an-agency-report",
        "a-paper",
        "a-paper",
    ]
    assert plan.result.sources["agency-2022"].author == "B"
    assert plan.result.sources["agency-2022"].date == "2022-05"


def test_of_references_to_the_same_source_the_first_stays_and_the_others_fill_its_gaps() -> None:
    content = ImportedContent(
        sources=(
            ImportedSource(
                key="1", title="A paper", doi="10.1000/A", author="Smith, John; Özgür, A.", note="Key"
            ),
            ImportedSource(
                key="2", title="A paper", doi="10.1000/a", author="Smith, J.", date="2021", note="Two"
            ),
        )
    )
    before = merged(content.model_copy(update={"sources": content.sources[1:]}), tiny()).result
    for document in (tiny(), before):
        paper = merged(content, document).result.sources["a-paper"]
        assert (paper.author, paper.date) == ("Smith, John; Özgür, A.", "2021")
        assert set(paper.note.split("\n")) == {"Key", "Two"}


def test_a_source_that_nothing_imported_cites_is_left_out() -> None:
    content = ImportedContent(
        actors=(actor("2", "Armenia"),), standings=(standing("2", 250, citations=CITED),), sources=(FILE,)
    )
    assert not merged(content).result.sources


def test_what_the_file_says_of_who_judged_when_counts() -> None:
    content = ImportedContent(
        actors=(actor("2", "Armenia"),), stances=(stance("2", 60, by="Davit", on="2024-05-06"),)
    )
    judged = merged(content).result.snapshots["2025"].stances["border"]["armenia"]
    assert (judged.by, judged.on) == ("Davit", "2024-05-06")


def test_options_that_the_map_cannot_follow_are_refused() -> None:
    content = ImportedContent(actors=(actor("2", "Armenia"),), stances=(stance("2", 60),))
    with pytest.raises(EditError):
        merged(content, snapshot="gone")
    with pytest.raises(EditError):
        merged(content, new_snapshot=NewSnapshot(date="next year"))
    with pytest.raises(CancelledError):
        plan_merge(tiny(), content, MergeOptions(), ME, report=lambda _share: False)


def test_names_that_differ_in_signs_are_names_of_different_actors_and_groups() -> None:
    names = ["C++", "C#", "!!!", "???", "李", "黎", "Цикл", "Цйкл"]
    rows = tuple(actor(str(row), name, group=name) for row, name in enumerate(names, 2))
    result = merged(ImportedContent(actors=rows), new_map()).result
    assert [one.name for one in result.actors.values()] == names
    assert [result.groups[one.group or ""].name for one in result.actors.values()] == names
    alike = ("Héros d’État", "HEROS D'ETAT", "Ｈéros  d’E\u0301tat")
    rows = tuple(actor(str(row), f"Actor {row}", group=name) for row, name in enumerate(alike, 2))
    result = merged(ImportedContent(actors=rows), new_map()).result
    assert [group.name for group in result.groups.values()] == ["Héros d’État"]


def test_a_plan_in_words() -> None:
    content = ImportedContent(actors=(actor("2", "Georgia", group="East"),), stances=(stance("2", 60),))
    assert counts_in_words(merged(content)) == (
        "Actors: 1 new, 1 not in the file.",
        "Judgements: 1 new or changed.",
        "Groups: 1 new.",
    )


def test_a_plan_without_changes_says_so() -> None:
    source = ImportedSource(key="1", title="A paper")
    document = merged(ImportedContent(sources=(source,)), new_map()).result
    assert counts_in_words(merged(ImportedContent(sources=(source,)), document)) == (
        "Nothing is new or changed.",
    )


def test_values_are_worded_with_a_true_minus_sign() -> None:
    content = ImportedContent(actors=(actor("2", "Georgia"),), stances=(stance("2", -50),))
    (change,) = [each for each in merged(content).of_kind("actor")[0].changes if each.field == "alignment"]
    assert change.after == "−50"


def test_a_file_that_is_left_out_of_the_sources_is_not_cited() -> None:
    content = ImportedContent(
        actors=(actor("1", "Georgia"),), sources=(FILE,), standings=(standing("1", 40, citations=CITED),)
    )
    (source,) = merged(content).of_kind("source")
    assert (source.name, source.status) == ("register.xlsx", "new")
    plan = merged(content, skipped=(source.token,))
    assert plan.result.sources == {}
    written = plan.result.snapshots["2025"].standings["georgia"]
    assert written.influence is not None
    assert (written.influence.value, written.citations) == (40, ())
