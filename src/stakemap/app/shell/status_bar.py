"""The status bar: selection, counts of actors, coverage, zoom, and temporary messages."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QPushButton, QStatusBar, QWidget

from stakemap.analysis.evidence.coverage import Coverage, coverage_line, sourced_text
from stakemap.app.kit.accessible import announce
from stakemap.app.kit.icons import icon
from stakemap.app.kit.plain_text import ElidedLabel, PlainLabel, set_tooltip
from stakemap.app.kit.style import GRID, mark, role_font
from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState
from stakemap.i18n import number, tr, tr_count
from stakemap.model.comments import open_count
from stakemap.model.order import actors_in_order
from stakemap.picture.appearance.appearance import Appearance
from stakemap.picture.appearance.weak_support import support_of
from stakemap.text import single_line
from stakemap.wording.names import actor_name, listing
from stakemap.wording.numbers import signed

#: How long a message is shown, in milliseconds.
MESSAGE_TIME = 8_000
#: The size of an icon beside a text, no higher than that.
_ICON = QSize(14, 14)


class StatusBar(QStatusBar):
    """Permanent figures, covered by a message for MESSAGE_TIME."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: list[QWidget] = []
        self._heights: list[int] = []
        self.setSizeGripEnabled(False)
        self.setFont(role_font("caption"))
        self.setContentsMargins(GRID, 0, GRID, 0)
        self.selection = ElidedLabel(role="caption")
        self.counts = PlainLabel(role="caption")
        self.coverage = PlainLabel(role="caption")
        self.zoom = PlainLabel(role="caption")
        self.handling = PlainLabel(role="caption")
        self.workshop = QPushButton()
        self.workshop.setFont(role_font("caption"))
        self.workshop.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        mark(self.workshop, "flat", True)
        set_tooltip(self.workshop, tr("Moves do not ask for a reason now. Go to the next one without (F8)"))
        #: How many open comments there are; hidden while there is none.
        self.comments = QPushButton()
        self.comments.setFont(role_font("caption"))
        self.comments.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        mark(self.comments, "flat", True)
        set_tooltip(self.comments, tr("Show or hide the comments"))
        #: Whether the map leaves no traces; hidden otherwise.
        self.no_traces = QPushButton(tr("No traces"))
        self.no_traces.setAccessibleName(tr("This map leaves no traces"))
        self.no_traces.setFont(role_font("caption"))
        self.no_traces.setIconSize(_ICON)
        self.no_traces.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        mark(self.no_traces, "flat", True)
        set_tooltip(self.no_traces, tr("Nothing is kept of this map outside of its file once it is closed"))
        self._commented: object = None
        self.addWidget(self.selection, 1)
        self.keeping = PlainLabel(tr("Not backed up"), role="error")
        self.keeping.setFont(role_font("caption"))
        self.keeping.setContentsMargins(GRID, 0, GRID, 0)
        self.addPermanentWidget(self.keeping)
        self.keeping.hide()
        self.addPermanentWidget(self.no_traces)
        self.no_traces.hide()
        self.addPermanentWidget(self.workshop)
        self.workshop.hide()
        self.addPermanentWidget(self.comments)
        self.comments.hide()
        figures = (self.handling, self.counts, self.coverage, self.zoom)
        for label in figures:
            label.setContentsMargins(GRID, 0, GRID, 0)
            self.addPermanentWidget(label)
        self._parts += [self.selection, self.keeping, self.no_traces, self.workshop, self.comments, *figures]
        self._tint()

    def event(self, event: QEvent) -> bool:
        """Leave it to the layout to follow a text, where no part needs another height than before.

        Qt would repaint the whole bar after each.
        """
        if event.type() == QEvent.Type.LayoutRequest:
            heights = [0 if part.isHidden() else part.minimumSizeHint().height() for part in self._parts]
            if heights == self._heights:
                return True
            self._heights = heights
        elif event.type() == QEvent.Type.PaletteChange and self._parts:
            self._tint()
        return bool(super().event(event))

    def _tint(self) -> None:
        self.no_traces.setIcon(icon("no-traces", self.palette(), _ICON.width()))

    def say(self, text: str) -> None:
        """Show a message temporarily and announce it to screen readers."""
        line = single_line(text)
        self.showMessage(line, MESSAGE_TIME)
        announce(self, line)

    def show_map(self, session: Session, view: ViewState, appearance: Appearance) -> None:
        """Show the selection, the counts, how the map is to be handled, and how many comments are open."""
        self.selection.setText(selection_text(session, view, appearance))
        self.show_counts(appearance)
        self.handling.setText(single_line(session.document.handling))
        comments = session.document.comments
        if comments is not self._commented:
            self._commented = comments
            count = open_count(comments)
            self.comments.setText(tr_count("{count} open comment", "{count} open comments", count))
            self.comments.setVisible(bool(count))

    def show_coverage(self, figure: Coverage | None) -> None:
        """Show how many positions have a source, with the number of sources as tooltip."""
        self.coverage.setVisible(figure is not None and figure.share is not None)
        if figure is None or figure.share is None:
            return
        line = coverage_line(figure)
        # Setting an accessible name notifies screen readers, even when it is the same.
        if line != self.coverage.accessibleName():
            self.coverage.setText(sourced_text(figure))
            set_tooltip(self.coverage, line)
            self.coverage.setAccessibleName(line)

    def show_keeping(self, problem: str) -> None:
        """Show that the latest edits are not kept for a recovery, and why; hide that for ""."""
        if problem:
            text = tr(
                "The latest changes are not backed up: {reason}. They would be lost if Stakemap closed now. "
                "Save the map (Ctrl+S), and save often until this is gone.",
                reason=problem,
            )
            set_tooltip(self.keeping, text)
            self.keeping.setAccessibleName(tr("Not backed up: {reason}", reason=problem))
        self.keeping.setVisible(bool(problem))

    def show_no_traces(self, leaves_none: bool) -> None:
        """Show whether the map leaves no traces."""
        self.no_traces.setVisible(leaves_none)

    def show_workshop(self, waiting: int | None) -> None:
        """Show how many moves lack a reason in workshop mode; hide it for None."""
        self.workshop.setVisible(waiting is not None)
        if waiting is not None:
            text = tr_count("Workshop: {count} unexplained", "Workshop: {count} unexplained", waiting)
            self.workshop.setText(text)

    def show_counts(self, appearance: Appearance) -> None:
        """Show how many actors are judged and how many are not, with names as tooltip."""
        self.counts.setText(counts_text(appearance))
        set_tooltip(self.counts, counts_names(appearance))

    def show_zoom(self, factor: float) -> None:
        """Show the zoom factor; 1.0 shows the full range of both axes."""
        text = tr("{percent} %", percent=round(factor * 100))
        self.zoom.setText(text)
        self.zoom.setAccessibleName(tr("Zoom: {percent}", percent=text))


