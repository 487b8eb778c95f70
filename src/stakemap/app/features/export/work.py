"""The work of an export in a worker: composing pages, drawing one of them, writing the files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from PySide6.QtGui import QImage

from stakemap.analysis.balance.sides import SideLimits
from stakemap.app.kit.latest_work import Stop
from stakemap.errors import CancelledError
from stakemap.export.exporters import WriteOptions
from stakemap.export.formats import exporter_for, write_pages
from stakemap.export.png import render
from stakemap.model.document import Headline, StakeMap
from stakemap.model.resolve import Resolver
from stakemap.paint.fonts import slide_measure
from stakemap.picture.appearance.values import Relations, Ties
from stakemap.picture.deck import Deck, PageId, deck_of
from stakemap.picture.headlines.headlines import key_of
from stakemap.picture.job import DeckStyle, SlideRequest
from stakemap.picture.options import MatrixOrder, SlideOptions
from stakemap.picture.slides.slide import Slide
from stakemap.picture.theme import Theme

Progress = Callable[[float], object]
#: The share of composing in the progress of an export.
_COMPOSING = 0.4


@dataclass(frozen=True, slots=True)
class DeckTask:
    """The pages to compose and their look; tasks of the same map compare equal when these are equal.

    `left_out` has the keys of the pages that are left out.
    """

    document: StakeMap = field(compare=False)
    headlines: Mapping[str, Headline]
    requests: tuple[SlideRequest, ...]
    left_out: frozenset[str]
    theme: Theme
    size: tuple[int, int]
    parts: SlideOptions
    is_transparent: bool
    relations: Relations
    ties: Ties
    selection: frozenset[str]
    limits: tuple[float, float]
    matrix_order: MatrixOrder = "influence"

    def has_look_of(self, other: DeckTask) -> bool:
        """Whether the slides of both look alike, apart from their headlines."""
        return replace(self, headlines={}, requests=(), left_out=frozenset()) == replace(
            other, headlines={}, requests=(), left_out=frozenset()
        )

    def style(self, has_notes: bool) -> DeckStyle:
        """Return the style of the deck, with the text measure of the current thread."""
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
            self.matrix_order,
            SideLimits(*self.limits),
        )


class Drawn(NamedTuple):
    """The deck of a task, and the image of one of its pages; no image if none is chosen."""

    task: DeckTask
    deck: Deck
    number: int = 0
    image: QImage | None = None


def compose(
    stop: Stop, report: Progress, task: DeckTask, earlier: Drawn | None, has_notes: bool = False
) -> Deck:
    """Return the deck of a task, with what is as it was `earlier` for the same map.

    Raises CancelledError when cancelled.
    """
    deck = earlier.deck if earlier is not None and earlier.task.has_look_of(task) else Deck()

    def progress(done: int, count: int) -> None:
        if stop():
            raise CancelledError
        report(_COMPOSING * done / count)

    return deck_of(
        task.document,
        task.requests,
        task.style(has_notes),
        Resolver(),
        progress,
        is_chosen=lambda _, page: key_of(*page) not in task.left_out,
        earlier=deck,
    )


def compose_and_draw(
    stop: Stop,
    report: Progress,
    task: DeckTask,
    earlier: Drawn | None,
    wanted: PageId | None,
    size: tuple[float, float],
) -> Drawn:
    """Compose a task and draw the wanted page, or the nearest of its request, to fit `size`, in pixels."""
    deck = compose(stop, report, task, earlier)
    if not deck.pages:
        return Drawn(task, deck)
    own = [page for page in deck.pages if wanted is not None and page.request == wanted.request]
    nearest = min(own, key=lambda page: abs(page.id.number - wanted.number) if wanted else 0, default=None)
    return draw_page(stop, report, Drawn(task, deck), deck.pages.index(nearest) if nearest else 0, size)


def draw_page(
    stop: Stop,
    _report: Progress,
    drawn: Drawn,
    number: int,
    size: tuple[float, float],
) -> Drawn:
    """Draw another composed page to fit `size`, in pixels; raises CancelledError when cancelled."""
    if stop():
        raise CancelledError
    return drawn._replace(number=number, image=_picture(drawn.deck.pages[number].slide, size))


def _picture(slide: Slide, size: tuple[float, float]) -> QImage:
    scale = min(size[0] / slide.width, size[1] / slide.height)
    return render(slide, max(scale, 0.01))


def write(stop: Stop, report: Progress, shown: Drawn, path: Path, options: WriteOptions) -> tuple[Path, ...]:
    """Write the pages shown and return the files; raises CancelledError when cancelled."""
    has_notes = options.speaker_notes and "speaker-notes" in exporter_for(path).choices
    task, pages = shown.task, shown.deck.pages
    if has_notes:
        pages = compose(stop, report, task, shown, has_notes).pages

    def progress(done: int, count: int) -> None:
        report(_COMPOSING + (1 - _COMPOSING) * done / count)
        if stop() and done < count:
            raise CancelledError

    return write_pages(pages, task.document, path, options, progress)
