"""The entries of the legend of the canvas, for the symbols on show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from stakemap.app.canvas.layers.axis_marks import MEAN_REACH, paint_mean, paint_median
from stakemap.app.canvas.layers.comment_signs import paint_bubble
from stakemap.app.canvas.scene.scene import Scene
from stakemap.app.canvas.scene.sizes import FEW, FEW_TRAILS
from stakemap.i18n import tr
from stakemap.paint.primitives import colour
from stakemap.picture.appearance.detail import Detail
from stakemap.picture.slides.legend import LegendEntry, LegendKind, legend
from stakemap.picture.theme import Theme, mix
from stakemap.values import frozen


@frozen
class CanvasEntry:
    """An entry for a symbol that only the canvas has: its painter and its label."""

    label: str
    paint: Callable[[QPainter, QPointF, Theme], None]


@frozen
class Heading:
    """A line above the entries that belong together."""

    label: str


Entry = LegendEntry | CanvasEntry | Heading

#: The kind of entry that explains each detail.
_KINDS: dict[str, LegendKind] = {
    "ranges": "range",
    "salience": "salience",
    "confidence": "confidence",
    "trails": "trail",
    "others": "analysts",
}


def _mean(painter: QPainter, centre: QPointF, theme: Theme) -> None:
    paint_mean(painter, centre + QPointF(0, 0.8 * MEAN_REACH), theme)


def _interval(painter: QPainter, centre: QPointF, theme: Theme) -> None:
    for ink, y in ((theme.text, -2.0), (theme.accent, 2.0)):
        pen = QPen(colour(ink, 0.5), 3.0)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawLine(QLineF(centre.x() - 9, centre.y() + y, centre.x() + 9, centre.y() + y))


def _ghost(painter: QPainter, centre: QPointF, theme: Theme) -> None:
    painter.setPen(QPen(colour(theme.selection), 1.75, Qt.PenStyle.DashLine))
    painter.drawEllipse(centre, 6.0, 6.0)


def _camp(painter: QPainter, centre: QPointF, theme: Theme) -> None:
    painter.setPen(QPen(colour(theme.text_muted), 1.5))
    painter.setBrush(colour(mix(theme.canvas, theme.neutral, 0.35), 0.3))
    painter.drawRoundedRect(QRectF(centre.x() - 9, centre.y() - 5, 18, 10), 5, 5)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def signs_on_show(
    scene: Scene, colours: Sequence[LegendEntry] = (), *, intervals: bool = False
) -> tuple[Entry, ...]:
    """An entry for each symbol that the canvas draws now, then, under a heading, for those that it draws only
    of actors that are selected or pointed at.

    `intervals` says whether the marks on the axis have theirs; `colours` are the entries of a tint, which
    replace those of groups.
    """
    appearance = scene.appearance
    entries: list[Entry] = list(legend(appearance))
    if scene.tint is not None:
        entries = [*colours, *(entry for entry in entries if entry not in _of(entries, "group"))]
    detail = _drawn_of_all(scene)
    on_demand = _of(entries, *(kind for name, kind in _KINDS.items() if not getattr(detail, name)))
    entries = [entry for entry in entries if entry not in on_demand]
    theme = appearance.theme
    if appearance.view.dimmed and appearance.view.dimmed & appearance.actors.keys():
        pale = mix(theme.canvas, theme.neutral, 0.3)
        entries.append(LegendEntry("group", tr("Filtered out"), pale))
    if len(scene.coincidences.counts):
        entries.append(LegendEntry("count", tr("Number of actors on one spot"), theme.text))
    if scene.interaction.axis_marks is not None:
        entries += [
            CanvasEntry(tr("Weighted mean"), _mean),
            CanvasEntry(tr("Weighted median"), paint_median),
        ]
        if intervals:
            entries.append(CanvasEntry(tr("Intervals of both"), _interval))
    proposal = scene.interaction.proposal
    if proposal is not None and proposal.moves:
        entries.append(CanvasEntry(proposal.legend, _ghost))
    if proposal is not None and proposal.camps:
        entries.append(CanvasEntry(tr("Camp"), _camp))
    if scene.interaction.shows_comments and appearance.document.comments:
        entries.append(CanvasEntry(tr("Open comments"), paint_bubble))
    if on_demand:
        entries += [Heading(tr("When selected or pointed at")), *on_demand]
    return tuple(entries)


def _drawn_of_all(scene: Scene) -> Detail:
    """The details that are drawn of all actors; of many, no ranges, trails or judgements of others."""
    detail, count = scene.detail, len(scene.columns)
    ranges, trails = detail.ranges and count <= FEW, detail.trails and count <= FEW_TRAILS
    return replace(detail, ranges=ranges, trails=trails, others=detail.others and count <= FEW_TRAILS)


def _of(entries: Iterable[Entry], *kinds: LegendKind) -> list[Entry]:
    return [entry for entry in entries if isinstance(entry, LegendEntry) and entry.kind in kinds]
