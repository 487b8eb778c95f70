"""The records that the sheets of an exported workbook hold, and which of them a cell names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from stakemap.i18n import tr
from stakemap.interchange.content import (
    ImportedActor,
    ImportedGroup,
    ImportedIssue,
    ImportedRecord,
    ImportedRelation,
    ImportedSnapshot,
    ImportedSource,
    Place,
)
from stakemap.interchange.readers.workbook_index import Index, SheetRow
from stakemap.model.dates import check_partial_date
from stakemap.model.document import QUOTA_LIMIT
from stakemap.text import fold_latin, list_items, single_line

#: The field that names the records of a sheet.
_NAMES: Final[Mapping[str, str]] = {"sources": "title", "snapshots": "label"}
_HIGHEST_ORDER = 1_000_000


class Records:
    """The records of a workbook by sheet and key; cells that name others add to them."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self._records: dict[str, dict[str, ImportedRecord]] = {}
        self._named: dict[str, dict[str, list[str]]] = {}
        self._rows: dict[str, dict[str, SheetRow]] = {}
        for sheet in ("groups", "actors", "issues", "snapshots", "sources", "relations"):
            self._records[sheet], self._named[sheet] = {}, {}
            self._rows[sheet] = self._keyed(sheet)
        # Names first: rows name others that stand below them.
        for sheet, rows in self._rows.items():
            if sheet != "relations":
                for key, row in rows.items():
                    self._know(sheet, key, row.raw(_NAMES.get(sheet, "name")))
        for sheet, rows in self._rows.items():
            for key, row in rows.items():
                record = _MAKERS[sheet](self, key, row)
                if record is not None:
                    self._records[sheet][key] = record

    def of(self, sheet: str) -> tuple[Any, ...]:
        """All records of a sheet."""
        return tuple(self._records[sheet].values())

    def get(self, sheet: str, key: str) -> Any:
        """A record by its key."""
        return self._records[sheet][key]

    def label(self, sheet: str, key: str) -> str:
        """How a record was called when the workbook was written, or is called now."""
        known = self.index.labels.get(sheet, {}).get(key)
        if known is not None:
            return known
        record = self._records[sheet].get(key)
        return single_line(getattr(record, _NAMES.get(sheet, "name"), "")) or key

    # Keys

    def _keyed(self, sheet: str) -> dict[str, SheetRow]:
        """The rows of a sheet by key: the id, or the row of a new record.

        Of rows with the same id, such as a copied one, that which has the name as it was written keeps it.
        """
        labels, rows = self.index.labels.get(sheet, {}), list(self.index.rows(sheet))
        owners: dict[str, SheetRow] = {}
        for row in rows:
            key = row.text("id")
            is_original = sheet != "relations" and single_line(
                row.raw(_NAMES.get(sheet, "name"))
            ) == labels.get(key)
            if key in labels and (key not in owners or is_original):
                owners.setdefault(key, row)
                if is_original:
                    owners[key] = row
        keyed: dict[str, SheetRow] = {}
        for row in rows:
            key = row.text("id")
            owned = owners.get(key)
            keyed[key if owned is row else f"row {row.number}"] = row
        return keyed

    def _know(self, sheet: str, key: str, name: str) -> None:
        self._named[sheet].setdefault(fold_latin(single_line(name)), []).append(key)

    def base(self, sheet: str, key: str, row: SheetRow) -> dict[str, Any]:
        """The fields that all records have."""
        is_known = key in self.index.labels.get(sheet, {})
        return {"key": key, "place": row.place(), "map_id": key if is_known else ""}

    def named(self, sheet: str, row: SheetRow, column: str) -> str:
        """The key of the record that a cell names; "" where it names none, or one that is ambiguous.

        A name that is new makes a record.
        """
        text, key = single_line(row.raw(column)), row.text(f"{column}-id")
        labels = self.index.labels.get(sheet, {})
        if key in labels and text in ("", labels[key]):
            return self._present(sheet, key, row.place(column))
        if not text:
            return ""
        found = self._named[sheet].get(fold_latin(text), [])
        if len(found) == 1 or key in found:
            return key if key in found else found[0]
        if found:
            self.index.refuse(tr("Several are called so: this does not tell which."), row.place(column), text)
            return ""
        if sheet == "relations":
            sentence = tr("There is no such relation on the sheet of relations.")
            self.index.refuse(sentence, row.place(column), text)
            return ""
        return self._added(sheet, f"new {text}", text, row.place(column))

    def _present(self, sheet: str, key: str, place: Place) -> str:
        """The key of a record whose row may have been removed, as it is still in the map."""
        if key not in self._records[sheet] and key not in self._rows[sheet]:
            if sheet == "relations":
                return ""
            self._added(sheet, key, self.index.labels[sheet][key], place)
        return key

    def _added(self, sheet: str, key: str, name: str, place: Place) -> str:
        map_id = key if key in self.index.labels.get(sheet, {}) else ""
        base: dict[str, Any] = {"key": key, "place": place, "map_id": map_id}
        self._records[sheet][key] = _NEW[sheet](name, base)
        self._know(sheet, key, name)
        return key


