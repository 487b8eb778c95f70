"""The targets of the inspector's forms: the map, actors and judgements; storing a field applies an edit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar, Literal, NamedTuple

from stakemap.editing.session import Session
from stakemap.i18n import number, tr, tr_count
from stakemap.model import edits
from stakemap.model.document import Group, Source, StakeMap
from stakemap.model.edits_support import may_keep_support
from stakemap.model.ids import mint
from stakemap.model.judgements import (
    AlignmentEstimate,
    Citation,
    Estimate,
    InfluenceEstimate,
    Judgement,
    SalienceEstimate,
)
from stakemap.model.ledger import revised, with_own_influence
from stakemap.model.new_actors import renaming
from stakemap.model.records import replace
from stakemap.model.resolve import Resolved, can_be_judged, resolve
from stakemap.model.subjects import Subject
from stakemap.text import one_line
from stakemap.wording.names import relation_name

_NAME_LIMIT = 40


def short(name: str) -> str:
    """A name for the label of an undo step: on one line, shortened, invisible characters revealed."""
    return one_line(name, _NAME_LIMIT)


@dataclass(frozen=True)
class RecordTarget:
    """A record of the map that a form edits: subclasses say of which `kind` and store its fields."""

    kind: ClassVar[Literal["group", "issue", "relation", "source"]]
    session: Session
    id: str

    @property
    def key(self) -> object:
        """Identifies the record."""
        return (self.kind, self.id)

    @property
    def exists(self) -> bool:
        """Whether it is still in the map."""
        return self.id in getattr(self.session.document, f"{self.kind}s")


@dataclass(frozen=True)
class MapTarget:
    """The texts and metadata of the map itself."""

    session: Session

    @property
    def key(self) -> object:
        """Always the same."""
        return "map"

    @property
    def exists(self) -> bool:
        """Always, as is the map."""
        return True

    def store(self, name: str, value: Any) -> None:
        """Change one of the texts."""
        label = {
            "title": tr("Change the title"),
            "question": tr("Change the question"),
            "key_judgement": tr("Change the key judgement"),
            "handling": tr("Change the handling"),
            "status": tr("Change the status"),
            "cut_off": tr("Change the information cut-off"),
            "contact": tr("Change the contact"),
            "note": tr("Change the note"),
        }[name]
        self.session.apply(edits.set_texts.of(**{name: value}), label=label)


@dataclass(frozen=True)
class ActorsTarget:
    """One or several actors, whose field is set to the same value."""

    session: Session
    actors: tuple[str, ...]

    @property
    def key(self) -> object:
        """The actors."""
        return self.actors

    @property
    def exists(self) -> bool:
        """Whether all of them are still in the map."""
        return all(actor in self.session.document.actors for actor in self.actors)

    def store(self, name: str, value: Any) -> None:
        """Set a field of all actors in one undo step. A new group is given as "+" and its name."""
        document = self.session.document
        label = self._label(document, name, value)
        self.session.apply(self._edit(document, name, value), label=label, touched=self.actors)

    def _edit(self, document: StakeMap, name: str, value: Any) -> edits.Edit:
        if name == "add_tags":
            return edits.add_tags.of(self.actors, value)
        first: list[edits.Edit] = []
        if name == "group" and value.startswith("+"):
            new = Group(name=value[1:])
            value = mint(new.name, document.groups)
            first.append(edits.add_group.of(value, new))
        if name == "name" and len(self.actors) == 1:
            return edits.update_actor.of(self.actors[0], **renaming(document, self.actors[0], value))
        fields = {name: value or None if name == "group" else value}
        return edits.together((*first, *(edits.update_actor.of(actor, **fields) for actor in self.actors)))

    def _label(self, document: StakeMap, name: str, value: Any) -> str:
        if len(self.actors) > 1:
            return tr_count("Change {count} actor", "Change {count} actors", len(self.actors))
        actor = short(document.actors[self.actors[0]].name)
        if name == "name":
            return tr("Rename {old} to {new}", old=actor, new=short(value))
        what = {
            "aliases": tr("Change the aliases of {actor}", actor=actor),
            "code": tr("Change the code of {actor}", actor=actor),
            "kind": tr("Change the kind of {actor}", actor=actor),
            "group": tr("Change the group of {actor}", actor=actor),
            "part_of": tr("Change what {actor} is part of", actor=actor),
            "colour": tr("Change the colour of {actor}", actor=actor),
            "note": tr("Change the note on {actor}", actor=actor),
            "tags": tr("Change the tags of {actor}", actor=actor),
        }
        return what[name]


@dataclass(frozen=True)
class JudgementTarget:
    """A judgement at a snapshot: an actor's influence, its stance on an issue, or a relation's strength."""

    session: Session
    snapshot: str
    subject: Subject

    @property
    def key(self) -> object:
        """Snapshot and subject."""
        return (self.snapshot, self.subject)

    def shown(self) -> Resolved[Any] | None:
        """The judgement as the snapshot shows it."""
        return resolve(self.session.document, self.snapshot, self.subject)

    @property
    def may_keep_support(self) -> bool:
        """Whether the support of what the judgement replaced here could be said to still apply to it."""
        return may_keep_support(self.session.document, self.snapshot, self.subject)

    def keep_support(self, kept: bool) -> None:
        """Say whether reason, sources and confidence of what the judgement replaced still apply to it."""
        who = self.session.authorship
        self._apply("annotate", edits.keep_support.of(self.snapshot, (self.subject,), kept, who))

    @property
    def _known(self) -> Any:
        shown = self.shown()
        return shown.judgement if shown is not None else self.subject.record(state="unknown")

    @property
    def exists(self) -> bool:
        """Whether snapshot and subject are still in the map."""
        return can_be_judged(self.session.document, self.snapshot, self.subject)

    def store(self, name: str, value: Any) -> None:
        """Change one field of the judgement."""
        if name == "state":
            self._set_state(value)
        elif name in ("value", "range"):
            self._set_value(name, value)
        elif name in ("influence", "influence_range"):
            self._set_own_influence(name, value)
        else:
            self._annotate(name, value)

    def _label(self, what: str) -> str:
        """The label of the undo step of an edit."""
        document, (kind, key, _) = self.session.document, self.subject
        if kind == "tie":
            relation = short(relation_name(document, key))
            if what == "annotate":
                return tr("Explain the strength of {relation}", relation=relation)
            return tr("Change the strength of {relation}", relation=relation)
        actor = short(document.actors[key].name)
        if kind == "standing":
            return {
                "unknown": tr("Mark the influence of {actor} as unknown", actor=actor),
                "not-applicable": tr("Mark {actor} as not applicable", actor=actor),
                "value": tr("Change the influence of {actor}", actor=actor),
                "annotate": tr("Explain the influence of {actor}", actor=actor),
            }[what]
        return {
            "unknown": tr("Mark {actor} as unknown", actor=actor),
            "not-applicable": tr("Mark {actor} as not applicable", actor=actor),
            "value": tr("Change the alignment of {actor}", actor=actor),
            "influence": tr("Change the influence of {actor} on this issue", actor=actor),
            "salience": tr("Change the salience for {actor}", actor=actor),
            "role": tr("Change the role of {actor}", actor=actor),
            "votes": tr("Change the votes of {actor}", actor=actor),
            "annotate": tr("Explain the position of {actor}", actor=actor),
        }[what]

    def _apply(self, what: str, edit: edits.Edit) -> None:
        touched = () if self.subject.actor is None else (self.subject.actor,)
        self.session.apply(edit, label=self._label(what), touched=touched)

    def _judge(self, what: str, judgement: Judgement) -> None:
        session = self.session
        who, below = session.authorship, session.keep_support_below
        self._apply(what, edits.judge.of(self.snapshot, self.subject, judgement, who, below))

    def _set_state(self, state: str) -> None:
        _, actor, issue = self.subject
        if issue is None:
            self._judge(state, revised(self._known, state=state, **{self.subject.record.measured: None}))
            return
        make = edits.make_unknown.of if state == "unknown" else edits.make_not_applicable.of
        self._apply(state, make(self.snapshot, issue, (actor,), self.session.authorship))

    def _set_value(self, name: str, value: Any) -> None:
        known, (kind, actor, issue) = self._known, self.subject
        if kind != "tie":
            scale = InfluenceEstimate if kind == "standing" else AlignmentEstimate
            estimate = estimate_with(scale, getattr(known, known.measured), name, value)
        else:
            estimate = value
        if estimate is None:
            self._set_state("unknown")
        elif name == "value":
            self._judge("value", revised(known, state="judged", **{known.measured: estimate}))
        elif issue is None:
            self._judge("value", replace(known, influence=estimate, earlier=()))
        else:
            low, high = value
            who = self.session.authorship
            self._apply("value", edits.set_range.of(self.snapshot, issue, actor, "alignment", low, high, who))

    def _set_own_influence(self, name: str, value: Any) -> None:
        part, known = ("range" if name == "influence_range" else "value"), self._known
        estimate = estimate_with(InfluenceEstimate, known.influence, part, value)
        self._judge("influence", with_own_influence(known, estimate))

    def _annotate(self, name: str, value: Any) -> None:
        added: tuple[edits.Edit, ...] = ()
        if name == "citations":
            added, value = citing(self.session.document, value)
        elif name in ("salience", "salience_range"):
            part = "range" if name == "salience_range" else "value"
            name, value = "salience", estimate_with(SalienceEstimate, self._known.salience, part, value)
        written = edits.annotate.of(
            self.snapshot, self.subject, authorship=self.session.authorship, **{name: value}
        )
        what = name if name in ("salience", "role", "votes") else "annotate"
        self._apply(what, edits.together((*added, written)))


class CitationDraft(NamedTuple):
    """A citation as entered: `source` is an id, or "+" and the title, link or citation of a new source.

    `rest` is what it has besides: how it fits the readings, and unknown fields, which are kept as they are.
    """

    source: str
    passage: str
    against: bool
    rest: Mapping[str, Any] = MappingProxyType({})


def citing(
    document: StakeMap, drafts: Iterable[CitationDraft]
) -> tuple[tuple[edits.Edit, ...], tuple[Citation, ...]]:
    """The edits that add new sources, and the citations; a source that exists already is not added again."""
    from stakemap.interchange.citation_line import sources_of

    added: list[edits.Edit] = []
    found = []
    for draft in drafts:
        source = draft.source
        if source.startswith("+"):
            named = sources_of(source[1:])
            new = named[0] if named else Source(title=source[1:])
            adding, (source,) = edits.adding_sources(document, (new,))
            document = edits.together(adding).apply(document)
            added += adding
        shown = {"source": source, "passage": draft.passage, "against": draft.against}
        found.append(Citation.model_validate({**draft.rest, **shown}))
    return tuple(added), tuple(found)


def estimate_with(kind: type[Any], known: Estimate | None, part: str, value: Any) -> Any:
    """An estimate with `part` ("value" or "range") replaced; None without a value.

    A new value shifts the range, clamped to the scale, as a drag does. Raises ValueError with a sentence for
    a range without a value or one that does not contain it.
    """
    if part == "range":
        low, high = value
        if known is None:
            raise ValueError(tr("Enter the value first, then its range."))
        if low is not None and not low <= known.value <= high:
            raise ValueError(tr("The range must include the value {value}.", value=number(known.value)))
        return replace(known, low=low, high=high)
    if value is None:
        return None
    return kind(value=value) if known is None else known.moved_to(value)
