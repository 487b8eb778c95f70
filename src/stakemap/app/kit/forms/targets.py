"""What the inspector's forms edit: the map's texts, actors and judgements; each field is an edit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from stakemap.editing.session import Session
from stakemap.i18n import tr, tr_count
from stakemap.model import edits
from stakemap.model.document import Actor, Group, Source, StakeMap
from stakemap.model.ids import mint
from stakemap.model.judgements import (
    AlignmentEstimate,
    Citation,
    Estimate,
    InfluenceEstimate,
    SalienceEstimate,
    Stance,
    Standing,
)
from stakemap.model.ledger import revised, with_own_influence
from stakemap.model.lookalikes import revealed
from stakemap.model.records import replace
from stakemap.model.resolve import Resolved, resolve_stance, resolve_standing
from stakemap.model.subjects import Subject
from stakemap.model.wording import number

__all__ = [
    "ActorsTarget",
    "CitationDraft",
    "JudgementTarget",
    "MapTarget",
    "StanceTarget",
    "StandingTarget",
    "short",
    "with_citations",
]

_NAME_LIMIT = 40


def short(name: str) -> str:
    """A name for a label: on one line, with marks for what nobody sees in it, and not too long."""
    line = revealed(" ".join(name.split()))
    return line if len(line) <= _NAME_LIMIT else line[: _NAME_LIMIT - 1].rstrip() + "…"


@dataclass(frozen=True)
class MapTarget:
    """The map's own texts."""

    session: Session

    @property
    def key(self) -> object:
        """One map has one set of texts."""
        return "map"

    def store(self, name: str, value: Any) -> None:
        """Change one of them."""
        label = {
            "title": tr("Change the title"),
            "question": tr("Change the question"),
            "key_judgement": tr("Change the key judgement"),
            "handling": tr("Change the handling"),
            "status": tr("Change the status"),
            "cut_off": tr("Change the cut-off date"),
            "contact": tr("Change the contact"),
            "note": tr("Change the note"),
        }[name]
        self.session.apply(label, edits.set_texts, **{name: value})


@dataclass(frozen=True)
class ActorsTarget:
    """One actor or several; of several, a field gets the same value."""

    session: Session
    actors: tuple[str, ...]

    @property
    def key(self) -> object:
        """Which actors."""
        return self.actors

    def store(self, name: str, value: Any) -> None:
        """Change a field of all of them in one step. A group may be new: "+" and its name."""
        document = self.session.document
        label = self._label(document, name, value)
        if name == "group":
            self.session.apply(label, _put_in_group, self.actors, value, touched=self.actors)
        elif name == "add_tags":
            self.session.apply(label, _add_tags, self.actors, value, touched=self.actors)
        else:
            self.session.apply(label, _update_all, self.actors, {name: value}, touched=self.actors)

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


def _update_all(document: StakeMap, actors: Iterable[str], fields: Mapping[str, Any]) -> StakeMap:
    for actor in actors:
        document = edits.update_actor(document, actor, **fields)
    return document


def _add_tags(document: StakeMap, actors: Iterable[str], tags: tuple[str, ...]) -> StakeMap:
    for actor in actors:
        known = document.actors[actor].tags
        document = edits.update_actor(document, actor, tags=tuple(dict.fromkeys((*known, *tags))))
    return document


def _put_in_group(document: StakeMap, actors: Iterable[str], group: str) -> StakeMap:
    chosen: str | None = group or None
    if group.startswith("+"):
        chosen = mint(group[1:], document.groups)
        document = edits.add_group(document, chosen, Group(name=group[1:]))
    return _update_all(document, actors, {"group": chosen})


