"""Reading files of other programs in tests as the app does: what format one has is told by its content."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from typing import Any

import xlsxwriter

from stakemap.interchange.content import ImportedContent
from stakemap.interchange.formats import ReadJob, format_of
from stakemap.interchange.incoming import IncomingFile

__all__ = [
    "Values",
    "alignments",
    "database",
    "influences",
    "read",
    "relations",
    "remarks",
    "saliences",
    "workbook",
]

#: Values by snapshot, actor and issue, by name ("" for the snapshot that is imported into).
Values = dict[tuple[str, str, str], float]


def read(
    format_id: str, data: str | bytes, name: str = "file.csv", options: Mapping[str, str] | None = None
) -> ImportedContent:
    """What is read of a file that must be recognised as being of a format."""
    file = IncomingFile(name, data.encode() if isinstance(data, str) else data)
    found = format_of(file)
    assert found is not None
    assert found.id == format_id
    content = found.read(ReadJob(file, "2025-07-01", options or {}))
    _check_keys(content)
    return content


def _check_keys(content: ImportedContent) -> None:
    """References lead to records of the content, and each key is there once."""
    actors = [actor.key for actor in content.actors]
    issues = [issue.key for issue in content.issues]
    sources = [source.key for source in content.sources]
    snapshots = ["", *(snapshot.key for snapshot in content.snapshots)]
    for keys in (actors, issues, sources, snapshots):
        assert len(keys) == len(set(keys))
    judgements = (*content.standings, *content.stances)
    assert {judgement.actor for judgement in judgements} <= set(actors)
    assert {stance.issue for stance in content.stances} <= set(issues)
    assert {judgement.snapshot for judgement in judgements} <= set(snapshots)
    assert {snapshot.based_on for snapshot in content.snapshots} <= set(snapshots)
    assert {citation.source for each in judgements for citation in each.citations} <= set(sources)
    assert {end for relation in content.relations for end in (relation.source, relation.target)} <= set(
        actors
    )
    places = [(each.snapshot, each.actor, each.issue) for each in content.stances]
    assert len(places) == len(set(places))


def _names(content: ImportedContent) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    return (
        {snapshot.key: snapshot.label for snapshot in content.snapshots} | {"": ""},
        {actor.key: actor.name for actor in content.actors},
        {issue.key: issue.name for issue in content.issues},
    )


def _values(content: ImportedContent, field: str) -> Values:
    snapshots, actors, issues = _names(content)
    values = {}
    for stance in content.stances:
        estimate = getattr(stance, field)
        if estimate is not None:
            values[snapshots[stance.snapshot], actors[stance.actor], issues[stance.issue]] = estimate.value
    return values


def alignments(content: ImportedContent) -> Values:
    """The alignments that were read."""
    return _values(content, "alignment")


def saliences(content: ImportedContent) -> Values:
    """The saliences that were read."""
    return _values(content, "salience")


def influences(content: ImportedContent) -> dict[tuple[str, str], float]:
    """The influences that were read, by snapshot and actor."""
    snapshots, actors, _ = _names(content)
    return {
        (snapshots[each.snapshot], actors[each.actor]): each.influence.value
        for each in content.standings
        if each.influence is not None
    }


def remarks(content: ImportedContent, kind: str) -> list[str]:
    """The remarks of a kind as sentences with their place."""
    return [str(remark) for remark in content.remarks_of(kind)]


def relations(content: ImportedContent) -> list[tuple[str, str, str, str]]:
    """The relations that were read: the name of an actor, "→" or "—", another one's, and the label."""
    _, actors, _ = _names(content)
    return [
        (actors[each.source], "→" if each.directed else "—", actors[each.target], each.label)
        for each in content.relations
    ]


def workbook(sheets: Mapping[str, Iterable[Iterable[Any]]]) -> bytes:
    """The bytes of an .xlsx workbook with these rows; None leaves a cell blank."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if cell is not None:
                        sheet.write(number, column, cell)
    return written.getvalue()


def database(script: str) -> bytes:
    """The bytes of an SQLite file made by a script."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(script)
        return connection.serialize()
