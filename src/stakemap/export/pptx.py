"""Export of slides as a PowerPoint deck of native, editable shapes."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import cycle
from operator import attrgetter
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Emu

from stakemap.errors import UsageError
from stakemap.export.pages import page_points
from stakemap.export.pptx_captions import captions_above, captions_of, text_box
from stakemap.export.pptx_elements import EMU_PER_POINT, TextStyle, element
from stakemap.export.pptx_lines import Caption, End
from stakemap.export.pptx_shapes import PptxShapes
from stakemap.export.pptx_writer import SLACK, PptxWriter
from stakemap.export.svg_writer import xml_text
from stakemap.i18n import tr
from stakemap.model.document import StakeMap
from stakemap.model.reviews import status_of
from stakemap.model.terms import term
from stakemap.paint.fonts import OFFICE_FAMILY, OfficeMeasure
from stakemap.picture.actor_parts import ActorPart, group_actor_marks
from stakemap.picture.line_breaks import pieces_of
from stakemap.picture.marks import ActorMark, LegendMark, Mark, MoveMark, RelationMark, TextMark, TrayMark
from stakemap.picture.plot.curves import Point
from stakemap.picture.slides.refit import refit
from stakemap.picture.slides.slide import Slide
from stakemap.text import capital, plain

_LAYOUT = "Title Only"
#: The date of all entries of the archive, so that the same map gives the same bytes.
_FIXED_DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class DeckProperties:
    """The document properties of the file."""

    title: str = ""
    subject: str = ""
    author: str = ""
    category: str = ""
    keywords: str = ""
    comments: str = ""


def properties_of(document: StakeMap) -> DeckProperties:
    """The properties of a deck of `document`, without anything about the machine or its user."""
    return DeckProperties(
        plain(document.title),
        plain(document.question),
        plain(document.contact),
        capital(term(status_of(document).status)),
        plain(document.handling),
        plain(document.key_judgement),
    )


def pptx_bytes(
    slides: Sequence[Slide],
    properties: DeckProperties | None = None,
    notes: Sequence[str] = (),
    progress: Callable[[int], None] | None = None,
    *,
    glued_connectors: bool = False,
) -> bytes:
    """A PowerPoint deck of `slides`, with the page size of the first.

    Text is set in the theme's font, or in Arial. Relations and movements are freeforms, or with
    `glued_connectors` connectors that follow the discs but are routed by the program that shows them.

    `notes` are their speaker notes, if any. `progress` is called after each slide with the number done; an
    exception it raises is propagated. Needs a QGuiApplication to measure text. Raises UsageError without
    slides and for an empty one.
    """
    if not slides:
        raise UsageError(tr("There are no pages to write."))
    width, height = (round(side * EMU_PER_POINT) for side in page_points(slides[0]))
    deck = Presentation()
    deck.slide_width, deck.slide_height = Emu(width), Emu(height)
    layout = _prepare_layout(deck, slides[0])
    measure = OfficeMeasure(slides[0].theme.font)
    for index, slide in enumerate(slides):
        page_points(slide)  # Raises UsageError for an empty slide.
        # A slide with another aspect ratio than the deck's is as large as fits.
        unit = min(width / slide.width, height / slide.height)
        page = deck.slides.add_slide(layout)
        _fill_page(page, refit(slide, measure), unit, measure, glued_connectors)
        if index < len(notes) and notes[index].strip():
            page.notes_slide.notes_text_frame.text = xml_text(notes[index])
        if progress:
            progress(index + 1)
    _set_properties(deck, properties or DeckProperties(slides[0].title))
    buffer = io.BytesIO()
    deck.save(buffer)
    return _without_dates(buffer.getvalue())


# --- one slide ---------------------------------------------------------------------------------------------


def _fill_page(page: Any, slide: Slide, unit: float, measure: OfficeMeasure, is_glued: bool) -> None:
    tree = page.shapes._spTree
    for placeholder in list(page.placeholders):
        tree.remove(placeholder._element)
    writer = PptxWriter(tree, unit, measure.family, measure.extent("", 1.0))
    _SlideWriter(writer, slide, PptxShapes(writer, slide.theme, measure, is_glued)).write()
    if slide.background is not None:
        page.background.fill.solid()
        page.background.fill.fore_color.rgb = RGBColor.from_string(slide.background.lstrip("#"))


class _SlideWriter:
    """Writes the marks of a slide in their order."""

    def __init__(self, writer: PptxWriter, slide: Slide, shapes: PptxShapes) -> None:
        self.writer = writer
        self.slide = slide
        self.shapes = shapes
        self.parts = captions_above(group_actor_marks(slide.marks))
        # A text stays apart from a connector, which the program that shows it reroutes.
        self.captions = {} if shapes.lines.is_glued else captions_of(self.parts)
        self._captioned = {id(line) for lines in self.captions.values() for line in lines}
        self.discs = {
            index: writer.reserve() for index, part in enumerate(self.parts) if isinstance(part, ActorPart)
        }
        self._has_title = False
        self.margin = min((mark.x for mark in slide.marks if isinstance(mark, TextMark)), default=0.0)

    def write(self) -> None:
        """Write all marks."""
        done = 0
        for index, part in enumerate(self.parts):
            if index < done:
                continue
            if isinstance(part, ActorPart):
                self.shapes.actor(part, self.discs[index])
            elif isinstance(part, TextMark) and id(part) in self._captioned:
                continue
            elif isinstance(part, TextMark):
                lines = list(self._paragraph(index))
                self._text(lines)
                done = index + len(lines)
            else:
                self._mark(index, part)

    def _mark(self, index: int, mark: Mark) -> None:
        match mark:
            case RelationMark():
                self._relation(index, mark)
            case MoveMark():
                disc = self._disc(index, mark.actor)
                name = tr("{name}: movement", name=mark.name)
                self.shapes.lines.movement(mark, name, disc[0] if disc else None)
            case TrayMark():
                self.shapes.tray(mark)
            case LegendMark():
                self.shapes.legend(mark)
            case _:
                self.shapes.draw(mark)

    def _relation(self, index: int, mark: RelationMark) -> None:
        source, target = self._disc(index, mark.source), self._disc(index, mark.target)
        name, ends = mark.label, None
        if source is not None and target is not None:
            arrow = "→" if mark.directed else "–"
            name = f"{source[1].name} {arrow} {target[1].name}" + (f": {name}" if name else "")
            ends = _end(*source), _end(*target)
        lines = self.captions.get(index)
        caption = Caption(text_box(lines), lambda: self._text(lines)) if lines else None
        self.shapes.lines.relation(mark, name, ends, caption)

    def _disc(self, index: int, actor: str) -> tuple[int, ActorMark] | None:
        """The next disc of an actor after `index`, which is the one in the same plot, and its shape id."""
        for later in range(index + 1, len(self.parts)):
            part = self.parts[later]
            if isinstance(part, ActorPart) and part.disc.actor == actor:
                return self.discs[later], part.disc
        return None

    def _paragraph(self, index: int) -> Iterator[TextMark]:
        """The text at `index`, and the texts after it that are further lines of the same paragraph."""
        first = last = self.parts[index]
        assert isinstance(first, TextMark)
        assert isinstance(last, TextMark)
        yield first
        for part in self.parts[index + 1 :]:
            if not isinstance(part, TextMark) or not _is_continuation(first, last, part):
                return
            yield part
            last = part

    def _text(self, lines: Sequence[TextMark]) -> None:
        first = lines[0]
        is_title = first.role == "title" and not self._has_title
        self._has_title = self._has_title or is_title
        on_line, is_prose = first.role == "relation", first.role in _PROSE and not first.align
        glow = (self.slide.theme.halo, first.size / 5) if first.halo and not on_line else None
        self.writer.text(
            _NAMES.get(first.role, lambda: tr("Text"))(),
            [_joined(lines)] if is_prose else [mark.text for mark in lines],
            first.x + first.align * first.width,
            [mark.baseline for mark in lines],
            max(mark.width for mark in lines),
            TextStyle(first.size, first.weight, first.colour, first.align, glow),
            placeholder="title" if is_title else "",
            # A box on a curve hides no more of it than the text needs.
            fill=self.slide.theme.canvas if on_line else None,
            alpha=0.9,
            room=self._available_width(lines) if is_prose else None,
        )

    def _available_width(self, lines: Sequence[TextMark]) -> float:
        """Available width of a text: to the right margin or to the next text beside it, but no more than
        several lines need, which would else be broken in other places.
        """
        mark = lines[0]
        beside = [
            other.x
            for other in self.slide.marks
            if isinstance(other, TextMark)
            and other.x > mark.x + mark.width
            and abs(other.baseline - mark.baseline) < 2 * mark.size
        ]
        right = min([self.slide.width - self.margin, *(x - mark.size for x in beside)])
        widest = SLACK * max(line.width for line in lines)
        return min(right - mark.x, widest) if len(lines) > 1 else right - mark.x


def _end(shape_id: int, disc: ActorMark) -> End:
    return shape_id, Point(disc.x, disc.y)


def _joined(lines: Sequence[TextMark]) -> str:
    """The text of which these are the lines."""
    text = lines[0].text
    for line in lines[1:]:
        is_unbroken = text[-1:] in "-–/" or unicodedata.east_asian_width(text[-1:] or " ") in "WF"
        text += line.text if is_unbroken else f" {line.text}"
    return "".join(map(_kept_together, pieces_of(text))) if lines[0].role in _KEPT_TOGETHER else text


#: Roles of texts that other programs break where slides do.
_KEPT_TOGETHER = frozenset({"title", "source"})


def _kept_together(piece: str) -> str:
    """A piece of a text, with blanks at which other programs do not break lines either."""
    words = piece.rstrip()
    return words.replace(" ", "\u00a0") + piece[len(words) :]


#: What the lines of one paragraph have in common.
_common_format = attrgetter("role", "size", "weight", "colour", "key", "align", "halo")


def _is_continuation(first: TextMark, last: TextMark, mark: TextMark) -> bool:
    anchors = [each.x + each.align * each.width for each in (first, mark)]
    step = mark.baseline - last.baseline
    return (
        _common_format(first) == _common_format(mark)
        and abs(anchors[0] - anchors[1]) < 1
        and 0.9 * mark.size < step < 1.6 * mark.size
    )


#: Roles of text that may be wrapped into more lines if a substitute font is wider.
_PROSE = (
    "title",
    "kicker",
    "key-judgement",
    "source",
    "evidence",
    "finding",
    "caveat",
    "tray",
    "confidence",
    "footer",
)
_NAMES: dict[str, Callable[[], str]] = {
    "title": lambda: tr("Headline"),
    "kicker": lambda: tr("Title"),
    "handling": lambda: tr("Handling"),
    "status": lambda: tr("Status"),
    "issue": lambda: tr("Issue"),
    "snapshot": lambda: tr("Snapshot"),
    "axis-end": lambda: tr("Axis end"),
    "caption": lambda: tr("Quadrant"),
    "relation": lambda: tr("Relation"),
    "code": lambda: tr("Code"),
    "date": lambda: tr("Date"),
    "key-judgement": lambda: tr("Key judgement"),
    "finding": lambda: tr("Finding"),
    "caveat": lambda: tr("What it rests on"),
    "chart": lambda: tr("Chart"),
    "legend": lambda: tr("Legend"),
    "source": lambda: tr("Sources"),
    "page": lambda: tr("Page number"),
}


# --- the deck around the slides ----------------------------------------------------------------------------


def _prepare_layout(deck: Any, slide: Slide) -> Any:
    """Remove other layouts, thumbnail and printer settings from the template; returns the layout, fitted to
    the page.
    """
    master = deck.slide_master
    for layout in list(master.slide_layouts):
        if layout.name != _LAYOUT:
            master.slide_layouts.remove(layout)
    for owner in (deck.part.package, deck.part):
        for key, relation in list(owner._rels.items()):
            if relation.reltype.endswith(("/thumbnail", "/printerSettings")):
                owner._rels.pop(key)
    ratio = deck.slide_width / 9_144_000, deck.slide_height / 6_858_000
    for place in master._element.iter(qn("a:off"), qn("a:ext")):
        for across, down in ((("x", "y")) if place.tag.endswith("off") else ("cx", "cy"),):
            if place.get(across) is not None:
                place.set(across, str(round(int(place.get(across)) * ratio[0])))
                place.set(down, str(round(int(place.get(down)) * ratio[1])))
    for relation in master.part.rels.values():
        if relation.reltype.endswith("/theme"):
            relation.target_part._blob = _with_theme(relation.target_part.blob, slide)
    return master.slide_layouts.get_by_name(_LAYOUT)


def _with_theme(blob: bytes, slide: Slide) -> bytes:
    """The template's theme with the slide's typeface, and its colours for what users add."""
    theme, tree = slide.theme, parse_xml(blob)
    tree.set("name", "Stakemap")
    for face in tree.iter(qn("a:majorFont"), qn("a:minorFont")):
        face.find(qn("a:latin")).set("typeface", xml_text(theme.font or OFFICE_FAMILY))
    for index, colour in zip(range(1, 7), cycle(theme.categorical)):
        (accent,) = tree.iter(qn(f"a:accent{index}"))
        accent[:] = [element("a:srgbClr", val=colour.lstrip("#").upper())]
    return serialize_part_xml(tree)


def _set_properties(deck: Any, properties: DeckProperties) -> None:
    core = deck.core_properties
    for field in fields(properties):
        setattr(core, field.name, xml_text(getattr(properties, field.name)[:255]))
    core.last_modified_by = ""
    core.revision = 1
    for dated in [each for each in core._element if each.tag.endswith(("}created", "}modified"))]:
        core._element.remove(dated)
    for part in deck.part.package.iter_parts():
        if part.partname == "/docProps/app.xml":
            part._blob = _APPLICATION.encode()


_APPLICATION = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="http://schemas.openxmlformats.org/'
    'officeDocument/2006/extended-properties"><Application>Stakemap</Application></Properties>'
)


def _without_dates(data: bytes) -> bytes:
    """The archive with constant dates."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _FIXED_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            target.writestr(entry, source.read(name), compresslevel=6)
    return packed.getvalue()
