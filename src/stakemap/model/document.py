"""The records of a map: the document itself, actors, groups, issues, snapshots, relations and sources."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from itertools import repeat
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Final, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from stakemap.i18n import tr
from stakemap.model.judgements import (
    Citation,
    Confidence,
    Judgement,
    SignedPercent,
    Stance,
    Standing,
    Tie,
    check_range,
)
from stakemap.model.records import (
    Colour,
    Day,
    HeadlineText,
    Id,
    Name,
    PageKey,
    PartialDate,
    Record,
    Text,
    listed,
    merged,
    replace,
)
from stakemap.model.subjects import Layer, Subject, SubjectKind
from stakemap.model.teamwork import Answer, Comment, OpenConflict, Review, Round

FORMAT: Final = "stakemap"
#: The version of the format that this code writes.
VERSION = 1

ActorKind = Literal[
    "state",
    "international-organisation",
    "government-body",
    "company",
    "ngo",
    "media",
    "person",
    "group",
    "other",
]
Status = Literal["draft", "reviewed", "cleared"]
#: The seven terms of the Intelligence Community Directive 203 (2015), least likely first.
Likelihood = Literal[
    "almost-no-chance",
    "very-unlikely",
    "unlikely",
    "roughly-even-chance",
    "likely",
    "very-likely",
    "almost-certain",
]
#: By what an issue is decided: more than half of the weight of influence, a share of it, all actors that
#: decide, nobody but those who can block, or votes.
RuleKind = Literal["majority", "share", "unanimity", "blockers", "votes"]
#: The largest quota.
QUOTA_LIMIT = 1e15
#: What of a judgement can be resolved.
ResolvedField = Literal["alignment", "salience", "influence"]
MapId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]


class Actor(Record):
    """Who matters: a state, an organisation, a person. `code` is drawn in its disc."""

    name: Name
    aliases: tuple[Name, ...] = listed()
    code: Annotated[str, StringConstraints(max_length=4)] = ""
    kind: ActorKind = "state"
    group: Id | None = None
    part_of: Id | None = None
    colour: Colour | None = None
    note: Text = ""
    tags: tuple[Name, ...] = listed()


class Group(Record):
    """A bloc of actors; its colour is theirs unless they have their own."""

    name: Name
    colour: Colour | None = None


class DecisionRule(Record):
    """How an issue is decided; whatever the rule, actors that can block must agree.

    `quota` is the number of votes that are needed with "votes" (else more than half of them), and the share
    of the weight in per cent with "share".
    """

    kind: RuleKind = "majority"
    quota: Annotated[float, Field(gt=0, le=QUOTA_LIMIT)] | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.quota is not None:
            if self.kind not in ("share", "votes"):
                raise ValueError(tr("only a share of the weight and votes have a quota"))
            if self.kind == "share" and self.quota > 100:
                raise ValueError(tr("a share of the weight is at most 100 per cent"))
        return self


class Issue(Record):
    """What actors are for or against; `quadrants` caption top left, top right, bottom left, bottom right."""

    name: Name
    question: Text = ""
    low_label: Name = ""
    high_label: Name = ""
    quadrants: tuple[Name, Name, Name, Name] = Field(default=("", "", "", ""), strict=False)
    note: Text = ""
    order: int = 0
    rule: DecisionRule | None = None


class Snapshot(Record):
    """The map at one date, or a scenario; it stores only what was judged here."""

    containers: ClassVar[frozenset[str]] = frozenset({"standings", "stances", "ties"})

    label: Name
    date: PartialDate | None = None
    scenario: bool = False
    likelihood: Likelihood | None = None
    based_on: Id | None = None
    note: Text = ""
    standings: dict[Id, Standing] = {}
    stances: dict[Id, dict[Id, Stance]] = {}
    ties: dict[Id, Tie] = {}

    @property
    def judgement_count(self) -> int:
        """The number of judgements made in this snapshot."""
        return len(self.standings) + len(self.ties) + sum(map(len, self.stances.values()))

    def layers(self) -> Iterator[Layer]:
        """Yield the mappings of judgements made in this snapshot, in file order."""
        yield Layer("standing", None, self.standings)
        for issue, stances in self.stances.items():
            yield Layer("stance", issue, stances)
        yield Layer("tie", None, self.ties)

    def layer(self, kind: SubjectKind, issue: str | None = None) -> Mapping[str, Judgement]:
        """The judgements of one kind (stances: on one issue) made in this snapshot; may be empty."""
        if kind == "standing":
            return self.standings
        return self.ties if kind == "tie" else self.stances.get(issue or "", _NO_JUDGEMENTS)

    def judgements(self) -> Iterator[tuple[Subject, Judgement]]:
        """Yield every judgement made in this snapshot with its subject."""
        for kind, issue, layer in self.layers():
            yield from zip(map(Subject, repeat(kind), layer, repeat(issue)), layer.values(), strict=False)

    def judgement(self, subject: Subject) -> Judgement | None:
        """The judgement made in this snapshot, or None where it is carried over or missing."""
        return self.layer(subject.kind, subject.issue).get(subject.id)

    def with_judgements(self, changes: Mapping[Subject, Judgement | None]) -> Snapshot:
        """Return a snapshot with judgements set, or removed where None; nothing is validated.

        Returns the same snapshot when nothing differs.
        """
        layers: dict[tuple[SubjectKind, str | None], dict[str, Any]] = {}
        for subject, judgement in changes.items():
            layers.setdefault((subject.kind, subject.issue), {})[subject.id] = judgement
        stances: dict[str, dict[str, Stance] | None] = {}
        for (kind, issue), entries in layers.items():
            known = self.stances.get(issue or "", {})
            result = merged(known, entries) if kind == "stance" else known
            if result is not known:
                stances[issue or ""] = result or None
        return replace(
            self,
            standings=merged(self.standings, layers.get(("standing", None), {})),
            stances=merged(self.stances, stances),
            ties=merged(self.ties, layers.get(("tie", None), {})),
        )


_NO_JUDGEMENTS: Mapping[str, Judgement] = MappingProxyType({})


class Relation(Record):
    """How one actor acts on another; how strongly, at which date, is a `Tie`."""

    source: Id
    target: Id
    label: Name = ""
    directed: bool = True
    note: Text = ""


class Source(Record):
    """Where a claim comes from. `reliability` is the Admiralty code: source A to F, information 1 to 6."""

    title: Name
    author: Name = ""
    publisher: Name = ""
    date: PartialDate | None = None
    url: Annotated[str, StringConstraints(max_length=2_000)] = ""
    note: Text = ""
    reliability: Annotated[str, StringConstraints(pattern=r"^[A-F][1-6]$")] | None = None


class Headline(Record):
    """The statement that heads a page of the deck, instead of the one that is proposed from its data."""

    text: HeadlineText = ""


class Resolution(Record):
    """What was later found to be the case, beside the judgement as it stood then, which it keeps.

    `field` is what was judged: influence on the whole question without an `issue`, else alignment, salience
    or influence on that issue. All its values are in the units of that field. Actor, issue and snapshot may
    be gone from the map; `name` and `snapshot_label` say what they were called.
    """

    snapshot: Id
    actor: Id
    issue: Id | None = None
    field: ResolvedField = "alignment"
    name: Name = ""
    snapshot_label: Name = ""
    value: SignedPercent
    low: SignedPercent | None = None
    high: SignedPercent | None = None
    confidence: Confidence | None = None
    judged_by: Name = ""
    judged_on: Day | None = None
    found: SignedPercent
    date: PartialDate | None = None
    reason: Text = ""
    citations: tuple[Citation, ...] = listed()
    by: Name = ""
    on: Day | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        check_range(self.value, self.low, self.high)
        if self.issue is None and self.field != "influence":
            raise ValueError(tr("alignment and salience are judged on an issue"))
        if self.field != "alignment" and min(self.value, self.found, self.low or 0) < 0:
            raise ValueError(tr("salience and influence are between 0 and 100"))
        return self

    @property
    def has_range(self) -> bool:
        """Whether the analyst had given a plausible interval."""
        return self.low is not None


class Outcome(Record):
    """Whether a scenario came about, beside its likelihood as it stood then, which it keeps."""

    label: Name = ""
    likelihood: Likelihood | None = None
    happened: bool
    date: PartialDate | None = None
    reason: Text = ""
    citations: tuple[Citation, ...] = listed()
    by: Name = ""
    on: Day | None = None


class StakeMap(Record):
    """A whole map."""

    containers: ClassVar[frozenset[str]] = frozenset(
        {
            "actors",
            "groups",
            "issues",
            "snapshots",
            "relations",
            "sources",
            "headlines",
            "resolutions",
            "outcomes",
            "conflicts",
            "comments",
            "reviews",
            "rounds",
            "answers",
        }
    )

    format: Literal["stakemap"] = FORMAT
    version: int = VERSION
    id: MapId
    title: Name = ""
    question: Text = ""
    key_judgement: Text = ""
    note: Text = ""
    handling: Name = ""
    status: Status = "draft"
    cut_off: PartialDate | None = None
    contact: Name = ""
    actors: dict[Id, Actor] = {}
    groups: dict[Id, Group] = {}
    issues: dict[Id, Issue] = {}
    snapshots: dict[Id, Snapshot] = {}
    relations: dict[Id, Relation] = {}
    sources: dict[Id, Source] = {}
    headlines: dict[PageKey, Headline] = {}
    resolutions: dict[Id, Resolution] = {}
    #: By the scenario that came about or did not.
    outcomes: dict[Id, Outcome] = {}
    #: What the merge of two versions left undecided.
    conflicts: dict[Id, OpenConflict] = {}
    comments: dict[Id, Comment] = {}
    reviews: dict[Id, Review] = {}
    #: Rounds in which analysts judged without seeing each other's judgements, and what they answered.
    rounds: dict[Id, Round] = {}
    answers: dict[Id, Answer] = {}


def new_map(map_id: str | None = None, **fields: object) -> StakeMap:
    """Create an empty map with a new UUID unless `map_id` is given; `fields` are those of `StakeMap`."""
    return StakeMap.model_validate({"id": map_id or str(uuid.uuid4()), **fields})
