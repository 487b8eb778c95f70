"""Another version of an open map, however it arrives, leads to the comparison; nothing is lost meanwhile."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app_driver import ScriptedMessageBoxes, documents_of, drop
from samples import another, sample
from stakemap.app.document.saving import Saving
from stakemap.app.kit.other_version import OtherVersion
from stakemap.app.kit.plain_text import MessageDialog
from stakemap.model.document import StakeMap
from stakemap.model.edits import Authorship, Move, move_actors, set_texts
from stakemap.model.records import replace
from stakemap.model.teamwork import Round
from stakemap.storage.files import open_map, save_map

if TYPE_CHECKING:
    from stakemap.app.kit.window import AppContext
    from stakemap.app.shell.main_window import MainWindow
    from stakemap.editing.session import Session

BORIS = set_texts(sample(), note="Boris was here")


def session_of(window: MainWindow) -> Session:
    assert window.session is not None
    return window.session


@pytest.fixture
def asked(window: MainWindow) -> list[OtherVersion]:
    """What is asked to be compared with the map of the window."""
    found: list[OtherVersion] = []
    window.comparison_requested.connect(found.append)
    return found


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the map that Boris has changed."""
    path = tmp_path / "from boris.stakemap.json"
    save_map(path, BORIS)
    return path


def choose(window: MainWindow, boxes: ScriptedMessageBoxes, action: str, path: Path | None) -> None:
    boxes.answers = [path]
    chosen = window.host.actions[action]
    assert chosen.isEnabled()
    chosen.trigger()


def press(seen: list[str], button: str, dialog: MessageDialog) -> None:
    seen.append(dialog.message)
    dialog.button(button).click()


def test_a_colleagues_copy_is_compared_with_the_version_that_was_sent(
    window: MainWindow, path: Path, copy: Path, message_boxes: ScriptedMessageBoxes, asked: list[OtherVersion]
) -> None:
    session = session_of(window)
    session.apply(set_texts.of(title="Sent"), label="Retitle")
    assert window.service(Saving).save()
    sent = session.document
    save_map(copy, set_texts(sent, note="Boris was here"))
    move = move_actors.of(
        "2025-07", "border", {"armenia": Move(alignment=12)}, Authorship("Anna", "2025-08-01")
    )
    session.apply(move, label="Move Armenia")
    choose(window, message_boxes, "merge", copy)
    (other,) = asked
    assert (other.name, other.base) == ("from boris.stakemap.json", sent)
    assert other.document == set_texts(sent, note="Boris was here")


def test_the_file_itself_has_no_differences_or_those_of_unsaved_changes(
    window: MainWindow, path: Path, message_boxes: ScriptedMessageBoxes, asked: list[OtherVersion]
) -> None:
    for action in ("compare", "merge"):
        choose(window, message_boxes, action, path)
        choose(window, message_boxes, action, None)
    assert [headline for headline, _, _ in message_boxes.told] == ["There are no differences"] * 2
    assert asked == []
    session_of(window).apply(set_texts.of(title="Unsaved"), label="Retitle")
    choose(window, message_boxes, "compare", path)
    assert asked[0].base == asked[0].document == sample()


def test_another_map_can_be_compared_but_not_merged(
    window: MainWindow, tmp_path: Path, message_boxes: ScriptedMessageBoxes, asked: list[OtherVersion]
) -> None:
    other = tmp_path / "other.stakemap.json"
    save_map(other, another())
    choose(window, message_boxes, "merge", other)
    ((headline, text, _),) = message_boxes.told
    assert headline == "“other.stakemap.json” is another map"
    assert "Compare with…" in text
    assert "Combine maps…" in text
    assert asked == []
    choose(window, message_boxes, "compare", other)
    assert asked == [OtherVersion(another(), "other.stakemap.json", None)]


