"""A notification bar above the content of a window, with buttons for what can be done."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QMainWindow, QPushButton, QToolBar, QWidget

from stakemap.app.kit.accessible import announce
from stakemap.app.kit.box_layouts import column_layout, row_layout
from stakemap.app.kit.icons import IconButton
from stakemap.app.kit.plain_text import ElidedLabel, set_tooltip
from stakemap.app.kit.style import GRID
from stakemap.i18n import tr

#: A button of a notice: its text and its callback.
NoticeChoice = tuple[str, Callable[[], object]]


class NoticeBar(QToolBar):
    """A row for each notice; hidden while there is none."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(tr("Notices"), window)
        self.setObjectName("notices")
        self.setMovable(False)
        self.setFloatable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(0, 0, 0, 0)
        holder = QWidget()
        self._rows = column_layout(spacing=1, on=holder)
        self.addWidget(holder)
        self._by_key: dict[str, _Row] = {}
        self.hide()

    def post(self, key: str, text: str, choices: Sequence[NoticeChoice] = ()) -> None:
        """Show a notice, replacing the one with the same key."""
        row = _Row(text, choices)
        row.dismiss.clicked.connect(lambda: self._dismiss(key, row))
        old = self._by_key.get(key)
        self._by_key[key] = row
        if old is None:
            self._rows.addWidget(row)
        else:
            self._rows.replaceWidget(old, row)
            _remove(old)
        self.show()
        announce(self, text)

    def withdraw(self, key: str) -> None:
        """Remove a notice, if there is one with this key."""
        row = self._by_key.pop(key, None)
        if row is not None:
            self._rows.removeWidget(row)
            _remove(row)
        self.setVisible(bool(self._by_key))

    def _dismiss(self, key: str, row: _Row) -> None:
        if self._by_key.get(key) is row:
            self.withdraw(key)

    def texts(self) -> list[str]:
        """The texts of the notices, the oldest first."""
        return [row.text for row in self._by_key.values()]

    def buttons(self, key: str) -> list[QPushButton]:
        """The buttons of a notice; empty without one."""
        row = self._by_key.get(key)
        return [] if row is None else row.buttons


class _Row(QFrame):
    def __init__(self, text: str, choices: Sequence[NoticeChoice]) -> None:
        super().__init__()
        self.setObjectName("notice")
        self.text = text
        label = ElidedLabel(text)
        label.setAccessibleName(text)
        line = row_layout((label, 1), spacing=GRID, margins=(GRID * 2, GRID // 2, GRID, GRID // 2), on=self)
        self.buttons: list[QPushButton] = []
        for caption, act in choices:
            button = QPushButton(caption)
            button.clicked.connect(lambda _checked=False, act=act: act())
            line.addWidget(button)
            self.buttons.append(button)
        self.dismiss = IconButton("close", tr("Dismiss: {notice}", notice=text), size=16)
        self.dismiss.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        set_tooltip(self.dismiss, tr("Dismiss"))
        line.addWidget(self.dismiss)


def _remove(row: QWidget) -> None:
    row.hide()
    row.deleteLater()
