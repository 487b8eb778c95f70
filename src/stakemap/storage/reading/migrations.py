"""Migrations of older versions of the file format to the current one, one version at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from stakemap.errors import Fault, MapReadError
from stakemap.i18n import tr
from stakemap.model.document import VERSION

#: A pure function from a map's JSON value in one version to that in the next; `migrate` sets `version`.
Migration = Callable[[dict[str, Any]], dict[str, Any]]

#: The migration from each published version to the next; version 1 is the first.
MIGRATIONS: dict[int, Migration] = {}


def oldest(steps: Mapping[int, Migration] = MIGRATIONS) -> int:
    """The oldest version that can be opened."""
    return min(steps, default=VERSION)


def migrate(tree: dict[str, Any], steps: Mapping[int, Migration] = MIGRATIONS) -> dict[str, Any]:
    """Migrate a map to the current version; `tree`, of a supported version, is not modified.

    Raises MapReadError when the map does not have the structure of its version.
    """
    while tree["version"] < VERSION:
        version = tree["version"]
        try:
            migrated = steps[version](tree)
        except (AttributeError, LookupError, TypeError, ValueError) as error:
            message = tr(
                "The map says that its format is version {version}, but it does not match that version.",
                version=version,
            )
            raise MapReadError(message, [Fault("not-migrated", "", message)]) from error
        tree = {**migrated, "version": version + 1}
    return tree
