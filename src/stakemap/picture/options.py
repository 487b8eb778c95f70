"""The parts of a slide, and the two styles that choose among them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, get_args

from stakemap.picture.appearance.detail import Detail

StyleId = Literal["minister", "analyst"]
STYLE_IDS: Final[tuple[StyleId, ...]] = get_args(StyleId)
MatrixOrder = Literal["influence", "alignment"]
MATRIX_ORDERS: Final[tuple[MatrixOrder, ...]] = get_args(MatrixOrder)
DEFAULT_STYLE: Final[StyleId] = "minister"


@dataclass(frozen=True, slots=True)
class SlideOptions:
    """Which parts a slide has. A part without content is left out in any case."""

    #: The title of the map, above the headline.
    title: bool = True
    headline: bool = True
    #: On the first page of a deck.
    key_judgement: bool = True
    handling: bool = True
    #: Draft, reviewed or cleared, and the date up to which information was taken in.
    status: bool = True
    quadrants: bool = True
    tray: bool = True
    #: What every sign on the slide means, beside the plot.
    legend: bool = True
    #: Without a legend, one line of what is not self-evident, below the plot.
    key: bool = True
    relations: bool = True
    #: Also relations weaker than 2, or of unknown strength where others are known.
    weak_relations: bool = True
    relation_labels: bool = True
    #: The details of judgements, see `Detail`.
    ranges: bool = True
    salience: bool = True
    confidence: bool = True
    trails: bool = True
    others: bool = True
    #: The sentence that sums up the confidence of judgements.
    confidence_note: bool = True
    #: The sign of judgements with low confidence, or without a reason or a source.
    weak_support: bool = True
    sources: bool = True
    #: Numbers of sources, after the names of actors whose judgements cite them and in the footer.
    note_numbers: bool = True
    #: The theme's own footer text.
    footer: bool = True
    page_numbers: bool = True
    #: All sentences and the tables of an analysis; without them its first sentences and charts.
    tables: bool = True

    @property
    def detail(self) -> Detail:
        """The details that are drawn of every actor."""
        return Detail(self.ranges, self.salience, self.confidence, self.trails, self.others)


#: For analysts: everything.
ANALYST = SlideOptions()
#: For a reader with half a minute: positions, names, captions and strong relations, explained in a line.
MINISTER = SlideOptions(
    legend=False,
    weak_relations=False,
    ranges=False,
    salience=False,
    confidence=False,
    trails=False,
    others=False,
    confidence_note=False,
    tables=False,
)
STYLES: Mapping[StyleId, SlideOptions] = MappingProxyType({"minister": MINISTER, "analyst": ANALYST})
