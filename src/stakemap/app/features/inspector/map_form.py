"""The form of the map's own properties."""

from __future__ import annotations

from stakemap.app.kit.derived import Derived
from stakemap.app.kit.forms import choices as words
from stakemap.app.kit.forms.editors import ChoiceEditor, LineEditor, NoteEditor, Option
from stakemap.app.kit.forms.form import Form, FormContext
from stakemap.app.kit.forms.parsing import parse_partial_date
from stakemap.app.kit.forms.targets import MapTarget
from stakemap.app.kit.plain_text import PlainLabel
from stakemap.editing.session import Session
from stakemap.i18n import tr
from stakemap.model.document import StakeMap
from stakemap.model.records import TEXT_LIMIT, replace
from stakemap.model.reviews import MapStatus, status_of
from stakemap.storage.policy import policy
from stakemap.storage.policy.handling import has_mark
from stakemap.text import single_line
from stakemap.wording.reviews import status_sentence

_NAMES = ("title", "question", "key_judgement", "handling", "status", "cut_off", "contact", "note")
#: A slide of usual size has room for a key judgement of as many characters, however wide they are.
_SHORT_ENOUGH = 200


#: The reviews of maps with more judgements are compared by a worker.
_MANY_JUDGEMENTS = 3_000


def _status_with_reason(document: StakeMap) -> tuple[MapStatus, str]:
    status = status_of(document)
    return status, status_sentence(document, status)


def _is_large(document: StakeMap) -> bool:
    judgements = sum(snapshot.judgement_count for snapshot in document.snapshots.values())
    return bool(document.reviews) and judgements > _MANY_JUDGEMENTS


def _or_nothing(value: str | None) -> str:
    return value or ""


class MapForm(Form):
    """Title, question, key judgement, handling, status, cut-off, contact and note."""

    def __init__(self, context: FormContext) -> None:
        super().__init__(context)
        grid = self.add_section().grid
        grid.add(self.field("title", tr("Title"), LineEditor(), parse=single_line))
        grid.add(self.field("question", tr("Question"), NoteEditor(), parse=str.strip))
        key_judgement = NoteEditor(least=3)
        grid.add(self.field("key_judgement", tr("Key judgement"), key_judgement, parse=str.strip))
        #: How much of the key judgement a slide has room for, "" for all of it.
        self.cut = PlainLabel(role="caption", wrap=True)
        self.cut.hide()
        grid.add(self.cut)
        self._document: StakeMap | None = None
        self._session: Session | None = None
        key_judgement.textChanged.connect(self._show_cut)
        status = ChoiceEditor(lambda: words.options(words.statuses()))
        cut_off = LineEditor()
        cut_off.setPlaceholderText(tr("such as 2025-07-01"))
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
        #: What the status follows from, "" where it is what somebody chose.
        self.reviews = PlainLabel(role="caption", wrap=True)
        self.reviews.hide()
        grid.add(self.reviews)
        self._status: Derived[tuple[MapStatus, str]] = Derived(
            self, self._status_inputs, _status_with_reason, is_large=_is_large
        )
        self._status.changed.connect(self._show_status)
        grid.add(
            self.field("handling", tr("Handling"), self._handling_editor(), parse=single_line),
            self.field("contact", tr("Contact"), LineEditor(), parse=single_line),
        )
        #: That the handling is none of those that the policy has to choose from, "" where it is.
        self.other_handling = PlainLabel(role="caption", wrap=True)
        self.other_handling.hide()
        grid.add(self.other_handling)
        grid.add(self.field("note", tr("Note"), NoteEditor(least=3), parse=str.strip))

    def _handling_editor(self) -> LineEditor | ChoiceEditor:
        """A choice of the marks that the policy has, and of what the map has; any text without a policy."""
        if not policy().handling_marks:
            editor = LineEditor()
            editor.setPlaceholderText(tr("such as TLP:AMBER"))
            return editor
        return ChoiceEditor(self._handling_options)

    def _handling_options(self) -> list[Option]:
        marks = dict.fromkeys(policy().handling_marks)
        if self._document is not None and self._document.handling:
            marks[self._document.handling] = None
        return words.options({mark: mark for mark in marks}, none=tr("No mark"))

    def bind(self, session: Session) -> None:
        """Show the properties of a map."""
        document = self._document = session.document
        self._session = session
        values = {name: getattr(document, name) for name in _NAMES if name != "status"}
        read_only = session.read_only or bool(document.reviews)
        self.fields["status"].bind(MapTarget(session), document.status, read_only=read_only)
        self.bind_fields(MapTarget(session), values, read_only=session.read_only)
        self._show_other_handling(document)
        self._status.refresh()
        self._show_cut()

    def _status_inputs(self) -> tuple[StakeMap] | None:
        return None if self._document is None else (self._document,)

    def _show_status(self) -> None:
        """Show the status that follows from reviews, where there are any; nobody chooses it then."""
        if self._session is None or self._status.value is None:
            return
        status, reason = self._status.value
        if status.reviewed:
            self.fields["status"].bind(MapTarget(self._session), status.status, read_only=True)
        self.reviews.setText(reason)
        self.reviews.setVisible(bool(reason))

    def _show_other_handling(self, document: StakeMap) -> None:
        is_other = bool(document.handling) and not has_mark(document)
        text = tr("This mark is none of those set by {organisation}.", organisation=policy().who)
        self.other_handling.setText(text if is_other else "")
        self.other_handling.setVisible(is_other)

    def _show_cut(self) -> None:
        text = self.fields["key_judgement"].editor.content()
        cut = ""
        if self._document is not None and len(text) > _SHORT_ENOUGH:
            from stakemap.app.kit.slides import cut_on_slide

            cut = cut_on_slide(replace(self._document, key_judgement=text[:TEXT_LIMIT]))
        self.cut.setText(cut)
        self.cut.setVisible(bool(cut))
