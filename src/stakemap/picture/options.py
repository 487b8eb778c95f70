"""The options of a slide."""

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
    #: The open mark of judgements without a reason or a source.
    open_marks: bool = True
    trails: bool = True
    sources: bool = True
    #: Numbers of sources, after the names of actors whose judgements cite them and in the footer.
    note_numbers: bool = True
    #: The theme's own footer text.
    footer: bool = True
    page_numbers: bool = True


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
    open_marks=False,
    note_numbers=False,
)
