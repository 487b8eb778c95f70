"""Windows whose maps have the same title are told apart wherever a title is read."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app_driver import documents_of
from samples import sample
from stakemap.app.shell.window_titles import qualifiers
from stakemap.model.edits import set_texts
from stakemap.storage.files import save_map

if TYPE_CHECKING:
    from app_driver import ScriptedMessageBoxes
    from stakemap.app.kit.window import AppContext, Window

TITLE = "A corridor and a border"


def opened(context: AppContext, path: Path) -> Window:
    path.parent.mkdir(parents=True, exist_ok=True)
    save_map(path, sample().model_copy(update={"id": str(uuid.uuid5(uuid.NAMESPACE_URL, str(path)))}))
    window = documents_of(context).open_file(path)
    assert window is not None
    return window


def shown(window: Window) -> str:
    return window.windowTitle().replace("[*]", "").removesuffix(" – Stakemap")


def in_menu(window: Window) -> list[str]:
    menu = window.host.menus["window"]
    menu.aboutToShow.emit()
    return [action.text() for action in menu.actions()][-2:]


def test_one_map_needs_no_file_name(context: AppContext, tmp_path: Path) -> None:
    assert shown(opened(context, tmp_path / "a.stakemap.json")) == TITLE


def test_the_same_title_is_told_apart_by_files_in_title_bar_menu_and_question(
    context: AppContext, tmp_path: Path, message_boxes: ScriptedMessageBoxes
) -> None:
    first = opened(context, tmp_path / "june.stakemap.json")
    second = opened(context, tmp_path / "july.stakemap.json")
    expected = [f"{TITLE} — june.stakemap.json", f"{TITLE} — july.stakemap.json"]
    assert [shown(first), shown(second)] == expected
    assert in_menu(first) == in_menu(second) == expected
    assert second.session is not None
    second.session.apply(set_texts.of(question="Who?"), label="Change the question")
    message_boxes.answers = ["cancel"]
    assert not second.close()
    assert message_boxes.asked == [f"save {expected[1]}"]
    second.session.undo()
    assert second.close()
    assert shown(first) == TITLE


def test_the_same_file_name_is_told_apart_by_the_folder(context: AppContext, tmp_path: Path) -> None:
    first = opened(context, tmp_path / "june" / "map.stakemap.json")
    second = opened(context, tmp_path / "july" / "map.stakemap.json")
    assert shown(first) == f"{TITLE} — map.stakemap.json in june"
    assert shown(second) == f"{TITLE} — map.stakemap.json in july"


def test_a_title_that_changes_is_told_apart_at_once(context: AppContext, tmp_path: Path) -> None:
    first = opened(context, tmp_path / "june.stakemap.json")
    second = opened(context, tmp_path / "july.stakemap.json")
    assert second.session is not None
    second.session.apply(set_texts.of(title="Another"), label="Change the title")
    assert [shown(first), shown(second)] == [TITLE, "Another"]
    second.session.undo()
    assert shown(first) == f"{TITLE} — june.stakemap.json"


def test_two_windows_on_one_of_two_such_maps_have_both_file_and_number(
    context: AppContext, tmp_path: Path
) -> None:
    first = opened(context, tmp_path / "june.stakemap.json")
    opened(context, tmp_path / "july.stakemap.json")
    second = documents_of(context).second_window(first)
    assert shown(first) == f"{TITLE} — june.stakemap.json · window 1"
    assert shown(second) == f"{TITLE} — june.stakemap.json · window 2"


def test_maps_that_have_no_file_are_numbered(context: AppContext) -> None:
    for _ in range(2):
        documents_of(context).open_preset("blank")
    assert [shown(window) for window in context.windows] == [
        "Untitled map — not saved yet (1)",
        "Untitled map — not saved yet (2)",
    ]


@pytest.mark.parametrize(
    ("maps", "expected"),
    [
        ([("A", "/x/a"), ("B", "/x/b")], ["", ""]),
        ([("A", "/x/a"), ("A", None)], ["a", "not saved yet"]),
        ([("A", "/x/one/m"), ("A", "/y/one/m"), ("A", "/x/n")], ["m in x/one", "m in y/one", "n"]),
        ([("A", "/one/m"), ("A", "/x/one/m")], ["m in /one", "m in x/one"]),
        ([("A" * 200 + "x", "/a"), ("A" * 200 + "y", "/b")], ["a", "b"]),
    ],
)
def test_as_much_of_the_path_as_it_takes(maps: list[tuple[str, str | None]], expected: list[str]) -> None:
    known = [(title, None if path is None else Path(path)) for title, path in maps]
    assert qualifiers(known) == expected
