"""Registry of the formats of data that a map can be written in: File › Export data…, `stakemap export`.

To add a format, write a module that declares it, and add its name to `DATA_WRITERS`:

    WRITERS = (DataWriter("notes", lambda: tr("Notes"), (".txt",), _write, _page),)

where `_write(document, options)` returns the bytes of the file and what did not fit, and `_page()` says what
the format holds and what it has no place for (`losses`). Unknown is never written as a number. A map is
cleaned before it is written (`model.clean`), never by a writer. The module itself imports nothing heavy.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from stakemap.i18n import tr
from stakemap.registry import Registry

if TYPE_CHECKING:
    from stakemap.model.document import StakeMap

#: What a format has room for only one of, so that one is requested.
Ask = Literal["issue", "snapshot"]


@dataclass(frozen=True, slots=True)
class DataOptions:
    """The issue and the snapshot to write, by id, where a format holds one of each.

    None is all issues, or the first where there is room for one only; and the latest dated snapshot.
    """

    issue: str | None = None
    snapshot: str | None = None


class Loss(NamedTuple):
    """What a format leaves out of maps: a phrase, and whether a map has any of it."""

    phrase: str
    is_in: Callable[[StakeMap], bool]


@dataclass(frozen=True, slots=True)
class DataPage:
    """What a format holds of a map, in phrases, and what it leaves out."""

    holds: tuple[str, ...]
    losses: tuple[Loss, ...]

    @property
    def loses(self) -> tuple[str, ...]:
        """What the format leaves out of maps."""
        return tuple(loss.phrase for loss in self.losses)

    def lost_of(self, document: StakeMap) -> tuple[str, ...]:
        """What the format leaves out of this map, beside what the writer remarks on."""
        return tuple(loss.phrase for loss in self.losses if loss.is_in(document))

    def sentences(self) -> list[tuple[str, str]]:
        """What it holds and what it leaves out, each with its caption, where there is any."""
        parts = ((tr("Exported"), self.holds), (tr("Not exported"), self.loses))
        return [(caption, "; ".join(phrases)) for caption, phrases in parts if phrases]


@dataclass(frozen=True, slots=True)
class Written:
    """The bytes of a file, and sentences about what of this map did not fit."""

    data: bytes
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DataWriter:
    """A format of data. `title` names it; the first of `endings` is the default.

    `write` raises UsageError where the map has not what the format needs, in a sentence for the user.
    """

    id: str
    title: Callable[[], str]
    endings: tuple[str, ...]
    write: Callable[[StakeMap, DataOptions], Written]
    page: Callable[[], DataPage]
    asks: frozenset[Ask] = frozenset()


DATA_WRITERS: Registry[DataWriter] = Registry("WRITERS", "stakemap.interchange.writers.standard")


def data_endings() -> tuple[str, ...]:
    """The file name endings of all formats of data."""
    return tuple(dict.fromkeys(ending for writer in DATA_WRITERS for ending in writer.endings))
