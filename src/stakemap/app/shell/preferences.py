"""The preferences dialog: author name, look, language, balance, keeping evidence, size of files."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from stakemap.app.kit.box_layouts import column_layout
from stakemap.app.kit.forms.draft_watch import exclude_from_drafts
from stakemap.app.kit.motion import is_motion_reduced
from stakemap.app.kit.plain_text import PlainLabel
from stakemap.app.kit.policy import shown_as_set
from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.bullets import Bullets
from stakemap.app.kit.widgets.choice_box import ChoiceBox, NumberBox
from stakemap.app.kit.widgets.dialog import Dialog, labelled
from stakemap.i18n import language_name, languages, tr
from stakemap.storage.policy import policy, policy_origin
from stakemap.storage.policy.words import origin_sentence, rules_in_words
from stakemap.storage.reading.largest_file import largest_allowed
from stakemap.storage.reading.limits import LARGEST
from stakemap.storage.settings.records import Settings
from stakemap.text import single_line


class PreferencesDialog(Dialog):
    """Shows the settings and returns those that were changed; it stores nothing itself."""

    def __init__(self, parent: QWidget | None, settings: Settings) -> None:
        super().__init__(parent, tr("Preferences"))
        self._settings = settings
        self.author = QLineEdit(settings.author)
        exclude_from_drafts(self.author)
        self.author.setMaxLength(500)
        self.author.setPlaceholderText(tr("No name"))
        said = tr("It is recorded with your judgements and included when you share the map.")
        name = self._add(labelled(tr("&Your name"), self.author), said)
        if policy().require_author:
            text = tr("{organisation} requires it with each judgement.", organisation=policy().whose)
            name.addWidget(PlainLabel(text, role="caption", wrap=True))
        self.theme = ChoiceBox()
        for value, text in (
            ("system", tr("Follow the system")),
            ("light", tr("Light")),
            ("dark", tr("Dark")),
        ):
            self.theme.addItem(text, value)
        self.theme.setCurrentIndex(self.theme.findData(settings.theme))
        self.column.addLayout(labelled(tr("&Theme"), self.theme))
        self.language = self._language_box()
        self.motion = QCheckBox(tr("&Reduce motion"))
        self.motion.setChecked(is_motion_reduced(settings.reduced_motion))
        self._motion_shown = self.motion.isChecked()
        motion = column_layout(self.motion, spacing=GRID // 2)
        self._add(motion, tr("Actors and views then move without animation."))
        self.margin = NumberBox()
        self.margin.setRange(0, 50)
        self.margin.setSuffix(tr(" %"))
        self.margin.setValue(round(settings.evenly_within))
        self._margin_shown = self.margin.value()
        self.column.addLayout(labelled(tr("Count as &evenly balanced within ±"), self.margin))
        self.keep_below = self._keeping_box()
        self.largest = NumberBox()
        most = largest_allowed()
        self.largest.setRange(min(LARGEST[0], most), most)
        self.largest.setSuffix(tr(" MB"))
        self.largest.setValue(settings.largest_file)
        self._largest_shown = self.largest.value()
        largest = labelled(tr("&Largest file to open"), self.largest)
        if self.largest.minimum() == self.largest.maximum():
            largest.addWidget(shown_as_set(self.largest))
            self.column.addLayout(largest)
        else:
            text = tr("Raise it only for maps that you trust: a larger file needs more memory.")
            self._add(largest, text)
        self._list_rules()
        self.column.addStretch(1)
        self.add_reject()
        self.add_accept(tr("OK")).clicked.connect(self.accept)
        self.setMinimumWidth(GRID * 52)

    def _add(self, field: QVBoxLayout, said: str) -> QVBoxLayout:
        """Add a field with a sentence about it close below, and return its column."""
        field.addWidget(PlainLabel(said, role="caption", wrap=True))
        self.column.addLayout(field)
        return field

    def _list_rules(self) -> None:
        """List the rules of the policy, and the file they come from."""
        rules = policy()
        sentences = rules_in_words(rules)
        if not sentences:
            return
        heading = tr("Rules set by {organisation}", organisation=rules.who)
        self.column.addWidget(PlainLabel(heading, role="heading", wrap=True))
        #: What the policy rules, and where it is.
        self.rules = Bullets(sentences)
        origin = PlainLabel(origin_sentence(policy_origin()), role="caption", wrap=True, selectable=True)
        origin.setVisible(bool(origin.text()))
        self.column.addWidget(self.rules)
        self.column.addWidget(origin)

    def _keeping_box(self) -> NumberBox:
        """The distance in points below which a moved value keeps what supports it; 0 for never."""
        box = NumberBox()
        box.setRange(0, 200)
        box.setSpecialValueText(tr("Never"))
        box.setSuffix(tr(" points"))
        box.setValue(self._settings.keep_support_below)
        text = tr("Confidence is kept with them. You can change this for each move.")
        self._add(labelled(tr("&Keep reason and sources for moves of less than"), box), text)
        return box

    def _language_box(self) -> ChoiceBox:
        """The choice of languages by their native names; hidden while there is only English."""
        box, known = ChoiceBox(), languages()
        box.addItem(tr("Follow the system"), None)
        if len(known) > 1:
            for code in known:
                box.addItem(language_name(code), code)
            self.column.addLayout(labelled(tr("Lan&guage (after a restart)"), box))
        box.setCurrentIndex(max(box.findData(self._settings.language), 0))
        return box

    def changes(self) -> dict[str, Any]:
        """The settings that differ from those initially shown."""
        wanted = {
            "author": single_line(self.author.text()),
            "theme": self.theme.currentData(),
            "language": self.language.currentData(),
            "reduced_motion": self.motion.isChecked(),
            "evenly_within": float(self.margin.value()),
            "keep_support_below": self.keep_below.value(),
            "largest_file": self.largest.value(),
        }
        return {
            name: value
            for name, value in wanted.items()
            if value != getattr(self._settings, name)
            and not (name == "reduced_motion" and value == self._motion_shown)
            and not (name == "evenly_within" and value == self._margin_shown)
            and not (name == "largest_file" and value == self._largest_shown)
        }
