"""The panel in which two versions of a map are compared: differences, details and what is decided."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QPushButton, QSplitter, QWidget

from stakemap.app.features.comparison.filtering import Folded, Kind, SearchField, chosen, is_large
from stakemap.app.features.comparison.rows import DifferenceList
from stakemap.app.features.comparison.state import Comparing
from stakemap.app.kit.box_layouts import column_layout, row_layout
from stakemap.app.kit.derived import Derived
from stakemap.app.kit.forms.draft_watch import exclude_from_drafts
from stakemap.app.kit.plain_text import PlainLabel, PlainTextView, action_text, name_combo_box, set_tooltip
from stakemap.app.kit.style import GRID, mark
from stakemap.app.kit.tab_order import tab_in_reading_order
from stakemap.app.kit.widgets.choice_box import ChoiceBox
from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState
from stakemap.i18n import tr, tr_count
from stakemap.model.merging.comparison import Comparison
from stakemap.model.merging.difference import Difference
from stakemap.model.merging.settling import Choice
from stakemap.text import shortened
from stakemap.wording.comparison import Versions

#: The most characters of a version in the list of kinds.
_ON_LIST = 30
#: The most characters of an author or a version on a button.
_ON_BUTTON = 14


class ComparePanel(QWidget):
    """Shows a `Comparing`; `merge_wanted` and `cancelled` are for its buttons.

    `shown_changed` is emitted when the panel was shown or hidden, or has another current difference.
    """

    merge_wanted = Signal()
    cancelled = Signal()
    shown_changed = Signal()

    def __init__(self, state: Comparing, session: Session, view: ViewState, parent: QWidget) -> None:
        super().__init__(parent)
        self._state, self._session, self._view = state, session, view
        self._folded: Folded | None = None
        #: Whether the choice of a row is being followed by the view, which then does not change the list.
        self._following = False
        #: The key of the difference that was brought into view last; the user may have gone on since.
        self._in_view = ""
        self._make_widgets()
        self._lay_out()
        self._chosen: Derived[tuple[Difference, ...]] = Derived(
            self, self._inputs, chosen, is_large=is_large, shown=self
        )
        self._chosen.changed.connect(self._show_chosen)
        state.changed.connect(self._compared)
        state.decided.connect(self._decided)
        session.state_changed.connect(self._show_state)
        view.changed.connect(self._view_changed)
        self._compared()

    # Widgets

    def _make_widgets(self) -> None:
        self.header = PlainLabel(wrap=True)
        self.note = PlainLabel(role="caption", wrap=True)
        self.search = SearchField()
        exclude_from_drafts(self.search)
        self.search.setPlaceholderText(tr("Find names, authors, reasons…"))
        self.search.setAccessibleName(tr("Find differences"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda _text: self._chosen.refresh())
        self.kind = ChoiceBox()
        self.kind.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.kind.setMinimumContentsLength(13)
        name_combo_box(self.kind, tr("Which differences"))
        self.kind.activated.connect(lambda _row: self._chosen.refresh())
        self.here = QCheckBox(tr("&Only this issue and snapshot"))
        self.here.toggled.connect(lambda _on: self._chosen.refresh())
        self.list = DifferenceList(self._state)
        self.list.current_changed.connect(self._show_current)
        self.list.deciding.connect(self._state.decide)
        self.search.went_down.connect(self.list.setFocus)
        self.details = PlainTextView(name=tr("Both versions of the difference"))
        self.keep, self.take, self.both, self.leave_open = (
            self._decider(choice) for choice in ("one", "other", "both", None)
        )
        self.take_all = self._button(
            tr("Take all that do &not conflict"), lambda: self._state.take_all(taken=True)
        )
        self.leave_all = self._button(tr("&Leave all"), lambda: self._state.take_all(taken=False))
        self.open_note = PlainLabel(role="caption", wrap=True)
        self.cancel = self._button(tr("&Cancel"), self.cancelled.emit)
        self.merge = self._button("", self.merge_wanted.emit)
        mark(self.merge, "primary", True)

    def _button(self, text: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        button.clicked.connect(lambda _checked=False: act())
        return button

    def _decider(self, choice: Choice | None) -> QPushButton:
        def decide() -> None:
            if self.list.current is not None:
                self._state.decide(self.list.current, choice)

        button = self._button("", decide)
        button.setCheckable(True)
        return button

    def _lay_out(self) -> None:
        column = column_layout(spacing=GRID, margins=(GRID * 2, 0, GRID * 2, GRID), on=self)
        filters = row_layout((self.search, 1), self.kind)
        lower = QWidget()
        below = column_layout((self.details, 1), spacing=GRID, on=lower)
        for pair in (((self.keep, 1), (self.take, 1)), ((self.both, 2), (self.leave_open, 1))):
            decisions = QHBoxLayout()
            decisions.setSpacing(GRID // 2)
            for button, stretch in pair:
                decisions.addWidget(button, stretch)
            below.addLayout(decisions)
        self.parts = QSplitter(Qt.Orientation.Vertical, childrenCollapsible=False)
        self.parts.addWidget(self.list)
        self.parts.addWidget(lower)
        self.parts.setStretchFactor(0, 3)
        self.parts.setStretchFactor(1, 2)
        all_of_them = row_layout((self.take_all, 1), self.leave_all)
        last = row_layout(self.cancel, (self.merge, 1))
        for widget in (self.header, self.note):
            column.addWidget(widget)
        column.addLayout(filters)
        column.addWidget(self.here)
        column.addWidget(self.parts, 1)
        column.addLayout(all_of_them)
        column.addWidget(self.open_note)
        column.addLayout(last)
        tab_in_reading_order(self)

    def focus_first(self) -> None:
        """Set the focus to the list, or to the button that closes the panel where there is nothing in it."""
        (self.list if self.list.rows.rowCount() else self.cancel).setFocus(Qt.FocusReason.TabFocusReason)

    # Content

    def _compared(self) -> None:
        words = self._state.words
        self._folded = None if words is None else Folded(words)
        self._fill_kinds()
        self._show_state()
        self._chosen.refresh()
        if self._state.comparison is None:
            self.list.show_differences(())

    def _inputs(self) -> tuple[Comparison, Folded, str, Kind, tuple[str | None, str | None] | None] | None:
        comparison = self._state.comparison
        if comparison is None or self._folded is None:
            return None
        place = (self._view.issue, self._view.snapshot) if self.here.isChecked() else None
        kind: Kind = self.kind.currentData() or "all"
        return comparison, self._folded, self.search.text(), kind, place

    def _show_chosen(self) -> None:
        self.list.show_differences(self._chosen.value or ())

    def _fill_kinds(self) -> None:
        chosen = self.kind.currentData()
        count, takeable, conflicts = self._state.sizes
        name = self._names.other
        texts = {
            "all": tr("All ({count})", count=count),
            "both": tr("In conflict ({count})", count=conflicts),
            "other": tr("From {version} ({count})", version=name, count=takeable),
            "one": tr("Already here ({count})", count=count - takeable - conflicts),
        }
        if self._state.version is None:
            texts = {"all": texts["all"]}
        self.kind.clear()
        for key, text in texts.items():
            self.kind.addItem(text, key)
        self.kind.setCurrentIndex(max(self.kind.findData(chosen), 0))
        self.kind.setVisible(len(texts) > 1)

    @property
    def _names(self) -> Versions:
        name = "" if self._state.version is None else self._state.version.name
        return Versions(tr("this map"), shortened(name, _ON_LIST))

    def _show_state(self) -> None:
        self.header.setText(self._header_text())
        note = self._note_text()
        self.note.setText(note)
        self.note.setVisible(bool(note))
        can_merge = self._state.is_same_map and self._state.version is not None
        for button in (self.take_all, self.leave_all):
            button.setVisible(can_merge)
            button.setEnabled(not self._session.read_only)
        self.merge.setVisible(self._state.is_active and self._state.is_same_map)
        self._show_decisions()
        self._show_current()

    def _header_text(self) -> str:
        state, comparison = self._state, self._state.comparison
        if not state.is_active:
            return tr("Nothing is being compared. Choose another version of this map in the menu “File”.")
        if comparison is None:
            return (
                tr("This could not be compared, through a fault of Stakemap.")
                if state.has_failed
                else tr("Comparing…")
            )
        count = len(comparison.differences)
        if state.version is None:
            return tr_count(
                "{count} conflict of a merge is open.", "{count} conflicts of merges are open.", count
            )
        name = state.version.name
        if not count:
            return tr("This map and {version} do not differ.", version=name)
        text = tr_count(
            "This map and {version}: {count} difference",
            "This map and {version}: {count} differences",
            count,
            version=name,
        )
        conflicts = state.sizes[2]
        if not conflicts or not state.is_same_map:
            return tr("{differences}.", differences=text)
        return tr_count(
            "{differences}, {count} in conflict.",
            "{differences}, {count} in conflict.",
            conflicts,
            differences=text,
        )

    def _note_text(self) -> str:
        state = self._state
        if not state.is_active or state.version is None:
            return ""
        if not state.is_same_map:
            return tr(
                "These are different maps, not versions of one map: they can be compared, but not merged."
            )
        if self._session.read_only:
            return self._session.read_only_reason
        if state.has_base:
            return tr(
                "The version from which both were made is known; what only one has changed is no conflict."
            )
        return tr("No version from which both were made is known: fields that differ are in conflict.")

    def _decided(self) -> None:
        self.list.rows.decisions_changed()
        self._show_decisions()
        self._show_deciders()

    def _show_decisions(self) -> None:
        taken, settled, left_open = self._state.counts
        if self._state.version is None:
            text = tr_count("&Settle {count} conflict", "&Settle {count} conflicts", settled)
            self.merge.setEnabled(settled > 0 and not self._session.read_only)
        else:
            count = taken + settled + left_open
            text = (
                tr_count("Mer&ge {count} change", "Mer&ge {count} changes", count) if count else tr("&Done")
            )
            self.merge.setEnabled(self._state.comparison is not None and not self._session.read_only)
        self.merge.setText(text)
        note = ""
        if left_open and self._state.version is not None and self._state.is_same_map:
            note = tr_count(
                "{count} conflict is still open; it would be kept in the map until somebody decides.",
                "{count} conflicts are still open; they would be kept in the map until somebody decides.",
                left_open,
            )
        self.open_note.setText(note)
        self.open_note.setVisible(bool(note))

    # The current difference

    def _show_current(self) -> None:
        current, words = self.list.current, self._state.words
        self.details.setPlainText("" if current is None or words is None else words.details(current))
        self._show_deciders()
        if current is not None and self.isVisible() and current.key != self._in_view:
            self._in_view = current.key
            self._bring_into_view(current)
        self.shown_changed.emit()

    def _show_deciders(self) -> None:
        current, words = self.list.current, self._state.words
        deciders: dict[Choice | None, QPushButton] = {
            "one": self.keep,
            "other": self.take,
            "both": self.both,
            None: self.leave_open,
        }
        if current is None or words is None or not self._state.can_decide(current):
            for button in deciders.values():
                button.hide()
            return
        whole, short = words.choices(current), words.choices(current, _ON_BUTTON)
        both, leave_open = tr("Keep both as a disagreement"), tr("Leave open")
        texts: dict[Choice | None, tuple[str, str]] = {
            "one": (short.one, whole.one),
            "other": (short.other, whole.other),
            "both": (both, both),
            None: (leave_open, leave_open),
        }
        numbers: dict[Choice | None, int] = {"one": 1, "other": 2, "both": 3, None: 0}
        is_conflict = current.side == "both"
        for choice, button in deciders.items():
            text, tip = texts[choice]
            button.setText(f"&{numbers[choice]} {action_text(text)}")
            button.setAccessibleName(tip)
            set_tooltip(button, tip)
            button.setChecked(self._state.choice(current) == choice)
            button.setVisible(choice in ("one", "other") or is_conflict)
        self.both.setVisible(current.side != "other" and current.can_keep_both)

    def _bring_into_view(self, current: Difference) -> None:
        """Show the issue, snapshot and actor or relation of a judgement, and an actor that differs."""
        document, place = self._session.document, current.place
        fields: dict[str, object] = {}
        if place.container == "snapshots" and place.id in document.snapshots:
            fields["snapshot"] = place.id
        subject = place.subject
        if subject is not None and subject.issue in document.issues:
            fields["issue"] = subject.issue
        actor = place.id if place.container == "actors" else None if subject is None else subject.actor
        if actor in document.actors:
            fields |= {"selection": {actor}, "primary": actor}
        elif subject is not None and subject.kind == "tie" and subject.id in document.relations:
            fields["relation"] = subject.id
        self._following = True
        try:
            self._view.set(**fields)
        finally:
            self._following = False

    def _view_changed(self, fields: frozenset[str]) -> None:
        if fields & {"issue", "snapshot"}:
            self.shown_changed.emit()
            if self.here.isChecked() and not self._following:
                self._chosen.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Show on the canvas what differs."""
        super().showEvent(event)
        self._in_view = ""
        self._show_current()

    def hideEvent(self, event: QHideEvent) -> None:
        """Show it no longer."""
        super().hideEvent(event)
        self.shown_changed.emit()
