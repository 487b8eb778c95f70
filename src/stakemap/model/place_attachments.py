"""What is about a place in the map and goes with it: open conflicts, comments, reviews."""

from __future__ import annotations

from collections.abc import Mapping

from stakemap.model.comments import has_place
from stakemap.model.document import StakeMap
from stakemap.model.places import place_at
from stakemap.model.records import replace, without

_CONTAINERS = ("conflicts", "comments", "reviews")


def about_gone(before: StakeMap, after: StakeMap) -> Mapping[str, list[str]]:
    """The ids, by container, of what is about a place that the map had before and has no longer."""
    found: dict[str, list[str]] = {}
    gone = _gone_ids(before, after)
    for name in _CONTAINERS if gone else ():
        for key, record in getattr(after, name).items():
            # There may be tens of thousands, and parsing a path takes long.
            if gone.isdisjoint(record.place.replace(":", "/").split("/")):
                continue
            place = place_at(record.place)
            if not has_place(after, place) and has_place(before, place):
                found.setdefault(name, []).append(key)
    return found


def _gone_ids(before: StakeMap, after: StakeMap) -> set[str]:
    """The ids of all records that the map has no longer."""
    pairs = ((getattr(before, name), getattr(after, name)) for name in StakeMap.containers)
    return {key for had, has in pairs if had is not has for key in had.keys() - has.keys()}


def without_about_gone(before: StakeMap, after: StakeMap) -> StakeMap:
    """The map after a removal, without what is about the places that went."""
    gone = about_gone(before, after)
    return replace(after, **{name: without(getattr(after, name), keys) for name, keys in gone.items()})
