"""Paths of places in a map."""

from __future__ import annotations

import pytest

from stakemap.model.places import MAP_PATH, path_of, place_at
from stakemap.model.subjects import Place, Subject

PLACES = {
    MAP_PATH: Place(""),
    "actors/eu": Place("actors", "eu"),
    "snapshots/2025-07": Place("snapshots", "2025-07"),
    "snapshots/2025-07/standings/eu": Place("snapshots", "2025-07", Subject.standing("eu")),
    "snapshots/2025-07/stances/opening/eu": Place("snapshots", "2025-07", Subject.stance("opening", "eu")),
    "snapshots/2025-07/ties/eu-us": Place("snapshots", "2025-07", Subject.tie("eu-us")),
    "headlines/map:opening:2025-07": Place("headlines", "map:opening:2025-07"),
}


@pytest.mark.parametrize(("path", "place"), PLACES.items())
def test_a_path_leads_to_its_place_and_back(path: str, place: Place) -> None:
    assert place_at(path) == place
    assert path_of(place) == path


@pytest.mark.parametrize(
    "path",
    [
        "",
        "actors",
        "actors/",
        "actors/EU",
        "actors/eu/name",
        "conflicts/1",
        "snapshots/a/stances/eu",
        "map/x",
        "snapshots/a/standings/b/c",
        "actors/eu\n",
        "../map",
        "snapshots/2025-07/others/eu",
        "headlines/gone",
        "headlines/map:A:2025",
    ],
)
def test_anything_else_is_no_path(path: str) -> None:
    with pytest.raises(ValueError, match="no place"):
        place_at(path)
