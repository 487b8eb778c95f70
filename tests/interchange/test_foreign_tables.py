"""Tables as other programs and analysts write them: their headings, delimiters, scales and sources."""

from __future__ import annotations

from pathlib import Path

import pytest

from samples import sample
from stakemap.interchange.spreadsheet import Change, Plan, plan_paste, read_table
from stakemap.model import edits
from stakemap.model.checks import check
from stakemap.model.document import Source, StakeMap
from stakemap.model.edits_base import Authorship

FIXTURES = Path(__file__).parents[1] / "fixtures"
ME = Authorship("Analyst", "2025-08-01")


def plan(text: str) -> Plan:
    return plan_paste(sample(), read_table(text), "2025-07", "border", ME)


def pasted(text: str) -> StakeMap:
    result = plan(text).result
    assert result is not None
    assert check(result) == check(sample())
    return result


def values(document: StakeMap, actor: str) -> tuple[float | None, float | None]:
    """Influence and alignment of an actor."""
    snapshot = document.snapshots["2025-07"]
    influence = snapshot.standings[actor].influence
    alignment = snapshot.stances["border"][actor].alignment if actor in snapshot.stances["border"] else None
    return influence and influence.value, alignment and alignment.value


@pytest.mark.parametrize("name", ["headings-with-units.tsv", "semicolons.csv"])
def test_the_files_of_others_are_pasted(name: str) -> None:
    document = pasted((FIXTURES / name).read_text("utf-8"))
    assert "Georgia" in document.actors["georgia"].aliases
    assert values(document, "georgia") == (45, 20)


@pytest.mark.parametrize(
    "text",
    [
        "Name,Influence,Alignment\nWales,45.5,-20\n",
        "Name;Influence;Alignment\nWales;45,5;-20\n",
        "Name\tInfluence\tAlignment\nWales\t45,5\t-20\n",
        "\ufeffsep=;\r\nName;Influence;Alignment\r\nWales;45,5;−20\r\n",
        '"Name","Influence","Alignment"\n"Wales","45,5","-20"\n',
        ",Influence,Alignment\nWales,45.5,-20\n",
        "Delegation,Influence,Alignment\nWales,45.5,-20\n",
    ],
)
def test_any_delimiter_and_decimal_sign(text: str) -> None:
    assert values(pasted(text), "wales") == (45.5, -20)


@pytest.mark.parametrize(
    "text",
    [
        "Wales\nBank, Central\nNo; such\n",
        "Bank, Central\nWales\nNo; such",
        "Wales\r\n\r\n  Bank, Central \r\nNo; such",
        "Wales\tBank, Central\tNo; such",
        'Wales;"Bank, Central";"No; such"',
    ],
)
def test_a_bare_list_of_names(text: str) -> None:
    table = read_table(text)
    assert (table.columns, table.has_headings) == (("name",), False)
    names = {actor.name for actor in pasted(text).actors.values()}
    assert names - {actor.name for actor in sample().actors.values()} == {
        "Wales",
        "Bank, Central",
        "No; such",
    }


def test_a_list_of_names_in_two_columns_has_no_headings_unless_there_are_numbers_below() -> None:
    table = read_table("Doe\tJohn\nRoe\tJane\n")
    assert (table.has_headings, table.columns) == (False, ("name", None))
    assert len(table.rows) == 2
    headed = read_table("Země\tVliv\nČesko\t40\n")
    assert (headed.has_headings, headed.headers) == (True, ("Země", "Vliv"))


def test_a_list_may_have_a_heading() -> None:
    assert read_table("Stakeholder (all)\nWales").rows == (("Wales",),)


def test_a_first_row_with_a_number_is_an_actor() -> None:
    table = read_table("Wales\t45\t-20\nScotland\t50\t10")
    assert (table.has_headings, table.columns) == (False, ("name", None, None))
    assert table.ignored == ("column 2", "column 3")
    assigned = table.with_column(1, "influence").with_column(2, "alignment")
    result = plan_paste(sample(), assigned, "2025-07", "border", ME).result
    assert result is not None
    assert values(result, "wales") == (45, -20)
    headed = assigned.with_headings(True)
    assert (headed.headers, len(headed.rows)) == (("Wales", "45", "-20"), 1)
    assert headed.with_headings(False) == assigned


def test_a_field_has_one_column() -> None:
    table = read_table("Name\tPower\tWeight\nWales\t4\t5").with_column(2, "influence")
    assert table.columns == ("name", None, "influence")
    assert table.ignored == ("Power",)
    assert table.with_column(2, None).columns == ("name", None, None)


