"""The card that asks for the reasons of changed judgements: small at first, with more on request."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QWidget

from stakemap.app.features.judging.details import CardDetails
from stakemap.app.features.judging.keep_box import KeepBox
from stakemap.app.features.judging.revision_line import ReasonEditor
from stakemap.app.features.judging.revisions import Explanation, Revision, supported
from stakemap.app.kit.box_layouts import column_layout, row_layout
from stakemap.app.kit.forms.editors import Option
from stakemap.app.kit.forms.naming_editor import NamingEditor
from stakemap.app.kit.forms.row_values import parse_citations
from stakemap.app.kit.forms.targets import CitationDraft
from stakemap.app.kit.icons import IconButton
from stakemap.app.kit.plain_text import PlainLabel, name_combo_box, set_tooltip, values_whole
from stakemap.app.kit.style import GRID, mark
from stakemap.app.kit.tab_order import is_tab_stop
from stakemap.app.kit.widgets.canvas_card import CanvasCard
from stakemap.i18n import tr
from stakemap.model.document import StakeMap
from stakemap.model.subjects import Subject

#: The widths of the card while it is small and with its details, in pixels.
_WIDTH, _DETAILS_WIDTH = GRID * 32, GRID * 40
#: The distances of its content from its edges and from each other, in pixels.
_MARGIN, _SPACING = GRID, GRID // 2
#: Minimum height of the scrolling part, in pixels.
_LEAST_BODY = GRID * 12


class CardFacts:
    """The texts of a card and the actions that it offers.

    `signature` is author and date of the judgements, each "" where it is unknown or differs among them.
    """

    def __init__(
        self,
        document: StakeMap,
        title: str,
        meaning: str,
        signature: tuple[str, str],
        *,
        may_undo: bool = False,
        may_renew: bool = False,
    ) -> None:
        self.document = document
        self.title, self.meaning, self.signature = title, meaning, signature
        self.may_undo, self.may_renew = may_undo, may_renew


class JudgementCard(CanvasCard):
    """A card above the window's content, reused for each change, since creating it takes longer than a frame.

    `kept` is emitted on Enter, `dismissed` on Esc, `taken_back` and `renewed` by their buttons, `grown` when
    the card needs another height.
    """

    taken_back = Signal()
    renewed = Signal()
    grown = Signal()

    def __init__(
        self,
        parent: QWidget,
        sources: Callable[[], Sequence[Option]],
        show_source: Callable[[str], None],
    ) -> None:
        super().__init__(parent)
        self.hide()
        self.setFixedWidth(_WIDTH)
        self.reasons: dict[Subject, ReasonEditor] = {}
        self._subjects: list[Subject] = []
        self._column = column_layout(
            spacing=_SPACING, margins=(_MARGIN, _SPACING + 2, _MARGIN, _MARGIN), on=self
        )
        self.details = CardDetails(sources, show_source)
        for told, tell in (
            (self.details.kept, self.kept),
            (self.details.dismissed, self.dismissed),
            (self.details.taken_back, self.taken_back),
            (self.details.renewed, self.renewed),
        ):
            told.connect(tell)
        self._add_head()
        self.keep_box = KeepBox()
        self.keep_box.changed.connect(lambda: self.details.show_keeping(self.keep_box.isChecked()))
        self._column.addWidget(self.keep_box)
        self.reason = self.details.connected(ReasonEditor())
        self.reason.setObjectName("reason")
        self._column.addWidget(self.reason)
        self.source = self._make_source(sources)
        self._last_row = row_layout((self.source, 1), spacing=_SPACING)
        self._column.addLayout(self._last_row)
        self._add_body()
        self._error = PlainLabel(role="error", wrap=True)
        self._error.hide()
        self._column.addWidget(self._error)
        self._buttons = self._make_buttons()

    def show_changes(self, facts: CardFacts, made: Sequence[tuple[str, Revision]]) -> None:
        """Reset the card; `made` are the changes, with the names of their actors where there are several."""
        several = len({one.subject.id for _, one in made}) > 1
        self._subjects = [one.subject for _, one in made]
        text = "; ".join(one.text for _, one in made[:3])
        self.setAccessibleName(tr("Why? {title}: {change}", title=facts.title, change=text))
        title = facts.title if several else tr("{name}: {change}", name=facts.title, change=text)
        self._title.setText(values_whole(title))
        self.keep_box.show_changes([one for _, one in made])
        supports = [supported(facts.document, one) for _, one in made if one.may_keep]
        self.keep_box.show_support(supports[0] if len(supports) == 1 else "")
        self._show_reason(made, several=several)
        self.source.show_content("")
        self.details.show_changes(facts.document, facts.meaning, made)
        self.details.show_keeping(self.keep_box.isChecked())
        self.reasons = dict(self.details.reasons) or {self._subjects[0]: self.reason}
        self.details.signature.show_signature(*facts.signature)
        self.details.undo_button.setVisible(facts.may_undo)
        self.details.renew_button.setVisible(facts.may_renew)
        self.say("")
        self.unfold(False)
        self._area.verticalScrollBar().setValue(0)

    def _show_reason(self, made: Sequence[tuple[str, Revision]], *, several: bool) -> None:
        if len(made) == 1:
            self.reason.show_empty(tr("Reason for {change}", change=made[0][1].text), tr("Why?"))
        elif several:
            self.reason.show_empty(tr("Reason for all"), tr("Why? One reason for all"))
        else:
            self.reason.show_empty(tr("Reason for both"), tr("Why? One reason for both"))

    # Widgets

    def _add_head(self) -> None:
        self._title = PlainLabel(role="strong", wrap=True)
        head = row_layout((self._title, 1))
        close = IconButton("close", tr("Close without a reason"), size=16)
        set_tooltip(close, tr("Close without a reason (Esc)"))
        close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        close.clicked.connect(self.dismissed)
        head.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self._column.addLayout(head)

    def _make_source(self, sources: Callable[[], Sequence[Option]]) -> NamingEditor:
        source = NamingEditor(sources)
        name_combo_box(source, tr("Source"))
        source.line.setPlaceholderText(tr("Source"))
        source.reverted.connect(self.dismissed)
        return source

    def _add_body(self) -> None:
        """Add the details, which scroll when the window is too low."""
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(self.details)
        self.details.installEventFilter(self)
        self._area.verticalScrollBar().rangeChanged.connect(lambda _low, _high: self.reveal_focus())
        self._area.hide()
        self._column.addWidget(self._area)

    def _make_buttons(self) -> QWidget:
        buttons = QWidget(self)
        buttons.setProperty("plain", True)
        end = row_layout(spacing=0, on=buttons)
        self.done_button = QPushButton(tr("Done"))
        set_tooltip(self.done_button, tr("Apply what is entered here (Enter)"))
        mark(self.done_button, "primary", True)
        self.done_button.clicked.connect(self.kept)
        self.more_button = QPushButton()
        mark(self.more_button, "flat", True)
        self.more_button.clicked.connect(lambda: self.unfold(self._area.isHidden()))
        for button in (self.done_button, self.more_button):
            button.setAutoDefault(True)
            end.addWidget(button)
        return buttons

    # What is in it

    def unfold(self, on: bool) -> None:
        """Show the details, or the small card alone; what was written in them counts all the same."""
        self._area.setVisible(on)
        if on:
            self._column.addWidget(self._buttons, 0, Qt.AlignmentFlag.AlignLeft)
        else:
            self._last_row.addWidget(self._buttons)
        self.setFixedWidth(_DETAILS_WIDTH if on else _WIDTH)
        self.more_button.setText(tr("Less") if on else tr("More"))
        tip = (
            tr("Show only reason and source")
            if on
            else tr("Confidence, basis, range, citations, what to watch for, undo, new snapshot")
        )
        set_tooltip(self.more_button, tip)
        self.grown.emit()

    def explanation(self) -> Explanation:
        """Return the content of the card; empty lines get the reason for all.

        Raises ValueError when the date or the range is invalid.
        """
        common = self.reason.content().strip()
        written = {subject: editor.content().strip() for subject, editor in self.reasons.items()}
        source = self.source.content()
        first = (CitationDraft(source, "", False),) if source else ()
        details = self.details
        return Explanation(
            {subject: written.get(subject, "") or common for subject in self._subjects},
            (*first, *parse_citations(details.citations.content())),
            details.confidence.content() or None,
            details.basis.content() or None,
            details.watch_for.content().strip(),
            self.keep_box.answer(),
            details.changed_span(),
            details.signature.changes(),
        )

    def fit(self, most: int) -> None:
        """Set the height to that of the content, up to `most` pixels; beyond, the details scroll."""
        self._column.activate()
        if not self._area.isHidden():
            self._fit_details(most)
        self.setFixedHeight(self._column.totalHeightForWidth(self.width()))

    def _fit_details(self, most: int) -> None:
        room = self._area.maximumViewportSize()
        layout = self.details.layout()
        assert layout is not None
        wanted = layout.totalHeightForWidth(room.width())
        wanted = wanted if wanted >= 0 else layout.totalSizeHint().height()
        wanted += self._area.height() - room.height()
        self._area.setFixedHeight(wanted)
        excess = self._column.totalHeightForWidth(self.width()) - most
        if excess > 0:
            self._area.setFixedHeight(max(wanted - excess, _LEAST_BODY))
        # A scroll bar shown as needed would narrow the content that was measured without it.
        bar = Qt.ScrollBarPolicy.ScrollBarAlwaysOn if excess > 0 else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self._area.setVerticalScrollBarPolicy(bar)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Emit `grown` when the layout of the details changes."""
        if watched is self.details and event.type() == QEvent.Type.LayoutRequest:
            self.grown.emit()
        return False

    def say(self, problem: str) -> None:
        """Show why the content cannot be stored; hide the error for ""."""
        self._error.setText(problem)
        self._error.setVisible(bool(problem))

    def close_card(self) -> None:
        """Hide and release the keyboard focus, since a hidden widget would keep receiving its keys."""
        self.hide()
        focus = self.focusWidget()
        if focus is not None:
            focus.clearFocus()

    def focus_first(self) -> None:
        """Set the focus to the reason."""
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    # The keyboard

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Cycle the tab order within the card, from top to bottom."""
        found = [
            one
            for one in self.findChildren(QWidget)
            if is_tab_stop(one) and one.isVisibleTo(self) and one.isEnabled()
        ]
        if not found:
            return False
        found.sort(key=self._place_in_turn)
        focus = self.focusWidget()
        place = found.index(focus) + (1 if forward else -1) if focus in found else 0
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        found[place % len(found)].setFocus(reason)
        return True

    def reveal_focus(self) -> None:
        """Scroll to the focused widget."""
        focus = self.focusWidget()
        if focus is not None and self.details.isAncestorOf(focus):
            # For text fields, Qt makes only the cursor visible, so a margin is added.
            self._area.ensureWidgetVisible(focus, 0, GRID * 3)

    def _place_in_turn(self, widget: QWidget) -> tuple[int, int, int]:
        """The sort key of the tab order: from top to bottom, the details regardless of scrolling."""
        inside = self.details.isAncestorOf(widget)
        at = widget.mapTo(self.details if inside else self, QRect(widget.rect()).topLeft())
        part = 1 if inside else 0 if at.y() < self._area.geometry().top() or self._area.isHidden() else 2
        return part, at.y() // GRID, at.x()

    def event(self, event: QEvent) -> bool:
        """Emit `grown` when the layout of the card changes."""
        done = bool(super().event(event))
        if event.type() == QEvent.Type.LayoutRequest:
            self.grown.emit()
        return done
