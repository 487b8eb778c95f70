"""Which parts a slide has."""

from __future__ import annotations

from dataclasses import dataclass

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
    ranges: bool = True
    salience: bool = True
    #: The outlines of discs, and the sentence that sums them up.
    confidence: bool = True
    confidence_note: bool = True
    #: The small open mark of what lacks a reason or a source.
    open_marks: bool = True
    trails: bool = True
    sources: bool = True
    #: The numbers of sources, beside the names of those whose judgements cite them and at the foot.
    note_numbers: bool = True
    #: A line of the team's own, from its theme.
    footer: bool = True
    page_numbers: bool = True


#: For a reader with half a minute: where everyone stands, where they came from, a plain legend.
MINISTER = SlideOptions(
    question=False,
    quadrants=False,
    relations=False,
    relation_labels=False,
    ranges=False,
    salience=False,
    confidence=False,
    confidence_note=False,
    open_marks=False,
    note_numbers=False,
)
