"""Values of pasted tables that may be meant otherwise than they read: "n/a", and scales no heading names."""

from __future__ import annotations

import pytest

from samples import sample
from stakemap.interchange.scales import Scale
from stakemap.interchange.spreadsheet import Plan, paste_table, plan_paste, read_table
from stakemap.interchange.table import Table
from stakemap.model.document import StakeMap
from stakemap.model.edits_base import Authorship
from stakemap.model.judgements import Stance, Standing
from stakemap.storage.store.edit_codec import decode_edit, encode_edit

ME = Authorship("Analyst", "2025-08-01")


def plan(table: Table) -> Plan:
    return plan_paste(sample(), table, "2025-07", "border", ME)


def pasted(table: Table) -> StakeMap:
    return paste_table(sample(), table, "2025-07", "border", ME)


def judged(document: StakeMap, actor: str) -> tuple[Standing | None, Stance | None]:
    snapshot = document.snapshots["2025-07"]
    return snapshot.standings.get(actor), snapshot.stances["border"].get(actor)


@pytest.mark.parametrize(
    "mark", ["n/a", "N/A", "na", "n.a.", "#N/A", "-", "–", "?", "??", "unknown", "TBD", "not known"]
)
def test_a_value_that_is_not_available_is_unknown(mark: str) -> None:
    table = read_table(f"Name\tInfluence\tAlignment\nTürkiye\t{mark}\t-33\nWales\t40\t{mark}\n")
    document = pasted(table)
    standing, stance = judged(document, "turkiye")
    assert standing is not None
    assert stance is not None
    assert standing.state == "unknown"
    assert stance.alignment is not None
    assert stance.alignment.value == -33
    standing, stance = judged(document, "wales")
    assert standing is not None
    assert stance is not None
    assert standing.influence is not None
    assert stance.state == "unknown"
    assert table.taken_for_unknown == ({} if mark == "unknown" else {1: (mark,), 2: (mark,)})


def test_only_the_words_of_the_app_mean_not_applicable() -> None:
    for words in ("not applicable", "Not applicable", "not-applicable"):
        _, stance = judged(pasted(read_table(f"Name\tAlignment\nTürkiye\t{words}\n")), "turkiye")
        assert stance is not None
        assert stance.state == "not-applicable"


@pytest.mark.parametrize("mark", ["n/a", "-", "?", "tbd"])
def test_elsewhere_a_value_that_is_not_available_leaves_the_map_as_it_is(mark: str) -> None:
    headings = "Name\tAlignment\tGroup\tKind\tRole\tSalience\tConfidence\tSource\tReason"
    table = read_table(f"{headings}\nArmenia\t85{7 * (chr(9) + mark)}\nWales\t3{7 * (chr(9) + mark)}\n")
    found = plan(table)
    assert (found.refused, found.rows[0].changes, found.new_groups) == ((), (), ())
    assert found.result is not None
    assert found.result.sources == sample().sources
    assert found.result.actors["wales"].group is None


def test_a_mark_may_be_a_name_or_a_code() -> None:
    actor = pasted(read_table("Name\tCode\nN/A\tNA\n")).actors["n-a"]
    assert (actor.name, actor.code) == ("N/A", "NA")


def offered(header: str, *values: str) -> tuple[Scale, ...]:
    """The scales offered for a column besides the map's own."""
    rows = "".join(f"Actor {number}\t{value}\n" for number, value in enumerate(values))
    return read_table(f"Name\t{header}\n{rows}").offered_scales.get(1, ())[1:]


def test_scales_that_hold_all_values_are_offered() -> None:
    assert offered("Salience", "3", "4", "5") == ((1, 5), (0, 5), (1, 7), (1, 10), (0, 10))
    assert offered("Influence", "0", "10", "n/a", "") == ((0, 10),)
    assert offered("Alignment", "-3", "0", "+3") == ((-3, 3), (-5, 5), (-10, 10))
    assert (1, 5) in offered("Alignment", "1", "4", "5")


@pytest.mark.parametrize(
    ("header", "values"),
    [
        ("Influence", ("3", "4", "50")),
        ("Influence", ("3", "4.5")),
        ("Influence", ("3", "high")),
        ("Influence", ("0", "unknown")),
        ("Influence", ("", "")),
        ("Alignment", ("-30", "3")),
        ("Influence (0-100)", ("3", "4")),
        ("Influence (1-5)", ("3", "4")),
        ("Influence (5-1)", ("3", "4")),
        ("Reason", ("3", "4")),
    ],
)
def test_no_scale_is_offered_where_the_own_or_another_one_is_meant(
    header: str, values: tuple[str, ...]
) -> None:
    assert offered(header, *values) == ()


def test_a_range_is_on_the_scale_of_its_value() -> None:
    table = read_table("Name\tInfluence\tLow\tHigh\nWales\t3\t2\t5\n")
    assert list(table.offered_scales) == [1]
    standing, _ = judged(pasted(table.with_scale(1, (1, 5))), "wales")
    assert standing is not None
    assert standing.influence is not None
    assert (standing.influence.value, standing.influence.low, standing.influence.high) == (50, 25, 100)
    assert read_table("Name\tInfluence\tLow\tHigh\nWales\t3\t2\t50\n").offered_scales == {}


def test_a_scale_that_was_chosen_stays_with_its_column_and_field() -> None:
    table = read_table("Name\tAlignment\tCares how much?\nWales\t30\t4\nIran\t-20\t3\n")
    assert table.columns == ("name", "alignment", "salience")
    assert table.assumed_scales == {2: (0, 100)}
    chosen = table.with_scale(2, (1, 5))
    assert (chosen.assumed_scales, chosen.converted) == ({}, {"salience": (1, 5)})
    _, stance = judged(pasted(chosen), "wales")
    assert stance is not None
    assert stance.salience is not None
    assert stance.salience.value == 75
    wrong = plan(chosen.with_cell(0, 2, "7"))
    assert [cell.sentence.startswith("7 is out of range") for cell in wrong.refused] == [True]
    other = chosen.with_column(2, "influence")
    assert (other.converted, other.assumed_scales) == ({}, {2: (0, 100)})
    assert other.with_column(2, "salience").converted == {"salience": (1, 5)}
    own = table.with_scale(2, (1, 5)).with_scale(2, (0, 100))
    assert (own.assumed_scales, own.converted) == ({}, {})


def test_a_pasting_with_a_chosen_scale_comes_back_from_json() -> None:
    table = read_table("Name\tInfluence\tGroup\nWales\t3\tUnion\n").with_scale(1, (1, 5))
    edit = paste_table.of(table, "2025-07", "border", ME, adds_groups=True)
    again = decode_edit(encode_edit(edit))
    assert again == edit
    assert again.apply(sample()) == edit.apply(sample())


def test_a_comma_that_may_part_thousands_is_in_doubt() -> None:
    table = read_table("Name\tInfluence (0-5000)\tAlignment\tNote\nWales\t1,234\t-45,5\t1,234\n")
    doubt = "The comma was read as that of a decimal number, not as one between thousands."
    assert table.comma_doubts == {1: doubt}
