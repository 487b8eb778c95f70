"""The find bar above the actor table: a search field and a menu of filters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QPushButton, QToolButton, QWidget

from stakemap.analysis.filters import all_tags
from stakemap.app.features.search.filtering import FilterWatch
from stakemap.app.kit.accessible import announce
from stakemap.app.kit.box_layouts import column_layout, row_layout
from stakemap.app.kit.forms import choices as words
from stakemap.app.kit.forms.draft_watch import exclude_from_drafts
from stakemap.app.kit.icons import IconButton
from stakemap.app.kit.plain_text import ElidedLabel, action_text, set_tooltip
from stakemap.app.kit.style import GRID, mark, role_font
from stakemap.app.kit.widgets.check_menu import ChoicesMenu
from stakemap.i18n import tr, tr_count
from stakemap.model.order import sort_key

#: Padding, border and text margins of the search field, both sides together, in pixels.
_AROUND_HINT = 24


class _Field(QLineEdit):
    """The search field; Esc clears it, then leaves it, and Down moves to the table."""

    left = Signal()
    went_down = Signal()
    entered = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the longest hint that there is room for."""
        super().resizeEvent(event)
        room = self.width() - _AROUND_HINT
        hints = (tr("Find names, reasons…"), tr("Find actors"), tr("Find"))
        fitting = (hint for hint in hints if self.fontMetrics().horizontalAdvance(hint) <= room)
        self.setPlaceholderText(next(fitting, ""))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
            else:
                self.left.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.went_down.emit()
        else:
            super().keyPressEvent(event)


class _Passage(ElidedLabel):
    """The first passage on one line; its tooltip lists all passages."""

    def show_lines(self, lines: Sequence[str]) -> None:
        """Show a name and its passages; hide when only the name matched."""
        places = lines[1:]
        self.setVisible(bool(places))
        if places:
            self.setText(tr("{name}: {place}", name=lines[0], place=places[0]))
            self._whole_tip = "\n".join(lines)
            self._update_tooltip()

    _whole_tip = ""

    def _update_tooltip(self) -> None:
        set_tooltip(self, self._whole_tip)


