"""The values an appearance consists of: looks of actors, groups and relations, and the view shown."""

from __future__ import annotations

from typing import Literal, NamedTuple

from stakemap.model.judgements import Estimate
from stakemap.picture.theme import Theme, chosen_colour, disc_colour
from stakemap.values import frozen

#: Steps of the salience arc; a whole circle is a salience of 100.
SALIENCE_STEPS = 16

Relations = Literal["all", "selection", "none"]
Ties = Literal["all", "friendly", "hostile"]
TrayState = Literal["unknown", "unjudged"]


#: The number of ticks in a disc for each confidence in the alignment.
CONFIDENCE_TICKS = {"high": 3, "moderate": 2, "low": 1, None: 0}


@frozen
class View:
    """Which part of a map is shown: ids of an issue and a snapshot, and of selected and dimmed actors.

    Trails start at the snapshot `trail_from`. `relations` shows all, those of the selected actors, or none;
    `ties` limits these to the friendly or the hostile ones.
    """

    issue: str | None
    snapshot: str | None
    trail_from: str | None = None
    relations: Relations = "all"
    selection: frozenset[str] = frozenset()
    dimmed: frozenset[str] = frozenset()
    ties: Ties = "all"


class DiscStyle(NamedTuple):
    """All that an image of a disc depends on except its size; hashable, as a key for cached images."""

    code: str
    colour: str
    carried: bool = False
    weak: bool = False
    confidence: int = 0
    salience: int | None = None
    dimmed: bool = False


class AnalystValue(NamedTuple):
    """What one analyst judges of a position on one axis."""

    by: str
    estimate: Estimate


class ActorLook(NamedTuple):
    """An actor that has a position: `x` alignment −100 to 100, `y` influence 0 to 100, ranges in the same
    units.

    `carried` means that its stance was judged at an earlier date (drawn hollow), `weak` that a judgement
    behind the position has low confidence or lacks a reason or a source. `confidence` is in CONFIDENCE_TICKS,
    `salience` in SALIENCE_STEPS of a circle, `trail` the earlier position, `trail_from` the snapshot at which
    that was judged. `x_others`, `y_others` are what all analysts judge, where they differ.
    """

    actor: str
    name: str
    code: str
    colour: str
    group: str | None
    x: float
    y: float
    x_range: tuple[float, float] | None
    y_range: tuple[float, float] | None
    carried: bool
    weak: bool
    confidence: int
    salience: int | None
    dimmed: bool
    trail: tuple[float, float] | None
    trail_from: str = ""
    x_others: tuple[AnalystValue, ...] = ()
    y_others: tuple[AnalystValue, ...] = ()

    @property
    def disc(self) -> DiscStyle:
        """The style of its disc."""
        return DiscStyle(
            self.code, self.colour, self.carried, self.weak, self.confidence, self.salience, self.dimmed
        )


class TrayLook(NamedTuple):
    """An actor without a position on the issue; `reason` is a short sentence for the user."""

    actor: str
    name: str
    code: str
    colour: str
    group: str | None
    state: TrayState
    reason: str
    dimmed: bool

    @property
    def disc(self) -> DiscStyle:
        """The style of its disc: without a judgement there is no arc, tick or other sign."""
        return DiscStyle(self.code, self.colour, carried=True, dimmed=self.dimmed)


class RelationLook(NamedTuple):
    """A relation between two actors that both have a position; `strength` is None when it is not known.

    `weak` means that the judgement of its strength has low confidence or lacks a reason or a source.
    """

    relation: str
    source: str
    target: str
    label: str
    directed: bool
    strength: int | None
    carried: bool
    dimmed: bool
    weak: bool = False


@frozen
class GroupLook:
    """A group's name and the colour its actors have in the theme."""

    name: str
    colour: str


def actor_colour(own: str | None, group: GroupLook | None, theme: Theme) -> str:
    """An actor's own colour (not in a monochrome theme), else its group's, else neutral."""
    if own and not theme.monochrome:
        return chosen_colour(own, theme)
    return group.colour if group is not None else disc_colour(theme.neutral, theme)


def label_importance(look: ActorLook, selection: frozenset[str]) -> float:
    """Priority in label placement: selected actors first, then by influence, dimmed ones last."""
    return look.y + (1_000 if look.actor in selection else 0) - (500 if look.dimmed else 0)
