"""Pasted columns of ranges, and values from 0 to 100 below headings that are not the map's own."""

from __future__ import annotations

import pytest

from samples import sample
from stakemap.interchange.spreadsheet import plan_paste, read_table
from stakemap.interchange.table import Table
from stakemap.model.edits_base import Authorship
from stakemap.model.judgements import Estimate


def stance_values(table: Table, actor: str = "italy") -> tuple[Estimate | None, Estimate | None]:
    """Influence and alignment of an actor once a table is pasted."""
    plan = plan_paste(sample(), table, "2025-07", "border", Authorship("", None))
    assert plan.result is not None
    snapshot = plan.result.snapshots["2025-07"]
    stance = snapshot.stances["border"].get(actor)
    standing = snapshot.standings.get(actor)
    return standing and standing.influence, stance and stance.alignment


def ends(estimate: Estimate | None) -> tuple[float | None, ...] | None:
    return estimate and (estimate.value, estimate.low, estimate.high)


@pytest.mark.parametrize("spelled", ["60-85", "60 – 85", "[60; 85]", "60 to 85", "60…85"])
def test_a_column_of_ranges_has_the_ends_of_the_value_before_it(spelled: str) -> None:
    table = read_table(f"Actor\tInfluence\tPosition\tRange\tSalience\nItaly\t80\t70\t{spelled}\t65\n")
    assert table.columns == (
        "name",
        "influence",
        "alignment",
        "alignment_low",
        "alignment_high",
        "salience",
    )
    assert table.ignored == ()
    influence, alignment = stance_values(table)
    assert (ends(influence), ends(alignment)) == ((80, None, None), (70, 60, 85))


def test_a_heading_may_name_the_quantity_and_ranges_may_be_missing() -> None:
    table = read_table(
        "Actor\tInfluence\tPosition\tInfluence range\n"
        "Italy\t80\t70\t60-85\nMalta\t10\t5\t\nCuba\t20\t5\t10-30\n"
    )
    influence, alignment = stance_values(table)
    assert (ends(influence), ends(alignment)) == ((80, 60, 85), (70, None, None))
    assert ends(stance_values(table, "malta")[0]) == (10, None, None)


def test_what_is_no_range_is_refused_and_not_lost() -> None:
    rows = "Italy\t80\t60-85\nMalta\t10\t5-15\nCuba\t20\tabout ten\n"
    table = read_table(f"Actor\tInfluence\tRange\n{rows}")
    plan = plan_paste(sample(), table, "2025-07", "border", Authorship("", None))
    assert {cell.row for cell in plan.refused} == {2}


@pytest.mark.parametrize(
    "text",
    [
        "Actor\tRange\nItaly\t60-85\n",
        "Actor\tInfluence\tRange\nItaly\t80\tlong\n",
        "Actor\tInfluence\tLow\tHigh\tRange\nItaly\t80\t60\t85\t60-85\n",
        "Actor\tInfluence\tAge range\nItaly\t80\t18-65\n",
    ],
)
def test_other_columns_stay_as_they_are(text: str) -> None:
    assert any(header.endswith("ange") for header in read_table(text).headers)


def test_values_from_0_to_100_may_be_on_that_scale() -> None:
    table = read_table("Actor\tPosition\nItaly\t70\nPoland\t12.5\n")
    assert table.offered_scales == {1: ((-100, 100), (0, 100))}
    assert table.assumed_scales == {1: (-100, 100)}
    _, alignment = stance_values(table.with_scale(1, (0, 100)))
    assert ends(alignment) == (40, None, None)


@pytest.mark.parametrize(
    "text", ["Name\tAlignment\nItaly\t70\n", "Actor\tPosition\nItaly\t70\nPoland\t-5.5\n"]
)
def test_the_scale_of_the_map_is_not_asked_for(text: str) -> None:
    assert read_table(text).offered_scales == {}
