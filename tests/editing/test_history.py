"""Undo, redo, the saved mark, and what is let go when memory runs out."""

from __future__ import annotations

import pytest

from samples import large, tiny
from stakemap.editing.history import History, memory_of
from stakemap.model import edits
from stakemap.model.document import StakeMap


def titled(document: StakeMap, title: str) -> StakeMap:
    return edits.set_texts(document, title=title)


def filled(count: int, **limits: int) -> History:
    history = History(tiny(), **limits)
    for number in range(count):
        history.push(f"Edit {number}", titled(history.document, f"{number}"), ("armenia",))
    return history


def test_undo_and_redo_give_back_the_very_maps() -> None:
    first = tiny()
    history = History(first)
    second = titled(first, "2")
    history.push("Rename", second, ("armenia",))
    assert (history.undo_label, history.redo_label) == ("Rename", None)
    step = history.undo()
    assert (step.label, step.touched) == ("Rename", ("armenia",))
    assert history.document is first
    assert (history.undo_label, history.redo_label) == (None, "Rename")
    assert history.redo().document is second
    assert history.document is second


def test_there_is_an_end_both_ways() -> None:
    history = History(tiny())
    with pytest.raises(IndexError):
        history.undo()
    with pytest.raises(IndexError):
        history.redo()


def test_a_new_edit_drops_what_was_undone() -> None:
    history = filled(3)
    history.undo()
    history.undo()
    history.push("Other", titled(history.document, "other"))
    assert history.redo_label is None
    assert history.undo_labels == ("Other", "Edit 0")
    assert [step.label for step in history] == ["", "Edit 0", "Other"]


def test_labels_of_all_steps() -> None:
    history = filled(3)
    history.undo()
    assert history.undo_labels == ("Edit 1", "Edit 0")
    assert history.redo_labels == ("Edit 2",)


class TestSavedMark:
    def test_it_is_found_again_by_undo_and_redo(self) -> None:
        history = filled(2)
        assert not history.is_saved
        history.mark_saved()
        history.undo()
        history.undo()
        assert not history.is_saved
        history.redo()
        history.redo()
        assert history.is_saved

    def test_the_opened_map_is_saved(self) -> None:
        history = filled(1)
        history.undo()
        assert history.is_saved

    def test_it_is_lost_with_its_branch(self) -> None:
        history = filled(2)
        history.mark_saved()
        history.undo()
        history.push("Other", titled(history.document, "other"))
        assert not history.can_reach_saved
        history.undo()
        assert not history.is_saved

    def test_it_can_be_set_on_an_earlier_state(self) -> None:
        history = filled(2)
        written = history.document
        history.push("More", titled(written, "more"))
        history.mark_saved(written)
        assert not history.is_saved
        history.undo()
        assert history.is_saved
        history.mark_saved(tiny())
        assert not history.is_saved

    def test_a_recovered_map_is_not_saved(self) -> None:
        history = History(tiny())
        history.mark_unsaved()
        assert not history.is_saved


class TestMemory:
    def test_the_oldest_go_first_and_some_always_stay(self) -> None:
        history = filled(100, capacity=20_000, least=3)
        assert history.memory <= 20_000
        assert 3 < len(history) < 20
        assert history.undo_labels[0] == "Edit 99"
        tight = filled(100, capacity=0, least=3)
        assert tight.undo_labels == ("Edit 99", "Edit 98", "Edit 97")

    def test_an_amended_step_counts_as_what_it_has_become(self) -> None:
        before = large(200, 1, 1)
        everything = edits.remove_actors(before, list(before.actors))
        history = History(before)
        history.push("Title", titled(before, "x"))
        history.amend(everything)
        history.push("More", titled(everything, "y"))
        assert history.memory == memory_of(before, everything) + memory_of(everything, history.document)
        history.amend(before)
        history.undo()
        history.push("Other", titled(everything, "z"))
        assert history.memory == memory_of(before, everything) + memory_of(everything, history.document)

    def test_the_saved_state_can_go_too(self) -> None:
        history = filled(100, capacity=0, least=3)
        while history.undo_label is not None:
            history.undo()
        assert not history.is_saved
        assert not history.can_reach_saved

    def test_the_estimate_counts_copied_mappings_and_changed_records(self) -> None:
        before = large(2_000, 1, 1)
        move = {"actor-0": edits.Move(alignment=5)}
        after = edits.move_actors(before, "s0", "issue-0", move, edits.Authorship("", None))
        assert 50_000 < memory_of(before, after) < 200_000
        everything = edits.remove_actors(before, list(before.actors))
        assert memory_of(before, everything) > 6_000_000
        assert memory_of(before, titled(before, "x")) < 5_000
