"""Slide kinds that show a map of one issue: as it is, and the movement of actors in two looks: between two
dates, and through all of them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from stakemap.i18n import tr
from stakemap.picture.kinds import SlideKind

if TYPE_CHECKING:
    from stakemap.picture.job import SlideJob
    from stakemap.picture.plot.movement_trails import Tracks
    from stakemap.picture.slides.slide import Slide, SlidePlan


def _map(job: SlideJob) -> tuple[Slide, ...]:
    from stakemap.picture.slides.slide import SlidePlan

    return _compose(job, SlidePlan())


def _two_dates(job: SlideJob) -> tuple[Slide, ...]:
    from stakemap.picture.plot.movement_trails import two_places, without_track

    shown, before = job.appearance, job.before or ""
    tracks = two_places(job.document, shown, before)
    # The remark names actors without an arrow, as the tray those without a position.
    remark = without_track(job.document, shown, before, job.resolver) if job.options.tray else ""
    return _compose(job, _movement_plan(tracks, remark))


def _all_dates(job: SlideJob) -> tuple[Slide, ...]:
    from stakemap.picture.plot.movement_trails import all_places, without_past

    tracks = all_places(job.document, job.appearance, job.resolver)
    remark = without_past(job.document, job.appearance, job.resolver) if job.options.tray else ""
    return _compose(job, _movement_plan(tracks, remark))


def _movement_plan(tracks: Tracks, remark: str = "") -> SlidePlan:
    from stakemap.picture.slides.slide import SlidePlan

    places, dates, label, when = tracks
    return SlidePlan(places, label, tr("Movement"), when, remark, dates=dates)


def _compose(job: SlideJob, plan: SlidePlan) -> tuple[Slide, ...]:
    """Compose the map of `job` with `plan`, completed from the job."""
    from stakemap.picture.slides.layout import compose

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
    from stakemap.picture.headlines.headlines import map_headline

    return map_headline(job)


def _two_dates_headline(job: SlideJob) -> str:
    from stakemap.picture.headlines.headlines import two_dates_headline

    return two_dates_headline(job)


def _all_dates_headline(job: SlideJob) -> str:
    from stakemap.picture.headlines.headlines import all_dates_headline

    return all_dates_headline(job)


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
        lambda: tr("Movement between two dates"),
        _two_dates,
        lambda: tr("Mo&vement, two dates"),
        _two_dates_headline,
        shares_frame=True,
        compares=True,
        needs_earlier=True,
    ),
    SlideKind(
        "movement",
        lambda: tr("Movement over all dates"),
        _all_dates,
        lambda: tr("Moveme&nt, all dates"),
        _all_dates_headline,
        shares_frame=True,
        needs_earlier=True,
    ),
)
