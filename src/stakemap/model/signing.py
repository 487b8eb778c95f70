"""Who judges, in edits that were made before the analyst had given a name."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from stakemap.model.edit import Edit
from stakemap.model.edits_base import Authorship


def is_unsigned(edit: Edit) -> bool:
    """Whether an edit, or one that it consists of, would judge without the name of an analyst."""
    return signed(edit, "-") is not edit


def signed(edit: Edit, by: str) -> Edit:
    """The edit with the name of the analyst where it has none; the same object if it has it already."""
    arguments = _signed(edit.arguments, by)
    return edit if arguments is edit.arguments else dataclasses.replace(edit, arguments=arguments, known=None)


def _signed(value: Any, by: str) -> Any:
    """A value of arguments with the name; the same object where nothing is to be signed."""
    if isinstance(value, Authorship):
        return value if value.by else value._replace(by=by)
    if isinstance(value, Edit):
        return signed(value, by)
    if isinstance(value, Mapping):
        # Edits of fields have the name as a field of its own.
        parts = {key: by if key == "by" and part == "" else _signed(part, by) for key, part in value.items()}
        return value if all(parts[key] is part for key, part in value.items()) else parts
    if type(value) is tuple:
        listed = tuple(_signed(part, by) for part in value)
        return value if all(new is old for new, old in zip(listed, value, strict=True)) else listed
    return value