class FindBar(QWidget):
    """Controls a FilterWatch and shows its results.

    `chosen` carries the best match on Enter, `left` is emitted when the search is left, `went_down` to move
    the focus to the table.
    """

    chosen = Signal(str)
    left = Signal()
    went_down = Signal()

    def __init__(self, watch: FilterWatch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._watch = watch
        self.field = _Field()
        exclude_from_drafts(self.field)
        self.field.setAccessibleName(tr("Find actors"))
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(watch.search)
        self.field.returnPressed.connect(self._enter)
        self.field.entered.connect(watch.prepare)
        self.field.left.connect(self.left)
        self.field.went_down.connect(self.went_down)
        self.button = QToolButton()
        self.button.setText(tr("Filter"))
        self.button.setFont(role_font("caption"))
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        mark(self.button, "outlined", True)
        set_tooltip(
            self.button,
            tr("Filter by group, kind, tag, confidence, basis, reasons, sources and disagreement"),
        )
        self.menu = ChoicesMenu(self.button)
        self.menu.aboutToShow.connect(self._fill)
        self.button.setMenu(self.menu)
        self.tally = ElidedLabel(role="caption")
        self.passage = _Passage(role="caption")
        self.columns_button = IconButton("columns", tr("Columns"))
        set_tooltip(self.columns_button, tr("Choose the columns of the table"))
        self.columns_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.columns_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.columns_menu = ChoicesMenu(self.columns_button)
        self.columns_button.setMenu(self.columns_menu)
        self.clear_button = QPushButton(tr("C&lear"))
        self.clear_button.setFont(role_font("caption"))
        mark(self.clear_button, "flat", True)
        self.clear_button.setAccessibleName(tr("Clear search and filters"))
        self.clear_button.clicked.connect(self._clear)
        self._lay_out()
        watch.changed.connect(self._show)
        self._show()

    def _lay_out(self) -> None:
        column_layout(
            row_layout((self.field, 1), self.button, self.columns_button, spacing=GRID),
            row_layout((self.tally, 1), self.clear_button, spacing=GRID),
            self.passage,
            spacing=2,
            margins=(GRID, GRID // 2, GRID, GRID // 2),
            on=self,
        )

    def sizeHint(self) -> QSize:
        """A small width, so that the panel may be narrow."""
        return QSize(GRID * 20, super().sizeHint().height())

    def focus_field(self) -> None:
        """Set the focus to the search field and select its text."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def _enter(self) -> None:
        if self._watch.best is not None:
            self.chosen.emit(self._watch.best)

    def _clear(self) -> None:
        self._watch.clear()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        watch = self._watch
        if self.field.text() != watch.query:
            self.field.setText(watch.query)
        for widget in (self.tally, self.clear_button):
            widget.setVisible(watch.is_active)
        if watch.is_active:
            tally = tr_count(
                "{shown} of {count} shown",
                "{shown} of {count} shown",
                len(watch.document.actors),
                shown=watch.shown,
            )
            named = self._named_filters()
            text = " · ".join([tally, *named])
            if text != self.tally.accessibleName():
                self.tally.setText(text)
                self.tally.setAccessibleName(text)
                announce(self.field, text)
        self.passage.show_lines(watch.passages)
        mark(self.button, "primary", watch.filters.is_active)
        self.button.setText(
            tr("Filter ({count})", count=len(self._named_filters()))
            if watch.filters.is_active
            else tr("Filter")
        )

    # Menu of filters

    def _filter_sets(self) -> list[tuple[str, str, Mapping[Any, str]]]:
        """The filters that are sets: field, title, and values with their texts."""
        document = self._watch.document
        groups = {
            key: group.name
            for key, group in sorted(document.groups.items(), key=lambda item: sort_key(item[1].name))
        }
        used = {actor.kind for actor in document.actors.values()}
        none = {None: tr("Not given")}
        return [
            ("groups", tr("Group"), {**groups, None: tr("No group")}),
            ("kinds", tr("Kind"), {key: text for key, text in words.kinds().items() if key in used}),
            ("tags", tr("Tag"), {tag: tag for tag in all_tags(document)}),
            ("confidences", tr("Confidence"), {**words.confidences(), **none}),
            ("bases", tr("Basis"), {**words.bases(), **none}),
        ]

    def _switches(self) -> list[tuple[str, bool, str]]:
        return [
            ("unexplained", True, tr("Without a reason")),
            ("unexplained", False, tr("With a reason")),
            ("cited", False, tr("Without a source")),
            ("cited", True, tr("With a source")),
            ("disagreed", True, tr("Analysts disagree")),
        ]

    def _named_filters(self) -> list[str]:
        filters = self._watch.filters
        if not filters.is_active:
            return []
        found = []
        for field, title, texts in self._filter_sets():
            chosen = getattr(filters, field)
            if chosen:
                named = ", ".join(text for value, text in texts.items() if value in chosen)
                found.append(tr("{title}: {values}", title=title, values=named))
        found += [text for field, value, text in self._switches() if getattr(filters, field) is value]
        return found

    def _fill(self) -> None:
        self.menu.clear()
        for field, title, texts in self._filter_sets():
            chosen = getattr(self._watch.filters, field)
            submenu = ChoicesMenu(self.menu)
            submenu.menuAction().setText(action_text(title))
            submenu.setEnabled(bool(texts))
            self.menu.addMenu(submenu)
            for value, text in texts.items():
                self._add(submenu, text, value in chosen, self._flip(field, value))
        self.menu.addSeparator()
        for field, value, text in self._switches():
            self._add(
                self.menu, text, getattr(self._watch.filters, field) is value, self._switch(field, value)
            )
        self.menu.addSeparator()
        self.menu.addAction(tr("Clear all filters")).triggered.connect(self._clear)

    def _add(self, menu: QMenu, text: str, checked: bool, act: Callable[[bool], None]) -> None:
        action = menu.addAction(action_text(text))
        action.setCheckable(True)
        action.setChecked(checked)
        action.toggled.connect(act)

    def _flip(self, field: str, value: Any) -> Callable[[bool], None]:
        def flip(_checked: bool) -> None:
            chosen: Iterable[Any] = getattr(self._watch.filters, field)
            self._watch.set_filters(**{field: frozenset(chosen) ^ {value}})

        return flip

    def _switch(self, field: str, value: bool) -> Callable[[bool], None]:
        def switch(checked: bool) -> None:
            self._watch.set_filters(**{field: value if checked else None})
            # Checking one switch of a pair unchecks the other.
            self._update_switches()

        return switch

    def _update_switches(self) -> None:
        by_text = {action_text(text): (field, value) for field, value, text in self._switches()}
        for action in self.menu.actions():
            if action.text() in by_text:
                field, value = by_text[action.text()]
                with QSignalBlocker(action):
                    action.setChecked(getattr(self._watch.filters, field) is value)
