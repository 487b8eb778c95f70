"""A map to canonical JSON bytes and back: the one gate between files and records."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Set
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import orjson

from stakemap.errors import Fault, MapReadError, WriteError
from stakemap.i18n import tr
from stakemap.model.checks import check
from stakemap.model.document import FORMAT, VERSION, Snapshot, StakeMap
from stakemap.model.records import Record
from stakemap.storage.limits import DEFAULT_LIMITS, Limits, Progress, report
from stakemap.storage.migrations import MIGRATIONS, migrate, oldest
from stakemap.storage.newer import understand
from stakemap.storage.parsing import ExactNumber, parse
from stakemap.storage.validation import PARSED, refused, validate

__all__ = ["Decoded", "decode", "encode", "encode_record"]


@dataclass(frozen=True, slots=True)
class Decoded:
    """A map read from bytes. `faults` are warnings; `version` is the file's own, before migration.

    `read_only` is set for a file of a newer version, of which this one may not understand everything.
    """

    document: StakeMap
    faults: tuple[Fault, ...] = ()
    version: int = VERSION
    read_only: bool = False


def encode(document: StakeMap) -> bytes:
    """The map as canonical JSON: equal maps give equal bytes (see the design of the file format).

    Raises WriteError when a field unknown to this version holds what JSON cannot say.
    """
    fields = document.model_dump(exclude_defaults=True, warnings=False)
    tree: dict[str, Any] = {"format": FORMAT, "version": document.version, **fields}
    for name in StakeMap.containers & fields.keys():
        tree[name] = _sorted(fields[name])
    for snapshot in tree.get("snapshots", {}).values():
        for name in Snapshot.containers & snapshot.keys():
            snapshot[name] = _sorted(snapshot[name])
        if "stances" in snapshot:
            for issue, stances in snapshot["stances"].items():
                snapshot["stances"][issue] = _sorted(stances)
    return _without_idle_zeros(_dumped(tree, orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))


def encode_record(record: Record, without: Set[str] = frozenset()) -> bytes:
    """One record as JSON on one line, the fields `without` left out; inside a map's JSON the codec reads it again.

    Raises WriteError like `encode`.
    """
    fields = record.model_dump(exclude=set(without), exclude_defaults=True, warnings=False)
    if isinstance(record, StakeMap):
        fields = {"format": FORMAT, "version": record.version, **fields}
    return _dumped(fields, 0)


def _sorted(mapping: Mapping[str, Any]) -> Mapping[str, Any]:
    keys = list(mapping)
    ordered = sorted(keys)
    return mapping if keys == ordered else {key: mapping[key] for key in ordered}


def _dumped(tree: Any, options: int) -> bytes:
    try:
        try:
            return orjson.dumps(tree, option=options, default=_exact)
        except orjson.JSONEncodeError:
            # Most likely a whole number beyond 64 bits in a field that this version does not know.
            return orjson.dumps(_with_fragments(tree), option=options)
    except orjson.JSONEncodeError as error:
        raise WriteError(
            tr("The map holds something that a file cannot: {problem}.", problem=error)
        ) from error


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


def _without_idle_zeros(data: bytes) -> bytes:
    """Write 40.0 as 40: a line that ends so ends in a number, since text ends in a quote, even inside lists."""
    data = data.replace(b".0,\n", b",\n").replace(b".0\n", b"\n")
    if b" -0" in data:
        data = data.replace(b" -0,\n", b" 0,\n").replace(b" -0\n", b" 0\n")
    return data


def decode(data: bytes, *, limits: Limits = DEFAULT_LIMITS, progress: Progress | None = None) -> Decoded:
    """The map that `data` holds, of this version or an older one; of a newer one what is understood, read-only.

    `progress` is called with the share done (0 to 1). Raises MapReadError with the faults found, at most
    `limits.faults` of them, and Cancelled when `progress` returns False.
    """
    with _collection_off():
        report(progress, 0.0)
        tree = parse(data, limits)
        report(progress, PARSED)
        version = _version_of(tree)
        if version > VERSION:
            document, faults = understand(tree, limits, progress)
            return Decoded(document, faults, version, read_only=True)
        document = validate(migrate(tree), limits, progress)
        faults = check(document)
        errors = [fault for fault in faults if fault.severity == "error"]
        if errors:
            raise refused(errors[: limits.faults], limits.faults)
        report(progress, 1.0)
        return Decoded(document, faults, version)


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
            "The map says that its format is version {version}, which never was.", version=tree["version"]
        )
    if message:
        raise MapReadError(message, [Fault("not-a-map", "", message)])
    version = tree["version"]
    assert isinstance(version, int)
    return version


@contextmanager
def _collection_off() -> Iterator[None]:
    """Keep the cyclic garbage collector from walking a growing map over and over."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
