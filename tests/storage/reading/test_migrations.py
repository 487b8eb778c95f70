"""Every version that ever was still opens, and a chain of migrations leads from each to the present one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from stakemap.errors import MapReadError
from stakemap.model.document import VERSION
from stakemap.storage.codec import decode, encode
from stakemap.storage.files import open_map
from stakemap.storage.reading.migrations import MIGRATIONS, migrate, oldest

FIXTURES = Path(__file__).parents[2] / "fixtures"


def from_version_0(tree: dict[str, Any]) -> dict[str, Any]:
    """A made-up version 0: `topics` for issues, a `power` for an actor's influence, alignment from 0 to 1."""
    tree = dict(tree)
    tree["issues"] = tree.pop("topics", {})
    tree["snapshots"] = {key: _snapshot_from_version_0(one) for key, one in tree["snapshots"].items()}
    return tree


def _snapshot_from_version_0(snapshot: dict[str, Any]) -> dict[str, Any]:
    snapshot = dict(snapshot)
    powers = snapshot.pop("power", {})
    snapshot["standings"] = {actor: {"influence": {"value": power}} for actor, power in powers.items()}
    snapshot["stances"] = {
        issue: {actor: {"alignment": {"value": share * 200 - 100}} for actor, share in shares.items()}
        for issue, shares in snapshot.get("stances", {}).items()
    }
    return snapshot


@pytest.fixture
def version_0(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(MIGRATIONS, 0, from_version_0)


def test_there_is_a_fixture_for_each_version() -> None:
    for version in range(oldest(), VERSION + 1):
        assert (FIXTURES / f"version-{version}.stakemap.json").exists()


def test_version_1_opens_and_is_written_as_it_was() -> None:
    path = FIXTURES / "version-1.stakemap.json"
    read = open_map(path)
    assert not read.read_only
    assert encode(read.document) == path.read_bytes()
    assert [fault.path for fault in read.warnings] == ["actors.armenia.x_other_tool"]
    assert read.document.snapshots["2025-07"].stances["border"]["armenia"].earlier[0].reason == "Reportedly."


@pytest.mark.usefixtures("version_0")
def test_a_map_of_version_0_is_brought_up_to_date() -> None:
    path = FIXTURES / "version-0.stakemap.json"
    before = path.read_bytes()
    read = decode(before)
    one = read.document
    assert read.version == 0
    assert not read.read_only
    assert one.version == VERSION
    assert one.issues["border"].name == "Open border"
    standing, stance = (
        one.snapshots["2025"].standings["armenia"],
        one.snapshots["2025"].stances["border"]["armenia"],
    )
    assert standing.influence is not None
    assert standing.influence.value == 35
    assert stance.alignment is not None
    assert stance.alignment.value == 80
    assert one.model_extra == {"x_other_tool": 10**30}
    assert open_map(path).document == one
    assert path.read_bytes() == before
    assert json.loads(encode(one))["version"] == VERSION


def test_without_its_migration_version_0_is_refused() -> None:
    with pytest.raises(MapReadError, match="version 0, which does not exist"):
        decode((FIXTURES / "version-0.stakemap.json").read_bytes())


@pytest.mark.usefixtures("version_0")
@pytest.mark.parametrize(
    "snapshots", [None, 5, [], {"s": 5}, {"s": {"power": [1]}}, {"s": {"stances": {"i": {"a": "x"}}}}]
)
def test_a_map_that_is_not_of_its_version_is_refused(snapshots: Any) -> None:
    tree = json.loads((FIXTURES / "version-0.stakemap.json").read_bytes())
    tree["snapshots"] = snapshots
    with pytest.raises(MapReadError, match="version 0, but it does not match that version"):
        decode(json.dumps(tree).encode())
    del tree["snapshots"]
    with pytest.raises(MapReadError, match="does not match that version"):
        decode(json.dumps(tree).encode())


@pytest.mark.usefixtures("version_0")
def test_faults_of_an_old_map_are_told_like_others() -> None:
    tree = json.loads((FIXTURES / "version-0.stakemap.json").read_bytes())
    tree["snapshots"]["2025"]["power"]["armenia"] = 101
    with pytest.raises(MapReadError, match="The influence of armenia in snapshot 2025 is 101"):
        decode(json.dumps(tree).encode())


def test_steps_follow_each_other_and_leave_their_input_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stakemap.storage.reading.migrations.VERSION", 5)
    steps = {
        version: lambda tree, version=version: {**tree, "trail": [*tree["trail"], version]}
        for version in range(2, 5)
    }
    before = {"version": 2, "trail": []}
    assert migrate(before, steps) == {"version": 5, "trail": [2, 3, 4]}
    assert before == {"version": 2, "trail": []}
    assert oldest(steps) == 2
