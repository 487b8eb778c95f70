"""A map that is not sound says where, and in words."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from executed_lines import lines_run
from samples import MAP_ID, large, sample
from stakemap.model.checks import check
from stakemap.model.document import Actor, StakeMap

JUDGED: dict[str, Any] = {"alignment": {"value": 1}}


def made(**fields: Any) -> StakeMap:
    base: dict[str, Any] = {
        "id": MAP_ID,
        "actors": {"armenia": {"name": "Armenia"}, "iran": {"name": "Iran"}},
        "issues": {"corridor": {"name": "Corridor"}},
    }
    return StakeMap.model_validate(base | fields)


def snapshot(**fields: Any) -> StakeMap:
    return made(snapshots={"2025-07": {"label": "Now", **fields}})


def test_a_sound_map_has_no_faults() -> None:
    assert check(sample()) == ()
    assert check(large(20, 2, 2)) == ()


CITED = {"armenia": {**JUDGED, "citations": [{"source": "nowhere"}]}}


@pytest.mark.parametrize(
    ("document", "code", "path"),
    [
        (made(actors={"a": {"name": "A", "group": "g"}}), "no-such-group", "actors.a.group"),
        (made(actors={"a": {"name": "A", "part_of": "b"}}), "no-such-actor", "actors.a.part_of"),
        (made(actors={"a": {"name": "A", "part_of": "a"}}), "actor-cycle", "actors.a.part_of"),
        (
            made(relations={"r": {"source": "atlantis", "target": "iran"}}),
            "no-such-actor",
            "relations.r.source",
        ),
        (made(relations={"r": {"source": "iran", "target": "iran"}}), "self-relation", "relations.r"),
        (snapshot(based_on="1999"), "no-such-snapshot", "snapshots.2025-07.based_on"),
        (snapshot(based_on="2025-07"), "snapshot-cycle", "snapshots.2025-07.based_on"),
        (
            snapshot(standings={"atlantis": {"state": "unknown"}}),
            "no-such-actor",
            "snapshots.2025-07.standings.atlantis",
        ),
        (snapshot(ties={"r": {"strength": 1}}), "no-such-relation", "snapshots.2025-07.ties.r"),
        (snapshot(stances={"war": {}}), "no-such-issue", "snapshots.2025-07.stances.war"),
        (
            snapshot(stances={"corridor": {"atlantis": JUDGED}}),
            "no-such-actor",
            "snapshots.2025-07.stances.corridor.atlantis",
        ),
        (
            snapshot(stances={"corridor": CITED}),
            "no-such-source",
            "snapshots.2025-07.stances.corridor.armenia.citations.0.source",
        ),
        (
            snapshot(stances={"corridor": {"armenia": {**JUDGED, "earlier": list(CITED.values())}}}),
            "no-such-source",
            "snapshots.2025-07.stances.corridor.armenia.earlier.0.citations.0.source",
        ),
        (
            snapshot(
                stances={"corridor": {"iran": {**JUDGED, "conditions": [{"text": "x", "issue": "war"}]}}}
            ),
            "no-such-issue",
            "snapshots.2025-07.stances.corridor.iran.conditions.0.issue",
        ),
    ],
)
def test_errors(document: StakeMap, code: str, path: str) -> None:
    (fault,) = check(document)
    assert (fault.code, fault.path, fault.severity) == (code, path, "error")
    assert fault.message.endswith(".")


@pytest.mark.parametrize(
    ("document", "path"),
    [
        (made(x=1), "x"),
        (made(actors={"a": {"name": "A", "shoe_size": 40}}), "actors.a.shoe_size"),
        (snapshot(colour="red"), "snapshots.2025-07.colour"),
        (
            snapshot(stances={"corridor": {"iran": {"alignment": {"value": 1, "unit": "%"}}}}),
            "snapshots.2025-07.stances.corridor.iran.alignment.unit",
        ),
        (
            snapshot(stances={"corridor": {"iran": {**JUDGED, "conditions": [{"text": "x", "y": 1}]}}}),
            "snapshots.2025-07.stances.corridor.iran.conditions.0.y",
        ),
        (
            snapshot(standings={"iran": {"state": "unknown", "earlier": [{"state": "unknown", "z": 1}]}}),
            "snapshots.2025-07.standings.iran.earlier.0.z",
        ),
    ],
)
def test_unknown_fields_are_told_but_kept(document: StakeMap, path: str) -> None:
    (fault,) = check(document)
    assert (fault.code, fault.path, fault.severity) == ("unknown-field", path, "warning")


def test_other_warnings() -> None:
    (fault,) = check(snapshot(likelihood="likely"))
    assert (fault.code, fault.severity) == ("likelihood-without-scenario", "warning")
    document = made(
        snapshots={
            "a": {"label": "A", "date": "2025-07"},
            "b": {"label": "B", "date": "2024", "based_on": "a"},
        }
    )
    (fault,) = check(document)
    assert (fault.code, fault.path) == ("builds-on-later", "snapshots.b.based_on")
    within = made(
        snapshots={
            "a": {"label": "A", "date": "2025-07"},
            "b": {"label": "B", "date": "2025", "based_on": "a"},
        }
    )
    assert check(within) == ()


def test_the_search_ends_and_warnings_are_for_maps_without_errors() -> None:
    broken = made(actors={f"a{number}": {"name": "A", "group": "g", "x": 1} for number in range(5_000)})
    assert [fault.severity for fault in check(broken, limit=20)] == ["error"] * 20
    assert len(check(broken)) == 100
    sound = made(actors={f"a{number}": {"name": "A", "x": 1} for number in range(5_000)})
    assert [fault.severity for fault in check(sound, limit=20)] == ["warning"] * 20


def _chain(count: int, last: str | None) -> StakeMap:
    """Actors that are each part of the next one, the last of them of `last`."""
    chain = {
        f"a{number}": Actor(name="A", part_of=f"a{number + 1}" if number + 1 < count else last)
        for number in range(count)
    }
    return made().model_copy(update={"actors": chain})


def test_long_chains_and_large_cycles_are_checked() -> None:
    count = 20_000
    assert check(_chain(count, None)) == ()
    faults = check(_chain(count, "a5"), limit=count)
    assert {fault.path for fault in faults} == {f"actors.a{number}.part_of" for number in range(5, count)}


@pytest.mark.parametrize("last", [None, "a5"])
def test_a_chain_twice_as_long_is_twice_the_work(last: str | None) -> None:
    short, long = (lines_run(partial(check, _chain(count, last))) for count in (500, 1_000))
    assert short > 500
    assert long < 2.5 * short
