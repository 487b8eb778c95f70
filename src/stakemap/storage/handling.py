"""Handling marks as a policy has them: that of new maps, and no export without one."""

from __future__ import annotations

from stakemap.errors import UsageError
from stakemap.i18n import tr
from stakemap.model.document import StakeMap
from stakemap.model.records import replace
from stakemap.storage.policy import policy
from stakemap.text import shortened

__all__ = ["UnmarkedError", "check_marked", "with_default_handling"]


class UnmarkedError(UsageError):
    """A map has no handling mark, and the policy has nothing exported without one."""


def with_default_handling(document: StakeMap) -> StakeMap:
    """A new map with the mark that the policy has for new maps, unless it has one already."""
    mark = policy().default_handling
    return replace(document, handling=mark) if mark and not document.handling.strip() else document


def check_marked(document: StakeMap) -> None:
    """Raise UnmarkedError for a map that may not be exported without a mark."""
    rules = policy()
    if rules.require_handling and not document.handling.strip():
        title = shortened(document.title) or tr("Untitled map")
        raise UnmarkedError(
            tr(
                "{organisation} allows nothing to be exported without a handling mark, and “{title}” has "
                "none; set one in the map’s details.",
                title=title,
                organisation=rules.whose,
            )
        )
