"""What readers of measured positions share: numbers put on the scales of the map, and a file's records and
remarks as they gather.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final, TypeVar

from stakemap.errors import MapReadError
from stakemap.i18n import decimal, tr
from stakemap.interchange.cells import comma_doubt, is_empty, is_unknown
from stakemap.interchange.content import (
    NOWHERE,
    ImportedActor,
    ImportedCitation,
    ImportedContent,
    ImportedEstimate,
    ImportedIssue,
    ImportedRelation,
    ImportedSnapshot,
    ImportedSource,
    ImportedStance,
    ImportedStanding,
    Place,
)
from stakemap.interchange.formats import ReadJob, ReadOption
from stakemap.interchange.incoming import IncomingFile
from stakemap.interchange.readers.remarks import Remarks
from stakemap.interchange.tables.sheets import Cell, Sheet
from stakemap.model.records import NAME_LIMIT, TEXT_LIMIT
from stakemap.text import one_line, shortened, single_line

#: Lowest and highest value.
Scale = tuple[float, float]

ALIGNMENT: Final[Scale] = (-100.0, 100.0)
PERCENT: Final[Scale] = (0.0, 100.0)
#: So that scaling leaves no floating-point residue.
_DECIMAL_PLACES = 6
#: What computed values may be off their scale by.
_RESIDUE = 1e-9
_NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d{1,3})?")
_COMMA: Final = "comma"
#: The key of the file itself among the sources.
FILE_KEY = "file"
_TABLES = ("text", "workbook", "html")

R = TypeVar("R", ImportedActor, ImportedIssue)


def number_in(cell: object) -> float | None:
    """The finite number that a cell is or holds, with a point or a comma; None where it is none."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return float(cell) if math.isfinite(cell) else None
    text = str(cell).strip().replace("−", "-")
    if len(text) > NAME_LIMIT or not _NUMBER.fullmatch(text):
        return None
    value = float(text.replace(",", "."))
    return value if math.isfinite(value) else None


def on_scale(value: float, scale: Scale, onto: Scale) -> float:
    """A value of one scale at the same place of another one."""
    share = (value - scale[0]) / (scale[1] - scale[0])
    return round(onto[0] + share * (onto[1] - onto[0]), _DECIMAL_PLACES)


def exact(value: float) -> str:
    """A number as it stands in a file, with all of its places."""
    return decimal(f"{value + 0.0:.12g}")


def raw_value(name: str, value: float, scale: Scale) -> str:
    """A value as it stands in the file, with its scale: "PosValue 4 of -7…7"."""
    return tr(
        "{name} {value} of {low}…{high}",
        name=name,
        value=exact(value),
        low=exact(scale[0]),
        high=exact(scale[1]),
    )


def comma_options(sheets: Iterable[Sheet]) -> tuple[ReadOption, ...]:
    """Asks what the comma parts in a number such as 1,234, where there is one."""
    text, _ = next((found for sheet in sheets for found in _grouped(sheet)), ("", NOWHERE))
    choices = (("decimals", tr("decimals")), ("thousands", tr("thousands")))
    label = tr("The comma in {number} parts", number=text)
    return (ReadOption(_COMMA, label, choices[0][0], choices),) if text else ()


def _is_grouped(cell: Cell) -> bool:
    return isinstance(cell, str) and comma_doubt(cell.strip()) != ""


def _grouped(sheet: Sheet) -> Iterator[tuple[str, Place]]:
    for number, row in enumerate(sheet.rows, 1):
        for column, cell in enumerate(row, 1):
            if _is_grouped(cell):
                yield str(cell).strip(), Place(sheet=sheet.name, row=number, column=column)


def sheets_in(file: IncomingFile) -> tuple[Sheet, ...]:
    """The sheets of a file of tables; none of a file that is of another kind or cannot be read."""
    if file.container not in _TABLES:
        return ()
    try:
        return file.workbook.sheets
    except MapReadError:
        return ()


def columns_in(sheet: Sheet) -> dict[str, int]:
    """The indices of columns by the headers in the first row, in lower case; of one header the first."""
    columns: dict[str, int] = {}
    for index, header in enumerate(sheet.rows[0] if sheet.rows else ()):
        columns.setdefault(str(header).strip().lower(), index)
    return columns


def lines(*texts: str) -> str:
    """The texts that are not empty, a line each, cut short where a note cannot hold them."""
    text = "\n".join(text.strip() for text in texts if text.strip())
    return text if len(text) <= TEXT_LIMIT else f"{text[: TEXT_LIMIT - 1]}…"


