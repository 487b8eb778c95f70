"""What a reader finds in a foreign file: plain records with their place in it, before any is an edit.

A reader makes one `ImportedContent`; `merging` matches its records with those of a map and turns them into
one edit. Records refer to each other by `key`, which is unique among the records of one kind in one content
and means nothing outside it. Values are on the scales of the map.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from stakemap.i18n import tr
from stakemap.model.document import ActorKind, Likelihood, RuleKind
from stakemap.model.judgements import Basis, Confidence, Role, State

_LETTERS = 26
RemarkKind = Literal["refused", "left-out", "kept", "doubt"]


class _Plain(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


def column_letters(column: int) -> str:
    """The letters of a column as spreadsheets name it: 1 is A, 27 is AA."""
    letters = ""
    while column > 0:
        column, place = divmod(column - 1, _LETTERS)
        letters = chr(ord("A") + place) + letters
    return letters


class Place(_Plain):
    """Where in a file something stands; rows and columns count from 1, 0 means none.

    `path` is the place in files that are no tables, such as "elements[3].attributes.label", a line or the id
    of an element.
    """

    sheet: str = ""
    row: int = 0
    column: int = 0
    path: str = ""

    def __str__(self) -> str:
        parts = []
        if self.sheet:
            parts.append(tr("sheet “{sheet}”", sheet=self.sheet))
        if self.row:
            parts.append(tr("row {row}", row=str(self.row)))
        if self.column:
            parts.append(tr("column {column}", column=column_letters(self.column)))
        if self.path:
            parts.append(self.path)
        return ", ".join(parts)


NOWHERE = Place()


class Remark(_Plain):
    """A sentence about something in the file.

    `refused` is a value that cannot be used and is not imported, `left-out` what has no place in a map (or
    was not requested), `kept` what is kept in another place than one would expect, such as a tag or a note,
    and `doubt` what was read in one of several possible ways. `text` is what stands there.
    """

    kind: RemarkKind
    sentence: str
    place: Place = NOWHERE
    text: str = ""

    def __str__(self) -> str:
        place = str(self.place)
        return f"{place}: {self.sentence}" if place else self.sentence


class ImportedRecord(_Plain):
    """Base of all records: a key, and the id that the file gives it if that may be one of a map."""

    key: str
    place: Place = NOWHERE
    #: An id as the map would have it, no running number: the file says of which record it speaks. Names are
    #: compared only where the map has no such id. Texts of such a record replace those of the map.
    map_id: str = ""


class ImportedActor(ImportedRecord):
    """An actor; `part_of` is the key of an actor, `group` the key of a group of the content, else the name of
    one. Empty fields say nothing.
    """

    name: str
    aliases: tuple[str, ...] = ()
    code: str = ""
    kind: ActorKind | None = None
    group: str = ""
    part_of: str = ""
    colour: str = ""
    note: str = ""
    tags: tuple[str, ...] = ()


class ImportedGroup(ImportedRecord):
    """A group of which more is known than the name; one that has only that needs no record."""

    name: str
    colour: str = ""


class ImportedIssue(ImportedRecord):
    """An issue; `order` is its place among the issues of the content, `quadrants`, `rule` and `quota` are as
    in `model.document`.

    A name "" is for the issue of what names none: the one that was chosen, else the first of the map.
    `has_sides` is False where positions are outcomes on a scale, of which none is for or against something.
    """

    name: str
    question: str = ""
    has_sides: bool = True
    low_label: str = ""
    high_label: str = ""
    quadrants: tuple[str, str, str, str] = ("", "", "", "")
    note: str = ""
    order: int = 0
    rule: RuleKind | None = None
    quota: float | None = None


class ImportedSnapshot(ImportedRecord):
    """A snapshot or scenario; `based_on` is the key of another one.

    "" is for a scenario the snapshot that is imported into, for a dated snapshot the latest one before it,
    and none for one that has an id of the map.
    """

    label: str
    date: str = ""
    scenario: bool = False
    likelihood: Likelihood | None = None
    based_on: str = ""
    note: str = ""


class ImportedRelation(ImportedRecord):
    """How one actor acts on another; `source` and `target` are keys of actors."""

    source: str
    target: str
    label: str = ""
    directed: bool = True
    note: str = ""


class ImportedSource(ImportedRecord):
    """Where a claim comes from, with the fields of `model.document.Source` and a DOI without its resolver."""

    title: str
    author: str = ""
    publisher: str = ""
    date: str = ""
    url: str = ""
    doi: str = ""
    note: str = ""
    reliability: str = ""


class ImportedEstimate(_Plain):
    """A value on the scale of the map, with its range if the file gives one."""

    value: float
    low: float | None = None
    high: float | None = None


class ImportedCitation(_Plain):
    """A passage of a source of the content, by its key."""

    source: str
    passage: str = ""
    against: bool = False


class ImportedJudgement(_Plain):
    """What every judgement may have; `snapshot` is a key, "" the snapshot that is imported into.

    None and empty texts say nothing, and erase nothing; nor does the state "unknown" of a stance that has a
    salience, an influence, a role, votes or a condition, unless its actor has an id of the map. What the file
    says word for word is kept in `reason`.
    """

    snapshot: str = ""
    state: State = "judged"
    confidence: Confidence | None = None
    basis: Basis | None = None
    reason: str = ""
    citations: tuple[ImportedCitation, ...] = ()
    watch_for: str = ""
    by: str = ""
    on: str = ""
    place: Place = NOWHERE


class ImportedStanding(ImportedJudgement):
    """A judgement of the influence of an actor, 0 to 100; None unless it is judged."""

    actor: str
    influence: ImportedEstimate | None = None


class ImportedCondition(_Plain):
    """What a stance hangs on: a sentence, and the key of an issue if it hangs on one."""

    text: str
    issue: str = ""


class ImportedStance(ImportedJudgement):
    """A judgement of where an actor stands on an issue, −100 to 100; `state` is about the alignment.

    `issue` is a key, "" the issue that is imported onto where the file names none. A salience (0 to 100)
    without an alignment is a stance whose state is unknown.
    """

    actor: str
    issue: str
    alignment: ImportedEstimate | None = None
    salience: ImportedEstimate | None = None
    influence: ImportedEstimate | None = None
    role: Role | None = None
    votes: int | None = None
    conditions: tuple[ImportedCondition, ...] = ()


class ImportedTie(ImportedJudgement):
    """A judgement of the strength of a relation, −3 to 3."""

    relation: str
    strength: float | None = None


class ImportedContent(_Plain):
    """All that a reader found in one file, in the order of the file.

    The texts about the whole map are for a new map: those of a map that is there stay.
    """

    title: str = ""
    question: str = ""
    key_judgement: str = ""
    note: str = ""
    handling: str = ""
    cut_off: str = ""
    contact: str = ""
    actors: tuple[ImportedActor, ...] = ()
    groups: tuple[ImportedGroup, ...] = ()
    issues: tuple[ImportedIssue, ...] = ()
    snapshots: tuple[ImportedSnapshot, ...] = ()
    relations: tuple[ImportedRelation, ...] = ()
    sources: tuple[ImportedSource, ...] = ()
    standings: tuple[ImportedStanding, ...] = ()
    stances: tuple[ImportedStance, ...] = ()
    ties: tuple[ImportedTie, ...] = ()
    remarks: tuple[Remark, ...] = ()

    def remarks_of(self, *kinds: str) -> tuple[Remark, ...]:
        """The remarks of these kinds, in the order of the file."""
        return tuple(remark for remark in self.remarks if remark.kind in kinds)
