"""The slide kind of the judgements behind a map, with reasons and sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stakemap.i18n import tr
from stakemap.picture.kinds import SlideKind

if TYPE_CHECKING:
    from stakemap.picture.job import SlideJob
    from stakemap.picture.slides.slide import Slide


def _pages(job: SlideJob) -> tuple[Slide, ...]:
    from stakemap.picture.slides.evidence import compose_evidence

    return compose_evidence(job)


def _headline(job: SlideJob) -> str:
    from stakemap.picture.headlines.headlines import evidence_headline

    return evidence_headline(job)


KINDS = (
    SlideKind(
        "evidence",
        lambda: tr("Evidence"),
        _pages,
        lambda: tr("Evi&dence"),
        _headline,
        shows_relations=True,
        may_span_pages=True,
        is_appendix=True,
    ),
)
