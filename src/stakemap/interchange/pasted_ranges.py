"""Columns of a pasted table whose cells give both ends of a range, as two columns that a table can have."""

from __future__ import annotations

from collections.abc import Sequence

from stakemap.interchange.cells import is_empty, is_missing
from stakemap.interchange.columns import columns_of, heading
from stakemap.interchange.register.headings import meaning_of
from stakemap.interchange.register.range_columns import are_ranges, ends_in, is_of_else
from stakemap.interchange.synonyms import ENDS, Field

Cells = tuple[str, ...]


def with_ends(headings: Cells, rows: Sequence[Cells]) -> tuple[Cells, list[Cells]]:
    """The headings and rows of a table with two columns instead of one of ranges such as "10–35", headed as
    the ends of the value before it.

    What is no range stands below both, so that it is read as the ends or refused, but not lost.
    """
    place, found = 0, list(rows)
    while place < len(headings):
        quantity = _quantity_of(headings, place)
        texts = [row[place] for row in found if not (is_empty(row[place]) or is_missing(row[place]))]
        if quantity is not None and are_ranges(headings[place], texts):
            found = [
                (*row[:place], *(ends_in(row[place]) or (row[place],) * 2), *row[place + 1 :])
                for row in found
            ]
            headings = (*headings[:place], *map(heading, ENDS[quantity]), *headings[place + 1 :])
            place += 1
        place += 1
    return headings, found


def _quantity_of(headings: Cells, place: int) -> Field | None:
    """The quantity of which a column that has no field may give ranges: that of the values before it, or one
    that its heading names; None if there is none, or other columns have its ends.
    """
    columns = columns_of(headings)
    if columns[place] is not None:
        return None
    meaning = meaning_of(headings[place])
    for at in reversed(range(place)):
        field = columns[at]
        if field is None or field not in ENDS or meaning.concept in set(ENDS) - {field}:
            continue
        has_ends = not set(ENDS[field]).isdisjoint(columns)
        return None if has_ends or is_of_else(headings[place], meaning, headings[at]) else field
    return None
