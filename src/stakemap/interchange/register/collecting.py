"""What the rows of a register say, gathered by actor, issue and snapshot, until it is plain records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from stakemap.i18n import tr
from stakemap.interchange.alike_remarks import not_listed
from stakemap.interchange.content import (
    ImportedActor,
    ImportedCitation,
    ImportedContent,
    ImportedEstimate,
    ImportedIssue,
    ImportedRelation,
    ImportedSnapshot,
    ImportedSource,
    ImportedStance,
    ImportedStanding,
    ImportedTie,
    Place,
    Remark,
    RemarkKind,
)
from stakemap.interchange.register.periods import period_in, whole_day
from stakemap.interchange.register.scaling import Quantity
from stakemap.interchange.register.values import Rated
from stakemap.model.judgements import Basis, Confidence, Role, State
from stakemap.model.records import LIST_LIMIT, NAME_LIMIT, TEXT_LIMIT
from stakemap.text import capital, fold_latin, fold_name, shortened, single_line

#: The key of the source that is the file itself.
FILE: Final = "file"
#: The key of the scenario of what is wanted.
_DESIRED: Final = "desired"
_MOST_REMARKS = 5_000
#: So many rows that contradict each other about one actor are listed, the others counted.
_MOST_CONTRADICTIONS = 100


@dataclass(slots=True)
class ActorDraft:
    """An actor while its rows are read."""

    key: str
    name: str
    place: Place
    aliases: list[str] = field(default_factory=list)
    code: str = ""
    kind: Any = None
    group: str = ""
    part_of: str = ""
    notes: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Said:
    """A value that a cell gives, with the words that stand there."""

    rated: Rated
    raw: str
    place: Place


@dataclass(slots=True)
class Support:
    """What a row says about why its values are as they are."""

    reasons: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    confidence: Confidence | None = None
    basis: Basis | None = None
    watch_for: str = ""
    role: Role | None = None
    #: What a column says instead of a value.
    state: State | None = None


@dataclass(slots=True)
class _Draft:
    """The judgements of one actor on one issue, or of its influence, at one snapshot."""

    values: dict[Quantity, Said] = field(default_factory=dict)
    raws: list[str] = field(default_factory=list)
    supports: list[Support] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)

    def agrees(self, values: Mapping[Quantity, Said]) -> bool:
        """Whether none of these values is another one than it has; what is unknown contradicts none."""
        return all(
            quantity not in self.values
            or None in (said.rated.value, self.values[quantity].rated.value)
            or said.rated[:3] == self.values[quantity].rated[:3]
            for quantity, said in values.items()
        )


#: Actor, issue (None for the influence on the whole question), snapshot.
_Key = tuple[str, str | None, str]


class Collector:
    """Gathers actors, judgements, relations and remarks; `title` names the file as a source."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.actors: dict[str, ActorDraft] = {}
        self.by_id: dict[str, str] = {}
        self._drafts: dict[_Key, list[_Draft]] = {}
        self._issues: dict[str, str] = {}
        self._snapshots: dict[str, ImportedSnapshot] = {}
        self._sources: dict[str, ImportedSource] = {}
        self._relations: dict[tuple[str, str, str], ImportedRelation] = {}
        self._ties: list[ImportedTie] = []
        self._remarks: list[Remark] = []
        self._more: Counter[RemarkKind] = Counter()

    def remark(self, kind: RemarkKind, sentence: str, place: Place, text: str = "") -> None:
        """Keep a remark; of very many only the first ones, the others are counted."""
        if len(self._remarks) >= _MOST_REMARKS:
            self._more[kind] += 1
            return
        self._remarks.append(Remark(kind=kind, sentence=sentence, place=place, text=text[:TEXT_LIMIT]))

    def actor(self, name: str, place: Place) -> ActorDraft:
        """The actor with a name, new if no row has named it."""
        text = single_line(name)
        key = fold_name(text)
        return self.actors.setdefault(key, ActorDraft(key, text, place))

    def issue(self, name: str) -> str:
        """The key of the issue with a name; "" where none is named."""
        text = shortened(name, NAME_LIMIT)
        key = fold_latin(text)
        if key:
            self._issues.setdefault(key, text)
        return key

    def snapshot(self, label: str, *, desired: bool = False) -> str:
        """The key of the snapshot with a label or date, or of the scenario of what is wanted then."""
        # Days are one however they are spelled.
        label = whole_day(label) or label.strip()
        key = fold_latin(label)
        if key and key not in self._snapshots:
            date = period_in(label)
            self._snapshots[key] = ImportedSnapshot(key=key, label=label[:NAME_LIMIT], date=date)
        if not desired:
            return key
        wanted = f"{_DESIRED} {key}".strip()
        if wanted not in self._snapshots:
            title = tr("What we want")
            self._snapshots[wanted] = ImportedSnapshot(
                key=wanted, label=f"{title} ({label})" if key else title, scenario=True, based_on=key
            )
        return wanted

    def say(
        self,
        actor: str,
        issue: str | None,
        snapshot: str,
        values: Mapping[Quantity, Said],
        support: Support | None,
    ) -> None:
        """Keep what a row says of an influence (`issue` None) or a stance, with what other rows say of it
        unless they contradict it; merging reports those that do.
        """
        drafts = self._drafts.setdefault((actor, issue, snapshot), [])
        draft = next((each for each in drafts if each.agrees(values)), None)
        if draft is None and len(drafts) == _MOST_CONTRADICTIONS:
            self._more["refused"] += 1
            return
        if draft is None:
            draft = _Draft()
            drafts.append(draft)
        for quantity, said in values.items():
            known = draft.values.get(quantity)
            if known is None or (known.rated.value is None and said.rated.value is not None):
                draft.values[quantity] = said
            if said.raw not in draft.raws:
                draft.raws.append(said.raw)
            if said.place not in draft.places:
                draft.places.append(said.place)
        if support is not None:
            draft.supports.append(support)

    def source(self, text: str) -> str:
        """The key of the source that a cell names."""
        line = single_line(text)
        is_link = line.lower().startswith(("http://", "https://", "www."))
        self._sources.setdefault(
            line,
            ImportedSource(key=line, title=shortened(line, NAME_LIMIT), url=line[:2_000] if is_link else ""),
        )
        return line

    def relate(self, source: str, target: str, label: str, strength: float | None, place: Place) -> None:
        """Keep a relation of two actors, and how friendly it is (−3 to 3)."""
        key = (source, target, fold_latin(label))
        if key in self._relations:
            return
        name = " ".join(key)
        self._relations[key] = ImportedRelation(
            key=name, source=source, target=target, label=label[:NAME_LIMIT], place=place
        )
        if strength is not None:
            self._ties.append(ImportedTie(relation=name, strength=strength, place=place))

    def content(self, title: str) -> ImportedContent:
        """All as plain records."""
        self._influences_of_all_issues()
        standings, stances = self._judgements()
        cited = {citation.source for each in (*standings, *stances) for citation in each.citations}
        own = ImportedSource(key=FILE, title=shortened(self.title, NAME_LIMIT))
        return ImportedContent(
            title=shortened(title, NAME_LIMIT),
            actors=tuple(_actor(draft) for draft in self.actors.values()),
            issues=self._used_issues(stances),
            snapshots=self._ordered_snapshots(),
            relations=tuple(self._relations.values()),
            sources=tuple(each for each in (own, *self._sources.values()) if each.key in cited),
            standings=standings,
            stances=stances,
            ties=tuple(self._ties),
            remarks=(*self._remarks, *not_listed(self._more)),
        )

    def _used_issues(self, stances: Iterable[ImportedStance]) -> tuple[ImportedIssue, ...]:
        """The issues of the stances; one without a name is the first one of the map."""
        used = {each.issue for each in stances}
        names = {"": "", **self._issues}
        return tuple(
            ImportedIssue(key=key, name=name, order=order)
            for order, (key, name) in enumerate(names.items())
            if key in used
        )

    def _ordered_snapshots(self) -> tuple[ImportedSnapshot, ...]:
        """The snapshots, each dated one based on the one before it."""
        plain = [each for each in self._snapshots.values() if not each.scenario]
        dated = sorted((each for each in plain if each.date), key=lambda each: each.date)
        ordered = [*(each for each in plain if not each.date), *dated]
        based: list[ImportedSnapshot] = []
        for each in ordered:
            earlier = based[-1].key if based else ""
            based.append(each.model_copy(update={"based_on": earlier}))
        return (*based, *(each for each in self._snapshots.values() if each.scenario))

    def _influences_of_all_issues(self) -> None:
        """An influence that is the same on all issues of an actor is its influence on the whole question."""
        found: dict[tuple[str, str], list[_Draft]] = {}
        for (actor, issue, snapshot), drafts in self._drafts.items():
            if issue is not None:
                told = (draft for draft in drafts if "influence" in draft.values)
                found.setdefault((actor, snapshot), []).extend(told)
        for (actor, snapshot), drafts in found.items():
            values = {draft.values["influence"].rated[:3] for draft in drafts}
            if len(values) != 1:
                continue
            said = drafts[0].values["influence"]
            for draft in drafts:
                raw = draft.values.pop("influence").raw
                draft.raws.remove(raw)
            self.say(actor, None, snapshot, {"influence": said}, None)

    def _judgements(self) -> tuple[tuple[ImportedStanding, ...], tuple[ImportedStance, ...]]:
        standings: list[ImportedStanding] = []
        stances: list[ImportedStance] = []
        for (actor, issue, snapshot), draft in self._all_drafts():
            said_state = next((each.state for each in draft.supports if each.state), None)
            if not draft.values and (said_state is None or issue is None):
                continue
            common = {"actor": actor, "snapshot": snapshot, **self._support(draft)}
            if issue is None:
                said = draft.values["influence"]
                state = "judged" if said.rated.value is not None else "unknown"
                standings.append(
                    ImportedStanding.model_validate(
                        {**common, "state": state, "influence": _estimate(said.rated)}
                    )
                )
                continue
            alignment = draft.values.get("alignment")
            estimate = None if alignment is None or said_state else _estimate(alignment.rated)
            fields: dict[str, Any] = {
                "issue": issue,
                "alignment": estimate,
                "state": said_state or ("unknown" if estimate is None else "judged"),
                "role": next((each.role for each in draft.supports if each.role), None),
            }
            for quantity in ("salience", "influence"):
                other = draft.values.get(quantity)
                fields[quantity] = None if other is None else _estimate(other.rated)
            says_nothing = fields["salience"] is None and fields["influence"] is None and not said_state
            if alignment is None and says_nothing:
                continue
            stances.append(ImportedStance.model_validate({**common, **fields}))
        return tuple(standings), tuple(stances)

    def _all_drafts(self) -> Iterator[tuple[_Key, _Draft]]:
        return ((key, draft) for key, drafts in self._drafts.items() for draft in drafts)

    def _support(self, draft: _Draft) -> dict[str, Any]:
        supports = draft.supports
        reasons = dict.fromkeys(reason for each in supports for reason in each.reasons)
        passages = dict.fromkeys(
            capital(str(Place(sheet=place.sheet, row=place.row))) for place in draft.places
        )
        named = dict.fromkeys(source for each in supports for source in each.sources)
        citations = [
            ImportedCitation(source=FILE, passage="; ".join(passages)[:TEXT_LIMIT]),
            *(ImportedCitation(source=self.source(text)) for text in named),
        ]
        return {
            # Ratings share a line, since lists and slides show a reason on one.
            "reason": "\n".join(filter(None, (*reasons, "; ".join(draft.raws))))[:TEXT_LIMIT],
            "citations": tuple(citations),
            "confidence": next((each.confidence for each in supports if each.confidence), None),
            "basis": next((each.basis for each in supports if each.basis), None),
            "watch_for": "\n".join(dict.fromkeys(each.watch_for for each in supports if each.watch_for)),
            "place": draft.places[0] if draft.places else Place(),
        }


def _estimate(rated: Rated) -> ImportedEstimate | None:
    if rated.value is None:
        return None
    return ImportedEstimate(value=rated.value, low=rated.low, high=rated.high)


def _unique(texts: Iterable[str]) -> Sequence[str]:
    return list(dict.fromkeys(texts))[:LIST_LIMIT]


def _actor(draft: ActorDraft) -> ImportedActor:
    note = "\n".join(_unique(draft.notes))
    return ImportedActor(
        key=draft.key,
        place=draft.place,
        name=draft.name,
        aliases=tuple(_unique(draft.aliases)),
        code=draft.code,
        kind=draft.kind,
        group=draft.group,
        part_of=draft.part_of,
        note=note if len(note) <= TEXT_LIMIT else note[: TEXT_LIMIT - 1] + "…",
        tags=tuple(_unique(draft.tags)),
    )
