"""Encoding of maps as canonical JSON bytes, and decoding with validation."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Any, TypeVar

import orjson
from pydantic_core import PydanticSerializationError

from stakemap.errors import Fault, MapReadError, WriteError
from stakemap.garbage_collection import collection_suspended
from stakemap.i18n import tr
from stakemap.model.checks import check
from stakemap.model.document import FORMAT, VERSION, Snapshot, StakeMap
from stakemap.model.records import Record
from stakemap.storage.canonical import canonical_json
from stakemap.storage.reading.exact import ExactNumber
from stakemap.storage.reading.limits import DEFAULT_LIMITS, Limits, Progress, report
from stakemap.storage.reading.migrations import MIGRATIONS, migrate, oldest
from stakemap.storage.reading.newer_versions import read_newer
from stakemap.storage.reading.parsing import parse
from stakemap.storage.reading.validation import PARSED, refused, validate
from stakemap.text import with_code_points
from stakemap.values import frozen

#: Fields that are always written, first and even with their default value.
_HEADER = frozenset({"format", "version"})

#: Maps of more bytes have so many records that a garbage collection would block the user interface.
_MANY = 2**20

T = TypeVar("T")


@frozen
class Decoded:
    """A decoded map. `faults` are warnings; `version` is that of the file before migration.

    `read_only` is set for a file of a newer version, some of whose content may be unknown.
    """

    document: StakeMap
    faults: tuple[Fault, ...] = ()
    version: int = VERSION
    read_only: bool = False


def encode(document: StakeMap) -> bytes:
    """Encode a map as canonical JSON: equal maps give equal bytes.

    Raises WriteError when an unknown field holds a value that JSON cannot represent.
    """
    header = {"format": FORMAT, "version": document.version}
    try:
        return canonical_json(header, _in_order(document))
    except (orjson.JSONEncodeError, RecursionError, UnicodeError) as error:
        raise _unwritable(error) from error


def encode_record(record: Record, without: Set[str] = frozenset()) -> bytes:
    """Encode one record without some of its fields as one line of JSON, which is valid within a map.

    Raises WriteError like `encode`.
    """
    if not isinstance(record, StakeMap):
        return _dumped(record, without)
    header = b'{"format":"stakemap","version":%d' % record.version
    body = _dumped(record, _HEADER | without)
    return header + (b"}" if body == b"{}" else b"," + body[1:])


def _in_order(document: StakeMap) -> StakeMap:
    """The map with all mappings sorted by id; the map itself when they are, as after reading a file."""
    parts: dict[str, Any] = {}
    for name in StakeMap.containers:
        mapping = getattr(document, name)
        if name == "snapshots":
            mapping = _changed(mapping, {key: _snapshot_in_order(one) for key, one in mapping.items()})
        _note(parts, name, getattr(document, name), _sorted(mapping))
    return document.model_copy(update=parts) if parts else document


def _snapshot_in_order(snapshot: Snapshot) -> Snapshot:
    stances = _changed(snapshot.stances, {key: _sorted(one) for key, one in snapshot.stances.items()})
    parts: dict[str, Any] = {}
    _note(parts, "standings", snapshot.standings, _sorted(snapshot.standings))
    _note(parts, "stances", snapshot.stances, _sorted(stances))
    _note(parts, "ties", snapshot.ties, _sorted(snapshot.ties))
    return snapshot.model_copy(update=parts) if parts else snapshot


def _sorted(mapping: Mapping[str, T]) -> Mapping[str, T]:
    keys = list(mapping)
    ordered = sorted(keys)
    return mapping if keys == ordered else {key: mapping[key] for key in ordered}


def _changed(before: Mapping[str, T], after: Mapping[str, T]) -> Mapping[str, T]:
    return after if any(after[key] is not value for key, value in before.items()) else before


def _note(parts: dict[str, Any], name: str, before: object, after: object) -> None:
    if after is not before:
        parts[name] = after


def _dumped(record: Record, without: Set[str]) -> bytes:
    """Serialise a record without defaults as one line."""
    serialiser = type(record).__pydantic_serializer__
    exclude = set(without) or None
    try:
        if not ExactNumber.met:
            return serialiser.to_json(record, exclude=exclude, exclude_defaults=True, warnings=False)
        return exact_json(
            serialiser.to_python(record, exclude=exclude, exclude_defaults=True, warnings=False)
        )
    except (PydanticSerializationError, orjson.JSONEncodeError, UnicodeError) as error:
        raise _unwritable(error) from error


def _unwritable(error: Exception) -> WriteError:
    return WriteError(
        tr("The map contains something that cannot be written to a file: {problem}.", problem=error)
    )


def exact_json(tree: Any, options: int = 0) -> bytes:
    """Serialise plain values with all digits of exact numbers. Raises orjson.JSONEncodeError."""
    try:
        return orjson.dumps(tree, option=options, default=_exact)
    except orjson.JSONEncodeError:
        # Most likely an integer beyond 64 bits in an unknown field.
        return orjson.dumps(_with_fragments(tree), option=options)


def _exact(value: object) -> orjson.Fragment:
    if isinstance(value, ExactNumber):
        return orjson.Fragment(value.literal)
    raise TypeError(type(value).__name__)


def _with_fragments(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _with_fragments(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_with_fragments(part) for part in value]
    if isinstance(value, ExactNumber):
        return orjson.Fragment(value.literal)
    if isinstance(value, int) and not -(2**63) <= value < 2**64:
        return orjson.Fragment(str(value))
    return value


def decode(data: bytes, *, limits: Limits = DEFAULT_LIMITS, progress: Progress | None = None) -> Decoded:
    """Decode a map; from a newer version only what is known, read-only.

    `progress` is called with the share done (0 to 1); with it, a large map is read in small steps, so that
    the user interface stays responsive. Raises MapReadError with at most `limits.faults` faults, and
    Cancelled when `progress` returns False.
    """
    gently = progress is not None and len(data) > _MANY
    with collection_suspended(freeze=len(data) > _MANY):
        report(progress, 0.0)
        tree = parse(data, limits, gently=gently)
        report(progress, PARSED)
        version = _version_of(tree)
        if version > VERSION:
            document, faults = read_newer(tree, limits, progress)
            report(progress, 1.0)
            return Decoded(document, faults, version, read_only=True)
        tree = migrate(tree)
        document, candidates = validate(tree, limits, progress)
        faults = check(document, candidates)
        errors = [_placed(fault) for fault in faults if fault.severity == "error"]
        if errors:
            raise refused(errors, limits.faults)
        report(progress, 1.0)
        return Decoded(document, faults, version)


def _placed(fault: Fault) -> Fault:
    """A reference fault with its path added to the message."""
    message = tr("{problem} (The place is {path}.)", problem=fault.message, path=fault.path)
    return Fault(fault.code, fault.path, message)


def _version_of(tree: Any) -> int:
    message = ""
    if not isinstance(tree, dict) or "format" not in tree:
        message = tr("This is JSON, but not a Stakemap map.")
    elif tree["format"] != FORMAT:
        message = tr("This is a file of another kind: its format is not “stakemap”.")
    elif type(tree.get("version")) is not int:
        message = tr("The map does not say which version of the format it has.")
    elif not oldest(MIGRATIONS) <= tree["version"]:
        message = tr(
            "The map says that its format is version {version}, which does not exist.",
            version=with_code_points(str(tree["version"]), 20),
        )
    if message:
        raise MapReadError(message, [Fault("not-a-map", "", message)])
    version = tree["version"]
    assert isinstance(version, int)
    return version
