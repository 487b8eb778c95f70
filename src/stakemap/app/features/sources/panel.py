"""The panel of sources: the list, the form of the current one, and a line to add more."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QMenu, QPushButton, QScrollArea, QSplitter, QWidget

from stakemap.analysis.evidence.source_uses import Use, Uses
from stakemap.app.features.sources.form import SourceForm, use_row
from stakemap.app.features.sources.references import looks_like_references
from stakemap.app.features.sources.reliability import reliability_text
from stakemap.app.kit.accessible import tell_as
from stakemap.app.kit.box_layouts import STRETCH, column_layout, row_layout
from stakemap.app.kit.derived import Derived
from stakemap.app.kit.forms.draft_watch import set_draft_subject
from stakemap.app.kit.forms.form import FormContext
from stakemap.app.kit.forms.targets import short
from stakemap.app.kit.icons import IconButton
from stakemap.app.kit.links import open_link
from stakemap.app.kit.message_boxes import MessageBoxes
from stakemap.app.kit.plain_text import PlainLabel, set_tooltip
from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.two_line_list import TwoLineList, TwoLineRow, row_height
from stakemap.editing.session import Session
from stakemap.errors import StakemapError
from stakemap.i18n import tr, tr_count
from stakemap.interchange.citation_line import sources_of
from stakemap.model import edits
from stakemap.model.changes import touched
from stakemap.model.document import Source, StakeMap
from stakemap.model.order import sort_key
from stakemap.text import one_line
from stakemap.wording.dates import date_text
from stakemap.wording.names import listing
from stakemap.wording.removal import removal_of

_KEY = QKeySequence.StandardKey
#: Maximum length of publisher or author in the list.
_PUBLISHER_LENGTH = 22
#: Maximum number of listed uses of a source.
_MAX_USES = 200
#: Delay of the counts after an edit, in milliseconds.
_LAG = 150
#: More text is not read as sources, which would take long.
_MOST_CHARACTERS = 200_000


class _AddLine(QLineEdit):
    """Accepts a title, a link or a citation; `pasted` carries pasted text of any number of lines."""

    pasted = Signal(str)
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Emit `pasted` for a paste into the empty line; Esc clears it, Down leaves it."""
        if event.matches(_KEY.Paste) and not self.text() and not self.isReadOnly():
            text = QGuiApplication.clipboard().text()
            if text.strip():
                self.pasted.emit(text)
                return
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            return
        if event.key() == Qt.Key.Key_Down:
            self.left.emit()
            return
        super().keyPressEvent(event)


