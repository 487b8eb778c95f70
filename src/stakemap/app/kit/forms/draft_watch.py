"""The one place that watches what is typed into the text fields of a window, so that it outlives a crash."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QDockWidget,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from shiboken6 import isValid

from stakemap.app.kit.widget_ownership import focus_proxy
from stakemap.editing.session import Session
from stakemap.i18n import tr
from stakemap.model.document import StakeMap
from stakemap.model.draft import Draft
from stakemap.text import single_line

#: Milliseconds after which what is typed is handed on to be kept; more typing does not put it off.
DRAFT_DELAY = 300
_NO_DRAFT, _SUBJECT, _BASELINE = "no-draft", "draft-subject", "draft-baseline"

TextWidget = QLineEdit | QPlainTextEdit


def exclude_from_drafts(widget: QWidget) -> None:
    """Keep no drafts of a text field whose text is no work on the map, such as a search."""
    widget.setProperty(_NO_DRAFT, True)


def set_draft_subject(widget: QWidget, subject: object) -> None:
    """Say what the fields in a widget are about, which has no `Field`; a recovered draft finds them by it."""
    widget.setProperty(_SUBJECT, json.dumps(subject, default=str))


def set_draft_baseline(widget: TextWidget) -> None:
    """Take the text of a field for what the map has: no draft, whoever has the focus while it is shown."""
    widget.setProperty(_BASELINE, _text_of(widget))


class DraftField(QWidget):
    """A field of a record; see `Field`. `drafts` has invalid input by places, kept for other subjects."""

    editor: Any
    drafts: dict[str, str]

    @property
    def place(self) -> str:
        """Identifies subject and field among the drafts of a map; "" while there is no subject."""
        raise NotImplementedError

    @property
    def is_pending(self) -> bool:
        """Whether the editor has input that is not stored."""
        raise NotImplementedError


@dataclass(slots=True, eq=False)
class _Typing:
    """A text field that is followed: its text before it was typed into, and the places of its drafts."""

    baseline: str
    place: str = ""


class DraftWatch(QObject):
    """Keeps the drafts of a session: of each text field of `window` and its dialogs that has the focus.

    A text is a draft as long as its `Field` is pending or, where it has none, while it differs from what the
    field held before it was typed into and the field is shown, or its panel is hidden. `subject` names what
    is selected.
    """

    def __init__(self, window: QWidget, session: Session, subject: Callable[[], str]) -> None:
        super().__init__(window)
        self._window, self._session, self._subject = window, session, subject
        self._followed: dict[TextWidget, _Typing] = {}
        self._timer = QTimer(self, singleShot=True, interval=DRAFT_DELAY)
        self._timer.timeout.connect(self.look)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focus_changed)
        session.changed.connect(self._document_changed)
        session.state_changed.connect(self._look_at_known)

    def _focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        self._look_at_known()
        if isinstance(now, QComboBox):
            now = now.lineEdit()
        if isinstance(now, TextWidget) and not now.isReadOnly() and self._is_followed_here(now):
            self._follow(now)

    def _is_followed_here(self, widget: QWidget) -> bool:
        ancestors = list(_ancestors(widget))
        return self._window in ancestors and not any(one.property(_NO_DRAFT) for one in ancestors)

    def _follow(self, widget: TextWidget) -> None:
        known = self._followed.get(widget)
        if known is None:
            self._followed[widget] = _Typing(_text_of(widget))
            widget.textChanged.connect(partial(self._text_changed, widget))
            # It may have been typed into before its window became active.
            self._look_soon()
        elif not known.place:
            known.baseline = _text_of(widget)
        self._take_back(widget)

    def _take_back(self, widget: TextWidget) -> None:
        """Fill a field in with what was typed into it before a crash; a `Field` does so itself."""
        if not self._session.drafts.recovered or _field_of(widget) or self._followed[widget].place:
            return
        place = _place_of(widget)
        draft = self._session.drafts.recovered_at(place) if place else None
        if draft is None:
            return
        if isinstance(widget, QLineEdit):
            widget.setText(draft.text)
        else:
            widget.setPlainText(draft.text)
        self.look()

    def _text_changed(self, widget: TextWidget, *_text: str) -> None:
        typing = self._followed.get(widget)
        if typing is None:
            return
        scope = _scope_of(widget)
        focus = QApplication.focusWidget()
        if focus is None or not (focus is scope or scope.isAncestorOf(focus) or focus is focus_proxy(widget)):
            # Filled in by the app, as for another subject.
            typing.baseline = _text_of(widget)
        self._look_soon()

    def _document_changed(self, _before: StakeMap, _after: StakeMap) -> None:
        for widget, typing in self._followed.items():
            # What was typed has become an edit, or may have; of fields with a subject, that is known.
            if isValid(widget) and _field_of(widget) is None and not _has_subject(widget):
                typing.baseline = _text_of(widget)
        self._look_at_known()

    def _look_soon(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _look_at_known(self) -> None:
        """Look soon where something is a draft, which it may be no longer."""
        if any(typing.place for typing in self._followed.values()):
            self._look_soon()

    @property
    def places(self) -> tuple[str, ...]:
        """The places of the drafts that are fields of this window, as of the latest look."""
        return tuple(typing.place for typing in self._followed.values() if typing.place)

    def end(self) -> None:
        """Let go of all drafts, as when the window closes."""
        for place in self.places:
            self._session.drafts.drop(place)
        self._followed.clear()

    def look(self) -> None:
        """Keep what is typed now as drafts, and drop those that are no longer pending."""
        drafts = self._session.drafts
        for widget, typing in tuple(self._followed.items()):
            draft = self._draft_of(widget, typing) if isValid(widget) else None
            if typing.place and (draft is None or draft.place != typing.place):
                if not isValid(widget) or not _is_kept_by_form(widget, typing.place):
                    drafts.drop(typing.place)
                typing.place = ""
            if draft is not None:
                typing.place = draft.place
                drafts.keep(draft)
            elif not isValid(widget):
                del self._followed[widget]

    def _draft_of(self, widget: TextWidget, typing: _Typing) -> Draft | None:
        text, field = _text_of(widget), _field_of(widget)
        if not text.strip():
            return None
        where = self._where(widget, field)
        if field is None:
            place = _place_of(widget) or json.dumps(["", where])
            known = widget.property(_BASELINE)
            baseline = typing.baseline if known is None else known
            is_draft = text != baseline and _is_shown(_scope_of(widget))
            return Draft(place, where, text) if is_draft else None
        if not field.place:
            return None
        if field.is_pending:
            return Draft(field.place, where, text, field.editor.content())
        if widget is not field.editor and _has_focus(widget) and _is_modified(widget):
            # Typed into a part of the field that has not taken it over yet.
            return Draft(json.dumps([field.place, where]), where, text)
        return None

    def _where(self, widget: TextWidget, field: DraftField | None) -> str:
        """The field in words, and what it is about."""
        names = ([field.editor.accessibleName()] if field is not None else []) + _names_of(widget)
        name = next(single_line(one) for one in names if one)
        window = widget.window()
        about = window.windowTitle() if isinstance(window, QDialog) else self._subject()
        return tr("{field} · {subject}", field=name, subject=single_line(about)) if about else name


def _ancestors(widget: QWidget) -> Iterator[QWidget]:
    """The widget and all that it is in, also beyond dialogs."""
    one: QWidget | None = widget
    while one is not None:
        yield one
        one = one.parentWidget()


def _is_shown(widget: QWidget) -> bool:
    """Whether a widget is shown, or would be if its panel was, in which what is typed stays meanwhile."""
    panel = next((one for one in _ancestors(widget) if isinstance(one, QDockWidget)), None)
    return widget.isVisible() if panel is None else widget.isVisibleTo(panel)


def _text_of(widget: TextWidget) -> str:
    return widget.text() if isinstance(widget, QLineEdit) else widget.toPlainText()


def _names_of(widget: TextWidget) -> list[str]:
    """What a text field is called, at least "Text"."""
    holder = widget.parentWidget()
    names = [widget.accessibleName(), widget.placeholderText()]
    if isinstance(holder, QComboBox):
        names.insert(0, holder.accessibleName())
    return [*filter(None, names), tr("Text")]


def _is_modified(widget: TextWidget) -> bool:
    return widget.isModified() if isinstance(widget, QLineEdit) else widget.document().isModified()


def _has_focus(widget: TextWidget) -> bool:
    proxy = focus_proxy(widget)
    return widget.hasFocus() or (proxy is not None and proxy.hasFocus())


def _field_of(widget: QWidget) -> DraftField | None:
    return next((one for one in _ancestors(widget) if isinstance(one, DraftField)), None)


def _scope_of(widget: QWidget) -> QWidget:
    """The widget that says what its fields are about, or the field itself."""
    return next((one for one in _ancestors(widget) if one.property(_SUBJECT)), widget)


def _has_subject(widget: QWidget) -> bool:
    return bool(_scope_of(widget).property(_SUBJECT))


def _place_of(widget: TextWidget) -> str:
    """The place of a field among those of its subject; "" where nothing says what it is about."""
    scope = _scope_of(widget)
    subject = scope.property(_SUBJECT)
    if not subject:
        return ""
    # Names of subjects and values may be in the accessible name, not in that of the object.
    name = widget.objectName() or _names_of(widget)[0]
    return json.dumps([subject, name])


def _is_kept_by_form(widget: TextWidget, place: str) -> bool:
    """Whether a form keeps the text for when its subject is shown again, since it was invalid."""
    field = _field_of(widget)
    return field is not None and place in field.drafts
