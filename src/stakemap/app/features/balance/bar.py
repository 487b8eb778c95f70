"""The bar below the canvas: the balance as a sentence and a stacked bar, with a window of details."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from stakemap.analysis.balance_words import verdict_line
from stakemap.app.features.balance.picture import BalancePicture
from stakemap.app.features.balance.texts import fact_texts, result_lines, tooltip_text
from stakemap.app.features.balance.watch import BalanceWatch
from stakemap.app.kit.plain_text import ElidedLabel, set_tooltip
from stakemap.app.kit.style import GRID, mark, role_font
from stakemap.i18n import tr
from stakemap.picture.theme import Theme
from stakemap.text import capital

if TYPE_CHECKING:
    from stakemap.app.features.balance.details import BalanceDetails

__all__ = ["BalanceBar"]


class BalanceBar(QWidget):
    """Shows the balance of a watch, which is active only while the bar is visible.

    `threshold_chosen` carries a new threshold for undecided actors, 0 to 50.
    """

    threshold_chosen = Signal(float)

    def __init__(self, watch: BalanceWatch, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.watch = watch
        self.setObjectName("balance-bar")
        self.verdict = ElidedLabel(role="strong")
        self.facts = ElidedLabel(role="caption")
        self.picture = BalancePicture(watch, theme)
        self.details_button = QPushButton(tr("&In full…"))
        self.details_button.setFont(role_font("caption"))
        mark(self.details_button, "flat", True)
        set_tooltip(
            self.details_button, tr("What is counted, what is left out, the formulas, and who is undecided")
        )
        self.details_button.clicked.connect(self.show_details)
        self._details: BalanceDetails | None = None
        self._lay_out()
        watch.changed.connect(self._show)
        self._show()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(GRID)
        head.addWidget(self.verdict, 1)
        head.addWidget(self.details_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID * 2, GRID // 2, GRID * 2, GRID - 2)
        column.setSpacing(3)
        column.addLayout(head)
        column.addWidget(self.picture)
        column.addWidget(self.facts)

    def set_theme(self, theme: Theme) -> None:
        self.picture.set_theme(theme)

    def show_details(self) -> None:
        """Show the window of details, which is modeless."""
        if self._details is None:
            from stakemap.app.features.balance.details import BalanceDetails

            self._details = BalanceDetails(self.watch, self.window())
            self._details.threshold_chosen.connect(self.threshold_chosen)
        self._details.show()
        self._details.activateWindow()

    @property
    def details(self) -> BalanceDetails | None:
        """The window of details, None until it is first shown."""
        return self._details

    def _show(self) -> None:
        result = self.watch.result
        if result is None:
            self.verdict.setText(tr("Nothing to weigh: choose an issue and a snapshot."))
        else:
            self.verdict.setText(verdict_line(self.watch.document, result))
        text = " · ".join(fact_texts(self.watch))
        # An empty label keeps its height, so that the layout is stable during a drag.
        self.facts.setText(capital(text))
        if not self.watch.is_live:
            # Screen readers are notified after a drag, not in each of its frames.
            self.picture.setAccessibleDescription("\n".join(result_lines(self.watch)))
        self.picture.update()

    def event(self, event: QEvent) -> bool:
        """Compose the tooltip only when it is requested."""
        if event.type() in (QEvent.Type.ToolTip, QEvent.Type.QueryWhatsThis, QEvent.Type.WhatsThis):
            set_tooltip(self, tooltip_text(self.watch))
        return super().event(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Activate the watch."""
        super().showEvent(event)
        self.watch.set_active(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Deactivate the watch, and hide the window of details, which depends on it."""
        super().hideEvent(event)
        if self._details is not None:
            self._details.hide()
        self.watch.set_active(False)
