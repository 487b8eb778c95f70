"""A choice that is typed into: it offers what has such a name, and to create what has not."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from stakemap.app.kit.forms.editors import ChoiceEditor, Option
from stakemap.app.kit.widgets.offers import Offered, Offers
from stakemap.i18n import tr
from stakemap.text import fold, fold_latin, shortened, shown_line, single_line

#: Most options offered at once, beside the one to create.
_OFFERED = 7
_ELSEWHERE = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


class NamingEditor(ChoiceEditor):
    """A combo box that takes new names, too, whose content is then "+" and the name.

    What is typed replaces the text. Below it are the options that have it in their name, and one to create;
    the highlighted one is taken by Enter, Tab and leaving the field. Until arrow keys choose another, that is
    the one that is called as typed, or else the one to create.
    """

    opening_keys = (Qt.Key.Key_Up, Qt.Key.Key_Down)

    def __init__(
        self,
        options: Callable[[], Sequence[Option]],
        parent: QWidget | None = None,
        *,
        text_of: Callable[[str], str] | None = None,
    ) -> None:
        super().__init__(options, parent, text_of=text_of)
        self._pressed = False
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setCompleter(None)  # type: ignore[arg-type]
        self.offers = Offers(self.line, self._offered, self, takes_on_leave=True)
        self.offers.taken.connect(self._taken)
        self.reverted.connect(self._drop_typed)
        self.line.returnPressed.connect(self._entered)
        self.line.installEventFilter(self)

    @property
    def line(self) -> QLineEdit:
        """The line edit in it."""
        line = self.lineEdit()
        assert line is not None
        return line

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select the text, so that typing replaces it."""
        super().focusInEvent(event)
        self._pressed = event.reason() == Qt.FocusReason.MouseFocusReason
        if event.reason() not in _ELSEWHERE:
            self._select_all()

    def _select_all(self) -> None:
        """Select the text; that for no choice is hidden, since nothing may be typed to its end."""
        if not self.content() and self.line.text() == self._text_of(""):
            self.line.clear()
        self.line.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Commit what was typed: the combo box is the focus proxy of its line edit."""
        if event.reason() not in _ELSEWHERE:
            self._commit_typed()
        super().focusOutEvent(event)

    def _drop_typed(self) -> None:
        """Show the content again in place of what was typed and not taken as the content yet."""
        if self.currentText() or self.content():
            self.setEditText(self._text_of(self.content()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Load the options when the line edit gets the focus, commit when it loses it, revert on Esc."""
        if watched is not self.lineEdit():
            return super().eventFilter(watched, event)
        kind = event.type()
        if kind == QEvent.Type.FocusIn:
            self.load()
        elif kind == QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
            if event.reason() not in _ELSEWHERE:
                self._commit_typed()
        elif kind == QEvent.Type.MouseButtonRelease and self._pressed:
            # The press that gave it the focus has put the cursor somewhere in the text.
            self._pressed = False
            self._select_all()
        elif (
            kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        ):
            self.reverted.emit()
            return True
        return False

    def _offered(self, text: str) -> list[Offered]:
        """The options that begin with a text or hold it, the one of that very name first, or else a new one.

        Only what is called so, or the new one, is meant without a further key.
        """
        name = single_line(text)
        wanted, whole = fold(name), fold_latin(name)
        named = [
            option
            for option in self._options()
            if option.value and (wanted in fold(option.text) or fold_latin(option.text) == whole)
        ]
        named.sort(
            key=lambda option: (fold_latin(option.text) != whole, not fold(option.text).startswith(wanted))
        )
        is_known = bool(named) and fold_latin(named[0].text) == whole
        shown = [
            Offered(option.text, shown_line(option.text), option.value or "", is_known and place == 0)
            for place, option in enumerate(named[:_OFFERED])
        ]
        if is_known:
            return shown
        return [*shown, Offered(tr("Create “{name}”", name=shortened(name)), name, f"+{name}", True)]

    def _taken(self, content: str) -> None:
        self._content = content
        self.finished.emit()

    def read_typed(self) -> bool:
        """Take the chosen offer, or else what was typed, as the content; whether that is another one."""
        if self._read_only:
            return False
        before, chosen, text = self._content, self.offers.chosen, single_line(self.currentText())
        self.offers.close()
        if chosen is not None:
            self._content = chosen.value
        elif fold_latin(text) != fold_latin(self._text_of(before)):
            wanted = fold_latin(text)
            values = (option.value or "" for option in self._options() if fold_latin(option.text) == wanted)
            self._content = next(values, f"+{text}" if text else "")
        if self._content == before:
            self.setEditText(self._text_of(before))
        return self._content != before

    def _entered(self) -> None:
        """Commit what was typed, and scroll back to its beginning, since Qt goes to its end."""
        self._commit_typed()
        self._show_start(even_with_focus=True)

    def _commit_typed(self) -> None:
        if self.read_typed():
            self.finished.emit()
