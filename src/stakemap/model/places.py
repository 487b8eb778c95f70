"""Paths of places in a map, as the file has them: "snapshots/2025-07/stances/opening/eu", "actors/eu"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from stakemap.i18n import tr
from stakemap.model.records import PAGE_KEY
from stakemap.model.subjects import Layer, Place, Subject, SubjectKind

#: The path of the map itself.
MAP_PATH = "map"
_ID = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_RECORD = re.compile(
    rf"(actors|groups|issues|relations|sources|snapshots|resolutions|outcomes|comments|reviews|rounds|answers)"
    rf"/({_ID})"
)
_PAGE = re.compile(rf"headlines/({PAGE_KEY})")
_JUDGEMENT = re.compile(rf"snapshots/({_ID})/(standings|stances|ties)/({_ID})(?:/({_ID}))?")
_KINDS: Mapping[str, SubjectKind] = MappingProxyType(
    {"standings": "standing", "stances": "stance", "ties": "tie"}
)


def path_of(place: Place) -> str:
    """The path of a place. Pages of the deck are places in "headlines", whether they have one or not."""
    container, key, subject = place
    if not container:
        return MAP_PATH
    if subject is None:
        return f"{container}/{key}"
    return "/".join((container, key, *Layer(subject.kind, subject.issue, {}).place, subject.id))


def place_at(path: str) -> Place:
    """The place that has this path. Raises ValueError for anything else."""
    if path == MAP_PATH:
        return Place("")
    if match := _RECORD.fullmatch(path):
        return Place(match[1], match[2])
    if match := _PAGE.fullmatch(path):
        return Place("headlines", match[1])
    match = _JUDGEMENT.fullmatch(path)
    if match and (match[2] == "stances") == (match[4] is not None):
        issue, key = (match[3], match[4]) if match[2] == "stances" else (None, match[3])
        return Place("snapshots", match[1], Subject(_KINDS[match[2]], key, issue))
    raise ValueError(tr("this names no place in a map, such as “actors/eu”"))


def _check(path: str) -> str:
    place_at(path)
    return path


#: The path of a place, which need not be in the map.
PlacePath = Annotated[str, StringConstraints(max_length=600), AfterValidator(_check)]
