"""Composition of a deck, in which all maps of one issue have their plots in the same place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import NamedTuple

from stakemap.i18n import isolate, tr
from stakemap.model.document import StakeMap
from stakemap.model.resolve import Resolver, dated_before
from stakemap.picture.appearance.appearance import Appearance, build
from stakemap.picture.appearance.values import Relations, View
from stakemap.picture.headlines.headlines import (
    continued,
    kept_headline,
    kept_headlines,
    page_headline,
    proposed,
)
from stakemap.picture.job import DeckStyle, SlideJob, SlideRequest
from stakemap.picture.kinds import SLIDE_KINDS
from stakemap.picture.labels.occupancy import Box
from stakemap.picture.marks import TextMark
from stakemap.picture.slides.page_builder import LINE, SMALL, PageBuilder
from stakemap.picture.slides.slide import Frame, Slide
from stakemap.text import plain
from stakemap.wording.names import snapshot_text

#: The share of a plot's height that a page may lose to a frame which it shares with others.
_MOST_LOST = 0.12


class PageId(NamedTuple):
    """A page of a deck: its request, and its number (from 0) among the pages of that request."""

    request: SlideRequest
    number: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """A slide with a name for lists and files, and its speaker notes.

    `headline` is the one on the slide, `proposal` the one it has unless the map keeps another.
    """

    slide: Slide
    name: str
    notes: str
    id: PageId
    headline: str = ""
    proposal: str = ""

    @property
    def request(self) -> SlideRequest:
        """The request that it is a page of."""
        return self.id.request


class Layout(NamedTuple):
    """All that the slides of a request depend on besides the map, without its headlines, and the style."""

    request: SlideRequest
    kept_headlines: tuple[tuple[int, str], ...]
    is_first: bool
    is_paged: bool
    frame: Frame | None


class Composed(NamedTuple):
    """The slides of a layout, with the headline of each and the one that is proposed for it."""

    slides: tuple[Slide, ...]
    headlines: tuple[str, ...]
    proposals: tuple[str, ...]


class Deck(NamedTuple):
    """The pages of a deck, all that it was chosen from, and the slides composed for it.

    Another deck of the same map and style, with other headlines, requests or pages chosen, takes from
    `composed` what is as it was.
    """

    pages: tuple[Page, ...] = ()
    all_pages: tuple[Page, ...] = ()
    composed: Mapping[Layout, Composed] = MappingProxyType({})


#: Whether a page is in the deck, by its number (from 1) among all and its id.
IsChosen = Callable[[int, PageId], bool]


_NONE = Deck()


def _every(_number: int, _page: PageId) -> bool:
    return True


def deck_of(
    document: StakeMap,
    requests: Sequence[SlideRequest],
    style: DeckStyle,
    resolver: Resolver | None = None,
    progress: Callable[[int, int], None] | None = None,
    *,
    is_part: bool = False,
    is_chosen: IsChosen = _every,
    earlier: Deck = _NONE,
) -> Deck:
    """Compose the chosen pages of the requests, in their order; a request may take several pages.

    Maps, before-and-after and movement slides of one issue have the same axes in the same place. `progress`
    is called with the number of requests composed and their total; an exception it raises is propagated.
    The pages chosen are numbered by themselves; those that are part of a larger deck (`is_part`) only have
    room for the page numbers that `number_pages` adds to the whole deck. What `earlier`, a deck of the same
    map and style, has composed is not composed again.
    """
    resolver = resolver or Resolver()
    # A single page has no number; whether there are several is known before composition for maps only.
    may_span_pages = len(requests) > 1 or any(
        SLIDE_KINDS[request.kind].may_span_pages for request in requests
    )
    is_paged = style.options.page_numbers and (is_part or may_span_pages)
    known, used = earlier.composed, dict[Layout, Composed]()
    factory = _JobFactory(document, style, resolver, is_paged, requests[0] if requests else None, known, used)
    found = _compose_pages(factory, requests, progress)
    chosen = _chosen(found, is_chosen)
    if chosen and chosen[0].request != factory.first:
        # The key judgement goes to the first page that is chosen.
        factory = replace(factory, first=chosen[0].request)
        found = _compose_pages(factory, requests, None)
        chosen = _chosen(found, is_chosen)
    if is_part or not is_paged:
        return Deck(chosen, found, used)
    if len(chosen) != 1:
        return Deck(number_pages(chosen, style), found, used)
    request, number = chosen[0].id
    pages = _compose_pages(replace(factory, is_paged=False), [request], None)
    return Deck(pages[number : number + 1] or chosen, found, used)


def _chosen(pages: Sequence[Page], is_chosen: IsChosen) -> tuple[Page, ...]:
    return tuple(page for number, page in enumerate(pages, 1) if is_chosen(number, page.id))


def _compose_pages(
    factory: _JobFactory, requests: Sequence[SlideRequest], progress: Callable[[int, int], None] | None
) -> tuple[Page, ...]:
    style, pages = factory.style, list[Page]()
    frames = factory.frames(requests)
    for index, request in enumerate(requests):
        composed = factory.compose(request, frames.get(request))
        notes = _notes(factory.job(request)) if style.has_notes else ""
        name = page_name(factory.document, request)
        for number, slide in enumerate(composed.slides):
            if style.is_transparent:
                slide = replace(slide, background=None)
            headline, proposal = composed.headlines[number], composed.proposals[number]
            said = "\n\n".join(part for part in (headline, notes) if part) if style.has_notes else ""
            pages.append(Page(slide, name, said, PageId(request, number), headline, proposal))
        if progress:
            progress(index + 1, len(requests))
    return tuple(pages)


def number_pages(pages: Sequence[Page], style: DeckStyle) -> tuple[Page, ...]:
    """Add page numbers if the style has them."""
    if not style.options.page_numbers:
        return tuple(pages)
    return tuple(
        replace(page, slide=_with_page_number(page.slide, number, len(pages), style))
        for number, page in enumerate(pages, 1)
    )


@dataclass(frozen=True, slots=True)
class _JobFactory:
    """Makes the jobs of one map in one style; the request `first` has the key judgement.

    Slides that are `known` are not composed again; all that are needed are added to `used`.
    """

    document: StakeMap
    style: DeckStyle
    resolver: Resolver
    is_paged: bool
    first: SlideRequest | None
    known: Mapping[Layout, Composed]
    used: dict[Layout, Composed]
    proposals: dict[SlideRequest, str] = field(default_factory=dict)

    def compose(self, request: SlideRequest, frame: Frame | None = None) -> Composed:
        """The slides of a request."""
        kept = kept_headlines(self.document, request)
        layout = Layout(request, kept, request == self.first, self.is_paged, frame)
        composed = self.used.get(layout) or self.known.get(layout)
        if composed is None:
            job = self.job(request, frame)
            slides = SLIDE_KINDS[request.kind].pages(job)
            headlines = tuple(page_headline(job, number) for number in range(len(slides)))
            following = (continued(job.headline),) * (len(slides) - 1)
            composed = Composed(slides, headlines, (self.proposal(job), *following))
        self.used[layout] = composed
        return composed

    def job(self, request: SlideRequest, frame: Frame | None = None) -> SlideJob:
        """The job of composing one request."""
        before = self._earlier_snapshot(request)
        shown = self._appearance(request, before)
        is_first = request == self.first
        job = SlideJob(
            self.document,
            request,
            shown,
            before,
            self.style,
            self.resolver,
            self.is_paged,
            frame,
            is_first=is_first,
        )
        return replace(job, headline=kept_headline(self.document, request) or self.proposal(job))

    def proposal(self, job: SlideJob) -> str:
        """The headline proposed for a job, computed once."""
        if job.request not in self.proposals:
            self.proposals[job.request] = proposed(job)
        return self.proposals[job.request]

    def frames(self, requests: Sequence[SlideRequest]) -> dict[SlideRequest, Frame]:
        """The plot frames of the maps of each issue of which there are several: all of one width, and in one
        place as far as `_shared` says.
        """
        by_issue: dict[str | None, list[SlideRequest]] = {}
        for request in dict.fromkeys(requests):
            if SLIDE_KINDS[request.kind].shares_frame:
                by_issue.setdefault(request.issue, []).append(request)
        found: dict[SlideRequest, Frame] = {}
        for group in by_issue.values():
            if len(group) < 2:
                continue
            unframed = [slide for request in group for slide in self.compose(request).slides]
            plots = {request: slide.plot for request, slide in zip(group, unframed, strict=True)}
            # The key judgement takes room from the first page alone.
            first = {self.first: plots.pop(self.first)} if self.first in plots else {}
            left = max(slide.plot.left for slide in unframed)
            right = min(slide.plot.right for slide in unframed)
            radius = min(slide.radius for slide in unframed)
            for request, box in (_shared(first) | _shared(plots)).items():
                found[request] = Frame(box._replace(left=left, right=right), radius)
        return found

    def _appearance(self, request: SlideRequest, before: str | None) -> Appearance:
        style = self.style
        relations: Relations = style.relations if SLIDE_KINDS[request.kind].shows_relations else "none"
        chosen = style.selection if relations == "selection" else frozenset()
        view = View(request.issue, request.snapshot, before, relations, chosen, ties=style.ties)
        return build(self.document, view, style.theme, self.resolver)

    def _earlier_snapshot(self, request: SlideRequest) -> str | None:
        if request.against is not None or request.snapshot is None:
            return request.against
        return dated_before(self.document, request.snapshot)


def _shared(plots: Mapping[SlideRequest, Box]) -> dict[SlideRequest, Box]:
    """Plots that lie over one another where no page loses more than `_MOST_LOST` of its height by that."""
    found: dict[SlideRequest, Box] = {}
    for least in sorted(plots.values(), key=lambda box: box.height):
        near = {
            request: box
            for request, box in plots.items()
            if request not in found
            and min(box.bottom, least.bottom) - max(box.top, least.top) >= (1 - _MOST_LOST) * box.height
        }
        if near:
            top, bottom = max(box.top for box in near.values()), min(box.bottom for box in near.values())
            found |= {request: box._replace(top=top, bottom=bottom) for request, box in near.items()}
    return found


def _notes(job: SlideJob) -> str:
    """Speaker notes below the headline: those of its kind, or reasons and sources of what it shows."""
    from stakemap.picture.slides.notes import notes_of

    kind = SLIDE_KINDS[job.request.kind]
    if kind.notes is not None:
        return kind.notes(job)
    return notes_of(job.document, job.appearance, job.resolver)


def page_name(
    document: StakeMap, request: SlideRequest, *, has_issue: bool = True, has_snapshot: bool = True
) -> str:
    """Name of a page in a list, which may leave out the issue or snapshot if all pages share it."""
    kind = SLIDE_KINDS[request.kind]
    issue = document.issues.get(request.issue or "") if not kind.shows_all_issues else None
    snapshot = document.snapshots.get(request.snapshot or "")
    parts = [kind.title()]
    if issue and has_issue:
        parts.append(isolate(plain(issue.name)))
    if snapshot and has_snapshot:
        parts.append(snapshot_text(snapshot))
    return " · ".join(parts)


def _with_page_number(slide: Slide, number: int, count: int, style: DeckStyle) -> Slide:
    """The slide with its page number at the lower right."""
    builder = PageBuilder(slide.width, slide.height, slide.theme, style.measure)
    margin, size = builder.margin, builder.size(SMALL)
    text = tr("{number} of {count}", number=number, count=count)
    width = builder.px(52)
    top = slide.height - margin - size * LINE
    ink = slide.theme.text_muted
    builder.text("page", text, slide.width - margin - width, top, size, width, colour=ink, align=1.0)
    marks = tuple(mark for mark in builder.marks if isinstance(mark, TextMark))
    return replace(slide, marks=(*slide.marks, *marks))