@dataclass(frozen=True)
class JudgementTarget:
    """A judgement of one actor at one snapshot; see its two kinds."""

    session: Session
    snapshot: str
    actor: str

    @property
    def name(self) -> str:
        """The actor's name, short enough for a label."""
        return short(self._actor.name)

    @property
    def _actor(self) -> Actor:
        return self.session.document.actors[self.actor]

    def _apply(self, label: str, edit: Callable[..., StakeMap], *args: Any, **fields: Any) -> None:
        self.session.apply(label, edit, *args, touched=(self.actor,), **fields)

    def store(self, name: str, value: Any) -> None:
        """Change one field of the judgement."""
        if name == "state":
            self._set_state(value)
        elif name in ("value", "range"):
            self._set_estimate(name, value)
        else:
            self._annotate(name, value)

    def _set_state(self, state: str) -> None:
        raise NotImplementedError

    def _set_estimate(self, name: str, value: Any) -> None:
        raise NotImplementedError

    def _annotate(self, name: str, value: Any) -> None:
        raise NotImplementedError


class CitationDraft(NamedTuple):
    """A citation as typed: `source` is an id, or "+" and the title, link or citation of a source to add."""

    source: str
    passage: str
    against: bool


def with_citations(
    document: StakeMap, drafts: Iterable[CitationDraft]
) -> tuple[StakeMap, tuple[Citation, ...]]:
    """The map with the sources that are new, and the citations; one that it has already is cited again."""
    from stakemap.interchange.citation_line import sources_of

    found = []
    for draft in drafts:
        source = draft.source
        if source.startswith("+"):
            named = sources_of(source[1:])
            new = named[0] if named else Source(title=source[1:])
            document, (source,) = edits.find_or_add_sources(document, (new,))
        found.append(Citation(source=source, passage=draft.passage, against=draft.against))
    return document, tuple(found)


@dataclass(frozen=True)
class StandingTarget(JudgementTarget):
    """An actor's influence."""

    @property
    def key(self) -> object:
        """Whose, and when."""
        return ("standing", self.snapshot, self.actor)

    def shown(self) -> Resolved[Standing] | None:
        """The standing as the snapshot shows it."""
        return resolve_standing(self.session.document, self.snapshot, self.actor)

    def _set_state(self, state: str) -> None:
        shown = self.shown()
        known = shown.judgement if shown is not None else Standing(state="unknown")
        labels = {
            "unknown": tr("Make the influence of {actor} unknown", actor=self.name),
            "not-applicable": tr("Take {actor} off the stage", actor=self.name),
        }
        new = revised(known, state=state, influence=None)
        self._apply(
            labels[state],
            edits.judge,
            self.snapshot,
            Subject.standing(self.actor),
            new,
            self.session.authorship,
        )

    def _set_estimate(self, name: str, value: Any) -> None:
        shown = self.shown()
        known = shown.judgement if shown is not None else Standing(state="unknown")
        estimate = estimate_with(InfluenceEstimate, known.influence, name, value)
        label = tr("Change the influence of {actor}", actor=self.name)
        if estimate is None:
            self._set_state("unknown")
        elif name == "range":
            self._apply(
                label, _judge_standing_range, self.snapshot, self.actor, estimate, self.session.authorship
            )
        else:
            new = revised(known, state="judged", influence=estimate)
            self._apply(
                label, edits.judge, self.snapshot, Subject.standing(self.actor), new, self.session.authorship
            )

    def _annotate(self, name: str, value: Any) -> None:
        label = tr("Explain the influence of {actor}", actor=self.name)
        self._apply(
            label, _annotate_standing, self.snapshot, self.actor, name, value, self.session.authorship
        )


def _annotate_standing(
    document: StakeMap, snapshot: str, actor: str, name: str, value: Any, authorship: edits.Authorship
) -> StakeMap:
    if name == "citations":
        document, value = with_citations(document, value)
    return edits.annotate(document, snapshot, Subject.standing(actor), authorship=authorship, **{name: value})


def _judge_standing_range(
    document: StakeMap, snapshot: str, actor: str, estimate: InfluenceEstimate, authorship: edits.Authorship
) -> StakeMap:
    shown = resolve_standing(document, snapshot, actor)
    assert shown is not None
    changed = replace(shown.judgement, influence=estimate, earlier=())
    return edits.judge(document, snapshot, Subject.standing(actor), changed, authorship)


