"""Moving actors by the arrow keys: what is one step, one record of the journal and one signal."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt

from samples import sample
from stakemap.storage.locks import owners
from stakemap.storage.store.journal import JournalWriter
from stakemap.storage.store.versions import VersionStore

Shift = Qt.KeyboardModifier.ShiftModifier
Key = Qt.Key


def test_arrow_keys_nudge_and_follow_each_other_as_one_step(drive):
    canvas = drive()
    canvas.click(canvas.at("turkiye"))
    canvas.key(Key.Key_Right)
    canvas.key(Key.Key_Right)
    canvas.key(Key.Key_Up)
    canvas.key(Key.Key_Left, Shift)
    assert canvas.judged("turkiye") == (2, 86)
    assert canvas.undo_labels() == ("Move Türkiye",)
    stance = canvas.document.snapshots["2025-07"].stances["border"]["turkiye"]
    assert len(stance.earlier) == 1
    canvas.session.undo()
    assert canvas.document == sample()


def test_nudges_apart_in_time_or_after_something_else_are_steps_of_their_own(drive, monkeypatch):
    canvas = drive()
    canvas.click(canvas.at("turkiye"))
    canvas.key(Key.Key_Right)
    monkeypatch.setattr("stakemap.app.canvas.input.nudge.MERGED_WITHIN", -1.0)
    canvas.key(Key.Key_Right)
    assert len(canvas.undo_labels()) == 2
    monkeypatch.undo()
    canvas.session.mark_saved(None)
    canvas.key(Key.Key_Right)
    assert len(canvas.undo_labels()) == 3
    canvas.click(canvas.at("armenia"))
    canvas.key(Key.Key_Left)
    assert canvas.undo_labels()[0] == "Move Armenia"


def test_nudging_at_the_end_of_the_scale_loses_nothing(drive):
    canvas = drive()
    canvas.click(canvas.at("armenia"))
    canvas.key(Key.Key_Right, Shift)
    canvas.key(Key.Key_Right, Shift)
    assert canvas.judged("armenia") == (100, 35)
    canvas.key(Key.Key_Left)
    assert canvas.judged("armenia") == (99, 35)


def test_nudging_an_actor_without_a_position_says_why_not(drive):
    canvas = drive(selection=frozenset({"iran"}), primary="iran")
    canvas.key(Key.Key_Right)
    assert canvas.undo_labels() == ()
    assert "position" in canvas.messages[0]


def test_each_nudge_is_one_change_of_the_map(drive):
    canvas = drive()
    changes, gestures = [], []
    canvas.session.changed.connect(lambda before, after: changes.append((before, after)))
    canvas.session.gesture_changed.connect(gestures.append)
    canvas.click(canvas.at("turkiye"))
    for count, key in enumerate((Key.Key_Right, Key.Key_Right, Key.Key_Down), 1):
        canvas.key(key)
        assert len(changes) == count
    assert [after for _, after in changes[:-1]] == [before for before, _ in changes[1:]]
    assert gestures == []


def test_each_nudge_is_one_record_of_the_journal(drive, tmp_path: Path, monkeypatch):
    canvas = drive()
    store = VersionStore(tmp_path)
    writer = JournalWriter(store)
    journal = writer.open(canvas.document)
    session = canvas.session
    session.changed.connect(lambda *maps: journal.record(session.undo_label or "", *maps))
    canvas.click(canvas.at("turkiye"))
    for _ in range(4):
        canvas.key(Key.Key_Right)
    assert writer.flush()
    writer.close()
    monkeypatch.setattr(owners, "is_alive", lambda *_: False)
    (found,) = store.recoverable()
    assert found.edits == 4
    assert store.load(found.entry) == canvas.document


def test_nudging_there_and_back_leaves_the_map_as_it_was(drive):
    canvas = drive()
    start = canvas.document
    canvas.click(canvas.at("turkiye"))
    canvas.key(Key.Key_Right)
    changes = []
    canvas.session.changed.connect(lambda *maps: changes.append(maps))
    canvas.key(Key.Key_Left)
    assert canvas.document is start
    assert canvas.undo_labels() == ()
    assert len(changes) == 1
    canvas.key(Key.Key_Up)
    assert canvas.undo_labels() == ("Move Türkiye",)


def test_an_axis_nudged_there_and_back_is_not_judged(drive):
    canvas = drive()
    standing = canvas.document.snapshots["2025-07"].standings.get("turkiye")
    canvas.click(canvas.at("turkiye"))
    for key in (Key.Key_Up, Key.Key_Right, Key.Key_Down):
        canvas.key(key)
    assert canvas.judged("turkiye") == (11, 85)
    assert canvas.document.snapshots["2025-07"].standings.get("turkiye") is standing
