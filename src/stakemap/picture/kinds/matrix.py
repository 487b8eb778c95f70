"""The slide kind of the table of actors and issues."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stakemap.i18n import tr
from stakemap.picture.kinds import SlideKind

if TYPE_CHECKING:
    from stakemap.picture.job import SlideJob
    from stakemap.picture.slides.slide import Slide


def _pages(job: SlideJob) -> tuple[Slide, ...]:
    from stakemap.picture.slides.matrix import compose_matrix

    return compose_matrix(job)


def _headline(job: SlideJob) -> str:
    from stakemap.picture.headlines.issues import matrix_headline

    return matrix_headline(job)


KINDS = (
    SlideKind(
        "matrix",
        lambda: tr("Matrix"),
        _pages,
        lambda: tr("Matri&x"),
        _headline,
        shows_all_issues=True,
        may_span_pages=True,
    ),
)
