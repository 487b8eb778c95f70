"""What a plot shows besides its appearance, and what it tells of its geometry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from stakemap.picture.appearance.analysts import AnalystsDrawing
from stakemap.picture.appearance.appearance import Appearance
from stakemap.picture.appearance.values import ActorLook
from stakemap.picture.labels.occupancy import Box
from stakemap.picture.labels.values import Disc
from stakemap.picture.marks import TextMark
from stakemap.picture.plot.curves import Curve, Point
from stakemap.picture.plot.disc_positions import DiscPosition
from stakemap.picture.slides.page_builder import PageBuilder


@dataclass(frozen=True)
class PlotPlan:
    """What a plot shows besides its appearance.

    `moves` are earlier positions (alignment, influence) of actors, the oldest first, drawn instead of trails;
    `dates` are the texts beside these positions and, if there is one more, beside the present one.
    `notes` are the footnote numbers after names, `numbers` those of a key that stand where a name has no
    room. The `radius` of discs, the size of names in `points` and whether weak support has a sign are
    computed if they are None.
    """

    captions: Sequence[str] = ()
    moves: Mapping[str, Sequence[tuple[float, float]]] = field(default_factory=dict)
    notes: Mapping[str, Sequence[int]] = field(default_factory=dict)
    radius: float | None = None
    points: float | None = None
    dates: Mapping[str, Sequence[str]] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    weak_signs: bool | None = None
    #: Whether names without room are elided, on a page without a key of names.
    elides: bool = False


class PlottedLines(Protocol):
    """A plot as seen by what finds its lines: places of discs, curves and movements in pixels."""

    appearance: Appearance
    plan: PlotPlan
    radius: float
    positions: list[DiscPosition]
    curves: dict[str, Curve]
    move_points: dict[str, tuple[Point, ...]]
    analysts: dict[str, AnalystsDrawing]

    def place_of(self, alignment: float, influence: float) -> tuple[float, float]:
        """Pixel coordinates of a position."""
        ...

    def spans(self, look: ActorLook) -> tuple[tuple[float, float] | None, tuple[float, float] | None]:
        """The ends of an actor's ranges across and down, in pixels, as far as it has any."""
        ...


class PlottedDiscs(PlottedLines, Protocol):
    """A plot as seen by what places further texts in the room that its names leave."""

    builder: PageBuilder
    box: Box
    by_actor: dict[str, DiscPosition]
    captions: list[tuple[list[TextMark], Box]]
    ghost_codes: dict[str, str]

    def obstacles(self) -> list[Disc]:
        """The discs that labels keep clear of."""
        ...

    def badge_boxes(self) -> list[Box]:
        """The boxes of the counts of discs that coincide, and of tags."""
        ...

    def clear_radius(self, look: ActorLook) -> float:
        """The radius around a disc that labels keep clear."""
        ...


class PlottedNames(PlottedDiscs, Protocol):
    """A plot as seen by what places its names."""

    clusters: list[list[DiscPosition]]
    codes: dict[str, str]
    codes_beside: frozenset[str]
    tags: dict[str, Box]
