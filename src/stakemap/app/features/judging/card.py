"""The card that asks for the reasons of changed judgements, and for their shared support."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from stakemap.app.features.judging.revision_line import ReasonEditor, RevisionLine
from stakemap.app.features.judging.revisions import Explanation, Revision
from stakemap.app.kit.forms import choices as words
from stakemap.app.kit.forms import evidence_rows as rows
from stakemap.app.kit.forms.editors import ChoiceEditor, Option
from stakemap.app.kit.forms.signature import SignatureRow
from stakemap.app.kit.icons import IconButton
from stakemap.app.kit.plain_text import ElidedLabel, PlainLabel, set_tooltip
from stakemap.app.kit.style import GRID, mark
from stakemap.i18n import tr
from stakemap.model.document import StakeMap
from stakemap.model.subjects import Subject

__all__ = ["CardFacts", "JudgementCard"]

_WIDTH = GRID * 40
#: Maximum number of lines with a reason of their own; further changes get the reason for all.
_MOST_LINES = 24
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


class JudgementCard(QFrame):
    """A card above the window's content, reused for each change, since creating it takes longer than a frame.

    `kept` is emitted on Enter, `dismissed` on Esc, `taken_back` and `renewed` by their buttons, `grown` when
    the card needs another height.
    """

    kept = Signal()
    dismissed = Signal()
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
        self.setObjectName("judgement-card")
        self.setFixedWidth(_WIDTH)
        self.reasons: dict[Subject, ReasonEditor] = {}
        self._subjects: list[Subject] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(GRID * 2 - 4, GRID + 2, GRID * 2 - 4, GRID + 4)
        self._column.setSpacing(GRID)
        self._add_head()
        self._add_body()
        self._common = self._connected(ReasonEditor())
        self.for_all: ReasonEditor | None = None
        self._middle.addWidget(self._common)
        self._lines: list[RevisionLine] = []
        self._each = self._make_each()
        self._support = self._make_support(sources, show_source)
        self._middle.addWidget(self._each)
        self._middle.addWidget(self._support)
        self.signature = SignatureRow()
        self.signature.dismissed.connect(self.dismissed)
        self._column.addWidget(self.signature)
        self._error = PlainLabel(role="error", wrap=True)
        self._error.hide()
        self._column.addWidget(self._error)
        self._add_end()
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.dismissed)

    def show_changes(self, facts: CardFacts, made: Sequence[tuple[str, Revision]]) -> None:
        """Reset the card; `made` are the changes, with the names of their actors where there are several."""
        self.setAccessibleName(
            tr("Why? {title}: {change}", title=facts.title, change="; ".join(one.text for _, one in made[:3]))
        )
        self._title.setText(facts.title)
        self._meaning.setText(facts.meaning)
        several = len({one.subject.id for _, one in made}) > 1
        self.for_all = self._common if several else None
        self._common.show_empty(tr("Reason for all"), tr("Why? One reason for all"))
        self._common.setVisible(several)
        self._show_each(facts.document, made, several)
        # The shared reason comes above those of single changes.
        last = self._each if several else self._support
        self._middle.addWidget(last)
        last.raise_()
        for editor in (self.confidence, self.basis):
            editor.show_content("")
        self.citations.clear()
        self.signature.show_signature(*facts.signature)
        self.say("")
        self.undo_button.setVisible(facts.may_undo)
        self.renew_button.setVisible(facts.may_renew)
        self._area.verticalScrollBar().setValue(0)

    # Widgets

    def _add_head(self) -> None:
        head = QHBoxLayout()
        self._title = ElidedLabel(role="heading")
        head.addWidget(self._title, 1)
        close = IconButton("close", tr("Close and leave it unexplained"), size=16)
        set_tooltip(close, tr("Close and leave it unexplained (Esc)"))
        close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        close.clicked.connect(self.dismissed)
        head.addWidget(close)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addLayout(head)
        self._meaning = PlainLabel(role="caption", wrap=True)
        column.addWidget(self._meaning)
        self._column.addLayout(column)

    def _add_body(self) -> None:
        """Add the part between head and buttons, which scrolls when the window is too low."""
        self._body = QWidget()
        self._body.setProperty("plain", True)
        self._middle = QVBoxLayout(self._body)
        self._middle.setContentsMargins(0, 0, 0, 0)
        self._middle.setSpacing(GRID)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(self._body)
        self._body.installEventFilter(self)
        self._area.verticalScrollBar().rangeChanged.connect(lambda _low, _high: self.reveal_focus())
        self._column.addWidget(self._area)

    def _make_each(self) -> QWidget:
        each, column = self._part()
        self._caption = PlainLabel(tr("Where a reason is another one"), role="caption")
        self._more = PlainLabel(role="caption", wrap=True)
        column.addWidget(self._caption)
        column.addWidget(self._more)
        return each

    def _part(self) -> tuple[QWidget, QVBoxLayout]:
        part = QWidget(self._body)
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        return part, column

    def _show_each(self, document: StakeMap, made: Sequence[tuple[str, Revision]], several: bool) -> None:
        """Show a line for each change, with its actor where there are several."""
        self._subjects = [one.subject for _, one in made]
        self.reasons = {}
        shown = made[:_MOST_LINES] if several else made
        column = self._each.layout()
        assert isinstance(column, QVBoxLayout)
        while len(self._lines) < len(shown):
            line = RevisionLine(self._each)
            self._connected(line.reason)
            self._lines.append(line)
            column.insertWidget(len(self._lines), line)
        for line, (name, one) in zip(self._lines, shown, strict=False):
            text = tr("{name}: {change}", name=name, change=one.text) if several else one.text
            line.show_revision(document, text, one, tr("As above") if several else tr("Why?"))
            line.show()
            self.reasons[one.subject] = line.reason
        for line in self._lines[len(shown) :]:
            line.clear()
        self._caption.setVisible(several)
        rest = len(made) - len(shown)
        self._more.setText(tr("{count} more get the reason for all.", count=rest) if rest else "")
        self._more.setVisible(bool(rest))

    def _connected(self, editor: ReasonEditor) -> ReasonEditor:
        editor.kept.connect(self.kept)
        editor.reverted.connect(self.dismissed)
        return editor

    def _make_support(
        self, sources: Callable[[], Sequence[Option]], show_source: Callable[[str], None]
    ) -> QWidget:
        support, whole = self._part()
        none = tr("Not given")
        self.confidence = ChoiceEditor(lambda: words.options(words.confidences(), none))
        self.basis = ChoiceEditor(lambda: words.options(words.bases(), none))
        pair = QHBoxLayout()
        pair.setSpacing(GRID)
        for editor, caption in ((self.confidence, tr("Confidence")), (self.basis, tr("Basis"))):
            editor.setAccessibleName(caption)
            column = QVBoxLayout()
            column.setSpacing(GRID // 2)
            column.addWidget(PlainLabel(caption, role="caption", buddy=editor))
            column.addWidget(editor)
            pair.addLayout(column, 1)
        whole.addLayout(pair)
        self.citations = rows.RowsEditor(
            rows.make_citation_row(sources, show_source), tr("Add a citation"), tr("Remove this citation")
        )
        self.citations.setAccessibleName(tr("Sources"))
        self.citations.add_button.setAutoDefault(True)
        whole.addWidget(self.citations)
        return support

    def _add_end(self) -> None:
        end = QHBoxLayout()
        end.setSpacing(GRID)
        self.keep_button = self._button(tr("Keep"), tr("Keep what is written here (Enter)"), self.kept)
        mark(self.keep_button, "primary", True)
        self.undo_button = self._button(tr("Undo move"), tr("Take the move back"), self.taken_back)
        tip = tr("The world moved on: move this change into a new snapshot, and leave this one as it was")
        self.renew_button = self._button(tr("New snapshot…"), tip, self.renewed)
        mark(self.renew_button, "flat", True)
        end.addWidget(self.keep_button)
        end.addWidget(self.undo_button)
        end.addStretch(1)
        end.addWidget(self.renew_button)
        self._column.addLayout(end)

    def _button(self, text: str, tip: str, told: SignalInstance) -> QPushButton:
        button = QPushButton(text)
        set_tooltip(button, tip)
        button.setAccessibleDescription(tip)
        button.setAutoDefault(True)
        button.clicked.connect(lambda: told.emit())
        return button

    # What is in it

    def explanation(self) -> Explanation:
        """Return the content of the card; empty lines get the reason for all.

        Raises ValueError when the date is invalid.
        """
        common = self.for_all.content().strip() if self.for_all is not None else ""
        written = {subject: editor.content().strip() for subject, editor in self.reasons.items()}
        return Explanation(
            {subject: written.get(subject, "") or common for subject in self._subjects},
            rows.parse_citations(self.citations.content()),
            self.confidence.content() or None,
            self.basis.content() or None,
            self.signature.changes(),
        )

    def fit(self, most: int) -> None:
        """Set the height to that of the content, up to `most` pixels; beyond, the middle part scrolls."""
        self._column.activate()
        room = self._area.maximumViewportSize()
        wanted = self._middle.totalHeightForWidth(room.width())
        wanted = wanted if wanted >= 0 else self._middle.totalSizeHint().height()
        wanted += self._area.height() - room.height()
        self._area.setFixedHeight(wanted)
        excess = self._column.totalHeightForWidth(self.width()) - most
        if excess > 0:
            self._area.setFixedHeight(max(wanted - excess, _LEAST_BODY))
        # A scroll bar shown as needed would narrow the content that was measured without it.
        bar = Qt.ScrollBarPolicy.ScrollBarAlwaysOn if excess > 0 else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self._area.setVerticalScrollBarPolicy(bar)
        self.setFixedHeight(self._column.totalHeightForWidth(self.width()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Emit `grown` when the layout of the middle part changes."""
        if watched is self._body and event.type() == QEvent.Type.LayoutRequest:
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
        """Set the focus to the first reason."""
        first = self.for_all or next(iter(self.reasons.values()))
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    # The keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Handle Enter and Esc that the focused widget ignored."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.kept.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.dismissed.emit()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Cycle the tab order within the card, from top to bottom."""
        found = [
            one
            for one in self.findChildren(QWidget)
            if one.focusPolicy() & Qt.FocusPolicy.TabFocus
            and one.isVisibleTo(self)
            and one.isEnabled()
            and one.focusProxy() is None
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
        if focus is not None and self._body.isAncestorOf(focus):
            # For text fields, Qt makes only the cursor visible, so a margin is added.
            self._area.ensureWidgetVisible(focus, 0, GRID * 3)

    def _place_in_turn(self, widget: QWidget) -> tuple[bool, int, int]:
        """The sort key of the tab order: the middle part first, by position regardless of scrolling."""
        inside = self._body.isAncestorOf(widget)
        at = widget.mapTo(self._body if inside else self, widget.rect().topLeft())
        return not inside, at.y() // GRID, at.x()

    def event(self, event: QEvent) -> bool:
        """Emit `grown` when the layout of the card changes."""
        done = bool(super().event(event))
        if event.type() == QEvent.Type.LayoutRequest:
            self.grown.emit()
        return done
