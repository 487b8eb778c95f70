"""What is about a place in the map and goes with it: open conflicts, comments, reviews."""

from __future__ import annotations

from collections.abc import Mapping

from stakemap.model.comments import has_place
from stakemap.model.document import StakeMap
from stakemap.model.places import place_at
from stakemap.model.records import replace, without

__all__ = ["about_gone", "without_about_gone"]

_CONTAINERS = ("conflicts", "comments", "reviews")


def about_gone(before: StakeMap, after: StakeMap) -> Mapping[str, list[str]]:
    """The ids, by container, of what is about a place that the map had before and has no longer."""
    found: dict[str, list[str]] = {}
    for name in _CONTAINERS:
        for key, record in getattr(after, name).items():
            place = place_at(record.place)
            if not has_place(after, place) and has_place(before, place):
                found.setdefault(name, []).append(key)
    return found


def without_about_gone(before: StakeMap, after: StakeMap) -> StakeMap:
    """The map after a removal, without what is about the places that went."""
    gone = about_gone(before, after)
    return replace(after, **{name: without(getattr(after, name), keys) for name, keys in gone.items()})
