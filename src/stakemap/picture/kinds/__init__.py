"""The kinds of slides: the deck composes them, the export dialog and `stakemap export --slide` offer them.

To add a kind, write a module here that declares it, and add its name to `SLIDE_KINDS`:

    KINDS = (SlideKind("roster", lambda: tr("Roster"), _pages),)

where `_pages(job)` imports what draws it and returns its slides. `page.FramedPage` gives a page with the
usual head and foot, `slide.compose` a map. What draws it is a module of its own, such as
`picture/roster_slide.py`; as every kind does, it tells its sources and how sure it is. The letter after `&`
in its label is one that the export dialog has not taken. The module itself imports nothing heavy, since
`stakemap export --help` reads it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stakemap.registry import Registry

if TYPE_CHECKING:
    from stakemap.picture.job import SlideJob
    from stakemap.picture.slide import Slide

__all__ = ["SLIDE_KINDS", "SlideKind"]


@dataclass(frozen=True, slots=True)
class SlideKind:
    """A kind of slide. `id` is what the command line and settings call it, `title` what lists of pages do,
    `label` the same with the mnemonic of its check box.
    """

    id: str
    title: Callable[[], str]
    #: Composes the pages of one request.
    pages: Callable[[SlideJob], tuple[Slide, ...]]
    label: Callable[[], str] | None = None
    #: Shows all issues at once, so that a deck has it once for a snapshot.
    shows_all_issues: bool = False
    #: Shows relations; the others are built without them.
    shows_relations: bool = False
    #: May take several pages, so that even a lone one leaves room for a page number.
    may_run_on: bool = False
    #: Draws one map in `job.frame`, which all maps of an issue in a deck share.
    shares_frame: bool = False
    #: Shows what changed since an earlier snapshot, which can be chosen.
    compares: bool = False
    #: Makes no sense without an earlier snapshot.
    needs_earlier: bool = False


SLIDE_KINDS: Registry[SlideKind] = Registry(
    "KINDS",
    "stakemap.picture.kinds.maps",
    "stakemap.picture.kinds.issues",
    "stakemap.picture.kinds.matrix",
    "stakemap.picture.kinds.evidence",
)