class Gathering:
    """The records and remarks of one file, in its order; each judgement cites the file and the place."""

    def __init__(self, job: ReadJob) -> None:
        self.actors: dict[str, ImportedActor] = {}
        self.issues: dict[str, ImportedIssue] = {}
        self.snapshots: list[ImportedSnapshot] = []
        self.relations: list[ImportedRelation] = []
        self.standings: list[ImportedStanding] = []
        self.stances: list[ImportedStance] = []
        self.sources: list[ImportedSource] = []
        self._file = ImportedSource(key=FILE_KEY, title=single_line(job.file.name)[:NAME_LIMIT])
        self._is_cited = False
        #: Whether an option says what a comma parts, so that numbers are not doubted one by one.
        self._asks_about_commas = False
        self._remarks = Remarks()

    def read_from(self, sheet: Sheet) -> None:
        """Remark what was doubtful about reading a sheet."""
        for sentence in sheet.doubts:
            self.doubt(sentence, Place(sheet=sheet.name))

    def with_commas(self, sheet: Sheet, options: Mapping[str, str]) -> Sequence[Sequence[Cell]]:
        """The rows of a sheet, numbers such as 1,234 read as the options say; where these do not ask for
        thousands, it is doubted once.
        """
        self._asks_about_commas = True
        if options.get(_COMMA) == "thousands":
            return [
                [str(cell).replace(",", "") if _is_grouped(cell) else cell for cell in row]
                for row in sheet.rows
            ]
        for text, place in islice(_grouped(sheet), 1):
            sentence = tr(
                "{text} is read with decimals; the options can say that the comma parts thousands.", text=text
            )
            self.doubt(sentence, place)
        return sheet.rows

    def refused(self, sentence: str, place: Place, text: object = "") -> None:
        """Remark that a value cannot be used."""
        self._remarks.add("refused", sentence, place, str(text))

    def left_out(self, sentence: str, place: Place = NOWHERE) -> None:
        """Remark that something has no place in a map."""
        self._remarks.add("left-out", sentence, place)

    def kept(self, sentence: str, place: Place = NOWHERE) -> None:
        """Remark that something is kept in another place than one would expect."""
        self._remarks.add("kept", sentence, place)

    def doubt(self, sentence: str, place: Place = NOWHERE) -> None:
        """Remark that something was read in one of several possible ways."""
        self._remarks.add("doubt", sentence, place)

    def actor(self, key: str, name: object, place: Place, **fields: Any) -> str:
        """Take in an actor and return its key; "" for one without a name, which is refused."""
        return self._record(self.actors, ImportedActor, key, name, place, fields)

    def issue(self, key: str, name: object, place: Place, **fields: Any) -> str:
        """Take in an issue and return its key; "" for one without a name, which is refused."""
        return self._record(
            self.issues, ImportedIssue, key, name, place, fields | {"order": len(self.issues)}
        )

    def _record(
        self,
        records: dict[str, R],
        kind: type[R],
        key: str,
        name: object,
        place: Place,
        fields: dict[str, Any],
    ) -> str:
        if key not in records:
            line = single_line(str(name))
            if not line:
                self.refused(tr("There is no name here."), place)
                return ""
            if len(line) > NAME_LIMIT:
                self.doubt(tr("A name is too long and is cut short: {name}", name=one_line(line)), place)
                line = shortened(line, NAME_LIMIT)
            records[key] = kind(key=key, name=line, place=place, **fields)
        return key

    def number(self, cell: object, scale: Scale, place: Place) -> float | None:
        """The number in a cell on its scale. None where it is missing, and where it is refused."""
        text = single_line(str(cell))
        value = number_in(cell)
        if value is None:
            if not is_empty(text) and not is_unknown(text):
                self.refused(tr("“{text}” is not a number.", text=one_line(text)), place, text)
            return None
        if scale[0] - _RESIDUE <= value <= scale[1] + _RESIDUE:
            doubt = comma_doubt(text)
            if doubt and not self._asks_about_commas:
                self.doubt(doubt, place)
            return min(max(value, scale[0]), scale[1])
        if math.isinf(scale[1]):
            sentence = tr(
                "{text} is off its scale: it must be {low} or more.",
                text=one_line(text),
                low=exact(scale[0]),
            )
        else:
            sentence = tr(
                "{text} is off its scale: it must be between {low} and {high}.",
                text=one_line(text),
                low=exact(scale[0]),
                high=exact(scale[1]),
            )
        self.refused(sentence, place, text)
        return None

    def standing(self, actor: str, influence: float | None, place: Place, reason: str, **more: Any) -> None:
        """Take in a judgement of influence, unless it has none."""
        if influence is None:
            return
        self.standings.append(
            ImportedStanding(
                actor=actor,
                influence=ImportedEstimate(value=influence),
                reason=reason[:TEXT_LIMIT],
                citations=self.citations(place),
                place=place,
                **more,
            )
        )

    def stance(
        self,
        actor: str,
        issue: str,
        place: Place,
        reasons: Iterable[str],
        *,
        alignment: float | None = None,
        salience: float | None = None,
        influence: float | None = None,
        **more: Any,
    ) -> None:
        """Take in a judgement of alignment, or what is known beside an alignment that is not."""
        values = {"alignment": alignment, "salience": salience, "influence": influence}
        given = {name: ImportedEstimate(value=value) for name, value in values.items() if value is not None}
        if not given:
            return
        fields: dict[str, Any] = given | more
        if "citations" not in fields:
            fields["citations"] = self.citations(place)
        self.stances.append(
            ImportedStance(
                actor=actor,
                issue=issue,
                state="unknown" if alignment is None else "judged",
                reason=lines(*reasons),
                place=place,
                **fields,
            )
        )

    def citations(self, place: Place) -> tuple[ImportedCitation, ...]:
        """The file as a source, with a place in it as the passage."""
        self._is_cited = True
        return (ImportedCitation(source=FILE_KEY, passage=str(place)),)

    def content(self, **texts: str) -> ImportedContent:
        """All of it; the texts are those of the content."""
        return ImportedContent(
            actors=tuple(self.actors.values()),
            issues=tuple(self.issues.values()),
            snapshots=tuple(self.snapshots),
            relations=tuple(self.relations),
            sources=(self._file, *self.sources) if self._is_cited else tuple(self.sources),
            standings=tuple(self.standings),
            stances=tuple(self.stances),
            remarks=self._remarks.all(),
            **texts,
        )
