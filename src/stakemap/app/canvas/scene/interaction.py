"""The state of the interaction on a canvas as values, which are not part of the map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from stakemap.app.canvas.proposal import Proposal
from stakemap.model.edits import Axis
from stakemap.values import frozen

Band = tuple[float, float, float, float]
End = Literal["low", "high", "offer", "relate"]


class Handle(NamedTuple):
    """A handle in pixels of the view: an end of the range of `axis`, or the "offer" of a new range.

    "relate", without an axis, is the handle for drawing relations.
    """

    actor: str
    axis: Axis | None
    end: End
    x: float
    y: float


@frozen
class AxisMarks:
    """Weighted mean and median alignment, −100 to 100, and their intervals if known."""

    mean: float
    median: float
    mean_interval: tuple[float, float] | None = None
    median_interval: tuple[float, float] | None = None


@frozen
class Readout:
    """Lines of plain text beside the pointer, in pixels of the view."""

    lines: tuple[str, ...]
    x: float
    y: float


@dataclass(slots=True)
class Interaction:
    """Hover, focus and drag state of one canvas."""

    hovered: str | None = None
    #: The actor with the keyboard focus, and whether that is shown (not after a click).
    focused: str | None = None
    focus_shown: bool = False
    #: The positions of dragged actors: (alignment, influence).
    held: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    #: The rubber band: left, top, right, bottom in pixels.
    band: Band | None = None
    readout: Readout | None = None
    #: The influence that an actor dragged out of the tray keeps.
    guide: float | None = None
    #: Ranges that are being set, by actor and axis, in units of the scale.
    spans: Mapping[tuple[str, str], tuple[float, float]] = field(default_factory=dict)
    #: The handle that is hovered or dragged.
    handle: Handle | None = None
    #: A relation being drawn: its source, its end in pixels, and whether that is on an actor.
    new_relation: tuple[str, tuple[float, float], bool] | None = None
    #: The relation that is selected.
    relation: str | None = None
    #: The marks on the alignment axis, if shown.
    axis_marks: AxisMarks | None = None
    #: What an analysis proposes, if shown.
    proposal: Proposal | None = None
    #: Whether actors with open comments have a sign.
    shows_comments: bool = False
    #: Whether the map may be changed.
    may_edit: bool = True
    #: The position of a new actor that is being named, in pixels.
    new_actor: tuple[float, float] | None = None
    #: The actor that is being renamed, whose name is in the editor.
    renamed: str | None = None
    #: Whether the view or all actors are moving, so that frames are drawn in draft quality.
    is_draft: bool = False
    #: Whether a transition between two snapshots or issues is running.
    is_transitioning: bool = False
