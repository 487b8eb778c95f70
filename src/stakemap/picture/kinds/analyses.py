"""The slide kinds of the methods of analysis that have one: sentences with charts and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stakemap.analysis.methods import METHODS, Method, MethodSlide
from stakemap.picture.kinds import SlideKind

if TYPE_CHECKING:
    from stakemap.picture.job import SlideJob
    from stakemap.picture.slides.slide import Slide


def _pages(job: SlideJob) -> tuple[Slide, ...]:
    from stakemap.picture.slides.analysis import compose_analysis

    return compose_analysis(job)


def _headline(job: SlideJob) -> str:
    from stakemap.picture.slides.analysis_reports import analysis_headline

    return analysis_headline(job)


def _notes(job: SlideJob) -> str:
    from stakemap.picture.slides.analysis_reports import analysis_notes

    return analysis_notes(job)


def analysis_kind(method: Method, slide: MethodSlide) -> SlideKind:
    """The kind of slide of a method."""
    return SlideKind(
        slide.id or method.id,
        slide.title or method.title,
        _pages,
        slide.label,
        _headline,
        _notes,
        shows_all_issues=not method.of_issue,
        may_span_pages=True,
        has_content=slide.has_content,
        method=method.id,
    )


KINDS = tuple(analysis_kind(method, method.slide) for method in METHODS if method.slide is not None)
