"""The tab order of dialogs, and what must not come of walking the chain of the focus."""

from __future__ import annotations

import gc
from weakref import ref

from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from stakemap.app.kit.widgets.dialog import Dialog


def _shown_dialog(parent: QWidget) -> ref[Dialog]:
    dialog = Dialog(parent, "Names")
    # The last one in the chain of the focus comes first, so that the chain is walked to its end.
    for line in reversed([QLineEdit(dialog), QLineEdit(dialog)]):
        dialog.column.addWidget(line)
    dialog.show()
    return ref(dialog)


def test_a_dialog_lives_until_qt_deletes_it(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = _shown_dialog(parent)
    gc.collect()
    assert dialog() is not None
