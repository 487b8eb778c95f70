"""A slide as a page of marks, and the plan of its layout."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from stakemap.picture.labels.occupancy import Box
from stakemap.picture.marks import Mark
from stakemap.picture.theme import Theme


@dataclass(frozen=True, slots=True)
class Slide:
    """A finished slide: marks in painting order, in pixels from the top left.

    `background` is None if it is transparent. `plot` is the frame of the plot; `unnamed` are the ids of
    actors whose names found no room.
    """

    width: int
    height: int
    background: str | None
    marks: tuple[Mark, ...]
    title: str
    theme: Theme
    plot: Box
    unnamed: tuple[str, ...]
    #: The radius of discs in the plot.
    radius: float = 0.0
    #: A sentence without its full stop about what the map has and the slide leaves out for want of room.
    thinned: str = ""


class Frame(NamedTuple):
    """The box of a plot and the radius of its discs, which slides of one issue share."""

    box: Box
    radius: float


@dataclass(frozen=True, slots=True)
class SlidePlan:
    """What a slide shows besides its appearance: earlier positions of actors, their dates (see `PlotPlan`)
    and their label in the legend, a heading before the issue's name, a text in place of the snapshot, a
    remark in the footer, the frame of the plot, whether to leave room for a page number, the headline of the
    page, and whether it has the key judgement.
    """

    moves: Mapping[str, Sequence[tuple[float, float]]] = field(default_factory=dict)
    moved: str = ""
    heading: str = ""
    when: str = ""
    remark: str = ""
    frame: Frame | None = None
    is_paged: bool = False
    headline: str = ""
    has_key_judgement: bool = True
    dates: Mapping[str, Sequence[str]] = field(default_factory=dict)
