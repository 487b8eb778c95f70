"""The forms of what supports the judgements of several selected actors: their confidence and citations."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from stakemap.app.kit.forms import choices as words
from stakemap.app.kit.forms.citations_field import citations_field
from stakemap.app.kit.forms.editors import ChoiceEditor, Option
from stakemap.app.kit.forms.form import Form, FormContext
from stakemap.app.kit.forms.targets import citing
from stakemap.editing.session import Session
from stakemap.i18n import tr, tr_count
from stakemap.model import edits
from stakemap.model.document import StakeMap
from stakemap.model.judgements import Citation, Judgement
from stakemap.model.resolve import Resolved, can_be_judged
from stakemap.model.subjects import Subject
from stakemap.text import single_line
from stakemap.wording.names import snapshot_text

#: The content of the confidence that differs between the actors.
_DIFFERENT = "different"


@dataclass(frozen=True)
class SupportTarget:
    """The judgements of several subjects as a snapshot shows them."""

    session: Session
    snapshot: str
    judgements: Mapping[Subject, Judgement]

    @property
    def key(self) -> object:
        """Snapshot and subjects."""
        return (self.snapshot, tuple(self.judgements))

    @property
    def exists(self) -> bool:
        """Whether snapshot and subjects are still in the map."""
        document, snapshot = self.session.document, self.snapshot
        return all(can_be_judged(document, snapshot, subject) for subject in self.judgements)

    def store(self, name: str, value: Any) -> None:
        """Set the confidence of all judgements, or the citations that they share, in one undo step."""
        count = len(self.judgements)
        if name == "confidence":
            label = tr_count(
                "Set the confidence for {count} actor", "Set the confidence for {count} actors", count
            )
            added: tuple[edits.Edit, ...] = ()
            fields = {subject: {"confidence": value} for subject in self.judgements}
        else:
            label = tr_count("Cite for {count} actor", "Cite for {count} actors", count)
            before = shared_citations(self.judgements.values())
            added, shared = citing(self.session.document, value)
            fields = {
                subject: {"citations": _exchanged(judgement.citations, before, shared)}
                for subject, judgement in self.judgements.items()
            }
        who = self.session.authorship
        written = (
            edits.annotate.of(self.snapshot, subject, authorship=who, **changed)
            for subject, changed in fields.items()
        )
        touched = tuple(subject.id for subject in self.judgements)
        self.session.apply(edits.together((*added, *written)), label=label, touched=touched)


@dataclass(frozen=True, slots=True)
class SharedSupport:
    """The judgements of several actors that have a value, what these share, and what a change applies to.

    `snapshot` shows the judgements; `confidence` is _DIFFERENT where they differ.
    """

    title: str
    snapshot: str
    judgements: Mapping[Subject, Judgement]
    note: str
    confidence: str | None
    citations: tuple[Citation, ...]


def shared_support(
    document: StakeMap, snapshot: str, shown: Mapping[Subject, Resolved[Any]], count: int, title: str
) -> SharedSupport:
    """What the judgements that a snapshot shows of some of `count` actors share."""
    judged = {subject: each for subject, each in shown.items() if each.judgement.is_judged}
    judgements = {subject: each.judgement for subject, each in judged.items()}
    note = _note(document, snapshot, judged.values(), count)
    if not judged:
        return SharedSupport(title, snapshot, judgements, note, None, ())
    confidences = {judgement.confidence for judgement in judgements.values()}
    confidence = _DIFFERENT if len(confidences) > 1 else confidences.pop()
    return SharedSupport(title, snapshot, judgements, note, confidence, shared_citations(judgements.values()))


def shared_citations(judgements: Collection[Judgement]) -> tuple[Citation, ...]:
    """The citations that all of some judgements have."""
    first, *others = judgements
    return tuple(each for each in first.citations if all(each in other.citations for other in others))


def _exchanged(
    own: Sequence[Citation], before: Sequence[Citation], after: Sequence[Citation]
) -> tuple[Citation, ...]:
    """The citations of a judgement after shared ones were added, changed or removed."""
    kept = [each for each in own if each not in before or each in after]
    return (*kept, *(each for each in after if each not in kept))


def _one_for_all(content: str) -> str | None:
    if content == _DIFFERENT:
        raise ValueError(tr("Choose one for all selected actors."))
    return content or None


class _SharedSupportForm(Form):
    """Confidence and citations of the judgements of one kind; what differs is not shown."""

    def __init__(self, context: FormContext) -> None:
        super().__init__(context)
        self._document: StakeMap | None = None
        self._differs = False
        self.section = self.add_section()
        grid = self.section.grid
        grid.add(
            self.field(
                "confidence",
                tr("Confidence for all"),
                ChoiceEditor(self._confidences),
                parse=_one_for_all,
                text_of=lambda value: value or "",
            )
        )
        add, remove = tr("Cite for all"), tr("Remove this citation from all")
        grid.add(citations_field(self, self._sources, tr("Sources of all"), add, remove))

    def _confidences(self) -> list[Option]:
        different = [Option(_DIFFERENT, tr("Several"))] if self._differs else []
        return [*different, *words.options(words.confidences(), tr("Not given"))]

    def _sources(self) -> Sequence[Option]:
        return words.source_options(self._document)

    def show_shared(self, session: Session, shared: SharedSupport) -> None:
        """Show what the judgements of some actors share; those without a value take no part."""
        self._document = session.document
        if self.section.title.text() != shared.title:
            self.section.show_title(shared.title)
            for field in self.fields.values():
                field.set_accessible_subject(single_line(shared.title))
        self.section.say(shared.note)
        self.section.grid.setVisible(bool(shared.judgements))
        if not shared.judgements:
            return
        self._differs = shared.confidence == _DIFFERENT
        values = {"confidence": shared.confidence, "citations": shared.citations}
        target = SupportTarget(session, shared.snapshot, shared.judgements)
        self.bind_fields(target, values, read_only=session.read_only)


def _note(document: StakeMap, snapshot: str, judged: Collection[Resolved[Any]], count: int) -> str:
    """Who a change is made for, and where."""
    if not judged:
        return tr("None of these actors is judged yet.")
    parts = []
    if len(judged) < count:
        parts.append(
            tr_count(
                "Changes apply to the one that is judged.",
                "Changes apply to the {count} that are judged.",
                len(judged),
            )
        )
    if any(each.snapshot != snapshot for each in judged):
        here = snapshot_text(document.snapshots[snapshot])
        parts.append(tr("Carried-over judgements become judgements of {here}.", here=here))
    return " ".join(parts)


class SharedStanceForm(_SharedSupportForm):
    """What supports the stances of several actors on an issue."""


class SharedStandingForm(_SharedSupportForm):
    """What supports the influence of several actors."""
