"""A map being worked on: edits, undo, saving, and who hears of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from samples import sample, tiny
from stakemap.editing.session import Change, Session
from stakemap.errors import EditError
from stakemap.model import edits
from stakemap.model.document import VERSION, StakeMap


def opened(document: StakeMap | None = None, **options: object) -> Session:
    return Session(document or tiny(), today=lambda: "2025-08-04", **options)  # type: ignore[arg-type]


def test_an_edit_is_a_step_and_everybody_hears_of_it() -> None:
    session, heard, states = opened(author="A"), [], []
    before = session.document
    session.changed.connect(lambda *maps: heard.append(maps))
    session.state_changed.connect(lambda: states.append(session.undo_label))
    session.apply(edits.update_actor.of("armenia", name="Hayastan"), label="Rename", touched=["armenia"])
    assert heard == [(before, session.document)]
    assert states == ["Rename"]
    step = session.undo()
    assert step is not None
    assert step.touched == ("armenia",)
    assert session.document is before
    assert session.redo_label == "Rename"
    assert session.redo() is step
    assert heard[1:] == [(heard[0][1], before), (before, heard[0][1])]


def test_fields_may_have_any_name() -> None:
    session = opened()
    session.apply(edits.update_snapshot.of("2025", label="Now"), label="Rename")
    assert session.document.snapshots["2025"].label == "Now"


def test_an_edit_that_changes_nothing_leaves_no_step() -> None:
    session, heard = opened(), []
    session.changed.connect(lambda *maps: heard.append(maps))
    session.apply(edits.set_texts.of(title="Tiny"), label="Rename")
    assert (heard, session.can_undo, session.is_modified) == ([], False, False)


def test_a_refused_edit_leaves_all_as_it_was() -> None:
    session = opened()
    before = session.document
    with pytest.raises(EditError):
        session.apply(edits.update_actor.of("atlantis", name="x"), label="Rename")
    assert session.document is before
    assert not session.can_undo


def test_a_read_only_map_says_so() -> None:
    session = opened(read_only=True)
    with pytest.raises(EditError, match="Save it under another name"):
        session.apply(edits.set_texts.of(title="x"), label="Rename")
    newer = opened(tiny().model_copy(update={"version": VERSION + 1}), read_only=True)
    with pytest.raises(EditError, match="newer version"):
        newer.apply(edits.set_texts.of(title="x"), label="Rename")
    newer.mark_saved(Path("copy.json"))
    assert newer.read_only
    session.mark_saved(Path("copy.json"))
    session.apply(edits.set_texts.of(title="x"), label="Rename")


def test_saving() -> None:
    session = opened(preset=True)
    states: list[bool] = []
    session.state_changed.connect(lambda: states.append(session.is_modified))
    session.apply(edits.set_texts.of(title="x"), label="Rename")
    assert session.is_modified
    session.mark_saved(Path("map.stakemap.json"), "digest")
    assert (session.path, session.digest, session.preset) == (Path("map.stakemap.json"), "digest", False)
    assert states == [True, False]
    session.undo()
    assert session.is_modified
    session.redo()
    assert not session.is_modified
    assert session.document.title == "x"


def test_the_saved_state_can_be_out_of_reach() -> None:
    session = opened(modified=True)
    assert session.is_modified
    assert not session.history.can_reach_saved


def test_reloading_is_a_step_too() -> None:
    session = opened(sample(), read_only=True)
    before = session.document
    session.replace_document(tiny(), "Reload")
    assert (session.document.title, session.undo_label) == ("Tiny", "Reload")
    session.undo()
    assert session.document is before


def test_nothing_to_undo() -> None:
    session, heard = opened(), []
    session.changed.connect(lambda *maps: heard.append(maps))
    assert session.undo() is None
    assert session.redo() is None
    assert not heard


def test_the_title_shown() -> None:
    assert opened().display_title == "Tiny"
    assert opened(edits.set_texts(tiny(), title=" \n ")).display_title == "Untitled map"
    assert opened(edits.set_texts(tiny(), title="a\n b")).display_title == "a b"


def test_an_edit_from_a_listener_comes_after() -> None:
    session, titles = opened(), []

    def follow(_: StakeMap, after: StakeMap) -> None:
        if after.title == "1":
            session.apply(edits.set_texts.of(title="2"), label="Two")

    session.changed.connect(follow)
    session.changed.connect(lambda before, after: titles.append((before.title, after.title)))
    session.apply(edits.set_texts.of(title="1"), label="One")
    assert titles == [("Tiny", "1"), ("1", "2")]


def test_a_broken_view_stops_neither_the_edit_nor_the_others() -> None:
    errors: list[Exception] = []
    session, heard = opened(on_error=errors.append), []

    def fail(*_: object) -> None:
        raise ValueError

    session.changed.connect(fail)
    session.changed.connect(lambda *maps: heard.append(maps))
    session.apply(edits.set_texts.of(title="1"), label="One")
    assert len(errors) == len(heard) == 1
    assert session.document.title == "1"


def test_authorship_is_of_today() -> None:
    days = iter(("2025-08-04", "2025-08-05"))
    session = Session(tiny(), author="A", today=lambda: next(days))
    assert session.authorship == ("A", "2025-08-04")
    session.author = "B"
    assert session.authorship == ("B", "2025-08-05")


def test_an_amendment_joins_the_step_it_explains() -> None:
    session = opened()
    start = session.document
    session.apply(edits.set_texts.of(title="One"), label="Title")
    moved = session.document
    session.amend(moved, edits.set_texts.of(note="Why"), label="Note")
    assert session.history.undo_labels == ("Title",)
    assert (session.document.title, session.document.note) == ("One", "Why")
    session.amend(moved, edits.set_texts.of(note="Another"), label="Later")
    assert session.history.undo_labels == ("Later", "Title")
    session.undo()
    session.undo()
    assert session.document is start


def test_an_amendment_can_do_the_step_over() -> None:
    session = opened()
    session.apply(edits.set_texts.of(title="One"), label="Title")
    session.amend(session.document, edits.set_texts.of(note="Why"), label="Note", replace=True)
    assert session.history.undo_labels == ("Title",)
    assert (session.document.title, session.document.note) == (tiny().title, "Why")


def test_a_step_done_over_that_changes_nothing_is_taken_back() -> None:
    session = opened()
    start = session.document
    heard: list[object] = []
    session.apply(edits.set_texts.of(title="One"), label="Title")
    session.changed.connect(lambda *maps: heard.append(maps))
    session.amend(session.document, edits.set_texts.of(title=start.title), label="Title", replace=True)
    assert session.document is start
    assert (session.can_undo, session.can_redo, len(heard)) == (False, True, 1)


def test_an_amendment_of_what_was_saved_is_a_step_of_its_own() -> None:
    session = opened()
    session.apply(edits.set_texts.of(title="One"), label="Title")
    session.mark_saved(None)
    saved = session.document
    session.amend(saved, edits.set_texts.of(note="Why"), label="Note")
    assert session.is_modified
    session.undo()
    assert session.document is saved
    assert not session.is_modified


def test_who_hears_of_a_change_can_ask_which_edit_it_was() -> None:
    session = opened(sample())
    told: list[edits.Edit | None] = []
    session.change_made.connect(lambda change: told.append(change.edit))
    one, two = edits.set_texts.of(title="One"), edits.set_texts.of(note="Why")
    session.apply(one, label="One")
    session.amend(session.document, two, label="Two")
    session.undo()
    session.redo()
    session.replace_document(sample(), "Revert")
    gesture = session.begin("Move", ["armenia"], "2025-07", "border")
    gesture.move(-10, 0)
    gesture.commit()
    moves = {"armenia": edits.Move(alignment=gesture.positions()["armenia"][0])}
    moved = edits.move_actors.of("2025-07", "border", moves, session.authorship, session.keep_support_below)
    assert told == [one, two, None, None, None, moved]


def test_each_edit_leads_from_the_map_it_is_told_with_to_the_next() -> None:
    """Also one that replaces another, and those that listeners make meanwhile."""
    session = opened(sample())
    start, made = session.document, list[Change]()

    def go_on(_before: StakeMap, after: StakeMap) -> None:
        if after.title == "One":
            session.apply(edits.set_texts.of(title="Two"), label="Two")
            session.apply(edits.set_texts.of(note="Two"), label="Note")

    session.changed.connect(go_on)
    session.change_made.connect(made.append)
    session.apply(edits.set_texts.of(title="One"), label="One")
    assert [change.label for change in made] == ["One", "Two", "Note"]
    session.amend(session.document, edits.set_texts.of(question="Why?"), label="Ask", replace=True)
    session.amend(session.document, edits.set_texts.of(key_judgement="So"), label="Judge")
    session.undo()
    for change in made[:-1]:
        assert change.edit is not None
        assert change.edit.apply(change.before) == change.after
    *_, note, asked, judged, undone = made
    assert made[0].before is start
    assert (asked.before, asked.replaced) == (note.before, note.after)
    assert asked.after.note == start.note
    assert (judged.before, judged.replaced) == (asked.after, None)
    assert (undone.before, undone.edit, undone.replaced) == (judged.after, None, None)


def test_who_is_forgotten_hears_of_no_change_either() -> None:
    session, heard = opened(), []
    session.change_made.connect(heard.append)
    session.disconnect_listeners(lambda _listener: True)
    session.apply(edits.set_texts.of(title="One"), label="One")
    assert heard == []
