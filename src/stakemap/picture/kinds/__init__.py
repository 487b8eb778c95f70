"""Registry of slide kinds, which the export dialog and `stakemap export --slide` offer.

To add a kind, write a module here that declares it, and add its name to `SLIDE_KINDS`:

    KINDS = (SlideKind("roster", lambda: tr("Roster"), _pages),)

where `_pages(job)` imports what draws it and returns its slides: a module of its own, such as
`picture/slides/matrix.py`. `picture.slides.framed_page.FramedPage` gives a page with the usual header and
footer, `picture.slides.layout.compose` a map. The module itself imports nothing heavy, since
`stakemap export --help` reads it.

Tests ask of every kind that is listed here that it
- shows the sources and the confidence of what it shows (`picture.sources.footnotes`,
  `picture.slides.header_footer.confidence_remark`), or the caveat of its method;
- leaves out what `job.options` switches off; in header and footer `FramedPage` does;
- has a `headline`, which begins with `picture.headlines.headlines.without_positions(job)`, so that nothing is
  claimed of a map of which nothing is known;
- has a `label` only if it has a mnemonic, after `&`, that the export dialog does not use yet. Without one the
  title is the text of its check box.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stakemap.errors import Fault
from stakemap.i18n import tr
from stakemap.registry import Registry

if TYPE_CHECKING:
    from stakemap.model.document import StakeMap
    from stakemap.picture.job import SlideJob
    from stakemap.picture.slides.slide import Slide


@dataclass(frozen=True, slots=True)
class SlideKind:
    """A kind of slide: `id` for the command line and settings, `title` for lists of pages, `label` with the
    mnemonic of its check box.
    """

    id: str
    title: Callable[[], str]
    #: Composes the pages of one request.
    pages: Callable[[SlideJob], tuple[Slide, ...]]
    label: Callable[[], str] | None = None
    #: The headline that it proposes for a request; without one its title is proposed.
    headline: Callable[[SlideJob], str] | None = None
    #: The speaker notes below the headline; without them the judgements shown are listed.
    notes: Callable[[SlideJob], str] | None = None
    #: Shows all issues at once, so that a deck has it once per snapshot.
    shows_all_issues: bool = False
    #: Shows relations; the others are built without them.
    shows_relations: bool = False
    #: May take several pages, so that even a single request leaves room for a page number.
    may_span_pages: bool = False
    #: Draws one map in `job.frame`, which all maps of an issue share in a deck.
    shares_frame: bool = False
    #: Shows what changed since an earlier snapshot, which can be chosen.
    compares: bool = False
    #: Makes no sense without an earlier snapshot.
    needs_earlier: bool = False
    #: Comes after all other pages of a map, whatever the order in which kinds were requested.
    is_appendix: bool = False
    #: Whether a map has anything to show on it, on an issue at a snapshot. Quick: more than what is missing
    #: may turn out to have no content.
    has_content: Callable[[StakeMap, str | None, str | None], bool] | None = None
    #: The id of the method of analysis that it shows the findings of.
    method: str = ""


SLIDE_KINDS: Registry[SlideKind] = Registry(
    "KINDS",
    "stakemap.picture.kinds.maps",
    "stakemap.picture.kinds.issues",
    "stakemap.picture.kinds.matrix",
    "stakemap.picture.kinds.analyses",
    "stakemap.picture.kinds.evidence",
)


def headline_findings(document: StakeMap) -> Iterator[Fault]:
    """Warn of headlines of pages of a kind that there is not; they are kept as they are."""
    from stakemap.model.headlines import parts_of

    for key in document.headlines:
        kind = parts_of(key).kind
        if kind not in SLIDE_KINDS.ids:
            message = tr(
                "This headline is of a page of the kind “{kind}”, which does not exist.",
                kind=kind,
            )
            yield Fault("no-such-page", f"headlines.{key}", message, "warning")
