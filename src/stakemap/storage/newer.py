"""What this version understands of a map written by a newer one, to be shown and never written back."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from typing import Any

from pydantic import TypeAdapter, ValidationError

from stakemap.errors import Fault, MapReadError
from stakemap.i18n import tr
from stakemap.model.checks import check
from stakemap.model.document import VERSION, StakeMap
from stakemap.storage.limits import Limits, Progress
from stakemap.storage.sentences import Place, fault_of
from stakemap.storage.validation import EnoughError, Reader, count_records

__all__ = ["understand"]

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
#: So often is one record mended by leaving out what is not understood; each time reaches at least one level higher.
_ROUNDS = 12
#: So many things may be left out before a file counts as not understood.
_MOST_LEFT_OUT = 20_000


def understand(
    tree: dict[str, Any], limits: Limits, progress: Progress | None = None
) -> tuple[StakeMap, tuple[Fault, ...]]:
    """The part of a newer map that fits the records of this version, and warnings on the rest; `tree` is used up.

    Raises MapReadError when nothing of it can be shown, and Cancelled when `progress` returns False.
    """
    if not isinstance(tree.get("id"), str) or not _UUID.fullmatch(tree["id"]):
        tree["id"] = str(uuid.uuid4())
    left_out: list[Fault] = []
    for _ in range(_ROUNDS):
        reader = _LenientReader(limits.faults, count_records(tree), progress)
        try:
            document = reader.document(tree)
        except EnoughError:
            break
        left_out.extend(reader.faults)
        if document is None or (left_out and not (document.actors or document.issues or document.snapshots)):
            break
        dangling = [fault for fault in check(document) if fault.severity == "error"]
        if not dangling:
            return document, (_notice(document.version), *_as_warnings(left_out[: limits.faults]))
        left_out.extend(dangling)
        for fault in dangling:
            _leave_out(tree, tuple(fault.path.split(".")))
    message = tr(
        "This map comes from a newer version of Stakemap (version {version} of the format, and this one knows "
        "{known}) and cannot be shown; open it with that version.",
        version=tree["version"],
        known=VERSION,
    )
    raise MapReadError(message, [Fault("newer-version", "version", message)])


def _notice(version: int) -> Fault:
    message = tr(
        "This map comes from a newer version of Stakemap (version {version} of the format, and this one knows "
        "{known}): it opens read-only, and what this version does not understand is not shown.",
        version=version,
        known=VERSION,
    )
    return Fault("newer-version", "version", message, "warning")


def _as_warnings(faults: Sequence[Fault]) -> list[Fault]:
    return [Fault(fault.code, fault.path, fault.message, "warning") for fault in faults]


class _LenientReader(Reader):
    """Leaves out what does not fit instead of refusing the map."""

    _left_out = 0

    def _checked(self, adapter: TypeAdapter[Any], value: Any, place: Place) -> Any:
        for _ in range(_ROUNDS):
            try:
                return adapter.validate_python(value)
            except ValidationError as error:
                errors = error.errors(include_url=False)
            self._left_out += len(errors)
            if self._left_out > _MOST_LEFT_OUT:
                raise EnoughError
            for fault in errors:
                if len(self.faults) < self._limit:
                    self.faults.append(fault_of(fault, (*place, *fault["loc"])))
            # The last first, so that positions in a list stay true.
            for fault in reversed(errors):
                loc = tuple(part for part in fault["loc"] if part != "[key]")
                _leave_out(value, loc[:-1] if fault["type"] == "missing" else loc)
        return None


def _leave_out(value: Any, place: Sequence[str | int]) -> None:
    """Delete what lies at `place` in a JSON value, if it does."""
    for part in place[:-1]:
        value = _part(value, part)
    if not place:
        return
    if isinstance(value, dict):
        value.pop(place[-1], None)
    elif isinstance(value, list) and str(place[-1]).isdigit() and int(place[-1]) < len(value):
        del value[int(place[-1])]


def _part(value: Any, part: str | int) -> Any:
    if isinstance(value, dict):
        return value.get(str(part))
    if isinstance(value, list) and str(part).isdigit() and int(part) < len(value):
        return value[int(part)]
    return None
