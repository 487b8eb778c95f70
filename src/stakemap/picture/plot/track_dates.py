"""The dates beside the earlier places on the tracks of actors, in the room that names leave; at the start of
a track with the code of the actor where its ghost has none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stakemap.i18n import isolate
from stakemap.picture.labels.placement import place
from stakemap.picture.labels.values import Disc, Labelling, LabelRequest, LabelStyle
from stakemap.picture.marks import LeaderMark, TextMark
from stakemap.picture.plot.curves import Point
from stakemap.picture.plot.lines import barred_lines, lines_to_avoid
from stakemap.picture.plot.plan import PlottedDiscs
from stakemap.picture.slides.page_builder import SMALL
from stakemap.picture.style import MOVE_DOT, MOVE_GHOST


def earlier_places(points: Sequence[Point], radius: float) -> Iterator[Disc]:
    """The earlier places on a track, each with the radius around it that labels keep clear."""
    yield Disc(*points[0], radius * (MOVE_GHOST + 0.08), radius * MOVE_GHOST)
    for point in points[1:-1]:
        yield Disc(*point, radius * (MOVE_DOT + 0.1), 0.0)


def track_dates(plot: PlottedDiscs, labelling: Labelling) -> Iterator[TextMark | LeaderMark]:
    """Dates, and leader lines to those that are not beside their place; a date without room is left out."""
    size, ink = plot.builder.size(SMALL), plot.builder.theme.text_muted
    for label in _placed(plot, labelling, size).labels:
        actor = label.key.rpartition("/")[0]
        if label.leader:
            dimmed = plot.by_actor[actor].look.dimmed
            yield LeaderMark(actor, *label.leader, max(1.0, plot.builder.px(0.5)), ink, dimmed)
        for line in label.lines:
            yield TextMark(
                "date", line.text, line.x, line.baseline, line.width, label.size, 400, ink, True, actor, 0.5
            )


def _placed(plot: PlottedDiscs, labelling: Labelling, size: float) -> Labelling:
    names = [label.box.grown(0.1 * size) for label in labelling.labels]
    leaders = [(label.leader[:2], label.leader[2:]) for label in labelling.labels if label.leader]
    lines, ends = lines_to_avoid(plot)
    return place(
        list(_requests(plot)),
        plot.obstacles(),
        plot.box.grown(-plot.builder.px(2)),
        plot.builder.measure,
        LabelStyle(size, size, 400, 9 * size, max(2.0, 0.1 * plot.radius), elides=False),
        blocked=[*(box for _, box in plot.captions), *plot.badge_boxes(), *names],
        lines=[*lines, *leaders],
        ends=ends,
        barred=barred_lines(plot),
    )


def _requests(plot: PlottedDiscs) -> Iterator[LabelRequest]:
    for actor, points in plot.move_points.items():
        disc = plot.by_actor[actor]
        now = Disc(disc.x, disc.y, plot.clear_radius(disc.look), plot.radius)
        places = [*earlier_places(points, plot.radius), now]
        for number, (date, each) in enumerate(zip(plot.plan.dates.get(actor, ()), places, strict=False)):
            code = disc.look.code
            if date and number == 0 and code and not plot.ghost_codes[actor]:
                date = f"{isolate(code)} {date}"
            if date:
                rim = each.rim or each.reach
                yield LabelRequest(f"{actor}/{number}", date, *each[:3], -number, rim=rim)
