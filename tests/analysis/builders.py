"""Short ways to write down small maps for the tests of the analyses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from stakemap.analysis.balance.counted import Inputs, LeftOut, Quantity, RoleHolder
from stakemap.model.document import Actor, Issue, Snapshot, StakeMap, new_map
from stakemap.model.judgements import (
    AlignmentEstimate,
    Citation,
    InfluenceEstimate,
    Role,
    SalienceEstimate,
    Stance,
    Standing,
)

#: Bueno de Mesquita 1994, the date of emission standards for cars: capability, salience, position in years.
EMISSIONS = {
    "Netherlands": (0.08, 0.8, 4),
    "Belgium": (0.08, 0.4, 7),
    "Luxembourg": (0.03, 0.2, 4),
    "Germany": (0.16, 0.8, 4),
    "France": (0.16, 0.6, 10),
    "Italy": (0.16, 0.6, 10),
    "UK": (0.16, 0.9, 10),
    "Ireland": (0.05, 0.1, 7),
    "Denmark": (0.05, 1.0, 4),
    "Greece": (0.08, 0.7, 7),
}

MAP_ID = "00000000-0000-4000-8000-000000000000"


def _range(value: float, reach: float | None, lowest: float) -> dict[str, float]:
    if reach is None:
        return {"value": float(value)}
    return {
        "value": float(value),
        "low": max(lowest, float(value - reach)),
        "high": min(100.0, float(value + reach)),
    }


def standing(value: float, reach: float | None = None, **fields: Any) -> Standing:
    """A judged influence, with a range of `value` ± `reach` within the scale."""
    return Standing(influence=InfluenceEstimate(**_range(value, reach, 0)), **fields)


def stance(
    value: float,
    salience: float | None = None,
    reach: float | None = None,
    influence: float | None = None,
    **fields: Any,
) -> Stance:
    """A judged alignment, perhaps with salience and an influence of its own, each with the same ± `reach`."""
    return Stance(
        alignment=AlignmentEstimate(**_range(value, reach, -100)),
        salience=None if salience is None else SalienceEstimate(**_range(salience, reach, 0)),
        influence=None if influence is None else InfluenceEstimate(**_range(influence, reach, 0)),
        **fields,
    )


def cites(*sources: str, against: bool = False) -> tuple[Citation, ...]:
    """One citation of each source."""
    return tuple(Citation(source=source, against=against) for source in sources)


def one_issue(
    standings: dict[str, Standing], stances: dict[str, Stance], actors: dict[str, Actor] | None = None
) -> StakeMap:
    """A map with the issue "road" and the snapshot "2025", whose actors are all who are judged."""
    ids = sorted({*standings, *stances, *(actors or {})})
    return new_map(
        MAP_ID,
        actors={name: Actor(name=name.title()) for name in ids} | (actors or {}),
        issues={"road": Issue(name="The road")},
        snapshots={
            "2025": Snapshot(label="In 2025", date="2025", standings=standings, stances={"road": stances})
        },
    )


def emission_standards(reach: float | None = None) -> StakeMap:
    """The case of the emission standards on the map's scales: years 4 … 10 laid on −100 … 100, salience in
    per cent, capability in per cent of the highest; each with a range of ± `reach` within its scale.
    """
    return one_issue(
        {
            name.lower(): standing(100 * capability / 0.16, reach)
            for name, (capability, _, _) in EMISSIONS.items()
        },
        {
            name.lower(): stance((years - 7) * 100 / 3, 100 * salience, reach)
            for name, (_, salience, years) in EMISSIONS.items()
        },
    )


def inputs_from(
    rows: Mapping[str, tuple[float, float, float | None, Role | None]], reach: float | None = None
) -> Inputs:
    """Inputs of actors with alignment, influence, salience, role; ranges of ± `reach`, also off the scale."""
    table = np.array(
        [[np.nan if value is None else value for value in row[:3]] for row in rows.values()], dtype=float
    ).reshape(-1, 3)
    ends = np.nan if reach is None else reach
    scales = ((-100.0, 100.0), (0.0, 100.0), (0.0, 100.0))
    quantities = [
        Quantity(column, column - ends, column + ends, scale)
        for column, scale in zip(table.T, scales, strict=True)
    ]
    roles = tuple(
        RoleHolder(actor, role, alignment, reach)
        for actor, (alignment, _, _, role) in rows.items()
        if role in ("decides", "can-block")
    )
    nobody = LeftOut((), np.array([]), np.array([]))
    return Inputs(tuple(rows), *quantities, left_out=nobody, roles=roles)


def emission_inputs(reach: float | None = 20) -> Inputs:
    """The same case as inputs, with ranges that may go beyond their scale."""
    return inputs_from(
        {
            name.lower(): ((years - 7) * 100 / 3, 100 * capability / 0.16, 100 * salience, None)
            for name, (capability, salience, years) in EMISSIONS.items()
        },
        reach,
    )
