"""Judgements in the attributes of nodes: ratings are read as those of stakeholder registers are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from stakemap.i18n import number, tr
from stakemap.interchange.columns import native_scale
from stakemap.interchange.content import ImportedEstimate
from stakemap.interchange.readers.graph_attributes import Quantity, issue_in, shown_heading
from stakemap.interchange.readers.remarks import Remarks
from stakemap.interchange.register.plan import ScalePlan
from stakemap.interchange.register.scaling import named_ends, numbers_in, rated_share, scale_of
from stakemap.interchange.register.values import rated

#: So many of the values of a column must say a rating, else it holds something else.
_LEAST_SHARE: Final = 0.8
_MOST: Final = 100


@dataclass(frozen=True, slots=True)
class Rating:
    """A column of values of a quantity on a scale."""

    heading: str
    quantity: Quantity
    scale: ScalePlan

    def estimate_of(self, text: str) -> ImportedEstimate | None:
        """A value on the map's scale, None if it is unknown. Raises CellError for one off the scale."""
        found = rated(text, text, self.scale, native_scale(self.quantity))
        if found.value is None:
            return None
        return ImportedEstimate(value=found.value, low=found.low, high=found.high)

    def reason_of(self, text: str) -> str:
        """What stands in the file."""
        return tr("{heading}: {text}", heading=shown_heading(self.heading), text=text)


def rating_of(heading: str, quantity: Quantity, texts: Collection[str], remarks: Remarks) -> Rating | None:
    """The scale of a column, which its heading names or its values imply; None if it holds no ratings.

    A remark says which scale was taken, or why the column is kept in notes.
    """
    shown = shown_heading(heading)
    if issue_in(heading) is not None and _are_own(texts, quantity):
        low, high = native_scale(quantity)
        return Rating(heading, quantity, ScalePlan(low=low, high=high))
    if rated_share(Counter(texts), quantity, heading) < _LEAST_SHARE:
        remarks.add("kept", tr("“{heading}” holds no ratings: it is kept in notes."), heading=shown)
        return None
    scale = scale_of(quantity, heading, texts)
    is_named = named_ends(heading) is not None
    if not is_named and not _is_credible(numbers_in(texts, quantity), quantity, scale):
        remarks.add(
            "kept",
            tr(
                "It is not known on which scale “{heading}” is, so it is kept in notes: write the scale "
                "after the heading, such as {heading} (1-5), to have it read."
            ),
            heading=shown,
        )
        return None
    if not is_named and scale.low is not None and scale.high is not None:
        remarks.add(
            "doubt",
            tr("“{heading}” names no scale; its numbers were read as {low} to {high}."),
            heading=shown,
            low=number(scale.low),
            high=number(scale.high),
        )
    return Rating(heading, quantity, scale)


def _are_own(texts: Collection[str], quantity: Quantity) -> bool:
    """Whether the numbers of a column that is headed as Stakemap heads it can be on the map's own scale."""
    low, high = native_scale(quantity)
    return all(low <= value <= high for value in numbers_in(texts, quantity))


def _is_credible(found: Collection[float], quantity: Quantity, scale: ScalePlan) -> bool:
    """Whether numbers are ratings on an assumed scale: computed figures are far below its end."""
    if not found or scale.high is None:
        return True
    if max(found) > _MOST or (min(found) < 0 and quantity != "alignment"):
        return False
    return 2 * max(map(abs, found)) >= scale.high
