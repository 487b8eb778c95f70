"""The part of the bar that chooses issue and snapshot."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from stakemap.app.features.timeline.snapshot_strip import SnapshotStrip
from stakemap.app.kit.box_layouts import STRETCH, row_layout
from stakemap.app.kit.icons import IconButton
from stakemap.app.kit.plain_text import set_tooltip
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

#: The widths in pixels between which the box of issues is as wide as its names need.
_LEAST_WIDTH, _MOST_WIDTH = GRID * 20, GRID * 44
#: The content of the entry that opens the dialog of issues, which is no id.
_EDIT = "…"


class IssueSelector(ChoiceBox):
    """Chooses the issue in view; `edit_wanted` is emitted for the last entry, which edits issues."""

    edit_wanted = Signal()

    def __init__(self, session: Session, view: ViewState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._view = session, view
        self._is_stepping = False
        self.setObjectName("issue-selector")
        self.setAccessibleName(tr("Issue"))
        self.setFont(role_font("strong"))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.activated.connect(self._chosen)
        session.changed.connect(self._document_changed)
        view.changed.connect(self._view_changed)
        self.fill()

    def sizeHint(self) -> QSize:
        """The width of the longest name, within bounds."""
        texts = (self.itemText(number) for number in range(self.count()))
        longest = max(map(self.fontMetrics().horizontalAdvance, texts), default=0)
        return QSize(min(max(longest + GRID * 6, _LEAST_WIDTH), _MOST_WIDTH), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """The smallest width at which issues can be distinguished."""
        hint = self.sizeHint()
        return QSize(min(hint.width(), _LEAST_WIDTH), hint.height())

    def fill(self) -> None:
        """List the issues in their order."""
        document = self._session.document
        self.clear()
        for issue in issues_in_order(document):
            self.addItem(shown_line(document.issues[issue].name) or issue, issue)
        if not document.issues:
            self.addItem(tr("No issue yet"))
        self.addItem(tr("Edit issues…"), _EDIT)
        self.updateGeometry()
        self._show()

    def _show(self) -> None:
        self.setCurrentIndex(max(self.findData(self._view.issue), 0))
        issue = self._session.document.issues.get(self._view.issue or "")
        parts = (issue.name, issue.question) if issue is not None else ()
        set_tooltip(self, "\n".join(part for part in parts if part))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step through the issues while the list is closed, but never on to the entry that edits them."""
        self._is_stepping = True
        try:
            super().keyPressEvent(event)
        finally:
            self._is_stepping = False

    def _chosen(self, index: int) -> None:
        if self.itemData(index) != _EDIT:
            self._view.set(issue=self.itemData(index))
            return
        self._show()
        if not self._is_stepping:
            self.edit_wanted.emit()

    def _document_changed(self, before: StakeMap, after: StakeMap) -> None:
        if touched(before, after).issues:
            self.fill()

    def _view_changed(self, fields: frozenset[str]) -> None:
        if "issue" in fields:
            self._show()


class ViewBar(QWidget):
    """The issue selector and the timeline, with a button for a new snapshot after the last one.

    `action_requested` carries the id of an action. Where room is short, the selector becomes narrower and the
    timeline scrolls.
    """

    action_requested = Signal(str)

    def __init__(
        self, session: Session, view: ViewState, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("view-bar")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.issues = IssueSelector(session, view)
        self.issues.edit_wanted.connect(lambda: self.action_requested.emit("issues"))
        self.snapshots = SnapshotStrip(session, view, theme)
        self.snapshots.action_requested.connect(self.action_requested)
        self.snapshots.stop_changed.connect(self.set_tab_order)
        self._buttons: dict[str, IconButton] = {}
        self.issues_button = self._button("issue", tr("Issues…"), "issues")
        self.add_button = self._button("plus", tr("New snapshot after this one"), "new-snapshot")
        row_layout(
            self.issues,
            self.issues_button,
            GRID,
            self.snapshots,
            self.add_button,
            STRETCH,
            spacing=GRID // 2,
            on=self,
        )
        self.set_tab_order()

    def _share_room(self) -> None:
        """Give the box of issues what its names need, as far as the shortest chips leave it."""
        others = [self.issues_button, self.add_button]
        taken = sum(button.sizeHint().width() for button in others) + GRID * 5
        room = self.width() - taken - self.snapshots.least_width
        wanted = self.issues.sizeHint().width()
        self.issues.setFixedWidth(min(wanted, max(room, self.issues.minimumSizeHint().width())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width."""
        super().resizeEvent(event)
        self._share_room()

    def event(self, event: QEvent) -> bool:
        """Redistribute the width when the issues or snapshots change."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._share_room()
        return super().event(event)

    def follow(self, actions: Mapping[str, QAction]) -> None:
        """Keep the buttons enabled as their actions are."""
        for name, button in self._buttons.items():
            button.setEnabled(actions[name].isEnabled())
            actions[name].enabledChanged.connect(button.setEnabled)

    def set_tab_order(self) -> None:
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
