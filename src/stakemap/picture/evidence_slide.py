"""What each position rests on: reasons and numbered citations, on as many pages as it takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from stakemap.i18n import isolate, tr
from stakemap.model.document import StakeMap
from stakemap.model.judgements import Citation, Estimate, Judgement, Stance, Standing
from stakemap.model.placing import placing_of
from stakemap.model.resolve import Resolved, Resolver
from stakemap.picture.appearance import ActorLook, Appearance, DiscStyle, Outline, code_of
from stakemap.picture.curves import Point
from stakemap.picture.header_footer import confidence_remark
from stakemap.picture.job import SlideJob
from stakemap.picture.legend import LegendEntry
from stakemap.picture.looks import RelationLook, TrayLook
from stakemap.picture.marks import ActorMark, LegendMark, TextRole
from stakemap.picture.measure import wrap
from stakemap.picture.occupancy import Box
from stakemap.picture.page import FramedPage
from stakemap.picture.page_canvas import LINE, Sheet
from stakemap.picture.slide import Slide
from stakemap.picture.sources import Footnotes, footnotes, raised
from stakemap.text import plain
from stakemap.wording.citations import passages_by_source
from stakemap.wording.judgements import confidence_text, strength_text
from stakemap.wording.numbers import estimate_words

__all__ = ["compose_evidence"]

_SIZE, _NAME_SIZE = 9.5, 11.0
#: A reason takes no more lines than this and then ends in an ellipsis, since the map's file holds the rest;
#: what it rests on is named in full, over as many pages as that takes.
_MOST_LINES, _MOST_CITED = 12, 200
#: What stands behind the numbers has to be read here, so that it takes more lines than elsewhere.
_SOURCE_LINES = 6


_Look = ActorLook | TrayLook | RelationLook


class _Line(NamedTuple):
    text: str
    weight: int
    is_muted: bool
    paragraph: int = 0


class _Entry(NamedTuple):
    """An actor or a relation with what is said of it: figures on the left, grounds on the right."""

    key: str
    name: str
    look: _Look
    figures: list[_Line]
    grounds: list[_Line]
    #: Whether it began on the page before.
    goes_on: bool = False


def compose_evidence(job: SlideJob) -> tuple[Slide, ...]:
    """The judgements behind the map of `job`, the most influential actor first, then those without a
    position, then relations; sources bear the numbers that they have on the map.
    """
    # Passages are named by the numbers of their sources.
    options, like = replace(job.options, note_numbers=True), job.sheet()
    document, appearance, resolver = job.document, job.appearance, job.resolver
    if not options.relations:
        appearance = replace(appearance, relations={})
    notes = footnotes(document, appearance, resolver)
    placed = sorted(appearance.actors.values(), key=lambda look: (-look.y, look.name.casefold(), look.actor))
    relations = [look for _, look in sorted(appearance.relations.items())]
    waiting: list[_Look] = [*placed, *appearance.tray, *relations]
    remark = confidence_remark(appearance) if options.confidence_note else ""
    issue = plain(appearance.issue.name) if appearance.issue else ""
    heading = tr("Evidence: {issue}", issue=isolate(issue)) if issue else tr("Evidence")
    slides: list[Slide] = []
    begun: _Entry | None = None
    while waiting or not slides:
        page = FramedPage(document, appearance, like, options)
        body = page.frame(
            heading, notes, remark, job.is_paged, has_lead=not slides, source_lines=_SOURCE_LINES
        )
        listing = _Listing(page.sheet, body)
        if not waiting:
            listing.say(tr("This map has no actors yet"))
        while waiting:
            entry = begun or _entry(document, appearance, waiting[0], notes, resolver, listing)
            begun = listing.add(entry)
            if begun is not None:
                break
            waiting.pop(0)
        slides.append(page.slide(body))
    return tuple(slides)


class _Listing:
    """Entries one below the other."""

    def __init__(self, sheet: Sheet, body: Box) -> None:
        self.sheet = sheet
        self.body = body
        self.size = sheet.size(_SIZE)
        self.left = min(0.34 * body.width, sheet.px(200))
        self.figures_width = self.left - 2 * sheet.px(10) - sheet.px(14)
        self.grounds_width = body.width - self.left - sheet.px(12)
        self.top = body.top

    def say(self, text: str) -> None:
        """A sentence where there are no entries."""
        self.sheet.text("notice", text, self.body.left, self.top, self.sheet.size(12), self.body.width)

    def add(self, entry: _Entry) -> _Entry | None:
        """Draw an entry below the others; returns what is left of it for the next page, None if nothing.

        One that has no room here is left whole; only one that is longer than a page is divided.
        """
        sheet, is_first = self.sheet, self.top == self.body.top
        radius, pad, line = sheet.px(10), sheet.px(6), self.size * LINE
        head = sheet.size(_NAME_SIZE) * LINE
        rows = max(len(entry.grounds) * line, head + len(entry.figures) * line, 2 * radius)
        left: _Entry | None = None
        if self.top + rows + 2 * pad > self.body.bottom:
            if not is_first:
                return entry
            entry, left = _divided(entry, int((self.body.bottom - self.top - 2 * pad) / line))
            rows = self.body.bottom - self.top - 2 * pad
        if not is_first:
            sheet.rule(self.body.left, self.top, self.body.right, self.top)
        top = self.top + pad
        self._sign(entry, Point(self.body.left + radius, top + radius), radius)
        x = self.body.left + 2 * radius + sheet.px(8)
        width = self.figures_width
        name = tr("{name} (continued)", name=entry.name) if entry.goes_on else entry.name
        sheet.text("row", name, x, top, sheet.size(_NAME_SIZE), width, weight=620, key=entry.key)
        self._lines("row", entry.figures, x, top + head, width, entry.key)
        self._lines("evidence", entry.grounds, self.body.left + self.left, top, self.grounds_width, entry.key)
        self.top += rows + 2 * pad
        return left

    def _sign(self, entry: _Entry, centre: Point, radius: float) -> None:
        """The disc of an actor, the line of a relation."""
        look, ink = entry.look, self.sheet.theme.neutral
        if isinstance(look, RelationLook):
            line = LegendEntry("relation", entry.name, ink, strength=look.strength, directed=look.directed)
            self.sheet.add(LegendMark(line, centre.x, centre.y, 0.6 * radius))
            return
        style = DiscStyle(look.code, look.colour, Outline.NONE, False, False, None)
        self.sheet.add(ActorMark(look.actor, look.name, centre.x, centre.y, radius, style))

    def _lines(
        self, role: TextRole, lines: Sequence[_Line], x: float, top: float, width: float, key: str
    ) -> None:
        theme = self.sheet.theme
        for index, line in enumerate(lines):
            ink = theme.text_muted if line.is_muted else theme.text
            y = top + index * self.size * LINE
            part = f"{key}.{line.paragraph}"
            self.sheet.text(role, line.text, x, y, self.size, width, weight=line.weight, colour=ink, key=part)


def _divided(entry: _Entry, rows: int) -> tuple[_Entry, _Entry | None]:
    """What of an entry fills so many lines, and the rest; a name takes two lines of the figures."""
    most = max(rows, 3)
    shown = entry._replace(grounds=entry.grounds[:most], figures=entry.figures[: most - 2])
    figures, grounds = entry.figures[most - 2 :], entry.grounds[most:]
    rest = entry._replace(figures=figures, grounds=grounds, goes_on=True)
    return shown, rest if rest.grounds or rest.figures else None


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
    said = ((text, True) for text in _figures(look, stance, standing))
    figures = list(_numbered(said, listing.figures_width, listing))
    why: list[tuple[str, bool]] = []
    # Influence that differs on this issue rests on the stance, not on the standing that it replaces.
    for each in placing_of(standing, stance).judgements:
        title = tr("Alignment") if isinstance(each.judgement, Stance) else tr("Influence")
        why.extend(_grounds(title, each.judgement, notes))
    grounds = list(_numbered(why, listing.grounds_width, listing))
    return _Entry(look.actor, look.name, look, figures, grounds)


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
    said = [(text, True) for text in (isolate(plain(look.label)), strength) if text]
    why = _grounds(tr("Strength"), tie.judgement, notes) if tie else ()
    return _Entry(
        look.relation,
        name,
        look,
        list(_numbered(said, listing.figures_width, listing)),
        list(_numbered(why, listing.grounds_width, listing)),
    )


def _numbered(paragraphs: Iterable[tuple[str, bool]], width: float, listing: _Listing) -> Iterator[_Line]:
    """Paragraphs in lines that know which of them they belong to."""
    for number, (text, is_muted) in enumerate(paragraphs):
        most = _MOST_CITED if is_muted else _MOST_LINES
        for line in wrap(text, width, listing.size, listing.sheet.measure, max_lines=most):
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


def _grounds(heading: str, judgement: Judgement, notes: Footnotes) -> Iterator[tuple[str, bool]]:
    """Why, and which passages say so: paragraphs, and whether each is set back."""
    reason = plain(judgement.reason)
    if not reason and not judgement.citations and not judgement.is_judged:
        return
    yield f"{heading}: {isolate(reason) or tr('no reason given')}", not reason
    for said, citations in (
        (tr("Sources"), [each for each in judgement.citations if not each.against]),
        (tr("Speaks against it"), [each for each in judgement.citations if each.against]),
    ):
        if citations:
            yield f"{said}: {'; '.join(_cited(citations, notes))}", True


def _cited(citations: Sequence[Citation], notes: Footnotes) -> Iterator[str]:
    """The passages of each source after its number: "¹ p. 3, p. 7"."""
    passages = passages_by_source(citations, lambda passage: isolate(plain(passage)))
    for source, found in sorted(passages.items(), key=lambda item: notes.numbers.get(item[0], 0)):
        number = notes.numbers.get(source)
        yield " ".join(part for part in (raised(number) if number else "?", ", ".join(found)) if part)
