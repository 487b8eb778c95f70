"""The line below the canvas: the balance as a verdict and a stacked bar, with a window of details."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QPushButton, QSizePolicy, QWidget

from stakemap.analysis.balance.sentences import counts_text, position_text
from stakemap.analysis.balance.sides import SideLimits
from stakemap.app.features.balance.picture import BalancePicture
from stakemap.app.features.balance.texts import called_words, result_lines, tooltip_text, verdict_words
from stakemap.app.features.balance.watch import BalanceWatch
from stakemap.app.kit.plain_text import ElidedLabel, set_tooltip
from stakemap.app.kit.style import GRID, mark, role_font
from stakemap.i18n import tr
from stakemap.picture.theme import Theme
from stakemap.storage.settings.records import Settings
from stakemap.text import capital

if TYPE_CHECKING:
    from stakemap.app.features.balance.details import BalanceDetails

#: The height in pixels at the usual text size.
_HEIGHT = 28
#: The share of the line that the picture takes, and its least and greatest width in pixels.
_PICTURE = 0.2
_PICTURE_WIDTHS = (110, 240)


class BalanceBar(QWidget):
    """Shows the balance of a watch, which is active only while the line is visible.

    Where the line is short, the names of the bar's ends give way first, then the words of the verdict, then
    the numbers of actors, then who can block it, then the weighted mean; the verdict itself stays.
    `setting_chosen` carries the name of a setting and its new value.
    """

    setting_chosen = Signal(str, object)

    def __init__(self, watch: BalanceWatch, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.watch = watch
        self.setObjectName("balance-bar")
        self.verdict = ElidedLabel(role="strong")
        self.facts = ElidedLabel(role="caption")
        self.picture = BalancePicture(watch, theme)
        self.details_button = QPushButton(tr("&Details"))
        self.details_button.setFont(role_font("caption"))
        mark(self.details_button, "slim", True)
        set_tooltip(
            self.details_button,
            tr("Mean, median, intervals, actors left out, formulas and thresholds"),
        )
        self.details_button.clicked.connect(self.show_details)
        self._details: BalanceDetails | None = None
        self._settings: Settings | None = None
        self._lay_out()
        watch.changed.connect(self._show)
        self._show()

    def _lay_out(self) -> None:
        line = QHBoxLayout(self)
        # Its minimum would be that of the figures shown, which give way where the line is too short.
        line.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        line.setContentsMargins(GRID * 2, 0, GRID, 0)
        line.setSpacing(GRID * 2)
        self.facts.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        line.addWidget(self.verdict, 1)
        line.addWidget(self.facts)
        line.addWidget(self.picture)
        line.addWidget(self.details_button)
        self.setFixedHeight(max(_HEIGHT, self.verdict.sizeHint().height() + GRID))

    def sizeHint(self) -> QSize:
        """One line, wide enough for most verdicts."""
        return QSize(GRID * 90, self.height())

    def minimumSizeHint(self) -> QSize:
        """One line with a short verdict and the bar."""
        return QSize(GRID * 40, self.height())

    def set_theme(self, theme: Theme) -> None:
        self.picture.set_theme(theme)

    def set_settings(self, settings: Settings) -> None:
        """Apply what the settings say about the balance."""
        self._settings = settings
        self.watch.set_limits(SideLimits(*settings.balance_limits))
        if self._details is not None:
            self._details.show_settings(settings)

    def show_details(self) -> None:
        """Show the window of details, which is modeless."""
        if self._details is None:
            from stakemap.app.features.balance.details import BalanceDetails

            self._details = BalanceDetails(self.watch, self.window())
            self._details.setting_chosen.connect(self.setting_chosen)
            if self._settings is not None:
                self._details.show_settings(self._settings)
        self._details.show()
        self._details.activateWindow()

    @property
    def details(self) -> BalanceDetails | None:
        """The window of details, None until it is first shown."""
        return self._details

    def _show(self) -> None:
        watch = self.watch
        if not watch.is_live:
            # Screen readers are notified after a drag, not in each of its frames.
            self.picture.setAccessibleDescription("\n".join(result_lines(watch)))
        self.picture.update()
        self._fit()

    def _facts(self) -> tuple[str, str]:
        """The weighted mean with the numbers of actors, and alone; empty if nothing has weight."""
        result = self.watch.result
        if result is None or result.mean is None:
            return "", ""
        position = capital(position_text(result))
        return f"{position} · {counts_text(result)}", position

    def _fit(self) -> None:
        """Show as much as the line has room for."""
        least, most = _PICTURE_WIDTHS
        self.picture.setFixedWidth(min(max(round(self.width() * _PICTURE), least), most))
        facts, position = self._facts()
        others = self.picture.width() + self.details_button.sizeHint().width() + GRID * 9
        room = self.width() - others

        called = self.verdict.fontMetrics().horizontalAdvance(called_words(self.watch)) + 2

        def wants(verdict: str, beside: str) -> int:
            wide = self.verdict.fontMetrics().horizontalAdvance(verdict) + 2
            # The position is worth more than who can block a verdict, which the tooltip has in full.
            wide = wide if beside == facts else min(wide, called)
            return wide + self.facts.fontMetrics().horizontalAdvance(beside)

        text, beside = verdict_words(self.watch), facts
        if wants(text, facts) > room:
            text = verdict_words(self.watch, in_short=True)
            beside = next((each for each in (facts, position) if wants(text, each) <= room), "")
        metrics = self.verdict.fontMetrics(), self.facts.fontMetrics()
        spare = room - metrics[0].horizontalAdvance(text) - metrics[1].horizontalAdvance(beside) - GRID
        if spare > 0:
            # Room that no text needs goes to the names of the ends of the bar.
            width = self.picture.width()
            self.picture.setFixedWidth(max(width, self.picture.width_within(width + spare)))
        self.verdict.setText(text)
        self.facts.setText(beside)
        self.facts.setVisible(bool(beside))

    def event(self, event: QEvent) -> bool:
        """Compose the tooltip only when it is requested."""
        if event.type() in (QEvent.Type.ToolTip, QEvent.Type.QueryWhatsThis, QEvent.Type.WhatsThis):
            set_tooltip(self, tooltip_text(self.watch))
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show what fits."""
        super().resizeEvent(event)
        self._fit()

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
