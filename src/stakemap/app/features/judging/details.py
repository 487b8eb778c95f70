"""The part of the judgement card that unfolds: what the change means, and all that can be said of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from stakemap.app.features.judging.revision_line import ReasonEditor, RevisionLine
from stakemap.app.features.judging.revisions import Revision, Span
from stakemap.app.kit.box_layouts import column_layout
from stakemap.app.kit.forms import choices as words
from stakemap.app.kit.forms import evidence_rows as rows
from stakemap.app.kit.forms.editors import ChoiceEditor, LineEditor, Option
from stakemap.app.kit.forms.parsing import parse_range, range_text
from stakemap.app.kit.forms.signature import SignatureRow
from stakemap.app.kit.plain_text import PlainLabel, set_tooltip
from stakemap.app.kit.style import GRID, mark
from stakemap.i18n import tr
from stakemap.model.document import StakeMap
from stakemap.model.judgements import Estimate
from stakemap.model.subjects import Subject

#: Maximum number of lines with a reason of their own; further changes get the reason for all.
_MOST_LINES = 24


class CardDetails(QWidget):
    """Meaning, single changes, confidence, basis, range, citations, what to watch for, and signature.

    `kept` is emitted on Enter in a long text, `dismissed` on Esc, `taken_back` and `renewed` by their
    buttons.
    """

    kept = Signal()
    dismissed = Signal()
    taken_back = Signal()
    renewed = Signal()

    def __init__(self, sources: Callable[[], Sequence[Option]], show_source: Callable[[str], None]) -> None:
        super().__init__()
        self.setProperty("plain", True)
        self.reasons: dict[Subject, ReasonEditor] = {}
        self._lines: list[RevisionLine] = []
        self._estimate: Estimate | None = None
        #: Whether support is kept, so that an empty choice leaves what there is.
        self._keeps = False
        self._meaning = PlainLabel(role="caption", wrap=True)
        self._column = column_layout(self._meaning, spacing=GRID, on=self)
        self._add_lines()
        self._add_support(sources, show_source)
        self.signature = SignatureRow()
        self.signature.dismissed.connect(self.dismissed)
        self._column.addWidget(self.signature)
        self._add_ways_out()

    # Widgets

    def _add_lines(self) -> None:
        self._each = QWidget(self)
        self._caption = PlainLabel(tr("Separate reasons, if they differ"), role="caption")
        self._rest = PlainLabel(role="caption", wrap=True)
        column_layout(self._caption, self._rest, spacing=GRID, on=self._each)
        self._column.addWidget(self._each)

    def _add_support(
        self, sources: Callable[[], Sequence[Option]], show_source: Callable[[str], None]
    ) -> None:
        self.confidence = self._choice(words.confidences)
        self.basis = self._choice(words.bases)
        pair = QHBoxLayout()
        pair.setSpacing(GRID)
        for editor, caption in ((self.confidence, tr("Confidence")), (self.basis, tr("Basis"))):
            column = QVBoxLayout()
            self._captioned(column, caption, editor)
            pair.addLayout(column, 1)
        self._column.addLayout(pair)
        self.span = LineEditor()
        self.span.reverted.connect(self.dismissed)
        self._span_part = QWidget()
        column = QVBoxLayout(self._span_part)
        column.setContentsMargins(0, 0, 0, 0)
        self._captioned(column, tr("Range (80 %)"), self.span)
        self.span.setPlaceholderText(tr("not given"))
        self._column.addWidget(self._span_part)
        make_row = rows.make_citation_row(sources, show_source)
        self.citations = rows.RowsEditor(make_row, tr("Add a citation"), tr("Remove this citation"))
        self.citations.setAccessibleName(tr("Sources"))
        self.citations.add_button.setAutoDefault(True)
        self._column.addWidget(self.citations)
        self.watch_for = self.connected(ReasonEditor())
        self.watch_for.setObjectName("watch-for")
        self._column.addWidget(self.watch_for)

    def _choice(self, options: Callable[[], dict[str, str]]) -> ChoiceEditor:
        return ChoiceEditor(lambda: words.options(options(), self._no_choice()))

    def _no_choice(self) -> str:
        return tr("As before") if self._keeps else tr("Not given")

    def _captioned(self, column: QVBoxLayout, caption: str, editor: QWidget) -> None:
        editor.setAccessibleName(caption)
        column.setSpacing(GRID // 2)
        column.addWidget(PlainLabel(caption, role="caption", buddy=editor))
        column.addWidget(editor)

    def _add_ways_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(GRID)
        self.undo_button = self._button(tr("Undo move"), tr("Undo the move"), self.taken_back)
        tip = tr(
            "The situation has changed: move this change into a new snapshot and leave this one as it was"
        )
        self.renew_button = self._button(tr("New snapshot…"), tip, self.renewed)
        for button in (self.undo_button, self.renew_button):
            mark(button, "flat", True)
            row.addWidget(button)
        row.addStretch(1)
        self._column.addLayout(row)

    @staticmethod
    def _button(text: str, tip: str, told: SignalInstance) -> QPushButton:
        button = QPushButton(text)
        set_tooltip(button, tip)
        button.setAutoDefault(True)
        button.clicked.connect(lambda: told.emit())
        return button

    def connected(self, editor: ReasonEditor) -> ReasonEditor:
        """Let an editor end the card by its keys."""
        editor.kept.connect(self.kept)
        editor.reverted.connect(self.dismissed)
        return editor

    # What is in it

    def show_changes(self, document: StakeMap, meaning: str, made: Sequence[tuple[str, Revision]]) -> None:
        """Show what changed, with a reason for each of several changes, and everything else empty."""
        self._meaning.setText(meaning)
        self._show_lines(document, made)
        for editor in (self.confidence, self.basis):
            editor.show_content("")
        self._estimate = None
        if len(made) == 1:
            judgement = made[0][1].judgement
            measured = getattr(judgement, judgement.measured)
            self._estimate = measured if isinstance(measured, Estimate) else None
        self._span_part.setVisible(self._estimate is not None)
        self.span.show_content(self._span_text())
        self.citations.clear()
        self.watch_for.show_empty(tr("Watch for"), tr("What would change it?"))

    def _show_lines(self, document: StakeMap, made: Sequence[tuple[str, Revision]]) -> None:
        several = len(made) > 1
        named = len({one.subject.id for _, one in made}) > 1
        shown = made[:_MOST_LINES]
        self.reasons = {}
        column = self._each.layout()
        assert isinstance(column, QVBoxLayout)
        while len(self._lines) < len(shown):
            line = RevisionLine(self._each)
            self.connected(line.reason)
            self._lines.append(line)
            column.insertWidget(len(self._lines), line)
        for line, (name, one) in zip(self._lines, shown, strict=False):
            text = tr("{name}: {change}", name=name, change=one.text) if named else one.text
            line.show_revision(document, text, one, asks=several)
            if several:
                self.reasons[one.subject] = line.reason
        for line in self._lines[len(shown) :]:
            line.clear()
        self._caption.setVisible(several)
        rest = len(made) - len(shown)
        self._rest.setText(tr("{count} more get the reason for all.", count=rest) if rest else "")
        self._rest.setVisible(bool(rest))

    def show_keeping(self, keeps: bool) -> None:
        """Say of what is not chosen whether it is as before or not given."""
        self._keeps = keeps
        for editor in (self.confidence, self.basis):
            editor.refresh()

    def _span_text(self) -> str:
        return "" if self._estimate is None else range_text(self._estimate.low, self._estimate.high)

    def changed_span(self) -> Span | None:
        """The range, None if it is as before. Raises ValueError with a sentence for text that is none."""
        if self._estimate is None or self.span.content().strip() == self._span_text():
            return None
        lowest, highest = self._estimate.scale
        return parse_range(self.span.content(), lowest, highest)
