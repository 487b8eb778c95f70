"""Text from a map is shown as text: no source file hands it to what reads markup, and labels stay plain."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

import stakemap
from samples import sample
from source_trees import modules, nodes_of
from stakemap.app.features.inspector.actor_form import ActorForm
from stakemap.app.kit.plain_text import (
    Choice,
    ElidedLabel,
    MessageDialog,
    PlainLabel,
    PlainTextView,
    action_text,
    set_tooltip,
    tooltip,
    values_whole,
    window_title,
)
from stakemap.model.edits import update_actor

if TYPE_CHECKING:
    from conftest import OpenWindow

MARKUP = '<img src="//host/share/x.png"><b>Bold</b> & <a href="file:///etc/passwd">link</a>'

#: Widgets that read markup, and calls that hand text to something that does.
FORBIDDEN_NAMES = {
    "QErrorMessage",
    "QInputDialog",
    "QLabel",
    "QMessageBox",
    "QProgressDialog",
    "QStaticText",
    "QTextBrowser",
    "QTextEdit",
    "QTextDocument",
    "QWhatsThis",
    "QGraphicsTextItem",
    "TextItem",
    "LabelItem",
}
FORBIDDEN_CALLS = {
    "appendHtml",
    "insertHtml",
    "setHtml",
    "setMarkdown",
    "setStatusTip",
    "setToolTip",
    "setWhatsThis",
    "setTitle",
    "showText",
}
#: The same as arguments of a constructor that sets properties.
FORBIDDEN_PROPERTIES = {"html", "markdown", "statusTip", "toolTip", "whatsThis"}
ALLOWED = {
    "plain_text.py": {"QLabel", "setToolTip", "showText"},
    # Text gets into it by a cursor, which takes it as it is.
    "page_view.py": {"QTextBrowser"},
    "pdf.py": {"setTitle"},
}

PACKAGE = Path(stakemap.__file__).parent
SOURCES = sorted(path for part in ("app", "paint", "export") for path in (PACKAGE / part).rglob("*.py"))

#: Ways to a network, to another process, or to a file in another program, and the one place of each.
WAYS_OUT = {
    "QDesktopServices": {"links.py"},
    "QLocalServer": set(),
    "QLocalSocket": set(),
    "QProcess": set(),
    "QPluginLoader": set(),
    "asyncio": set(),
    "ftplib": set(),
    "http": set(),
    "marshal": set(),
    "multiprocessing": set(),
    "pickle": set(),
    "popen": set(),
    "shelve": set(),
    "smtplib": set(),
    "socket": set(),
    "socketserver": set(),
    "startfile": set(),
    "subprocess": {"desktop_setup.py", "git_setup.py", "git_stages.py", "program.py"},
    "system": set(),
    "urlopen": set(),
    "webbrowser": set(),
}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_no_source_hands_text_to_what_reads_markup(path: Path) -> None:
    allowed = ALLOWED.get(path.name, set())
    found = []
    for _, node in nodes_of([path], FORBIDDEN_NAMES | FORBIDDEN_CALLS | FORBIDDEN_PROPERTIES):
        name = ""
        if isinstance(node, ast.Name) and node.id in FORBIDDEN_NAMES:
            name = node.id
        elif isinstance(node, ast.Attribute) and node.attr in FORBIDDEN_NAMES | FORBIDDEN_CALLS:
            name = node.attr
        elif isinstance(node, ast.alias) and node.name in FORBIDDEN_NAMES:
            name = node.name
        elif isinstance(node, ast.keyword) and node.arg in FORBIDDEN_PROPERTIES:
            name = node.arg
        if name and name not in allowed:
            found.append(f"{path.name}:{getattr(node, 'lineno', 0)} {name}")
    assert found == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_no_placeholder_looks_like_a_value(path: Path) -> None:
    told = (
        node
        for _, node in nodes_of([path], {"setPlaceholderText", "placeholderText"})
        if (isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "setPlaceholderText")
        or (isinstance(node, ast.keyword) and node.arg == "placeholderText")
    )
    texts = [text for node in told for text in ast.walk(node) if isinstance(text, ast.Constant)]
    assert [text.value for text in texts if re.fullmatch(r"[\d.,/ -]+", str(text.value))] == []


def test_no_settings_or_pickles_of_qt() -> None:
    for path in SOURCES:
        text = path.read_text("utf-8")
        for word in ("QSettings", "QDataStream", "QStandardItemModel", "QUndoStack", "QtNetwork"):
            assert word not in text, f"{path.name} uses {word}"


def test_there_is_one_way_out_of_the_app() -> None:
    found = []
    for path, node in nodes_of(modules(PACKAGE), WAYS_OUT):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name.partition(".")[0] for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [(node.module or "").partition(".")[0], *(alias.name for alias in node.names)]
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "os":
            names = [node.attr]
        bad = [name for name in names if path.name not in WAYS_OUT.get(name, {path.name})]
        found += [f"{path.name}:{node.lineno} {name}" for name in bad]  # type: ignore[attr-defined]
    assert found == []


def test_tooltips_are_escaped_and_cut(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    set_tooltip(widget, MARKUP)
    assert widget.toolTip().startswith("<qt>&lt;img")
    assert "<img" not in widget.toolTip()
    assert tooltip("") == ""
    assert tooltip("a\nb") == "<qt>a<br>b</qt>"
    assert len(tooltip("x" * 100_000)) < 3_000


def test_labels_stay_plain_whatever_they_are_told(qtbot: QtBot) -> None:
    for label in (PlainLabel(MARKUP), ElidedLabel(MARKUP)):
        qtbot.addWidget(label)
        label.setTextFormat(Qt.TextFormat.RichText)
        assert label.textFormat() == Qt.TextFormat.PlainText
        assert label.text() == MARKUP


def test_an_elided_label_tells_the_rest_in_its_tooltip(qtbot: QtBot) -> None:
    label = ElidedLabel("A very long name that cannot possibly fit into so little room\nsecond line")
    qtbot.addWidget(label)
    label.resize(80, 20)
    with qtbot.waitExposed(label):
        label.show()
    assert "second line" in label.toolTip()
    assert "\n" not in label.text()
    label.resize(2000, 20)
    assert label.toolTip() == ""


def test_texts_of_actions_and_titles() -> None:
    assert action_text("Fish & chips\nand more") == "Fish && chips and more"
    assert window_title("A [*] map") == "A [*][*] map"


def test_plain_text_views_show_markup_as_text(qtbot: QtBot) -> None:
    view = PlainTextView(MARKUP)
    qtbot.addWidget(view)
    assert view.toPlainText() == MARKUP
    assert view.isReadOnly()


def test_messages_answer_with_the_button_that_was_pressed(qtbot: QtBot) -> None:
    choices = (Choice("go", "Go", "accept"), Choice("stay", "Stay", "reject"))
    dialog = MessageDialog(None, MARKUP, "text", choices=choices, details="a\nb", symbol="error")
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.message.startswith(MARKUP)
    assert dialog.answer == "stay"
    qtbot.mouseClick(dialog.button("go"), Qt.MouseButton.LeftButton)
    assert dialog.answer == "go"
    assert not dialog.isVisible()


def test_escape_answers_with_the_way_out(qtbot: QtBot) -> None:
    dialog = MessageDialog(
        None, "Sure?", choices=(Choice("go", "Go", "accept"), Choice("no", "No", "reject"))
    )
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.answer == "no"


def test_a_false_name_is_shown_with_its_marks_and_edited_without(open_map: OpenWindow) -> None:
    name = "\u0410rmenia\u200b"
    shown = "⟨Cyrillic \u0410⟩rmenia⟨U+200B⟩"
    driver = open_map(update_actor(sample(), "armenia", name=name))
    driver.view.select("armenia")
    model = driver.table.model
    listed = [model.index(row, 1).data() for row in range(model.rowCount())]
    assert shown in listed
    assert driver.field(ActorForm, "name").editor.text() == name
    driver.trigger("delete")
    assert shown in driver.window.host.actions["undo"].text()
    assert PlainLabel(name).text() == ElidedLabel(name).text() == shown
    assert tooltip(name) == f"<qt>{shown}</qt>"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Iran: alignment +30 → −16; influence 8 → 9", "Iran: alignment +30_→_−16; influence 8_→_9"),
        ("not judged → −80 (−95 to −60)", "not judged →_−80 (−95_to_−60)"),
        ("Iran → Egypt (rejects all)", "Iran →_Egypt (rejects all)"),
    ],
)
def test_values_stay_whole_at_the_end_of_a_line(text: str, shown: str) -> None:
    assert values_whole(text) == shown.replace("_", "\N{NO-BREAK SPACE}")