def test_what_cannot_be_merged_is_said_in_a_sentence(
    window: MainWindow, copy: Path, message_boxes: ScriptedMessageBoxes, asked: list[OtherVersion]
) -> None:
    whole = copy.read_bytes()
    copy.write_bytes(whole[: len(whole) // 2])
    choose(window, message_boxes, "merge", copy)
    copy.write_bytes(whole.replace(b'"version": 1', b'"version": 99', 1))
    choose(window, message_boxes, "merge", copy)
    copy.unlink()
    choose(window, message_boxes, "merge", copy)
    save_map(copy, replace(BORIS, rounds={"first": Round(label="First", analyst="Boris")}))
    choose(window, message_boxes, "merge", copy)
    told = [f"{headline}: {text}" for headline, text, _ in message_boxes.told]
    assert "ends too early" in told[0]
    assert "newer version of Stakemap: compare and merge it with that version" in told[1]
    assert "no such file" in told[2]
    assert "is the sheet of a round" in told[3]
    assert (len(told), asked, session_of(window).document) == (4, [], sample())


def test_a_dropped_version_asks_what_is_meant(
    window: MainWindow,
    context: AppContext,
    copy: Path,
    message_boxes: ScriptedMessageBoxes,
    asked: list[OtherVersion],
) -> None:
    seen: list[str] = []
    for button in ("cancel", "compare", "beside"):
        message_boxes.dialogs = [partial(press, seen, button)]
        drop(window, copy)
        assert [other.document for other in asked] == ([] if button == "cancel" else [BORIS])
        assert (context.window_of(copy) is not None) == (button == "beside")
    assert seen[0].startswith("“from boris.stakemap.json” is another version of the map that is open")


def test_opening_a_copy_without_differences_says_so(
    window: MainWindow, context: AppContext, copy: Path, message_boxes: ScriptedMessageBoxes
) -> None:
    save_map(copy, sample())
    seen: list[str] = []
    message_boxes.dialogs = [partial(press, seen, "cancel"), partial(press, seen, "beside")]
    assert documents_of(context).open_file(copy) is window
    assert seen[0].startswith("“from boris.stakemap.json” is the same as the map that is open")
    beside = documents_of(context).open_file(copy)
    assert beside is not None
    assert beside is not window
    # What is open needs no question.
    assert documents_of(context).open_file(copy) is beside


def test_a_damaged_version_and_a_sheet_are_opened_as_ever(
    window: MainWindow, context: AppContext, copy: Path, message_boxes: ScriptedMessageBoxes
) -> None:
    copy.write_bytes(copy.read_bytes()[:-9])
    assert documents_of(context).open_file(copy) is None
    assert len(message_boxes.told) == 1
    save_map(copy, replace(BORIS, rounds={"first": Round(label="First", analyst="Boris")}))
    assert documents_of(context).open_file(copy) not in (None, window)


def merged(window: MainWindow, other: OtherVersion) -> StakeMap:
    """What the comparison does once all is decided."""
    document = set_texts(session_of(window).document, note=other.document.note)
    session_of(window).replace_document(document, "Merge")
    assert other.taken is not None
    other.taken()
    return document


def test_a_file_that_was_merged_is_replaced_without_a_question(
    window: MainWindow, path: Path, message_boxes: ScriptedMessageBoxes, asked: list[OtherVersion]
) -> None:
    session = session_of(window)
    session.apply(set_texts.of(title="Mine"), label="Retitle")
    save_map(path, BORIS)
    message_boxes.answers = ["compare"]
    assert not window.service(Saving).save()
    (other,) = asked
    assert (other.name, other.document, other.base) == (path.name, BORIS, sample())
    document = merged(window, other)
    assert window.service(Saving).save()
    assert open_map(path).document == document
    assert message_boxes.asked == ["outside corridor.stakemap.json"]


def test_a_merge_that_was_undone_is_asked_about_again(
    window: MainWindow, path: Path, message_boxes: ScriptedMessageBoxes, asked: list[OtherVersion]
) -> None:
    session_of(window).apply(set_texts.of(title="Mine"), label="Retitle")
    save_map(path, BORIS)
    message_boxes.answers = ["compare", "cancel", "cancel"]
    window.service(Saving).save()
    merged(window, asked[0])
    session_of(window).undo()
    assert not window.service(Saving).save()
    session_of(window).redo()
    save_map(path, set_texts(BORIS, title="A third"))
    assert not window.service(Saving).save()
    assert open_map(path).document.title == "A third"
    assert message_boxes.answers == []
