"""Several slides of one map as the pages of a deck: maps of one issue lie exactly over one another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from stakemap.i18n import isolate, tr
from stakemap.model.document import StakeMap
from stakemap.model.resolve import Resolver, dated_before
from stakemap.picture.appearance import Appearance, View, build
from stakemap.picture.job import DeckStyle, SlideJob, SlideRequest
from stakemap.picture.kinds import SLIDE_KINDS
from stakemap.picture.looks import Relations
from stakemap.picture.marks import TextMark
from stakemap.picture.occupancy import Box
from stakemap.picture.page_canvas import LINE, Sheet
from stakemap.picture.slide import Frame, Slide, margin_of
from stakemap.text import plain
from stakemap.wording.names import snapshot_text

__all__ = [
    "DeckStyle",
    "Page",
    "SlideRequest",
    "compose_deck",
    "number_pages",
    "page_name",
    "requests_of",
]


def requests_of(
    document: StakeMap,
    kinds: Sequence[str],
    issues: Sequence[str | None],
    snapshots: Sequence[str | None],
    against: str | None = None,
) -> tuple[SlideRequest, ...]:
    """The slides of these kinds for each issue and snapshot; those that show all issues come once.

    Of several snapshots the ones without an earlier one have no before-and-after.
    """
    found: dict[SlideRequest, None] = {}
    for issue in issues:
        for snapshot in snapshots:
            for kind in map(SLIDE_KINDS.__getitem__, kinds):
                several = kind.needs_earlier and len(snapshots) > 1
                if several and not _has_before(document, snapshot, against):
                    continue
                shown = issues[0] if kind.shows_all_issues else issue
                found[SlideRequest(kind.id, shown, snapshot, against)] = None
    return tuple(found)


def _has_before(document: StakeMap, snapshot: str | None, against: str | None) -> bool:
    if snapshot is None or snapshot == against:
        return False
    return against is not None or dated_before(document, snapshot) is not None


@dataclass(frozen=True, slots=True)
class Page:
    """A slide with a name for lists and files, and the text of its notes page."""

    slide: Slide
    name: str
    notes: str
    request: SlideRequest


def compose_deck(
    document: StakeMap,
    requests: Sequence[SlideRequest],
    style: DeckStyle,
    resolver: Resolver | None = None,
    progress: Callable[[int, int], None] | None = None,
    *,
    is_part: bool = False,
) -> tuple[Page, ...]:
    """The pages that the requests make, in their order; evidence and a large matrix make several each.

    Maps, before-and-after and movement slides of one issue have the same axes in the same place. `progress`
    is told how many of how many requests are composed; what it raises ends the work. A part of a deck of
    several maps has room for page numbers, which `number_pages` then writes through the whole.
    """
    resolver = resolver or Resolver()
    # A lone page bears no number, and all but a map may run over several.
    may_run_on = len(requests) > 1 or any(SLIDE_KINDS[request.kind].may_run_on for request in requests)
    is_paged = style.options.page_numbers and (is_part or may_run_on)
    pages = _composed(_Maker(document, style, resolver, is_paged), requests, progress)
    if is_part or not is_paged:
        return pages
    if len(pages) == 1:
        return _composed(_Maker(document, style, resolver, is_paged=False), requests, None)
    return number_pages(pages, style)


def _composed(
    maker: _Maker, requests: Sequence[SlideRequest], progress: Callable[[int, int], None] | None
) -> tuple[Page, ...]:
    style, pages = maker.style, list[Page]()
    frames = maker.frames(requests)
    for index, request in enumerate(requests):
        job = maker.job(request, frames.get(request))
        notes = _notes(job) if style.has_notes else ""
        for slide in _slides(job):
            if style.is_transparent:
                slide = replace(slide, background=None)
            pages.append(Page(slide, page_name(maker.document, request), notes, request))
        if progress:
            progress(index + 1, len(requests))
    return tuple(pages)


def number_pages(pages: Sequence[Page], style: DeckStyle) -> tuple[Page, ...]:
    """The pages with their numbers, where the style has such."""
    if not style.options.page_numbers:
        return tuple(pages)
    return tuple(
        replace(page, slide=_numbered(page.slide, number, len(pages), style))
        for number, page in enumerate(pages, 1)
    )


class _Maker:
    """Makes the slides of one map in one style."""

    def __init__(self, document: StakeMap, style: DeckStyle, resolver: Resolver, is_paged: bool) -> None:
        self.document = document
        self.style = style
        self.resolver = resolver
        self.is_paged = is_paged

    def job(self, request: SlideRequest, frame: Frame | None = None) -> SlideJob:
        """What the pages of one request are composed from."""
        before = self._before(request)
        shown = self._appearance(request, before)
        return SlideJob(
            self.document, request, shown, before, self.style, self.resolver, self.is_paged, frame
        )

    def frames(self, requests: Sequence[SlideRequest]) -> dict[SlideRequest, Frame]:
        """The frame that all maps of an issue have room for, where there are several."""
        by_issue: dict[str | None, list[SlideRequest]] = {}
        for request in dict.fromkeys(requests):
            if SLIDE_KINDS[request.kind].shares_frame:
                by_issue.setdefault(request.issue, []).append(request)
        found: dict[SlideRequest, Frame] = {}
        for group in by_issue.values():
            if len(group) < 2:
                continue
            loose = [slide for request in group for slide in _slides(self.job(request))]
            boxes = [slide.plot for slide in loose]
            box = Box(
                max(box.left for box in boxes),
                max(box.top for box in boxes),
                min(box.right for box in boxes),
                min(box.bottom for box in boxes),
            )
            found |= dict.fromkeys(group, Frame(box, min(slide.radius for slide in loose)))
        return found

    def _appearance(self, request: SlideRequest, before: str | None) -> Appearance:
        style = self.style
        relations: Relations = style.relations if SLIDE_KINDS[request.kind].shows_relations else "none"
        chosen = style.selection if relations == "selection" else frozenset()
        view = View(request.issue, request.snapshot, before, relations, chosen, ties=style.ties)
        return build(self.document, view, style.theme, self.resolver)

    def _before(self, request: SlideRequest) -> str | None:
        if request.against is not None or request.snapshot is None:
            return request.against
        return dated_before(self.document, request.snapshot)


def _slides(job: SlideJob) -> tuple[Slide, ...]:
    return SLIDE_KINDS[job.request.kind].pages(job)


def _notes(job: SlideJob) -> str:
    """Reasons and sources of what a slide shows, for its notes page."""
    from stakemap.picture.notes import notes_of

    return notes_of(job.document, job.appearance, job.resolver)


def page_name(
    document: StakeMap, request: SlideRequest, *, has_issue: bool = True, has_snapshot: bool = True
) -> str:
    """What a page is called in a list of pages, which may leave out what is the same for all."""
    kind = SLIDE_KINDS[request.kind]
    issue = document.issues.get(request.issue or "") if not kind.shows_all_issues else None
    snapshot = document.snapshots.get(request.snapshot or "")
    parts = [kind.title()]
    if issue and has_issue:
        parts.append(isolate(plain(issue.name)))
    if snapshot and has_snapshot:
        parts.append(snapshot_text(snapshot))
    return " · ".join(parts)


def _numbered(slide: Slide, number: int, count: int, style: DeckStyle) -> Slide:
    """The slide with its page number at the lower right."""
    sheet = Sheet(slide.width, slide.height, slide.theme, style.measure)
    margin, size = margin_of(sheet), sheet.size(9)
    text = tr("{number} of {count}", number=number, count=count)
    width = sheet.px(52)
    top = slide.height - margin - size * LINE
    ink = slide.theme.text_muted
    sheet.text("page", text, slide.width - margin - width, top, size, width, colour=ink, align=1.0)
    marks = tuple(mark for mark in sheet.marks if isinstance(mark, TextMark))
    return replace(slide, marks=(*slide.marks, *marks))
