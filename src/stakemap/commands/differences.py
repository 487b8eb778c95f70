"""The commands `stakemap diff` and `stakemap textconv`: how two maps differ, and a map as lines of text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from stakemap.commands.output import neutral, say, write_bytes
from stakemap.errors import MapReadError
from stakemap.i18n import tr
from stakemap.model.changes import Change, FieldChange, changes
from stakemap.model.document import StakeMap
from stakemap.model.places import path_of
from stakemap.model.records import Record
from stakemap.model.sharing import sharing
from stakemap.model.subjects import Place
from stakemap.model.terms import field_label
from stakemap.storage.codec import decode, exact_json
from stakemap.storage.files import read_file
from stakemap.storage.policy.handling import check_json
from stakemap.storage.reading.largest_file import limits_for
from stakemap.wording.changes import describe, field_words, record_kinds, subject_name
from stakemap.wording.listing import map_lines
from stakemap.wording.names import snapshot_name


def compare(before: StakeMap, after: StakeMap, *, as_json: bool) -> bool:
    """Print how two maps differ, in sentences or as JSON. True if they are the same.

    Raises UsageError for JSON that is not allowed.
    """
    if as_json:
        check_json(before, after)
        found = list(_differences(before, sharing(before, after)))
        write_bytes(exact_json({"differences": found}, orjson.OPT_INDENT_2) + b"\n")
        return not found
    differences = describe(before, after)
    for line in differences:
        say(line)
    if not differences:
        say(tr("The maps are the same."))
    return not differences


def _differences(before: StakeMap, after: StakeMap) -> Iterator[dict[str, Any]]:
    for change in changes(before, after):
        name = _name(before if change.after is None else after, change.place)
        for field in _fields_of(change):
            yield {
                "place": path_of(change.place),
                "field": field.field if None in change or field.field else None,
                "before": _plain(field.before),
                "after": _plain(field.after),
                "sentence": tr("{name}: {change}", name=name, change=_words(before, after, change, field)),
            }


def _name(document: StakeMap, place: Place) -> str:
    """What a place is called, as in the sentences about it."""
    container, key, subject = place
    if not container:
        return tr("The map")
    if subject is not None:
        return subject_name(document, key, subject)
    kinds = {**record_kinds(), "snapshots": (tr("Snapshot"), snapshot_name)}
    kind, namer = kinds.get(container, ("", None))
    return tr("{kind} {name}", kind=kind, name=namer(document, key)) if namer else path_of(place)


def _fields_of(change: Change) -> Iterator[FieldChange]:
    if None in change:
        yield FieldChange("", change.before, change.after)
    else:
        yield from change.fields


def _words(before: StakeMap, after: StakeMap, change: Change, field: FieldChange) -> str:
    if change.before is None:
        return tr("added")
    if change.after is None:
        return tr("removed")
    value = field.before or field.after
    if isinstance(value, dict) or (isinstance(value, tuple) and isinstance(value[0], Record)):
        # More than fits a sentence.
        label = field_label(field.field) if field.field else tr("fields that this version does not know")
        return tr("{field} changed", field=label)
    return next(field_words(before, after, [field]))


def _plain(value: Any) -> Any:
    """A value as a file has it."""
    if isinstance(value, Record):
        return value.__pydantic_serializer__.to_python(
            value, exclude=set(value.containers) or None, exclude_defaults=True, warnings=False
        )
    return [_plain(part) for part in value] if isinstance(value, tuple | list) else value


def text_for_git(path: Path, largest: int) -> bytes:
    """A map in words, a line for each judgement and record; what cannot be read whole as a map, as it is.

    `largest` is the limit of its size in megabytes. Raises MapReadError, which names the file, for one that
    cannot be read.
    """
    try:
        data = read_file(path, limits_for(largest))
    except MapReadError as error:
        raise MapReadError(f"{path}: {error}", error.faults) from error
    try:
        decoded = decode(data, limits=limits_for(largest))
    except MapReadError:
        return data
    if decoded.read_only:
        return data
    return "".join(f"{neutral(line)}\n" for line in map_lines(decoded.document)).encode()
