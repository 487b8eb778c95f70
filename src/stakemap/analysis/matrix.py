"""The matrix of actors × issues for a heat map: numbers, or a word where there is none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from stakemap.analysis.balance.counted import FloatArray
from stakemap.i18n import number, tr
from stakemap.model.document import StakeMap
from stakemap.model.judgements import Estimate, Stance, Standing
from stakemap.model.order import actors_in_order, issues_in_order
from stakemap.model.placing import Placing, placing
from stakemap.model.resolve import Resolved, Resolver, is_carried_over
from stakemap.wording.numbers import signed

Measure = Literal["alignment", "salience", "influence"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One actor on one issue; `text` is what the cell shows: the value, or why it is None.

    `is_weak` says whether the position that the value is part of is weakly supported (see `Placing`).
    """

    value: float | None
    text: str
    carried: bool = False
    is_applicable: bool = True
    is_weak: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Matrix:
    """Rows are actors, columns issues. `values` has the cells' values, NaN for None.

    Alignment runs from −100 to 100; salience and influence from 0 to 100.
    """

    measure: Measure
    actors: tuple[str, ...]
    issues: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]
    values: FloatArray


def matrix(
    document: StakeMap,
    snapshot: str,
    resolver: Resolver,
    measure: Measure = "alignment",
    actors: Iterable[str] | None = None,
) -> Matrix:
    """The values of `measure` in effect at `snapshot`; rows are sorted by name unless `actors` is given."""
    rows = actors_in_order(document) if actors is None else tuple(actors)
    issues = issues_in_order(document)
    standings = resolver.standings(document, snapshot)
    columns = [resolver.stances(document, snapshot, issue) for issue in issues]
    cells = tuple(
        tuple(_cell(document, snapshot, measure, placing(standings, stances, actor)) for stances in columns)
        for actor in rows
    )
    values = np.array(
        [[np.nan if cell.value is None else cell.value for cell in row] for row in cells], dtype=np.float64
    ).reshape(len(rows), len(issues))
    values.flags.writeable = False
    return Matrix(measure, rows, issues, cells, values)


def _cell(document: StakeMap, snapshot: str, measure: Measure, placed: Placing) -> Cell:
    if placed.placement == "not-applicable":
        return Cell(None, tr("not applicable"), is_applicable=False)
    estimate, resolved = _estimate(measure, placed)
    if resolved is None:
        return Cell(None, tr("not judged"))
    carried = is_carried_over(document, resolved, snapshot)
    if estimate is None:
        is_unjudged = measure == "salience" and resolved.judgement.is_judged
        return Cell(None, tr("not judged") if is_unjudged else tr("unknown"), carried)
    text = signed(estimate.value) if measure == "alignment" else number(estimate.value)
    return Cell(estimate.value, text, carried, is_weak=placed.is_weak)


def _estimate(
    measure: Measure, placed: Placing
) -> tuple[Estimate | None, Resolved[Standing] | Resolved[Stance] | None]:
    """The estimate of a cell and the judgement that holds or could hold it."""
    if measure == "influence":
        return placed.influence, placed.weight
    stance = placed.stance
    if stance is None:
        return None, None
    return (stance.judgement.alignment if measure == "alignment" else stance.judgement.salience), stance
