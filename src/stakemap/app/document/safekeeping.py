"""The feature that protects the work in a window: it keeps typed text, and warns of edits not kept."""

from __future__ import annotations

from PySide6.QtCore import Signal

from stakemap.app.document.autosave import Autosave
from stakemap.app.kit.forms.draft_watch import DraftWatch
from stakemap.app.kit.window import Feature, Window
from stakemap.editing.session import Session
from stakemap.i18n import tr, tr_count
from stakemap.text import one_line
from stakemap.wording.names import actor_name, listing, relation_name

_NOTICE = "typed texts"


class Safekeeping(Feature):
    """Watches the text fields of a window, and offers what was typed before a crash.

    `problem_changed` carries why the edits of the map are not being kept; "" once they are again.
    """

    problem_changed = Signal(str)

    def map_shown(self) -> None:
        """Watch the fields, the recovered texts and the journal of the map."""
        self._watch = DraftWatch(self._window, self._session, self._selected)
        self._session.drafts.recovered_changed.connect(self._show_notice)
        self._autosave = self._context.service(Autosave)
        self._autosave.keeping_changed.connect(self._show_problem)
        self._context.window_closed.connect(self._window_closed)
        self._show_notice()
        self._show_problem()

    def _selected(self) -> str:
        """What is selected, in words."""
        document, view = self._document, self._view
        if view.primary in document.actors:
            return actor_name(document, view.primary)
        return relation_name(document, view.relation) if view.relation in document.relations else ""

    def _show_problem(self) -> None:
        self.problem_changed.emit(self._autosave.problem_with(self._session))

    def _show_notice(self) -> None:
        count = len(self._session.drafts.recovered)
        if not count:
            self._window.notices.withdraw(_NOTICE)
            return
        text = tr_count(
            "{count} text was being typed when Stakemap closed, and is not applied yet.",
            "{count} texts were being typed when Stakemap closed, and are not applied yet.",
            count,
        )
        self._window.notices.post(_NOTICE, text, [(tr("&Show…"), self.show_texts)])

    def unapplied(self) -> tuple[str, ...]:
        """What is typed and no edit yet, by the names of its fields, such as a comment that is not posted.

        Of a map with other windows only what is typed in this one, else also what was before a crash.
        """
        self._watch.look()
        drafts, own = self._session.drafts, self._watch.places
        is_last = len(self._context.windows_of(self._session)) < 2
        found = [each for each in drafts.typed if is_last or each.place in own]
        return tuple(one_line(each.where) for each in (*found, *(drafts.recovered if is_last else ())))

    def may_close(self, *, is_valid: bool) -> bool:
        """Whether the window may close, which asks where something is typed that would be lost with it."""
        fields = self.unapplied()
        if is_valid and not fields:
            return True
        if is_valid or len(fields) > 1:
            headline = tr_count(
                "{count} text is not part of the map yet",
                "{count} texts are not part of the map yet",
                len(fields),
            )
            text = tr("What was typed there would be lost: {fields}", fields=listing(fields))
        else:
            headline = tr("A field has an invalid entry")
            text = tr(
                "It has not been applied and would be lost. A message beside it tells what is wrong with it."
            )
        boxes = self._context.message_boxes
        return boxes.confirm(self._window, headline, text, tr("Close &anyway"), destructive=True)

    def show_texts(self) -> None:
        """Show the texts that were typed before a crash."""
        from stakemap.app.document.typed_texts import TypedTextsDialog

        self._context.message_boxes.run(TypedTextsDialog(self._window, self._session))

    def _window_closed(self, window: Window, _session: Session | None) -> None:
        if window is self._window:
            self._watch.end()
