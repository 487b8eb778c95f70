"""What is behind the current finding: how to calculate it again, and what can be done with it."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QPushButton, QWidget

from stakemap.analysis.report import Finding
from stakemap.app.kit.actions.action import unmarked
from stakemap.app.kit.box_layouts import column_layout
from stakemap.app.kit.plain_text import PlainLabel, PlainTextView, action_text, set_tooltip
from stakemap.app.kit.style import GRID, role_font
from stakemap.i18n import tr

#: The most lines of an explanation before it scrolls.
_MOST_LINES = 8


class _Explanation(PlainTextView):
    """A text that is as high as its lines."""

    def __init__(self, name: str) -> None:
        super().__init__(name=name)
        self.setFont(role_font("caption"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)

    def _fit(self) -> None:
        needed = round(self.document().size().height())
        lines = min(max(needed, 1), _MOST_LINES)
        # Margins of the document, frame and padding of the style sheet.
        room = round(self.document().documentMargin() * 2) + GRID + 2
        self.setFixedHeight(math.ceil(lines * QFontMetricsF(self.font()).lineSpacing()) + room)
        policy = Qt.ScrollBarPolicy
        scrolls = needed > _MOST_LINES
        self.setVerticalScrollBarPolicy(policy.ScrollBarAsNeeded if scrolls else policy.ScrollBarAlwaysOff)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the height to the text as it is wrapped now."""
        super().resizeEvent(event)
        self._fit()


class FindingDetails(QWidget):
    """How a finding came about, and buttons for what it offers; those that do not apply are hidden.

    `canvas_toggled` carries whether the canvas is to show what findings propose. `action_wanted` requests the
    action that a finding names.
    """

    judgement_wanted = Signal()
    canvas_toggled = Signal(bool)
    scenario_wanted = Signal()
    action_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.caption = PlainLabel(tr("How?"), role="caption")
        self.how = _Explanation(tr("How this was calculated"))
        self.caption.setBuddy(self.how)
        self.to_judgement = _button(
            tr("&Go to the judgement"), tr("Show the judgement that this is about in the inspector")
        )
        self.to_judgement.clicked.connect(self.judgement_wanted)
        self.on_canvas = QCheckBox(tr("&Show on the canvas"))
        set_tooltip(self.on_canvas, tr("Show on the canvas where actors would have to stand, or the camps"))
        self.on_canvas.toggled.connect(self.canvas_toggled)
        self.make_scenario = _button(
            tr("Ma&ke a scenario of it"),
            tr("Add a scenario to the snapshot in view in which this change has been made"),
        )
        self.make_scenario.clicked.connect(self.scenario_wanted)
        self.to_action = _button("", "")
        self.to_action.clicked.connect(self.action_wanted)
        column = column_layout(
            self.caption, self.how, spacing=GRID // 2, margins=(GRID, 0, GRID, GRID), on=self
        )
        for button in (self.to_action, self.to_judgement, self.on_canvas, self.make_scenario):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def show_finding(
        self, finding: Finding | None, *, leads: bool, can_edit: bool, act: QAction | None = None
    ) -> None:
        """Show what is behind a finding. It `leads` to a judgement if its place is still in the map; `act` is
        the action that it offers.
        """
        explained = finding is not None and bool(finding.how)
        self.caption.setVisible(explained)
        self.how.setVisible(explained)
        self.how.setPlainText("" if finding is None else finding.how)
        self.to_judgement.setVisible(leads)
        self.on_canvas.setVisible(finding is not None and bool(finding.moves or finding.camps))
        self.make_scenario.setVisible(finding is not None and bool(finding.moves) and can_edit)
        self.to_action.setVisible(act is not None)
        if act is not None:
            # Without its letter, which the panel may have for another button.
            self.to_action.setText(action_text(unmarked(act.text())))
        shown = (self.how, self.to_action, self.to_judgement, self.on_canvas, self.make_scenario)
        self.setVisible(any(not widget.isHidden() for widget in shown))


def _button(text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("flat", True)
    set_tooltip(button, tip)
    return button
