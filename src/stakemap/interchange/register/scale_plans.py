"""The scales of all rated columns of a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from stakemap.interchange.register.grid import Grid
from stakemap.interchange.register.headings import meaning_of, words_in
from stakemap.interchange.register.legends import Legend
from stakemap.interchange.register.plan import ColumnPlan
from stakemap.interchange.register.rows import texts_of_column
from stakemap.interchange.register.scaling import Quantity, assumed_ends, named_ends, numbers_in, scale_of
from stakemap.interchange.scales import Scale
from stakemap.interchange.tables.sheets import SheetNotes
from stakemap.text import fold

#: The roles whose cells are values on a scale, with what they rate.
RATED_ROLES: Final[Mapping[str, Quantity]] = {
    f"{quantity}{end}": quantity
    for quantity in ("influence", "salience", "alignment")
    for end in ("", "-low", "-high")
}
#: Most different texts of a column that are looked at for its scale.
_MOST_TEXTS = 2_000
_ROMANCE: Final = frozenset(
    {"de", "del", "la", "nivel", "nombre", "nome", "interes", "interesse", "influencia", "poder", "actitud"}
    | {"atitude", "grado", "grau", "cargo", "estrategia", "apoyo", "apoio", "posicion", "posicao"}
)


def with_scales(
    grid: Grid,
    columns: Sequence[ColumnPlan],
    rows: tuple[int, int],
    legend: Legend,
    notes: Callable[[str], SheetNotes] | None = None,
) -> tuple[ColumnPlan, ...]:
    """The columns with the scales of rated ones that have none yet; `rows` are the first and the last one."""
    if all(plan.scale is not None for plan in columns if plan.role in RATED_ROLES):
        return tuple(columns)
    rated = {plan.column: RATED_ROLES[plan.role] for plan in columns if plan.role in RATED_ROLES}
    texts = {column: list(texts_of_column(grid, column, *rows))[:_MOST_TEXTS] for column in rated}
    choices = _choices(grid, texts, notes)
    is_romance = _is_romance(columns)
    ends = _shared_ends(columns, texts, rated)
    plans = []
    for plan in columns:
        quantity = RATED_ROLES.get(plan.role)
        if quantity is not None and plan.scale is None:
            said = [*texts[plan.column], *choices.get(plan.column, ())]
            scale = scale_of(
                quantity,
                plan.heading,
                said,
                legend=legend.of(meaning_of(plan.heading).concept),
                ends=ends.get(plan.column),
                is_romance=is_romance,
            )
            plan = plan.model_copy(update={"scale": scale})
        plans.append(plan)
    return tuple(plans)


def _choices(
    grid: Grid, texts: Mapping[int, Sequence[str]], notes: Callable[[str], SheetNotes] | None
) -> Mapping[int, tuple[str, ...]]:
    """The values of validation lists, where a column has few texts or none that would tell its scale."""
    if notes is None or not texts or all(len(found) > 1 for found in texts.values()):
        return {}
    return notes(grid.sheet.name).choices


def _is_romance(columns: Sequence[ColumnPlan]) -> bool:
    """Whether headings are in Spanish or Portuguese."""
    words = {fold(word) for column in columns for word in words_in(column.heading)}
    return len(words & _ROMANCE) > 0 and not words & {"influence", "power", "interest", "the", "of"}


def _shared_ends(
    columns: Sequence[ColumnPlan], texts: Mapping[int, Sequence[str]], rated: Mapping[int, Quantity]
) -> Mapping[int, Scale]:
    """The ends assumed where headings name none: columns of one quantity share a scale, at other dates and on
    other issues; so do those of influence and salience whose numbers are alike.
    """
    named: dict[Quantity, Scale] = {}
    numbers: dict[int, list[float]] = {}
    for plan in columns:
        quantity = rated.get(plan.column)
        if quantity is None:
            continue
        ends = named_ends(plan.heading)
        if ends is not None:
            named.setdefault(quantity, ends)
        elif found := numbers_in(texts[plan.column], quantity):
            numbers[plan.column] = found
    pools: dict[Quantity, list[float]] = {}
    for column, found in numbers.items():
        pools.setdefault(rated[column], []).extend(found)
    ends_of = {quantity: assumed_ends(pool) for quantity, pool in pools.items()}
    alike = [quantity for quantity, (low, high) in ends_of.items() if low >= 0 and 3 <= high <= 10]
    highest = max((ends_of[quantity][1] for quantity in alike), default=0)
    alike = [quantity for quantity in alike if 2 * ends_of[quantity][1] >= highest]
    if len(alike) > 1:
        shared = assumed_ends([value for quantity in alike for value in pools[quantity]])
        ends_of.update(dict.fromkeys(alike, shared))
    return {
        column: _fitting(named.get(rated[column]), found) or ends_of[rated[column]]
        for column, found in numbers.items()
    }


def _fitting(ends: Scale | None, numbers: Sequence[float]) -> Scale | None:
    """The scale that another column of the quantity names, if it has all numbers."""
    return ends if ends is not None and min(ends) <= min(numbers) and max(numbers) <= max(ends) else None
