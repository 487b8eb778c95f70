"""What an export does off the GUI thread: composing pages, drawing one of them, writing the files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from PySide6.QtGui import QImage

from stakemap.app.kit.latest_work import CalledOffError, Stop
from stakemap.export.formats import WriteOptions, exporter_for, write_pages
from stakemap.export.png import render
from stakemap.model.document import StakeMap
from stakemap.model.resolve import Resolver
from stakemap.paint.fonts import QtMeasure
from stakemap.picture.deck import DeckStyle, Page, SlideRequest, compose_deck
from stakemap.picture.looks import Relations, Ties
from stakemap.picture.options import SlideOptions
from stakemap.picture.slide import Slide
from stakemap.picture.theme import Theme

__all__ = ["DeckTask", "Drawn", "compose", "compose_and_draw", "draw_again", "write"]

Tell = Callable[[float], object]
#: Of the progress of a whole export, what composing the pages takes.
_COMPOSING = 0.4


@dataclass(frozen=True, slots=True)
class DeckTask:
    """The pages that are wanted, and their look; two tasks about the same map are equal when these are."""

    document: StakeMap = field(compare=False)
    requests: tuple[SlideRequest, ...]
    theme: Theme
    size: tuple[int, int]
    parts: SlideOptions
    is_transparent: bool
    relations: Relations
    ties: Ties
    selection: frozenset[str]

    def style(self, has_notes: bool) -> DeckStyle:
        """The style of the deck, with a measure for the thread that asks."""
        return DeckStyle(
            self.theme,
            QtMeasure(self.theme.font),
            self.size,
            self.parts,
            self.is_transparent,
            has_notes,
            self.relations,
            self.ties,
            self.selection,
        )


class Drawn(NamedTuple):
    """The pages of a task, and the picture of one of them."""

    task: DeckTask
    pages: tuple[Page, ...]
    number: int
    image: QImage


def compose(stop: Stop, tell: Tell, task: DeckTask, has_notes: bool = False) -> tuple[Page, ...]:
    """The pages of a task. Raises CalledOffError once they are not wanted any more."""

    def progress(done: int, count: int) -> None:
        if stop():
            raise CalledOffError
        tell(_COMPOSING * done / count)

    return compose_deck(task.document, task.requests, task.style(has_notes), Resolver(), progress)


def compose_and_draw(
    stop: Stop, tell: Tell, task: DeckTask, wanted: tuple[SlideRequest | None, int], room: tuple[float, float]
) -> Drawn:
    """The pages of a task, and the picture, as large as fits in `room` pixels, of a page that was looked at:
    the request that it is of, and which of its pages it is.
    """
    pages = compose(stop, tell, task)
    request, place = wanted
    own = [number for number, page in enumerate(pages) if page.request == request]
    number = own[min(place, len(own) - 1)] if own else 0
    return draw_again(stop, tell, task, pages, number, room)


def draw_again(
    stop: Stop, _tell: Tell, task: DeckTask, pages: tuple[Page, ...], number: int, room: tuple[float, float]
) -> Drawn:
    """The picture of a page that is composed, as large as fits in `room` pixels."""
    if stop():
        raise CalledOffError
    return Drawn(task, pages, number, _picture(pages[number].slide, room))


def _picture(slide: Slide, room: tuple[float, float]) -> QImage:
    scale = min(room[0] / slide.width, room[1] / slide.height)
    return render(slide, max(scale, 0.01))


def write(stop: Stop, tell: Tell, task: DeckTask, path: Path, options: WriteOptions) -> tuple[Path, ...]:
    """Write the pages of a task and return the files; raises CalledOffError when stopped."""
    has_notes = options.speaker_notes and "speaker-notes" in exporter_for(path).choices
    pages = compose(stop, tell, task, has_notes)

    def progress(done: int, count: int) -> None:
        tell(_COMPOSING + (1 - _COMPOSING) * done / count)
        if stop() and done < count:
            raise CalledOffError

    return write_pages(pages, task.document, path, options, progress)
