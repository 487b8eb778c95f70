"""Lenient reading of maps of newer format versions: known parts are shown read-only, others left out."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import TypeAdapter, ValidationError

from stakemap.errors import Fault, MapReadError
from stakemap.i18n import tr
from stakemap.model.checks import check
from stakemap.model.document import VERSION, StakeMap
from stakemap.model.faults import Place
from stakemap.model.records import Record
from stakemap.storage.reading.limits import Limits, Progress
from stakemap.storage.reading.validation import FaultLimitError, Reader
from stakemap.text import with_code_points
from stakemap.wording.faults import fault_of

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
#: The most passes of removing invalid parts; each reaches at least one level higher.
_MAX_PASSES = 12
#: The most parts that may be left out before a file is refused.
_MAX_LEFT_OUT = 10_000


def read_newer(
    tree: dict[str, Any], limits: Limits, progress: Progress | None = None
) -> tuple[StakeMap, tuple[Fault, ...]]:
    """Read the parts of a newer map that fit this version's records; modifies `tree`, returns warnings too.

    Raises MapReadError when nothing can be shown, and Cancelled when `progress` returns False.
    """
    if not isinstance(tree.get("id"), str) or not _UUID.fullmatch(tree["id"]):
        tree["id"] = str(uuid.uuid4())
    reader = _LenientReader(limits, tree, progress)
    try:
        document = reader.document(tree)
        faults = reader.faults
        if document is not None:
            document, dangling = _without_dangling(document)
            faults += dangling
    except FaultLimitError:
        document = None
    if document is None or (faults and not (document.actors or document.issues or document.snapshots)):
        message = tr(
            "This map comes from a newer version of Stakemap (version {version} of the format, and this one "
            "knows {known}) and cannot be shown; open it with that version.",
            version=with_code_points(str(tree["version"]), 20),
            known=VERSION,
        )
        raise MapReadError(message, [Fault("newer-version", "version", message)])
    warnings = (Fault(fault.code, fault.path, fault.message, "warning") for fault in faults[: limits.faults])
    return document, (_notice(document.version), *warnings)


def _notice(version: int) -> Fault:
    message = tr(
        "This map comes from a newer version of Stakemap (version {version} of the format; this one knows "
        "{known}): it opens read-only, and what this version does not understand is not shown.",
        version=with_code_points(str(version), 20),
        known=VERSION,
    )
    return Fault("newer-version", "version", message, "warning")


class _LenientReader(Reader):
    """A reader that leaves out invalid parts instead of refusing the map."""

    _left_out = 0

    def _checked(self, adapter: TypeAdapter[Any], value: Any, place: Place) -> Any:
        for _ in range(_MAX_PASSES):
            try:
                return adapter.validate_python(value)
            except ValidationError as error:
                errors = error.errors(include_url=False)
            for fault in errors:
                self._note(fault, (*place, *fault["loc"]))
            # In reverse, so that list indices stay valid.
            for fault in reversed(errors):
                loc = tuple(part for part in fault["loc"] if part != "[key]")
                _delete(value, loc[:-1] if fault["type"] == "missing" else loc)
        return None

    def _note(self, error: Mapping[str, Any], place: Place) -> None:
        self._left_out += 1
        if self._left_out > _MAX_LEFT_OUT:
            raise FaultLimitError
        if len(self.faults) < self._limit:
            self.faults.append(fault_of(error, place))


def _delete(value: Any, place: Sequence[str | int]) -> None:
    """Delete the value at `place` in a JSON value, if it exists."""
    for part in place[:-1]:
        if isinstance(value, dict):
            value = value.get(part)
        elif isinstance(value, list) and isinstance(part, int) and part < len(value):
            value = value[part]
    if not place:
        return
    last = place[-1]
    if isinstance(value, dict):
        value.pop(last, None)
    elif isinstance(value, list) and isinstance(last, int) and last < len(value):
        del value[last]


#: A tree of paths to remove: {"actors": {"turkiye": {"part_of": {}}}}; leaves are empty.
_Steps = dict[str, Any]


def _without_dangling(document: StakeMap) -> tuple[StakeMap, list[Fault]]:
    """Remove dangling references and cycles; returns the map and their faults. Raises FaultLimitError."""
    left_out: list[Fault] = []
    for _ in range(_MAX_PASSES):
        faults = [fault for fault in check(document, limit=_MAX_LEFT_OUT) if fault.severity == "error"]
        if not faults:
            return document, left_out
        left_out += faults
        steps: _Steps = {}
        for fault in faults:
            step = steps
            for part in fault.path.split("."):
                step = step.setdefault(part, {})
        rest = _without(document, steps)
        if len(left_out) > _MAX_LEFT_OUT or not isinstance(rest, StakeMap):
            break
        document = rest
    raise FaultLimitError


def _without(value: Any, steps: _Steps) -> Any:
    """Remove the paths of `steps` from part of a map, sharing the rest; None when a required field goes."""
    if not steps:
        return None
    if isinstance(value, Record):
        changes = {name: _without(getattr(value, name), deeper) for name, deeper in steps.items()}
        for name, changed in changes.items():
            field = type(value).model_fields[name]
            if changed is None and field.is_required():
                return None
            if changed is None:
                changes[name] = field.get_default(call_default_factory=True)
        return value.model_copy(update=changes)
    if isinstance(value, dict):
        changes = {key: _without(value[key], deeper) for key, deeper in steps.items()}
        kept = {key: changes.get(key, item) for key, item in value.items()}
        return {key: item for key, item in kept.items() if item is not None}
    entries = (
        _without(entry, steps[str(number)]) if str(number) in steps else entry
        for number, entry in enumerate(value)
    )
    return tuple(entry for entry in entries if entry is not None)
