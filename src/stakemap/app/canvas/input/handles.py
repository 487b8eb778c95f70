"""Handles of the selected actor: for the ends of its ranges, for a new range, and for drawing a relation."""

from __future__ import annotations

import math
from collections.abc import Sequence

from stakemap.app.canvas.scene.interaction import Handle
from stakemap.app.canvas.scene.projection import ALIGNMENT, INFLUENCE
from stakemap.app.canvas.scene.scene import Scene
from stakemap.app.canvas.scene.sizes import FEW
from stakemap.i18n import tr
from stakemap.model.edits import Axis
from stakemap.picture.appearance.values import ActorLook
from stakemap.picture.labels.occupancy import Box
from stakemap.picture.style import DISC_REACH

#: The radius of a handle, in pixels.
HANDLE_SIZE = 4.5
#: The hit radius of a handle, in pixels.
_REACH = 8.0
#: The corners of a disc for the relation handle, of which the first free one is taken.
_CORNERS = ((1, 1), (-1, 1), (1, -1), (-1, -1))
#: The gap between disc and handle in pixels, so that both can be distinguished.
_OFF = 7.0


def handles_of(scene: Scene) -> list[Handle]:
    """The handles of the single selected actor, and the relation handle of the hovered one.

    None while anything moves, in a fan, and for a read-only map.
    """
    interaction, selection = scene.interaction, scene.appearance.view.selection
    still = not (interaction.held or interaction.is_draft or interaction.is_transitioning)
    if not still or not interaction.may_edit or interaction.new_relation is not None:
        return []
    chosen = next(iter(selection)) if len(selection) == 1 else None
    pointed = interaction.handle.actor if interaction.handle is not None else interaction.hovered
    looks = scene.appearance.actors
    found = [_relating(scene, looks[actor]) for actor in {chosen, pointed} if actor in looks and actor]
    if chosen in looks and chosen is not None:
        found += [*_across(scene, looks[chosen]), *_upright(scene, looks[chosen])]
    # In a fan discs are where they are not judged to be.
    return [handle for handle in found if not scene.in_fan(handle.x, handle.y)]


def range_handles(scene: Scene) -> list[Handle]:
    """The handles at the ends of the ranges of the single selected actor."""
    return [handle for handle in handles_of(scene) if handle.end in ("low", "high")]


def handle_reach(scene: Scene) -> float:
    """The extent of the relation handle from the centre of a disc, on either axis, in pixels."""
    return (DISC_REACH * scene.radius + _OFF) * math.sqrt(0.5) + HANDLE_SIZE + 2.5


def _relating(scene: Scene, look: ActorLook) -> Handle:
    """Below right of the disc, clear of its whiskers, or in another corner where a name is."""
    x, y = scene.projection.to_pixels(look.x, look.y)
    off = (DISC_REACH * scene.radius + _OFF) * math.sqrt(0.5)
    corners = [(x + across * off, y + down * off) for across, down in _CORNERS]
    return Handle(look.actor, None, "relate", *_off_names(scene, look, corners))


def _off_names(scene: Scene, look: ActorLook, places: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The first of `places` where a handle of an actor covers no name, else not the actor's own."""
    names = scene.name_boxes if len(scene.name_boxes) <= FEW else {look.actor}
    reach = HANDLE_SIZE + 1

    def covered(x: float, y: float) -> tuple[bool, bool]:
        found = {actor for actor in names if _covers(scene, actor, Box(x, y, x, y).grown(reach))}
        return look.actor in found, bool(found)

    return min(places, key=lambda place: covered(*place))


def _covers(scene: Scene, actor: str, box: Box) -> bool:
    """Whether a box in pixels of the view covers the name of an actor."""
    name, place = scene.name_boxes.get(actor), scene.place_of(actor)
    if name is None or place is None:
        return False
    return name.overlaps(
        Box(box.left - place[0], box.top - place[1], box.right - place[0], box.bottom - place[1])
    )


def _span(scene: Scene, look: ActorLook, axis: Axis) -> tuple[float, float] | None:
    shown = scene.interaction.spans.get((look.actor, axis))
    return shown or (look.x_range if axis == "alignment" else look.y_range)


def _across(scene: Scene, look: ActorLook) -> list[Handle]:
    x, y = scene.projection.to_pixels(look.x, look.y)
    off = DISC_REACH * scene.radius + _OFF
    span = _span(scene, look, "alignment")
    if span is None:
        # Names are placed to the right of discs first.
        sides = (-off, off) if look.x > ALIGNMENT.low else (off, -off)
        return [
            Handle(look.actor, "alignment", "offer", *_off_names(scene, look, [(x + dx, y) for dx in sides]))
        ]
    low, high = (float(scene.projection.pixel_x(end)) for end in span)
    return [
        Handle(look.actor, "alignment", "low", min(low, x - off), y),
        Handle(look.actor, "alignment", "high", max(high, x + off), y),
    ]


def _upright(scene: Scene, look: ActorLook) -> list[Handle]:
    x, y = scene.projection.to_pixels(look.x, look.y)
    off = DISC_REACH * scene.radius + _OFF
    span = _span(scene, look, "influence")
    if span is None:
        sides = (-off, off) if look.y < INFLUENCE.high else (off, -off)
        return [
            Handle(look.actor, "influence", "offer", *_off_names(scene, look, [(x, y + dy) for dy in sides]))
        ]
    low, high = (float(scene.projection.pixel_y(end)) for end in span)
    return [
        Handle(look.actor, "influence", "low", x, max(low, y + off)),
        Handle(look.actor, "influence", "high", x, min(high, y - off)),
    ]


def handle_tip(handle: Handle | None) -> str:
    """What dragging a handle does, for its tooltip; "" for none."""
    if handle is None:
        return ""
    if handle.end == "relate":
        return tr("Drag to another actor to add a relation")
    return {
        "alignment": tr("Drag to set the range of the alignment; hold Shift to move both ends"),
        "influence": tr("Drag to set the range of the influence; hold Shift to move both ends"),
    }[handle.axis or "alignment"]


def handle_at(scene: Scene, x: float, y: float) -> Handle | None:
    """The handle under a pixel."""
    found = [(math.hypot(one.x - x, one.y - y), one) for one in handles_of(scene)]
    distance, nearest = min(found, key=lambda pair: pair[0], default=(math.inf, None))
    return nearest if distance <= _REACH else None
