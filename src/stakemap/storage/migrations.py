"""From older versions of the file format to the one this code writes, a version at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from stakemap.errors import Fault, MapReadError
from stakemap.i18n import tr
from stakemap.model.document import VERSION

__all__ = ["MIGRATIONS", "Migration", "migrate", "oldest"]

#: A pure function from a map's plain JSON value in one version to that in the next. The chain sets `version`.
Migration = Callable[[dict[str, Any]], dict[str, Any]]

#: The step that leads on from each version that ever was published; version 1 is the first.
MIGRATIONS: dict[int, Migration] = {}


def oldest(steps: Mapping[int, Migration] = MIGRATIONS) -> int:
    """The oldest version that opens."""
    return min(steps, default=VERSION)


def migrate(tree: dict[str, Any], steps: Mapping[int, Migration] = MIGRATIONS) -> dict[str, Any]:
    """The same map in the current version; `tree`, whose version is one that opens, is left as it was.

    Raises MapReadError when the map is so far from its version's form that a step cannot make sense of it.
    """
    while tree["version"] < VERSION:
        version = tree["version"]
        try:
            stepped = steps[version](tree)
        except (AttributeError, LookupError, TypeError, ValueError) as error:
            message = tr(
                "The map says that its format is version {version}, but it is not of that form.",
                version=version,
            )
            raise MapReadError(message, [Fault("not-migrated", "", message)]) from error
        tree = {**stepped, "version": version + 1}
    return tree