@dataclass(frozen=True)
class StanceTarget(JudgementTarget):
    """An actor's alignment on one issue, with its salience, role, conditions and own influence."""

    issue: str

    @property
    def key(self) -> object:
        """Whose, on what, and when."""
        return ("stance", self.snapshot, self.issue, self.actor)

    def shown(self) -> Resolved[Stance] | None:
        """The stance as the snapshot shows it."""
        return resolve_stance(self.session.document, self.snapshot, self.issue, self.actor)

    @property
    def _known(self) -> Stance:
        shown = self.shown()
        return shown.judgement if shown is not None else Stance(state="unknown")

    def _judge(self, label: str, new: Stance) -> None:
        self._apply(
            label,
            edits.judge,
            self.snapshot,
            Subject.stance(self.issue, self.actor),
            new,
            self.session.authorship,
        )

    def _set_state(self, state: str) -> None:
        edit = edits.make_unknown if state == "unknown" else edits.make_not_applicable
        label = (
            tr("Make {actor} unknown", actor=self.name)
            if state == "unknown"
            else tr("Make {actor} not applicable", actor=self.name)
        )
        self._apply(label, edit, self.snapshot, self.issue, (self.actor,), self.session.authorship)

    def _set_estimate(self, name: str, value: Any) -> None:
        known = self._known
        estimate = estimate_with(AlignmentEstimate, known.alignment, name, value)
        label = tr("Change the alignment of {actor}", actor=self.name)
        if estimate is None:
            self._set_state("unknown")
        elif name == "range":
            place = (self.snapshot, self.issue, self.actor)
            self._apply(label, edits.set_range, *place, "alignment", *value, self.session.authorship)
        else:
            self._judge(label, revised(known, state="judged", alignment=estimate))

    def _annotate(self, name: str, value: Any) -> None:
        known = self._known
        if name in ("salience", "salience_range"):
            part = "range" if name == "salience_range" else "value"
            estimate: Any = estimate_with(SalienceEstimate, known.salience, part, value)
            label = tr("Change the salience for {actor}", actor=self.name)
            self._write(label, "salience", estimate)
        elif name in ("influence", "influence_range"):
            part = "range" if name == "influence_range" else "value"
            estimate = estimate_with(InfluenceEstimate, known.influence, part, value)
            label = tr("Change the influence of {actor} on this issue", actor=self.name)
            self._judge(label, with_own_influence(known, estimate))
        elif name == "role":
            self._write(tr("Change the role of {actor}", actor=self.name), name, value)
        else:
            self._write(tr("Explain the stance of {actor}", actor=self.name), name, value)

    def _write(self, label: str, name: str, value: Any) -> None:
        place = (self.snapshot, Subject.stance(self.issue, self.actor))
        self._apply(label, _annotate_stance, place, name, value, self.session.authorship)


def _annotate_stance(
    document: StakeMap, place: tuple[str, Subject], name: str, value: Any, authorship: edits.Authorship
) -> StakeMap:
    if name == "citations":
        document, value = with_citations(document, value)
    return edits.annotate(document, *place, authorship=authorship, **{name: value})


def estimate_with(kind: type[Any], known: Estimate | None, part: str, value: Any) -> Any:
    """An estimate with a new value or a new range; None when the value goes. ValueError with a sentence.

    A new value carries its range along, as a drag does; what would leave the scale is cut off.
    """
    if part == "range":
        low, high = value
        if known is None:
            raise ValueError(tr("Give the value first, then the range around it."))
        if low is not None and not low <= known.value <= high:
            raise ValueError(tr("The range has to hold the value {value}.", value=number(known.value)))
        return replace(known, low=low, high=high)
    if value is None:
        return None
    return kind(value=value) if known is None else known.moved_to(value)
