"""The settings as a tree of JSON values: which of its entries can be written, and the others left out."""

from __future__ import annotations

from typing import Any

import orjson


def is_encodable(value: Any) -> bool:
    """Whether a value can be written as JSON, which has no names of files that are not UTF-8."""
    try:
        orjson.dumps(value)
    except orjson.JSONEncodeError:
        return False
    return True


def encodable(value: Any) -> Any:
    """A value without those of its entries that cannot be written; they last until the process ends."""
    if isinstance(value, list):
        return [entry for entry in value if is_encodable(entry)]
    if isinstance(value, dict):
        return {key: entry for key, entry in value.items() if is_encodable({key: entry})}
    return value if is_encodable(value) else ""


def without(collection: Any, entries: set[int | str]) -> Any:
    """A list or dict without some of its entries; None when it has none of them."""
    if isinstance(collection, list):
        rest: Any = [entry for index, entry in enumerate(collection) if index not in entries]
    elif isinstance(collection, dict):
        rest = {key: entry for key, entry in collection.items() if key not in entries}
    else:
        return None
    return rest if len(rest) < len(collection) else None
