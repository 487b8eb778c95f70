"""The evidence slide: reasons and numbered citations of each position, on as many pages as needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from stakemap.i18n import isolate, tr
from stakemap.model.document import StakeMap
from stakemap.model.judgements import Citation, Estimate, Judgement, Stance, Standing
from stakemap.model.order import relations_in_order, sort_key
from stakemap.model.placing import placing_of
from stakemap.model.resolve import Resolved, Resolver
from stakemap.picture.appearance import ActorLook, Appearance, DiscStyle
from stakemap.picture.appearance_values import RelationLook, TrayLook
from stakemap.picture.curves import Point
from stakemap.picture.disc_code import with_legible_code
from stakemap.picture.framed_page import FramedPage
from stakemap.picture.header_footer import confidence_remark
from stakemap.picture.job import SlideJob
from stakemap.picture.legend import LegendEntry
from stakemap.picture.look_builder import code_of
from stakemap.picture.marks import ActorMark, LegendMark, TextRole
from stakemap.picture.measure import wrap
from stakemap.picture.occupancy import Box
from stakemap.picture.page_builder import LINE, SMALL, PageBuilder
from stakemap.picture.slide import Slide
from stakemap.picture.sources import Footnotes, footnotes, superscript
from stakemap.text import plain
from stakemap.wording.citations import passages_by_source
from stakemap.wording.judgements import confidence_text, strength_text
from stakemap.wording.numbers import estimate_words

__all__ = ["compose_evidence"]

_SIZE, _NAME_SIZE = SMALL, 11.0
#: Most lines of a reason, which is then elided, and of its citations, which are in effect never cut.
_MOST_LINES, _MOST_CITED = 12, 200
#: Most lines of sources: more than elsewhere, since this slide is about them.
_SOURCE_LINES = 6


_Look = ActorLook | TrayLook | RelationLook


class _Line(NamedTuple):
    text: str
    weight: int
    is_muted: bool
    paragraph: int = 0


class _Entry(NamedTuple):
    """An actor or a relation in the list: figures on the left, reasons and citations on the right."""

    key: str
    name: str
    look: _Look
    figures: list[_Line]
    reasons: list[_Line]
    #: Whether it continues an entry of the page before.
    is_continued: bool = False


def compose_evidence(job: SlideJob) -> tuple[Slide, ...]:
    """Pages of the judgements behind the map of `job`: actors by descending influence, then those without a
    position, then relations. Sources have the same numbers as on the map.
    """
    # Citations refer to sources by their numbers.
    options = replace(job.options, note_numbers=True)
    job = replace(job, style=replace(job.style, options=options))
    document, appearance, resolver = job.document, job.appearance, job.resolver
    if not options.relations:
        appearance = replace(appearance, relations={})
    notes = footnotes(document, appearance, resolver)
    placed = sorted(appearance.actors.values(), key=lambda look: (-look.y, sort_key(look.name), look.actor))
    relations = [appearance.relations[key] for key in relations_in_order(document, appearance.relations)]
    pending: list[_Look] = [*placed, *appearance.tray, *relations]
    remark = confidence_remark(appearance) if options.confidence_note else ""
    issue = plain(appearance.issue.name) if appearance.issue else ""
    heading = tr("Evidence: {issue}", issue=isolate(issue)) if issue else tr("Evidence")
    slides: list[Slide] = []
    begun: _Entry | None = None
    while pending or not slides:
        page = FramedPage(job, len(slides))
        body = page.frame(heading, notes, remark, _SOURCE_LINES)
        listing = _Listing(page.builder, body)
        if not pending:
            listing.draw_notice(tr("This map has no actors yet"))
        while pending:
            entry = begun or _entry(document, appearance, pending[0], notes, resolver, listing)
            begun = listing.add(entry)
            if begun is not None:
                break
            pending.pop(0)
        slides.append(page.slide(body))
    return tuple(slides)


class _Listing:
    """The list of entries on one page."""

    def __init__(self, builder: PageBuilder, body: Box) -> None:
        self.builder = builder
        self.body = body
        self.size = builder.size(_SIZE)
        self.left = min(0.34 * body.width, builder.px(200))
        self.figures_width = self.left - 2 * builder.px(10) - builder.px(14)
        self.reasons_width = body.width - self.left - builder.px(12)
        self.top = body.top

    def draw_notice(self, text: str) -> None:
        """Draw a notice in place of entries."""
        self.builder.text("notice", text, self.body.left, self.top, self.builder.size(12), self.body.width)

    def add(self, entry: _Entry) -> _Entry | None:
        """Draw an entry below the others; returns what is left of it for the next page, None if nothing.

        An entry is divided only if it is longer than a page; otherwise all of it goes to the next one.
        """
        builder, is_first = self.builder, self.top == self.body.top
        radius, pad, line = builder.px(10), builder.px(6), self.size * LINE
        head = builder.size(_NAME_SIZE) * LINE
        rows = max(len(entry.reasons) * line, head + len(entry.figures) * line, 2 * radius)
        left: _Entry | None = None
        if self.top + rows + 2 * pad > self.body.bottom:
            if not is_first:
                return entry
            entry, left = _divided(entry, int((self.body.bottom - self.top - 2 * pad) / line))
            rows = self.body.bottom - self.top - 2 * pad
        if not is_first:
            builder.rule(self.body.left, self.top, self.body.right, self.top)
        top = self.top + pad
        self._draw_symbol(entry, Point(self.body.left + radius, top + radius), radius)
        x = self.body.left + 2 * radius + builder.px(8)
        width = self.figures_width
        name = tr("{name} (continued)", name=entry.name) if entry.is_continued else entry.name
        builder.text("row", name, x, top, builder.size(_NAME_SIZE), width, weight=620, key=entry.key)
        self._lines("row", entry.figures, x, top + head, width, entry.key)
        self._lines("evidence", entry.reasons, self.body.left + self.left, top, self.reasons_width, entry.key)
        self.top += rows + 2 * pad
        return left

    def _draw_symbol(self, entry: _Entry, centre: Point, radius: float) -> None:
        """Draw the disc of an actor or the line of a relation."""
        look, ink = entry.look, self.builder.theme.neutral
        if isinstance(look, RelationLook):
            line = LegendEntry("relation", entry.name, ink, strength=look.strength, directed=look.directed)
            self.builder.add(LegendMark(line, centre.x, centre.y, 0.6 * radius))
            return
        style = with_legible_code(DiscStyle(look.code, look.colour), radius, self.builder)
        self.builder.add(ActorMark(look.actor, look.name, centre.x, centre.y, radius, style))

    def _lines(
        self, role: TextRole, lines: Sequence[_Line], x: float, top: float, width: float, key: str
    ) -> None:
        theme = self.builder.theme
        for index, line in enumerate(lines):
            ink = theme.text_muted if line.is_muted else theme.text
            y = top + index * self.size * LINE
            part = f"{key}.{line.paragraph}"
            self.builder.text(
                role, line.text, x, y, self.size, width, weight=line.weight, colour=ink, key=part
            )


def _divided(entry: _Entry, rows: int) -> tuple[_Entry, _Entry | None]:
    """Divide an entry after `rows` lines; beside the figures two of them are taken by the name."""
    most = max(rows, 3)
    shown = entry._replace(reasons=entry.reasons[:most], figures=entry.figures[: most - 2])
    figures, reasons = entry.figures[most - 2 :], entry.reasons[most:]
    rest = entry._replace(figures=figures, reasons=reasons, is_continued=True)
    return shown, rest if rest.reasons or rest.figures else None


def _entry(
    document: StakeMap,
    appearance: Appearance,
    look: _Look,
    notes: Footnotes,
    resolver: Resolver,
    listing: _Listing,
) -> _Entry:
    snapshot, issue = appearance.view.snapshot, appearance.view.issue
    if isinstance(look, RelationLook):
        return _relation_entry(document, snapshot or "", look, notes, resolver, listing)
    stance: Resolved[Stance] | None = None
    standing: Resolved[Standing] | None = None
    if snapshot in document.snapshots and snapshot:
        standing = resolver.standings(document, snapshot).get(look.actor)
        if issue in document.issues and issue:
            stance = resolver.stances(document, snapshot, issue).get(look.actor)
    muted = ((text, True) for text in _figures(look, stance, standing))
    figures = list(_numbered(muted, listing.figures_width, listing))
    why: list[tuple[str, bool]] = []
    # Influence on this issue, if given, comes from the stance and replaces that of the standing.
    for each in placing_of(standing, stance).judgements:
        title = tr("Alignment") if isinstance(each.judgement, Stance) else tr("Influence")
        why.extend(_reason_paragraphs(title, each.judgement, notes))
    reasons = list(_numbered(why, listing.reasons_width, listing))
    return _Entry(look.actor, look.name, look, figures, reasons)


def _relation_entry(
    document: StakeMap,
    snapshot: str,
    look: RelationLook,
    notes: Footnotes,
    resolver: Resolver,
    listing: _Listing,
) -> _Entry:
    tie = resolver.ties(document, snapshot).get(look.relation) if snapshot in document.snapshots else None
    ends = (document.actors[end] for end in (look.source, look.target))
    source, target = (code_of(end) or plain(end.name) for end in ends)
    name = f"{isolate(source)} {'→' if look.directed else '–'} {isolate(target)}"
    strength = strength_text(look.strength)
    if tie is not None and tie.judgement.confidence:
        strength = f"{strength}, {confidence_text(tie.judgement.confidence)}"
    muted = [(text, True) for text in (isolate(plain(look.label)), strength) if text]
    why = _reason_paragraphs(tr("Strength"), tie.judgement, notes) if tie else ()
    return _Entry(
        look.relation,
        name,
        look,
        list(_numbered(muted, listing.figures_width, listing)),
        list(_numbered(why, listing.reasons_width, listing)),
    )


def _numbered(paragraphs: Iterable[tuple[str, bool]], width: float, listing: _Listing) -> Iterator[_Line]:
    """Wrap paragraphs into lines that bear the number of their paragraph."""
    for number, (text, is_muted) in enumerate(paragraphs):
        most = _MOST_CITED if is_muted else _MOST_LINES
        for line in wrap(text, width, listing.size, listing.builder.measure, max_lines=most):
            yield _Line(line, 400, is_muted, number)


def _figures(
    look: ActorLook | TrayLook, stance: Resolved[Stance] | None, standing: Resolved[Standing] | None
) -> Iterator[str]:
    if isinstance(look, TrayLook):
        yield look.reason
    judged = stance.judgement if stance else None
    if judged and judged.alignment:
        yield _figure(tr("Alignment"), judged.alignment, judged, signed=True)
    if judged and judged.salience:
        yield f"{tr('Salience')} {estimate_words(judged.salience)}"
    if judged and judged.influence:
        yield f"{tr('Influence')} {estimate_words(judged.influence)}"
    elif standing and standing.judgement.influence:
        yield _figure(tr("Influence"), standing.judgement.influence, standing.judgement, signed=False)


def _figure(name: str, estimate: Estimate, judgement: Judgement, signed: bool) -> str:
    sure = f", {confidence_text(judgement.confidence)}" if judgement.confidence else ""
    return f"{name} {estimate_words(estimate, with_sign=signed)}{sure}"


def _reason_paragraphs(heading: str, judgement: Judgement, notes: Footnotes) -> Iterator[tuple[str, bool]]:
    """Reason and citations of a judgement: paragraphs, and whether each is muted."""
    reason = plain(judgement.reason)
    if not reason and not judgement.citations and not judgement.is_judged:
        return
    yield f"{heading}: {isolate(reason) or tr('no reason given')}", not reason
    for title, citations in (
        (tr("Sources"), [each for each in judgement.citations if not each.against]),
        (tr("Speaks against it"), [each for each in judgement.citations if each.against]),
    ):
        if citations:
            yield f"{title}: {'; '.join(_cited(citations, notes))}", True


def _cited(citations: Sequence[Citation], notes: Footnotes) -> Iterator[str]:
    """Passages cited, by source, after its number: "¹ p. 3, p. 7"."""
    passages = passages_by_source(citations, lambda passage: isolate(plain(passage)))
    for source, found in sorted(passages.items(), key=lambda item: notes.numbers.get(item[0], 0)):
        number = notes.numbers.get(source)
        yield " ".join(part for part in (superscript(number) if number else "?", ", ".join(found)) if part)
