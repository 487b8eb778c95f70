"""The options of a slide."""

from __future__ import annotations

from dataclasses import dataclass

from stakemap.picture.detail import Detail

__all__ = ["MINISTER", "SlideOptions"]


@dataclass(frozen=True, slots=True)
class SlideOptions:
    """Which parts a slide has. A part without content is left out in any case."""

    title: bool = True
    question: bool = True
    key_judgement: bool = True
    handling: bool = True
    #: Draft, reviewed or cleared, and the date up to which information was taken in.
    status: bool = True
    quadrants: bool = True
    tray: bool = True
    legend: bool = True
    relations: bool = True
    relation_labels: bool = True
    #: The details of judgements, see `Detail`.
    ranges: bool = True
    salience: bool = True
    confidence: bool = True
    trails: bool = True
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

    @property
    def detail(self) -> Detail:
        """The details that are drawn of every actor."""
        return Detail(self.ranges, self.salience, self.confidence, self.trails)


#: For a reader with half a minute: positions, trails and a plain legend.
MINISTER = SlideOptions(
    question=False,
    quadrants=False,
    relations=False,
    relation_labels=False,
    ranges=False,
    salience=False,
    confidence=False,
    confidence_note=False,
    weak_support=False,
    note_numbers=False,
)
