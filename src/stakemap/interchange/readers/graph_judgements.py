"""Judgements in the attributes of nodes: influence, alignment and salience on a scale that is known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from stakemap.i18n import number, tr
from stakemap.interchange.cells import CellError, is_unknown, number_of
from stakemap.interchange.columns import Scale, native_scale, scale_in
from stakemap.interchange.readers.gathering import on_scale
from stakemap.interchange.readers.graph_attributes import Quantity, shown_heading
from stakemap.interchange.readers.remarks import Remarks

__all__ = ["Rating", "rating_of"]

#: The highest values of scales that begin at 1.
_STEPS: Final = (3, 5, 7, 10)
#: The ends of scales in both directions.
_BOTH_WAYS: Final = (1, 2, 3, 5, 7, 10, 100)
_WIDEST: Final = 1e9


@dataclass(frozen=True, slots=True)
class Rating:
    """A column of values of a quantity on a scale."""

    heading: str
    quantity: Quantity
    scale: Scale

    def value_of(self, text: str) -> float:
        """A value on the map's scale. Raises CellError for what is no number or off the scale."""
        return on_scale(number_of(text, *self.scale), self.scale, native_scale(self.quantity))

    def reason_of(self, text: str) -> str:
        """What stands in the file, with its scale."""
        return tr(
            "{heading}: {text} of {low}…{high}",
            heading=shown_heading(self.heading),
            text=text,
            low=number(self.scale[0]),
            high=number(self.scale[1]),
        )


def rating_of(heading: str, quantity: Quantity, texts: Iterable[str], remarks: Remarks) -> Rating | None:
    """The scale of a column, which its heading names or its values tell; None if neither does.

    A remark says which scale was taken, or that there is none.
    """
    values = []
    for text in texts:
        if is_unknown(text):
            continue
        try:
            values.append(number_of(text, -_WIDEST, _WIDEST))
        except CellError:
            remarks.add(
                "kept",
                tr("“{heading}” holds other things than numbers, such as “{example}”: it is kept in notes."),
                heading=heading,
                example=text,
            )
            return None
    scale = scale_in(heading) or _scale_of(quantity, values)
    if scale is None:
        remarks.add(
            "kept",
            tr(
                "It is not known on which scale “{heading}” is, so it is kept in notes: write the scale "
                "after the heading, such as {heading} (1-5), to have it read."
            ),
            heading=heading,
        )
        return None
    low, high = map(number, scale)
    remarks.add(
        "doubt",
        tr("“{heading}” is read on a scale from {low} to {high}."),
        heading=heading,
        low=low,
        high=high,
    )
    return Rating(heading, quantity, scale)


def _scale_of(quantity: Quantity, values: list[float]) -> Scale | None:
    if not values:
        return None
    low, high = min(values), max(values)
    if quantity == "alignment" and low < 0:
        end = next(
            (end for end in _BOTH_WAYS if max(-low, high) == end), 100 if max(-low, high) > 10 else None
        )
        return None if end is None or max(-low, high) > end else (-float(end), float(end))
    if low < 0 or high > 100:
        return None
    if high <= 1:
        return (0.0, 1.0) if any(value % 1 for value in values) else None
    if low >= 1 and high in _STEPS and not any(value % 0.5 for value in values):
        return 1.0, high
    if high in (5, 10):
        return 0.0, high
    # From 0 to 100 an alignment may be on either half of the map's scale, or on all of it.
    return (0.0, 100.0) if high > 10 and quantity != "alignment" else None
