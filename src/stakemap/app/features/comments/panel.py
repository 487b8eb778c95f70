"""The panel of comments: conversations by filters, the current one, and the field to write in."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSplitter, QWidget

from stakemap.app.features.comments.composer import Composer, Target
from stakemap.app.features.comments.conversation_list import ConversationList
from stakemap.app.features.comments.places import places_in_view
from stakemap.app.features.comments.rows import Filter, Listed, State, listed
from stakemap.app.kit.box_layouts import STRETCH, column_layout, row_layout
from stakemap.app.kit.derived import Derived
from stakemap.app.kit.forms.draft_watch import exclude_from_drafts
from stakemap.app.kit.forms.editors import ChoiceEditor, Option
from stakemap.app.kit.plain_text import PlainLabel, name_combo_box
from stakemap.app.kit.style import GRID, flat_button
from stakemap.app.kit.widgets.two_line_list import TwoLineList
from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState
from stakemap.errors import EditError, StakemapError
from stakemap.i18n import tr, tr_count
from stakemap.model import edits
from stakemap.model.comments import Conversation
from stakemap.model.document import StakeMap
from stakemap.model.ids import mint_by_time
from stakemap.text import shown_line
from stakemap.wording.places import place_name

#: Maps with more comments are listed by a worker.
_MANY = 300
_LAG = 100
_ANYONE = "*"


def _is_large(document: StakeMap, _wanted: Filter) -> bool:
    return len(document.comments) > _MANY


class CommentsPanel(QWidget):
    """Lists conversations, shows the current one, and posts comments.

    `place_chosen` carries the path of a place to show, `message` a text for the status bar, `failed` a
    StakemapError.
    """

    place_chosen = Signal(str)
    message = Signal(str)
    failed = Signal(object)

    def __init__(self, session: Session, view: ViewState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._view = session, view
        self._shown: Conversation | None = None
        self._listed: Derived[Listed] = Derived(
            self, self._inputs, listed, lag=_LAG, is_large=_is_large, shown=self
        )
        self._listed.changed.connect(self._show)
        self._make_filters()
        self._make_lists()
        self.composer = Composer(self._targets)
        self.composer.posted.connect(self._post)
        self._lay_out()
        self._listed.follow(session, view=view)
        session.changed.connect(self._document_changed)
        session.state_changed.connect(self._state_changed)
        view.changed.connect(self._view_changed)
        self._state_changed()
        self._propose()
        self._listed.refresh()

    # Widgets

    def _make_filters(self) -> None:
        self.search = QLineEdit()
        exclude_from_drafts(self.search)
        self.search.setPlaceholderText(tr("Search comments"))
        self.search.setAccessibleName(tr("Search comments"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda _text: self._listed.invalidate())
        self.state = self._filter(self._states, "open", tr("Open or resolved"))
        self.about = self._filter(self._scopes, "map", tr("What the comments are about"))
        self.author = self._filter(self._authors, _ANYONE, tr("Who commented"))

    def _filter(self, options: Callable[[], Sequence[Option]], content: str, name: str) -> ChoiceEditor:
        choice = ChoiceEditor(options)
        choice.setMinimumContentsLength(4)
        choice.show_content(content)
        name_combo_box(choice, name)
        choice.finished.connect(self._listed.refresh)
        return choice

    def _states(self) -> Sequence[Option]:
        return [Option("open", tr("Open")), Option("resolved", tr("Resolved")), Option("all", tr("All"))]

    def _scopes(self) -> Sequence[Option]:
        return [Option("map", tr("Whole map")), Option("selected", tr("What is selected"))]

    def _authors(self) -> Sequence[Option]:
        authors = self._listed.value.authors if self._listed.value is not None else ()
        return [Option(_ANYONE, tr("Anyone")), *(Option(f"by {by}", by or tr("No name")) for by in authors)]

    def _make_lists(self) -> None:
        self.list = TwoLineList(tr("Comments"), one_click=True)
        self.list.chosen.connect(self._go_to)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show_current())
        self._empty = PlainLabel(role="muted", wrap=True)
        self.place = PlainLabel(role="caption", wrap=True)
        self.conversation = ConversationList()
        self.conversation.selected.connect(self._show_buttons)
        self.resolve = flat_button(tr("Reso&lve"), self._resolve)
        self.change = flat_button(tr("Chan&ge"), self._change)
        self.remove = flat_button(tr("&Remove"), self._remove)

    def _lay_out(self) -> None:
        top = column_layout(spacing=GRID, margins=(GRID * 2, GRID, GRID * 2, GRID))
        for pair in ((self.search, self.state), (self.about, self.author)):
            row = QHBoxLayout()
            row.setSpacing(GRID)
            for widget in pair:
                row.addWidget(widget, 1)
            top.addLayout(row)
        top.addWidget(self._empty)
        self.details = QWidget()
        self.place.setContentsMargins(GRID * 2, GRID, GRID * 2, GRID // 2)
        inner = column_layout(self.place, (self.conversation, 1), spacing=0, on=self.details)
        inner.addLayout(
            row_layout(self.resolve, self.change, self.remove, STRETCH, margins=(GRID, 0, GRID, 0))
        )
        self._split = QSplitter(Qt.Orientation.Vertical, childrenCollapsible=False)
        self._split.addWidget(self.list)
        self._split.addWidget(self.details)
        self._split.setStretchFactor(0, 2)
        self._split.setStretchFactor(1, 3)
        column = column_layout(top, (self._split, 1), spacing=0, on=self)
        column.addStretch(0)
        column.addWidget(self.composer)

    # Content

    def _inputs(self) -> tuple[StakeMap, Filter]:
        author = self.author.content()
        view = self._view
        wanted = Filter(_state(self.state.content()), None, self.search.text())
        if author != _ANYONE:
            wanted = wanted._replace(author=author.removeprefix("by "))
        if self.about.content() == "selected":
            wanted = wanted._replace(
                selected=True,
                selection=view.selection,
                relation=view.relation,
                view=(view.issue, view.snapshot),
            )
        return self._session.document, wanted

    def _document_changed(self, before: StakeMap, after: StakeMap) -> None:
        if not self.isVisible():
            return
        # What was posted just now is shown at once.
        if before.comments is not after.comments:
            self._listed.refresh()
        self.composer.target.refresh()

    def _view_changed(self, _fields: frozenset[str]) -> None:
        if self.about.content() == "selected":
            self._listed.invalidate()
        if self.isVisible():
            self._propose()

    def showEvent(self, event: QShowEvent) -> None:
        """Propose to comment on what was selected meanwhile."""
        super().showEvent(event)
        self._propose()

    def _state_changed(self) -> None:
        self.composer.set_read_only(self._session.read_only)
        self._show_buttons()

    def _show(self) -> None:
        shown = self._listed.value
        if shown is None:
            return
        current = self._shown.id if self._shown is not None else None
        self.list.rows.show_rows(shown.rows)
        if self.list.current != current:
            self.list.show_current(current)
        self._empty.setText(_empty_text(shown, self.state.content()))
        self._empty.setVisible(not shown.rows)
        self._split.setVisible(bool(shown.rows))
        self.author.refresh()
        self._show_current()

    def _show_current(self) -> None:
        shown, key = self._listed.value, self.list.current
        found = () if shown is None else (one for one in shown.conversations if one.id == key)
        self._shown = next(iter(found), None)
        self.details.setVisible(self._shown is not None)
        current = self.conversation.current
        self.conversation.show_conversation(self._shown, None if current is None else current[0])
        if self._shown is not None:
            self.place.setText(shown_line(place_name(self._session.document, self._shown.remark.place)))
        self._show_buttons()
        self._propose()

    def _show_buttons(self) -> None:
        entry, can_edit = self.conversation.current, not self._session.read_only
        is_own = entry is not None and entry[1].by == self._session.author
        is_resolved = self._shown is not None and self._shown.remark.is_resolved
        self.resolve.setText(tr("Reope&n") if is_resolved else tr("Reso&lve"))
        self.resolve.setVisible(can_edit)
        for button in (self.change, self.remove):
            button.setVisible(can_edit and is_own)

    def focus_first(self) -> None:
        """Set the focus to the list, or to the text where it is empty."""
        if not self._listed.is_current:
            self._listed.refresh()
        target = self.list if self.list.rows.rowCount() else self.composer.editor
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def begin(self) -> None:
        """Begin a comment on what is selected."""
        self.list.show_current(None)
        first, *_ = places_in_view(self._session.document, self._view)
        self.composer.begin(Target("place", first.value or ""))

    def show_about_selection(self) -> None:
        """List what was said of what is selected."""
        self.state.show_content("all")
        self.about.show_content("selected")
        self._listed.refresh()

    # Targets

    def _targets(self) -> list[Option]:
        found = [
            Option(Target("place", each.value or "").value, tr("On: {place}", place=each.text))
            for each in places_in_view(self._session.document, self._view)
        ]
        if self._shown is not None:
            name = place_name(self._session.document, self._shown.remark.place)
            found.insert(0, Option(Target("answer", self._shown.id).value, tr("Answer: {place}", place=name)))
        chosen = self.composer.chosen if hasattr(self, "composer") else None
        known = {each.value for each in found}
        if chosen is not None and chosen.value not in known and not self.composer.is_empty:
            found.insert(0, Option(chosen.value, self._name_of(chosen)))
        return found

    def _name_of(self, target: Target) -> str:
        """What is being written, where it is about nothing in view."""
        document = self._session.document
        if target.kind == "place":
            return tr("On: {place}", place=place_name(document, target.key))
        if target.kind == "change":
            return tr("Change the comment")
        comment = document.comments.get(target.key)
        if comment is None:
            return tr("Answer to a comment that is gone")
        return tr("Answer: {place}", place=place_name(document, comment.place))

    def _propose(self) -> None:
        if self._shown is not None:
            self.composer.propose(Target("answer", self._shown.id))
        else:
            first, *_ = places_in_view(self._session.document, self._view)
            self.composer.propose(Target("place", first.value or ""))

    # Edits

    def _go_to(self, key: object) -> None:
        comment = self._session.document.comments.get(str(key))
        if comment is not None:
            self.place_chosen.emit(comment.place)

    def _post(self, target: Target, text: str) -> None:
        key, who = mint_by_time(), self._session.authorship
        if target.kind == "place":
            edit, label = edits.add_comment.of(key, target.key, text, who), tr("Comment")
        elif target.kind == "answer":
            edit, label = edits.answer_comment.of(key, target.key, text, who), tr("Answer a comment")
        else:
            edit, label = edits.update_comment.of(target.key, text, who.by), tr("Change a comment")
        if self._apply(edit, label):
            self.composer.clear()
            if target.kind == "place":
                self._show_posted(key)

    def _show_posted(self, key: str) -> None:
        """Make a new conversation current where the filters list it, and say so where they do not."""
        self.list.show_current(key)
        if self.list.current != key and not self._listed.is_busy:
            self.message.emit(tr("Posted. The filters of the panel do not list it."))

    def _resolve(self) -> None:
        shown = self._shown
        if shown is None:
            return
        if shown.remark.is_resolved:
            self._apply(edits.reopen_comment.of(shown.id), tr("Reopen a comment"))
        else:
            who = self._session.authorship
            self._apply(edits.resolve_comment.of(shown.id, who), tr("Resolve a comment"))

    def _change(self) -> None:
        entry = self.conversation.current
        if entry is None:
            return
        target = Target("change", entry[0])
        if self.composer.is_empty:
            self.composer.begin(target, entry[1].text)
        else:
            # Its text would take the place of what is written.
            self.composer.begin(self.composer.chosen)
            if self.composer.chosen != target:
                self.message.emit(tr("Post or delete what you are writing, then change the comment."))

    def _remove(self) -> None:
        entry, shown = self.conversation.current, self._shown
        if entry is None or shown is None:
            return
        gone = len(shown.answers) if entry[0] == shown.id else 0
        if self._apply(edits.remove_comment.of(entry[0]), tr("Remove a comment")) and gone:
            self.message.emit(
                tr_count(
                    "Removed with {count} answer. Undo brings them back.",
                    "Removed with {count} answers. Undo brings them back.",
                    gone,
                )
            )

    def _apply(self, edit: edits.Edit, label: str) -> bool:
        """Apply an edit as one undo step; False where it was refused."""
        try:
            self._session.apply(edit, label=label)
        except EditError as error:
            self.message.emit(str(error))
            return False
        except StakemapError as error:
            self.failed.emit(error)
            return False
        return True


def _state(content: str) -> State:
    return "resolved" if content == "resolved" else "all" if content == "all" else "open"


def _empty_text(shown: Listed, state: str) -> str:
    if not shown.total:
        return tr("No comments yet. Write one below: on what is selected, or on the map.")
    if state == "open":
        return tr("No open comments here. Choose “All”, or other filters.")
    return tr("No such comments. Choose other filters.")