def counts_names(appearance: Appearance) -> str:
    """Name those who are unknown, not judged or not applicable, a line for each kind."""
    document, tray = appearance.document, appearance.tray
    unknown = [look.actor for look in tray if look.state == "unknown"]
    unjudged = [look.actor for look in tray if look.state != "unknown"]
    away: tuple[str, ...] = ()
    if len(appearance.actors) + len(tray) < len(document.actors):
        shown = appearance.actors.keys() | appearance.trayed.keys()
        away = actors_in_order(document, document.actors.keys() - shown)
    kinds = ((tr("Unknown"), unknown), (tr("Not judged"), unjudged), (tr("Not applicable"), away))
    return "\n".join(
        tr("{kind}: {names}", kind=kind, names=listing([actor_name(document, actor) for actor in actors]))
        for kind, actors in kinds
        if actors
    )


def opening_text(session: Session, warnings: int) -> str:
    """What to say once a map has opened whose file has warnings, or that cannot be changed; else ""."""
    if session.read_only:
        return session.read_only_reason
    if not warnings:
        return ""
    return tr_count(
        "The file has {count} warning; “Check the map” lists it.",
        "The file has {count} warnings; “Check the map” lists them.",
        warnings,
    )


def counts_text(appearance: Appearance) -> str:
    """Describe how many actors are judged, unknown, not judged and not applicable."""
    unknown = sum(1 for look in appearance.tray if look.state == "unknown")
    unjudged = len(appearance.tray) - unknown
    parts = [tr_count("{count} judged", "{count} judged", len(appearance.actors))]
    if unknown:
        parts.append(tr_count("{count} unknown", "{count} unknown", unknown))
    if unjudged:
        parts.append(tr_count("{count} not judged", "{count} not judged", unjudged))
    away = len(appearance.document.actors) - len(appearance.actors) - len(appearance.tray)
    if away:
        parts.append(tr_count("{count} not applicable", "{count} not applicable", away))
    return " · ".join(parts)


def selection_text(session: Session, view: ViewState, appearance: Appearance) -> str:
    """Describe the selection: the number of actors, or name and position of a single one; without one, whose
    positions are weakly supported where so many are that the canvas has no signs of it.
    """
    selected = view.selection & session.document.actors.keys()
    if not selected:
        support = support_of(appearance.actors.values())
        return support.described(tr("Weakly supported")) if support.is_usual else ""
    if len(selected) > 1:
        return tr_count("{count} actor selected", "{count} actors selected", len(selected))
    actor = next(iter(selected))
    name, look = session.document.actors[actor].name, appearance.actors.get(actor)
    if look is not None:
        return tr(
            "{name}: alignment {x}, influence {y}",
            name=name,
            x=signed(look.x),
            y=number(look.y),
        )
    waiting = appearance.trayed.get(actor)
    reason = waiting.reason if waiting is not None else tr("not applicable")
    return tr("{name}: {reason}", name=name, reason=reason)
