"""Slide kinds that show a map of one issue: as it is, before and after, and the movement of actors."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from stakemap.i18n import tr
from stakemap.picture.kinds import SlideKind

if TYPE_CHECKING:
    from stakemap.picture.job import SlideJob
    from stakemap.picture.slide import Slide, SlidePlan

__all__ = ["KINDS"]


def _map(job: SlideJob) -> tuple[Slide, ...]:
    from stakemap.picture.slide import SlidePlan

    return _compose(job, SlidePlan())


def _before_and_after(job: SlideJob) -> tuple[Slide, ...]:
    from stakemap.picture.movement_trails import dates_between, movement_texts
    from stakemap.picture.slide import SlidePlan

    heading, shown, before = tr("Before and after"), job.appearance, job.before
    if before not in job.document.snapshots or shown.snapshot is None:
        return _compose(job, SlidePlan(heading=heading))
    when = dates_between(job.document.snapshots[before], shown.snapshot)
    moves = {key: (look.trail,) for key, look in shown.actors.items() if look.trail}
    words, remark = movement_texts(job.document, shown, before, job.resolver)
    # The remark names actors without an arrow, as the tray those without a position.
    remark = remark if job.options.tray else ""
    return _compose(job, SlidePlan(moves, words, heading, when, remark))


def _movement(job: SlideJob) -> tuple[Slide, ...]:
    from stakemap.picture.movement_trails import earlier_positions
    from stakemap.picture.slide import SlidePlan

    moves, words = earlier_positions(job.document, job.appearance, job.resolver)
    return _compose(job, SlidePlan(moves, words, tr("Movement")))


def _compose(job: SlideJob, plan: SlidePlan) -> tuple[Slide, ...]:
    """Compose the map of `job` with `plan`, completed from the job."""
    from stakemap.picture.slide_layout import compose

    plan = replace(
        plan,
        frame=job.frame,
        is_paged=job.is_paged,
        headline=job.headline,
        has_key_judgement=job.is_first,
    )
    style = job.style
    slide = compose(
        job.document,
        job.appearance,
        style.theme,
        style.size,
        style.measure,
        style.options,
        job.resolver,
        plan,
    )
    return (slide,)


def _map_headline(job: SlideJob) -> str:
    from stakemap.picture.headlines import map_headline

    return map_headline(job)


def _movement_headline(job: SlideJob) -> str:
    from stakemap.picture.headlines import movement_headline

    return movement_headline(job)


KINDS = (
    SlideKind(
        "map",
        lambda: tr("Map"),
        _map,
        lambda: tr("&Map"),
        _map_headline,
        shows_relations=True,
        shares_frame=True,
        compares=True,
    ),
    SlideKind(
        "before-after",
        lambda: tr("Before and after"),
        _before_and_after,
        lambda: tr("&Before and after"),
        _movement_headline,
        shares_frame=True,
        compares=True,
        needs_earlier=True,
    ),
    SlideKind(
        "movement",
        lambda: tr("Movement"),
        _movement,
        lambda: tr("Mo&vement"),
        _movement_headline,
        shares_frame=True,
    ),
)
