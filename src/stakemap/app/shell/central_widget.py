"""The middle of a window: the canvas, and below it the balance of what it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from stakemap.app.kit.style import mark
from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState
from stakemap.model.resolve import Resolver
from stakemap.storage.settings import Settings

if TYPE_CHECKING:
    from stakemap.app.canvas import Canvas
    from stakemap.app.features.balance.bar import BalanceBar
    from stakemap.app.shell.context import Desk

__all__ = ["Centre"]


class Centre(QWidget):
    """Holds the canvas of a workspace; whether the balance is shown is one of the settings."""

    def __init__(
        self,
        canvas: Canvas,
        desk: Desk,
        session: Session,
        view: ViewState,
        resolver: Resolver,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._session, self._view, self._resolver = desk, session, view, resolver
        self.canvas = canvas
        self.balance: BalanceBar | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(canvas, 1)
        self._line = QFrame()
        mark(self._line, "line", True)
        self._column.addWidget(self._line)
        self.setFocusProxy(canvas)
        canvas.legend.wanted_changed.connect(lambda wanted: desk.change_settings(legend_unfolded=wanted))
        desk.settings_changed.connect(self._settings_changed)
        self._settings_changed(desk.settings)

    def _settings_changed(self, settings: Settings) -> None:
        self.canvas.legend.wanted = settings.legend_unfolded
        shown = settings.balance_shown
        self._line.setVisible(shown)
        if shown and self.balance is None:
            self._make_balance()
        if self.balance is not None:
            self.balance.setVisible(shown)
            if not shown:
                self.canvas.set_axis_marks(None)
            self.balance.watch.set_threshold(settings.undecided_below)

    def _make_balance(self) -> None:
        from stakemap.app.features.balance.bar import BalanceBar
        from stakemap.app.features.balance.picture import axis_marks
        from stakemap.app.features.balance.watch import BalanceWatch

        watch = BalanceWatch(self._session, self._view, self._resolver, self)
        bar = self.balance = BalanceBar(watch, self._desk.styler.theme)
        bar.threshold_chosen.connect(lambda value: self._desk.change_settings(undecided_below=value))
        watch.changed.connect(lambda: self.canvas.set_axis_marks(axis_marks(watch)))
        self._column.addWidget(bar)

    def set_theme(self) -> None:
        """Use the colours of the theme as it is now."""
        if self.balance is not None:
            self.balance.set_theme(self._desk.styler.theme)
