"""Encoding and decoding of edits as JSON, for the journal and for exchange."""

from __future__ import annotations

import math
from typing import Any

from stakemap.errors import EditError, MapReadError, WriteError
from stakemap.i18n import tr
from stakemap.model.edits import Edit
from stakemap.storage.codec import exact_json
from stakemap.storage.reading.limits import DEFAULT_LIMITS
from stakemap.storage.reading.parsing import parse


def encode_edit(edit: Edit) -> bytes:
    """Encode an edit as one line of JSON. Raises WriteError for values that JSON cannot represent."""
    try:
        tree = edit.to_plain()
        data = exact_json(tree)
        # NaN and infinities are written as null.
        if b"null" in data and not _is_finite(tree):
            raise ValueError("a number that is not finite")
    except (RecursionError, TypeError, ValueError) as error:
        raise WriteError(
            tr("The edit contains something that cannot be written as JSON: {problem}.", problem=error)
        ) from error
    return data


def _is_finite(value: Any) -> bool:
    if isinstance(value, dict):
        return all(map(_is_finite, value.values()))
    if isinstance(value, list | tuple):
        return all(map(_is_finite, value))
    return not isinstance(value, float) or math.isfinite(value)


def decode_edit(data: bytes) -> Edit:
    """Decode and validate an edit from untrusted bytes. Raises EditError when they hold none.

    Edits registered by other packages than the model are known only after these are imported.
    """
    try:
        tree = parse(data, DEFAULT_LIMITS)
    except MapReadError as error:
        raise EditError(tr("This is not an edit of a map.")) from error
    return Edit.from_plain(tree)
