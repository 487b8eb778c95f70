"""What the user does on the canvas at this moment, as values; nothing of it is in the map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from stakemap.model.edits import Axis

__all__ = ["AxisMarks", "Band", "Handle", "Interaction", "Readout"]

Band = tuple[float, float, float, float]
End = Literal["low", "high", "offer", "relate"]


class Handle(NamedTuple):
    """An end of the range of `axis`, or the offer of a range where there is none; in pixels of the view.

    "relate", of no axis, is where relations are drawn from.
    """

    actor: str
    axis: Axis | None
    end: End
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class AxisMarks:
    """Alignments from −100 to 100, and the intervals of both where they are known."""

    mean: float
    median: float
    mean_interval: tuple[float, float] | None = None
    median_interval: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Readout:
    """Lines of plain text beside the pointer, in pixels of the view."""

    lines: tuple[str, ...]
    x: float
    y: float


@dataclass(slots=True)
class Interaction:
    """Hover, focus, drag and selection aids of one canvas; nothing of it is in the map."""

    hovered: str | None = None
    #: The actor with the keyboard focus, and whether that is shown (not after a click).
    focused: str | None = None
    focus_shown: bool = False
    #: Where dragged actors would be if they were dropped: (alignment, influence).
    held: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    #: The rubber band: left, top, right, bottom in pixels.
    band: Band | None = None
    readout: Readout | None = None
    #: Ranges that are being set, by actor and axis, in units of the scale.
    spans: Mapping[tuple[str, str], tuple[float, float]] = field(default_factory=dict)
    #: The handle pointed at or held.
    handle: Handle | None = None
    #: A relation being drawn: from whom, to where in pixels, and whether that is an actor.
    wire: tuple[str, tuple[float, float], bool] | None = None
    #: The relation that is selected.
    relation: str | None = None
    #: Where the weight of the issue lies, while that is told.
    axis_marks: AxisMarks | None = None
    #: Whether the map may be changed.
    may_edit: bool = True
    #: Where an actor that has no name yet will be, in pixels.
    sketch: tuple[float, float] | None = None
    #: Whether the view or all actors are moving, so that frames are drawn in draft quality.
    hurried: bool = False
    #: Whether a transition between two snapshots or issues is running.
    travelling: bool = False
