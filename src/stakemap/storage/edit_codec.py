"""Encoding and decoding of edits as JSON, for the journal and for exchange."""

from __future__ import annotations

import orjson

from stakemap.errors import EditError, MapReadError, WriteError
from stakemap.i18n import tr
from stakemap.model.edits import Edit
from stakemap.storage.codec import exact_json
from stakemap.storage.limits import DEFAULT_LIMITS
from stakemap.storage.parsing import parse

__all__ = ["decode_edit", "encode_edit"]


def encode_edit(edit: Edit) -> bytes:
    """Encode an edit as one line of JSON. Raises WriteError for values that JSON cannot represent."""
    try:
        return exact_json(edit.to_plain())
    except (orjson.JSONEncodeError, UnicodeError) as error:
        raise WriteError(
            tr("The edit holds something that JSON cannot: {problem}.", problem=error)
        ) from error


def decode_edit(data: bytes) -> Edit:
    """Decode and validate an edit from untrusted bytes. Raises EditError when they hold none.

    Edits registered by other packages than the model are known only after these are imported.
    """
    try:
        tree = parse(data, DEFAULT_LIMITS)
    except MapReadError as error:
        raise EditError(tr("This is no edit of a map.")) from error
    return Edit.from_plain(tree)
