"""The slide kind of all issues as small multiples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stakemap.i18n import tr
from stakemap.picture.kinds import SlideKind

if TYPE_CHECKING:
    from stakemap.picture.job import SlideJob
    from stakemap.picture.slides.slide import Slide


def _pages(job: SlideJob) -> tuple[Slide, ...]:
    from stakemap.picture.slides.small_multiples import compose_issues

    return compose_issues(job)


def _headline(job: SlideJob) -> str:
    from stakemap.picture.headlines.issues import issues_headline

    return issues_headline(job)


KINDS = (
    SlideKind(
        "issues",
        lambda: tr("All issues"),
        _pages,
        lambda: tr("All &issues"),
        _headline,
        shows_all_issues=True,
        may_span_pages=True,
    ),
)
