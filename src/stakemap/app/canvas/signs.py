"""Which signs are on show on the canvas, for the legend to explain, and where, for it to keep off."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from stakemap.app.canvas.frame import Frame
from stakemap.app.canvas.scene import Scene
from stakemap.app.canvas.sizes import FEW, FEW_TRAILS
from stakemap.i18n import tr
from stakemap.picture.curves import Curve, point_on
from stakemap.picture.legend import LegendEntry, legend
from stakemap.picture.occupancy import Box
from stakemap.picture.style import DISC_REACH
from stakemap.picture.theme import mix

__all__ = ["obstacles", "signs_on_show"]

#: So many points of a line stand for it.
_POINTS = 12

Line = Sequence[tuple[float, float]]


def signs_on_show(scene: Scene, colours: Sequence[LegendEntry] = ()) -> tuple[LegendEntry, ...]:
    """An entry for each sign that the canvas draws now.

    `colours` explain those of discs where a tint gives them others than their groups have. Of many actors
    only the selected ones have their ranges and trails drawn.
    """
    appearance = scene.appearance
    entries = list(legend(appearance))
    if scene.tint is not None:
        entries = [*colours, *(entry for entry in entries if entry.kind != "group")]
    selected = [look for actor, look in appearance.actors.items() if actor in appearance.view.selection]
    if len(scene.columns) > FEW and not any(look.x_range or look.y_range for look in selected[: FEW + 1]):
        entries = [entry for entry in entries if entry.kind != "range"]
    if len(scene.columns) > FEW_TRAILS and not any(look.trail for look in selected[: FEW_TRAILS + 1]):
        entries = [entry for entry in entries if entry.kind != "trail"]
    theme = appearance.theme
    if appearance.view.dimmed and appearance.view.dimmed & appearance.actors.keys():
        pale = mix(theme.canvas, theme.neutral, 0.3)
        entries.append(LegendEntry("group", tr("Filtered out"), pale))
    if len(scene.coincidences.counts):
        entries.append(LegendEntry("count", tr("So many actors on one spot"), theme.text))
    return tuple(entries)


def obstacles(
    frame: Frame, words: Iterable[Box], curves: Iterable[Curve], lines: Iterable[Line]
) -> list[Box]:
    """Boxes around all discs of a frame and the `words` on the ground, and points along lines and curves."""
    reach = DISC_REACH * frame.scene.radius
    places = zip(frame.x[frame.rows].tolist(), frame.y[frame.rows].tolist(), strict=True)
    boxes = [Box(x, y, x, y).grown(reach) for x, y in places]
    boxes += words
    steps = [step / _POINTS for step in range(_POINTS + 1)]
    points = [tuple(point_on(curve, step)) for curve in curves for step in steps]
    for (x0, y0), (x1, y1) in ((line[0], line[-1]) for line in lines):
        points += [(x0 + (x1 - x0) * step, y0 + (y1 - y0) * step) for step in steps]
    boxes += [Box(x, y, x, y).grown(1.0) for x, y in points]
    return boxes
