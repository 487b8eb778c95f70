"""Fields of a form, each with caption, editor and validation message, and their layout in sections."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any, Protocol

from PySide6.QtWidgets import QGridLayout, QWidget

from stakemap.app.kit.accessible import announce
from stakemap.app.kit.box_layouts import column_layout
from stakemap.app.kit.forms.colour_editor import ColourEditor
from stakemap.app.kit.forms.draft_watch import DraftField
from stakemap.app.kit.forms.editors import ChoiceEditor, LineEditor, NoteEditor
from stakemap.app.kit.forms.evidence_rows import RowsEditor
from stakemap.app.kit.plain_text import PlainLabel
from stakemap.app.kit.style import GRID, mark
from stakemap.editing.session import Session
from stakemap.errors import StakemapError
from stakemap.i18n import tr

#: The most characters of a place that is stored as it is.
_LONGEST_PLACE = 500

#: The editors of fields; each has its `content` as a text that `show_content` accepts.
AnyEditor = LineEditor | NoteEditor | ChoiceEditor | ColourEditor | RowsEditor


class Target(Protocol):
    """The subject of a form: stores its values."""

    @property
    def session(self) -> Session:
        """The session of the map that has it."""

    @property
    def exists(self) -> bool:
        """Whether it is still in the map; there is nowhere to store its values once it is not."""

    def store(self, name: str, value: Any) -> None:
        """Store a value of a field in the map. Raises StakemapError with a sentence when it is invalid."""

    @property
    def key(self) -> object:
        """Identifies the subject, so that pending input is not carried over to another one."""


def _same(text: str) -> Any:
    return text


class Field(DraftField):
    """One field. It is stored when its editor finishes with another content than was shown.

    Invalid input stays in the editor with a message below it, until it is corrected or reverted with Esc;
    when another subject is shown meanwhile, it is kept in `drafts`, by its place.

    Text that was typed before a crash is shown in place of the stored value, with a note. It is no pending
    input until the user goes into the field: then it is stored when that is left, and dropped by Esc.
    """

    def __init__(
        self,
        name: str,
        caption: str,
        editor: AnyEditor,
        *,
        parse: Callable[[str], Any] = _same,
        text_of: Callable[[Any], str] = str,
        drafts: dict[str, str] | None = None,
    ) -> None:
        super().__init__()
        self.name = name
        self.editor = editor
        self._parse, self._text_of = parse, text_of
        self.drafts = drafts if drafts is not None else {}
        self._target: Target | None = None
        self._value: Any = None
        self._shown = ""
        self._storing = False
        self._read_only: bool | None = None
        self._names: object = None
        #: The content from before a crash that is shown, until the user takes it up or drops it.
        self._recovered: str | None = None
        self.caption = PlainLabel(caption, self, role="caption", buddy=editor)
        self.error = PlainLabel(parent=self, role="error", wrap=True)
        self.error.hide()
        editor.setAccessibleName(caption.replace("&", ""))
        #: Says of recovered content what it is; made for the first one.
        self._note: PlainLabel | None = None
        editor.finished.connect(self._finish)
        editor.reverted.connect(self.revert)
        self._column = column_layout(self.caption, editor, self.error, spacing=GRID // 2, on=self)

    def show_caption(self, caption: str) -> None:
        """Show another caption, which is the accessible name of the editor too."""
        self.caption.setText(caption)
        self.editor.setAccessibleName(caption.replace("&", ""))

    def set_accessible_subject(self, subject: str) -> None:
        """Prefix the accessible name with the subject, since several fields may have the same caption."""
        caption = self.caption.text().replace("&", "")
        name = tr("{subject}: {field}", subject=subject, field=caption)
        # Some screen readers take the label, not the name, of a combo box.
        self.caption.setAccessibleName(name)
        self.editor.setAccessibleName(name)

    @property
    def is_invalid(self) -> bool:
        """Whether a message says what is wrong with the input."""
        return bool(self.error.text())

    @property
    def is_pending(self) -> bool:
        """Whether the editor has input that is not stored."""
        content = self.editor.content()
        return self._target is not None and content not in (self._shown, self._recovered)

    @property
    def place(self) -> str:
        if self._target is None:
            return ""
        place = json.dumps([type(self._target).__name__, self._target.key, self.name], default=str)
        # Several actors may be thousands.
        return place if len(place) <= _LONGEST_PLACE else sha256(place.encode()).hexdigest()

    def bind(
        self,
        target: Target,
        value: Any,
        *,
        read_only: bool = False,
        names: object = None,
    ) -> None:
        """Show the value of a subject. Pending input for it is kept, and a draft for it is restored.

        `names` stands for the records that choices take their texts from: while it is the same object, the
        text of an unchanged value is not refreshed. Without it, it always is.
        """
        same = self._target is not None and self._target.key == target.key
        renamed = names is None or names is not self._names
        is_shown = same and not renamed and read_only is self._read_only and value == self._value
        # What is being stored may have come to the value that is shown already, in other words.
        if is_shown and not self._storing:
            self._target = target
            return
        text, self._value = self._text_of(value), value
        is_recovered = self._recovered is not None
        keep = same and (self.is_pending or is_recovered) and not self._storing
        self._target = target
        shown_before, self._shown = self._shown, text
        if read_only is not self._read_only:
            self._read_only = read_only
            self.editor.set_read_only(read_only)
        self._names = names
        if keep or (same and text == shown_before and self.editor.content() == text):
            if renamed:
                self.editor.refresh()
            return
        self._say("")
        self._hold(None)
        self.editor.show_content(text)
        if self.drafts or target.session.drafts.recovered:
            self._show_kept(target, read_only)

    def _show_kept(self, target: Target, read_only: bool) -> None:
        """Show input for this subject that was kept: invalid one, else what was typed before a crash."""
        draft = self.drafts.pop(self.place, None)
        if draft is not None and draft != self._shown:
            self.editor.show_content(draft)
            self.commit_pending()
        elif not read_only:
            self._show_recovered(target)

    def _show_recovered(self, target: Target) -> None:
        """Show what was typed here before a crash, if that was kept and is not what is stored."""
        draft = target.session.drafts.recovered_at(self.place)
        if draft is None or draft.content is None:
            return
        try:
            self.editor.show_content(draft.content)
        except (ValueError, TypeError):
            # Whatever stands in the store; the text is offered all the same.
            self.editor.show_content(self._shown)
            return
        content = self.editor.content()
        if content == self._shown:
            target.session.drafts.drop(self.place)
        else:
            self._hold(content)
            target.session.drafts.recovered_changed.connect(self._recovered_changed)

    def _recovered_changed(self) -> None:
        """Show the stored value again when the recovered draft was discarded elsewhere."""
        target = self._target
        if target is None or self._recovered is None:
            return
        is_gone = target.session.drafts.recovered_at(self.place) is None
        if is_gone and self.editor.content() == self._recovered:
            self.revert()

    def _hold(self, content: str | None) -> None:
        """Take a content as recovered and not yet taken up; None for none."""
        if content == self._recovered:
            return
        self._recovered = content
        note = tr(
            "Typed before Stakemap closed, and not applied yet. To apply it, go into the field and "
            "leave it; Esc drops it."
        )
        if self._note is None:
            self._note = PlainLabel(note, role="caption", wrap=True)
            self._column.insertWidget(2, self._note)
        self._note.setVisible(content is not None)
        self.editor.setAccessibleDescription(note if content is not None else "")

    def _finish(self) -> None:
        """Store what the user leaves in the field, also what was recovered."""
        if self._recovered is not None:
            self._hold(None)
        self.commit_pending()

    def commit_pending(self) -> bool:
        """Store the content of the editor if it was changed; False when it is invalid.

        What was typed for a subject that is no longer in the map is dropped.
        """
        if self._storing or self._target is None or self.editor.content() == self._recovered:
            return True
        target, place, content = self._target, self.place, self.editor.content()
        if content == self._shown:
            self._say("")
            return True
        if not self._target.exists:
            self.revert()
            return True
        try:
            value = self._parse(content)
            self._storing = True
            target.store(self.name, value)
        except (StakemapError, ValueError) as error:
            self._say(str(error))
            return False
        finally:
            self._storing = False
        self._hold(None)
        self._settle(value)
        target.session.drafts.drop(place)
        return True

    def _settle(self, value: Any) -> None:
        """Show the stored value in its canonical form, unless the change of the map has done so already."""
        self._say("")
        if self.editor.content() != self._shown:
            self._value, self._shown = value, self._text_of(value)
            self.editor.show_content(self._shown)

    def revert(self) -> None:
        """Show the stored value again."""
        self._say("")
        self._hold(None)
        self.editor.show_content(self._shown)
        if self._target is not None:
            self._target.session.drafts.drop(self.place)

    def leave(self) -> bool:
        """Store pending input before another subject is shown; False when it is invalid, now a draft."""
        if self._target is None or not self.is_pending or self.commit_pending():
            return True
        self.drafts[self.place] = self.editor.content()
        return False

    def _say(self, sentence: str) -> None:
        if sentence == self.error.text():
            return
        self.error.setText(sentence)
        self.error.setVisible(bool(sentence))
        mark(self.editor, "invalid", bool(sentence))
        self.editor.setAccessibleDescription(sentence)
        announce(self.editor, sentence)


class FieldGrid(QWidget):
    """Rows of fields on a grid of six columns."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GRID)
        self._grid.setVerticalSpacing(GRID + GRID // 2)
        for column in range(6):
            self._grid.setColumnStretch(column, 1)
        self._rows = 0

    def add(self, *widgets: QWidget, shares: tuple[int, ...] = ()) -> None:
        """Add a row of widgets; `shares` are their widths in sixths, equal by default."""
        widths = shares or (6 // len(widgets),) * len(widgets)
        row, column = self._rows, 0
        self._rows += 1
        for widget, width in zip(widgets, widths, strict=True):
            self._grid.addWidget(widget, row, column, 1, width)
            column += width
            if isinstance(widget, Field) and len(widgets) > 1:
                # A validation message needs the whole width.
                self._grid.addWidget(widget.error, self._rows, 0, 1, 6)
                self._rows += 1


class Section(QWidget):
    """A part of a panel, with a title if it is not empty."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.title = PlainLabel(title, self, role="heading", wrap=True)
        if not title:
            self.title.hide()
        self.note = PlainLabel(parent=self, role="caption", wrap=True)
        self.note.hide()
        self.grid = FieldGrid(self)
        self._column = column_layout(self.title, self.note, self.grid, spacing=GRID, on=self)

    def show_title(self, title: str) -> None:
        """Show a title; "" hides it."""
        self.title.setText(title)
        self.title.setVisible(bool(title))

    def add(self, widget: QWidget) -> None:
        """Append a widget."""
        self._column.addWidget(widget)

    def say(self, text: str) -> None:
        """Show a note below the title; "" hides it."""
        self.note.setText(text)
        self.note.setVisible(bool(text))
