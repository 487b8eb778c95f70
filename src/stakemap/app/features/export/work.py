"""The work of an export in a worker: composing pages, drawing one of them, writing the files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from PySide6.QtGui import QImage

from stakemap.app.kit.latest_work import CancelledError, Stop
from stakemap.export.formats import WriteOptions, exporter_for, write_pages
from stakemap.export.png import render
from stakemap.model.document import StakeMap
from stakemap.model.resolve import Resolver
from stakemap.paint.fonts import slide_measure
from stakemap.picture.appearance_values import Relations, Ties
from stakemap.picture.deck import DeckStyle, Page, SlideRequest, compose_deck
from stakemap.picture.options import SlideOptions
from stakemap.picture.slide import Slide
from stakemap.picture.theme import Theme

__all__ = ["DeckTask", "Drawn", "compose", "compose_and_draw", "draw_page", "write"]

Progress = Callable[[float], object]
#: The share of composing in the progress of an export.
_COMPOSING = 0.4


@dataclass(frozen=True, slots=True)
class DeckTask:
    """The pages to compose and their look; tasks of the same map compare equal when these are equal."""

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
        """Return the style of the deck, with a text measure for the current thread."""
        return DeckStyle(
            self.theme,
            slide_measure(self.theme.font),
            self.size,
            self.parts,
            self.is_transparent,
            has_notes,
            self.relations,
            self.ties,
            self.selection,
        )


class Drawn(NamedTuple):
    """The pages of a task, and the image of one of them."""

    task: DeckTask
    pages: tuple[Page, ...]
    number: int
    image: QImage


def compose(stop: Stop, report: Progress, task: DeckTask, has_notes: bool = False) -> tuple[Page, ...]:
    """Return the pages of a task; raises CancelledError when cancelled."""

    def progress(done: int, count: int) -> None:
        if stop():
            raise CancelledError
        report(_COMPOSING * done / count)

    return compose_deck(task.document, task.requests, task.style(has_notes), Resolver(), progress)


def compose_and_draw(
    stop: Stop,
    report: Progress,
    task: DeckTask,
    wanted: tuple[SlideRequest | None, int],
    size: tuple[float, float],
) -> Drawn:
    """Compose a task and draw one page to fit `size`, in pixels.

    `wanted` is the request of the page and its number among the pages of that request.
    """
    pages = compose(stop, report, task)
    request, place = wanted
    own = [number for number, page in enumerate(pages) if page.request == request]
    number = own[min(place, len(own) - 1)] if own else 0
    return draw_page(stop, report, task, pages, number, size)


def draw_page(
    stop: Stop,
    _report: Progress,
    task: DeckTask,
    pages: tuple[Page, ...],
    number: int,
    size: tuple[float, float],
) -> Drawn:
    """Draw a composed page to fit `size`, in pixels; raises CancelledError when cancelled."""
    if stop():
        raise CancelledError
    return Drawn(task, pages, number, _picture(pages[number].slide, size))


def _picture(slide: Slide, size: tuple[float, float]) -> QImage:
    scale = min(size[0] / slide.width, size[1] / slide.height)
    return render(slide, max(scale, 0.01))


def write(
    stop: Stop, report: Progress, task: DeckTask, path: Path, options: WriteOptions
) -> tuple[Path, ...]:
    """Write the pages of a task and return the files; raises CancelledError when cancelled."""
    has_notes = options.speaker_notes and "speaker-notes" in exporter_for(path).choices
    pages = compose(stop, report, task, has_notes)

    def progress(done: int, count: int) -> None:
        report(_COMPOSING + (1 - _COMPOSING) * done / count)
        if stop() and done < count:
            raise CancelledError

    return write_pages(pages, task.document, path, options, progress)
