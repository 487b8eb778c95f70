"""The form of the map's own properties."""

from __future__ import annotations

from stakemap.app.kit.forms import choices as words
from stakemap.app.kit.forms.editors import ChoiceEditor, LineEditor, NoteEditor
from stakemap.app.kit.forms.fields import Section
from stakemap.app.kit.forms.form import Form, FormContext
from stakemap.app.kit.forms.parsing import parse_partial_date
from stakemap.app.kit.forms.targets import MapTarget
from stakemap.app.kit.plain_text import PlainLabel
from stakemap.editing.session import Session
from stakemap.i18n import tr
from stakemap.model.document import StakeMap
from stakemap.model.records import TEXT_LIMIT, replace
from stakemap.text import single_line

__all__ = ["MapForm"]

_NAMES = ("title", "question", "key_judgement", "handling", "status", "cut_off", "contact", "note")
#: A slide of usual size has room for a key judgement of as many characters, however wide they are.
_SHORT_ENOUGH = 200


def _or_nothing(value: str | None) -> str:
    return value or ""


class MapForm(Form):
    """Title, question, key judgement, handling, status, cut-off, contact and note."""

    def __init__(self, context: FormContext) -> None:
        super().__init__(context)
        section = Section("")
        grid = section.grid
        grid.add(self.field("title", tr("Title"), LineEditor(), parse=single_line))
        grid.add(self.field("question", tr("Question"), NoteEditor(), parse=str.strip))
        key_judgement = NoteEditor(least=3)
        grid.add(self.field("key_judgement", tr("Key judgement"), key_judgement, parse=str.strip))
        #: How much of the key judgement a slide has room for, "" for all of it.
        self.cut = PlainLabel(role="caption", wrap=True)
        self.cut.hide()
        grid.add(self.cut)
        self._document: StakeMap | None = None
        key_judgement.textChanged.connect(self._show_cut)
        status = ChoiceEditor(lambda: words.options(words.statuses()))
        cut_off = LineEditor()
        cut_off.setPlaceholderText(tr("2025-07-01"))
        grid.add(
            self.field("status", tr("Status"), status),
            self.field(
                "cut_off",
                tr("Information cut-off"),
                cut_off,
                parse=parse_partial_date,
                text_of=_or_nothing,
            ),
        )
        handling = LineEditor()
        handling.setPlaceholderText(tr("TLP:AMBER"))
        grid.add(
            self.field("handling", tr("Handling"), handling, parse=single_line),
            self.field("contact", tr("Contact"), LineEditor(), parse=single_line),
        )
        grid.add(self.field("note", tr("Note"), NoteEditor(least=3), parse=str.strip))
        self.column.addWidget(section)

    def bind(self, session: Session) -> None:
        """Show the properties of a map."""
        document = self._document = session.document
        values = {name: getattr(document, name) for name in _NAMES}
        self.bind_fields(MapTarget(session), values, read_only=session.read_only)
        self._show_cut()

    def _show_cut(self) -> None:
        text = self.fields["key_judgement"].editor.content()
        cut = ""
        if self._document is not None and len(text) > _SHORT_ENOUGH:
            from stakemap.app.kit.slides import cut_on_slide

            cut = cut_on_slide(replace(self._document, key_judgement=text[:TEXT_LIMIT]))
        self.cut.setText(cut)
        self.cut.setVisible(bool(cut))