def test_a_table_that_names_nobody_is_open_until_a_column_is_assigned() -> None:
    table = read_table("Influence\tCosts\n45\t3")
    assert not table.names_actors


@pytest.mark.parametrize("prose", ["Minister of trade", "High", "Wants the railway, by 2027"])
def test_a_column_of_prose_is_not_taken_for_values(prose: str) -> None:
    table = read_table(f"Name\tPosition\tInterests\nWales\t{prose}\t{prose}\nScotland\t\t")
    assert table.columns == ("name", None, None)
    assert read_table("Name\tPosition\nWales\tmanager\nScotland\t20").columns == ("name", "alignment")
    assert read_table("Name\tAlignment\nWales\tmanager").columns == ("name", "alignment")


def test_values_on_another_scale_are_converted() -> None:
    text = "Name\tInfluence (1-5)\tLow\tHigh\tPosition (0–100)\nWales\t3\t2\t4,5\t25\n"
    table = read_table(text)
    assert table.converted == {"influence": (1, 5), "alignment": (0, 100)}
    document = pasted(text)
    standing = document.snapshots["2025-07"].standings["wales"]
    assert standing.influence is not None
    assert (standing.influence.value, standing.influence.low, standing.influence.high) == (50, 25, 87.5)
    assert values(document, "wales") == (50, -50)
    wrong = plan(text.replace("\t3\t", "\t7\t"))
    assert [cell.sentence for cell in wrong.refused] == ["7 is out of range: it must be between 1 and 5."]
    assert plan("Name\tPosition (1 to 7)\nWales\tunknown").refused == ()


def test_a_scale_that_is_not_understood_is_named_with_the_one_that_is_taken() -> None:
    table = read_table("Name\tInfluence (5-1)\tLow (9)\tPosition (5-1)\tCosts (3)\nWales\t3\t\t4\t\n")
    assert table.scales == {}
    assert table.unread_scales == {
        "Influence (5-1)": (0, 100),
        "Low (9)": (0, 100),
        "Position (5-1)": (-100, 100),
    }
    assert read_table("Name\tInfluence (1-5)\tLow (9)\nWales\t3\t2").unread_scales == {}


def test_a_source_is_found_by_its_title_however_it_is_written() -> None:
    document = edits.add_source(sample(), "policy", Source(title="Türkiye’s  Dış Politika"))
    table = read_table("Name\tAlignment\tReason\tSource\nArmenia\t12\tSo\tTurkiye's dis politika\n")
    result = plan_paste(document, table, "2025-07", "border", ME).result
    assert result is not None
    assert result.sources == document.sources


def test_sources_are_cited_and_added_once() -> None:
    document = sample()
    known = next(iter(document.sources))
    link = "https://example.org/2024/05/the-road-is-open"
    text = (
        "Name\tInfluence\tAlignment\tReason\tSource\n"
        f"Wales\t40\t10\tSo it says\t{link}\n"
        f"Scotland\t40\t20\t\t{link}\n"
        f"Armenia\t\t\t\t{document.sources[known].title}\n"
    )
    result = pasted(text)
    (added,) = result.sources.keys() - document.sources.keys()
    assert result.sources[added].url == link
    snapshot = result.snapshots["2025-07"]
    for actor in ("wales", "scotland"):
        for judgement in (snapshot.stances["border"][actor], snapshot.standings[actor]):
            assert [citation.source for citation in judgement.citations] == [added]
    before, armenia = (each.snapshots["2025-07"].stances["border"]["armenia"] for each in (document, result))
    assert known in {citation.source for citation in armenia.citations}
    assert armenia.alignment == before.alignment
    again = plan_paste(result, read_table(text), "2025-07", "border", ME)
    assert again.result is result
    assert Change("source", "", result.sources[added].title) in plan(text).rows[0].changes


def test_a_source_of_a_row_that_judges_nothing_is_refused_and_not_added() -> None:
    found = plan("Name\tSource\nWales\thttps://example.org/a")
    assert [cell.sentence for cell in found.refused] == ["This needs a judgement, here or on the map."]


def test_running_numbers_are_no_sources() -> None:
    assert read_table("Who\tFor or against\tRef.\nWales\t20\t17\nScotland\t20\t18").ignored == ("Ref.",)


def test_running_numbers_are_no_ids() -> None:
    assert "wales" in pasted("ID\tName\n17\tWales").actors


def test_half_a_character_is_pasted_as_a_question_mark() -> None:
    text = "Name\tAlignment\tReason\tSource\nWales\ud800\t3\tSo\ud800\tThe book\ud800\n"
    document = pasted(text)
    assert document.actors["wales"].name == "Wales?"
    assert "The book?" in {source.title for source in document.sources.values()}
