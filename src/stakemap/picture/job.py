"""What slides are composed from: what is asked for, the style of the deck, and all that one slide needs."""

from __future__ import annotations

from dataclasses import dataclass

from stakemap.model.document import StakeMap
from stakemap.model.resolve import Resolver
from stakemap.picture.appearance import Appearance
from stakemap.picture.looks import Relations, Ties
from stakemap.picture.measure import TextMeasure
from stakemap.picture.options import SlideOptions
from stakemap.picture.page_canvas import Sheet
from stakemap.picture.slide import Frame
from stakemap.picture.theme import Theme

__all__ = ["DeckStyle", "SlideJob", "SlideRequest"]

_ALL_PARTS = SlideOptions()


@dataclass(frozen=True, slots=True)
class SlideRequest:
    """A slide that is wanted; `kind` is the id of one in `SLIDE_KINDS`. `against` is the earlier snapshot of
    a before-and-after slide, and what the trails of a map start from; None takes the dated snapshot before.
    """

    kind: str
    issue: str | None
    snapshot: str | None
    against: str | None = None


@dataclass(frozen=True, slots=True)
class DeckStyle:
    """What all pages of a deck share: their look, their size in pixels, their parts."""

    theme: Theme
    measure: TextMeasure
    size: tuple[int, int] = (1920, 1080)
    options: SlideOptions = _ALL_PARTS
    is_transparent: bool = False
    #: Whether pages come with the text of their notes, which takes a while on a large map.
    has_notes: bool = True
    #: Which relations maps show, as a window may have narrowed them: those of `selection`, or of one sign.
    relations: Relations = "all"
    ties: Ties = "all"
    selection: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SlideJob:
    """All that a kind of slide composes one request from: `appearance` is what it shows of the map, `before`
    the snapshot it compares with, `is_paged` whether there has to be room for a page number, `frame` the
    place of the plot in a deck where all maps of an issue share one.
    """

    document: StakeMap
    request: SlideRequest
    appearance: Appearance
    before: str | None
    style: DeckStyle
    resolver: Resolver
    is_paged: bool = False
    frame: Frame | None = None

    @property
    def options(self) -> SlideOptions:
        """Which parts the slide has."""
        return self.style.options

    def sheet(self) -> Sheet:
        """An empty sheet of the deck's size and look."""
        return Sheet(*self.style.size, self.style.theme, self.style.measure)
