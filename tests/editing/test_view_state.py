"""What one window looks at."""

from __future__ import annotations

import pytest

from samples import sample, tiny
from stakemap.editing.view_state import ViewState
from stakemap.model import edits
from stakemap.model.document import new_map


def listening(view: ViewState) -> list[frozenset[str]]:
    heard: list[frozenset[str]] = []
    view.changed.connect(heard.append)
    return heard


def test_a_map_opens_with_its_first_issue_and_its_latest_date() -> None:
    view = ViewState.for_document(sample())
    assert (view.issue, view.snapshot, view.selection, view.primary) == (
        "border",
        "2025-07",
        frozenset(),
        None,
    )
    empty = ViewState.for_document(new_map())
    assert (empty.issue, empty.snapshot) == (None, None)
    assert ViewState.for_document(sample(), issue="corridor", relations="none").issue == "corridor"


def test_each_change_is_told_once_with_what_differs() -> None:
    view = ViewState.for_document(sample())
    heard = listening(view)
    view.set(issue="corridor", snapshot="2025-07", selection=frozenset({"iran"}))
    view.set(issue="corridor")
    assert heard == [{"issue", "selection", "primary"}]


def test_the_primary_is_one_of_the_selected() -> None:
    view = ViewState()
    view.select("iran", "russia")
    assert (view.selection, view.primary) == ({"iran", "russia"}, "russia")
    view.set(selection={"iran", "armenia"})
    assert view.primary is None
    view.set(selection={"iran"})
    assert view.primary == "iran"
    view.set(primary="russia")
    assert view.primary == "iran"
    view.select()
    assert (view.selection, view.primary) == (frozenset(), None)
    view.select("iran", "russia", primary="iran")
    assert view.primary == "iran"


def test_what_does_not_exist_is_a_mistake_of_ours() -> None:
    with pytest.raises(TypeError, match="colour"):
        ViewState().set(colour="red")
    with pytest.raises(ValueError, match="relations"):
        ViewState().set(relations="some")


def test_what_is_gone_from_the_map_is_dropped() -> None:
    document = sample()
    view = ViewState.for_document(document, selection=frozenset({"iran", "russia"}), primary="iran")
    heard = listening(view)
    document = edits.remove_actors(document, ["iran"])
    document = edits.remove_issue(document, "border")
    document = edits.remove_snapshot(document, "2025-07")
    view.reconcile(document)
    assert (view.issue, view.snapshot, view.selection, view.primary) == (
        "corridor",
        "2022",
        {"russia"},
        "russia",
    )
    assert heard == [{"issue", "snapshot", "selection", "primary"}]
    view.reconcile(document)
    assert len(heard) == 1
    view.reconcile(new_map())
    assert (view.issue, view.snapshot) == (None, None)
    view.reconcile(tiny())
    assert (view.issue, view.snapshot) == ("border", "2025")


def test_a_removed_snapshot_gives_way_to_the_one_it_built_on() -> None:
    before = sample()
    view = ViewState.for_document(before, snapshot="2022")
    after = edits.remove_snapshot(before, "2022")
    view.reconcile(after, before)
    assert view.snapshot == "2020"
    view.reconcile(new_map(), after)
    assert view.snapshot is None


def test_where_the_addition_of_a_snapshot_is_undone_the_one_before_is_in_view_again() -> None:
    before = sample()
    view = ViewState(snapshot="2025-07")
    first = edits.duplicate_snapshot(before, "first", "2025-07", "First")
    view.reconcile(first, before)
    view.set(snapshot="first")
    second = edits.duplicate_snapshot(first, "second", "first", "Second")
    view.reconcile(second, first)
    view.set(snapshot="second")
    view.reconcile(first, second)
    assert view.snapshot == "first"
    view.reconcile(before, first)
    assert view.snapshot == "2025-07"


def test_a_relation_is_selected_instead_of_actors_and_the_other_way_round() -> None:
    document = sample()
    relation = min(document.relations)
    view = ViewState.for_document(document, selection=frozenset({"armenia"}))
    view.set(relation=relation)
    assert (view.relation, view.selection, view.primary) == (relation, frozenset(), None)
    view.select("armenia")
    assert view.relation is None
    view.set(relation=relation)
    view.reconcile(edits.remove_relation(document, relation))
    assert view.relation is None
    with pytest.raises(ValueError, match="ties"):
        view.set(ties="loud")
