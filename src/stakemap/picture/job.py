"""The input of slide composition: requests, the style of a deck, and the job of composing one request."""

from __future__ import annotations

from dataclasses import dataclass

from stakemap.analysis.balance.sides import DEFAULT_LIMITS, SideLimits
from stakemap.model.document import StakeMap
from stakemap.model.resolve import Resolver
from stakemap.picture.appearance.appearance import Appearance
from stakemap.picture.appearance.values import Relations, Ties
from stakemap.picture.measure import TextMeasure
from stakemap.picture.options import DEFAULT_STYLE, STYLES, MatrixOrder, SlideOptions
from stakemap.picture.slides.page_builder import PageBuilder
from stakemap.picture.slides.slide import Frame
from stakemap.picture.theme import Theme

_DEFAULT_OPTIONS = STYLES[DEFAULT_STYLE]


@dataclass(frozen=True, slots=True)
class SlideRequest:
    """A requested slide; `kind` is the id of one in `SLIDE_KINDS`. Trails start at the earlier snapshot
    `against`; None means the dated snapshot before.
    """

    kind: str
    issue: str | None
    snapshot: str | None
    against: str | None = None


@dataclass(frozen=True, slots=True)
class DeckStyle:
    """What all pages of a deck share: theme, size in pixels, parts shown."""

    theme: Theme
    measure: TextMeasure
    size: tuple[int, int] = (1920, 1080)
    options: SlideOptions = _DEFAULT_OPTIONS
    is_transparent: bool = False
    #: Whether to compose speaker notes, which takes a while on a large map.
    has_notes: bool = True
    #: Which relations maps show: all, those of `selection`, or of one sign.
    relations: Relations = "all"
    ties: Ties = "all"
    selection: frozenset[str] = frozenset()
    #: By what the actors of a matrix are sorted: their influence, or their alignment on the issue in view.
    matrix_order: MatrixOrder = "influence"
    #: What headlines count as undecided and as evenly balanced.
    limits: SideLimits = DEFAULT_LIMITS


@dataclass(frozen=True, slots=True)
class SlideJob:
    """What a slide kind composes one request from. `before` is the snapshot to compare with, `is_paged` says
    whether to leave room for a page number, `frame` is the one that all maps of an issue share in a deck.
    `headline` heads its first page (see `picture.headlines.headlines.page_headline`), and `is_first` puts the
    key judgement on that page.
    """

    document: StakeMap
    request: SlideRequest
    appearance: Appearance
    before: str | None
    style: DeckStyle
    resolver: Resolver
    is_paged: bool = False
    frame: Frame | None = None
    headline: str = ""
    is_first: bool = True

    @property
    def options(self) -> SlideOptions:
        """Which parts the slide has."""
        return self.style.options

    def page_builder(self) -> PageBuilder:
        """An empty page of the deck's size and theme."""
        return PageBuilder(*self.style.size, self.style.theme, self.style.measure)
