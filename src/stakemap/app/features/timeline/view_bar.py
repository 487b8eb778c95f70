"""The view bar above the canvas, which chooses issue and snapshot."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QWidget

from stakemap.app.features.timeline.snapshot_strip import SnapshotStrip
from stakemap.app.kit.icons import IconButton
from stakemap.app.kit.plain_text import PlainLabel, set_tooltip
from stakemap.app.kit.style import GRID, role_font
from stakemap.app.kit.widgets.choice_box import ChoiceBox
from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState
from stakemap.i18n import tr
from stakemap.model.changes import touched
from stakemap.model.document import StakeMap
from stakemap.model.order import issues_in_order
from stakemap.picture.theme import Theme
from stakemap.text import shown_line

__all__ = ["ViewBar"]


class IssueSelector(ChoiceBox):
    """Chooses the issue in view; ignores wheel events."""

    def __init__(self, session: Session, view: ViewState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._view = session, view
        self.setObjectName("issue-selector")
        self.setAccessibleName(tr("Issue"))
        self.setFont(role_font("strong"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.activated.connect(self._chosen)
        session.changed.connect(self._document_changed)
        view.changed.connect(self._view_changed)
        self.fill()

    def sizeHint(self) -> QSize:
        """The width of the longest name, within bounds."""
        texts = (self.itemText(number) for number in range(self.count()))
        longest = max(map(self.fontMetrics().horizontalAdvance, texts), default=0)
        return QSize(min(max(longest + GRID * 6, GRID * 20), GRID * 44), super().sizeHint().height())

    def fill(self) -> None:
        """List the issues in their order."""
        document = self._session.document
        self.clear()
        for issue in issues_in_order(document):
            self.addItem(shown_line(document.issues[issue].name) or issue, issue)
        if not document.issues:
            self.addItem(tr("No issue yet"))
        self.setEnabled(bool(document.issues))
        self._show()

    def _show(self) -> None:
        self.setCurrentIndex(max(self.findData(self._view.issue), 0))
        issue = self._session.document.issues.get(self._view.issue or "")
        parts = (issue.name, issue.question) if issue is not None else ()
        set_tooltip(self, "\n".join(part for part in parts if part))

    def _chosen(self, index: int) -> None:
        self._view.set(issue=self.itemData(index))

    def _document_changed(self, before: StakeMap, after: StakeMap) -> None:
        if touched(before, after).issues:
            self.fill()

    def _view_changed(self, fields: frozenset[str]) -> None:
        if "issue" in fields:
            self._show()

    def wheelEvent(self, event: object) -> None:
        """Ignore the wheel, which would change the issue."""


class ViewBar(QWidget):
    """The issue selector and the timeline; `action_requested` carries the id of an action."""

    action_requested = Signal(str)

    def __init__(
        self, session: Session, view: ViewState, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("view-bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.issues = IssueSelector(session, view)
        self.snapshots = SnapshotStrip(session, view, theme)
        self.snapshots.action_requested.connect(self.action_requested)
        self.snapshots.stop_changed.connect(self._set_tab_order)
        self._buttons: dict[str, IconButton] = {}
        self.issues_button = self._button("issue", tr("Issues…"), "issues")
        self.add_button = self._button("plus", tr("New snapshot after this one"), "new-snapshot")
        row = QHBoxLayout(self)
        row.setContentsMargins(GRID * 2, GRID - 2, GRID * 2, GRID - 2)
        row.setSpacing(GRID)
        row.addWidget(PlainLabel(tr("&Issue"), role="caption", buddy=self.issues))
        row.addWidget(self.issues)
        row.addWidget(self.issues_button)
        row.addWidget(self.snapshots, 1)
        row.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignTop)
        self._set_tab_order()

    def follow(self, actions: Mapping[str, QAction]) -> None:
        """Keep the buttons enabled as their actions are."""
        for name, button in self._buttons.items():
            button.setEnabled(actions[name].isEnabled())
            actions[name].enabledChanged.connect(button.setEnabled)

    def _set_tab_order(self) -> None:
        """Set the tab order from left to right, which recreated chips would break."""
        stop = self.snapshots.stop
        row = (self.issues, self.issues_button, *((stop,) if stop is not None else ()), self.add_button)
        for before, after in pairwise(row):
            QWidget.setTabOrder(before, after)

    def _button(self, symbol: str, name: str, action: str) -> IconButton:
        button = IconButton(symbol, name)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        set_tooltip(button, name)
        button.clicked.connect(lambda: self.action_requested.emit(action))
        self._buttons[action] = button
        return button

    def set_theme(self, theme: Theme) -> None:
        self.snapshots.set_theme(theme)
