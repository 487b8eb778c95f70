"""The feature of confidential work: maps that leave no traces, forgetting a map, clearing history."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal

from stakemap.app.kit.actions.action import Action, action, submenu
from stakemap.app.kit.window import Feature
from stakemap.i18n import tr
from stakemap.storage.policy import policy

_MENU = "file/kept"


class ConfidentialFeature(Feature):
    """The actions on what is kept of maps.

    `changed` carries whether the map in the window leaves no traces.
    """

    changed = Signal(bool)

    def actions(self) -> Iterable[Action]:
        """The actions of the menu "What is kept"."""
        place, tip = (_MENU, 0), tr("Keep nothing of this map but its own file, once it is closed")
        return (
            submenu(_MENU, ("file", 3)),
            action(
                "leave-no-traces",
                tr("Leave no &traces of this map"),
                self.toggle,
                place,
                tip=policy().set_by if policy().leave_no_traces else tip,
                enabled=lambda: self._window.has_map() and not policy().leave_no_traces,
                checked=self._leaves_no_traces,
            ),
            action(
                "forget-map",
                tr("&Forget everything about this map…"),
                self.forget,
                place,
                tip=tr("Remove all that is kept of this map outside of its file"),
                icon="no-traces",
                enabled=self._window.has_map,
            ),
            action(
                "clear-history",
                tr("Clear &history…"),
                self.clear_history,
                place,
                tip=tr("Remove earlier versions of this map or of all maps"),
            ),
        )

    def map_shown(self) -> None:
        """Show whether the map leaves no traces, also once that changes."""
        self._window.settings_changed.connect(self._settings_changed)
        self.changed.emit(self._leaves_no_traces())

    def _settings_changed(self) -> None:
        self.changed.emit(self._leaves_no_traces())
        self._window.refresh()

    def _leaves_no_traces(self) -> bool:
        session = self._window.session
        return session is not None and self._context.settings.leaves_no_traces(session.document.id)

    def toggle(self) -> None:
        """Have the map leave no traces, once the user has agreed to what is removed, or keep them again."""
        from stakemap.app.document.forgetting import forget_so_far

        context, session = self._context, self._session
        if self._leaves_no_traces():
            context.apply_settings(context.store.set_untraced(session.document.id, False))
            self._window.say(tr("From now on earlier versions of this map are kept again"))
            return
        headline = tr("Leave no traces of “{title}”?", title=session.display_title)
        if context.message_boxes.confirm(self._window, headline, _explanation(), tr("&Leave no traces")):
            context.apply_settings(context.store.set_untraced(session.document.id, True))
            forget_so_far(context, self._window, session)
        else:
            self._window.refresh()

    def explain(self) -> None:
        """Tell what it means that the map leaves no traces, and who has chosen so."""
        chosen = (
            tr("This is set by {organisation} for all maps.", organisation=policy().who)
            if policy().leave_no_traces
            else tr("“Leave no traces of this map” in the menu File › What is kept turns this off.")
        )
        headline = tr("This map leaves no traces")
        text = f"{_what_is_kept()}\n\n{chosen}"
        self._context.message_boxes.show_message(self._window, headline, text, symbol="info")

    def forget(self) -> None:
        """Forget the map, which stays open."""
        from stakemap.app.document.forgetting import ask_to_forget
        from stakemap.storage.forgetting import Subject

        session = self._session
        ask_to_forget(
            self._context, self._window, session.display_title, Subject(session.document.id, session.path)
        )

    def clear_history(self) -> None:
        """Remove earlier versions."""
        from stakemap.app.document.forgetting import ask_to_clear_history

        ask_to_clear_history(self._context, self._window)


def _what_is_kept() -> str:
    return tr(
        "Once the map is closed, Stakemap keeps nothing but the file that you save: no earlier versions, no "
        "entry among the recent maps, no options of exports. While it is open, edits are backed up; after a "
        "crash they are offered at the next start, and removed once you recover or dismiss them, or after "
        "seven days. Only when a save fails half-way, the complete copy that you are told of stays, until "
        "you forget the map or 90 days have passed."
    )


def _explanation() -> str:
    removed = tr(
        "What was kept so far is removed now: earlier versions, unsaved work of earlier sessions, the entry "
        "among the recent maps, the options of exports, and stores and settings that were damaged and set "
        "aside."
    )
    return f"{_what_is_kept()}\n\n{removed}"