class SourcesPanel(QWidget):
    """Lists all sources of a map, with the form of the current one.

    `use_chosen` carries the Use to show, `message` a text for the status bar, `references_pasted` a text
    with references of other programs.
    """

    use_chosen = Signal(object)
    message = Signal(str)
    references_pasted = Signal(str)

    def __init__(self, session: Session, message_boxes: MessageBoxes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._message_boxes = session, message_boxes
        self._uses: Derived[Uses] = Derived(
            self, lambda: (session.document,), self._count_uses, lag=_LAG, shown=self
        )
        self._uses.changed.connect(self._show)
        self._shown: str | None = None
        self._leaving = self._is_splitter_moved = False
        self._make_widgets()
        self._lay_out()
        session.changed.connect(self._document_changed)
        session.state_changed.connect(self._state_changed)
        self._uses.refresh()

    def _make_widgets(self) -> None:
        self.line = _AddLine()
        set_draft_subject(self.line, "new source")
        self.line.setPlaceholderText(tr("Link, citation or title"))
        self.line.setAccessibleName(tr("Add a source: link, citation or title"))
        self.line.returnPressed.connect(lambda: self.add(self.line.text()))
        self.line.pasted.connect(self.add)
        self.line.left.connect(self.focus_first)
        self.add_button = IconButton("plus", tr("Add a source"))
        self.add_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        set_tooltip(self.add_button, tr("Add a source"))
        self.add_button.clicked.connect(lambda: self.add(self.line.text()))
        self.references = QPushButton(tr("&References"))
        self.references.setProperty("flat", True)
        self.list = TwoLineList(tr("Sources"), own_keys=(_KEY.Paste, _KEY.Delete))
        self.list.chosen.connect(self._go_to_title)
        self.list.pressed_key.connect(self._list_key)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show_current())
        self._empty = PlainLabel(
            tr("No sources yet. Paste a link or a citation into the field above, or type a title."),
            role="muted",
            wrap=True,
        )
        self.form = SourceForm(FormContext())
        self.form.open_requested.connect(
            lambda address: open_link(self.window(), self._message_boxes, address)
        )
        self.form.use_chosen.connect(self.use_chosen)
        self.form.remove_requested.connect(self.remove)

    def _lay_out(self) -> None:
        top = row_layout((self.line, 1), self.add_button, margins=(GRID * 2, GRID, GRID, GRID))
        body = QWidget()
        body.setProperty("plain", True)
        column_layout(self.form, STRETCH, margins=GRID * 2, on=body)
        self.details = QScrollArea(widgetResizable=True)
        tell_as(self.details, QAccessible.Role.Pane)
        self.details.setAccessibleName(tr("Source"))
        self.details.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.details.setFrameShape(QFrame.Shape.NoFrame)
        self.details.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.details.setWidget(body)
        holder = QWidget()
        column_layout(self.list, margins=(GRID, 0, GRID, 0), on=holder)
        self._split = QSplitter(Qt.Orientation.Vertical, childrenCollapsible=False)
        self._split.addWidget(holder)
        self._split.addWidget(self.details)
        self._split.setStretchFactor(0, 0)
        self._split.setStretchFactor(1, 1)
        self._split.splitterMoved.connect(self._splitter_moved)
        self._empty.setContentsMargins(GRID * 2, GRID, GRID * 2, GRID)
        column = column_layout(top, self._empty, (self._split, 1), spacing=0, on=self)
        column.addStretch(0)
        column.addLayout(row_layout(self.references, STRETCH, margins=(GRID, 0, GRID, GRID)))

    def set_references_menu(self, menu: QMenu) -> None:
        """Set the menu of the button for references."""
        self.references.setMenu(menu)

    # Content

    @property
    def current(self) -> str | None:
        """The current source, None without one."""
        key = self.list.current
        return key if isinstance(key, str) and key in self._session.document.sources else None

    def show_source(self, source: str) -> None:
        """Make a source current."""
        self.form.commit_pending()
        self._uses.refresh()
        self.list.show_current(source)

    def commit_pending(self) -> bool:
        """Store the edits in progress; return False when one is invalid."""
        return self.form.commit_pending()

    def focus_first(self) -> None:
        """Set the focus to the list, or to the line where the list is empty."""
        target = self.list if self.list.rows.rowCount() else self.line
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def _document_changed(self, before: StakeMap, after: StakeMap) -> None:
        difference = touched(before, after)
        if self.isVisible() and difference.sources:
            self._uses.refresh()
        else:
            self._uses.invalidate()

    def _state_changed(self) -> None:
        self.line.setReadOnly(self._session.read_only)
        self.add_button.setEnabled(not self._session.read_only)

    def _count_uses(self, document: StakeMap) -> Uses:
        return Uses(document, self._uses.value)

    @property
    def _counted(self) -> Uses:
        """The uses counted last."""
        assert self._uses.value is not None
        return self._uses.value

    def _show(self) -> None:
        document = self._session.document
        ordered = sorted(document.sources, key=lambda key: (sort_key(document.sources[key].title), key))
        current, place = self.current, max(self.list.currentIndex().row(), 0)
        self.list.rows.show_rows([self._row(key, document.sources[key]) for key in ordered])
        if current is None and ordered:
            current = ordered[min(place, len(ordered) - 1)]
        if self.list.current != current:
            self.list.show_current(current)
        self._empty.setVisible(not ordered)
        self._split.setVisible(bool(ordered))
        self._state_changed()
        self._fit_list(len(ordered))
        self._show_current()

    def _fit_list(self, count: int) -> None:
        """Fit the list to its rows, up to two fifths of the height, unless the splitter was moved."""
        height = self._split.height()
        if not self._is_splitter_moved and height > 0:
            wanted = min(max(count, 2) * row_height() + GRID, height * 2 // 5)
            self._split.setSizes([wanted, height - wanted])

    def _splitter_moved(self) -> None:
        self._is_splitter_moved = True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Distribute the height between list and form."""
        super().resizeEvent(event)
        self._fit_list(self.list.rows.rowCount())

    def _row(self, key: str, source: Source) -> TwoLineRow:
        count = self._counted.count(key)
        # Shortened to leave space for the count.
        who = one_line(source.publisher.strip() or source.author, _PUBLISHER_LENGTH)
        parts = [who, date_text(source.date), source.reliability or ""]
        parts.append(
            tr_count("cited {count} time", "cited {count} times", count) if count else tr("not cited")
        )
        second = " · ".join(part for part in parts if part)
        return TwoLineRow(key, source.title or key, second, reliability_text(source.reliability))

    def _show_current(self) -> None:
        if self._leaving:
            return
        self._leave()
        current = self._shown = self.current
        self.form.setVisible(current is not None)
        if current is not None:
            uses = self._counted
            listed = uses.of(current, _MAX_USES)
            self.form.bind(self._session, current, listed, uses.count(current), uses.earlier(current))

    def _leave(self) -> None:
        """Store the edits in progress of the previous source; invalid ones are kept as drafts."""
        if self._shown in (None, self.current):
            return
        self._leaving = True
        try:
            left = self.form.leave()
        finally:
            self._leaving = False
        for field in left:
            caption = field.caption.text().replace("&", "")
            self.message.emit(tr("“{field}” was not applied. Correct it in the field.", field=caption))

    # Edits

    def _go_to_title(self, key: object) -> None:
        self.form.focus_title()

    def _list_key(self, key: object) -> None:
        if key == _KEY.Paste:
            self.add(QGuiApplication.clipboard().text())
        elif key == _KEY.Delete:
            self.remove()

    def add(self, text: str) -> None:
        """Add the sources parsed from a text, and make the last one current."""
        if self._session.read_only:
            return
        if looks_like_references(text):
            self.line.clear()
            self.references_pasted.emit(text)
            return
        if len(text) > _MOST_CHARACTERS:
            self.message.emit(tr("This is too much text for a list of sources."))
            return
        sources = sources_of(text)
        if not sources:
            self.message.emit(tr("Type a title, or paste a link or a citation."))
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        document = self._session.document
        adding, ids = edits.adding_sources(document, sources)
        added = [key for key in dict.fromkeys(ids) if key not in document.sources]
        self.line.clear()
        if not added:
            self.show_source(ids[-1])
            self.message.emit(tr("This source is already in the map."))
            return
        what = short(sources[ids.index(added[0])].title) if len(added) == 1 else ""
        label = (
            tr("Add the source {title}", title=what)
            if what
            else tr_count("Add {count} source", "Add {count} sources", len(added))
        )
        self._session.apply(edits.together(adding), label=label)
        self.show_source(added[-1])
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_imported(self, ids: tuple[str, ...]) -> None:
        """Make the last of these sources current."""
        if ids:
            self.show_source(ids[-1])
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def remove(self) -> None:
        """Remove the current source, with a confirmation if it is cited."""
        source = self.current
        if source is None or self._session.read_only:
            return
        document = self._session.document
        title = short(document.sources[source].title)
        removal = removal_of(document, "sources", [source])
        if not removal.is_plain:
            standing = (use for use in self._counted.of(source, _MAX_USES) if not use.earlier)
            places = listing(list(dict.fromkeys(_place(document, use) for use in standing)), 4)
            text = " ".join(removal.sentences)
            if places:
                text += "\n\n" + tr("It is cited for: {places}.", places=places)
            text += "\n\n" + tr("The judgements stay. Undo brings all of it back.")
            if not self._message_boxes.confirm(
                self.window(), tr("Remove “{title}”?", title=title), text, tr("&Remove"), destructive=True
            ):
                return
        try:
            self._session.apply(
                edits.remove_source.of(source), label=tr("Remove the source {title}", title=title)
            )
        except StakemapError as error:
            self.message.emit(str(error))
            return
        self.message.emit(tr("{title} removed. Undo brings it back.", title=title))
        self.focus_first()


def _place(document: StakeMap, use: Use) -> str:
    """Describe a use by its subject and snapshot."""
    row = use_row(document, Use(use.snapshot, use.subject, "", False, False))
    return f"{row.first} ({row.second})"