# --- records of rows ----------------------------------------------------------------------------------------


def _is_named(records: Records, sheet: str, key: str, row: SheetRow) -> bool:
    """Whether a row has a name, or an id; a remark is made of one that has neither."""
    if row.text(_NAMES.get(sheet, "name")) or key in records.index.labels.get(sheet, {}):
        return True
    records.index.refuse(tr("This row has no name."), row.place(_NAMES.get(sheet, "name")))
    return False


def _actor(records: Records, key: str, row: SheetRow) -> ImportedRecord | None:
    if not _is_named(records, "actors", key, row):
        return None
    kind: Any = row.word("kind", "kind")
    return ImportedActor(
        **records.base("actors", key, row),
        name=row.raw("name"),
        aliases=list_items(row.raw("aliases")),
        code=row.raw("code"),
        kind=kind,
        group=records.named("groups", row, "group"),
        part_of=records.named("actors", row, "part_of"),
        colour=row.text("colour"),
        note=row.raw("note"),
        tags=list_items(row.raw("tags")),
    )


def _group(records: Records, key: str, row: SheetRow) -> ImportedRecord | None:
    if not _is_named(records, "groups", key, row):
        return None
    base = records.base("groups", key, row)
    return ImportedGroup(**base, name=row.raw("name"), colour=row.text("colour"))


def _issue(records: Records, key: str, row: SheetRow) -> ImportedRecord | None:
    if not _is_named(records, "issues", key, row):
        return None
    texts = {name: row.raw(name) for name in ("name", "question", "low_label", "high_label", "note")}
    one, two, three, four = (row.raw(f"quadrant-{place}") for place in range(1, 5))
    order = row.number_in("order", -_HIGHEST_ORDER, _HIGHEST_ORDER)
    rule: Any = row.word("rule", "rule")
    return ImportedIssue(
        **records.base("issues", key, row),
        **texts,
        quadrants=(one, two, three, four),
        order=row.number if order is None else int(order),
        rule=rule,
        quota=row.number_in("quota", 0, QUOTA_LIMIT),
    )


def _snapshot(records: Records, key: str, row: SheetRow) -> ImportedRecord | None:
    if not _is_named(records, "snapshots", key, row):
        return None
    likelihood: Any = row.word("likelihood", "likelihood")
    based_on = records.named("snapshots", row, "based_on")
    return ImportedSnapshot(
        **records.base("snapshots", key, row),
        label=row.raw("label"),
        date=row.text("date"),
        scenario=row.word("scenario", "yes") == "yes",
        likelihood=likelihood,
        based_on="" if based_on == key else based_on,
        note=row.raw("note"),
    )


def _source(records: Records, key: str, row: SheetRow) -> ImportedRecord | None:
    if not _is_named(records, "sources", key, row):
        return None
    names = ("title", "author", "publisher", "url", "note")
    texts = {name: row.raw(name) for name in names} | {
        name: row.text(name) for name in ("date", "reliability")
    }
    return ImportedSource(**records.base("sources", key, row), **texts)


def _relation(records: Records, key: str, row: SheetRow) -> ImportedRecord | None:
    source, target = (records.named("actors", row, end) for end in ("source", "target"))
    if not source or not target:
        records.index.refuse(tr("A relation needs two actors."), row.place())
        return None
    return ImportedRelation(
        **records.base("relations", key, row),
        source=source,
        target=target,
        label=row.raw("label"),
        directed=row.word("directed", "yes") != "no",
        note=row.raw("note"),
    )


_MAKERS: Final[Mapping[str, Callable[[Records, str, SheetRow], ImportedRecord | None]]] = {
    "actors": _actor,
    "groups": _group,
    "issues": _issue,
    "snapshots": _snapshot,
    "sources": _source,
    "relations": _relation,
}


def dated(name: str) -> str:
    """A text that is a date of a map, "" for others."""
    try:
        return check_partial_date(name)
    except ValueError:
        return ""


_NEW: Final[Mapping[str, Callable[[str, dict[str, Any]], ImportedRecord]]] = {
    "actors": lambda name, base: ImportedActor(**base, name=name),
    "groups": lambda name, base: ImportedGroup(**base, name=name),
    "issues": lambda name, base: ImportedIssue(**base, name=name),
    "snapshots": lambda name, base: ImportedSnapshot(**base, label=name, date=dated(name)),
    "sources": lambda name, base: ImportedSource(**base, title=name),
}
