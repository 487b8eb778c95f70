"""Export of a slide as SVG, from its marks: a group for each actor, text as text or as paths."""

from __future__ import annotations

from stakemap.export.pages import page_points
from stakemap.export.svg_shapes import SvgShapes
from stakemap.export.svg_writer import SvgWriter, TextAs
from stakemap.i18n import tr
from stakemap.paint.fonts import FAMILY, QtMeasure
from stakemap.picture.actor_parts import ActorPart, group_actor_marks
from stakemap.picture.marks import (
    ActorMark,
    AnalystsMark,
    Mark,
    MoveMark,
    RangeMark,
    RelationMark,
    TrailMark,
    TrayMark,
)
from stakemap.picture.slides.refit import refit
from stakemap.picture.slides.slide import Slide
from stakemap.text import plain

#: Fallback fonts where Inter is not installed, the ones of similar width first.
FONTS = f"{FAMILY}, 'Segoe UI', 'Helvetica Neue', Arial, 'Noto Sans', sans-serif"


def svg_bytes(slide: Slide, text: TextAs = "text") -> bytes:
    """The slide as a self-contained SVG 1.1 document.

    With `text` "text" it can be searched and edited, and is set in Inter or a fallback font; as "paths" it
    looks the same everywhere, and its words are in the description and in labels for screen readers.
    Needs a QGuiApplication to measure text. Raises UsageError for an empty slide.
    """
    page_points(slide)  # Raises UsageError for an empty slide.
    family = slide.theme.font
    fonts = f"{_quoted(family)}, {FONTS}" if family else FONTS
    measure = QtMeasure(family)
    writer = SvgWriter(slide, fonts, text, family)
    _SlideWriter(writer, refit(slide, measure), measure).write()
    return writer.document()


def _quoted(family: str) -> str:
    return "'" + family.replace("'", "") + "'"


class _SlideWriter:
    """Writes the marks in their order, those of one object in a group with its name as title."""

    def __init__(self, writer: SvgWriter, slide: Slide, measure: QtMeasure) -> None:
        self.writer = writer
        self.slide = slide
        self.shapes = SvgShapes(writer, slide.theme, measure)
        self.names = {
            mark.actor: mark.name for mark in slide.marks if isinstance(mark, ActorMark | TrayMark | MoveMark)
        }

    def write(self) -> None:
        """Write the background and all marks."""
        slide = self.slide
        if slide.background:
            self.writer.add("rect", width=slide.width, height=slide.height, fill=slide.background)
        for part in group_actor_marks(slide.marks):
            if isinstance(part, ActorPart):
                self._actor(part)
            else:
                self._mark(part)

    def _actor(self, part: ActorPart) -> None:
        disc = part.disc
        with self.writer.group(f"actor-{disc.actor}", disc.name, role="actor"):
            if part.leader:
                self.shapes.draw(part.leader)
            self.shapes.draw(disc)
            if part.label:
                self.shapes.label(part.label, part.label_align)

    def _mark(self, mark: Mark) -> None:
        match mark:
            case TrayMark():
                with self.writer.group(f"tray-{mark.actor}", f"{mark.name}: {mark.reason}", role="tray"):
                    self.shapes.draw(mark)
            case RangeMark():
                title = tr("{name}: plausible range", name=self.names.get(mark.actor, mark.actor))
                with self.writer.group(f"range-{mark.actor}", title, role="range"):
                    self.shapes.draw(mark)
            case AnalystsMark():
                title = tr("{name}: judgements of analysts", name=self.names.get(mark.actor, mark.actor))
                with self.writer.group(f"analysts-{mark.actor}", title, role="analysts"):
                    self.shapes.draw(mark)
            case TrailMark() | MoveMark():
                title = tr("{name}: movement", name=self.names.get(mark.actor, mark.actor))
                with self.writer.group(f"movement-{mark.actor}", title, role="movement"):
                    self.shapes.draw(mark)
            case RelationMark():
                with self.writer.group(
                    f"relation-{mark.relation}", self._relation_title(mark), role="relation"
                ):
                    self.shapes.draw(mark)
            case _:
                self.shapes.draw(mark)

    def _relation_title(self, mark: RelationMark) -> str:
        source, target = (self.names.get(actor, actor) for actor in (mark.source, mark.target))
        arrow = "→" if mark.directed else "–"
        return plain(
            f"{source} {arrow} {target}: {mark.label}" if mark.label else f"{source} {arrow} {target}"
        )
