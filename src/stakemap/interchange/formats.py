"""Registry of the foreign formats that can be imported: File › Import…, dropped files and `stakemap import`.

To add a format, write a module in `readers/` that declares it, and add the module's name to `FORMATS`:

    FORMATS = (Format("notes", lambda: tr("Notes"), (".txt",), _is_notes, _read, _page),)

`_is_notes(file)` says by content whether a file has this format and must be quick, `_read(job)` makes
`ImportedContent` of it, and `_page()` says what is read and what is lost, for the help and the README.
Reading raises MapReadError where nothing of the file can be used, and makes a remark of everything else.
While reading a long file it calls `job.report` regularly, and raises CancelledError once that returns False.
The first format that recognises a file reads it, so that special ones stand before general ones; and since
stakeholder registers, the last one, may be tables of any layout, what `_is_notes` takes for its own must be
unmistakable. `tests/test_readme.py` prints the table that the README then needs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from types import MappingProxyType
from typing import TYPE_CHECKING

from stakemap.i18n import tr
from stakemap.registry import Registry
from stakemap.values import frozen

if TYPE_CHECKING:
    from stakemap.interchange.content import ImportedContent
    from stakemap.interchange.incoming import IncomingFile
    from stakemap.interchange.register.plan import ImportPlan


@frozen
class FormatPage:
    """What is read of a format, what is kept elsewhere (as tags or notes), and what is lost: phrases."""

    reads: tuple[str, ...]
    keeps: tuple[str, ...] = ()
    loses: tuple[str, ...] = ()

    def sentences(self) -> list[tuple[str, str]]:
        """What is read, kept elsewhere and lost, each with its caption, where there is any."""
        parts = (
            (tr("Imported"), self.reads),
            (tr("Kept as tags or notes"), self.keeps),
            (tr("Not imported"), self.loses),
        )
        return [(caption, "; ".join(phrases)) for caption, phrases in parts if phrases]


@frozen
class ReadOption:
    """Something that a file leaves open, such as the ends of a scale, and that can be asked.

    `value` is what is taken unless something else is chosen; with `choices` (value, then words for it) one of
    these is chosen, else a number is typed.
    """

    id: str
    label: str
    value: str
    choices: tuple[tuple[str, str], ...] = ()


@frozen
class ReadJob:
    """The input of reading one file: the file, values of options by id, and for registers the plan.

    `today` is the date of the import ("2025-07-01"). `report` is called with the share done, 0 to 1; it
    returns False to cancel.
    """

    file: IncomingFile
    today: str
    options: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    plan: ImportPlan | None = None
    report: Callable[[float], bool] = lambda _share: True


def _no_options(_file: IncomingFile) -> tuple[ReadOption, ...]:
    return ()


@frozen
class Format:
    """A foreign format. `title` names it for users; `endings` are for file dialogs only."""

    id: str
    title: Callable[[], str]
    endings: tuple[str, ...]
    recognises: Callable[[IncomingFile], bool]
    read: Callable[[ReadJob], ImportedContent]
    page: Callable[[], FormatPage]
    options: Callable[[IncomingFile], tuple[ReadOption, ...]] = _no_options
    #: Whether columns are mapped by a plan, which the user can change (stakeholder registers).
    has_plan: bool = False


FORMATS: Registry[Format] = Registry(
    "FORMATS",
    "stakemap.interchange.readers.stakemap_workbook",
    "stakemap.interchange.readers.policymaker",
    "stakemap.interchange.readers.graphml",
    "stakemap.interchange.readers.gexf",
    "stakemap.interchange.readers.gml",
    "stakemap.interchange.readers.pajek",
    "stakemap.interchange.readers.ucinet",
    "stakemap.interchange.readers.kumu",
    "stakemap.interchange.readers.onodo",
    "stakemap.interchange.readers.gephi_tables",
    "stakemap.interchange.references.formats",
    "stakemap.interchange.readers.ktab",
    "stakemap.interchange.readers.decide",
    "stakemap.interchange.readers.dna",
    "stakemap.interchange.readers.mactor",
    "stakemap.interchange.readers.ches",
    "stakemap.interchange.readers.bdm",
    "stakemap.interchange.readers.voting_advice",
    "stakemap.interchange.register.format",
)


def format_of(file: IncomingFile) -> Format | None:
    """The first format that recognises the content of a file; None if there is none."""
    return next((each for each in FORMATS if each.recognises(file)), None)
